"""The page on which a reader reports an error: the words, what was extracted from them, and a short form."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.web.pages.upload import WITH_FORM
from api.web.state import Shared, State
from api.web.templating import page
from api.web.v1.jobs import NO_STORE
from api.web.v1.reports import keep_report, within_rate
from api.web.views.provenance import with_provenance
from pipeline.reports import MOST_CONTACT, MOST_WORDS, WRONG, Place, ReportGiven, ReportRefused, place_of

Id = Annotated[str, Query(max_length=100)]
Offset = Annotated[int, Query(ge=0, le=2**31)]
Field = Annotated[str, Form(max_length=4 * MOST_WORDS)]

router = APIRouter()


@router.get("/report", response_class=HTMLResponse)
def report_page(
    state: Shared,
    document_id: Id,
    start: Offset,
    end: Offset,
    fact_id: Annotated[str | None, Query(max_length=100)] = None,
) -> HTMLResponse:
    """The form, about a place or a row."""
    return _form(state, {"document_id": document_id, "start": start, "end": end, "fact_id": fact_id or ""})


@router.post("/report", dependencies=[Depends(within_rate)])
async def report(
    state: Shared,
    document_id: Field,
    start: Field,
    end: Field,
    fact_id: Field = "",
    wrong: Field = "",
    words: Field = "",
    contact: Field = "",
) -> Response:
    """Keep a report, and thank for it."""
    given = {"document_id": document_id, "start": start, "end": end, "fact_id": fact_id}
    typed = {"wrong": wrong, "words": words, "contact": contact}
    try:
        checked = ReportGiven.model_validate(given | typed | {"fact_id": fact_id or None, "contact": contact or None})
    except ValidationError as error:
        return await run_in_threadpool(partial(_form, state, given, typed, errors=_in_words(error), status=422))
    try:
        await run_in_threadpool(keep_report, state, checked)
    except ReportRefused as error:
        raise HTTPException(error.status, str(error)) from error
    return RedirectResponse("/report/thanks", 303)


@router.get("/report/thanks", response_class=HTMLResponse)
def thanks(state: Shared) -> HTMLResponse:
    """What happens to a report."""
    return page(state, "reported.html")


_OF_PASSAGES = ("missing", "text", "other")
_OF_OBJECTIVES = ("body", "obligation")


def _choices(place: Place) -> dict[str, str]:
    """What may be wrong there, in words."""
    if place.row is None:
        return {name: words for name, words in WRONG.items() if name in _OF_PASSAGES}
    figure = place.row["kind"] != "objective"
    return {name: words for name, words in WRONG.items() if not (figure and name in _OF_OBJECTIVES)}


_SAID = {
    "wrong": "Choose what is wrong",
    "words": f"Use at most {MOST_WORDS:,} characters",
    "contact": f"Use at most {MOST_CONTACT} characters",
}


def _in_words(error: ValidationError) -> dict[str, str]:
    """What to mend, by field.

    Raises:
        HTTPException: 422 where it is no field that a person fills in.
    """
    fields = [str(one["loc"][0]) for one in error.errors()]
    if hidden := [field for field in fields if field not in _SAID]:
        raise HTTPException(422, f"{hidden[0]} cannot be used. Open the report from the row anew.") from error
    return {field: _SAID[field] for field in fields}


def _form(
    state: State,
    given: dict[str, Any],
    typed: dict[str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    store = state.index.store
    with store.snapshot():
        try:
            place = place_of(
                store, given["document_id"], int(given["start"]), int(given["end"]), given["fact_id"] or None
            )
        except ReportRefused as error:
            raise HTTPException(error.status, str(error)) from error
        rows = with_provenance([place.row], store) if place.row else []
    shown: dict[str, Any] = {
        "place": place,
        "row": rows[0] if rows else None,
        "given": given,
        "typed": typed or {},
        "errors": errors or {},
    }
    response = page(state, "report.html", status=status, wrong=_choices(place), most_words=MOST_WORDS, **shown)
    response.headers.update(NO_STORE | WITH_FORM)
    return response
