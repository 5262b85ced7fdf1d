"""By when: the deadline of a target, from its own clause, its sentence, the stem of its list, or a column's header.

The year that a document plans for is no deadline of its targets.
"""

import re

from extractors.dates import DateMatch, find_dates
from extractors.objectives.clauses import clause_start
from extractors.objectives.due import HEADER, Timing, can_be_due, deadlines, lies_ahead, spoken_for, timing_at
from extractors.objectives.units import Unit, once
from extractors.text import sentences

__all__ = ["Timing", "deadline_of", "deadlines", "has_time", "lies_ahead"]

OPENING = 8  # code points: a date that opens a stem ("For 2025/26 we ask ...") holds for its items
NOTE_REACH = 6000  # code points above a footnote in which its mark hangs on a word
MENTIONED = 600  # code points before that mark that its sentence may take
_NOTE = re.compile(r"(?:^|\n)\s*(?P<mark>\d{1,2})(?=[A-Z][a-z]+\s)")  # "2Against the baseline, ..."
_ANOTHER = re.compile(r";|\.\s+[A-Z]|,\s(?:of\s+)?(?:which|whom)\b")  # what parts a level from a date behind it
_ELSE = re.compile(r"(?i),?\s+(?:and|but|while|whereas)\s+(?!by\b|to\s+\S*\d)|,?\s+to\s+[a-z]{3,}\b(?!\s+\d)")
_RESULTS = re.compile(r"(?i)\b(?:compared\s+(?:with|to)|against|versus)\s")
_THAT = re.compile(r"(?i)(?:\bthat|,\s+and|\band)\s*,?\s*$")
_SAME = re.compile(
    r"(?i)\b(?:over|by|in|within|during|at|for)\s+the\s+same\s+(?:date|day|period|time|point|deadline|year)\b|\bby\s+then\b"
)
_ONLY_TIME = re.compile(
    r"(?i)\b(?:year|years|by|in|for|during|phase|stage|one|two|three|four|five|\d|the|end|of|our|ambitions?|plans?|goals?|targets?|milestones?|objectives?|commitments?|priorities)\b"
)


def deadline_of(unit: Unit, start: int, end: int) -> Timing | None:
    """The deadline of the words at `unit.text[start:end]`.

    The first after them before the next stop, then the last before them, then any other of the sentence, then that
    of the stem or the column's header.
    """
    dated = deadlines(unit)
    floor, text = clause_start(unit.text, start), unit.text
    after = [t for d, t in dated if d.start >= start and not _ANOTHER.search(text, end, d.start)]
    before = [
        t
        for d, t in dated
        if floor <= d.end <= start and not _is_of_another(text, floor, t.span.start - unit.start, d.end, start)
    ]
    if after:
        return _told_again(unit, after)
    if before:
        return before[-1]
    return _as_before(unit, floor, end) or _of_footnote(unit, start) or _inherited(unit)


def _is_of_another(text: str, floor: int, opened: int, closed: int, start: int) -> bool:
    """Whether a date before a level is due for something else: "falls to 9% by March AND a response rate of 55%".

    A date that opens its clause holds for all of it.
    """
    leads = not text[floor:opened].strip(" ,“‘\"'•*-–(") or bool(_THAT.search(text, floor, opened))
    return not leads and bool(_ELSE.match(text, closed) or _RESULTS.search(text, closed, start))


def _as_before(unit: Unit, floor: int, end: int) -> Timing | None:
    """The deadline of the sentence before, where the words point at it: "over the same period", "by then"."""
    mark = _SAME.search(unit.text, floor, min(len(unit.text), end + HEADER))
    previous = unit.previous
    if mark is None or previous is None:
        return None
    words = unit.setting.document.quote(previous)
    dates = [d for d in find_dates(words, unit.setting.dates) if can_be_due(words, d)]
    timed = [timing_at(words, d, previous.start) for d in dates]
    ahead = [t for d, t in zip(dates, timed, strict=True) if t.deadline.date and lies_ahead(unit, d, t)]
    return ahead[-1] if ahead else None


@once
def has_time(unit: Unit) -> bool:
    """Whether a unit or what it hangs on holds any date that something could be due on or by; a quick test."""
    return any(_may_lie_ahead(unit, date) for date in unit.dates) or (unit.first and _inherited(unit) is not None)


def _may_lie_ahead(unit: Unit, date: DateMatch) -> bool:
    named = date.type != "duration" and (date.role in ("time", "span") or date.type == "date")
    spoken = spoken_for(unit, date)
    return named and (date.latest is None or spoken is None or date.latest >= spoken)


@once
def _inherited(unit: Unit) -> Timing | None:
    document = unit.setting.document
    for span in (*(unit.stems if unit.first else ()), *unit.headers):
        words = document.quote(span)
        for date in find_dates(words, unit.setting.dates):
            if not can_be_due(words, date):
                continue
            timing = timing_at(words, date, span.start)
            opens = span in unit.headers or timing.deadline.kind == "by" or timing.span.start - span.start < OPENING
            if opens and lies_ahead(unit, date, timing):
                return timing
    return _of_heading(unit) if unit.is_item else None


def _of_footnote(unit: Unit, start: int) -> Timing | None:
    """The deadline of the sentence that a footnote hangs on: "by March 2032, a 5% gain2" of "2With each ..."."""
    document, marks = unit.setting.document, list(_NOTE.finditer(unit.text, 0, start))
    if not marks:
        return None
    at = unit.start + marks[-1].start("mark")
    body = document.prose[max(0, at - NOTE_REACH) : at]
    hung = list(re.finditer(rf"[a-z]{{3,}}{marks[-1]['mark']}(?!\w)", body))
    if not hung:
        return None
    opened = at - len(body)
    told = sentences(document.prose, opened + max(0, hung[-1].start() - MENTIONED), opened + hung[-1].end())[-1]
    words = document.prose[told.start : told.end]
    timed = [
        (d, timing_at(words, d, told.start)) for d in find_dates(words, unit.setting.dates) if can_be_due(words, d)
    ]
    return next((t for d, t in reversed(timed) if t.deadline.kind == "by" and lies_ahead(unit, d, t)), None)


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
    timing = timing_at(heading, dates[-1], at)
    return timing if lies_ahead(unit, dates[-1], timing) else None
