"""Cells of a table in the structure tree (ISO 32000, 14.8.4.3.4).

Producers leave spans out: then a row has fewer cells than the table has columns, and where its words stand says which
columns they belong to.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

from pipeline.readers.outline import is_value
from pipeline.readers.pdf.blocks import PdfCell
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.tree import Tag, span

ROW_GROUPS = {"THead", "TBody", "TFoot"}
MOST_TRIED = 3_000  # ways to place a row's cells
ALL_HEADERS = 0.9  # share of cells tagged as headers: with more, the tags say nothing
VALUES = 0.5  # share of the cells under the first row that hold a value, for a first row without one to be a header


class _Column(NamedTuple):
    """Where the words of a column stand."""

    x0: float
    x1: float


def cells_of(table: Tag, lines: Callable[[Tag], list[PdfLine]]) -> list[PdfCell] | None:
    """The cells of a table: none where all are empty, None where it is no table but a frame around text.

    Args:
        table: the element.
        lines: gives the printed lines of an element; items of a list in a cell start with their bullets as printed.
    """
    rows = [list(_row(row, lines)) for row in _rows(table)]
    cells = _by_order(rows)
    filled = [c for c in cells if c.lines]
    if not filled:
        return []
    if 1 + max(c.column for c in cells) == 1 or len(filled) == 1:
        return None
    return _with_headers(_by_place(cells, len(rows)))


def _rows(table: Tag) -> Iterator[Tag]:
    for kid in table.kids:
        if isinstance(kid, Tag):
            if kid.type == "TR":
                yield kid
            elif kid.type in ROW_GROUPS:
                yield from _rows(kid)


def _row(row: Tag, lines: Callable[[Tag], list[PdfLine]]) -> Iterator[PdfCell]:
    for cell in row.kids:
        if isinstance(cell, Tag) and cell.type in {"TH", "TD"}:
            yield PdfCell(0, 0, lines(cell), span(cell, b"RowSpan"), span(cell, b"ColSpan"), cell.type == "TH")


def _by_order(rows: Sequence[Sequence[PdfCell]]) -> list[PdfCell]:
    """Cells placed one after the other, as their spans say."""
    cells: list[PdfCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(cell.row_span) for j in range(cell.column_span)}
            cells.append(cell._replace(row=r, column=column))
            column += cell.column_span
    return cells


# ---- rows that have too few cells


def _by_place(cells: list[PdfCell], height: int) -> list[PdfCell]:
    """Cells of rows that do not reach over all columns, moved to where they stand; cells above reach down to them."""
    width = max(c.column + c.column_span for c in cells)
    covered = [0] * height
    for cell in cells:
        for row in range(cell.row, min(height, cell.row + cell.row_span)):
            covered[row] += cell.column_span
    columns = _columns([c for c in cells if covered[c.row] == width], width)
    if columns is None or all(count == width for count in covered):
        return cells
    placed: list[PdfCell] = []
    for row in range(height):
        held = [c for c in cells if c.row == row]
        reaching = {c for p in placed if p.row + p.row_span > row for c in range(p.column, p.column + p.column_span)}
        free = [c for c in range(width) if c not in reaching]
        if covered[row] < width and held and sum(c.column_span for c in held) < len(free):
            held = _placed(held, free, columns)
            placed = _reaching_down(placed, row, held, free)
        placed += held
    return placed


def _columns(cells: Sequence[PdfCell], width: int) -> list[_Column] | None:
    """Where the columns stand, from rows that have a cell for each; None where a column holds no words."""
    found = []
    for column in range(width):
        lines = [n for c in cells if c.column == column and c.column_span == 1 for n in c.lines]
        if not lines:
            return None
        found.append(_Column(median(n.x0 for n in lines), max(n.x1 for n in lines)))
    return found


def _placed(cells: Sequence[PdfCell], free: Sequence[int], columns: Sequence[_Column]) -> list[PdfCell]:
    """Cells in the free columns nearest to their words, in their order; a lone one at the left reaches over the row."""
    if len(cells) == 1 and len(free) == len(columns) and _away(cells[0], columns[0]) <= 0:
        return [cells[0]._replace(column=0, column_span=len(columns))]
    best, least = list(free[: len(cells)]), float("inf")
    for n, chosen in enumerate(combinations(free, len(cells))):
        if n > MOST_TRIED:
            break
        away = sum(max(0.0, _away(cell, columns[at])) for cell, at in zip(cells, chosen, strict=True))
        if away < least:
            best, least = list(chosen), away
    return [
        _widened(cell._replace(column=at), after, columns)
        for cell, at, after in zip(cells, best, [*best[1:], len(columns)], strict=True)
    ]


def _away(cell: PdfCell, column: _Column) -> float:
    """How far the words of a cell stand from a column's; below 0 where they overlap."""
    if not cell.lines:
        return 0.0
    x0, x1 = min(n.x0 for n in cell.lines), max(n.x1 for n in cell.lines)
    return max(x0 - column.x1, column.x0 - x1)


def _widened(cell: PdfCell, after: int, columns: Sequence[_Column]) -> PdfCell:
    """A cell that reaches over the free columns right of it whose words it stands over."""
    width = 1
    while cell.column + width < after and cell.lines and _away(cell, columns[cell.column + width]) < 0:
        width += 1
    return cell._replace(column_span=max(width, cell.column_span))


def _reaching_down(placed: Sequence[PdfCell], row: int, held: Sequence[PdfCell], free: Sequence[int]) -> list[PdfCell]:
    """The cells above that reach down to places left of a row's own cells, where the row has none.

    Column headers do not: the first row under repeated ones may hang on a cell of the page before.
    """
    over = {c.row for c in placed} - {c.row for c in placed if not c.header}
    taken = {c for cell in held for c in range(cell.column, cell.column + cell.column_span)}
    gaps = {c for c in free if c not in taken and c < max(taken)}
    return [
        c._replace(row_span=row - c.row + 1)
        if c.row + c.row_span == row and c.column in gaps and c.column_span == 1 and c.lines and c.row not in over
        else c
        for c in placed
    ]


# ---- headers


def _with_headers(cells: list[PdfCell]) -> list[PdfCell]:
    """Headers as tagged; where the tags name none, or all, the first row where it stands out."""
    tagged = sum(c.header for c in cells)
    if 0 < tagged < ALL_HEADERS * len(cells):
        return cells
    first = [c for c in cells if c.row == 0]
    if tagged or _stands_out(first, [c for c in cells if c.row > 0]):
        return [c._replace(header=c.row == 0) for c in cells]
    return cells


def _stands_out(first: Sequence[PdfCell], rest: Sequence[PdfCell]) -> bool:
    """Whether a first row is all bold, or holds words over values."""
    words = [c for c in first if c.lines]
    if not words:
        return False
    if all(line.bold for c in words for line in c.lines):
        return True
    under = [c for c in rest if c.column and c.lines]
    values = sum(is_value(_text(c)) for c in under)
    return len(words) > 1 and values >= VALUES * len(under) > 0 and not any(is_value(_text(c)) for c in words)


def _text(cell: PdfCell) -> str:
    return " ".join(line.text for line in cell.lines)
