"""The application: routes, start and stop, safe headers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api.web import health, pages, v1
from api.web.problems import add_problem_handlers
from api.web.state import STATIC, State
from corpus.encoder import Encoder
from index import Index
from pipeline import open_index
from pipeline.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def create_app(settings: Settings, *, encoder: Encoder | None = None) -> FastAPI:
    """The application over the index that the settings name.

    Args:
        settings: where the index is.
        encoder: another encoder than the settings name, as tests give.

    Raises:
        StoreMissing: at start, when nothing has been ingested.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with _open(settings, encoder) as index:
            app.state.remit = State(settings=settings, index=index)
            warming = asyncio.create_task(run_in_threadpool(app.state.remit.warm_up))  # /livez answers meanwhile
            yield
            await asyncio.wait([warming])

    app = FastAPI(
        title="remit",
        version="1",
        summary="Objectives, figures and passages of NHS policy documents, each with its place in the source.",
        lifespan=lifespan,
        docs_url=None,  # the interactive pages load scripts from another host
        redoc_url=None,
    )
    app.include_router(health.router)
    app.include_router(v1.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_safe_headers)
    add_problem_handlers(app)
    return app


def _open(settings: Settings, encoder: Encoder | None) -> Index:
    if encoder is None:
        return open_index(settings)
    return Index.open(settings.data, encoder=encoder)


async def _safe_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response
