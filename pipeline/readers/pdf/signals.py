"""Structure of pages by the first signal that is there: tags, bookmarks, numbering, effective size and weight."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pypdfium2

from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.heads import RunningHeads
from pipeline.readers.pdf.layout import Bookmarks, Style, layout_blocks
from pipeline.readers.pdf.lines import PdfLine, bullets_in_place, lines_of
from pipeline.readers.pdf.runs import PageRuns, Run
from pipeline.readers.pdf.tables import FoundTable

TAGS, BOOKMARKS, LOOKS = "tags", "bookmarks", "numbering, size and weight"
TAGS_AND_LOOKS = "tags, then size and weight"
MANY_PAGES = 4
HEADED_PAGES = 0.2  # share of a tagged document's pages that hold a heading, at least


class Untagged:
    """A page that waits for the look of the whole document: its lines, and its tables with their places among them."""

    def __init__(self, lines: list[PdfLine], tables: Sequence[tuple[int, PdfBlock]]) -> None:
        self.lines, self.tables = lines, tables


def structure(pages: list[PdfPage], waiting: dict[int, Untagged], bookmarks: Bookmarks) -> None:
    """Give the pages their blocks, now that all have been read.

    Args:
        pages: the pages; those that had no tags are without blocks.
        waiting: by index, what was found on those.
        bookmarks: those of the file.
    """
    _drop_heads(pages, waiting)
    _promote(pages)
    _lay_out(pages, waiting, bookmarks)


def _promote(pages: Sequence[PdfPage]) -> None:
    """Headings by their look, where a tagged document names hardly any: its author set them as paragraphs."""
    tagged = [p for p in pages if p.signal == TAGS and p.blocks]
    with_heading = sum(1 for p in tagged if any(b.kind == "heading" for b in p.blocks))
    if len(tagged) < MANY_PAGES or with_heading >= HEADED_PAGES * len(tagged):
        return
    style = Style(n for p in tagged for b in p.blocks for n in b.lines)
    for page in tagged:
        for before, block in zip([None, *page.blocks[:-1]], page.blocks, strict=True):
            after_stem = before is not None and before.text.endswith(":")
            if block.kind in ("heading", "paragraph"):
                looks = style.is_heading(block) and not after_stem
                block.kind, block.level = ("heading", style.level(block.lines[0])) if looks else ("paragraph", 0)
        page.signal = TAGS_AND_LOOKS


def untagged(found: PageRuns, tables: Sequence[FoundTable]) -> Untagged:
    """Lines of the page without those in tables; each table keeps its place among them."""
    inside = {i for table in tables for i in table.runs}
    before = bullets_in_place(found.runs)
    lines: list[PdfLine] = []
    placed: list[tuple[int, PdfBlock]] = []
    starts = {min(t.runs): t.block for t in tables if t.runs}
    pending: list[Run] = []
    for i, run in enumerate(found.runs):
        if i in starts:
            lines += lines_of(pending, split_columns=True)
            pending = []
            placed.append((len(lines), starts[i]))
        if i not in inside and i in before:
            pending += [*before[i], run]
    lines += lines_of(pending, split_columns=True)
    return Untagged(lines, placed)


def _drop_heads(pages: Sequence[PdfPage], waiting: dict[int, Untagged]) -> None:
    """Take running heads and page numbers out of all pages."""
    edges = [
        (p.height, waiting[i].lines if i in waiting else [n for b in p.blocks if not b.cells for n in b.lines])
        for i, p in enumerate(pages)
    ]
    heads = RunningHeads(edges)
    for i, page in enumerate(pages):
        if i in waiting:
            rest = waiting[i]
            gone = [n for n, line in enumerate(rest.lines) if heads.is_head(line, page.height)]
            rest.tables = [(at - sum(g < at for g in gone), block) for at, block in rest.tables]
            rest.lines = [line for n, line in enumerate(rest.lines) if n not in set(gone)]
        else:
            page.blocks = [b for b in page.blocks if b.cells or not all(heads.is_head(n, page.height) for n in b.lines)]


def _lay_out(pages: Sequence[PdfPage], waiting: dict[int, Untagged], bookmarks: Bookmarks) -> None:
    style = Style(line for rest in waiting.values() for line in rest.lines)
    for index, rest in waiting.items():
        cuts = [0, *(at for at, _ in rest.tables), len(rest.lines)]
        for n, (start, end) in enumerate(pairwise(cuts)):
            pages[index].blocks += layout_blocks(rest.lines[start:end], style=style, bookmarks=bookmarks, page=index)
            if n < len(rest.tables):
                pages[index].blocks.append(rest.tables[n][1])
        if bookmarks:
            pages[index].signal = BOOKMARKS


def bookmarks_of(document: Any) -> Bookmarks:
    """The outline of a `pypdfium2.PdfDocument`, as far as it can be read."""
    items: list[tuple[int, str, int]] = []
    try:
        for bookmark in document.get_toc(max_depth=8):
            place = bookmark.get_dest()
            index = place.get_index() if place else None
            if index is not None:
                items.append((index, bookmark.get_title(), bookmark.level + 1))
    except pypdfium2.PdfiumError:
        return Bookmarks(items)  # a broken outline is no reason to lose the pages
    return Bookmarks(items)
