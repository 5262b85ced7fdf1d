"""The search page and its results."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.notes import refusal
from api.web.state import Filtered, Shared
from api.web.templating import page
from index import Filters
from pipeline.enquiry import ask

_PARAMETERS = {"year": "years", "kind": "kinds", "publisher": "publishers", "body": "bodies", "document": "documents"}
router = APIRouter()
EXAMPLES = (
    "what are the virtual ward targets",
    "65 week waits",
    "A&E 4 hour target",
    "agency spend",
    "dementia diagnosis",
)


@router.get("/", response_class=HTMLResponse)
def search_page(
    state: Shared, filters: Filtered, q: Annotated[str, Query(max_length=1000)] = "", expand: bool = True
) -> HTMLResponse:
    """The search box; below it, once something was asked, answers as cards and passages."""
    query = q.strip()
    store = state.index.store
    summaries = store.documents()
    answer = ask(state.index, query, filters=filters, expand=expand) if query else None
    return page(
        state,
        "search.html",
        current="/",
        query=query,
        answer=answer,
        why=refusal(answer, store, filters) if answer and answer.no_answer else None,
        expand=expand,
        typed=typed_address(query, filters),
        examples=EXAMPLES,
        years=sorted({y for s in summaries if (y := s.planning_year or s.financial_year)}, reverse=True),
        kinds=sorted({s.kind for s in summaries}),
        chosen=filters,
        documents=len(summaries),
    )


def typed_address(query: str, filters: Filters) -> str:
    """The address of the same search by the words as they were typed."""
    chosen = [
        (name, value) for name, values in _PARAMETERS.items() for value in dict.fromkeys(getattr(filters, values))
    ]
    return f"/?{urlencode([('q', query), *chosen, ('expand', 'false')])}"
