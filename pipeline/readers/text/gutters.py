"""Tables of objectives that a text sets in columns, their cells broken over lines ("pdftotext -layout").

They are told by their header: two columns or more, parted by white space, the first of which names rows ("Priority",
"Area"). Where the second holds sentences ("Success measure"), the words stay in the order of the lines, and those of
the first column are asides of the sentence they stand in; columns of values make a table.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from pipeline.builder import Piece
from pipeline.readers.text.broken_rows import FEWEST_ROWS, Header, Row, heads_values, is_row_head, table_of
from pipeline.readers.text.columns import Cell, PrintedTable, line_cells
from pipeline.readers.text.lines import TextLine, join_onto, reads_on
from pipeline.readers.text.row_labels import BrokenTable, CellPart, Stretch, cell_parts

FEWEST_LINES = 3  # below the header
FEWEST_FULL = 2  # lines with words in both columns
SLACK = 3  # characters that a cell may stand left of its header
Inline = Callable[[Sequence[Piece]], Sequence[Piece]]
Line = dict[int, Piece]  # the words of a line by their column


class _Head(NamedTuple):
    """The header: the words of its columns, where each starts, and how many of them name rows."""

    cells: list[Cell]
    names: int

    @property
    def lefts(self) -> list[int]:
        return [0, *(cell.left for cell in self.cells[1:])]


def labelled_columns(lines: Sequence[TextLine], inline: Inline) -> dict[int, BrokenTable]:
    """The tables of a column of labels and one of sentences, by the index of the line that heads them.

    Args:
        lines: the lines of a text.
        inline: how the words of a cell are read.
    """
    found: dict[int, BrokenTable] = {}
    for i, head in _heads(lines):
        if len(head.cells) != 2 or head.names != 2 or any(i < table.end for table in list(found.values())[-1:]):
            continue
        body = _body(lines, i + 1, head)
        if len(body) >= FEWEST_LINES and sum(len(line) == 2 for line in body) >= FEWEST_FULL:
            header = CellPart(tuple(inline((lines[i].piece(),))), is_label=True)
            stretches = [Stretch(n, piece, bold=not c) for n, line in enumerate(body) for c, piece in line.items()]
            found[i] = BrokenTable(i + 1 + len(body), (header, *cell_parts(stretches, inline)))
    return found


def tables_in_gutters(lines: Sequence[TextLine], *, inline: Inline = tuple) -> dict[int, PrintedTable]:
    """The tables with columns of values, their cells broken over lines, by the index of the line that they start on.

    Args:
        lines: the lines of a text.
        inline: how the words of a cell are read; as they stand when not given.
    """
    found: dict[int, PrintedTable] = {}
    for i, head in _heads(lines):
        if head.names == len(head.cells) or any(i < table.end for table in list(found.values())[-1:]):
            continue
        body = _body(lines, i + 1, head)
        header = Header([c.piece for c in head.cells[: head.names]], [c.piece for c in head.cells[head.names :]], i + 1)
        rows = list(_rows(lines, body, header))
        if len(rows) >= FEWEST_ROWS:
            found[i] = PrintedTable(i + 1 + len(body), table_of(header, rows, inline))
    return found


def _heads(lines: Sequence[TextLine]) -> Iterator[tuple[int, _Head]]:
    """The lines that head a table, each with its columns."""
    for i, line in enumerate(lines):
        cells = line_cells(line) if "  " in line.text and len(line.text) < 300 else []
        names = len(list(takewhile(is_row_head, (cell.piece.text for cell in cells))))
        if names and len(cells) > 1 and all(heads_values(cell.piece.text) for cell in cells[names:]):
            yield i, _Head(cells, names)


def _body(lines: Sequence[TextLine], start: int, head: _Head) -> list[Line]:
    """The lines of the table: each cell stands under its header, and no label stands alone behind a blank line."""
    body: list[Line] = []
    for line in lines[start:]:
        cells = line_cells(line)
        columns = [_column(cell, head.lefts) for cell in cells]
        known = [c for c in columns if c is not None]
        if len(known) < len(columns) or len(set(known)) < len(known) or (line.after_blank and known == [0]):
            break
        body.append({c: cell.piece for c, cell in zip(known, cells, strict=True)})
    return body


def _column(cell: Cell, lefts: Sequence[int]) -> int | None:
    """The column that a cell stands in; None where it reaches into the next."""
    middle = (cell.left + min(cell.right, cell.left + 2 * SLACK)) // 2
    column = max((i for i, left in enumerate(lefts) if left - SLACK <= middle), default=0)
    beyond = lefts[column + 1] if column + 1 < len(lefts) else cell.right + 1
    return column if cell.right < beyond and cell.left >= lefts[column] - SLACK else None


def _rows(lines: Sequence[TextLine], body: Sequence[Line], header: Header) -> Iterator[Row]:
    """The rows: one starts where a value stands and the row has its own, or behind a blank line."""
    names = len(header.labels)
    cells: dict[int, list[Piece]] = {}
    for n, line in enumerate(body):
        valued = any(c >= names for c in cells) and any(c >= names for c in line)
        blank = lines[header.end + n].after_blank and not _runs_on(cells, line, names - 1)
        if cells and (valued or blank):
            yield _row(cells, header)
            cells = {}
        for column, piece in line.items():
            if column in cells:
                join_onto(cells[column], piece)
            else:
                cells[column] = [piece]
    if cells:
        yield _row(cells, header)


def _runs_on(cells: dict[int, list[Piece]], line: Line, column: int) -> bool:
    return column in cells and column in line and reads_on(cells[column][-1].text, line[column].text)


def _row(cells: dict[int, list[Piece]], header: Header) -> Row:
    names, width = len(header.labels), len(header.labels) + len(header.values)
    at = max(piece.end for pieces in cells.values() for piece in pieces)
    values = [cells.get(c, [Piece("", at, at)]) for c in range(names, width)]
    return Row([cells[c] for c in range(names) if c in cells], values, 0)
