"""Objectives by year: one row a metric, one column a financial year."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.web.state import Filtered, Shared
from api.web.templating import page
from api.web.views.choices import Choice, Field
from index.wanted import Wanted
from pipeline.browse.bodies import bodies_of
from pipeline.browse.comparison import MOST_ROWS, compare
from pipeline.currency import summaries_of
from pipeline.wording import kind_words

PATH = "/compare"
router = APIRouter()


@router.get(PATH, response_class=HTMLResponse)
def compare_page(
    request: Request,
    state: Shared,
    filters: Filtered,
    documents: Literal["", "guidance", "all"] = "",
    metrics: Literal["", "several", "all"] = "",
    number: Annotated[int, Query(ge=1, le=1_000_000, alias="page")] = 1,
) -> HTMLResponse:
    """The objectives of planning guidance by year; by wish those of all documents, and metrics of one year too."""
    store = state.index.store
    given = [(name, v) for name in ("publisher", "kind", "body") for v in request.query_params.getlist(name) if v]
    switches: list[tuple[str, str]] = [(name, v) for name, v in (("documents", documents), ("metrics", metrics)) if v]
    wanted = Wanted(kind="objective", filters=filters, planned=None if documents == "all" else True)
    with store.snapshot():
        found = compare(store, wanted, every=metrics == "all", number=number)
        summaries = summaries_of(store).values()
        bodies = [body.name for body in bodies_of(store).values() if body.objectives]
    return page(
        state,
        "compare.html",
        current="/objectives",
        found=found,
        documents=documents,
        metrics=metrics,
        fields=[
            _field("publisher", "Publisher", sorted({d.publisher for d in summaries if d.publisher}), given),
            _field("kind", "Kind of document", sorted({d.kind for d in summaries}), given),
            _field("body", "Who", bodies, given),
        ],
        filtered=bool(given),
        most_rows=MOST_ROWS,
        previous=_address([*given, *switches, ("page", str(found.number - 1))]) if found.number > 1 else "",
        next=_address([*given, *switches, ("page", str(found.number + 1))]) if found.number < found.pages else "",
        every=_address([*given, *(pair for pair in switches if pair[0] != "metrics"), ("metrics", "all")]),
    )


def _address(pairs: list[tuple[str, str]]) -> str:
    return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


def _field(name: str, words: str, values: list[str], given: list[tuple[str, str]]) -> Field:
    on = [value for key, value in given if key == name]
    choices = [Choice(value, kind_words(value) if name == "kind" else value, value in on[:1]) for value in values]
    choices += [Choice(value, value, True) for value in on[:1] if value not in values]
    return Field(name, words, tuple(choices), tuple(on[1:]))
