"""A table as the objectives read it: which cells head a cell, and which name its row; linear in the number of cells."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import pairwise

from corpus.document import Cell, Span
from extractors.dates import find_dates
from extractors.numbers import find_numbers

LEVEL_ONLY = 40  # code points of a cell that holds a level and no clause
_OWNER = re.compile(
    r"(?i)\W*(?:owner|action\s+owner|lead|leads|who|by\s+whom|responsible|responsibility|accountable|led\s+by|delivery\s+lead|"
    r"lead\s+(?:body|organisation|agency|partner)|organisation|delivered\s+by)\b"
)
_LEVEL = re.compile(
    r"(?i)\s*[-–−+(~<>≤≥]{0,2}\s*(?:(?:at|least|no|not|more|less|fewer|than|above|below|over|under|within|up|to|around|about|a|an|by|minimum|"
    r"maximum|of|increase|reduction|average|further|or|target)\s+){0,4}£?\d[\d.,]*(?!\d|[-/]\w)"
)


class Grid:
    """The cells of a table, found by row and by column."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        last = max((cell.row for cell in cells), default=0)
        self._rows: dict[int, list[Cell]] = defaultdict(list)
        self._headers: dict[int, list[Cell]] = defaultdict(list)
        for cell in cells:
            for row in range(cell.row, min(cell.row + cell.row_span, last + 1)):
                self._rows[row].append(cell)
            for column in range(cell.column, cell.column + cell.column_span) if cell.header else ():
                self._headers[column].append(cell)
        self._labels: dict[int, bool] = {}
        self._falling: dict[int, bool] = {}

    def is_label(self, cell: Cell) -> bool:
        """Whether a cell names its row: the first of it, or one that stands before a level and holds none itself."""
        known = self._labels.get(id(cell))
        if known is None:
            known = self._labels[id(cell)] = self._names_its_row(cell)
        return known

    def headers(self, cell: Cell) -> tuple[Span, ...]:
        """The headers over a cell and beside it, the labels of its row, and a time that has a cell to itself."""
        over = [c for c in self._headers[cell.column] if c.row < cell.row]
        beside = [c for c in self._rows[cell.row] if c is not cell and self._heads_row(c, cell)]
        found = {id(c): c for c in (*over, *beside) if c.text.strip()}
        ordered = sorted(found.values(), key=lambda c: (c.row, c.column))
        return tuple(Span(start=c.start, end=c.end) for c in ordered)

    def row_header(self, cell: Cell) -> Span | None:
        """The row's header: the nearest named cell to the left that is a header or the first of its row."""
        left = [c for c in self._rows[cell.row] if c.column < cell.column and c.text.strip()]
        named = [c for c in left if (c.header or self.is_label(c)) and not is_date(c.text)]
        last = max(named, key=lambda c: (c.row, c.column), default=None)
        return Span(start=last.start, end=last.end) if last else None

    def falls(self, row: int) -> bool:
        """Whether a row's levels fall from left to right under headers of time: less of its metric is wanted."""
        known = self._falling.get(row)
        if known is None:
            known = self._falling[row] = self._is_falling(row)
        return known

    def owner(self, row: int) -> Span | None:
        """The cell of a row that its column's header calls its owner."""
        column = self._owner_column
        found = next((c for c in self._rows[row] if c.column == column and not c.header and c.text.strip()), None)
        return Span(start=found.start, end=found.end) if found else None

    @cached_property
    def _owner_column(self) -> int:
        heads = (c for cells in self._headers.values() for c in cells if _OWNER.match(c.text))
        return next((c.column for c in heads), -1)

    def _is_falling(self, row: int) -> bool:
        cells = sorted((c for c in self._rows[row] if _is_level(c.text) and self._is_timed(c)), key=lambda c: c.column)
        levels = [find_numbers(c.text)[:1] for c in cells]
        values = [found[0].value for found in levels if found]
        return len(values) > 1 and all(a > b for a, b in pairwise(values))

    def _is_timed(self, cell: Cell) -> bool:
        return any(is_date(c.text) for c in self._headers[cell.column])

    def _heads_row(self, other: Cell, cell: Cell) -> bool:
        if other.row == cell.row and is_date(other.text):
            return True
        return other.column < cell.column and (other.header or self.is_label(other))

    def _names_its_row(self, cell: Cell) -> bool:
        if _is_level(cell.text):
            return False
        right = [c for c in self._rows[cell.row] if c.row == cell.row and c.column > cell.column]
        before_level = any(_is_level(c.text) for c in right)
        return before_level or (cell.column == 0 and bool(right) and not find_numbers(cell.text))


@cache
def is_date(words: str) -> bool:
    """Whether a cell holds a time and nothing else ("March 2025", "by June 2026")."""
    dates = [d for d in find_dates(words) if d.role == "time"] if len(words) < LEVEL_ONLY else []
    return bool(dates) and dates[0].end - dates[0].start + 8 > len(words.strip())


def opens_with_level(words: str) -> bool:
    """Whether words begin with a level ("At least 78%", "Reduction of 5 ...")."""
    return bool(_LEVEL.match(words))


def _is_level(words: str) -> bool:
    return len(words) <= LEVEL_ONLY and opens_with_level(words) and not is_date(words)
