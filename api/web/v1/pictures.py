"""`/v1/documents/{id}/pages/{n}.png`: a page of a PDF as a picture, with a passage highlighted."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.web.problems import PROBLEM
from api.web.state import Shared
from api.web.v1.parameters import LARGEST, DocumentId
from api.web.views.drawing import Draws, drawing_runs
from corpus.document import Document
from corpus.errors import PictureError, PicturesBusy, PlaceError
from index import Store
from index.within import fact_in
from pipeline.pictures import picture_name, picture_version, rectangles
from pipeline.places import Mark, find_place, marks_of

router = APIRouter(tags=["documents"], lifespan=drawing_runs)

FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
BUSY_SECONDS = 10
Offset = Annotated[
    int | None, Query(ge=0, le=LARGEST, description="Code points from the start of the document's text.")
]
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}, "description": "The picture."},
    304: {"description": "The picture that the client holds is still the one."},
    404: PROBLEM,
    503: PROBLEM,
}


@router.get(
    "/documents/{document_id}/pages/{number}.png",
    summary="Show a page of a document",
    response_class=Response,
    responses=RESPONSES,
)
async def page_picture(
    request: Request,
    state: Shared,
    drawing: Draws,
    document_id: DocumentId,
    number: Annotated[int, Path(ge=0, le=100_000, description="The physical page, from 1.")],
    start: Offset = None,
    end: Offset = None,
    fact: Annotated[str | None, Query(max_length=100, description="A row, whose evidence is marked paler.")] = None,
    v: Annotated[
        str | None, Query(max_length=100, description="As in the links of remit's pages: may be kept.")
    ] = None,
) -> Response:
    """A page as PNG, upright, its shorter side 1,100 pixels; `text[start:end]` is highlighted where it stands on it.

    There are pictures of the pages of PDF files only (404 for others).
    """
    if (start is None) != (end is None):
        raise HTTPException(422, "start and end belong together: give both, or neither.")
    document, marks = await run_in_threadpool(_asked_for, state.index.store, document_id, start, end, fact)
    tag = picture_name(document, number, rectangles(document, number, marks))
    headers = {"ETag": f'"{tag}"', "Cache-Control": FOR_EVER if v == picture_version(tag) else ASK_AGAIN}
    try:
        picture = await drawing.picture(document, number, marks)
    except PicturesBusy as error:
        raise HTTPException(503, str(error), headers={"Retry-After": str(BUSY_SECONDS)}) from error
    except PictureError as error:
        raise HTTPException(404, str(error)) from error
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(picture, media_type="image/png", headers=headers)


def _asked_for(
    store: Store, document_id: str, start: int | None, end: int | None, fact_id: str | None
) -> tuple[Document, list[Mark]]:
    with store.snapshot():
        try:
            document = store.document(document_id)
        except KeyError:
            raise HTTPException(404, "There is no document of this id in the index.") from None
        fact = fact_in(store, document_id, fact_id) if fact_id else None
    if fact_id and fact is None:
        raise HTTPException(404, "The document has no row of this id.")
    if start is None or end is None:
        return document, []
    try:
        return document, marks_of(find_place(document, start, end), fact)
    except PlaceError as error:
        raise HTTPException(404 if start < end else 422, str(error)) from error
