"""Rows that stand between two rules of a table, parted by space or only by their lines."""

from collections.abc import Sequence

from pipeline.readers.pdf.tables.cells import GridCell
from pipeline.readers.pdf.tables.text import Row, rows_of
from pipeline.readers.pdf.tables.words import Word

STRIP = 0.5  # of a line's height: a strip so high without words parts rows
LISTED = 3  # lines side by side in all columns, at least, to be rows of their own
MOST_WORDS = 5  # in such a line
WITHIN = 1_000  # places for rows within a row


def with_unruled_rows(cells: list[GridCell]) -> list[GridCell]:
    """Cells with the rows between their rules counted; the numbers of rows have gaps."""
    for cell in cells:
        cell.top, cell.bottom = cell.top * WITHIN, cell.bottom * WITHIN
    parted: list[GridCell] = []
    for top in sorted({c.top for c in cells}):
        band = [c for c in cells if c.top == top]
        low = [c for c in band if c.bottom == top + WITHIN]
        starts = _starts(low) if len(low) == len(band) > 1 else []
        parted += [part for cell in band for part in (_parts(cell, starts) if starts else [cell])]
    return parted


def _parts(cell: GridCell, starts: Sequence[float]) -> list[GridCell]:
    parts: dict[int, list[Word]] = {}
    for word in cell.words:
        parts.setdefault(sum(start <= word.middle for start in starts), []).append(word)
    return [
        GridCell(cell.top + at, cell.top + at + 1, cell.left, cell.right, words) for at, words in sorted(parts.items())
    ]


def _starts(band: Sequence[GridCell]) -> list[float]:
    """Heights where a further row of a band starts."""
    lines = [rows_of(cell.words) for cell in sorted(band, key=lambda c: c.left)]
    if _is_list(lines):
        return [row.top for row in lines[0][1:]]
    rows = rows_of(word for cell in band for word in cell.words)
    labels = {id(word) for row in lines[0] for word in row.words}
    starts, bottom = [], rows[0].bottom
    for row in rows[1:]:
        beside = {id(w) in labels for w in row.words}
        if row.top - bottom >= STRIP * row.height and len(beside) == 2:
            starts.append(row.top)
        bottom = max(bottom, row.bottom)
    return starts


def _is_list(columns: Sequence[Sequence[Row]]) -> bool:
    """Whether all columns have the same short lines side by side."""
    first = columns[0]
    if len(first) < LISTED or any(len(row.words) > MOST_WORDS for rows in columns for row in rows):
        return False
    return all(
        len(rows) == len(first)
        and all(abs(a.middle - b.middle) < a.height / 2 for a, b in zip(rows, first, strict=True))
        for rows in columns[1:]
    )
