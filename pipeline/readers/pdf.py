"""PDF: pypdfium2 reads every page once; structure comes from the first signal that is there, page by page.

Signals in order: the tag tree, bookmarks, numbering, effective size and weight. pdfplumber is asked only for tables on
pages without tags that draw enough rules, and stands in where pypdfium2 cannot open the file.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2

from corpus.errors import FileDamaged
from pipeline.builder import Builder, CellWords
from pipeline.readers.lines import ends_sentence
from pipeline.readers.outline import heading_number, looks_like_heading, may_be_title
from pipeline.readers.pdf_blocks import PdfBlock, PdfPage
from pipeline.readers.pdf_heads import RunningHeads
from pipeline.readers.pdf_layout import Bookmarks, Style, layout_blocks
from pipeline.readers.pdf_lines import PdfLine, PlacedText, Vocabulary, bullets_in_place, joined_lines, lines_of
from pipeline.readers.pdf_open import loaded_page, opened
from pipeline.readers.pdf_runs import PageRuns, Run, RunReader
from pipeline.readers.pdf_tables import FoundTable, RuledTables
from pipeline.readers.pdf_tags import TagReader, tagged_blocks
from pipeline.readers.reading import Properties, Reading

TAGS, BOOKMARKS, LOOKS, FALLBACK = "tags", "bookmarks", "numbering, size and weight", "pdfplumber lines"
TAGS_AND_LOOKS = "tags, then size and weight"
TITLE_CHARS = 200
MANY_PAGES = 4
HEADED_PAGES = 0.2  # share of a tagged document's pages that hold a heading, at least


def read_pdf(path: Path, *, max_pages: int) -> Reading:
    """The structure of a PDF.

    Args:
        path: the file.
        max_pages: a file with more is refused.

    Raises:
        InputError: it cannot be opened by pypdfium2 nor by pdfplumber, wants a password, or has too many pages.
    """
    try:
        with opened(path, max_pages=max_pages) as document:
            pages = _read_pages(path, document)
            properties = _properties(document)
    except FileDamaged as error:
        pages = _by_plumber(path, error, max_pages)
        properties = Properties()
    builder = Builder()
    _settle_levels(pages, properties)
    _feed(builder, pages)
    signals = tuple(dict.fromkeys(p.signal for p in pages if p.blocks))
    empty = tuple(p.number for p in pages if not p.has_text)
    return Reading(builder, "pdf", signals, properties, empty)


class _Untagged:
    """A page that waits for the look of the whole document."""

    def __init__(self, lines: list[PdfLine], tables: Sequence[tuple[int, PdfBlock]]) -> None:
        self.lines, self.tables = lines, tables


def _read_pages(path: Path, document: Any) -> list[PdfPage]:
    tags, runs = TagReader(), RunReader()
    tagged = bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
    pages: list[PdfPage] = []
    waiting: dict[int, _Untagged] = {}
    with RuledTables(path) as ruled:
        for index in range(len(document)):
            with loaded_page(document, index) as (page, text_page):
                if page is None:
                    pages.append(PdfPage(index + 1, 0.0, 0.0, [], LOOKS))
                    continue
                found = runs.read(page, text_page)
                blocks = _by_tags(tags, page, found) if tagged else None
            label = _label(document, index)
            signal = TAGS if blocks is not None else LOOKS
            has_text = bool(found.runs)
            pages.append(PdfPage(index + 1, found.width, found.height, blocks or [], signal, label, has_text))
            if blocks is None:
                waiting[index] = _untagged(found, ruled.find(index, found.runs) if found.may_hold_ruled_table else [])
    _drop_heads(pages, waiting)
    _promote(pages)
    _lay_out(pages, waiting, _bookmarks(document) if waiting else Bookmarks(()))
    return pages


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


def _by_tags(reader: TagReader, page: Any, found: PageRuns) -> list[PdfBlock] | None:
    handle, tops = reader.tree(page)
    try:
        return tagged_blocks(tops, found.runs) if tops else None
    finally:
        reader.close(handle)


def _untagged(found: PageRuns, tables: Sequence[FoundTable]) -> _Untagged:
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
    return _Untagged(lines, placed)


def _drop_heads(pages: Sequence[PdfPage], waiting: dict[int, _Untagged]) -> None:
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


def _lay_out(pages: Sequence[PdfPage], waiting: dict[int, _Untagged], bookmarks: Bookmarks) -> None:
    style = Style(line for rest in waiting.values() for line in rest.lines)
    for index, rest in waiting.items():
        cuts = [0, *(at for at, _ in rest.tables), len(rest.lines)]
        for n, (start, end) in enumerate(pairwise(cuts)):
            pages[index].blocks += layout_blocks(rest.lines[start:end], style=style, bookmarks=bookmarks, page=index)
            if n < len(rest.tables):
                pages[index].blocks.append(rest.tables[n][1])
        if bookmarks:
            pages[index].signal = BOOKMARKS


def _bookmarks(document: Any) -> Bookmarks:
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


def _label(document: Any, index: int) -> str | None:
    """What is printed as a page's number; None where there is nothing, or nothing that is text."""
    try:
        return document.get_page_label(index) or None
    except UnicodeDecodeError:
        return None


def _properties(document: Any) -> Properties:
    try:
        return Properties(title=document.get_metadata_dict().get("Title") or None)
    except UnicodeDecodeError:  # half a surrogate pair: no text
        return Properties()


