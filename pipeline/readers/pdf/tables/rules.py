"""Rules that a PDF page draws: lines, sides of rectangles, borders between shades; from pypdfium2's paths."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

STRAIGHT = 1.0  # points that a rule may lean
SHORTEST = 4.0
MOST_SEGMENTS = 20_000
MOST_RULES = 6_000  # a page with more draws a chart or a map
DEEPEST_FORM = 6
WHITE = 250  # of 255: a fill this light is the page's own colour

THIN, LINE = 3.0, 24.0  # points: rectangles between are as high as a line of text
Segment = tuple[float, float, float, float]
Colour = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A straight rule; x0 equals x1 for an upright one, top equals bottom for a level one. Points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it is drawn from left to right."""
        return self.x1 - self.x0 > self.bottom - self.top


def rules_of(page: Any, frame: Any, width: float, height: float) -> list[Rule]:
    """The level and upright rules of a page; none where there are so many that it holds a drawing.

    Args:
        page: the raw handle of the page.
        frame: turns the page's own coordinates to points from the top left.
        width: of the page; its own border is no rule.
        height: of the page.
    """
    found: set[Rule] = set()
    for x0, y0, x1, y1 in _segments(page):
        left, top, right, bottom = frame.place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        across, down = right - left, bottom - top
        if across <= STRAIGHT and SHORTEST <= down < 0.98 * height:
            found.add(Rule(round(left, 1), round(top, 1), round(left, 1), round(bottom, 1)))
        elif down <= STRAIGHT and SHORTEST <= across < 0.98 * width:
            found.add(Rule(round(left, 1), round(top, 1), round(right, 1), round(top, 1)))
        if len(found) > MOST_RULES:
            return []
    return sorted(found)


def _segments(page: Any) -> Iterator[Segment]:
    """The straight lines of all paths, and the sides of what is filled."""
    left = MOST_SEGMENTS
    fills: dict[tuple[int, int, Colour], list[Segment]] = defaultdict(list)
    for path, matrix in _paths(page):
        count = pdfium.FPDFPath_CountSegments(path)
        left -= max(1, count)
        if left < 0:
            return
        stroked, colour = _look(path)
        if count < 2 or (not stroked and colour is None):
            continue
        lines = list(_straight(path, count, _joined(_matrix_of(path), matrix)))
        if stroked or colour is None or not lines:
            yield from lines
            continue
        x0, x1 = min(min(n[0], n[2]) for n in lines), max(max(n[0], n[2]) for n in lines)
        y0, y1 = min(min(n[1], n[3]) for n in lines), max(max(n[1], n[3]) for n in lines)
        fills[round(x0), round(x1), colour].append((x0, y0, x1, y1))
    for group in fills.values():
        yield from _borders(group)


def _borders(fills: list[Segment]) -> Iterator[Segment]:
    """The sides of rectangles of one colour under each other; lines of text that are shaded one by one touch."""
    fills.sort(key=lambda fill: -fill[3])
    for i, (x0, y0, x1, y1) in enumerate(fills):
        yield x0, y0, x0, y1
        yield x1, y0, x1, y1
        if not (i and _touch(fills[i - 1], fills[i])):
            yield x0, y1, x1, y1
        if not (i + 1 < len(fills) and _touch(fills[i], fills[i + 1])):
            yield x0, y0, x1, y0


def _touch(upper: Segment, lower: Segment) -> bool:
    """Whether two rectangles, both as high as a line of text, have no space between."""
    lines = all(THIN < fill[3] - fill[1] < LINE for fill in (upper, lower))
    return lines and abs(upper[1] - lower[3]) < STRAIGHT


def _paths(page: Any) -> Iterator[tuple[Any, Matrix]]:
    for i in range(min(MOST_SEGMENTS, pdfium.FPDFPage_CountObjects(page))):
        yield from _paths_in(pdfium.FPDFPage_GetObject(page, i), UNCHANGED, DEEPEST_FORM)


def _paths_in(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield item, matrix
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
        inner = _joined(_matrix_of(item), matrix)
        for i in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
            yield from _paths_in(pdfium.FPDFFormObj_GetObject(item, i), inner, depth - 1)


def _look(path: Any) -> tuple[bool, Colour | None]:
    """Whether a path is stroked, and the colour that it is filled with; white is none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not fill.value:
        return bool(stroke.value), None
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return bool(stroke.value), (0, 0, 0)  # a pattern
    colour = red.value, green.value, blue.value
    return bool(stroke.value), colour if alpha.value and min(colour) < WHITE else None


def _straight(path: Any, count: int, matrix: Matrix) -> Iterator[Segment]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(x.value, y.value, matrix)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield *last, *point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield *last, *start
            last = start


def _matrix_of(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return UNCHANGED
    return found.a, found.b, found.c, found.d, found.e, found.f


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
