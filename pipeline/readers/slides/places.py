"""Where shapes stand on a slide, and in which order they are read."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from pptx.util import Length

from pipeline.readers.slides.deck import A

EMU = 12_700  # English metric units in a point
COLUMN_GAP = 2.0  # times the widest gap between rows: a wider gap between columns parts the slide first
LEAST_GAP = 1.0  # points


class Box(NamedTuple):
    """A rectangle in points from the slide's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Placed(NamedTuple):
    """A shape with its rectangle; a group has its shapes in `members`."""

    shape: Any
    box: Box
    members: tuple["Placed", ...] = ()


Transform = Callable[[float, float], tuple[float, float]]


def placed_shapes(shapes: Any, page: Box) -> list[Placed]:
    """The shapes of a slide with their places, groups with what they hold; none that is hidden or beside the page."""
    found = (_placed(shape, lambda x, y: (x, y), page) for shape in shapes)
    return [p for p in found if not _is_hidden(p.shape) and _overlaps(p.box, page)]


def in_reading_order(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Shapes from top to bottom, in a row from left to right; columns apart from each other are read one by one."""
    for one in _ordered(list(placed)):
        if one.members:
            yield from in_reading_order(one.members)
        else:
            yield one


def _ordered(placed: list[Placed]) -> Iterator[Placed]:
    """Cut the shapes apart at the widest gap, again and again; what overlaps is read by its corner."""
    waiting = [placed]
    while waiting:
        part = waiting.pop()
        cut = _cut(part) if len(part) > 1 else None
        if cut is None:
            yield from sorted(part, key=lambda p: (p.box.top, p.box.x0))
        else:
            waiting += cut[::-1]


def _cut(placed: list[Placed]) -> tuple[list[Placed], list[Placed]] | None:
    """Shapes on the two sides of their widest gap, in reading order; None where all overlap."""
    row_gap, row_cut = _widest_gap([(p.box.top, p.box.bottom) for p in placed])
    column_gap, column_cut = _widest_gap([(p.box.x0, p.box.x1) for p in placed])
    if column_cut is not None and (row_cut is None or column_gap > COLUMN_GAP * row_gap):
        return [p for p in placed if p.box.x0 < column_cut], [p for p in placed if p.box.x0 >= column_cut]
    if row_cut is None:
        return None
    return [p for p in placed if p.box.top < row_cut], [p for p in placed if p.box.top >= row_cut]


def _widest_gap(ranges: Sequence[tuple[float, float]]) -> tuple[float, float | None]:
    """The widest stretch that no range covers, and where it ends; None where there is none."""
    widest, cut = 0.0, None
    reach = None
    first = min(start for start, _ in ranges)
    for start, end in sorted(ranges):
        apart = reach is not None and start > first and start - reach > -LEAST_GAP
        if reach is not None and apart and (cut is None or start - reach > widest):
            widest, cut = start - reach, start
        reach = end if reach is None else max(reach, end)
    return max(widest, LEAST_GAP), cut


def _placed(shape: Any, transform: Transform, page: Box) -> Placed:
    box = _box(shape, transform, page)
    members = getattr(shape, "shapes", None)
    if members is None:
        return Placed(shape, box)
    inside = _group_transform(shape, transform)
    return Placed(shape, box, tuple(_placed(m, inside, page) for m in members if not _is_hidden(m)))


def _box(shape: Any, transform: Transform, page: Box) -> Box:
    """The rectangle of a shape; of one that states none the whole page."""
    sides: list[Length | None] = [shape.left, shape.top, shape.width, shape.height]
    if any(side is None for side in sides):
        return page
    left, top, width, height = (float(side or 0) / EMU for side in sides)
    x0, y0 = transform(left, top)
    x1, y1 = transform(left + width, top + height)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _group_transform(group: Any, outer: Transform) -> Transform:
    """From the coordinates of what a group holds to those of the slide."""
    frame = group._element.find(f".//{A}xfrm")
    places = [frame.find(f"{A}{name}") if frame is not None else None for name in ("off", "ext", "chOff", "chExt")]
    if any(place is None for place in places):
        return outer
    off, extent, inner_off, inner_extent = places
    x, y = _pair(off, "x", "y")
    width, height = _pair(extent, "cx", "cy")
    inner_x, inner_y = _pair(inner_off, "x", "y")
    inner_width, inner_height = _pair(inner_extent, "cx", "cy")
    wide, high = width / (inner_width or 1.0), height / (inner_height or 1.0)
    return lambda left, top: outer(x + (left - inner_x) * wide, y + (top - inner_y) * high)


def _pair(element: Any, first: str, second: str) -> tuple[float, float]:
    return float(element.get(first, 0)) / EMU, float(element.get(second, 0)) / EMU


def _is_hidden(shape: Any) -> bool:
    properties = next((e for e in shape._element.iter() if str(e.tag).endswith("}cNvPr")), None)
    return properties is not None and properties.get("hidden") in ("1", "true")


def _overlaps(box: Box, page: Box) -> bool:
    return box.x0 < page.x1 and box.x1 > page.x0 and box.top < page.bottom and box.bottom > page.top