def _by_plumber(path: Path, error: FileDamaged, max_pages: int) -> list[PdfPage]:
    """The lines that pdfplumber reads where pypdfium2 cannot open the file."""
    import pdfplumber

    pages: list[PdfPage] = []
    try:
        with pdfplumber.open(path) as document:
            for number, page in enumerate(document.pages[:max_pages], start=1):
                lines = [
                    PdfLine(n["text"], n["x0"], n["top"], n["x1"], n["bottom"], 10.0, False)
                    for n in page.extract_text_lines()
                ]
                style = Style(lines)
                blocks = layout_blocks(lines, style=style, bookmarks=Bookmarks(()), page=number - 1)
                pages.append(
                    PdfPage(number, float(page.width), float(page.height), blocks, FALLBACK, has_text=bool(lines))
                )
                page.close()
    except Exception as second:  # pdfminer raises whatever a broken object makes Python raise
        raise error from second
    if not pages:
        raise error
    return pages


# ---- levels and title


def _settle_levels(pages: Sequence[PdfPage], properties: Properties) -> None:
    """Find the title, and put all other headings below it."""
    headings = [b for p in pages for b in p.blocks if b.kind == "heading"]
    top = min((h.level for h in headings if h.level), default=1)
    for heading in headings:
        heading.level = (heading.level or top) - top + 1
    title = _title(pages, [h for h in headings if h.level == 1], properties)
    below = [h for h in headings if h is not title]
    shift = 2 - min((h.level for h in below), default=2)
    for heading in below:
        heading.level += shift
    if title is not None:
        title.kind, title.level = "heading", 1


def _title(pages: Sequence[PdfPage], firsts: Sequence[PdfBlock], properties: Properties) -> PdfBlock | None:
    """The title's block: what the properties name, the largest line before the first heading, or a lone top heading."""
    opening = [b for p in pages[:2] for b in p.blocks if b.kind in ("heading", "paragraph") and b.lines][:12]
    named = _key(properties.title or "")
    for block in opening:
        if named and _key(block.text) == named:
            return block
    if firsts and firsts[0] in opening and may_be_title(firsts[0].text) and _stands_over(opening, firsts):
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


def _stands_over(opening: Sequence[PdfBlock], firsts: Sequence[PdfBlock]) -> bool:
    """Whether the first top heading stands over all others.

    It does where it is alone, right above another heading, or without a number before numbered ones.
    """
    after = opening[opening.index(firsts[0]) + 1 :][:1]
    right_above = opening[0] is firsts[0] and bool(after) and after[0].kind == "heading"
    return right_above or all(heading_number(h.text) for h in firsts[1:])


def _is_display(pages: Sequence[PdfPage], block: PdfBlock) -> bool:
    """Whether a paragraph is set larger than the text around it."""
    sizes = sorted(n.size for p in pages[:3] for b in p.blocks for n in b.lines)
    return bool(sizes) and block.lines[0].size > 1.2 * sizes[len(sizes) // 2]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


# ---- feeding the builder


def _feed(builder: Builder, pages: Sequence[PdfPage]) -> None:
    vocabulary = Vocabulary(line.text for p in pages for b in p.blocks for line in b.lines)
    blocks = list(_joined_over_pages(pages))
    turned = 0
    for page, block in blocks:
        while turned < page.number:
            _turn(builder, pages[turned])
            turned += 1
        _feed_block(builder, block, vocabulary)
    for page in pages[turned:]:
        _turn(builder, page)


def _turn(builder: Builder, page: PdfPage) -> None:
    builder.page(width=round(page.width, 1), height=round(page.height, 1), label=page.label)


def _joined_over_pages(pages: Sequence[PdfPage]) -> Iterator[tuple[PdfPage, PdfBlock]]:
    """Blocks with the pages they start on; a paragraph that a page break cuts is one block."""
    held: tuple[PdfPage, PdfBlock] | None = None
    for page in pages:
        for i, block in enumerate(page.blocks):
            if held and not i and held[0] is not page and _runs_over(held[1], block):
                held[1].lines.extend(block.lines)
                continue
            if held:
                yield held
            held = page, block
    if held:
        yield held


def _runs_over(before: PdfBlock, after: PdfBlock) -> bool:
    if before.kind not in ("paragraph", "list_item") or not before.lines or not after.text[:1].islower():
        return False
    rest_of_item = after.kind == "list_item" and before.kind == "list_item" and before.labelled and not after.labelled
    return (after.kind == "paragraph" or rest_of_item) and not ends_sentence(before.text)


def _feed_block(builder: Builder, block: PdfBlock, vocabulary: Vocabulary) -> None:
    if block.cells:
        _feed_table(builder, block, vocabulary)
        return
    placed = joined_lines(block.lines, vocabulary)
    if block.kind == "heading":
        numbered = heading_number(placed.text)
        builder.heading(placed.text, level=block.level, number=numbered.number if numbered else None)
    elif block.kind == "list_item":
        builder.list_item(placed.text, depth=block.depth)
    else:
        builder.paragraph(placed.text, kind=block.kind)
    _place(builder, placed, builder.length - len(placed.text))


def _feed_table(builder: Builder, block: PdfBlock, vocabulary: Vocabulary) -> None:
    words = [joined_lines(cell.lines, vocabulary) for cell in block.cells]
    starts = builder.table(
        CellWords(c.row, c.column, w.text, c.row_span, c.column_span, c.header)
        for c, w in zip(block.cells, words, strict=True)
    )
    for start, placed in sorted(zip(starts, words, strict=True), key=lambda pair: pair[0]):
        _place(builder, placed, start)


def _place(builder: Builder, placed: PlacedText, start: int) -> None:
    for first, last, line in placed.lines:
        builder.line(start + first, start + last, line.x0, line.top, line.x1, line.bottom)
