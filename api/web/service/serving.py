"""The server around the application: uvicorn, one process, with bounds on connections and a quiet end."""

import asyncio
import logging
import resource
import socket

import structlog
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.settings import Settings

FILES = 8192  # descriptors, where the system lets this process have so many: a connection is one
KEPT_BACK = 256  # of them, for the index, uploads and threads
KEEP_ALIVE = 15  # seconds that a connection has for the head of its first request, and after an answer for the next
BACKLOG = 1024  # connections that wait to be accepted
READERS = 12  # that read one state of the index at once: the threads of requests, the event loop, MCP
GRACE = 20  # seconds that requests have to end when the server is stopped


class Server(uvicorn.Server):
    """Uvicorn's server, which tells the application that it is being stopped, so that streams can end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop taking connections, and wait for the requests in flight."""
        app = self.config.app
        if isinstance(app, FastAPI):
            app.state.stopping.set()
        await super().shutdown(sockets)


class Punctual(H11Protocol):
    """Uvicorn's HTTP/1.1, which closes a connection where the head of a request does not come in time.

    Uvicorn alone waits for ever for the first request, and for one of which a byte has come: whoever opens connections
    and says nothing could take all there are.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._until = self.loop.time() + self.timeout_keep_alive
        self._close_in_time()

    def data_received(self, data: bytes) -> None:
        """Take bytes in; what is not yet a request gains no time by them."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._close_in_time()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._until = self.loop.time() + self.timeout_keep_alive
        super().on_response_complete()

    def _close_in_time(self) -> None:
        self._unset_keepalive_if_required()
        if not self.transport.is_closing():
            self.timeout_keep_alive_task = self.loop.call_at(self._until, self.timeout_keep_alive_handler)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address.

    It names TCP as its protocol, which `socket.create_server` does not: only then does asyncio switch Nagle's algorithm
    off, by which each answer would wait 40 ms for the client's acknowledgement.

    Raises:
        OSError: the address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host.strip("[]"), port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def run(app: FastAPI, settings: Settings, listening: socket.socket) -> None:
    """Serve until a signal comes; requests in flight are finished first."""
    app.state.readers = READERS
    log_faults_of_libraries()
    try:
        Server(config_of(app, settings)).run(sockets=[listening])
    except KeyboardInterrupt:
        structlog.get_logger().info("stopped")


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves the application."""
    return uvicorn.Config(
        app,
        http=Punctual,  # h11: in Python, and strict about what proxies disagree on; it costs 0.2 ms a request
        ws="none",
        log_config=None,
        access_log=False,  # uvicorn's would hold query strings
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        backlog=BACKLOG,
        limit_concurrency=_most_connections(),
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )


def _most_connections() -> int:
    """Connections that this process may hold, having asked for as many descriptors as it can use."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(64, (FILES if soft == resource.RLIM_INFINITY else min(soft, FILES)) - KEPT_BACK)


class _Told(logging.Handler):
    """Hands what libraries log to the log of remit, as an event."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, "server", source=record.name, message=record.getMessage())


def log_faults_of_libraries() -> None:
    """Let what libraries warn of come to the log of remit."""
    root = logging.getLogger()
    root.handlers, root.level = [_Told(logging.WARNING)], logging.WARNING
