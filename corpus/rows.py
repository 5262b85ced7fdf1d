"""A fact as a row of the dataset: its fields, its words and its place, complete in itself.

The columns are the contract that scripts and other tools rely on (DESIGN of the rows: docs/rows.md).
"""

from typing import Any

from corpus.document import Document
from corpus.facts import Mention

CONTEXT = 32  # code points of prefix and suffix, as W3C Web Annotation's TextQuoteSelector has them
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
