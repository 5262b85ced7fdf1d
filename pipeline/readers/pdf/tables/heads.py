"""Header cells of a table without cells of its own: headers on several lines, and over several columns."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.pdf.tables.cells import GridCell
from pipeline.readers.pdf.tables.columns import Column, column_at
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.text import Piece, Row, is_value, piece_of
from pipeline.readers.pdf.tables.words import Word

SPLIT = 0.32  # of the size: a wider gap in a header's line, where a column ends, parts two headers
SPACES = 1.35  # such a multiple of the narrowest space in the head
NEAR = 1.0  # of a line's height: lines of one header stand nearer
FLUSH = 1.0  # points
CENTRED = 0.03  # of the table's width: how far a header may stand off the middle of its columns


def head_cells(rows: Sequence[Row], columns: Sequence[Column], rules: Sequence[Rule]) -> list[GridCell]:
    """Header cells; their rows are those of the printed lines until `settle_rows` has counted them."""
    cells: list[GridCell] = []
    space = min((b.x0 - a.x1 for row in rows for p in row.pieces for a, b in pairwise(p.words)), default=0.0)
    for i, row in enumerate(rows):
        pieces = [part for piece in row.pieces for part in _parted(piece, columns, space)]
        lines = [
            GridCell(i, i + 1, *_reach(piece, columns, rules, row, pieces), list(piece.words), header=True)
            for piece in pieces
        ]
        for n, cell in enumerate(lines[:-1]):
            cell.right = max(cell.left + 1, min(cell.right, lines[n + 1].left))
        below = next((under for under in rows[i + 1 :] if len(under.pieces) > 1), None)
        if below is not None:
            _spread(lines, pieces, columns, below)
        for cell in lines:
            _stack(cells, cell, rules)
    return settle_rows(cells)


def _parted(piece: Piece, columns: Sequence[Column], space: float) -> list[Piece]:
    """A header's line cut where a gap, wider than a space, stands at a column's side."""
    parts: list[list[Word]] = [[piece.words[0]]]
    widest = max(SPLIT * piece.words[0].size, SPACES * space)
    for a, b in pairwise(piece.words):
        cut = any(a.centre < c.right < b.centre for c in columns[:-1])
        if cut and (b.x0 - a.x1 > widest or (is_value(a.text) and is_value(b.text))):
            parts.append([])
        parts[-1].append(b)
    return [piece_of(words) for words in parts]


def _reach(
    piece: Piece, columns: Sequence[Column], rules: Sequence[Rule], row: Row, beside: Sequence[Piece]
) -> tuple[int, int]:
    """The columns that a header stands over: between rules, over a rule, else those whose middle it covers."""
    x0, x1 = piece.x0, piece.x1
    for left, right in (*_walled(piece, rules, row.middle), *_underlined(piece, rules, row.bottom)):
        alone = not any(left < p.centre < right for p in beside if p is not piece)
        if alone and right - left < 0.9 * (columns[-1].right - columns[0].left):
            x0, x1 = min(x0, left), max(x1, right)
            break
    covered = [i for i, c in enumerate(columns) if x0 <= c.centre <= x1]
    own = column_at(piece.centre, columns)
    return min([own, *covered]), max([own, *covered]) + 1


def _walled(piece: Piece, rules: Sequence[Rule], middle: float) -> list[tuple[float, float]]:
    """The upright rules on both sides of a header."""
    beside = [rule.x0 for rule in rules if not rule.level and rule.top - 1 <= middle <= rule.bottom + 1]
    left, right = [x for x in beside if x <= piece.x0 + 2], [x for x in beside if x >= piece.x1 - 2]
    return [(max(left), min(right))] if left and right else []


def _underlined(piece: Piece, rules: Sequence[Rule], bottom: float) -> list[tuple[float, float]]:
    """The level rules right under a header."""
    return [
        (rule.x0, rule.x1)
        for rule in rules
        if rule.level and -2 <= rule.top - bottom <= 6 and rule.x0 - 6 <= piece.x0 and piece.x1 <= rule.x1 + 6
    ]


def _spread(cells: Sequence[GridCell], pieces: Sequence[Piece], columns: Sequence[Column], below: Row) -> None:
    """Widen headers over headers: a centred one stands over the columns whose middle is its own."""
    for n, (cell, piece) in enumerate(zip(cells, pieces, strict=True)):
        first = cells[n - 1].right if n else 1
        last = cells[n + 1].left if n + 1 < len(cells) else len(columns)
        if cell.left < 1 or sum(_over(p, columns, first, last) for p in below.pieces) < 2 or _flush(piece, below):
            continue
        middle, width = piece.centre, columns[-1].right - columns[0].left
        for left in range(first, cell.left + 1):
            for right in range(last, cell.right - 1, -1):
                if right - left > cell.right - cell.left and _off(columns[left:right], middle) < CENTRED * width:
                    cell.left, cell.right = left, right


def _flush(piece: Piece, below: Row) -> bool:
    """Whether a header starts or ends exactly where one under it does, as no centred one would."""
    return any(abs(p.x0 - piece.x0) < FLUSH or abs(p.x1 - piece.x1) < FLUSH for p in below.pieces)


def _off(columns: Sequence[Column], middle: float) -> float:
    return abs((columns[0].left + columns[-1].right) / 2 - middle)


def _over(piece: Piece, columns: Sequence[Column], first: int, last: int) -> bool:
    return first <= column_at(piece.centre, columns) < last


def _stack(cells: list[GridCell], line: GridCell, rules: Sequence[Rule]) -> None:
    """Add a header's line to the header right over it, or as a header of its own."""
    above = [c for c in cells if c.left < line.right and line.left < c.right]
    last = max(above, key=lambda c: c.bottom, default=None)
    if last is not None:
        same = (last.left, last.right) == (line.left, line.right)
        wide = last.right - last.left > 1 and line.right - line.left > 1 and _holds(last, line)
        height = line.words[0].bottom - line.words[0].top
        near = line.upper - last.lower < NEAR * height
        if (same or wide) and near and not _ruled_between(last, line, rules):
            last.words += line.words
            last.bottom = line.bottom
            last.left, last.right = min(last.left, line.left), max(last.right, line.right)
            return
    cells.append(line)


def _holds(a: GridCell, b: GridCell) -> bool:
    return (a.left <= b.left and b.right <= a.right) or (b.left <= a.left and a.right <= b.right)


def _ruled_between(above: GridCell, below: GridCell, rules: Sequence[Rule]) -> bool:
    x = sum(w.centre for w in above.words) / len(above.words)
    y0, y1 = above.words[-1].middle, below.words[0].middle
    return any(r.level and y0 < r.top < y1 and r.x0 <= x <= r.x1 for r in rules)


def settle_rows(cells: list[GridCell]) -> list[GridCell]:
    """Rows counted anew: printed lines are one row unless one cell ends and another starts between them."""
    starts = {0}
    for a in cells:
        starts |= {b.top for b in cells if b.top >= a.bottom and b.left < a.right and a.left < b.right}
    order = sorted(starts)
    for cell in cells:
        first = sum(s <= cell.top for s in order) - 1
        last = sum(s < cell.bottom for s in order)
        cell.top, cell.bottom = first, max(first + 1, last)
    return cells
