"""What opens a list, a table or a section, and so makes bare words under it binding."""

import re

from corpus.document import Span
from extractors.comparators import change_verbs
from extractors.dates import find_dates
from extractors.objectives.columns import column_kind
from extractors.objectives.grid import LEVEL_ONLY
from extractors.objectives.units import Unit, once
from extractors.obligations import of_header, of_stem

IMPERATIVES = {"planning_guidance": "asked", "other": "will"}
_NUMBER = re.compile(r"\W*(?:\d+[.)]?\s+)?\W*")


@once
def opening_obligation(unit: Unit) -> tuple[Span, str] | None:
    """The stem, header or heading that makes a unit's bare words binding, with its obligation; None where none does."""
    document = unit.setting.document
    if not (unit.first and unit.listed):
        return None
    column = column_kind(unit) if unit.headers and len(unit.text) <= LEVEL_ONLY else None
    if column is not None and column[0] == "report":
        return None
    for span in (*unit.stems, *unit.headers):
        read = of_header if span in unit.headers else of_stem
        found = read(document.quote(span))
        if found and span != unit.row_header:
            return Span(start=span.start + found.start, end=span.start + found.end), found.obligation
    if column is not None:
        return column[1], "ambition"
    bare = _imperative_stem(unit)
    if bare is not None:
        return bare, IMPERATIVES[document.kind]
    planned = _planned(unit)
    if planned is not None:
        return planned, "ambition"
    for heading in unit.headings[:1]:
        found = of_stem(heading)
        if found:
            at = document.text.rfind(heading, 0, unit.start)
            return Span(start=max(at, 0) + found.start, end=max(at, 0) + found.end), found.obligation
    return None


def _imperative_stem(unit: Unit) -> Span | None:
    """The verb of a stem that asks by a bare verb: "Reduce avoidable dispatches by:", in guidance and plans."""
    document = unit.setting.document
    if document.kind not in IMPERATIVES:
        return None
    for span in unit.stems:
        words = document.quote(span)
        mark = _NUMBER.match(words)
        at = mark.end() if mark else 0
        verb = next((v for v in change_verbs(words) if v.start == at), None)
        if verb is not None and words.rstrip().endswith(":") and words[at].isupper():
            return Span(start=span.start + at, end=span.start + verb.end)
    return None


def _planned(unit: Unit) -> Span | None:
    """The column's header, where guidance heads it with a time that is still ahead."""
    document, spoken = unit.setting.document, unit.setting.spoken
    if document.kind != "planning_guidance":
        return None
    for span in unit.headers:
        dates = find_dates(document.quote(span), unit.setting.dates)
        if dates and dates[0].latest and (spoken is None or dates[0].latest >= spoken):
            return span
    return None
