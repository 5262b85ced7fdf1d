"""Rows of words on a page, their pieces between wide gaps, and which words are values."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from pipeline.readers.pdf.tables.words import Word

SAME_ROW = 0.5  # share of the smaller height by which two words of a row overlap
PIECE_GAP = 0.85  # of the size: a wider gap parts two pieces of a row
LABEL_GAP = 0.65  # of the size: so between words and a value; a space of a typewriter is 0.6
THOUSANDS_GAP = 0.35  # of the size: between the thousands and the hundreds of a number ("12 345")
VALUE_GAP = 0.12  # of the size: between two values any space parts
BLANK_MARKS = frozenset(
    ("—", "–", "-", "−", "‒", "†", "‡", "#", "*", "**", "…", "..", ":", "x", "(x)", "✓", "✔", "✗", "✘", "●", "○")
) | {"n/a", "na", "nil", "nr", "tbc", "tbd", "ref."}
_VALUE = re.compile(
    r"[(\[<>≤≥~±+−–\-*£$€]*(?:\d[\d,.:/–−£$€-]*)(?:%|pp|ppts?|m|bn|k|x|p|st|nd|rd|th)?[)\]%*†‡¹²³⁴-⁹,;]*", re.IGNORECASE
)

_LEADING_DIGITS = re.compile(r"[(+–−-]*\d{1,3}")
_THREE_DIGITS = re.compile(r"\d{3}(?:[.,]\d+)?[)%*]*")
TIME_OR_UNIT = re.compile(
    r"(?:FY|Q[1-4]|H[12])?\s*(?:(?:19|20)\d\d(?:[/–-]\d{2,4})?|\d\d[/–-]\d\d)|£'?0{3}s?|£?(?:m|bn|k)|[£$€%]|no\.?|n\s?=",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """Words of a row without a wide gap between them, and its left and right side."""

    words: tuple[Word, ...]
    x0: float
    x1: float

    @property
    def centre(self) -> float:
        """Half of its width, from the page's left."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(w.text for w in self.words)

    @property
    def is_value(self) -> bool:
        """Whether it holds a number, a mark for none, or several of them, and nothing else."""
        return all(is_value(w.text) for w in self.words)

    @property
    def is_quantity(self) -> bool:
        """Whether it is short and holds a value ("40 or more", "less than £250")."""
        if self.is_value:
            return True
        name = self.words[-1].text.isdigit() and not is_value(self.words[0].text)  # "Year 1"
        return len(self.words) <= 4 and not name and any(is_value(w.text) for w in self.words)

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough for a line of running text."""
        return len(self.words) >= 5 and sum(not is_value(w.text) for w in self.words) >= 4


class Row(NamedTuple):
    """Words that stand at one height, from left to right, and their pieces."""

    words: tuple[Word, ...]
    pieces: tuple[Piece, ...]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        """Its left side."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right side."""
        return max(w.x1 for w in self.words)

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half of its height, from the page's top."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(w.text for w in self.words)

    @property
    def values(self) -> int:
        """How many of its words are values."""
        return sum(is_value(w.text) for w in self.words)


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """Whether a word is a number with its signs and unit, or a mark that stands for none."""
    return bool(_VALUE.fullmatch(text)) or text.casefold() in BLANK_MARKS


def piece_of(words: Sequence[Word]) -> Piece:
    """Words that follow each other, as a piece."""
    return Piece(tuple(words), words[0].x0, max([w.x1 for w in words]))


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words as rows from the top down; a raised mark belongs to the row beside it."""
    groups: list[list[Word]] = []
    edges: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        at = next((i for i in range(len(groups) - 1, max(-1, len(groups) - 4), -1) if _beside(edges[i], word)), None)
        if at is None:
            groups.append([word])
            edges.append((word.top, word.bottom))
        else:
            groups[at].append(word)
    return sorted((row_of(group) for group in groups), key=lambda row: row.middle)


def row_of(words: Sequence[Word]) -> Row:
    """One row of words."""
    ordered = tuple(sorted(words, key=lambda w: w.x0))
    top, bottom = median(w.top for w in ordered), median(w.bottom for w in ordered)
    return Row(ordered, tuple(_pieces(ordered)), top, bottom)


def _beside(edge: tuple[float, float], word: Word) -> bool:
    shared = min(edge[1], word.bottom) - max(edge[0], word.top)
    return shared >= SAME_ROW * max(0.1, min(edge[1] - edge[0], word.bottom - word.top))


def _pieces(words: Sequence[Word]) -> Iterable[Piece]:
    held: list[Word] = []
    for word in words:
        if held and _apart(held[-1], word):
            yield piece_of(held)
            held = []
        held.append(word)
    if held:
        yield piece_of(held)


def _apart(a: Word, b: Word) -> bool:
    size = max(4.0, min(a.size, b.size))
    gap = PIECE_GAP
    if is_value(b.text):
        gap = VALUE_GAP if is_value(a.text) else LABEL_GAP
        if _LEADING_DIGITS.fullmatch(a.text) and _THREE_DIGITS.fullmatch(b.text):
            gap = THOUSANDS_GAP
    return b.x0 - a.x1 > size * gap
