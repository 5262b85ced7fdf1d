"""Rows of the dataset as the tools give them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.mcp.places import Link, citation, context_of, source_of
from api.mcp.results import Figure, Objective, Source
from corpus.document import Document, Span
from index import DocumentSummary, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.wording import level

_BOTH = ("id", "value", "high", "unit", "counted", "quote", "confidence")
_OBJECTIVE = (
    *("metric", "comparator", "deadline", "planning_year", "body_source", "obligation", "statement"),
    *("applies_to", "exceptions"),
)
_FIGURE = ("measure", "qualifier", "direction", "period", "body", "status")


class Library(NamedTuple):
    """What is known of all documents of a store, and how their places are linked to.

    Rows are taken as `corpus.rows.fact_row` makes them.
    """

    documents: Mapping[str, DocumentSummary]
    statuses: Mapping[str, DocumentStatus]
    link: Link

    @classmethod
    def of(cls, store: Store, link: Link) -> "Library":
        """Of a store. Call it in a snapshot."""
        return cls(summaries_of(store), statuses_of(store), link)

    def source(self, document: Document, span: Span, fact_id: str | None = None) -> Source:
        """Where a span of a document stands; of a row, whose evidence the link shows too, with its id."""
        link = self.link(document, span, fact_id)
        return source_of(document, span, self.documents[document.id], self.statuses[document.id], link)

    def row(self, document: Document, row: Mapping[str, Any]) -> Objective | Figure:
        """An objective or a figure."""
        return self.objective(document, row) if row["kind"] == "objective" else self.figure(document, row)

    def objective(self, document: Document, row: Mapping[str, Any]) -> Objective:
        """An objective, from its row."""
        return Objective(
            **self._placed(document, row),
            **{name: row[name] for name in _OBJECTIVE},
            body=row["body"]["name"] if row["body"] else None,
            bodies=tuple(body["name"] for body in row["bodies"]),
            missing=tuple(row["measurable"]["missing"]),
        )

    def figure(self, document: Document, row: Mapping[str, Any]) -> Figure:
        """A figure, from its row."""
        return Figure(**self._placed(document, row), **{name: row[name] for name in _FIGURE})

    def _placed(self, document: Document, row: Mapping[str, Any]) -> dict[str, Any]:
        span = Span(start=row["start"], end=row["end"])
        source = self.source(document, span, row["id"])
        return {name: row[name] for name in _BOTH} | {
            "level": level(row),
            "context": context_of(document, span),
            "source": source,
            "citation": citation(source, row["quote"]),
        }
