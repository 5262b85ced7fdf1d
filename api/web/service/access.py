"""Who may read and write: one key, compared in constant time.

Writing always wants the key. Reading wants it where others than the people at this machine reach the server: when it
listens beyond loopback, or stands behind a reverse proxy. Programs send the key as `Authorization: Bearer KEY` or
`X-API-Key`; browsers as the password of HTTP Basic (RFC 7617), with any user name, so that no page needs a script.
"""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from api.web.problems import answer_problem
from api.web.service.middleware import HttpMiddleware
from api.web.service.negotiation import prefers_html
from corpus.errors import SettingsError
from pipeline.settings import Settings

ALWAYS_OPEN = ("/livez", "/readyz")
BEARER, BASIC = 'Bearer realm="remit"', 'Basic realm="remit", charset="UTF-8"'
KEY_WANTED = "Send the key of this server as `Authorization: Bearer KEY`."
NO_KEY = (
    "This server has no key, so nothing can be written to it. Whoever runs it sets one: `REMIT_API_KEY`, or `api_key` "
    "or `api_key_file` in remit.toml."
)
Pairs = Iterable[tuple[bytes, bytes]]


class Access(NamedTuple):
    """The key of a server, where it has one, and whether reading wants it too."""

    key: bytes | None
    reading: bool

    def holds(self, headers: Pairs) -> bool:
        """Whether a request shows the key."""
        shown = shown_key(headers)
        return self.key is not None and shown is not None and hmac.compare_digest(shown, self.key)


def access_of(settings: Settings) -> Access:
    """Who may read and write by the settings.

    Raises:
        SettingsError: the key's file cannot be read or holds no key, or others could read without anyone meaning it.
    """
    key = _key(settings)
    beyond = not is_loopback(settings.host) or bool(settings.proxies)
    if beyond and key is None and not settings.open:
        raise SettingsError(
            f"{settings.host} is reached by others than this machine, and there is no key. Set REMIT_API_KEY (or "
            "api_key_file in remit.toml), or say with --open that everyone may read."
        )
    return Access(key, reading=beyond and not settings.open)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def shown_key(headers: Pairs) -> bytes | None:
    """The key that a request shows, in any of the three ways; None where it shows none."""
    given = {name: value for name, value in headers if name in (b"authorization", b"x-api-key")}
    scheme, _, value = given.get(b"authorization", b"").partition(b" ")
    if scheme.lower() == b"bearer":
        return value.strip()
    if scheme.lower() == b"basic":
        return _password(value)
    return given.get(b"x-api-key")


class KeyRequired(HttpMiddleware):
    """Middleware: reading wants the key where the access says so; health checks and static files do not."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        super().__init__(app)
        self._access = access

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._access.reading or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        if self._access.holds(scope["headers"]):
            await self._app(scope, receive, send)
            return
        await answer_problem(
            scope, receive, send, 401, KEY_WANTED, kind="key", headers={"WWW-Authenticate": _challenge(scope)}
        )


def require_key(
    request: Request,
    _bearer: Annotated[object, Security(HTTPBearer(auto_error=False))] = None,
    _header: Annotated[object, Security(APIKeyHeader(name="X-API-Key", auto_error=False))] = None,
) -> None:
    """Let a request pass only with the key; a dependency of whatever writes.

    Raises:
        HTTPException: 403 where the server has no key, 401 where the request shows none or another.
    """
    access: Access = request.app.state.access
    if access.key is None:
        raise HTTPException(403, NO_KEY)
    if not access.holds(request.scope["headers"]):
        raise HTTPException(401, KEY_WANTED, {"WWW-Authenticate": _challenge(request.scope)})


RequiresKey = Depends(require_key)


def _key(settings: Settings) -> bytes | None:
    if settings.api_key_file is None:
        return settings.api_key.get_secret_value().encode() if settings.api_key else None
    try:
        key = settings.api_key_file.read_text(encoding="utf-8").strip().encode()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"setting api_key_file: {settings.api_key_file} cannot be read ({error}).") from error
    if len(key) < 16:
        raise SettingsError(f"setting api_key_file: {settings.api_key_file} must hold 16 characters or more.")
    return key


def _password(credentials: bytes) -> bytes | None:
    try:
        decoded = base64.b64decode(credentials, validate=True)
    except binascii.Error:
        return None
    return decoded.partition(b":")[2]


def _challenge(scope: Scope) -> str:
    """What a browser answers by asking for a password, and a program by its key."""
    return BASIC if prefers_html(scope) else BEARER


def _is_open(path: str) -> bool:
    return path in ALWAYS_OPEN or path.startswith("/static/")
