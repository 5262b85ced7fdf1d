"""Grids that rules draw on a page: pdfplumber's own geometry, given the rules that pypdfium2 reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.readers.outline import is_caption
from pipeline.readers.pdf.tables.bands import with_unruled_rows
from pipeline.readers.pdf.tables.blocks import NOTES, is_data
from pipeline.readers.pdf.tables.cells import GridCell
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.text import Row, is_value, rows_of
from pipeline.readers.pdf.tables.words import Word

Box = tuple[float, float, float, float]
SNAP = 3.0  # points: rules this near are one
NARROWEST, LOWEST = 7.0, 4.0  # points: a smaller column or row is a double rule
MOST_PAIRS = 200_000  # of rules that may cross
MOST_CROSSINGS = 3_000
STACKED = 3  # rows of values in one cell: its rules do not part the rows
CUT_WORDS = 0.1  # share of a grid's words that its rules cut, at most: a chart's grid runs through its words
FILLED = 0.3  # share of a grid's places that hold words, at least
OUTSIDE = 0.7  # share of a grid's rows with a label left of its rules, at least, for these to be part of it
PAIRED = 0.6  # share of a grid's rows with words in two cells, at least


def ruled_grids(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each grid, in no order."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    if sum(r.level for r in rules) < 2 or sum(not r.level for r in rules) < 2:
        return []
    edges = merge_edges([_edge(rule) for rule in rules], SNAP, SNAP, SNAP, SNAP)
    level = sum(edge["orientation"] == "h" for edge in edges)
    if level * (len(edges) - level) > MOST_PAIRS:
        return []
    crossings = edges_to_intersections(edges, SNAP, SNAP)
    if len(crossings) > MOST_CROSSINGS:
        return []
    return [list(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.level else "v",
    }


def ruled_cells(boxes: Sequence[Box], words: Iterable[Word]) -> list[GridCell]:
    """The filled cells of a grid; none where its rules run through the words."""
    inside: dict[Box, list[Word]] = {box: [] for box in boxes}
    cut = count = 0
    for word in words:
        box = next((b for b in boxes if b[0] <= word.centre <= b[2] and b[1] <= word.middle <= b[3]), None)
        if box is not None:
            inside[box].append(word)
            count += 1
            cut += word.x0 < box[0] - SNAP or word.x1 > box[2] + SNAP
    if cut > CUT_WORDS * count:
        return []
    columns = _Sides((side for box in boxes for side in (box[0], box[2])), NARROWEST)
    rows = _Sides((side for box in boxes for side in (box[1], box[3])), LOWEST)
    cells: list[GridCell] = []
    for box, held in inside.items():
        if held:
            top, left = rows.at(box[1]), columns.at(box[0])
            bottom, right = max(top + 1, rows.at(box[3])), max(left + 1, columns.at(box[2]))
            cells += _split(GridCell(top, bottom, left, right, held), columns.places)
    return _with_whole_labels(closed_up(cells))


class _Sides:
    """The sides of a grid's rows or columns; sides nearer than words are high or wide are one."""

    def __init__(self, places: Iterable[float], nearest: float) -> None:
        self.places: list[float] = []
        self._index: dict[float, int] = {}
        last = float("-inf")
        for place in sorted(set(places)):
            if place - last >= nearest:
                self.places.append(place)
            self._index[place] = len(self.places) - 1
            last = place

    def at(self, place: float) -> int:
        """The index of a side."""
        return self._index[place]


def _with_whole_labels(cells: list[GridCell]) -> list[GridCell]:
    """Lines of a label that are shaded one by one are one cell: what stands beside them reaches over them all."""
    inner = {c.top for c in cells if c.left} & {c.top for c in cells if not c.left}
    for row in sorted({c.top for c in cells} - inner - {0}, reverse=True):
        label = next((c for c in cells if c.top == row and c.left == 0), None)
        above = next((c for c in cells if c.bottom == row and c.left == 0 and label and c.right == label.right), None)
        if label and above and any(c.top < row < c.bottom for c in cells):
            above.words += label.words
            above.bottom = label.bottom
            cells.remove(label)
    return closed_up(cells)


