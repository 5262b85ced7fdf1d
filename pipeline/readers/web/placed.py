"""Pages that a converter made from a PDF: each printed line is an element with its place, and none says what it is.

Such a page is set in lines again, as they stood on paper, and read as plain text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple

from pipeline.readers.web.furniture import tag_of
from pipeline.readers.web.tables import is_bold
from pipeline.readers.web.words import words_of

LEAST_LINES = 20
LEAST_SHARE = 0.8  # of the page's characters stand in elements with a place
SAME_LINE = 0.4  # of the distance of lines
BLANK = 1.45  # times the distance of lines: a wider gap stands for a blank line
CHARACTER = 0.42  # of the distance of lines is about the width of a character
WIDEST = 200  # characters of white space that a line starts with, or parts its cells by
MOST_STYLES = 2**21  # characters of style sheets that are read
_SIDE = re.compile(r"(?:^|;)\s*(top|bottom|left|font-size)\s*:\s*(-?\d{1,6}(?:\.\d{1,6})?)p[xt]", re.IGNORECASE)
_SHOWN = "//text()[not(parent::script or parent::style or parent::title or parent::noscript)]"
_RULE = re.compile(r"\.(\w{1,40})\s*\{([^{}]{0,400})\}")


class _Placed(NamedTuple):
    """An element's words, the page and place they stand on (`y` grows downwards), and how they are set."""

    page: int
    y: float
    x: float
    face: tuple[str, bool]
    words: str


def placed_text(tree: Any) -> str | None:
    """The text of such a page, its pages parted by form feeds; None where the page is another."""
    sides = _sides_of_classes(tree)
    placed = list(_placed(tree, sides))
    whole = sum(len("".join(words.split())) for words in tree.xpath(_SHOWN))
    set_apart = sum(len("".join(one.words.split())) for one in placed)
    if len(placed) < LEAST_LINES or set_apart < LEAST_SHARE * whole:
        return None
    pages = [sorted(page, key=lambda one: (one.y, one.x)) for _, page in groupby(placed, key=lambda one: one.page)]
    gaps = [b.y - a.y for page in pages for a, b in pairwise(page) if b.y - a.y > 1]
    pitch = median(gaps) if gaps else 1.0
    left = min(one.x for one in placed)
    return "\f".join("\n".join(_printed(page, pitch, left)) for page in pages)


def _sides_of_classes(tree: Any) -> dict[str, dict[str, float]]:
    """For each class of the page's style sheets the sides that it sets, in pixels or points."""
    styles = "".join(style.text or "" for style in tree.iter("style"))[:MOST_STYLES]
    found: dict[str, dict[str, float]] = {}
    for name, rule in _RULE.findall(styles):
        sides = {side.lower(): float(value) for side, value in _SIDE.findall(rule)}
        found.setdefault(name, {}).update(sides)
    return found


def _placed(tree: Any, of_classes: dict[str, dict[str, float]]) -> Iterator[_Placed]:
    pages: Counter[Any] = Counter()
    for element in tree.iter("p", "div", "span"):
        names = element.get("class", "").split()
        sides = {side: value for name in names for side, value in of_classes.get(name, {}).items()}
        sides.update((side.lower(), float(value)) for side, value in _SIDE.findall(element.get("style", "")))
        if "left" not in sides or not ("top" in sides or "bottom" in sides) or _holds_lines(element):
            continue
        page = element.getparent()
        pages.setdefault(page, len(pages))
        y = sides["top"] if "top" in sides else -sides["bottom"]
        if words := " ".join(words_of(element).split()):
            face = (str(sides.get("font-size", "")), is_bold(element))
            yield _Placed(pages[page], y, sides["left"], face, words)


def _holds_lines(element: Any) -> bool:
    return any(tag_of(child) in ("p", "div") for child in element)


def _printed(page: Sequence[_Placed], pitch: float, left: float) -> Iterator[str]:
    """The lines of a page; a blank one stands in a wide gap, and where the size or the weight changes."""
    line: list[_Placed] = []
    for one in page:
        if line and one.y - line[0].y > SAME_LINE * pitch:
            yield _line(line, pitch, left)
            if one.y - line[0].y > BLANK * pitch or one.face != line[0].face:
                yield ""
            line = []
        line.append(one)
    if line:
        yield _line(line, pitch, left)


def _line(parts: Sequence[_Placed], pitch: float, left: float) -> str:
    """Parts of a line side by side, those far from each other as cells with white space between them."""
    width = CHARACTER * pitch
    text = ""
    for part in sorted(parts, key=lambda one: one.x):
        column = int((part.x - left) / width)
        missing = min(column - len(text), WIDEST)
        text += " " * (missing if missing > 1 or not text else 1) + part.words
    return text
