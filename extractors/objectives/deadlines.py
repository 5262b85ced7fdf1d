"""By when: the deadline of a target, from its own clause, its sentence, the stem of its list, or a column's header.

The year that a document plans for is no deadline of its targets.
"""

import re
from functools import cache
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Deadline, DeadlineKind
from extractors.dates import DateMatch, find_dates
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import clause_start
from extractors.objectives.units import Unit

OPENING = 8  # code points: a date that opens a stem ("For 2025/26 we ask ...") holds for its items
HEADER = 40  # code points: in a header's few words a bare year is the time meant
_GONE = re.compile(r"(?i)\b(?:past|last|previous|preceding)\b")
_RESULT = re.compile(r"(?i)\b(?:was|were|had|has|have)\s+[\w\s]{1,25}in\s+$|\bagreed\s+through\s+[\w\s]{1,30}in\s+$")


class Timing(NamedTuple):
    """A deadline and where its words stand in the document."""

    deadline: Deadline
    span: Span


def deadlines(unit: Unit) -> list[tuple[DateMatch, Timing]]:
    """The dates of a unit that can be deadlines: times, not comparison years, not parts of names."""
    found = [(date, _timing(unit.text, date, unit.start)) for date in unit.dates if _is_deadline(unit.text, date)]
    return [(date, timing) for date, timing in found if lies_ahead(unit, date, timing)]


def lies_ahead(unit: Unit, date: DateMatch, timing: Timing) -> bool:
    """Whether a date is not over when the document speaks.

    Without a stated day of publication only a date whose year was itself read from the text around it can be over.
    """
    spoken = unit.setting.spoken or (None if unit.setting.dates.planning else date.anchor)
    if date.latest is None or spoken is None:
        return True
    begun = timing.deadline.kind == "from" and date.earliest is not None and date.earliest < spoken
    return date.latest >= spoken and not begun


def deadline_of(unit: Unit, start: int, end: int) -> Timing | None:
    """The deadline of the words at `unit.text[start:end]`.

    The first after them before the next stop, then the last before them, then any other of the sentence, then that
    of the stem or the column's header.
    """
    dated = [(d, t) for d, t in deadlines(unit)]
    floor = clause_start(unit.text, start)
    after = [
        t
        for d, t in dated
        if d.start >= start and not re.search(r";|\.\s+[A-Z]|,\s(?:of\s+)?which\b", unit.text[end : d.start])
    ]
    before = [t for d, t in dated if floor <= d.end <= start]
    if after:
        return after[0]
    if before:
        return before[-1]
    return _inherited(unit)


def _inherited(unit: Unit) -> Timing | None:
    document = unit.setting.document
    for span in (*(unit.stems if unit.first else ()), *unit.headers):
        words = document.quote(span)
        for date in find_dates(words, unit.setting.dates):
            if not _is_deadline(words, date):
                continue
            timing = _timing(words, date, span.start)
            opens = span in unit.headers or timing.deadline.kind == "by" or timing.span.start - span.start < OPENING
            if opens and lies_ahead(unit, date, timing):
                return timing
    return None


def _is_deadline(text: str, date: DateMatch) -> bool:
    if date.role not in ("time", "span") or date.type == "duration" or _GONE.search(date.text):
        return False
    if date.role == "span" and not re.search(
        r"(?i)\b(?:within|in|over|by)\s+$", text[max(0, date.start - 8) : date.start]
    ):
        return False
    before = text[max(0, date.start - 40) : date.start]
    if not (
        _preposition_before().search(before)
        or _relative().match(date.text)
        or not before.strip(" “‘\"'•*-(")
        or len(text) < HEADER
    ):
        return False
    if (_compared().search(before) or _RESULT.search(before)) and not re.search(
        r"(?i)\bby\s+the\s+end\s+of\s+$", before
    ):
        return False
    return not _named_with().match(text, date.end)


def _preposition(text: str, at: int) -> re.Match[str] | None:
    return _preposition_before().search(text[:at])


def _timing(text: str, date: DateMatch, shift: int) -> Timing:
    mark = _preposition(text, date.start)
    start = mark.start() if mark else date.start
    kind = _kind(mark[1].casefold() if mark else "", date)
    day = date.earliest if kind == "from" else date.latest
    if date.role == "span":
        day = None
    span = Span(start=start + shift, end=date.end + shift)
    return Timing(Deadline(text=" ".join(text[start : date.end].split()), date=day, kind=kind), span)


def _kind(preposition: str, date: DateMatch) -> DeadlineKind:
    first = preposition.split()[0] if preposition else ""
    if first in ("by", "before", "until", "no", "within") or date.text.casefold().startswith(
        ("the end", "end of", "later")
    ):
        return "by"
    if first in ("from", "starting", "beginning", "effective", "after"):
        return "from"
    if first in ("on", "at", "as") or date.type == "date":
        return "at"
    return "during"


@cache
def _preposition_before() -> re.Pattern[str]:
    rules = lexicon("deadlines")
    return re.compile(rf"(?i)\b({one_of(rules['prepositions'])}(?:\s+{one_of(rules['about'])})?)[\s-]+$")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-]){one_of(lexicon('deadlines')['compared'])}\s*$")


@cache
def _named_with() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*{one_of(lexicon('deadlines')['before'])}\b")


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(rf"(?i){one_of(lexicon('deadlines')['relative'])}\b")