def _split(cell: GridCell, sides: Sequence[float]) -> list[GridCell]:
    """A cell over several columns whose words stand apart, each over its own: rows without shade have no sides."""
    inner = sides[cell.left + 1 : cell.right]
    if not inner:
        return [cell]
    parts: list[GridCell] = []
    for piece in sorted((p for row in rows_of(cell.words) for p in row.pieces), key=lambda p: p.x0):
        left = cell.left + sum(side <= piece.x0 + SNAP for side in inner)
        right = cell.left + sum(side < piece.x1 - SNAP for side in inner) + 1
        if parts and left < parts[-1].right:
            parts[-1].words += piece.words
            parts[-1].right = max(right, parts[-1].right)
        else:
            parts.append(GridCell(cell.top, cell.bottom, left, right, list(piece.words)))
    return parts if len(parts) > 1 else [cell]


def closed_up(cells: list[GridCell]) -> list[GridCell]:
    """Rows and columns counted without those in which no cell starts."""
    tops, lefts = sorted({c.top for c in cells}), sorted({c.left for c in cells})
    for cell in cells:
        first_row, first_column = tops.index(cell.top), lefts.index(cell.left)
        cell.bottom = max(first_row + 1, sum(t < cell.bottom for t in tops))
        cell.right = max(first_column + 1, sum(x < cell.right for x in lefts))
        cell.top, cell.left = first_row, first_column
    return sorted(cells, key=lambda c: (c.top, c.left))


def is_coarse(cells: Sequence[GridCell]) -> bool:
    """Whether rows of values stand within the cells: rules part only some of the rows or columns."""
    stacked = sum(_is_stacked(rows_of(cell.words)) for cell in cells)
    return stacked >= 2 or (stacked == 1 and len(cells) <= 4)


def _is_stacked(rows: Sequence[Row]) -> bool:
    values = sum(all(p.is_value for p in row.pieces) for row in rows)
    return values >= STACKED or sum(map(is_data, rows)) >= STACKED


def trimmed(cells: list[GridCell]) -> list[GridCell]:
    """A grid without a title over all columns at its top and notes at its foot, with the rows between rules parted."""
    width = max((c.right for c in cells), default=0)
    while cells and cells[0].left == 0 and cells[0].right == width > 1:
        cells = cells[1:]
    while cells and cells[-1].left == 0 and cells[-1].right == width > 1 and _is_note(cells[-1]):
        cells = cells[:-1]
    return closed_up(with_unruled_rows(closed_up(cells)))


def _is_note(cell: GridCell) -> bool:
    text = " ".join(w.text for w in cell.words)
    return len(cell.words) > 12 or text.casefold().startswith(NOTES) or is_caption(text)


def with_labels(cells: list[GridCell], words: Iterable[Word]) -> list[GridCell]:
    """A grid of values with the labels that stand left of its rules, where most of its rows have one.

    Args:
        cells: the grid.
        words: those left of it.
    """
    first = [c for c in cells if c.left == 0]
    if sum(is_value(w.text) for c in first for w in c.words) < OUTSIDE * sum(len(c.words) for c in first):
        return cells
    beside: dict[int, list[Word]] = {}
    reach = {c.top: (c.upper, c.lower) for c in reversed(cells) if c.bottom == c.top + 1}
    for word in words:
        row = next((r for r, (top, bottom) in reach.items() if top - 2 <= word.middle <= bottom + 2), None)
        if row is not None:
            beside.setdefault(row, []).append(word)
    labels = {row: rows_of(held) for row, held in beside.items()}
    if len(labels) < OUTSIDE * len(reach) or any(
        len(rows[0].pieces) > 1 or rows[0].pieces[0].is_prose for rows in labels.values()
    ):
        return cells
    for cell in cells:
        cell.left, cell.right = cell.left + 1, cell.right + 1
    return sorted(
        cells + [GridCell(row, row + 1, 0, 1, held) for row, held in beside.items()], key=lambda c: (c.top, c.left)
    )


def is_table(cells: Sequence[GridCell]) -> bool:
    """Whether a grid has rows and columns, and enough of its places are filled."""
    rows, columns = len({c.top for c in cells}), len({c.left for c in cells})
    places = sum((c.bottom - c.top) * (c.right - c.left) for c in cells)
    if rows < 2 or columns < 2 or places < FILLED * rows * columns:
        return False
    filled = Counter(row for c in cells for row in range(c.top, c.bottom))
    return sum(n > 1 for n in filled.values()) >= PAIRED * rows
