"""hOCR, the form in which Tesseract gives the words of a page: into runs as if the page had printed them.

hOCR 1.2: `ocr_line` and its kin hold `ocrx_word`s; a title names a box in pixels, a line's `x_size` (from descender to
ascender) and `textangle` (degrees, counter-clockwise), a word's confidence `x_wconf` (0 to 100).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from lxml import etree

from pipeline.readers.pdf.runs import Run

LEAST_CONFIDENCE = 30  # a word below is a speck, a line of a picture or a signature
NOISE = 60  # a line without a word of two letters or digits is one too, where its confidence is below
CELL_GAP = 1.0  # of the size: a wider gap ends a run, so that the columns of a table stay apart
SAME_SIZE = 0.1  # of the body's size: a line that differs by less is set in it
SEVERAL = 3  # words of a line tell its size,
OF_WORDS = 1.4  # which is at most so many times the height of the middle one
HALF_POINT = 0.5  # sizes are rounded to this
LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")
_MISREAD_BULLETS = frozenset("e¢©®°«»*•")  # what a bullet at the start of a line is read as
_RULES = frozenset("|_—–[]{}~=")  # words of nothing else are pieces of rules
_NUMBERS = re.compile(r"(\w+)((?: -?[\d.]+)+)")

Box = tuple[float, float, float, float]


class Recognised(NamedTuple):
    """The runs of a page that was recognised, turned upright.

    `turns` are the quarter turns, clockwise, that bring the page upright; `confidence` is the mean of its characters,
    0 to 100; the box of a run is in points of the upright page.
    """

    runs: list[Run]
    confidence: float
    turns: int


class _Word(NamedTuple):
    text: str
    box: Box
    confidence: float


class _Line(NamedTuple):
    words: list[_Word]
    size: float


def recognised(hocr: bytes, *, width: float) -> Recognised:
    """What stands in hOCR.

    Args:
        hocr: the page, as Tesseract writes it.
        width: of the page as it was drawn, in points.
    """
    root = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    page = next(_of_class(root, ("ocr_page",)), None)
    found = [(line, _title(line)) for line in _of_class(root, LINES)]
    if page is None or not found:
        return Recognised([], 0.0, 0)
    turns = Counter(round(title.get("textangle", (0.0,))[0] / 90) % 4 for _, title in found).most_common(1)[0][0]
    _, _, across, down = _title(page)["bbox"]
    scale = width / across
    lines = [_line(line, title, turns, across, down, scale) for line, title in found]
    kept = [line for line in lines if _is_text(line)]
    words = [word for line in kept for word in line.words]
    chars = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / chars if chars else 0.0
    return Recognised([run for line in _even_sizes(kept) for run in _runs(line)], confidence, turns)


def turned_back(box: Box, turns: int, *, width: float, height: float) -> Box:
    """A box of the upright page, on the page of this width and height as it was drawn."""
    x0, top, x1, bottom = box
    if turns == 1:
        return top, height - x1, bottom, height - x0
    if turns == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turns == 3:
        return width - bottom, x0, width - top, x1
    return box


def _upright(box: Box, turns: int, *, width: float, height: float) -> Box:
    across, down = (height, width) if turns % 2 else (width, height)
    return turned_back(box, -turns % 4, width=across, height=down)


def _of_class(root: Any, names: Sequence[str]) -> Iterator[Any]:
    return (element for element in root.iter("{*}div", "{*}span") if element.get("class") in names)


def _title(element: Any) -> dict[str, tuple[float, ...]]:
    """The properties of an element that are numbers."""
    found = _NUMBERS.findall(element.get("title", ""))
    return {name: tuple(float(number) for number in numbers.split()) for name, numbers in found}


def _line(
    element: Any, title: dict[str, tuple[float, ...]], turns: int, across: float, down: float, scale: float
) -> _Line:
    def placed(box: Sequence[float]) -> Box:
        x0, top, x1, bottom = _upright((box[0], box[1], box[2], box[3]), turns, width=across, height=down)
        return x0 * scale, top * scale, x1 * scale, bottom * scale

    words: list[_Word] = []
    for word in _of_class(element, ("ocrx_word",)):
        properties, text = _title(word), "".join(word.itertext()).strip()
        confidence = properties.get("x_wconf", (0.0,))[0]
        if text and confidence >= LEAST_CONFIDENCE and not _RULES.issuperset(text):
            words.append(_Word(text, placed(properties["bbox"]), confidence))
    if len(words) > 1 and words[0].text in _MISREAD_BULLETS:
        words[0] = words[0]._replace(text="•")
    return _Line(words, _size(words, title.get("x_size", (0.0,))[0] * scale))


def _size(words: Sequence[_Word], measured: float) -> float:
    """The size of a line; a rule of a table that touches a word makes the one measured too large."""
    heights = [word.box[3] - word.box[1] for word in words]
    return min(measured, OF_WORDS * median(heights)) if len(heights) >= SEVERAL else measured


def _is_text(line: _Line) -> bool:
    if not line.words:
        return False
    has_word = any(sum(c.isalnum() for c in word.text) > 1 for word in line.words)
    return has_word or min(word.confidence for word in line.words) >= NOISE


def _even_sizes(lines: Sequence[_Line]) -> list[_Line]:
    """The lines with sizes that differ only where the print's do: measured ones differ by a pixel from line to line."""
    if not lines:
        return []
    body = median(line.size for line in lines for word in line.words for _ in word.text)
    evened = []
    for line in lines:
        size = body if abs(line.size - body) <= SAME_SIZE * body else line.size
        evened.append(line._replace(size=round(size / HALF_POINT) * HALF_POINT))
    return evened


def _runs(line: _Line) -> Iterator[Run]:
    """The words of a line in runs: one run as long as no gap is wider than one between words."""
    current = [line.words[0]]
    for before, word in pairwise(line.words):
        if word.box[0] - before.box[2] > CELL_GAP * line.size or before.text == "•":
            yield _run(line, current)
            current = []
        current.append(word)
    yield _run(line, current)


def _run(line: _Line, words: Sequence[_Word]) -> Run:
    """Words side by side as one run, as high as they are at the middle: a line of a page that lies askew is higher."""
    text = " ".join(word.text for word in words)
    top, bottom = (median(word.box[side] for word in words) for side in (1, 3))
    return Run(text, words[0].box[0], top, words[-1].box[2], bottom, line.size, bold=False, mark=-1)
