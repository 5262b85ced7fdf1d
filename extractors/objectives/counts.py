"""Numbers of a unit: also "at least one hub", "within an hour", and a cell's in the unit that its row names."""

import re
from typing import cast

from corpus.facts import Unit
from extractors.lexicon import read
from extractors.numbers import NumberMatch, find_numbers

_ONE = re.compile(r"(?i)\b(?:at\s+least|no\s+more\s+than|a\s+minimum\s+of|not\s+more\s+than)\s+(?P<one>one)\b")
_WITHIN_ONE = re.compile(
    r"(?i)\b(?:within|in\s+under|in\s+less\s+than)\s+(an?|one)\s+(minute|hour|day|week|month|year)\b"
)
_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year"})
_UNIT_NAMED = re.compile(
    r"(?i)(?:\(|\bin\s+|,\s*)(?:(?P<share>%|per\s?cent(?:age)?)|(?P<time>minute|hour|day|week|month|year)s?)\)?\s*$"
)
_SINGULAR = re.compile(
    r"\s+((?:[\w’'-]+\s+){0,4}?[\w’'-]+)(?=\s+(?:in|by|for|to|at|per|with|from|of|on|and|that|who)\b|[.,;:)]|$)"
)


def _in_unit_of(label: str, number: NumberMatch) -> NumberMatch:
    """A bare number of a cell in the unit that its row names: "Category 2 mean response (minutes)"."""
    mark = _UNIT_NAMED.search(label) if label and number.unit == "count" and number.counted is None else None
    if mark is None:
        return number
    unit = "percent" if mark["share"] else str(mark["time"]).casefold()
    return number._replace(unit=unit, kind="percent" if mark["share"] else "duration")  # type: ignore[arg-type]


def _within_one(mark: re.Match[str]) -> NumberMatch:
    """The length of time in "within an hour"."""
    words = mark[0][mark.start(1) - mark.start() :]
    unit = cast("Unit", mark[2].casefold())
    return NumberMatch(mark.start(1), mark.end(), 1.0, None, unit, None, "none", words, "duration")


def _one(text: str, mark: re.Match[str], found: list[NumberMatch]) -> NumberMatch | None:
    """The count in "at least one hub"; None where a number was read there already."""
    start, end = mark.span("one")
    if any(n.start < end and start < n.end for n in found):
        return None
    noun = _SINGULAR.match(text, end)
    return NumberMatch(start, end, 1.0, None, "count", noun[1], "none", mark["one"], "count") if noun else None


def counts(text: str, row: str) -> list[NumberMatch]:
    """The numbers of a unit's text, in order.

    Args:
        text: a sentence or a cell.
        row: the header of its row, which may name the unit of a bare number; empty in prose.
    """
    found = [_in_unit_of(row, n) for n in find_numbers(text)]
    words = read(text).words
    ones = [_within_one(m) for m in (_WITHIN_ONE.finditer(text) if not words.isdisjoint(_TIMES) else ())]
    ones += [one for m in (_ONE.finditer(text) if "one" in words else ()) if (one := _one(text, m, found))]
    return sorted([*found, *ones])
