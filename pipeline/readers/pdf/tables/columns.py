"""Columns of a table without rules: strips between the gaps that all its rows of values leave free."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.readers.pdf.tables.text import Piece, Row

CROSSED = 0.04  # share of the rows that may reach over a gap
VALUES = 0.6  # share of a column's pieces that are values, at least, where it is a column of values
MOST_COLUMNS = 80
NARROW = 0.5  # of the size: so narrow a gap parts only values from values


class Column(NamedTuple):
    """A strip of a table: from the middle of one gap to the next, and where the middle of its words stands."""

    left: float
    right: float
    centre: float


def columns_of(rows: Sequence[Row], walls: Sequence[float] = ()) -> list[Column]:
    """The columns of rows of values, from left to right; none where there are more than a table has.

    Args:
        rows: rows that hold values.
        walls: x of upright rules, where a column ends in any case.
    """
    pieces = sorted((piece for row in rows for piece in row.pieces), key=lambda piece: piece.centre)
    if not pieces:
        return []
    gaps = _gaps(pieces, int(CROSSED * len(rows)))
    size = median([w.size for row in rows for w in row.words])
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    inner = [wall for wall in walls if left < wall < right]
    cuts = sorted([(a + b) / 2 for a, b in _kept(gaps, pieces, size) if not any(a <= w <= b for w in inner)] + inner)
    if len(cuts) >= MOST_COLUMNS:
        return []
    sides = [left - size, *cuts, right + size]
    return [
        Column(a, b, (min(p.x0 for p in strip) + max(p.x1 for p in strip)) / 2)
        for (a, b), strip in zip(pairwise(sides), _strips(pieces, cuts), strict=True)
        if strip
    ]


def _strips(pieces: Sequence[Piece], cuts: Sequence[float]) -> list[Sequence[Piece]]:
    """Pieces, in the order of their middles, between cuts from left to right."""
    places = [bisect_left(pieces, cut, key=lambda piece: piece.centre) for cut in cuts]
    return [pieces[a:b] for a, b in pairwise([0, *places, len(pieces)])]


def column_at(x: float, columns: Sequence[Column]) -> int:
    """The index of the column at x; the nearest one outside the table."""
    return next((i for i, c in enumerate(columns) if x < c.right), len(columns) - 1)


def _gaps(pieces: Sequence[Piece], crossed: int) -> list[tuple[float, float]]:
    """Stretches from left to right that at most so many pieces reach over."""
    events = sorted([(p.x0, 1) for p in pieces] + [(p.x1, -1) for p in pieces])
    gaps: list[tuple[float, float]] = []
    covering, since = 0, None
    for x, step in events:
        before, covering = covering, covering + step
        if before > crossed >= covering:
            since = x
        elif before <= crossed < covering:
            if since is not None and x > since:
                gaps.append((since, x))
            since = None
    return gaps


def _kept(gaps: Sequence[tuple[float, float]], pieces: Sequence[Piece], size: float) -> list[tuple[float, float]]:
    """Gaps that are wide, or stand between two columns of values."""
    values = [_are_values(strip) for strip in _strips(pieces, [(a + b) / 2 for a, b in gaps])]
    return [
        (a, b)
        for (a, b), (before, after) in zip(gaps, pairwise(values), strict=True)
        if b - a >= NARROW * size or (before and after)
    ]


def _are_values(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and sum(p.is_value for p in pieces) >= VALUES * len(pieces)
