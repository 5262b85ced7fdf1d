"""Printed lines of a PDF page: runs joined to lines, lines joined to the words of a block."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.readers.lists import BULLETS
from pipeline.readers.pdf.objects import HYPHEN
from pipeline.readers.pdf.runs import Run

SAME_LINE = 0.5  # share of the smaller height that two runs of one line overlap by
LOW = 0.35  # of the size: a comma, a full stop: it may hang below the line so far that it hardly overlaps
WORD_GAP = 0.18  # of the size: a wider gap between runs is a space
NUMBER_GAP = 0.3  # of the size: the shapes of two digits may stand so far apart, as a "1" from the one before it
COLUMN_GAP = 3.0  # of the size: a wider gap is another column or cell
BULLET_SIGNS = frozenset(BULLETS) | {"o", "-", "*"}
RAISED = 0.1  # of the size: how far a footnote's mark stands above the line
SMALLER = 0.8  # of the size: a footnote's mark is at most so large
HYPHENS = ("-", "\u2010")
_NUMERIC = frozenset("0123456789.,£/%")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = bytes(ord(c) if (c := chr(i).lower()).isalpha() or c == "-" else 32 for i in range(128)).ljust(256)


class PdfLine(NamedTuple):
    """A printed line; its rectangle in points from the top left, its size in points, and whether it is all bold.

    `face` stands for the font and colour of most of it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    face: int = 0


def lines_of(runs: Iterable[Run], *, split_columns: bool = False) -> list[PdfLine]:
    """Lines of runs that stand in reading order.

    Args:
        runs: the runs.
        split_columns: whether a wide gap ends a line, as on a page without tags.
    """
    lines: list[PdfLine] = []
    current: list[Run] = []
    for run in runs:
        if current and not _same_line(current, run, split_columns=split_columns):
            lines.append(_line(current))
            current = []
        current.append(run)
    if current:
        lines.append(_line(current))
    return [line for line in lines if line.text]


def bullets_in_place(runs: Sequence[Run]) -> dict[int, list[Run]]:
    """For each run that is no bullet, by index, the bullets that belong before it.

    Some producers draw all bullets of a page after its text; a bullet goes to the nearest run to its right.
    """
    before: dict[int, list[Run]] = {}
    bullets: list[Run] = []
    for i, run in enumerate(runs):
        if run.text.strip() in BULLET_SIGNS and not (i and _abuts(runs[i - 1], run)):
            bullets.append(run)
        else:
            before[i] = []
    if not bullets:
        return before
    order = sorted(before, key=lambda i: runs[i].x0)
    starts = [runs[i].x0 for i in order]
    for bullet in bullets:
        right = (order[n] for n in range(bisect_left(starts, bullet.x0), len(order)))
        nearest = next((i for i in right if _height_shared(bullet, runs[i]) > 0), None)
        if nearest is not None:
            before[nearest].append(bullet)
    return before


def _abuts(before: Run, run: Run) -> bool:
    """Whether a run goes on with the words before it: the "o" of "to" is no bullet."""
    return _height_shared(before, run) > 0 and -run.size < run.x0 - before.x1 < 0.5 * run.size


def _height_shared(a: Run, b: Run) -> float:
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def _same_line(current: Sequence[Run], run: Run, *, split_columns: bool) -> bool:
    last = current[-1]
    _, x0, top, _, bottom, size, _, _, _ = run
    _, last_x0, above, last_x1, below, last_size, _, _, _ = last
    larger = size if size > last_size else last_size
    if top != above or bottom != below:
        if below - above <= LOW * last_size and len(current) > 1:
            above, below = current[-2].top, current[-2].bottom
        overlap = min(below, bottom) - max(above, top)
        lower = min(below - above, bottom - top)
        if overlap < SAME_LINE * lower and (overlap < 0 or lower > LOW * larger):
            return False
    if split_columns and x0 - last_x1 > COLUMN_GAP * max(larger, 6):
        return False
    return x0 >= last_x0 - larger


