"""Contents without dot leaders: tables of headings with page numbers, and links to headings without any."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.outline import is_contents
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.bookmarks import heading_key

LEAST_ENTRIES = 3
LONGEST_HEADING = 40  # characters of the heading over a contents page
MOST_LINES = 4  # of a heading that an entry names
OTHERS = 2  # lines between two entries that name nothing


class _Place(NamedTuple):
    page: int
    block: int


def drop_linked_contents(pages: Sequence[PdfPage]) -> Counter[str]:
    """Take such contents out of the pages; the keys of the headings that they list come back."""
    listed: Counter[str] = Counter()
    places: dict[str, _Place] | None = None
    for number, page in enumerate(pages):
        for i in reversed([i for i, block in enumerate(page.blocks) if _is_contents_heading(block)]):
            if places is None:
                places = _last_places(pages)
            keys, end = _entries(page, i, _Place(number, i), places)
            if end > i:
                listed |= Counter(keys)
                page.blocks = page.blocks[:i] + page.blocks[end + 1 :]
    return listed


def _is_contents_heading(block: PdfBlock) -> bool:
    return len(block.lines) == 1 and len(block.lines[0].text) <= LONGEST_HEADING and is_contents(block.lines[0].text)


def _last_places(pages: Sequence[PdfPage]) -> dict[str, _Place]:
    """Where the words of each short block stand for the last time."""
    return {
        heading_key(block.text): _Place(number, i)
        for number, page in enumerate(pages)
        for i, block in enumerate(page.blocks)
        if block.lines and not block.cells and len(block.lines) <= MOST_LINES
    }


def _entries(page: PdfPage, start: int, heading: _Place, places: dict[str, _Place]) -> tuple[list[str], int]:
    """The keys that the blocks after a contents heading list, and the index of the last of those blocks."""
    if start + 1 < len(page.blocks) and _is_table_of_contents(page.blocks[start + 1]):
        return [heading_key(words) for words in _first_words(page.blocks[start + 1])], start + 1
    keys: list[str] = []
    end, others = start, 0
    for i in range(start + 1, len(page.blocks)):
        block = page.blocks[i]
        if block.cells:
            break
        found = [key for n in block.lines if (key := heading_key(n.text)) and _is_later(places.get(key), heading, i)]
        if 2 * len(found) < len(block.lines):
            others += len(block.lines)
            if others > OTHERS:
                break
            continue
        if set(found) & set(keys):
            break  # the headings themselves, right below the list of them
        keys += found
        end, others = i, 0
    return (keys, end) if len(keys) >= LEAST_ENTRIES else ([], start)


def _is_later(place: _Place | None, heading: _Place, block: int) -> bool:
    return place is not None and place > _Place(heading.page, block)


def _is_table_of_contents(block: PdfBlock) -> bool:
    """Whether the last cells of a table's rows are page numbers that go up."""
    rows: dict[int, str] = {}
    for cell in sorted(block.cells, key=lambda c: (c.row, c.column)):
        if words := " ".join(n.text for n in cell.lines).strip():
            rows[cell.row] = words
    pages = [int(words) for words in rows.values() if words.isdecimal() and len(words) <= 4]
    return len(pages) >= max(LEAST_ENTRIES, len(rows) // 2) and all(a <= b for a, b in pairwise(pages))


def _first_words(block: PdfBlock) -> list[str]:
    """The words of each row without the page number."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(block.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(" ".join(n.text for n in cell.lines).strip())
    return [" ".join(words[:-1]).strip() for words in rows.values() if any(words[:-1])]
