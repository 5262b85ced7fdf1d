"""Contents pages: which lines of a page list headings with their page numbers, and what they list."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.outline import is_contents
from pipeline.readers.pdf.lines import PdfLine

LEAST_ENTRIES = 3
LEADERS_ENOUGH = 4  # entries with dot leaders that make a contents page without a heading
IN_ORDER = 0.8  # share of the page numbers that follow a smaller or equal one
MOST_BETWEEN = 2  # rows without a number between two entries: the rest of a long entry, a part's name
SAME_ROW = 0.5  # share of the smaller height that two pieces of one row overlap by
LONGEST = 400  # characters of an entry
RIGHT = 0.7  # of the width of the page's text: page numbers stand right of here
_LEADERS = re.compile(r"(?:\s*[.…_·]){4,}\s*|…\s*")
_ENTRY = re.compile(r"(?P<words>.*?\S)(?P<leaders>(?:\s*[.…_·]){3,}|\s)\s*(?P<page>\d{1,4}|[ivxl]{1,6})$")
_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}")


class Entry(NamedTuple):
    """A line of a contents page: its words, and where they start."""

    words: str
    x0: float


class _Row(NamedTuple):
    """Pieces on one row: the indexes of their lines, the words, whether dot leaders follow, and the page number."""

    lines: list[int]
    words: str
    x0: float
    leaders: bool
    page: int | None


class ContentsPages:
    """Finds the contents pages of a document, asked page after page, and keeps what they list."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._open = False

    def take(self, lines: Sequence[PdfLine]) -> set[int]:
        """The indexes of the lines that belong to a contents page; their entries are kept."""
        if not self._open and not _may_be_contents(lines):
            return set()
        rows = list(_rows(lines))
        heading = next((i for i, row in enumerate(rows) if row.page is None and is_contents(row.words)), None)
        start = 0 if heading is None else heading
        found = _entries(rows, start)
        numbered = [row for row in found if row.page is not None]
        leaders = sum(1 for row in found if row.leaders)
        known = heading is not None or self._open
        if self._open and found and found[0] in rows[: MOST_BETWEEN + 1]:
            found = [*rows[: rows.index(found[0])], *found]  # its first entry lost its number to the head of the page
        if len(numbered) < LEAST_ENTRIES or not (known or leaders >= LEADERS_ENOUGH) or not _in_order(numbered):
            self._open = False
            return set()
        self._open = found[-1] is rows[-1]
        self.entries += [Entry(row.words, row.x0) for row in numbered]
        first = min(found[0].lines) if heading is None else min(*found[0].lines, *rows[start].lines)
        last = max(i for row in found for i in row.lines)
        return set(range(first, last + 1))


def _may_be_contents(lines: Sequence[PdfLine]) -> bool:
    """A quick look: a contents page has a heading that says so, or dot leaders."""
    leaders = sum(1 for line in lines if "...." in line.text or ". . . ." in line.text or "…" in line.text)
    return leaders >= LEADERS_ENOUGH or any(len(n.text) < 30 and is_contents(n.text) for n in lines)


def _rows(lines: Sequence[PdfLine]) -> Iterator[_Row]:
    """Lines that stand on one row, whether the page's content draws them one after the other or not."""
    right = RIGHT * max((line.x1 for line in lines), default=0.0)
    numbers = {i for i, line in enumerate(lines) if _PAGE.fullmatch(line.text) and line.x0 > right}
    dots = {i for i, line in enumerate(lines) if _LEADERS.fullmatch(line.text)}
    for i, line in enumerate(lines):
        if i in numbers or i in dots:
            continue
        pieces = [i, *(n for n in sorted(numbers | dots) if _same_row(line, lines[n]))]
        number = next((n for n in pieces if n in numbers), None)
        match = _ENTRY.fullmatch(line.text) if number is None and len(line.text) <= LONGEST else None
        words, page = line.text, None
        if number is not None:
            page = _value(lines[number].text)
        elif match and (match["leaders"].strip() or line.x1 > right):
            words, page = match["words"] + match["leaders"], _value(match["page"])
        leaders = len(pieces) > 1 + (number is not None) or _LEADERS.search(words) is not None
        yield _Row(pieces, _LEADERS.sub(" ", words).strip(), line.x0, leaders, page)


def _entries(rows: Sequence[_Row], start: int) -> list[_Row]:
    """The rows from the first entry to the last, as long as no more than a few others stand between them."""
    found: list[_Row] = []
    between: list[_Row] = []
    for row in rows[start:]:
        if row.page is not None or row.leaders:
            found += [*between, row] if found else [row]
            between = []
        elif found:
            between.append(row)
            if len(between) > MOST_BETWEEN:
                break
    return found


def _in_order(rows: Sequence[_Row]) -> bool:
    steps = [a.page <= b.page for a, b in pairwise(rows) if a.page is not None and b.page is not None]
    return sum(steps) >= IN_ORDER * len(steps)


def _same_row(a: PdfLine, b: PdfLine) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared >= SAME_ROW * min(a.bottom - a.top, b.bottom - b.top)


def _value(page: str) -> int:
    """A page number's value; Roman ones come before all others."""
    return int(page) if page.strip().isdecimal() else 0
