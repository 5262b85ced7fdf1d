"""`/v1/objectives` and `/v1/figures`: rows of the index, page by page or all at once."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response

from api.web.state import Shared, State
from api.web.v1 import examples
from api.web.v1.documented import rows_of
from api.web.v1.formats import Format, Formatted, as_json, as_stream
from api.web.v1.paging import key_of, links
from api.web.v1.parameters import MOST_ROWS, MOST_VALUES, Cursor, Filtered, Name
from corpus.facts import Direction, FigureStatus, Obligation, Statement
from corpus.rows import FigureRow, ObjectiveRow, row_columns
from index.paging import RowKey
from index.wanted import Wanted
from pipeline.export import FILES
from pipeline.rows import row_pages, rows_page

A_PAGE = 100  # rows, where a request does not say

router = APIRouter(tags=["rows"])

Metrics = Annotated[
    Sequence[Name],
    Query(
        alias="metric",
        max_length=MOST_VALUES,
        description="Metrics of objectives, measures of figures, whole, as rows name them.",
        examples=[["virtual ward occupancy"]],
    ),
]
Obligations = Annotated[
    Sequence[Obligation],
    Query(
        alias="obligation",
        max_length=MOST_VALUES,
        description="How binding.",
        examples=[["must"]],
    ),
]
Statements = Annotated[
    Sequence[Statement],
    Query(
        alias="statement",
        max_length=MOST_VALUES,
        description="What kind of statement.",
        examples=[["target"]],
    ),
]
Statuses = Annotated[
    Sequence[FigureStatus],
    Query(alias="status", max_length=MOST_VALUES, description="What kind of figure."),
]
Directions = Annotated[
    Sequence[Direction],
    Query(alias="direction", max_length=MOST_VALUES, description="Where the figure moved."),
]
Measurable = Annotated[
    bool | None, Query(description="Only objectives that could be measured as they are written, or only the others.")
]
Words = Annotated[
    str,
    Query(
        alias="q",
        max_length=200,
        description="Words that all stand in the row: in its metric, quotation, stem of the list or line of a table.",
        examples=["virtual ward"],
    ),
]


class Paging(NamedTuple):
    """Which part of a listing is asked for, and in which format. No `limit`: a page of JSON, all rows in the others."""

    form: Format
    after: RowKey | None
    limit: int | None


async def read_paging(
    form: Formatted,
    cursor: Cursor = None,
    limit: Annotated[
        int | None,
        Query(ge=1, le=MOST_ROWS, description="The most rows on a page: 100 of JSON; the other formats have one."),
    ] = None,
) -> Paging:
    """Which part of a listing a request asks for."""
    return Paging(form, key_of(cursor, RowKey), limit)


Paged = Annotated[Paging, Depends(read_paging)]


@router.get(
    "/objectives",
    summary="List objectives",
    response_model=list[ObjectiveRow],
    responses=rows_of([examples.OBJECTIVE]),
)
def list_objectives(
    request: Request,
    state: Shared,
    filters: Filtered,
    paging: Paged,
    metrics: Metrics = (),
    obligations: Obligations = (),
    statements: Statements = (),
    measurable: Measurable = None,
    words: Words = "",
) -> Response:
    """Objectives in the index, in the order of files, documents and texts.

    JSON gives them page by page: follow the `next` link of the `Link` header. `format=jsonl` and `format=csv` give all
    of them at once, as they are read.
    """
    wanted = Wanted(
        kind="objective",
        filters=filters.filters,
        names=tuple(metrics),
        obligations=tuple(obligations),
        statements=tuple(statements),
        measurable=measurable,
        words=tuple(words.split()),
    )
    return _given(request, state, wanted, paging)


@router.get("/figures", summary="List figures", response_model=list[FigureRow], responses=rows_of([examples.FIGURE]))
def list_figures(
    request: Request,
    state: Shared,
    filters: Filtered,
    paging: Paged,
    metrics: Metrics = (),
    statuses: Statuses = (),
    directions: Directions = (),
    words: Words = "",
) -> Response:
    """Reported and forecast figures, and amounts of money, in the order of files, documents and texts.

    Pages and formats are those of the objectives.
    """
    wanted = Wanted(
        kind="figure",
        filters=filters.filters,
        names=tuple(metrics),
        statuses=tuple(statuses),
        directions=tuple(directions),
        words=tuple(words.split()),
    )
    return _given(request, state, wanted, paging)


def _given(request: Request, state: State, wanted: Wanted, paging: Paging) -> Response:
    store, columns, name = state.index.store, row_columns(wanted.kind), FILES[wanted.kind]
    if paging.form != "json" and paging.limit is None:
        return as_stream(paging.form, row_pages(store, wanted, after=paging.after), columns, name=name)
    page = rows_page(store, wanted, after=paging.after, limit=paging.limit or A_PAGE)
    headers = links(request, page.next)
    if paging.form == "json":
        return as_json(page.rows, headers)
    return as_stream(paging.form, [page.rows], columns, name=name, headers=headers)
