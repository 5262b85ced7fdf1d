"""Which cells of a table without tags are headers."""

from collections.abc import Sequence

from pipeline.readers.pdf.tables.cells import GridCell
from pipeline.readers.pdf.tables.text import TIME_OR_UNIT, is_value

MOST_HEAD_ROWS = 4


def with_headers(cells: list[GridCell]) -> list[GridCell]:
    """A table's cells with the headers marked.

    The rows at the top that hold no values; years and units are none. Where only the first column is bold, its cells
    are the headers of their rows.
    """
    depth = max((c.bottom for c in cells if c.header), default=0) or _first_rows(cells)
    while depth < MOST_HEAD_ROWS and depth and _is_head(cells, depth):
        depth += 1
    for cell in cells:
        cell.header = cell.top < depth
    if not depth:
        _mark_labels(cells)
    return cells


def _first_rows(cells: Sequence[GridCell]) -> int:
    """How many rows the head of a ruled table has: its first row, and those that cells of it reach over or stand on."""
    first = [c for c in cells if c.top == 0]
    if _holds_values(first) or _is_labelled(cells):
        return 0
    depth = min(MOST_HEAD_ROWS, max(c.bottom for c in first))
    width, last = max(c.right for c in cells), max(c.bottom for c in cells)
    over = any(1 < c.right - c.left < width for c in first)
    if over and depth == 1 and last > 2 and not _holds_values([c for c in cells if c.top == 1]):
        depth = 2
    return depth if depth < last else 1


def _is_head(cells: Sequence[GridCell], row: int) -> bool:
    """Whether a row under the head belongs to it: years or units in all columns but the first, which may be empty."""
    texts = [(c.left, _text(c)) for c in cells if c.top == row]
    values = [text for left, text in texts if left]
    more = any(c.top > row for c in cells)
    return more and len(values) > 1 and all(TIME_OR_UNIT.fullmatch(text) for text in values)


def _holds_values(cells: Sequence[GridCell]) -> bool:
    texts = [_text(c) for c in cells if c.left]
    values = [t for t in texts if is_value(t) and not TIME_OR_UNIT.fullmatch(t)]
    return bool(texts) and len(values) > len(texts) / 2


def _is_labelled(cells: Sequence[GridCell]) -> bool:
    """Whether only the cells of the first column are bold."""
    first = [all(w.bold for w in c.words) for c in cells if c.left == 0]
    rest = [all(w.bold for w in c.words) for c in cells if c.left and c.top == 0]
    return len(first) > 1 and all(first) and not any(rest)


def _mark_labels(cells: Sequence[GridCell]) -> None:
    if _is_labelled(cells):
        beside = {c.top for c in cells if c.left}
        for cell in cells:
            cell.header = cell.left == 0 and cell.top in beside


def _text(cell: GridCell) -> str:
    return " ".join(w.text for w in cell.words)
