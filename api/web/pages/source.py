"""The source page: a place in its document, the page as a picture with the words highlighted, or the section."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from api.web.state import Shared, State
from api.web.templating import page as shown_page
from api.web.views.drawing import Drawing, Draws
from api.web.views.provenance import base_address, with_provenance
from api.web.views.source_view import Asked, Source, source_of
from corpus.errors import PictureError, PlaceError
from pipeline.places import permalink

router = APIRouter()

Offset = Annotated[int | None, Query(ge=0)]
Number = Annotated[int | None, Query(ge=1)]
GONE = "This document is not here. It may have been replaced by a later version of its file."


@router.get("/source/{document_id}", response_class=HTMLResponse)
async def source_page(
    request: Request,
    state: Shared,
    drawing: Draws,
    document_id: str,
    start: Offset = None,
    end: Offset = None,
    quote: Annotated[str | None, Query(max_length=500)] = None,
    fact: Annotated[str | None, Query(max_length=100)] = None,
    page: Number = None,
    part: Number = None,
    at: Offset = None,
) -> HTMLResponse:
    """A place in its document."""
    if (start is None) != (end is None):
        raise HTTPException(422, "start and end belong together: give both, or neither.")
    asked = Asked(start, end, quote, fact, page, part, at)
    try:
        source = await run_in_threadpool(source_of, state.index.store, document_id, asked)
    except KeyError:
        raise HTTPException(404, GONE) from None
    except PlaceError as error:
        wrong = start is not None and end is not None and start >= end
        raise HTTPException(422 if wrong else 404, str(error)) from error
    unseen = await _unseen(drawing, source)
    return await run_in_threadpool(_shown, state, source, unseen, base_address(request, state.settings))


async def _unseen(drawing: Drawing, source: Source) -> dict[int, str]:
    """Why there is no picture of a page, by its number; those that there are have been drawn when this is known."""
    why = {}
    for view in source.shown:
        if view.picture:
            try:
                await drawing.picture(source.document, view.part.number)
            except PictureError as error:
                why[view.part.number] = str(error)
    return why


def _shown(state: State, source: Source, unseen: dict[int, str], base: str) -> HTMLResponse:
    store = state.index.store
    with store.snapshot():
        rows = with_provenance(source.rows(), store, base=base)
        place = with_provenance([_place_row(source)], store, base=base)[0] if source.place else None
    return shown_page(
        state,
        "source.html",
        current="/documents",
        source=source,
        document=source.document,
        rows=rows,
        place=place,
        permalink=base + _permalink(source),
        unseen=unseen,
        in_picture=any(
            rectangle[-1] == "passage"
            for view in source.shown
            if view.part.number not in unseen
            for rectangle in view.rectangles
        ),
        address=f"/source/{source.document.id}",
        official=official_address(source),
    )


def _place_row(source: Source) -> dict[str, Any]:
    """The place as a row, for its citation and the address that reports an error."""
    document, place = source.document, source.place
    assert place is not None  # noqa: S101 (asked for only where there is one)
    page = document.page_of(place.start)
    row = {"id": source.fact.id} if source.fact else {}
    return row | {
        "document_id": document.id,
        "quote": document.text[place.start : place.end],
        "start": place.start,
        "end": place.end,
        "page": page.number if page else None,
        "page_label": page.label if page else None,
    }


def _permalink(source: Source) -> str:
    """The address that leads here from elsewhere."""
    document, place = source.document, source.place
    if place is None:
        name = "page" if document.pages else "part"
        return f"/source/{document.id}?{name}={source.shown[0].part.number}"
    words = document.text[place.start : place.end]
    return permalink(document.id, words, place.start, place.end, fact_id=source.fact.id if source.fact else None)


def official_address(source: Source) -> str | None:
    """The official publication, opened at the page where it is a PDF."""
    url, first = source.summary.source_url, source.shown[0].part
    if url and first.page and url.split("?")[0].split("#")[0].lower().endswith(".pdf"):
        return f"{url.split('#')[0]}#page={first.number}"
    return url
