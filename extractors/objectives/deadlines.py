"""By when: the deadline of a target, from its own clause, its sentence, the stem of its list, or a column's header.

The year that a document plans for is no deadline of its targets.
"""

import datetime
import re
from functools import cache
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Deadline, DeadlineKind
from extractors.dates import DateMatch, find_dates
from extractors.lexicon import lexicon, one_of
from extractors.objectives.clauses import clause_start
from extractors.objectives.units import Unit, once

OPENING = 8  # code points: a date that opens a stem ("For 2025/26 we ask ...") holds for its items
LONG_OVER = 2  # years before the latest time that a document tells of
HEADER = 40  # code points: in a header's few words a bare year is the time meant
_ONLY_TIME = re.compile(
    r"(?i)\b(?:year|years|by|in|for|during|phase|stage|one|two|three|four|five|\d|the|end|of|our|ambitions?|plans?|goals?|targets?|milestones?|objectives?|commitments?|priorities)\b"
)
_GONE = re.compile(r"(?i)\b(?:past|last|previous|preceding)\b")
_RESULT = re.compile(r"(?i)\b(?:was|were|had|has|have)\s+[\w\s]{1,25}in\s+$|\bagreed\s+through\s+[\w\s]{1,30}in\s+$")


class Timing(NamedTuple):
    """A deadline and where its words stand in the document."""

    deadline: Deadline
    span: Span


@once
def deadlines(unit: Unit) -> list[tuple[DateMatch, Timing]]:
    """The dates of a unit that can be deadlines: times, not comparison years, not parts of names."""
    found = [(date, _timing(unit.text, date, unit.start)) for date in unit.dates if _is_deadline(unit.text, date)]
    return [(date, timing) for date, timing in found if lies_ahead(unit, date, timing)]


def lies_ahead(unit: Unit, date: DateMatch, timing: Timing) -> bool:
    """Whether a date is not over when the document speaks.

    Without a stated day of publication only a date whose year was itself read from the text around it can be over, or
    one long before anything that the document tells of.
    """
    spoken, told = _spoken(unit, date), unit.setting.dates.published
    if date.latest is not None and told is not None and date.latest.year < told.year - LONG_OVER:
        return False
    if date.latest is None or spoken is None:
        return True
    begun = timing.deadline.kind == "from" and date.earliest is not None and date.earliest < spoken
    return date.latest >= spoken and not begun


def _spoken(unit: Unit, date: DateMatch) -> datetime.date | None:
    return unit.setting.spoken or (None if unit.setting.dates.planning else date.anchor)


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
        return _told_again(unit, after)
    if before:
        return before[-1]
    return _inherited(unit)


@once
def has_time(unit: Unit) -> bool:
    """Whether a unit or what it hangs on holds any date that something could be due on or by; a quick test."""
    return any(_may_lie_ahead(unit, date) for date in unit.dates) or (unit.first and _inherited(unit) is not None)


def _may_lie_ahead(unit: Unit, date: DateMatch) -> bool:
    named = date.type != "duration" and (date.role in ("time", "span") or date.type == "date")
    spoken = _spoken(unit, date)
    return named and (date.latest is None or spoken is None or date.latest >= spoken)


@once
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
    return _of_heading(unit) if unit.is_item else None


def _told_again(unit: Unit, after: list[Timing]) -> Timing:
    """The first, or the day that says when it is: "by the end of the Parliament in May 2026"."""
    first, second = after[0], after[1] if len(after) > 1 else None
    if second is None or first.deadline.date is not None or second.deadline.date is None:
        return first
    between = unit.text[first.span.end - unit.start : second.span.start - unit.start]
    return (
        second._replace(deadline=second.deadline.model_copy(update={"kind": first.deadline.kind}))
        if not between.strip(" ,(")
        else first
    )


def _of_heading(unit: Unit) -> Timing | None:
    """The time that the nearest heading names and nothing else: "Year 2 (2025/26)", "By March 2027"."""
    heading = unit.headings[0] if unit.headings else ""
    dates = [d for d in find_dates(heading, unit.setting.dates) if d.role == "time" and d.latest]
    words = heading
    for date in reversed(dates):
        words = words[: date.start] + " " + words[date.end :]
    if not dates or _ONLY_TIME.sub(" ", words).strip(" ():,.-–—&/"):
        return None
    at = unit.setting.document.text.rfind(heading, 0, unit.start)
    if at < 0:
        return None
    timing = _timing(heading, dates[-1], at)
    return timing if lies_ahead(unit, dates[-1], timing) else None


def _is_deadline(text: str, date: DateMatch) -> bool:
    if date.role not in ("time", "span") or date.type == "duration" or _GONE.search(date.text):
        return False
    if _VAGUE.fullmatch(date.text):
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
    late = re.search(r"(?i)\b(?:no|not)\s+later\s+than\s+(?:the\s+)?$", before)
    if ((_compared().search(before) and not late) or _RESULT.search(before)) and not re.search(
        r"(?i)\bby\s+the\s+end\s+of\s+$", before
    ):
        return False
    return not _named_with().match(text, date.end)


_VAGUE = re.compile(r"(?i)the\s+(?:coming|next)\s+(?:days|weeks|months|years)")


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
        ("the end", "end of", "later", "before")
    ):
        return "by"
    if first in ("from", "starting", "beginning", "effective", "after") or date.text.casefold().startswith("after"):
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
    return re.compile(rf"(?i)(?:[’']s)?\s*{one_of(lexicon('deadlines')['before'])}\b")


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(rf"(?i){one_of(lexicon('deadlines')['relative'])}\b")
