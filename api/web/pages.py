"""Web pages: search and its results. Everything works without scripts; all state is in the address."""

from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from api.notes import notes, refusal, row_kind
from api.web.state import TEMPLATES, Filtered, Shared
from index import Filters
from pipeline import wording
from pipeline.enquiry import ask

_PARAMETERS = {"year": "years", "kind": "kinds", "publisher": "publishers", "body": "bodies", "document": "documents"}
_MARK = Markup("<mark>{}</mark>")
router = APIRouter(include_in_schema=False)
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
) -> str:
    """The search box; below it, once something was asked, answers as cards and passages."""
    query = q.strip()
    store = state.index.store
    summaries = store.documents()
    answer = ask(state.index, query, filters=filters, expand=expand) if query else None
    return (
        _templates()
        .get_template("search.html")
        .render(
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
    )


def typed_address(query: str, filters: Filters) -> str:
    """The address of the same search by the words as they were typed."""
    chosen = [
        (name, value) for name, values in _PARAMETERS.items() for value in dict.fromkeys(getattr(filters, values))
    ]
    return f"/?{urlencode([('q', query), *chosen, ('expand', 'false')])}"


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(topic=wording.topic, level=wording.level, by_when=wording.by_when, who=wording.who)
    templates.globals.update(notes=notes, row_kind=row_kind)
    templates.filters["kind_words"] = wording.kind_words
    templates.filters["marked"] = marked
    return templates


def marked(hit: dict[str, Any]) -> Markup:
    """The words of a hit with its highlights in `<mark>`."""
    text, offset = hit["text"], hit["start"]
    pieces, at = [], 0
    for start, end in hit["highlights"]:
        pieces += [escape(text[at : start - offset]), _MARK.format(text[start - offset : end - offset])]
        at = end - offset
    return Markup("").join([*pieces, escape(text[at:])])
