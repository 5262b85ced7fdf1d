"""Which documents are current: guidance for a year is superseded by the same publisher's guidance for a later one."""

from collections.abc import Iterable
from typing import Literal

from index import DocumentSummary

DocumentStatus = Literal["current", "superseded"]


def document_statuses(summaries: Iterable[DocumentSummary]) -> dict[str, DocumentStatus]:
    """The status of each document, by id.

    Planning guidance is superseded when the index holds the same publisher's guidance for a later year; everything
    else is current, since a report on a month stays the report on that month.
    """
    summaries = list(summaries)
    newest: dict[str | None, str] = {}
    for summary in summaries:
        if summary.planning_year:
            newest[summary.publisher] = max(newest.get(summary.publisher, ""), summary.planning_year)
    return {s.id: _status(s, newest.get(s.publisher)) for s in summaries}


def _status(summary: DocumentSummary, newest: str | None) -> DocumentStatus:
    older = summary.planning_year is not None and newest is not None and summary.planning_year < newest
    return "superseded" if older else "current"
