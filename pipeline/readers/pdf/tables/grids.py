"""Tables of a page from its words and rules: ruled grids first, then rows of values that stand in columns."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.tables.blocks import MOST_HEAD_ROWS, Block, blocks_of, is_data, is_listed, without_prose
from pipeline.readers.pdf.tables.cells import GridCell, body_cells
from pipeline.readers.pdf.tables.columns import Column, column_at, columns_of
from pipeline.readers.pdf.tables.heads import head_cells
from pipeline.readers.pdf.tables.judging import LEAST_ROWS, is_credible
from pipeline.readers.pdf.tables.ruled import (
    SNAP,
    Box,
    is_coarse,
    is_table,
    ruled_cells,
    ruled_grids,
    trimmed,
    with_labels,
)
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.text import TIME_OR_UNIT, Row, is_value, rows_of
from pipeline.readers.pdf.tables.words import Word
from pipeline.readers.pdf.tables.wrapped import wrapped_tables

STRIP = 0.3  # of a row's height: tables in one block stand so much further apart than rows
MOST_CUTS = 20  # places where a block is tried to be cut
FAR = 250.0  # points: labels stand nearer to their grid


def grids_of(words: Sequence[Word], rules: Sequence[Rule]) -> list[list[GridCell]]:
    """The tables of a page, each as its cells."""
    found, rules, walls = _ruled(words, rules)
    for belongs in (is_data, is_listed):
        found += _aligned(without_prose(_left(words, found)), rules, walls, belongs)
    return found + wrapped_tables(rows_of(_left(words, found)), rules)


def _left(words: Sequence[Word], tables: Sequence[Sequence[GridCell]]) -> list[Word]:
    """The words that stand in no table."""
    taken = {id(word) for table in tables for cell in table for word in cell.words}
    return [word for word in words if id(word) not in taken]


def _ruled(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[list[GridCell]], list[Rule], list[Rule]]:
    """Tables whose cells are all ruled; the rules that bound the rows of others, and those that bound their columns."""
    found: list[list[GridCell]] = []
    bounds, walls = list(rules), []
    for boxes in ruled_grids(rules):
        around = _around(boxes)
        left = _left(words, found)
        cells = ruled_cells(boxes, [w for w in left if _stands_in(w, around)])
        if is_coarse(cells):
            walls += [Rule(box[0], box[1], box[0], box[3]) for box in boxes if box[0] > around[0]]
            walls += [Rule(x, around[1], x, around[3]) for x in (around[0], around[2])]
        elif is_table(cells := trimmed(cells)):
            if _is_lone_head(cells, around, words):
                bounds = [r for r in bounds if not (r.level and around[1] + SNAP < r.top < around[3] - SNAP)]
            else:
                beside = (w for w in left if around[0] - FAR < w.x0 and w.x1 < around[0] + SNAP)
                found.append(with_labels(cells, beside))
    return found, bounds, walls


def _is_lone_head(cells: Sequence[GridCell], around: Box, words: Sequence[Word]) -> bool:
    """Whether only the head of a table is ruled or shaded: rows of values stand right under it."""
    if max(c.bottom for c in cells) > MOST_HEAD_ROWS or any(map(_is_figure, cells)):
        return False
    under = [w for w in words if around[0] - SNAP <= w.centre <= around[2] + SNAP and w.top >= around[3] - SNAP]
    first = [row for row in rows_of(under)[:2] if row.top - around[3] < 2 * row.height]
    return any(is_data(row) or is_listed(row) for row in first)


def _is_figure(cell: GridCell) -> bool:
    text = " ".join(w.text for w in cell.words)
    return cell.left > 0 and all(is_value(w.text) for w in cell.words) and not TIME_OR_UNIT.fullmatch(text)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _stands_in(word: Word, box: Box) -> bool:
    return box[0] <= word.centre <= box[2] and box[1] <= word.middle <= box[3]


# ---- aligned


def _aligned(
    words: Sequence[Word], rules: Sequence[Rule], walls: Sequence[Rule], belongs: Callable[[Row], bool]
) -> list[list[GridCell]]:
    tables = []
    for block in blocks_of(rows_of(words), rules, belongs):
        for part in _parted(block, belongs):
            data = [row for row in part.body if belongs(row)]
            columns = columns_of(data, _beside(part.body, walls))
            if len(columns) >= 2 and is_credible(part, data, columns):
                head = head_cells(part.head, columns, rules)
                first = max((c.bottom for c in head), default=0)
                tables.append(head + body_cells(part.body, columns, first))
    return tables


def _beside(rows: Sequence[Row], walls: Sequence[Rule]) -> list[float]:
    """Where upright rules stand that run along half of the rows."""
    top, bottom = rows[0].top, rows[-1].bottom
    lengths: dict[int, float] = {}
    for wall in walls:
        x = round(wall.x0)
        lengths[x] = lengths.get(x, 0.0) + max(0.0, min(bottom, wall.bottom) - max(top, wall.top))
    return [float(x) for x, length in lengths.items() if length >= 0.5 * (bottom - top)]


def _parted(block: Block, belongs: Callable[[Row], bool]) -> list[Block]:
    """A block cut where another table starts in it: the columns of its parts do not agree."""
    data = [i for i, row in enumerate(block.body) if belongs(row)]
    gaps = [block.body[b].top - block.body[a].bottom for a, b in pairwise(data)]
    if len(data) < 2 * LEAST_ROWS:
        return [block]
    least = max(median(gaps) + STRIP * block.body[data[0]].height, sorted(gaps)[-MOST_CUTS:][0])
    whole = columns_of([block.body[i] for i in data])
    for n in range(LEAST_ROWS - 1, len(gaps) - LEAST_ROWS + 1):
        upper, lower = ([block.body[i] for i in part] for part in (data[: n + 1], data[n + 1 :]))
        if gaps[n] >= least and _disagree(columns_of(upper), columns_of(lower), whole):
            before, after = data[n], data[n + 1]
            first = Block(block.head, block.body[: before + 1])
            return [first, *_parted(Block(block.body[before + 1 : after], block.body[after:]), belongs)]
    return [block]


def _disagree(upper: Sequence[Column], lower: Sequence[Column], whole: Sequence[Column]) -> bool:
    """Whether two parts stand in other columns: together they have fewer than one of them, or share less than half."""
    if max(len(upper), len(lower)) > len(whole) <= min(len(upper), len(lower)):
        return True
    above, below = ({column_at(c.centre, whole) for c in columns} for columns in (upper, lower))
    return 2 * len(above & below) <= min(len(above), len(below))
