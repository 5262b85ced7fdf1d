"""A fact as a row of the dataset: its fields, its words and its place, complete in itself.

The columns are the contract that scripts and other tools rely on (corpus/row_types.py, docs/rows.md).
"""

from functools import cache
from typing import Any, cast, overload

from pydantic import TypeAdapter

from corpus.document import Document
from corpus.facts import Body, DateExpression, FactKind, Figure, Mention, Objective
from corpus.row_types import CONTEXT, ROWS, AnyRow, BodyRow, DateRow, FactRow, FigureRow, ObjectiveRow

__all__ = [
    "CONTEXT",
    "ROWS",
    "AnyRow",
    "BodyRow",
    "DateRow",
    "FactRow",
    "FigureRow",
    "ObjectiveRow",
    "fact_row",
    "place",
    "row_columns",
    "row_schema",
]


@overload
def fact_row(document: Document, fact: Objective) -> ObjectiveRow: ...
@overload
def fact_row(document: Document, fact: Figure) -> FigureRow: ...
@overload
def fact_row(document: Document, fact: DateExpression) -> DateRow: ...
@overload
def fact_row(document: Document, fact: Body) -> BodyRow: ...
def fact_row(document: Document, fact: Objective | Figure | DateExpression | Body) -> FactRow:
    """The row of a fact, ready for JSON: dates as ISO text, spans as [start, end], unknown fields null.

    Args:
        document: the document the fact points into.
        fact: an objective, a figure, a date or a body.
    """
    values = fact.model_dump(mode="json") | {"document": document.file} | place(document, fact)
    row = {column: values[column] for column in row_columns(fact.kind)}
    return cast("FactRow", row)  # a test holds rows against their types


@cache
def row_columns(kind: FactKind) -> tuple[str, ...]:
    """The columns of the rows of a kind, in their order; a table without rows has them too."""
    return tuple(ROWS[kind].__annotations__)


@cache
def row_schema(kind: FactKind) -> dict[str, Any]:
    """JSON Schema (2020-12) of the rows of a kind."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | TypeAdapter(ROWS[kind]).json_schema() | {"title": kind}


def place(document: Document, fact: Mention) -> dict[str, Any]:
    """The columns that say where a fact stands and quote it."""
    page = document.page_of(fact.start)
    boxes = [list(box) for box in document.boxes(fact.start, fact.end)]
    return {
        "quote": document.quote(fact),
        "quote_source": document.quote_source(fact),
        "prefix": document.text[max(0, fact.start - CONTEXT) : fact.start],
        "suffix": document.text[fact.end : fact.end + CONTEXT],
        "start": fact.start,
        "end": fact.end,
        "page": page.number if page else None,
        "page_label": page.label if page else None,
        "boxes": boxes or None,
        "section": list(document.section_of(fact.start).path),
        "evidence": {field: [[s.start, s.end] for s in spans] for field, spans in fact.evidence.items()},
    }
