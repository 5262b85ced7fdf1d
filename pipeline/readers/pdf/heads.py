"""Running heads and page numbers: what repeats at the edge of page after page."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from statistics import median

from pipeline.readers.outline import is_caption
from pipeline.readers.pdf.layout import body_size
from pipeline.readers.pdf.lines import PdfLine

EDGE = 0.12  # share of a page's height that its head and foot stand in
LEAST_PAGES = 3
MOST_PAGES = 0.6  # share of the pages on which a head whose words change stands in one place
APART = 1.0  # of its size: such a head stands so far from the text, at least
WIDE = 1.5  # times the white space between the lines of the text: so far, too
LONGEST = 120  # characters of such a head
STEP = 4.0  # points: places closer than half of this are one
DISPLAY = 1.15  # of the text's size: larger lines are headings, and their numbers count chapters
MOST_NUMBERS = 4  # of one line, any of which may be the page's
_DIGITS = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_PAGE_NUMBER = re.compile(
    r"(?:p\s?a\s?g\s?e\s*)?[-–|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–|]?\s*(?:(?:of|/)\s*\d{1,4}|page)?", re.IGNORECASE
)


class RunningHeads:
    """Which lines of a document are running heads or page numbers.

    A line is a running head where its words, but for a number that counts the pages, stand in the same place on three
    pages or on two that follow each other; or where on most pages a line no larger than the text stands there, far
    from the text.

    Args:
        pages: for each page its height and its lines.
    """

    def __init__(self, pages: Sequence[tuple[float, Sequence[PdfLine]]]) -> None:
        self._body = body_size(line for _, lines in pages for line in lines)
        self._usual = _usual_gap(lines for _, lines in pages)
        self._edges = [list(_edge(lines, height)) for height, lines in pages]
        keys = [{key for _, line, _ in edge for key in self._keys(line, i)} for i, edge in enumerate(self._edges)]
        counts = Counter(key for page in keys for key in page)
        self._words = {key for key, n in counts.items() if n >= LEAST_PAGES}
        for page, after in pairwise(keys):
            self._words |= page & after
        apart = Counter(
            place for edge in self._edges for place in {_place(n) for _, n, gap in edge if self._far(n, gap)}
        )
        least = max(LEAST_PAGES + 1, MOST_PAGES * len(pages))
        self._places = {place for place, n in apart.items() if n >= least}

    def on(self, page: int) -> set[int]:
        """The indexes of a page's lines that are running heads or page numbers; pages count from 0."""
        edge = self._edges[page]
        heads = {i for i, line, gap in edge if self._is_head(line, gap, page)}
        numbers = [(i, line) for i, line, _ in edge if i not in heads and _PAGE_NUMBER.fullmatch(line.text)]
        text = [line for i, line, _ in edge if i not in heads and all(i != n for n, _ in numbers)]
        return heads | {i for i, number in numbers if not any(_in_one_row(number, line) for line in text)}

    def _is_head(self, line: PdfLine, gap: float, page: int) -> bool:
        if any(key in self._words for key in self._keys(line, page)):
            return True
        return _place(line) in self._places and self._far(line, gap)

    def _far(self, line: PdfLine, gap: float) -> bool:
        """Whether a line stands apart, no larger than the text, goes on with no sentence and is no caption."""
        if gap <= max(APART * line.size, WIDE * self._usual) or line.size > self._body or line.text[:1].islower():
            return False
        return len(line.text) < LONGEST and not is_caption(line.text)

    def _keys(self, line: PdfLine, page: int) -> Iterator[str]:
        """A line's words and where it stands; each number may count the pages, but not in a display line or a caption.

        Places are rounded in two ways, so that near ones meet in one of them.
        """
        text = line.text.lower()
        words = [text]
        if line.size <= DISPLAY * self._body and not is_caption(line.text):
            for number in islice(_DIGITS.finditer(text), MOST_NUMBERS):
                words.append(f"{text[: number.start()]}#{int(number[0]) - page}{text[number.end() :]}")
        for key in words:
            yield f"{key} {int(line.top / STEP)}"
            yield f"{key} {int(line.top / STEP + 0.5)}*"


def _edge(lines: Sequence[PdfLine], height: float) -> Iterator[tuple[int, PdfLine, float]]:
    """The lines where heads and feet stand: index, line, and the white space between it and the next line inward."""
    tops, bottoms = sorted(n.top for n in lines), sorted(n.bottom for n in lines)
    for i, line in enumerate(lines):
        if line.bottom < EDGE * height:
            below = bisect_left(tops, line.bottom)
            yield i, line, tops[below] - line.bottom if below < len(tops) else 0.0
        elif line.top > (1 - EDGE) * height:
            above = bisect_right(bottoms, line.top)
            yield i, line, line.top - bottoms[above - 1] if above else 0.0


def _usual_gap(pages: Iterable[Sequence[PdfLine]]) -> float:
    """The usual white space between two lines, in points; text may be set with any spacing."""
    gaps = [b.top - a.bottom for lines in pages for a, b in pairwise(lines) if 0 < b.top - a.bottom < 4 * a.size]
    return median(gaps) if gaps else 0.0


def _in_one_row(number: PdfLine, line: PdfLine) -> bool:
    """Whether a number stands beside a line of the text, as a figure in a table does."""
    return min(number.bottom, line.bottom) > max(number.top, line.top)


def _place(line: PdfLine) -> tuple[int, float]:
    return round(line.bottom / STEP), line.size
