"""Which documents are current: guidance is superseded by later guidance of the same publisher and series."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from index import DocumentSummary, Store
from pipeline.revisions import once_a_revision
from pipeline.words import content_stems

DocumentStatus = Literal["current", "superseded"]

LEAST_SHARED = 0.6  # of the words of the shorter title, without years
_YEAR = re.compile(r"\b20\d\d\b(?:\s?[/–-]\s?\d\d(?:\d\d)?)?")


@once_a_revision
def statuses_of(store: Store) -> Mapping[str, DocumentStatus]:
    """The status of each document of a store, by id. Call it in a snapshot."""
    return document_statuses(summaries_of(store).values())


@once_a_revision
def summaries_of(store: Store) -> Mapping[str, DocumentSummary]:
    """The documents of a store by id, without their texts. Call it in a snapshot."""
    return {summary.id: summary for summary in store.documents()}


def document_statuses(summaries: Iterable[DocumentSummary]) -> dict[str, DocumentStatus]:
    """The status of each document, by id.

    Planning guidance is superseded when the index holds guidance for a later year by the same publisher and under much
    the same title. Everything else is current: a report on a month stays the report on that month.
    """
    summaries = list(summaries)
    latest: dict[str, dict[frozenset[str], str]] = {}  # by publisher and words of the title, the last year
    for summary in summaries:
        if summary.planning_year and summary.publisher:
            years = latest.setdefault(summary.publisher, {})
            years[_series(summary)] = max(years.get(_series(summary), ""), summary.planning_year)
    return {
        summary.id: "superseded" if _is_superseded(summary, latest.get(summary.publisher or "", {})) else "current"
        for summary in summaries
    }


def _is_superseded(summary: DocumentSummary, latest: Mapping[frozenset[str], str]) -> bool:
    """Whether guidance of a later year stands under much the same title; `latest` is of the same publisher."""
    own = _series(summary)
    if not (summary.planning_year and own):
        return False
    return any(
        year > summary.planning_year and series and len(own & series) >= LEAST_SHARED * min(len(own), len(series))
        for series, year in latest.items()
    )


def _series(summary: DocumentSummary) -> frozenset[str]:
    return _stems_of_title(summary.title)


@lru_cache(maxsize=4096)
def _stems_of_title(title: str) -> frozenset[str]:
    return content_stems(_YEAR.sub(" ", title))
