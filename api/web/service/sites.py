"""Which names the server goes by, and which sites may make it change something.

A page of another site can make a browser send requests here. One that rebinds its name to a loopback address is told by
the `Host` it asks for; one that sends a form is told by `Sec-Fetch-Site` and `Origin` (RFC 6454), which scripts cannot
set.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from api.web.problems import answer_problem
from api.web.service.access import ALWAYS_OPEN, is_loopback, shown_key
from api.web.service.middleware import HttpMiddleware
from pipeline.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not listened on)
ANY = "*"


def own_names(settings: Settings) -> frozenset[str]:
    """The names that a request may ask for; `*` where any may."""
    if not settings.allowed_hosts and not is_loopback(settings.host):
        return frozenset([ANY])
    listened = () if settings.host in EVERYWHERE else (_bracketed(settings.host),)
    public = (_bracketed(urlsplit(settings.public_url).hostname or ""),) if settings.public_url else ()
    return frozenset(name.lower() for name in (*LOOPBACK, *listened, *public, *settings.allowed_hosts))


class OwnNames(HttpMiddleware):
    """Middleware: refuses requests for a host that this server is not.

    Health checks may ask by any name, as those that ask by an address do; /mcp has names of its own, and looks itself.
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str]) -> None:
        super().__init__(app)
        self._names = frozenset(names)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if ANY in self._names or scope["path"] in (*ALWAYS_OPEN, "/mcp"):
            await self._app(scope, receive, send)
            return
        if _host_of(_header(scope, b"host")) in self._names:
            await self._app(scope, receive, send)
            return
        detail = "This server does not go by the name that was asked for. Whoever runs it lists names in allowed_hosts."
        await answer_problem(scope, receive, send, 421, detail, kind="host")


class SameSite(HttpMiddleware):
    """Middleware: refuses requests by which a page of another site would change something here.

    Sites that the settings name as CORS origins may send them; where `*` is named, without a browser's kept password.
    """

    def __init__(self, app: ASGIApp, *, origins: Collection[str]) -> None:
        super().__init__(app)
        self._origins = frozenset(origins)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in SAFE or self._may(scope):
            await self._app(scope, receive, send)
            return
        detail = "The request was made by a page of another site, and would change something here."
        await answer_problem(scope, receive, send, 403, detail, kind="other-site")

    def _may(self, scope: Scope) -> bool:
        origin, fetched = _header(scope, b"origin"), _header(scope, b"sec-fetch-site")
        if not origin and fetched in ("", "same-origin", "none"):
            return True
        if origin in self._origins or (ANY in self._origins and not _by_browser(scope)):
            return True
        return fetched in ("", "same-origin") and urlsplit(origin).netloc.lower() == _header(scope, b"host").lower()


def _by_browser(scope: Scope) -> bool:
    """Whether a browser sent a password that it keeps, which the page need not know."""
    return shown_key(scope["headers"]) is not None and _header(scope, b"authorization").lower().startswith("basic")


def _header(scope: Scope, name: bytes) -> str:
    return next((bytes(value).decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _host_of(authority: str) -> str:
    """The name in an authority, without its port."""
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].lower()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
