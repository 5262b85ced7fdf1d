"""What clients may keep: an answer for as long as the index stays as it is, a static file for ever by its hash.

The ETag of an answer comes from the state of the index, the installed remit and the request, so that a client that
holds the answer is told so (304) before any work is done.
"""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.service.middleware import HttpMiddleware
from corpus.errors import StoreError
from pipeline.settings import Settings

PACKAGES = ("api", "corpus", "extractors", "index", "pipeline")
FOR_EVER = "public, max-age=31536000, immutable"
CHANGING = (
    "/v1/jobs",
    "/v1/reports",
    "/jobs",
    "/upload",
    "/report",
    "/livez",
    "/readyz",
    "/metrics",
    "/mcp",
    "/static",
)
StampOf = Callable[[], str]


class Conditional(HttpMiddleware):
    """Middleware: gives what is read from the index its ETag, and answers 304 to whoever holds it."""

    def __init__(self, app: ASGIApp, *, stamp: StampOf, installed: str, private: bool) -> None:
        """Take the state of the index from `stamp`; keep answers out of shared caches where `private`."""
        super().__init__(app)
        self._stamp, self._installed = stamp, installed
        self._control = "private, no-cache" if private else "no-cache"

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD") or is_changing(scope["path"]):
            await self._app(scope, receive, send)
            return
        tag = self._tag(scope)
        kept = {"ETag": tag, "Cache-Control": self._control, "Vary": "Accept, Accept-Encoding"}
        if tag and _holds(Headers(scope=scope).get("if-none-match", ""), tag):
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] == 200:
                    if tag and tag == self._tag(scope):  # else the index has changed on the way: of which state is it?
                        headers.setdefault("ETag", tag)
                    headers.setdefault("Cache-Control", self._control)
                    headers.add_vary_header("Accept")
                else:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, tagged)

    def _tag(self, scope: Scope) -> str:
        """The tag of a request's answer now; empty where the index cannot be read, which the route will answer to."""
        try:
            stamp = self._stamp()
        except StoreError:
            return ""
        accept = Headers(scope=scope).get("accept", "")
        request = f"{scope['path']}\0{scope['query_string'].decode('latin-1')}\0{accept}"
        known = f"{stamp}{self._installed}{request}".encode()
        return f'W/"{hashlib.blake2b(known, digest_size=12).hexdigest()}"'


class StaticFor(HttpMiddleware):
    """Middleware around static files: for ever where the address holds a hash of the file (`?v=`), else asked again."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "HEAD, GET"})
        hashed = scope.get("query_string", b"").startswith(b"v=")

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
                MutableHeaders(scope=message)["Cache-Control"] = FOR_EVER if hashed else "no-cache"
            await send(message)

        await self._app(scope, receive, kept)


def is_changing(path: str) -> bool:
    """Whether what stands at a path changes without the index."""
    return any(path == part or path.startswith(f"{part}/") for part in CHANGING)


def installed(settings: Settings) -> str:
    """What answers depend on beside the index: remit as it is installed here, and the settings."""
    root = Path(__file__).parents[3]
    files = (file for name in PACKAGES for file in (root / name).rglob("*") if file.suffix != ".pyc")
    newest = max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0)
    rules = settings.rules.read_bytes() if settings.rules else b""
    chosen = settings.model_dump_json(include={"branding", "uploads", "open", "public_url", "precision"})
    return hashlib.blake2b(f"{version('remit')} {newest} {chosen}".encode() + rules, digest_size=12).hexdigest()


def _holds(given: str, tag: str) -> bool:
    """Whether an `If-None-Match` names a tag, or any; compared weakly."""
    return given.strip() == "*" or tag.removeprefix("W/") in (
        part.strip().removeprefix("W/") for part in given.split(",")
    )
