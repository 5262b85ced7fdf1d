"""Headings whose numbers leave some out: "2A", "2B", "2D"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.document import Section
from corpus.integrity import NumberGap

LEAST_HEADINGS = 3  # of a series
MOST_MISSING = 2
_NUMBER = re.compile(r"((?:\d+\.)*)(?:(\d+)|(\d*)([A-Z]))\.?")

_LINE_NUMBER = re.compile(
    r"^[^\w\n]*(?:(?:section|part|annex) )?((?:\d+\.)*(?:\d+[A-Z]?|[A-Z]))(?![\w%]|\.\d)", re.MULTILINE | re.IGNORECASE
)


class _Place(NamedTuple):
    """A number as the series it is of, and its place in it."""

    series: str
    at: int
    letter: bool


def number_gaps(text: str, sections: Sequence[Section]) -> tuple[NumberGap, ...]:
    """Gaps in series of numbered headings that stand beside each other.

    Only in a series that starts at its beginning, goes up and has one gap; and only where the numbers left out start no
    line of the text.
    """
    series: dict[tuple[str | None, str], list[tuple[_Place, Section]]] = defaultdict(list)
    for section in sections:
        place = _place(section.number or "")
        if place:
            series[section.parent_id, place.series].append((place, section))
    gaps = [gap for numbered in series.values() for gap in _gap(numbered)]
    printed = {match[1].upper() for match in _LINE_NUMBER.finditer(text)} if gaps else set()
    return tuple(gap for gap in gaps if printed.isdisjoint(gap.missing))


def _gap(numbered: Sequence[tuple[_Place, Section]]) -> list[NumberGap]:
    places = [place.at for place, _ in numbered]
    steps = [b - a for a, b in pairwise(places)]
    wide = [i for i, step in enumerate(steps) if step > 1]
    if len(places) < LEAST_HEADINGS or places[0] != 1 or len(wide) != 1 or min(steps) < 1:
        return []
    (before, _), (after, section) = numbered[wide[0]], numbered[wide[0] + 1]
    missing = tuple(_shown(before, at) for at in range(before.at + 1, after.at))
    if len(missing) > MOST_MISSING:
        return []
    return [
        NumberGap(
            start=section.start,
            end=section.start + len(section.heading),
            before=_shown(before, before.at),
            after=_shown(after, after.at),
            missing=missing,
        )
    ]


def _place(number: str) -> _Place | None:
    match = _NUMBER.fullmatch(number)
    if not match:
        return None
    if match[2]:
        return _Place(match[1], int(match[2]), letter=False)
    return _Place(match[1] + (match[3] or ""), ord(match[4]) - ord("A") + 1, letter=True)


def _shown(place: _Place, at: int) -> str:
    return place.series + (chr(ord("A") + at - 1) if place.letter else str(at))
