"""Reading order of a page without tags: column by column, headings across all columns between them."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple, Protocol, TypeVar

WIDE = 0.55  # share of the page's text width: most lines this wide leave no room for a second column
LEAST_LINES = 5  # in a column
LEAST_WIDTH = 9  # times its height: the usual line of prose is so wide, a label or a value is not
FILLED = 0.5  # share of a column's width that its usual line fills, if it holds prose
MOST_ACROSS = 0.25  # share of a page's lines that may stand across its columns
BESIDE = 0.4  # share of the shorter column's height that two columns stand beside each other
STEPS = 32  # places where a gutter is looked for
OUT_OF_ORDER = 3  # lines: shorter runs from top to bottom are no text frames but lines drawn in any order
MOST_LINES = 500  # on a page whose frames are put in order
TOUCHING = 0.3  # of its height that a line may reach into the next one
LABEL = 2.5  # of its height: an item's number is no wider, and no further from its words


class Placed(Protocol):
    """What has a rectangle in points from the page's top left."""

    @property
    def x0(self) -> float:
        """Its left edge."""

    @property
    def top(self) -> float:
        """Its upper edge."""

    @property
    def x1(self) -> float:
        """Its right edge."""

    @property
    def bottom(self) -> float:
        """Its lower edge."""


Item = TypeVar("Item", bound=Placed)


def in_reading_order(items: Sequence[Item]) -> list[Item]:
    """Lines and tables of a page in the order they are read.

    Args:
        items: they stand in the order of the page's content, which is kept where it runs from top to bottom.
    """
    gutter = _gutter(items)
    if gutter is None:
        return _from_the_top(items)
    ordered: list[Item] = []
    for band in _bands(items, gutter):
        across = [i for i in band if _crosses(i, gutter)]
        left = [i for i in band if i.x1 <= gutter]
        right = [i for i in band if i.x0 >= gutter]
        ordered += [*_from_the_top(across), *in_reading_order(left), *in_reading_order(right)]
    return ordered


def _crosses(item: Placed, x: float) -> bool:
    return item.x0 < x < item.x1


def _gutter(items: Sequence[Placed]) -> float | None:
    """Where the white space between two columns of prose runs; None where there is one column."""
    if len(items) < 2 * LEAST_LINES:
        return None
    first, last = min(i.x0 for i in items), max(i.x1 for i in items)
    width = last - first
    if 2 * sum(1 for i in items if i.x1 - i.x0 > WIDE * width) > len(items):
        return None
    places = [first + width * (0.2 + 0.6 * n / STEPS) for n in range(STEPS + 1)]
    crossed = [sum(1 for i in items if _crosses(i, x)) for x in places]
    least = min(crossed)
    if least > MOST_ACROSS * len(items):
        return None
    best = [x for x, n in zip(places, crossed, strict=True) if n == least]
    return next((x for x in (best[len(best) // 2], best[0], best[-1]) if _are_columns(items, x)), None)


def _are_columns(items: Sequence[Placed], x: float) -> bool:
    """Whether two columns of prose stand beside each other, left and right of a place."""
    left, right = [i for i in items if i.x1 <= x], [i for i in items if i.x0 >= x]
    if min(len(left), len(right)) < LEAST_LINES or not (_is_filled(left) and _is_filled(right)):
        return False
    tops = [min(i.top for i in side) for side in (left, right)]
    bottoms = [max(i.bottom for i in side) for side in (left, right)]
    shorter = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) >= BESIDE * shorter


def _is_filled(column: Sequence[Placed]) -> bool:
    """Whether most lines reach over most of a column, or it is made of columns itself."""
    width = max(i.x1 for i in column) - min(i.x0 for i in column)
    usual = median(i.x1 - i.x0 for i in column)
    if usual < LEAST_WIDTH * median(i.bottom - i.top for i in column):
        return False
    return usual >= FILLED * width or _gutter(column) is not None


def _bands(items: Sequence[Item], gutter: float) -> list[list[Item]]:
    """The page cut above what stands across its columns, and below where columns go on."""
    bands: list[list[Item]] = [[]]
    in_columns = False
    for item in sorted(items, key=lambda i: i.top):
        across = _crosses(item, gutter)
        if across and in_columns:
            bands.append([])
        in_columns = not across
        bands[-1].append(item)
    return bands


def _from_the_top(items: Sequence[Item]) -> list[Item]:
    """One column: as its content stands where that runs down the page; frames drawn late go to their place."""
    frames: list[list[Item]] = []
    for before, item in pairwise([None, *items]):
        if item is None:
            continue
        if before is None or item.bottom <= before.top:
            frames.append([])
        frames[-1].append(item)
    if len(frames) < 2:
        return list(items)
    if len(items) < OUT_OF_ORDER * len(frames) or len(items) > MOST_LINES:
        return sorted(items, key=lambda i: (round(i.top), i.x0))
    if _interleave(frames):
        return _untangled(items)
    beside = all(a.x1 <= b.x0 or b.x1 <= a.x0 for a, b in pairwise(map(_box, frames)))
    return [item for frame in sorted(frames, key=lambda f: _box(f)[:2] if beside else _box(f).top) for item in frame]


def _untangled(items: Sequence[Item]) -> list[Item]:
    """Frames that share a stretch of the page, as a card beside others or text beside a chart, as they are drawn.

    Only what is drawn late comes before what stands below it, and the number of an item before its words.
    """
    late = list(accumulate(reversed([i.top for i in items]), min))[::-1]  # the highest place of those from each one on
    done: set[int] = set()
    ordered: list[Item] = []

    def put(at: int) -> None:
        done.add(at)
        item = items[at]
        for n in range(at + 1, len(items)):
            if late[n] >= item.bottom:
                break
            if n not in done and (_is_above(items[n], item) or _is_label(items[n], item)):
                put(n)
        ordered.append(item)

    for at in range(len(items)):
        if at not in done:
            put(at)
    return ordered


def _is_above(item: Placed, other: Placed) -> bool:
    edge = other.top + TOUCHING * (other.bottom - other.top)
    return item.bottom <= edge and item.top < other.top and item.x0 < other.x1 and other.x0 < item.x1


def _is_label(item: Placed, other: Placed) -> bool:
    """Whether a narrow item stands close before another on one line."""
    height = other.bottom - other.top
    if max(item.x1 - item.x0, other.x0 - item.x1) > LABEL * height or item.x1 > other.x0:
        return False
    return min(item.bottom, other.bottom) - max(item.top, other.top) > height / 2


class _Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float


def _box(frame: Sequence[Placed]) -> _Box:
    return _Box(
        min(i.x0 for i in frame), min(i.top for i in frame), max(i.x1 for i in frame), max(i.bottom for i in frame)
    )


def _interleave(frames: Sequence[Sequence[Placed]]) -> bool:
    """Whether two frames share a stretch of the same column, so that neither can be read before the other."""
    boxes = sorted(map(_box, frames), key=lambda box: box.top)
    return any(b.top < a.bottom and b.x0 < a.x1 and a.x0 < b.x1 for a, b in pairwise(boxes))
