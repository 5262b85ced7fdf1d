"""A rate for each client: a bucket of tokens that fills by the minute (draft-ietf-httpapi-ratelimit-headers-10)."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import answer_problem
from api.web.service.limits import FREE
from api.web.service.middleware import HttpMiddleware

CLIENTS = 10_000  # that are remembered; of more, the one that was seen longest ago is forgotten
MINUTE = 60.0


class Left(NamedTuple):
    """What a client has left: whole requests, and seconds until there is one more."""

    requests: int
    seconds: int


class Buckets:
    """The buckets of all clients; each holds a minute's requests."""

    def __init__(self, a_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute = a_minute
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, client: str) -> tuple[bool, Left]:
        """Whether a client may make a request now, and what it has left then."""
        now = self._clock()
        tokens, since = self._held.pop(client, (float(self.a_minute), now))
        tokens = min(float(self.a_minute), tokens + (now - since) * self.a_minute / MINUTE)
        may = tokens >= 1
        tokens -= may
        self._held[client] = tokens, now
        if len(self._held) > CLIENTS:
            self._held.popitem(last=False)
        missing = 1 - tokens % 1
        return may, Left(int(tokens), math.ceil(missing * MINUTE / self.a_minute))


class RateLimit(HttpMiddleware):
    """Middleware: refuses what exceeds a client's rate, and tells every client what it has left."""

    def __init__(self, app: ASGIApp, *, buckets: Buckets) -> None:
        super().__init__(app)
        self._buckets = buckets

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in FREE or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        may, left = self._buckets.take(client_of(scope))
        told = {
            "RateLimit-Policy": f'"default";q={self._buckets.a_minute};w={MINUTE:g}',
            "RateLimit": f'"default";r={left.requests};t={left.seconds}',
        }
        if not may:
            detail = f"More than {self._buckets.a_minute} requests in a minute. Try again in {left.seconds} s."
            headers = told | {"Retry-After": str(left.seconds)}
            await answer_problem(scope, receive, send, 429, detail, kind="rate", headers=headers)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, telling)


def client_of(scope: Scope) -> str:
    """Whose rate a request counts for: an address, of IPv6 the network that one customer has (/64)."""
    host = (scope.get("client") or ("unknown", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
