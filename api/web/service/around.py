"""What stands around the routes, from the outside in: each is a small middleware of its own module."""

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api.web.service.access import Access, KeyRequired
from api.web.service.caching import Conditional, installed
from api.web.service.headers import SafeHeaders
from api.web.service.heads import Heads
from api.web.service.limits import BodyLimit, Crowd, InFlight, TimeLimit
from api.web.service.logs import Faults, Observer, RequestLog
from api.web.service.rates import Buckets, RateLimit
from api.web.service.sites import OwnNames, SameSite, own_names
from pipeline.settings import Settings

KIB, MIB = 2**10, 2**20
READABLE = ("ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID")  # by scripts of other sites
SENT = ("Authorization", "Content-Type", "If-None-Match", "X-API-Key")
__all__ = ["InFlight", "around"]


def around(
    settings: Settings, access: Access, observe: Observer, in_flight: InFlight, stamp: Callable[[], str]
) -> list[Middleware]:
    """The middlewares of an application, outermost first.

    Args:
        settings: say what is limited, logged and allowed.
        access: who may read.
        observe: is told of each request that was answered.
        in_flight: counts the requests that are worked on.
        stamp: says which state of the index answers are made from.
    """
    return [
        Middleware(RequestLog, queries=settings.log_queries, observers=(observe,)),
        Middleware(SafeHeaders, shared=bool(settings.cors_origins)),
        Middleware(Faults, queries=settings.log_queries),
        Middleware(Heads),
        Middleware(OwnNames, names=own_names(settings)),
        *_sharing(settings),
        Middleware(SameSite, origins=settings.cors_origins),
        *_rate(settings),
        Middleware(KeyRequired, access=access),
        Middleware(TimeLimit, seconds=settings.request_seconds),
        Middleware(Crowd, most=settings.max_requests, in_flight=in_flight),
        Middleware(GZipMiddleware, minimum_size=KIB, compresslevel=5),
        Middleware(Conditional, stamp=stamp, installed=installed(settings), private=access.reading),
        Middleware(BodyLimit, most=settings.max_body_kb * KIB, most_uploaded=settings.max_upload_mb * MIB),
    ]


def _sharing(settings: Settings) -> list[Middleware]:
    if not settings.cors_origins:
        return []
    methods = ("GET", "HEAD", "POST", "DELETE")
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=methods,
            allow_headers=SENT,
            expose_headers=READABLE,
        )
    ]


def _rate(settings: Settings) -> list[Middleware]:
    return [Middleware(RateLimit, buckets=Buckets(settings.rate_limit))] if settings.rate_limit else []
