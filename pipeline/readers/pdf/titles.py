"""The title of a PDF, and the levels of its headings below it."""

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.readers.outline import heading_number, looks_like_heading, may_be_title
from pipeline.readers.pdf.blocks import TAGS, PdfBlock, PdfPage
from pipeline.readers.pdf.looks import SAME_SIZE

TITLE_CHARS = 200
COVER_CHARS = 300
COVERED_PAGES = 3
AS_LARGE = 0.75  # of the largest heading beside it: so large is a title that the properties name, at least


def settle_levels(pages: Sequence[PdfPage], named: str | None) -> None:
    """Find the title, and put all other headings below it; levels that no heading has are skipped.

    A larger line beside a title that the properties name, as of who publishes it, opens no level.

    Args:
        pages: the pages; the levels of their headings are changed.
        named: the title that the file's properties name.
    """
    headings = _headings(pages)
    title = _title(pages, [h for h in headings if h.level == 1], named)
    beside = [h for h in headings if h.level == 1]
    if title is not None and len(beside) == 1 and beside[0] is not title and _is_named(title, named, headings):
        beside[0].kind = "paragraph"
        headings = _headings(pages)
    below = [h for h in headings if h is not title]
    shift = 2 - min((h.level for h in below), default=2)
    for heading in below:
        heading.level += shift
    _lift_front(pages, below)
    if title is not None:
        title.kind, title.level = "heading", 1
        _join_rest(pages, title)


def _lift_front(pages: Sequence[PdfPage], headings: Sequence[PdfBlock]) -> None:
    """Put what stands before the first chapter, such as a foreword in smaller type, beside the chapters.

    Levels by tags stay as they are.
    """
    tagged = {id(b) for p in pages if p.signal == TAGS for b in p.blocks}
    front = list(takewhile(lambda h: h.level > 2, headings))
    if len(front) == len(headings) or any(id(h) in tagged for h in front):
        return
    lift = min((h.level for h in front), default=2) - 2
    for heading in front:
        heading.level -= lift


def _headings(pages: Sequence[PdfPage]) -> list[PdfBlock]:
    """All headings, their levels counted from 1 without a gap."""
    headings = [b for p in pages for b in p.blocks if b.kind == "heading"]
    used = sorted({h.level for h in headings if h.level}) or [1]
    for heading in headings:
        heading.level = used.index(heading.level or used[0]) + 1
    return headings


def _join_rest(pages: Sequence[PdfPage], title: PdfBlock) -> None:
    """Put the lines of a title that goes on in the next block into one: "A policy:" and, as large, what it is for."""
    page = next(p for p in pages if any(b is title for b in p.blocks))
    at = next(i for i, b in enumerate(page.blocks) if b is title)
    rest = page.blocks[at + 1 : at + 2]
    if not rest or rest[0].cells or not rest[0].lines or not title.text.endswith((":", "–", "-", ",")):
        return
    if abs(rest[0].lines[0].size - title.lines[-1].size) < SAME_SIZE and len(rest[0].text) <= TITLE_CHARS:
        title.lines += rest[0].lines
        del page.blocks[at + 1]


def _title(pages: Sequence[PdfPage], firsts: Sequence[PdfBlock], named: str | None) -> PdfBlock | None:
    """The title's block: what the properties name, the largest line before the first heading, or a lone top heading."""
    opening = [b for p in pages[:2] for b in p.blocks if b.kind in ("heading", "paragraph") and b.lines][:12]
    for block in opening:
        if _is_named(block, named, [b for b in opening if b.kind == "heading"]):
            return block
    if firsts and firsts[0] in opening and may_be_title(firsts[0].text) and _stands_over(opening, firsts):
        return firsts[0]
    if firsts and firsts[0] in opening and _is_cover(pages, firsts[0]):
        return firsts[0]
    size = max((h.lines[0].size for h in firsts if h.lines), default=0.0)
    cover = [b for b in opening if len(b.text) <= TITLE_CHARS and looks_like_heading(b.text)]
    largest = max(cover, key=lambda b: b.lines[0].size, default=None)
    if largest and largest.lines[0].size > size + 0.5 and largest.kind == "paragraph" and _is_display(pages, largest):
        return largest
    if firsts and firsts[0] in opening and firsts[0].lines[0].size >= size and largest is firsts[0]:
        others = [h.lines[0].size for h in firsts[1:] if h.lines]
        if may_be_title(firsts[0].text) and (not others or firsts[0].lines[0].size > max(others) + 0.5):
            return firsts[0]
    return None


def _is_named(block: PdfBlock, named: str | None, headings: Sequence[PdfBlock]) -> bool:
    """Whether the properties name a block, and it is not a lesser line beside a heading that is much larger."""
    if not named or not _key(named) or _key(block.text) != _key(named):
        return False
    largest = max((h.lines[0].size for h in headings if h.lines), default=0.0)
    return block.kind == "heading" or block.lines[0].size >= AS_LARGE * largest


def _stands_over(opening: Sequence[PdfBlock], firsts: Sequence[PdfBlock]) -> bool:
    """Whether the first top heading stands over all others.

    It does where it is alone, right above another heading, or without a number before numbered ones.
    """
    after = opening[opening.index(firsts[0]) + 1 :][:1]
    right_above = opening[0] is firsts[0] and bool(after) and after[0].kind == "heading"
    return right_above or all(heading_number(h.text) for h in firsts[1:])


def _is_cover(pages: Sequence[PdfPage], heading: PdfBlock) -> bool:
    """Whether the first page of several holds one heading and hardly a word more, as the first slide of a deck does."""
    blocks = pages[0].blocks
    alone = [b for b in blocks if b.kind == "heading"] == [heading]
    return alone and len(pages) >= COVERED_PAGES and sum(len(b.text) for b in blocks) <= COVER_CHARS


def _is_display(pages: Sequence[PdfPage], block: PdfBlock) -> bool:
    """Whether a paragraph is set larger than the text around it."""
    sizes = sorted(n.size for p in pages[:3] for b in p.blocks for n in b.lines)
    return bool(sizes) and block.lines[0].size > 1.2 * sizes[len(sizes) // 2]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
