"""Nothing unaccounted: numbers, percentages and deadlines that became no fact, each with the reason.

The reason names the first test that the words failed, so that a reader sees what was passed over and why.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cache

from corpus.document import Document
from corpus.facts import Fact, Unclaimed
from extractors.dates import DateMatch, find_dates
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch, find_numbers
from extractors.objectives.thresholds import DURATIONS
from extractors.obligations import find_obligations, is_reported
from extractors.parts import Part, blocks_of
from extractors.text import sentences

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"\A[\s*•–-]*\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s+(?=\S)")  # "2.3 Elective care", "(4) ..."


def find_unclaimed(document: Document, facts: Collection[Fact], part: Part | None) -> list[Unclaimed]:
    """Sentences and cells that hold a number or a deadline and no fact that accounts for it.

    Args:
        document: the document that the facts point into.
        facts: its objectives and figures; dates and bodies account for no number, but a date for a deadline.
        part: which blocks to look through.
    """
    numbers = _Claimed([f for f in facts if f.kind in ("objective", "figure")])
    dates = _Claimed([f for f in facts if f.kind in ("objective", "figure", "date")])
    return [found for start, end in _stretches(document, part) for found in _of(document, start, end, numbers, dates)]


class _Claimed:
    """The spans of facts and of their evidence, in order, for looking up overlaps."""

    def __init__(self, facts: Collection[Fact]) -> None:
        spans = {(f.start, f.end) for f in facts}
        spans |= {(s.start, s.end) for f in facts for places in f.evidence.values() for s in places}
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._longest = max((end - start for start, end in self._spans), default=0)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a fact stands on any part of a range."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return any(self._spans[i][1] > start for i in range(first, last))


def _stretches(document: Document, part: Part | None) -> Iterator[tuple[int, int]]:
    for block in blocks_of(document, part):
        if block.kind == "heading":
            continue
        if block.table is not None:
            yield from ((c.start, c.end) for c in block.table.cells if not c.header and c.text.strip())
        else:
            yield from ((s.start, s.end) for s in sentences(document.prose, block.start, block.end))


def _of(document: Document, start: int, end: int, numbers: _Claimed, dates: _Claimed) -> Iterator[Unclaimed]:
    text = document.prose[start:end]
    if not _hint().search(text):
        return
    left = [n for n in find_numbers(text) if not numbers.overlaps(start + n.start, start + n.end)]
    if left:
        yield Unclaimed(start=start, end=end, reason=_reason(text, left, _is_ahead(document, start, text)))
        return
    codes = [m for m in _codes(text) if not dates.overlaps(start + m.start(), start + m.end())]
    if codes:
        named = ", ".join(f"“{mark[0]}”" for mark in codes[:3])
        yield Unclaimed(start=start, end=end, reason=f"{named}: a code, a label or a unit that is not read")
        return
    due = [d for d in find_dates(text) if d.role == "time" and d.hint in ("by", "from")]
    undated = [d for d in due if not dates.overlaps(start + d.start, start + d.end)]
    if undated and not numbers.overlaps(start, end):
        yield Unclaimed(start=start, end=end, reason=_no_target(text, undated[0]))


def _codes(text: str) -> Iterator[re.Match[str]]:
    """Digits that neither a number nor a date was read from, but for those that number the paragraph."""
    marker = _MARKER.match(text)
    read = [(n.start, n.end) for n in find_numbers(text)] + [(d.start, d.end) for d in find_dates(text)]
    for mark in _DIGITS.finditer(text, marker.end() if marker else 0):
        if not any(start < mark.end() and mark.start() < end for start, end in read):
            yield mark


@cache
def _hint() -> re.Pattern[str]:
    """Any digit or number word, at the speed of a search for plain letters."""
    words = lexicon("numbers")
    return re.compile(
        rf"(?i)[\d%]|\b(?:{one_of([*words['ones'], *words['tens']])}|half|third|quarter|doubl|halv|percent|by\s)"
    )


def _is_ahead(document: Document, start: int, text: str) -> bool:
    """Whether the time that the words, or the header over their cell, speak of comes after the day of publication."""
    published = document.published
    block = document.block_at(start) if published else None
    table = block.table if block else None
    cell = next((c for c in table.cells if c.start <= start < c.end), None) if table else None
    heads = [c.text for c in table.cells if c.header and cell and cell.column == c.column] if table else []
    dates = [d for words in (text, *heads) for d in find_dates(words) if d.role == "time"]
    return any(published < begins for d in dates if published and (begins := d.earliest or d.latest))


def _reason(text: str, left: list[NumberMatch], ahead: bool) -> str:
    """Why the first number that is left, and is no length of time, measured nothing."""
    first = next((n for n in left if n.unit not in DURATIONS), left[0])
    words = ", ".join(f"“{number.text}”" for number in left[:3])
    return f"{words}: {_why(text, first, ahead)}"


def _why(text: str, number: NumberMatch, ahead: bool) -> str:
    kinds = {"name": "a count in a name, or a name", "age": "an age"}
    if number.kind in kinds:
        return kinds[number.kind]
    if number.unit in DURATIONS:
        return "a length of time inside a metric or a rule"
    if number.unit == "GBP":
        return "money without a measure that could be read"
    if find_obligations(text) and not is_reported(text):
        return "the sentence binds, but no comparison with the number could be read"
    if ahead:
        return "its time lies after publication, and no words set it as a target or a forecast"
    if number.unit == "count" and number.counted is None:
        return "a number that counts nothing named"
    return "no measure could be read for it"


def _no_target(text: str, date: DateMatch) -> str:
    if is_reported(text):
        return f"“{date.text}”: reported, or only foreseen"
    if not find_obligations(text):
        return f"“{date.text}”: a date without words that bind"
    return f"“{date.text}”: nothing to finish by it could be read"
