"""`POST /v1/documents` and `DELETE /v1/documents/{id}`: what is written, always with the key."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from api.web.jobs import RETRY, OpenJobs
from api.web.problems import PROBLEM, problem
from api.web.service.access import RequiresKey
from api.web.state import Shared
from api.web.v1.jobs import JobStatus, job_status
from api.web.v1.parameters import DocumentId
from pipeline import remove_documents
from pipeline.jobs import MOST_FILES, QueueFull, Refused

LARGEST = 2**34  # bytes of a body, whatever the settings say; they bound it while it comes
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST_FILES,
                            "items": {"type": "string", "format": "binary"},
                            "description": "PDF, HTML, DOCX, PPTX, Markdown or plain text, each a part of this name.",
                        }
                    },
                }
            }
        },
    }
}

router = APIRouter(tags=["uploads"])


@router.post(
    "/documents",
    summary="Upload documents",
    status_code=202,
    response_model=JobStatus,
    response_description="The files are on the server's disk and will be read, whatever happens to it.",
    dependencies=[RequiresKey],
    max_body_size=LARGEST,
    openapi_extra=FORM,
    responses={
        202: {"headers": {"Location": {"description": "Of the job.", "schema": {"type": "string"}}}},
        **dict.fromkeys((400, 401, 403, 408, 413, 415, 422, 503, 507), PROBLEM),
    },
)
async def upload_documents(request: Request, jobs: OpenJobs) -> Response:
    """Upload files. They become a job, which reads them into the index; follow it under its address.

    What a file is, its bytes and its name decide, not the content type that is sent with it. If one file is of no use,
    none is kept. The same content again changes nothing, and its outcome is `unchanged`.
    """
    try:
        job = await jobs.take(request, lambda fields: None)
    except Refused as error:
        return refusal(error)
    except QueueFull as error:
        response = problem(503, str(error))
        response.headers["Retry-After"] = str(RETRY)
        return response
    except ClientDisconnect:
        return Response(status_code=400)  # nobody reads it
    status = job_status(job, jobs)
    return JSONResponse(status.model_dump(mode="json", by_alias=True), 202, headers={"Location": status.links.self_})


def refusal(error: Refused) -> Response:
    """A problem that says what is wrong, with each file too."""
    told: list[dict[str, str]] = [{"parameter": file, "detail": reason} for file, reason in error.files]
    return problem(error.status, str(error), errors=told) if told else problem(error.status, str(error))


@router.delete(
    "/documents/{document_id}",
    summary="Remove a document",
    status_code=204,
    dependencies=[RequiresKey],
    responses={401: PROBLEM, 403: PROBLEM, 404: PROBLEM},
)
def delete_document(state: Shared, document_id: DocumentId) -> None:
    """Remove a document with all that was made of it, and the copy of its file."""
    if all(summary.id != document_id for summary in state.index.store.documents()):
        raise HTTPException(404, "No document has this id.")
    remove_documents(state.index, state.settings.data, [document_id])
