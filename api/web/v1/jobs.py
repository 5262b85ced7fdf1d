"""`/v1/jobs`: what became of uploads, and how far they are; as events too (Server-Sent Events)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.web.jobs import Jobs, SharedJobs, find_job
from api.web.problems import PROBLEM
from corpus.document import Record
from pipeline.jobs import Job

MOST_LISTENERS = 32  # to the events of all jobs
LOOK = 0.3  # seconds between two looks at a job that is listened to
LONGEST = 300.0  # seconds of one stream; a client that is told to takes it up again where it was
RECONNECT = 1000  # milliseconds after which it does
NO_STORE = {"Cache-Control": "no-store"}

router = APIRouter(tags=["uploads"])
JobId = Annotated[
    str, Path(max_length=100, description="An upload's id.", examples=["job_3f0c6f1f0be04d3c8a5e2d9b7c61a4ef"])
]


class JobLinks(Record):
    """Addresses that belong to a job: its own, its events, its page, and the documents it made, in their order."""

    self_: str = Field(serialization_alias="self")
    events: str
    page: str
    documents: tuple[str, ...]


class JobStatus(Job):
    """A job, how many come before it, and where else to look.

    Attributes:
        ahead: jobs that are run before it.
        links: addresses.
    """

    ahead: int = Field(ge=0)
    links: JobLinks


def job_status(job: Job, jobs: Jobs) -> JobStatus:
    """A job as the API shows it."""
    links = JobLinks(
        self_=f"/v1/jobs/{job.id}",
        events=f"/v1/jobs/{job.id}/events",
        page=f"/jobs/{job.id}",
        documents=tuple(f"/v1/documents/{file.document_id}" for file in job.files if file.document_id),
    )
    ahead = jobs.queue.ahead(job.id) if job.state == "queued" else 0
    return JobStatus(**{name: getattr(job, name) for name in Job.model_fields}, ahead=ahead, links=links)


@router.get("/jobs", summary="List recent uploads")
def list_jobs(
    jobs: SharedJobs,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=100, description="The most uploads.")] = 20,
) -> list[JobStatus]:
    """Uploads, the newest first."""
    response.headers.update(NO_STORE)
    return [job_status(job, jobs) for job in jobs.queue.recent(limit=limit)]


@router.get("/jobs/{job_id}", summary="Get an upload", responses={404: PROBLEM})
def get_job(jobs: SharedJobs, job_id: JobId, response: Response) -> JobStatus:
    """An upload: how far it is, and what became of each file."""
    response.headers.update(NO_STORE)
    return job_status(find_job(jobs, job_id), jobs)


async def listening(
    jobs: SharedJobs,
    job_id: JobId,
    response: Response,
    last_event_id: Annotated[str | None, Header(max_length=20, description="The revision that is known.")] = None,
) -> AsyncIterator[int]:
    """The revision that a client has; it counts as a listener until its stream ends.

    Raises:
        HTTPException: 404 where there is no such job, 503 where too many listen.
    """
    job = await run_in_threadpool(find_job, jobs, job_id)
    if jobs.listeners >= MOST_LISTENERS:
        raise HTTPException(503, "Too many clients listen. Ask for the job itself now and then.", {"Retry-After": "5"})
    known = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    if job.ended and known >= job.revision:
        response.status_code = 204  # tells an EventSource to come no more
    jobs.listeners += 1
    try:
        yield known
    finally:
        jobs.listeners -= 1


@router.get(
    "/jobs/{job_id}/events",
    summary="Follow an upload",
    response_class=EventSourceResponse,
    responses={204: {"description": "The job has ended, and the client knows how."}, 404: PROBLEM, 503: PROBLEM},
)
async def job_events(
    request: Request, jobs: SharedJobs, job_id: JobId, known: Annotated[int, Depends(listening)]
) -> AsyncIterator[ServerSentEvent]:
    """An event `job` for each change of an upload, with its status as data and its revision as id.

    The stream ends with the job, or with the server. `Last-Event-ID` leaves out what is known.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST
    while loop.time() < until and not request.app.state.stopping.is_set():
        job = await run_in_threadpool(jobs.queue.get, job_id)
        if job is None:
            return
        if job.revision > known:
            status = await run_in_threadpool(job_status, job, jobs)
            yield ServerSentEvent(
                event="job", id=str(job.revision), data=status.model_dump(mode="json", by_alias=True), retry=RECONNECT
            )
            known = job.revision
        if job.ended:
            return
        await asyncio.sleep(LOOK)
