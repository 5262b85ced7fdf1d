"""The search page, its results, and the same results as files."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from api.notes import refusal_parts
from api.web.state import Shared, State
from api.web.templating import page
from api.web.views.addresses import LIMITS, Removable, Search, Searched
from api.web.views.alike import folded
from api.web.views.filters import groups_of
from api.web.views.provenance import base_address, with_provenance
from index import DocumentSummary, Store
from pipeline.currency import summaries_of
from pipeline.enquiry import Answer, ask
from pipeline.facets import passing
from pipeline.formats import csv_lines
from pipeline.nearest import commonest_metrics, nearest_metrics
from pipeline.rows import columns_of
from pipeline.spelling import corrected

router = APIRouter()
EXAMPLES = (
    "What are the virtual ward targets?",
    "65 week waits",
    "A&E 4 hour target",
    "agency spend",
    "dementia diagnosis",
    "cancer faster diagnosis by March 2026",
)
STANDING = ("title", "published", "document_status", "relevance")  # columns of an answer beside those of its row


@router.get("/", response_class=HTMLResponse)
def search_page(request: Request, state: Shared, search: Searched) -> HTMLResponse:
    """The search box; below it, once something was asked, answers and passages with filters beside them."""
    store = state.index.store
    with store.snapshot():
        summaries = summaries_of(store)
        titles = {name: one.title for one in summaries.values() for name in (one.id, one.file)}
        removable = search.removable(titles)
        shown: dict[str, Any] = {"search": search, "removable": removable}
        if not search.q:
            return page(state, "home.html", current="/", **shown, **_beginning(store, list(summaries.values())))
        answer = _answer(state, search)
        shown |= _results(state, search, answer, base_address(request, state.settings))
        if answer.no_answer:
            shown |= _otherwise(state, search, answer, removable)
        return page(state, "search.html", current="/", groups=groups_of(store, search, titles), **shown)


@router.get("/search.json")
def search_json(state: Shared, search: Searched) -> Answer:
    """What the search page shows, as `/v1/search` gives it."""
    return _answer(state, search)


@router.get("/search.csv")
def search_csv(state: Shared, search: Searched) -> StreamingResponse:
    """The answers that the search page shows, as a table."""
    names = [*columns_of(("objective", "figure")), *STANDING]
    rows = [{name: row.get(name) for name in names} for row in _answer(state, search).answers]
    headers = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return StreamingResponse(csv_of(rows, names), media_type="text/csv; charset=utf-8", headers=headers)


def _answer(state: State, search: Search) -> Answer:
    return ask(
        state.index,
        search.q,
        limit=search.limit,
        filters=search.chosen,
        has_target=search.target,
        expand=search.expand,
    )


def csv_of(rows: list[dict[str, Any]], names: list[str]) -> Iterator[str]:
    """A table for spreadsheet programs, which runs nothing that a document says."""
    yield "\ufeff"  # by which spreadsheets know that it is UTF-8
    yield from (f"{line}\r\n" for line in csv_lines(rows, names, spreadsheet=True))


def _beginning(store: Store, documents: list[DocumentSummary]) -> dict[str, Any]:
    """What is told before anything was asked: what there is to be searched."""
    return {
        "examples": EXAMPLES,
        "documents": len(documents),
        "years": sorted({year for d in documents if (year := d.planning_year or d.financial_year)}),
        "publishers": [name for name, _ in Counter(d.publisher for d in documents if d.publisher).most_common()],
        "objectives": sum(d.facts.get("objective", 0) for d in documents),
        "figures": sum(d.facts.get("figure", 0) for d in documents),
        "metrics": commonest_metrics(store),
    }


def _results(state: State, search: Search, answer: Answer, base: str) -> dict[str, Any]:
    store = state.index.store
    most = max(len(answer.answers), len(answer.hits))
    more = next((limit for limit in LIMITS if limit > search.limit), None) if most >= search.limit else None
    return {
        "answer": answer,
        "answers": folded(with_provenance(answer.answers, store, base=base)),
        "hits": with_provenance(answer.hits, store, base=base),
        "documents": passing(store, search.chosen, has_target=search.target),
        "more": more,
        "capped": {name: len(getattr(answer, name)) >= search.limit for name in ("answers", "hits")},
        "typed": search.address(expand=False),
    }


def _otherwise(state: State, search: Search, answer: Answer, removable: list[Removable]) -> dict[str, Any]:
    """What to do where nothing answers: filters to take away, another spelling, metrics that are near."""
    index = state.index
    filters = search.chosen
    mended, corrections = corrected(search.q, index.spelling()) if not search.expand else ("", ())
    headline, reasons = refusal_parts(answer, index.store, filters)
    return {
        "headline": headline,
        "reasons": reasons,
        "in_the_way": [
            (one, passing(index.store, one.without.chosen, has_target=one.without.target)) for one in removable
        ],
        "mended": mended if corrections else "",
        "near": nearest_metrics(index.store, search.q),
    }
