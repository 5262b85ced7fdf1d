"""The application: its routes, what stands around them, start and stop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api.mcp import McpDoor
from api.web import health, pages, v1
from api.web.jobs import jobs_run
from api.web.openapi import describe
from api.web.problems import add_problem_handlers
from api.web.service.access import access_of
from api.web.service.around import InFlight, around
from api.web.service.caching import StaticFor
from api.web.service.metrics import Metrics
from api.web.service.telemetry import telemetry_of
from api.web.state import STATIC, State
from corpus.encoder import Encoder
from index import Index
from pipeline import open_index
from pipeline.settings import Settings

THREADS = 2  # that work on requests: of more, each waits for the interpreter longer than it works (docs/service.md)


def create_app(settings: Settings, *, encoder: Encoder | None = None) -> FastAPI:
    """The application over the index that the settings name.

    Args:
        settings: where the index is, and who may do what.
        encoder: another encoder than the settings name, as tests give.

    Raises:
        SettingsError: others could read without anyone meaning it, or a setting needs what is not there.
        StoreMissing: at start, when nothing has been ingested and nothing can be uploaded.
    """
    access, telemetry, in_flight = access_of(settings), telemetry_of(settings), InFlight()
    door = McpDoor(lambda: app.state.remit.index, settings)
    metrics = Metrics(state=lambda: getattr(app.state, "remit", None), in_flight=lambda: in_flight.requests)
    app = FastAPI(
        title="remit",
        version="1",
        summary="Objectives, figures and passages of NHS policy documents, each with its place in the source.",
        lifespan=_lifespan(settings, encoder, door, telemetry.close),
        docs_url=None,  # the interactive pages load scripts from another host
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,  # operations are named as their functions are
        telemetry=telemetry.config,
        middleware=around(settings, access, metrics.observe, in_flight, lambda: _stamp(app)),
    )
    app.state.access, app.state.settings = access, settings
    app.state.readers, app.state.stopping = 0, asyncio.Event()  # a server sets both (serving.py)
    for router in (health.router, v1.router, pages.router, *([metrics.router()] if settings.prometheus else [])):
        app.include_router(router)
    app.router.routes.append(door.route)
    app.mount("/static", StaticFor(StaticFiles(directory=STATIC)), name="static")
    add_problem_handlers(app)
    describe(app)
    return app


def _stamp(app: FastAPI) -> str:
    state: State = app.state.remit
    return state.stamp()


def _lifespan(
    settings: Settings, encoder: Encoder | None, door: McpDoor, close: Callable[[], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What is open while the application runs; the model is loaded beside, while /livez answers."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        with _open(settings, encoder) as index:
            app.state.remit = State(settings=settings, index=index)
            warming = asyncio.create_task(run_in_threadpool(app.state.remit.warm_up, app.state.readers))
            async with jobs_run(app, settings, encoder), door.running():
                app.state.remit.waiting_uploads = app.state.jobs.waiting
                yield
            await asyncio.wait([warming])
        await run_in_threadpool(close)

    return lifespan


def _open(settings: Settings, encoder: Encoder | None) -> Index:
    if encoder is None:
        return open_index(settings, create=settings.uploads, threads=1)  # a request computes in its own thread
    return Index.open(settings.data, encoder=encoder, create=settings.uploads)
