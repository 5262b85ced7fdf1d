"""The log of requests, what they measure, and faults: an event each, never with what people ask unless settings say so.

The path is logged as its route ("/v1/documents/{document_id}"), the query string and the client not at all.
"""

import time
import traceback
from collections.abc import Callable
from typing import NamedTuple

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import answer_problem
from api.web.service.middleware import HttpMiddleware
from api.web.service.request_id import new_id

UNMATCHED = "unmatched"
QUIET = ("/livez", "/readyz", "/metrics")  # asked every few seconds by machines: logged only when they fail


class Served(NamedTuple):
    """What is known of a request once it is answered; `seconds` until the last byte was handed on."""

    method: str
    route: str
    status: int
    seconds: float
    sent: int


Observer = Callable[[Served], None]


class RequestLog(HttpMiddleware):
    """Middleware: names each request, and tells the log and the observers how it was answered."""

    def __init__(self, app: ASGIApp, *, queries: bool = False, observers: tuple[Observer, ...] = ()) -> None:
        """Log query strings too where `queries`."""
        super().__init__(app)
        self._queries, self._observers = queries, observers
        self._log = structlog.get_logger()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, name, status, sent = time.perf_counter(), new_id(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = name
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            served = Served(scope["method"], route_of(scope), status, time.perf_counter() - began, sent)
            for observe in self._observers:
                observe(served)
            self._write(name, served, scope)

    def _write(self, name: str, served: Served, scope: Scope) -> None:
        if served.route in QUIET and served.status == 200:
            return
        asked = {"query": scope["query_string"].decode("latin-1")} if self._queries else {}
        self._log.info(
            "request",
            id=name,
            method=served.method,
            route=served.route,
            status=served.status,
            ms=round(served.seconds * 1000, 1),
            bytes=served.sent,
            **asked,
        )


class Faults(HttpMiddleware):
    """Middleware: what nobody foresaw is logged, and answered as a problem.

    What a fault says may hold what was asked: its words are logged only where queries are, else its kind and place.
    """

    def __init__(self, app: ASGIApp, *, queries: bool = False) -> None:
        super().__init__(app)
        self._queries = queries

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            self._write(error, scope)
            if not started:
                detail = "remit failed on this request. Its `instance` names it in the log of the server."
                await answer_problem(scope, receive, send, 500, detail)

    def _write(self, error: Exception, scope: Scope) -> None:
        place = "".join(traceback.format_tb(error.__traceback__))
        words = {"words": str(error)} if self._queries else {}
        structlog.get_logger().error(
            "request.failed", route=route_of(scope), fault=type(error).__name__, place=place, **words
        )


def route_of(scope: Scope) -> str:
    """The route that a request was led to, as it is written in the API; "unmatched" where there is none."""
    context = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(context, "path_format", None) or getattr(scope.get("route"), "path", None)
    if path:
        return str(path)
    if scope.get("endpoint") is None:
        return UNMATCHED
    return f"{scope['root_path']}/{{path}}" if scope.get("root_path") else str(scope["path"])
