"""Uploads in the application: the runner of jobs, who may send files, and what may come at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, FastAPI, HTTPException, Request
from starlette.requests import ClientDisconnect

from api.web.receiving import receive
from corpus.encoder import Encoder
from pipeline.jobs import MOST_FILES, Arrival, Bounds, Job, JobRunner, Queue, QueueFull, Refused
from pipeline.settings import Settings

T = TypeVar("T")
MOST_RECEIVED = 8  # uploads that are received at once
WRITERS = 4  # threads that write them to the disk, beside those that answer questions
RETRY = 30  # seconds after which one that found no place is to try again
DRAINED = 10.0  # seconds for which the rest of a refused body is thrown away, so that a browser reads the refusal
OFF = (
    "This server takes no documents: uploads are switched off. Whoever runs it switches them on with "
    "REMIT_UPLOADS=true, or `uploads = true` in remit.toml."
)


class Jobs:
    """What the routes of uploads share: the queue, its runner, and how many send and listen at this moment."""

    def __init__(self, settings: Settings, encoder: Encoder | None) -> None:
        self.settings = settings
        self.queue = Queue(settings.data)
        self.runner = JobRunner(settings, encoder=encoder)
        self.listeners = 0
        self.disk = CapacityLimiter(WRITERS)
        self._receiving = 0

    def waiting(self) -> int:
        """How many uploads are not yet in the index."""
        return len(self.queue.unended()) if self.queue.exists else 0

    @property
    def bounds(self) -> Bounds:
        """What one upload may bring."""
        total = self.settings.max_upload_mb * 2**20
        return Bounds(MOST_FILES, min(total, self.settings.max_file_mb * 2**20), total)

    async def take(self, request: Request, admit: Callable[[Mapping[str, str]], None]) -> Job:
        """Receive the files of a request and make a job of them.

        Args:
            request: with a multipart form.
            admit: is shown the fields before the first file, and raises where they do not let it in.

        Raises:
            Refused, QueueFull: with what is wrong.
        """
        try:
            return await self._take(request, admit)
        except (Refused, QueueFull, HTTPException):
            await _drain(request)
            raise

    async def _take(self, request: Request, admit: Callable[[Mapping[str, str]], None]) -> Job:
        settings = self.settings
        await self._on_disk(partial(self.queue.refuse_beyond, settings.max_uploads))
        if self._receiving >= MOST_RECEIVED:
            raise QueueFull(f"{self._receiving} uploads are coming in at this moment. Try again shortly.")
        self._receiving += 1
        arrival = Arrival(settings.data, self.bounds)
        try:
            await self._on_disk(arrival.__enter__)
            await receive(request, arrival, total=self.bounds.total, admit=admit, on_disk=self._on_disk)
            job = await self._on_disk(partial(arrival.accept, self.queue, most=settings.max_uploads))
        finally:
            self._receiving -= 1
            await asyncio.shield(self._on_disk(partial(arrival.__exit__, None, None, None)))
        self.runner.poke()
        return job

    async def _on_disk(self, work: Callable[[], T]) -> T:
        return await run_sync(work, limiter=self.disk)


@asynccontextmanager
async def jobs_run(app: FastAPI, settings: Settings, encoder: Encoder | None) -> AsyncIterator[None]:
    """Run jobs while the application does; also with uploads switched off, where some were accepted before."""
    jobs = app.state.jobs = Jobs(settings, encoder)
    if settings.uploads or jobs.queue.exists:
        jobs.runner.start()
    try:
        yield
    finally:
        await run_sync(jobs.runner.stop)


def get_jobs(request: Request) -> Jobs:
    """The jobs of the application that serves a request."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def uploads_are_on(jobs: Annotated[Jobs, Depends(get_jobs)]) -> Jobs:
    """The jobs, where uploads are switched on.

    Raises:
        HTTPException: 403 where they are not.
    """
    if not jobs.settings.uploads:
        raise HTTPException(403, OFF)
    return jobs


SharedJobs = Annotated[Jobs, Depends(get_jobs)]
OpenJobs = Annotated[Jobs, Depends(uploads_are_on)]


def find_job(jobs: Jobs, job_id: str) -> Job:
    """The job of an id.

    Raises:
        HTTPException: 404 where there is none.
    """
    job = jobs.queue.get(job_id)
    if job is None:
        raise HTTPException(404, "No job has this id. Jobs that ended long ago are forgotten.")
    return job


async def _drain(request: Request) -> None:
    """Throw away the rest of a body, for a while: a browser that is still sending reads no answer."""
    try:
        async with asyncio.timeout(DRAINED):
            async for _ in request.stream():
                pass
    except (TimeoutError, ClientDisconnect, RuntimeError):  # slow, gone, or read to its end
        return
