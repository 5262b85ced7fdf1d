"""How much a request may take: bytes of its body, seconds until its answer begins, a place among those worked on.

What is beyond is refused at once and in words, instead of waiting in a queue that only grows.
"""

import asyncio

from anyio import CancelScope
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import answer_problem
from api.web.service.middleware import HttpMiddleware

UPLOADS = (("POST", "/v1/documents"), ("POST", "/upload"))  # bring files, which are larger and take longer
UPLOAD_PATIENCE = 10  # times as long
FREE = ("/livez", "/readyz", "/metrics")  # answered however busy the server is


class BodyLimit(HttpMiddleware):
    """Middleware: refuses bodies that are too large, by what they say of their length or once they exceed it."""

    def __init__(self, app: ASGIApp, *, most: int, most_uploaded: int) -> None:
        """Take so many bytes at most; of an upload, so many."""
        super().__init__(app)
        self._small = RequestBodyLimitMiddleware(app, max_body_size=most)
        self._large = RequestBodyLimitMiddleware(app, max_body_size=most_uploaded)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        limited = self._large if is_upload(scope) else self._small
        refused = False

        async def in_words(message: Message) -> None:
            nonlocal refused
            refused = refused or _is_plain_refusal(message)
            if not refused:
                await send(message)

        await limited(scope, receive, in_words)
        if refused:
            detail = f"The body is larger than the {limited.max_body_size // 1024} KiB that are taken here."
            await answer_problem(scope, receive, send, 413, detail)


class InFlight:
    """How many requests are worked on now."""

    def __init__(self) -> None:
        self.requests = 0


class _Place:
    """A request's place in the crowd, which it can step out of, come back to, and leave for good."""

    def __init__(self, in_flight: InFlight) -> None:
        self._in_flight, self._inside, self._left = in_flight, False, False

    def take(self) -> None:
        if not self._left and not self._inside:
            self._inside = True
            self._in_flight.requests += 1

    def step_out(self) -> None:
        if self._inside:
            self._inside = False
            self._in_flight.requests -= 1

    def leave(self) -> None:
        self.step_out()
        self._left = True


class Crowd(HttpMiddleware):
    """Middleware: a bound on the requests that are worked on at once; one beyond it is told when to come back.

    A request is out of the crowd while its body is waited for, and from when its answer begins, so that whoever sends
    or reads slowly keeps nobody out. One that was given up leaves it when its thread is done.
    """

    def __init__(self, app: ASGIApp, *, most: int, in_flight: InFlight) -> None:
        super().__init__(app)
        self._most, self._in_flight = most, in_flight

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in FREE:
            await self._app(scope, receive, send)
            return
        if self._in_flight.requests >= self._most:
            detail = "The server is working on as many requests as it can. Try again shortly."
            await answer_problem(scope, receive, send, 503, detail, kind="busy", headers={"Retry-After": "1"})
            return
        place = _Place(self._in_flight)

        async def waiting() -> Message:
            place.step_out()
            try:
                return await receive()
            finally:
                place.take()

        async def leaving(message: Message) -> None:
            place.leave()
            await send(message)

        place.take()
        try:
            await self._app(scope, waiting, leaving)
        finally:
            place.leave()


class TimeLimit(HttpMiddleware):
    """Middleware: a request whose answer has not begun in time is answered with a problem.

    A thread cannot be stopped: it works to its end, unheard, and counts in the crowd until then. So the work is given
    up as anyio does it, which lets go of a thread, and of its place among the threads, only when it is done.
    """

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        super().__init__(app)
        self._seconds = seconds
        self._given_up: set[asyncio.Task[None]] = set()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, heard, giving_up = asyncio.get_running_loop().create_future(), True, CancelScope()

        async def in_time(message: Message) -> None:
            if heard:
                if not begun.done():
                    begun.set_result(None)
                await send(message)

        async def working() -> None:
            with giving_up:
                await self._app(scope, receive, in_time)

        work = asyncio.ensure_future(working())
        try:
            await asyncio.wait({work, begun}, timeout=self._patience(scope), return_when=asyncio.FIRST_COMPLETED)
            if work.done() or begun.done():
                await work
                return
        except asyncio.CancelledError:  # the server is being stopped
            work.cancel()
            raise
        heard = False
        self._let_end(work)
        giving_up.cancel()
        detail = f"The request was given up after {self._patience(scope):g} seconds."
        await answer_problem(scope, receive, send, 503, detail, kind="time", headers={"Connection": "close"})

    def _patience(self, scope: Scope) -> float:
        return self._seconds * (UPLOAD_PATIENCE if is_upload(scope) else 1)

    def _let_end(self, work: "asyncio.Task[None]") -> None:
        self._given_up.add(work)  # the loop holds tasks weakly
        work.add_done_callback(self._given_up.discard)
        work.add_done_callback(lambda task: task.cancelled() or task.exception())


def is_upload(scope: Scope) -> bool:
    """Whether a request brings a file."""
    return (scope["method"], scope["path"]) in UPLOADS


def _is_plain_refusal(message: Message) -> bool:
    """Whether the body limit answers by itself, in plain text."""
    plain = (b"content-type", b"text/plain; charset=utf-8")
    return message["type"] == "http.response.start" and message["status"] == 413 and plain in message["headers"]
