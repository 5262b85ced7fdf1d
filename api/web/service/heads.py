"""HEAD wherever there is GET: the same headers, without the body (RFC 9110, section 9.3.2)."""

from starlette.types import Message, Receive, Scope, Send

from api.web.service.middleware import HttpMiddleware


class _Enough(Exception):
    """The headers have been sent; what would make the body may stop."""


class Heads(HttpMiddleware):
    """Middleware: asks the application as for GET, and keeps the body back."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}

        async def bare(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            else:
                await send({"type": "http.response.body", "body": b""})
                raise _Enough

        try:
            await self._app(asked, receive, bare)
        except* _Enough:
            pass
        finally:
            scope.update({name: asked[name] for name in ("fastapi", "route", "endpoint", "root_path") if name in asked})
