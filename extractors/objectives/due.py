"""Which dates of a text are deadlines, of which kind, and whether they lie ahead. Words: lexicons/deadlines.toml."""

import datetime
import re
from functools import cache
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Deadline, DeadlineKind
from extractors.dates import DateMatch
from extractors.lexicon import lexicon, one_of
from extractors.objectives.units import Unit, once

LONG_OVER = 2  # years before the latest time that a document tells of
HEADER = 40  # code points: in a header's few words a bare year is the time meant
_RANGE = re.compile(r"\s(?:to|until|and)\s")
_GONE = re.compile(r"(?i)\b(?:past|last|previous|preceding)\b")
_RESULT = re.compile(r"(?i)\b(?:was|were|had|has|have)\s+[\w\s]{1,25}in\s+$|\bagreed\s+through\s+[\w\s]{1,30}in\s+$")


class Timing(NamedTuple):
    """A deadline and where its words stand in the document."""

    deadline: Deadline
    span: Span


@once
def deadlines(unit: Unit) -> list[tuple[DateMatch, Timing]]:
    """The dates of a unit that can be deadlines: times, not comparison years, not parts of names."""
    found = [(date, timing_at(unit.text, date, unit.start)) for date in unit.dates if can_be_due(unit.text, date)]
    return [(date, timing) for date, timing in found if lies_ahead(unit, date, timing)]


def lies_ahead(unit: Unit, date: DateMatch, timing: Timing) -> bool:
    """Whether a date is not over when the document speaks.

    Without a stated day of publication only a date whose year was itself read from the text around it can be over, or
    one long before anything that the document tells of.
    """
    spoken, told = spoken_for(unit, date), unit.setting.dates.published
    if date.latest is not None and told is not None and date.latest.year < told.year - LONG_OVER:
        return False
    if date.latest is None or spoken is None:
        return True
    begun = timing.deadline.kind == "from" and date.earliest is not None and date.earliest < spoken
    return date.latest >= spoken and not begun


def spoken_for(unit: Unit, date: DateMatch) -> datetime.date | None:
    """The day on which a date's words are spoken: that of publication, else the anchor of the date's own year."""
    return unit.setting.spoken or (None if unit.setting.dates.planning else date.anchor)


def can_be_due(text: str, date: DateMatch) -> bool:
    """Whether a date is a time at which something can be due, and no comparison, result or part of a name."""
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


def timing_at(text: str, date: DateMatch, shift: int) -> Timing:
    """The deadline that a date makes, with its preposition; `shift` is where the text begins in the document."""
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
    if first == "from" and _RANGE.search(date.text):
        return "during"  # "from 2031/32 to 2033/34": a period, over at its end
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
