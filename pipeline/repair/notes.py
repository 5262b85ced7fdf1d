"""Footnote digits glued to words: "improvement2", "patients.14". They become raised digits, as they were printed."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.repair.changes import Change
from pipeline.repair.examined import Examined, find_places
from pipeline.repair.lexicon import listed, zipf

NOTE_MARK = "footnote mark glued to a word"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ORDINARY = 3.0  # on Zipf's scale: names and codes are rarer
STEP = 3  # marks may be missed between two that were found
FIRST = 3  # the number that the marks of a document begin with, at most
LEAST_MARKS = 2
_BEFORE = re.compile(r"(?<![\w@/.#:&=|$<>%\\\"-])([A-Za-z]?[a-z]{2,})([.,;!?)’”\"]{0,2})\Z")
_NUMBER = re.compile(r"([1-9]\d?)(?=[.,;:!?)’”\"*]{0,3}(?:\s|\Z|[–—]))")
_SHAPES = (b"aa1", b"a.1", b"a..1")  # a curly quotation mark is a "." too
_NOTE_LINE = re.compile(r"^[ \t]*\[?([1-9]\d?)[\].)]?[ \t]+(?=[A-Z“‘\"(]|https?:)", re.MULTILINE)
LONGEST = 32  # characters of a word


class _Mark(NamedTuple):
    start: int
    end: int
    word: str
    number: int
    after_stop: bool


def find_note_marks(examined: Examined) -> list[Change]:
    """The digits at the ends of words that are marks of footnotes.

    A mark is believed where the marks of the document count up, or where a line begins with its number too; the word
    before it must be an ordinary one, and never stand with another number ("Level2", "Level3").
    """
    text = examined.text
    marks = _candidates(examined)
    sure = {mark for part in _parts(marks) for mark in _counted_up(part)}
    if len(marks) == 1 and any(int(m[1]) == marks[0].number == 1 for m in _NOTE_LINE.finditer(text)):
        sure = set(marks)
    known = {(mark.word, mark.number) for mark in sure}  # a mark may stand again, as a reference to the same note
    return [
        Change(m.start, m.end, text[m.start : m.end].translate(RAISED), NOTE_MARK)
        for m in marks
        if (m.word, m.number) in known
    ]


def _candidates(examined: Examined) -> list[_Mark]:
    text = examined.text
    found: list[_Mark] = []
    numbers: dict[str, set[int]] = defaultdict(set)
    for place in sorted(at + len(wanted) - 1 for wanted in _SHAPES for at in find_places(examined.shape, wanted)):
        before, number = _BEFORE.search(text[max(0, place - LONGEST) : place]), _NUMBER.match(text, place)
        if not before or not number or _is_numbered(before):
            continue
        word = before[1].lower()
        numbers[word].add(int(number[1]))
        if (before[1].islower() or before[2]) and zipf(word) >= ORDINARY:
            found.append(_Mark(place, number.end(), word, int(number[1]), bool(before[2])))
    return [m for m in found if len(numbers[m.word]) == 1 or m.after_stop]


def _is_numbered(before: re.Match[str]) -> bool:
    """Whether a word goes with numbers of its own ("level2", "para.4")."""
    word = before[1].lower()
    return word in listed("notes", "numbered") or (before[2].startswith(".") and word in listed("notes", "abbreviated"))


def _parts(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """The marks, cut where they begin at 1 again: a pack of papers counts in each of them."""
    parts: list[list[_Mark]] = []
    for mark in marks:
        if not parts or (mark.number == 1 and parts[-1][-1].number > 1):
            parts.append([])
        parts[-1].append(mark)
    return parts


def _counted_up(marks: Sequence[_Mark]) -> list[_Mark]:
    """The longest run of marks whose numbers go up by small steps; none where it is too short."""
    runs: dict[int, list[_Mark]] = {}  # the longest that ends in each number
    for mark in marks:
        before = max((runs.get(mark.number - step, []) for step in range(1, STEP + 1)), key=len)
        if before or mark.number <= FIRST:
            runs[mark.number] = max([*before, mark], runs.get(mark.number, []), key=len)
    longest = max(runs.values(), key=len, default=[])
    least = LEAST_MARKS if longest and longest[0].number == 1 else LEAST_MARKS + 1
    return longest if len(longest) >= least else []


__all__ = ["NOTE_MARK", "find_note_marks"]
