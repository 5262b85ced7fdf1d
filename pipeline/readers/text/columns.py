"""Tables that a text prints with white space: cells parted by tabs, or set in columns with blank gutters between them.

Also the tables that Pandoc writes: grids of "+---+" and "|", and columns under a rule of dashes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.builder import CellWords, Piece
from pipeline.readers.lists import list_marker
from pipeline.readers.text.lines import TextLine, join_onto, runs_on

LEAST_TABBED, LEAST_ALIGNED = 3, 4  # rows, the header with them
MOST_COLUMNS = 40
LONGEST_CELL = 60  # characters, half of a table's cells at the most: longer ones are columns of prose
_GAP = re.compile(r"(?<![.!?:])(?:[ \u00a0]{2,}|\t[ \t]*)|[ \u00a0]{4,}")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|\|")
_NUMERIC = re.compile(r"[(£$€+<>~-]*\d[\d,.:/ ]*(?:[%)]|bn|m|k|pp)*|[-–—]|n/?a", re.IGNORECASE)
_GRID_RULE = re.compile(r"\+(?:[-=:]{2,}\+){2,}")
_DASHES = re.compile(r"-{2,}(?:\s+-{2,})+")
_BORDER = re.compile(r"-{5,}")


class Cell(NamedTuple):
    """A cell on a line: the columns of characters that it covers, and its words."""

    left: int
    right: int
    piece: Piece


Rows = list[list[list[Piece]]]


class PrintedTable(NamedTuple):
    """A table: the index after its last line, and its cells."""

    end: int
    cells: list[CellWords]


class _Found(NamedTuple):
    """A table as it is found: the words of its cells, row by row, and the index after its last line.

    Without rows, the lines up to that index are none, and need no second look.
    """

    rows: Rows
    end: int


def printed_tables(
    lines: Sequence[TextLine], *, inline: Callable[[Sequence[Piece]], Sequence[Piece]] = tuple
) -> dict[int, PrintedTable]:
    """The tables among the lines of a text, by the index of the line that they start on.

    Args:
        lines: the lines.
        inline: how the words of a cell are read; as they stand when not given.
    """
    found: dict[int, PrintedTable] = {}
    i = 0
    while i < len(lines):
        for read in (_grid, _under_rule, _tabbed, _aligned):
            table = read(lines, i)
            if table is not None:
                if table.rows:
                    found[i] = PrintedTable(table.end, list(_header_and_rows(table.rows, inline)))
                i = table.end - 1
                break
        i += 1
    return found


def _grid(lines: Sequence[TextLine], start: int) -> _Found | None:
    """A grid: rules of "+---+" between its rows, bars between its cells."""
    if not _GRID_RULE.fullmatch(lines[start].text):
        return None
    bars = [m.start() for m in re.finditer(r"\+", lines[start].text)]
    rows: Rows = []
    is_open, end = False, start + 1
    while end < len(lines) and lines[end].text[0] in "|+" and not lines[end].after_blank:
        line = lines[end]
        end += 1
        if line.text[0] == "+":
            is_open = False
            continue
        if not is_open:
            rows.append([[] for _ in bars[1:]])
        is_open = True
        _add(rows[-1], [_cut(line, a + 1, b) for a, b in pairwise(bars)])
    return _Found(rows, end) if len(rows) > 1 else None


def _under_rule(lines: Sequence[TextLine], start: int) -> _Found | None:
    """Columns under a rule of dashes: the header above the rule, rows below it to a blank line or a border."""
    head = start + bool(_BORDER.fullmatch(lines[start].text))
    if head + 2 >= len(lines) or not _DASHES.fullmatch(lines[head + 1].text) or lines[head + 1].after_blank:
        return None
    rule = lines[head + 1]
    lefts = [rule.indent + m.start() for m in re.finditer(r"-+", rule.text)]
    end = head + 2
    while end < len(lines) and not lines[end].after_blank and not _BORDER.match(lines[end].text):
        end += 1
    rows: Rows = []
    for line in (lines[head], *lines[head + 2 : end]):
        bounds = [0, *(max(0, left - line.indent) for left in lefts[1:]), len(line.text)]
        rows.append([])
        rows[-1] = [[piece] if piece.text else [] for piece in (_cut(line, a, b) for a, b in pairwise(bounds))]
    end += end < len(lines) and not lines[end].after_blank and bool(_BORDER.fullmatch(lines[end].text))
    return _Found(rows, end) if len(rows) > 1 else None


def _tabbed(lines: Sequence[TextLine], start: int) -> _Found | None:
    """Lines of as many cells each, parted by tabs, as they are pasted from a web page or a sheet."""
    rows: Rows = []
    end = start
    while end < len(lines) and "\t" in lines[end].text and not (rows and lines[end].after_blank):
        row = [[cell.piece] for cell in _cells(lines[end], re.compile(r"\t"))]
        if (rows and len(row) != len(rows[0])) or list_marker(lines[end].text):
            break
        rows.append(row)
        end += 1
    filled = [c for c in range(len(rows[0]) if rows else 0) if any(row[c][0].text for row in rows)]
    rows = [[row[c] for c in filled] for row in rows]  # tabs in a row that only set the columns apart
    if end - start < LEAST_TABBED:
        return None
    return _Found(rows if len(filled) > 1 and _is_table(rows) else [], end)


def _aligned(lines: Sequence[TextLine], start: int) -> _Found | None:
    """Lines of as many cells each that stand in columns; a line with fewer goes on with the row above it."""
    first = _row_cells(lines[start])
    if not 2 <= len(first) <= MOST_COLUMNS:
        return None
    spans = [(cell.left, cell.right) for cell in first]
    rows, full, end = [[[cell.piece] for cell in first]], 1, start + 1
    while end < len(lines) and not lines[end].after_blank:
        cells = _row_cells(lines[end])
        columns = [_column(cell, spans) for cell in cells]
        if len(cells) == len(first):
            spans = [(min(a, c.left), max(b, c.right)) for (a, b), c in zip(spans, cells, strict=True)]
            rows.append([[cell.piece] for cell in cells])
            full += 1
        elif cells and None not in columns and len(set(columns)) == len(columns):
            row: list[Piece] = [Piece("", *rows[-1][0][0][1:])] * len(first)
            for column, cell in zip(columns, cells, strict=True):
                row[column or 0] = cell.piece
            _add(rows[-1], row)
        else:
            break
        end += 1
    gutters = all(left[1] < right[0] for left, right in pairwise(spans))
    return _Found(rows if gutters and full >= LEAST_ALIGNED and _is_table(rows) else [], end)


def _row_cells(line: TextLine) -> list[Cell]:
    """The cells of a line; none where it is an item, an entry of the contents, or a row with bars."""
    return [] if list_marker(line.text) or _LEADERS.search(line.text) else _cells(line, _GAP)


def line_cells(line: TextLine) -> list[Cell]:
    """The cells of a line that blank gaps part."""
    return _cells(line, _GAP)


def _cells(line: TextLine, gap: re.Pattern[str]) -> list[Cell]:
    found: list[Cell] = []
    at = 0
    for bound in [*gap.finditer(line.text), None]:
        end = bound.start() if bound else len(line.text)
        found.append(Cell(line.indent + at, line.indent + end, _cut(line, at, end)))
        at = bound.end() if bound else end
    return found


def _column(cell: Cell, spans: Sequence[tuple[int, int]]) -> int | None:
    """The column that a cell stands in, between its neighbours; None where it reaches over one."""
    for i, (left, right) in enumerate(spans):
        if cell.left < right and cell.right > left:
            beyond = spans[i + 1][0] if i + 1 < len(spans) else cell.right + 1
            return i if cell.right < beyond and cell.left >= left else None
    return None


def _is_table(rows: Rows) -> bool:
    """Whether rows hold values, and are no columns of prose, no list of names and no contents page."""
    texts = [["".join(piece.text for piece in cell) for cell in row] for row in rows]
    if median(len(text) for row in texts for text in row) > LONGEST_CELL:
        return False
    columns = list(zip(*texts, strict=True))
    if sum(runs_on(a, b) for column in columns for a, b in pairwise(column)) > len(rows) // 2:
        return False
    if len(columns) > 2:
        return True
    values = [text for text in columns[1][1:] if _NUMERIC.fullmatch(text)]
    pages = [int(text) for text in columns[1] if text.isdigit()]
    goes_up = len(pages) >= len(rows) - 1 and all(a <= b for a, b in pairwise(pages))
    return len(values) > len(rows) // 2 and not goes_up


def _add(row: list[list[Piece]], pieces: Sequence[Piece]) -> None:
    """Put the words of a further line into the cells of a row."""
    for cell, piece in zip(row, pieces, strict=True):
        if piece.text and cell:
            join_onto(cell, piece)
        elif piece.text:
            cell.append(piece)


def _cut(line: TextLine, start: int, end: int) -> Piece:
    """The words between two places of a line, without the white space around them."""
    raw = line.text[start:end]
    words = raw.strip()
    at = line.start + start + (len(raw) - len(raw.lstrip()) if words else 0)
    return Piece(words, at, at + len(words))


def _header_and_rows(rows: Rows, inline: Callable[[Sequence[Piece]], Sequence[Piece]]) -> Iterator[CellWords]:
    """The cells, those of the first row as headers; one without words stands where the cell before it ends."""
    at = rows[0][0][0].start if rows[0][0] else -1
    for r, row in enumerate(rows):
        for c, pieces in enumerate(row):
            words = pieces or [Piece("", at, at)]
            at = words[-1].end
            yield CellWords(r, c, inline(words), header=not r)
