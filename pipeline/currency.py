"""Which documents are current: guidance is superseded by later guidance of the same publisher and series."""

import re
from collections.abc import Iterable
from typing import Literal

from index import DocumentSummary
from pipeline.words import content_stems

DocumentStatus = Literal["current", "superseded"]

LEAST_SHARED = 0.6  # of the words of the shorter title, without years
_YEAR = re.compile(r"\b20\d\d\b(?:\s?[/–-]\s?\d\d(?:\d\d)?)?")


def document_statuses(summaries: Iterable[DocumentSummary]) -> dict[str, DocumentStatus]:
    """The status of each document, by id.

    Planning guidance is superseded when the index holds guidance for a later year by the same publisher and under much
    the same title. Everything else is current: a report on a month stays the report on that month.
    """
    summaries = list(summaries)
    guidance = [summary for summary in summaries if summary.planning_year and summary.publisher]
    return {
        summary.id: "superseded" if any(_supersedes(later, summary) for later in guidance) else "current"
        for summary in summaries
    }


def _supersedes(later: DocumentSummary, earlier: DocumentSummary) -> bool:
    if not (earlier.planning_year and later.planning_year and later.planning_year > earlier.planning_year):
        return False
    if later.publisher != earlier.publisher:
        return False
    ours, theirs = _series(earlier), _series(later)
    return bool(ours and theirs) and len(ours & theirs) >= LEAST_SHARED * min(len(ours), len(theirs))


def _series(summary: DocumentSummary) -> frozenset[str]:
    return content_stems(_YEAR.sub(" ", summary.title))
