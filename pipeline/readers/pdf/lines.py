"""Printed lines of a PDF page: runs joined to lines, lines joined to the words of a block."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.readers.lists import BULLETS
from pipeline.readers.pdf.runs import Run

SAME_LINE = 0.5  # share of the smaller height that two runs of one line overlap by
WORD_GAP = 0.18  # of the size: a wider gap between runs is a space
COLUMN_GAP = 3.0  # of the size: a wider gap is another column or cell
BULLET_SIGNS = frozenset(BULLETS) | {"o", "-", "*"}
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\x00": ""})  # pdfium's marks of a hyphen at a line's end
RAISED = 0.1  # of the size: how far a footnote's mark stands above the line
SMALLER = 0.8  # of the size: a footnote's mark is at most so large
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")


class PdfLine(NamedTuple):
    """A printed line; its rectangle in points from the top left, its size in points, and whether it is all bold."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool


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
        if run.text.strip() in BULLET_SIGNS:
            bullets.append(run)
        else:
            before[i] = []
    for bullet in bullets:
        beside = [i for i in before if runs[i].x0 >= bullet.x0 and _height_shared(bullet, runs[i]) > 0]
        if beside:
            before[min(beside, key=lambda i: runs[i].x0 - bullet.x0)].append(bullet)
    return before


def _height_shared(a: Run, b: Run) -> float:
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def _same_line(current: Sequence[Run], run: Run, *, split_columns: bool) -> bool:
    last = current[-1]
    overlap = min(last.bottom, run.bottom) - max(last.top, run.top)
    if overlap < SAME_LINE * min(last.bottom - last.top, run.bottom - run.top):
        return False
    if split_columns and run.x0 - last.x1 > COLUMN_GAP * max(run.size, last.size, 6):
        return False
    return run.x0 >= last.x0 - max(last.size, run.size)


def _line(runs: Sequence[Run]) -> PdfLine:
    if len(runs) == 1:
        run = runs[0]
        text = _SPACE.sub(" ", run.text.translate(_HYPHENS)).strip()
        return PdfLine(text, run.x0, run.top, run.x1, run.bottom, run.size, run.bold)
    parts: list[str] = []
    for before, run in zip([None, *runs[:-1]], runs, strict=True):
        if before is not None and run.x0 - before.x1 > WORD_GAP * max(run.size, before.size):
            parts.append(" ")
        parts.append(run.text.translate(_RAISED) if before is not None and _is_note_mark(run, before) else run.text)
    text = _SPACE.sub(" ", "".join(parts).translate(_HYPHENS)).strip()
    letters = [(len(r.text.strip()), r) for r in runs]
    widest = max(letters, key=lambda pair: pair[0])[1]
    return PdfLine(
        text,
        min(r.x0 for r in runs),
        min(r.top for r in runs),
        max(r.x1 for r in runs),
        max(r.bottom for r in runs),
        widest.size,
        all(r.bold for n, r in letters if n and any(c.isalnum() for c in r.text)),
    )


def _is_note_mark(run: Run, before: Run) -> bool:
    """Whether a run is the raised number of a footnote. It stays as a superscript, so that no value ends in it."""
    raised = run.bottom < before.bottom - RAISED * before.size and run.size <= SMALLER * before.size
    return raised and run.text.strip().isdigit() and len(run.text.strip()) <= 2


class PlacedText(NamedTuple):
    """Words of a block, and for each printed line its range in them."""

    text: str
    lines: list[tuple[int, int, PdfLine]]


def joined_lines(lines: Sequence[PdfLine], vocabulary: "Vocabulary | None" = None) -> PlacedText:
    """Lines as one text: a space between, none after a hyphen; a hyphen that only breaks a word goes."""
    text = ""
    placed: list[tuple[int, int, PdfLine]] = []
    for line in lines:
        if text.endswith("\u00ad") or (text.endswith("-") and line.text[:1].islower()):
            if text.endswith("\u00ad") or (vocabulary and vocabulary.is_one_word(text, line.text)):
                text = text[:-1]
                if placed:
                    start, _, last = placed[-1]
                    placed[-1] = (start, min(len(text), placed[-1][1]), last)
        elif text and not (text.endswith(("-", "/")) and len(text) > 1 and text[-2].isalnum()):
            text += " "
        placed.append((len(text), len(text) + len(line.text), line))
        text += line.text
    return PlacedText(text, placed)


class Vocabulary:
    """The words of a document: they tell "improve-ment" from "co-ordination"."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        for text in texts:
            self._words.update(re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower()))

    def is_one_word(self, before: str, after: str) -> bool:
        """Whether a hyphen at a line's end only breaks a word: the whole stands elsewhere, the hyphenated does not."""
        first = re.search(r"([A-Za-z]+)-$", before)
        second = re.match(r"[a-z]+", after)
        if not first or not second:
            return False
        left, right = first[1].lower(), second[0]
        return left + right in self._words and f"{left}-{right}" not in self._words


def leading(lines: Sequence[PdfLine]) -> float:
    """The usual distance from a line's top to the next one's, in points; 0 where there is none."""
    steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 4 * max(a.size, 4)]
    return median(steps) if steps else 0.0
