"""A fact as a row of the dataset: its fields, its words and its place, complete in itself.

The columns are the contract that scripts and other tools rely on (DESIGN of the rows: docs/rows.md).
"""

from functools import cache
from typing import Any

from corpus.document import Document
from corpus.facts import Body, DateExpression, FactKind, Figure, Mention, Objective

CONTEXT = 32  # code points of prefix and suffix, as W3C Web Annotation's TextQuoteSelector has them
RECORDS: dict[FactKind, type[Mention]] = {
    "objective": Objective,
    "figure": Figure,
    "date": DateExpression,
    "body": Body,
}

_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}
_SPAN = {"type": "array", "items": _WHOLE, "minItems": 2, "maxItems": 2}
_PLACE: dict[str, dict[str, Any]] = {
    "id": _TEXT,
    "document": _TEXT,
    "document_id": _TEXT,
    "quote": _TEXT,
    "quote_source": _TEXT,
    "prefix": _TEXT,
    "suffix": _TEXT,
    "start": _WHOLE,
    "end": _WHOLE,
    "page": {"type": ["integer", "null"]},
    "page_label": {"type": ["string", "null"]},
    "boxes": {"type": ["array", "null"], "items": {"type": "array", "items": {"type": "number"}}},
    "section": {"type": "array", "items": _TEXT},
    "evidence": {"type": "object", "additionalProperties": {"type": "array", "items": _SPAN}},
}
_INTERNAL = {"start", "end", "id", "document_id", "kind", "evidence", "rule", "confidence"}


def fact_row(document: Document, fact: Mention) -> dict[str, Any]:
    """The row of a fact, ready for JSON: dates as ISO text, spans as [start, end], unknown fields null.

    Args:
        document: the document the fact points into.
        fact: an objective, a figure, a date or a body.
    """
    fields = fact.model_dump(mode="json")
    return {
        "kind": fields["kind"],
        "id": fact.id,
        "document": document.file,
        "document_id": document.id,
        **place(document, fact),
        **{name: value for name, value in fields.items() if name not in _INTERNAL},
        "rule": fact.rule,
        "confidence": fact.confidence,
    }


@cache
def row_columns(kind: FactKind) -> tuple[str, ...]:
    """The columns of the rows of a kind, in their order; a table without rows has them too."""
    fields = (name for name in RECORDS[kind].model_fields if name not in _INTERNAL)
    return "kind", *_PLACE, *fields, "rule", "confidence"


def row_schema(kind: FactKind) -> dict[str, Any]:
    """JSON Schema (2020-12) of the rows of a kind."""
    record = RECORDS[kind].model_json_schema(mode="serialization")
    properties = {**record["properties"], **_PLACE, "kind": {"const": kind}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "object",
        "properties": {name: properties[name] for name in row_columns(kind)},
        "required": list(row_columns(kind)),
        "additionalProperties": False,
        "$defs": record.get("$defs", {}),
    }


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
