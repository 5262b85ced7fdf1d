"""Cells of a table under its head, from rows and columns: labels on several lines, words over several columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.tables.columns import Column, column_at
from pipeline.readers.pdf.tables.text import Row, is_value
from pipeline.readers.pdf.tables.words import Word

LINES_APART = 0.6  # of a line's height: lines of one label stand nearer
BESIDE = 0.15  # of a line's height: a label's line so near to a line of values stands beside it


@dataclass(slots=True)
class GridCell:
    """A cell while its table is made: rows and columns are half-open ranges."""

    top: int
    bottom: int
    left: int
    right: int
    words: list[Word] = field(default_factory=list)
    header: bool = False

    @property
    def upper(self) -> float:
        """Where its words start."""
        return min(w.top for w in self.words)

    @property
    def lower(self) -> float:
        """Where its words end."""
        return max(w.bottom for w in self.words)


def without_overlaps(cells: Sequence[GridCell]) -> list[GridCell]:
    """Cells of which no two share a place: one that starts in another joins it, one that reaches into another ends."""
    held: dict[tuple[int, int], GridCell] = {}
    kept: list[GridCell] = []
    for cell in sorted(cells, key=lambda c: (c.top, c.left)):
        owner = held.get((cell.top, cell.left))
        if owner is not None:
            owner.words += cell.words
            continue
        cell.right = next((c for c in range(cell.left, cell.right) if (cell.top, c) in held), cell.right)
        width = range(cell.left, cell.right)
        cell.bottom = next((r for r in range(cell.top, cell.bottom) if any((r, c) in held for c in width)), cell.bottom)
        held |= {(r, c): cell for r in range(cell.top, cell.bottom) for c in width}
        kept.append(cell)
    return kept


def body_cells(rows: Sequence[Row], columns: Sequence[Column], first: int) -> list[GridCell]:
    """Cells under the head, counted from row `first`; lines of one cell, and labels beside it, are put together."""
    body = _Body(first)
    lines = [_line(row, columns) for row in rows]
    usual = median([b.top - a.bottom for a, b in pairwise(rows)]) if len(rows) > 1 else 0.0
    for i, line in enumerate(lines):
        if i and _goes_on(lines[i - 1], line, rows[i - 1], rows[i], usual):
            body.extend(line)
        elif i + 1 < len(lines) and _leads_in(line, lines[i + 1], rows[i], rows[i + 1]):
            body.hold(line)
        else:
            body.add(line)
    return body.cells


Line = list[tuple[int, int, list[Word]]]


class _Body:
    """Rows of a table while they are put together."""

    def __init__(self, first: int) -> None:
        self.cells: list[GridCell] = []
        self._at = first
        self._held: list[Word] = []

    def hold(self, line: Line) -> None:
        """Keep the first line of a label whose values stand beside its last one."""
        self._held += line[0][2]

    def add(self, line: Line) -> None:
        """A row of its own."""
        if self._held and line[0][0] != 0:
            line = [(0, 1, []), *line]
        for left, right, words in line:
            held = self._held if left == 0 else []
            self.cells.append(GridCell(self._at, self._at + 1, left, right, held + words))
        self._held = []
        self._at += 1

    def extend(self, line: Line) -> None:
        """Words that belong to the row before."""
        row = self._at - 1
        for left, right, words in line:
            last = next((c for c in self.cells if c.top == row and c.left < right and left < c.right), None)
            if last is None:
                self.cells.append(GridCell(row, row + 1, left, right, list(words)))
            else:
                last.words.extend(words)


def _line(row: Row, columns: Sequence[Column]) -> Line:
    """The words of a row by column; a lone piece may reach over several."""
    if len(row.pieces) == 1 and not row.pieces[0].is_value:
        piece = row.pieces[0]
        left = column_at(piece.words[0].centre, columns)
        right = left + 1
        if left:
            covered = [i for i, c in enumerate(columns) if piece.x0 <= c.centre <= piece.x1]
            left, right = min([left, *covered]), max([left, *covered]) + 1
        return [(left, right, list(piece.words))]
    found: dict[int, list[Word]] = {}
    for piece in row.pieces:
        if piece.is_value:
            for word in piece.words:
                found.setdefault(column_at(word.centre, columns), []).append(word)
        else:
            at = column_at(piece.centre, columns)
            at = min(at, column_at(piece.words[0].centre, columns)) if piece is row.pieces[0] else at
            found.setdefault(at, []).extend(piece.words)
    return [(at, at + 1, words) for at, words in sorted(found.items())]


def _goes_on(before: Line, line: Line, above: Row, row: Row, usual: float) -> bool:
    """Whether a line only ends what the one before it starts: a label's second line, without values."""
    near = row.top - above.bottom < LINES_APART * row.height
    if not near or any(is_value(w.text) for _, _, words in line[1:] for w in words) or len(before) < 2:
        return False
    if [left for left, _, _ in line] != [0]:
        return line[0][0] > 0 and not any(is_value(w.text) for _, _, words in line for w in words)
    if before[0][0] != 0:
        return row.top - above.bottom < BESIDE * row.height
    first = line[0][2][0]
    closer = row.top - above.bottom < usual - 0.25 * row.height
    return first.text[:1].islower() or closer or (first.x0 > above.x0 + 3 and not first.bold)


def _leads_in(line: Line, after: Line, row: Row, below: Row) -> bool:
    """Whether a line is the start of the label of the next one."""
    if [left for left, _, _ in line] != [0] or len(after) < 2:
        return False
    apart = below.top - row.bottom
    if after[0][0] != 0:
        return apart < BESIDE * row.height
    return apart < LINES_APART * row.height and after[0][2][0].text[:1].islower()
