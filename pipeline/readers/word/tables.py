"""The grid of a DOCX table: rows and cells without what only wraps them, merged cells, header rows, row labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pipeline.readers.word.parts import W, contents, is_on, value, whole

LABEL_WORDS = 12  # a label of a row is no longer
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,8}")
_FIRST_ROW = 0x20  # of the bits of `w:tblLook`


@dataclass(slots=True)
class GridCell:
    """A cell: its place, how far it reaches, its element, and what the reader found in it."""

    row: int
    column: int
    width: int
    element: Any
    height: int = 1
    text: str = ""
    bold: bool = False
    header: bool = False


def grid(table: Any) -> list[GridCell]:
    """The cells of a table, merged ones once; columns in which no cell starts are closed up."""
    cells: list[GridCell] = []
    above: dict[int, GridCell] = {}
    for number, row in enumerate(rows(table)):
        column = whole(value(row, f"{W}trPr/{W}gridBefore"), 0)
        last: GridCell | None = None
        for element in _cells(row):
            width = max(1, whole(value(element, f"{W}tcPr/{W}gridSpan"), 1))
            owner = above.get(column)
            if _is_merged(element, "hMerge") and last is not None:
                last.width += width
            elif _is_merged(element, "vMerge") and owner is not None and owner.row + owner.height == number:
                owner.height += 1
            else:
                last = above[column] = GridCell(number, column, width, element)
                cells.append(last)
            column += width
    return _closed_up(cells)


def rows(table: Any) -> list[Any]:
    """The rows of a table without those whose deletion was tracked."""
    found = (row for row in contents(table) if row.tag == f"{W}tr")
    return [row for row in found if row.find(f"{W}trPr/{W}del") is None]


def mark_headers(table: Any, cells: Sequence[GridCell]) -> None:
    """Mark the header rows and the labels of rows.

    Header rows are those that are repeated on each page; else the first one where the table's look or its weight sets
    it apart, unless the table is a list of names and values. Labels of rows are a first column in bold.
    """
    repeated = len(list(takewhile(lambda r: is_on(r, f"{W}trPr/{W}tblHeader"), rows(table))))
    labelled = has_labels(cells, after=repeated)
    first = [c for c in cells if c.row == 0]
    last = max((c.row + c.height for c in cells), default=0)
    stands_out = all(c.bold or not c.text for c in first) and any(c.text for c in first)
    plain_below = any(c.text and not c.bold for c in cells if c.row >= 1)
    by_look = _look(table) & _FIRST_ROW and not labelled
    if not repeated and last > 1 and (by_look or (stands_out and plain_below)):
        repeated = 1
    if repeated and _is_banner(cells, repeated):
        repeated += 1
    for cell in cells:
        cell.header = cell.row < repeated < last or (labelled and cell.column == 0 and bool(cell.text))


def _is_banner(cells: Sequence[GridCell], header_rows: int) -> bool:
    """Whether the only header row is one cell over the whole width: the names of the columns stand below it."""
    columns = max(c.column + c.width for c in cells)
    below = [c for c in cells if c.row == 1]
    alone = header_rows == 1 and [c.width for c in cells if c.row == 0] == [columns] and columns > 1
    return alone and len(below) > 1 and all(c.bold or not c.text for c in below)


def has_labels(cells: Sequence[GridCell], *, after: int) -> bool:
    """Whether the first column stands out in bold from the rest, below the header rows."""
    body = [c for c in cells if c.row >= after and c.text]
    labels = [c for c in body if c.column == 0]
    others = [c for c in body if c.column > 0]
    if not labels or not others:
        return False
    bold = all(c.bold and len(c.text.split()) <= LABEL_WORDS for c in labels)
    return bold and not any(c.bold for c in others if c.row == after) and sum(c.bold for c in others) < len(others) / 2


def _look(table: Any) -> int:
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return 0
    bits = look.get(f"{W}val") or "0"
    found = int(bits, 16) if _HEXADECIMAL.fullmatch(bits) else 0
    return found | (_FIRST_ROW if look.get(f"{W}firstRow") in ("1", "true", "on") else 0)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in contents(row) if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None]


def _is_merged(cell: Any, direction: str) -> bool:
    """Whether a cell belongs to the one before it or above it."""
    merge = cell.find(f"{W}tcPr/{W}{direction}")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _closed_up(cells: list[GridCell]) -> list[GridCell]:
    """The cells on the columns in which some cell starts: borders that are out of line make columns of their own."""
    starts = {column: i for i, column in enumerate(sorted({c.column for c in cells}))}
    for cell in cells:
        inside = range(cell.column, cell.column + cell.width)
        cell.width = sum(1 for start in starts if start in inside)
        cell.column = starts[cell.column]
    return cells
