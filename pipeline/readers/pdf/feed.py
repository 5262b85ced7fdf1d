"""Blocks of pages into the builder: pages, lines with their place, paragraphs joined over page breaks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.builder import Builder, CellWords
from pipeline.readers.outline import heading_number
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.lines import PdfLine, Vocabulary, joined_lines
from pipeline.readers.pdf.tables.joins import rest_of_table
from pipeline.readers.text.lines import ends_sentence


class _Fed(NamedTuple):
    """A block, the page it starts on, and for each further page that it runs over to the first of its lines there."""

    block: PdfBlock
    page: PdfPage
    cuts: list[tuple[int, PdfPage]]


def feed(builder: Builder, pages: Sequence[PdfPage]) -> None:
    """Hand all pages to the builder, in order; each is left without its blocks, so that nothing is kept twice."""
    vocabulary = Vocabulary("\n".join(line.text for b in p.blocks for line in b.lines) for p in pages)
    turning = _Turning(builder, pages)
    for fed in _joined_over_pages(pages):
        turning.to(fed.page)
        _feed_block(builder, fed, turning, vocabulary)
    if pages:
        turning.to(pages[-1])


class _Turning:
    """Turns the builder's pages."""

    def __init__(self, builder: Builder, pages: Sequence[PdfPage]) -> None:
        self._builder, self._pages = builder, pages
        self._turned = 0

    def to(self, page: PdfPage, start: int | None = None) -> None:
        """Turn all pages up to this one, at an offset or at the end of what was fed."""
        while self._turned < page.number:
            turned = self._pages[self._turned]
            width, height = round(turned.width, 1), round(turned.height, 1)
            self._builder.page(width=width, height=height, label=turned.label, start=start)
            self._turned += 1


def _joined_over_pages(pages: Sequence[PdfPage]) -> Iterator[_Fed]:
    """All blocks; a paragraph or a table that a page break cuts is one block."""
    held: _Fed | None = None
    for page in pages:
        blocks, page.blocks = page.blocks, []
        for i, block in enumerate(blocks):
            if held and not i and held.page is not page and _runs_over(held.block, block):
                held.cuts.append((len(held.block.lines), page))
                held.block.lines.extend(block.lines)
                continue
            rows = rest_of_table(held.block, block) if held and not i and held.page is not page else None
            if held and rows:
                held.cuts.append((len(held.block.cells), page))
                held.block.cells.extend(rows)
                continue
            if held:
                yield held
            held = _Fed(block, page, [])
    if held:
        yield held


def _runs_over(before: PdfBlock, after: PdfBlock) -> bool:
    if before.kind not in ("paragraph", "list_item") or not before.lines or not after.text[:1].islower():
        return False
    rest_of_item = after.kind == "list_item" and before.kind == "list_item" and before.labelled and not after.labelled
    return (after.kind == "paragraph" or rest_of_item) and not ends_sentence(before.text)


def _feed_block(builder: Builder, fed: _Fed, turning: _Turning, vocabulary: Vocabulary) -> None:
    block = fed.block
    if block.cells:
        _feed_table(builder, fed, turning, vocabulary)
        return
    placed = joined_lines(block.lines, vocabulary)
    if block.kind == "heading":
        numbered = heading_number(placed.text)
        builder.heading(placed.text, level=block.level, number=numbered.number if numbered else None)
    elif block.kind == "list_item":
        builder.list_item(placed.text, depth=block.depth)
    else:
        builder.paragraph(placed.text, kind=block.kind)
    start = builder.length - len(placed.text)
    at = 0
    for cut, page in fed.cuts:
        _place(builder, placed.lines[at:cut], start)
        turning.to(page, start + placed.lines[cut][0])
        at = cut
    _place(builder, placed.lines[at:], start)


def _feed_table(builder: Builder, fed: _Fed, turning: _Turning, vocabulary: Vocabulary) -> None:
    cells = fed.block.cells
    words = [joined_lines(cell.lines, vocabulary) for cell in cells]
    starts = builder.table(
        CellWords(c.row, c.column, w.text, c.row_span, c.column_span, c.header)
        for c, w in zip(cells, words, strict=True)
    )
    cuts = dict(fed.cuts)
    for at in sorted(range(len(cells)), key=lambda n: starts[n]):
        if at in cuts:
            turning.to(cuts[at], starts[at])
        _place(builder, words[at].lines, starts[at])


def _place(builder: Builder, lines: Sequence[tuple[int, int, PdfLine]], start: int) -> None:
    for first, last, line in lines:
        builder.line(start + first, start + last, line.x0, line.top, line.x1, line.bottom)
