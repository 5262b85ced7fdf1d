"""Whether rows that stand in columns are a table: no list, contents page, index, chart or running text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.tables.blocks import LISTED, Block
from pipeline.readers.pdf.tables.columns import Column, column_at
from pipeline.readers.pdf.tables.text import Row, is_value

LEAST_ROWS = 3
INK = 0.5  # share of the places of its rows that a table fills, at least
VALUE_SHARE = 0.6  # of a column's cells that are values, at least, where it is a column of values
LED = 0.6  # share of the numbers on a contents page that dots lead to, at least
MOSTLY = 0.8  # share of the rows of a contents page, or of an aligned column, that look like one
LOWER = 0.3  # share of a column's cells that start with a small letter, at most: more, and text runs on
FULL = 0.6  # share of a column's cells that reach its right side, at most: more, and text runs
ALIGNED = 4.0  # points
_PART = re.compile(r"[A-Z]?\d{1,2}(?:\.\d{1,2})*\.?")  # the number of a chapter, a section, a table


def is_credible(block: Block, data: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether a block is a table.

    Args:
        block: its rows.
        data: those that look like rows of a table.
        columns: its columns.
    """
    if len(data) < LEAST_ROWS:
        return False
    cells: list[list[str]] = [[] for _ in columns]
    for row in data:
        for piece in row.pieces:
            cells[column_at(piece.centre, columns)].append(piece.text)
    of_values = [i for i, texts in enumerate(cells) if texts and _share_of_values(texts) >= VALUE_SHARE]
    if sum(min(len(texts), len(data)) for texts in cells) < INK * len(columns) * len(data):
        return False
    if not any(i > 0 for i in of_values) and not _is_listed(data, columns):
        return False
    scales = sum(_is_scale(cells[i]) for i in of_values)
    plain = sum(len(texts) for i, texts in enumerate(cells) if i not in of_values)
    if scales >= max(2, len(of_values) / 2) and plain <= len(data):
        return False
    headed = any(len(row.pieces) > 1 and not row.words[-1].text.isdigit() for row in block.head)
    return not is_led(data) and (headed or not is_contents(data))


def _share_of_values(texts: Sequence[str]) -> float:
    return sum(all(is_value(word) for word in text.split()) for text in texts) / len(texts)


def _is_scale(texts: Sequence[str]) -> bool:
    """Whether numbers are those of a chart's axis: one step apart."""
    plain = [text.replace(",", "").rstrip("%") for text in texts]
    numbers = [float(text) for text in plain if re.fullmatch(r"\d+(?:\.\d+)?", text)]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(steps) > 1 and steps[0] != 0 and all(abs(step - steps[0]) < abs(steps[0]) / 100 for step in steps)


def _is_listed(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether rows of words are a table: they start where their columns start, and do not run on as text does."""
    if len(columns) < LISTED or len(rows) <= LEAST_ROWS:
        return False
    aligned = 0
    for column in columns:
        pieces = [p for row in rows for p in row.pieces if column.left <= p.centre < column.right]
        if not pieces:
            return False
        left, right = median([p.x0 for p in pieces]), max(p.x1 for p in pieces)
        ends = sum(p.x1 > right - 0.15 * (right - left) for p in pieces)
        lower = sum(p.text[:1].islower() for p in pieces)
        words = sum(len(p.words) for p in pieces) / len(pieces)
        if lower > LOWER * len(pieces) or (words > 2 and ends > FULL * len(pieces)):
            return False
        aligned += sum(abs(p.x0 - left) < ALIGNED for p in pieces) >= MOSTLY * len(pieces)
    return aligned >= len(columns) - 1


def is_led(rows: Sequence[Row]) -> bool:
    """Whether dots lead to each plain number, as in an index or on a contents page."""
    numbers = [(a, b) for row in rows for a, b in pairwise(row.words) if b.text.rstrip(",").isdigit()]
    led = sum(a.leader for a, _ in numbers)
    return led >= LEAST_ROWS and led >= LED * len(numbers)


def is_contents(rows: Sequence[Row]) -> bool:
    """Whether rows name the parts of a document: a number, words, and a page that only grows."""
    words = [word.text for row in rows for word in row.words[:-1] if is_value(word.text)]
    parts = sum(_PART.fullmatch(w) is not None for w in words)
    pages = [int(row.words[-1].text) for row in rows if row.words[-1].text.isdigit()]
    if len(pages) < MOSTLY * len(rows) or len(pages) < LEAST_ROWS or parts < MOSTLY * len(words):
        return False
    return pages[0] < pages[-1] and sum(a <= b for a, b in pairwise(pages)) >= MOSTLY * (len(pages) - 1)
