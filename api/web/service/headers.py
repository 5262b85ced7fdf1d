"""Safe headers, on every answer.

Pages need nothing but their own style, scripts, pictures and forms, so nothing else is allowed: no inline code, no
other host. There is no Strict-Transport-Security here: remit speaks plain HTTP, and whoever ends TLS in front of it
says for how long that will stand.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.service.middleware import HttpMiddleware

_NEEDED = ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action")
HEADERS = {
    "Content-Security-Policy": "; ".join(
        ["default-src 'none'", *(f"{name} 'self'" for name in _NEEDED), "base-uri 'none'", "frame-ancestors 'none'"]
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send forms of our own as if from another site
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
RESOURCE_POLICY = "Cross-Origin-Resource-Policy"


class SafeHeaders(HttpMiddleware):
    """Middleware: adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp, *, shared: bool = False) -> None:
        """Let other sites read what CORS allows them where `shared`; else no other site may embed anything."""
        super().__init__(app)
        self._headers = HEADERS | {RESOURCE_POLICY: "cross-origin" if shared else "same-origin"}

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safely)