def _line(runs: Sequence[Run]) -> PdfLine:
    before = widest = runs[0]
    text, x0, top, x1, bottom, size, bold, _, face = before
    if len(runs) == 1:
        return PdfLine(_words(text), x0, top, x1, bottom, size, bold, face)
    parts, longest, bold = [text], len(text.strip()), bold or not _has_letters(text)
    for run in runs[1:]:
        words, left, upper, right, lower, own_size, own_bold, _, _ = run
        larger = own_size if own_size > before.size else before.size
        if left - before.x1 > WORD_GAP * larger and not _in_number(before, run, larger):
            parts.append(" ")
        parts.append(words.translate(_RAISED) if _is_note_mark(run, before) else words)
        x0 = left if left < x0 else x0
        x1 = right if right > x1 else x1
        top = upper if upper < top else top
        bottom = lower if lower > bottom else bottom
        length = len(words.strip())
        if length > longest:
            longest, widest = length, run
        bold = bold and (own_bold or not _has_letters(words))
        before = run
    return PdfLine(_words("".join(parts)), x0, top, x1, bottom, widest.size, bold, widest.face)


def _in_number(before: Run, run: Run, size: float) -> bool:
    """Whether a character, drawn for itself, goes on with the number of the one before it."""
    return before.text in _NUMERIC and run.text.rstrip() in _NUMERIC and run.x0 - before.x1 <= NUMBER_GAP * size


def _words(text: str) -> str:
    return " ".join(text.replace(HYPHEN, "-").split())


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_note_mark(run: Run, before: Run) -> bool:
    """Whether a run is the raised number of a footnote. It stays as a superscript, so that no value ends in it."""
    if run.size > SMALLER * before.size or run.bottom >= before.bottom - RAISED * before.size:
        return False
    return run.text.strip().isdigit() and len(run.text.strip()) <= 2


class PlacedText(NamedTuple):
    """Words of a block, and for each printed line its range in them."""

    text: str
    lines: list[tuple[int, int, PdfLine]]


def joined_lines(lines: Sequence[PdfLine], vocabulary: "Vocabulary | None" = None) -> PlacedText:
    """Lines as one text: a space between, none after a hyphen; a hyphen that only breaks a word goes."""
    if len(lines) == 1:
        text = lines[0].text
        return PlacedText(text, [(0, len(text), lines[0])])
    parts: list[str] = []
    placed: list[tuple[int, int, PdfLine]] = []
    at = 0
    for line in lines:
        if placed:
            joint = _joint(parts[-1], line.text, vocabulary)
            if joint is None:  # the hyphen goes
                start, end, last = placed[-1]
                placed[-1] = start, end - 1, last
                parts[-1] = parts[-1][:-1]
                at -= 1
            elif joint:
                parts.append(joint)
                at += len(joint)
        placed.append((at, at + len(line.text), line))
        parts.append(line.text)
        at += len(line.text)
    return PlacedText("".join(parts), placed)


def _joint(before: str, after: str, vocabulary: "Vocabulary | None") -> str | None:
    """What stands between two lines; None where the first one's hyphen goes."""
    end, in_word = before[-1:], before[-2:-1].isalnum()
    if end == "\u00ad":
        return None
    if end in HYPHENS and in_word and after[:1].islower():
        return None if vocabulary and vocabulary.is_one_word(before, after) else ""
    return "" if end in (*HYPHENS, "/") and in_word else " "


class Vocabulary:
    """The words of a document: they tell "improve-ment" from "co-ordination"."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[bytes] = set()
        for text in texts:
            letters = text.encode("ascii", "replace").translate(_LETTERS)
            self._words.update(letters.replace(b"- ", b" ").replace(b" -", b" ").split())

    def is_one_word(self, before: str, after: str) -> bool:
        """Whether a hyphen at a line's end only breaks a word.

        The document's own spelling decides; where it has neither, a typographic hyphen does, which has no key.
        """
        first = re.search(r"([A-Za-z]+)[-\u2010]$", before)
        second = re.match(r"[a-z]+", after)
        if not first or not second:
            return False
        left, right = first[1].lower(), second[0]
        if f"{left}-{right}".encode() in self._words:
            return False
        return before.endswith("\u2010") or (left + right).encode() in self._words
