"""Bullets that are drawn: small filled shapes just left of the lines that they mark."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.runs import Run, Speck

LARGEST = 0.6  # of the text's size: a wider or higher shape is a box to tick or an icon
SMALLEST = 0.15  # of the text's size, the longer side: a smaller one is a trace
FURTHEST = 2.5  # of the text's size, from a bullet to its words
LEAST = 2  # shapes of one size on a page: one alone is no list
BEFORE = 0.5  # of the text's size: words that end so close before a shape go on behind it
REACH = 60.0  # points that are searched for those words


def drawn_bullets(runs: Sequence[Run], specks: Sequence[Speck]) -> dict[int, Run]:
    """For runs, by index, the bullet that is drawn before each.

    Args:
        runs: of a page.
        specks: the places of the small shapes of the page.
    """
    if len(specks) < LEAST:
        return {}
    rows = _Starts(runs)
    marked = {i: speck for speck in specks if (i := rows.marked_by(speck)) is not None}
    shapes = Counter(map(_shape, marked.values()))
    return {i: _bullet(speck, runs[i]) for i, speck in marked.items() if shapes[_shape(speck)] >= LEAST}


def _shape(speck: Speck) -> tuple[int, int]:
    return round(2 * (speck[2] - speck[0])), round(2 * (speck[3] - speck[1]))


def _bullet(speck: Speck, run: Run) -> Run:
    return run._replace(text="• ", x0=speck[0], x1=speck[2])


class _Starts:
    """The runs of a page by where they start."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._order = sorted(range(len(runs)), key=lambda i: runs[i].x0)
        self._starts = [runs[i].x0 for i in self._order]
        self._size = max((run.size for run in runs), default=0.0)

    def marked_by(self, speck: Speck) -> int | None:
        """The run that a shape is the bullet of; None where it is none."""
        left, top, right, bottom = speck
        middle, side = (top + bottom) / 2, max(right - left, bottom - top)
        for i in self._between(right, right + FURTHEST * self._size):
            run = self._runs[i]
            if run.top <= middle <= run.bottom:
                fits = SMALLEST * run.size <= side <= LARGEST * run.size and run.x0 - right <= FURTHEST * run.size
                return i if fits and not self._follows_words(speck, run) else None
        return None

    def _follows_words(self, speck: Speck, run: Run) -> bool:
        """Whether words on the line of a run end just before a shape, or stand over it."""
        near = speck[0] - BEFORE * run.size
        others = (self._runs[i] for i in self._between(speck[0] - REACH, speck[2]))
        return any(other.x1 > near and other.top < run.bottom and run.top < other.bottom for other in others)

    def _between(self, first: float, last: float) -> list[int]:
        return self._order[bisect_left(self._starts, first) : bisect_right(self._starts, last)]
