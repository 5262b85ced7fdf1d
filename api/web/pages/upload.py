"""The pages of uploads: files are dropped in, and what became of them is shown."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import ClientDisconnect

from api.web.jobs import OFF, RETRY, Jobs, SharedJobs, find_job
from api.web.service.access import Access
from api.web.state import Shared, State
from api.web.templating import page
from api.web.v1.jobs import NO_STORE
from api.web.v1.uploads import LARGEST
from pipeline.jobs import Job, QueueFull, Refused
from pipeline.readers.sniff import EXTENSIONS

KEY_FIELD = "key"
WRONG_KEY = "This is not the key of the server. Ask whoever runs it."
WITH_FORM = {"Referrer-Policy": "same-origin"}  # else browsers say `Origin: null` of a form that comes from here
EVERY = 5  # seconds between two loads of a page that its reader asked to be kept fresh

router = APIRouter()


@router.get("/upload", response_class=HTMLResponse)
def upload_page(request: Request, state: Shared, jobs: SharedJobs) -> HTMLResponse:
    """The form, and what was uploaded lately; where uploads are off, how they are switched on."""
    return _form(request, state, jobs)


@router.post("/upload", max_body_size=LARGEST)
async def upload(request: Request, state: Shared, jobs: SharedJobs) -> Response:
    """Take the files of the form; on to the page of the job."""
    if not jobs.settings.uploads:
        raise HTTPException(403, OFF)
    try:
        job = await jobs.take(request, lambda fields: _admit(request, fields))
    except Refused as error:
        return _form(
            request, state, jobs, status=error.status, files=[reason for _, reason in error.files], error=error
        )
    except QueueFull as error:
        response = _form(request, state, jobs, status=503, error=error)
        response.headers["Retry-After"] = str(RETRY)
        return response
    except _Unknown as error:
        return _form(request, state, jobs, status=403, error=error, key=str(error))
    except ClientDisconnect:
        return Response(status_code=400)  # nobody reads it
    return RedirectResponse(f"/jobs/{job.id}", 303)


@router.get("/jobs/{job_id}", response_class=HTMLResponse)
def job_page(
    state: Shared,
    jobs: SharedJobs,
    job_id: Annotated[str, Path(max_length=100)],
    fresh: Annotated[bool, Query(description="Load the page again by itself while the job runs.")] = False,
) -> HTMLResponse:
    """What became of an upload, or how far it is."""
    job = find_job(jobs, job_id)
    response = page(
        state,
        "job.html",
        current="/documents",
        job=job,
        ahead=jobs.queue.ahead(job.id) if job.state == "queued" else 0,
        heading=heading_of(job),
        step=step_of(job),
        fresh=fresh and not job.ended,
        every=EVERY,
    )
    response.headers.update(NO_STORE)
    return response


def heading_of(job: Job) -> str:
    """The state of a job in a few words, as the heading of its page."""
    count, read = len(job.files), len(job.files) - job.failures
    if job.state == "queued":
        return f"{_files(count)} {'waits' if count == 1 else 'wait'} to be read"
    if job.state == "running":
        return f"Reading {_files(count)}"
    if job.state == "failed" or not read:
        return "The file could not be read" if count == 1 else "No file could be read"
    return f"{read} of {_files(count)} read" if job.failures else f"{_files(count)} read"


def step_of(job: Job) -> str:
    """How far a job is, in a sentence; this is what is read aloud."""
    if job.ended:
        return f"{heading_of(job)}."
    done = sum(file.state == "done" for file in job.files)
    at_work = next((file for file in job.files if file.state in ("storing", "reading")), None)
    so_far = f"{done} of {_files(len(job.files))} done."
    return f"{so_far} {at_work.state.capitalize()} {at_work.file}." if at_work else so_far


class _Unknown(HTTPException):
    """The form has no key, or a wrong one."""

    def __str__(self) -> str:
        return str(self.detail)


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _admit(request: Request, fields: Mapping[str, str]) -> None:
    """Let a form pass whose request shows the key, or which has it in its field."""
    access = _access(request)
    key = fields.get(KEY_FIELD, "").encode("utf-8", "surrogateescape")
    if not access.holds(request.scope["headers"]) and not access.holds([(b"x-api-key", key)]):
        raise _Unknown(403, WRONG_KEY if key else "Enter the key of the server.")


def _form(
    request: Request,
    state: State,
    jobs: Jobs,
    *,
    status: int = 200,
    error: Exception | None = None,
    files: list[str] | None = None,
    key: str | None = None,
) -> HTMLResponse:
    access = _access(request)
    shown: dict[str, Any] = {
        "off": OFF if not jobs.settings.uploads else None,
        "keyless": access.key is None,
        "known": access.holds(request.scope["headers"]),
        "types": ",".join(sorted(filter(None, EXTENSIONS))),
        "bounds": jobs.bounds,
        "recent": [(job, heading_of(job)) for job in jobs.queue.recent(limit=10)] if jobs.queue.exists else [],
        "error": str(error) if error else None,
        "file_errors": files or [],
        "key_error": key,
    }
    response = page(state, "upload.html", current="/documents", status=403 if shown["off"] else status, **shown)
    response.headers.update(NO_STORE | WITH_FORM)
    return response
