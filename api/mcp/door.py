"""MCP over HTTP: one address of the application, guarded against foreign hosts, running while the application runs."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.mcp.server import create_server
from index import Index
from pipeline.settings import Settings

PATH = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)


class McpDoor:
    """MCP's streamable HTTP at `/mcp`, for an application to route to and to run.

    Each request stands alone (stateless, answered as JSON): a restart loses no session, and several processes may
    serve one client. There is nothing to send unasked, so that GET, which would wait for it, gets 405.

        app.router.routes.append(door.route)
        async with door.running(): ...

    Args:
        index: gives the index, when a tool is called.
        settings: host names that it may be called by, the public address, the largest body.
    """

    def __init__(self, index: Callable[[], Index], settings: Settings) -> None:
        self._server = create_server(index, public_url=settings.public_url)
        self._security = security_of(settings)
        self._max_body = settings.max_body_kb * 1024
        self._app: ASGIApp | None = None
        self.route = Route(PATH, endpoint=self, methods=["POST"], name="mcp", include_in_schema=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            RuntimeError: outside of `running`.
        """
        if self._app is None:
            raise RuntimeError("MCP is not running: enter McpDoor.running() in the application's lifespan")
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While it is entered, requests are answered; may be entered again afterwards."""
        app = self._server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=self._max_body,
            transport_security=self._security,
        )
        async with self._server.session_manager.run():
            self._app = app
            try:
                yield
            finally:
                self._app = None


def security_of(settings: Settings) -> TransportSecuritySettings:
    """Which `Host` and `Origin` headers are answered: a page elsewhere must not reach a server on this machine.

    Loopback's names, the address listened on, the public address, `allowed_hosts` and `mcp_hosts`; `*` among them
    answers any.
    """
    names = [*LOOPBACK, *settings.allowed_hosts, *settings.mcp_hosts]
    if settings.host not in EVERYWHERE:
        names.append(f"[{settings.host}]" if ":" in settings.host else settings.host)
    if settings.public_url:
        names.append(urlsplit(settings.public_url).netloc)
    if "*" in names:
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    hosts = list(dict.fromkeys(names))
    return TransportSecuritySettings(
        allowed_hosts=[*hosts, *_any_port(hosts)],
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in [*hosts, *_any_port(hosts)]],
    )


def _any_port(hosts: Iterable[str]) -> list[str]:
    return [f"{host}:*" for host in hosts]
