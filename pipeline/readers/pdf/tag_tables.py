"""Cells of a table in the structure tree (ISO 32000, 14.8.4.3.4)."""

from collections.abc import Callable, Iterator

from pipeline.readers.pdf.blocks import PdfCell
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.tree import Tag, span

ROW_GROUPS = {"THead", "TBody", "TFoot"}


def cells_of(table: Tag, lines: Callable[[Tag], list[PdfLine]]) -> list[PdfCell] | None:
    """The cells of a table: none where all are empty, None where it is no table but a frame around text.

    Args:
        table: the element.
        lines: gives the printed lines of an element; items of a list in a cell start with their bullets as printed.
    """
    cells: list[PdfCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(_rows(table)):
        column = 0
        for cell in row.kids:
            if not isinstance(cell, Tag) or cell.type not in {"TH", "TD"}:
                continue
            while (r, column) in taken:
                column += 1
            height, width = span(cell, b"RowSpan"), span(cell, b"ColSpan")
            taken |= {(r + i, column + j) for i in range(height) for j in range(width)}
            cells.append(PdfCell(r, column, lines(cell), height, width, cell.type == "TH"))
            column += width
    filled = [c for c in cells if c.lines]
    if not filled:
        return []
    if 1 + max(c.column for c in cells) == 1 or len(filled) == 1:
        return None
    return _with_header_row(cells)


def _rows(table: Tag) -> Iterator[Tag]:
    for kid in table.kids:
        if isinstance(kid, Tag):
            if kid.type == "TR":
                yield kid
            elif kid.type in ROW_GROUPS:
                yield from _rows(kid)


def _with_header_row(cells: list[PdfCell]) -> list[PdfCell]:
    """A table whose tags name no header has its first row for one, where that row is all bold."""
    if any(c.header for c in cells):
        return cells
    first = [c for c in cells if c.row == 0]
    if first and all(line.bold for c in first for line in c.lines):
        return [c._replace(header=c.row == 0) for c in cells]
    return cells
