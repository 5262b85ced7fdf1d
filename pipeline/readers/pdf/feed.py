"""Blocks of pages into the builder: pages, lines with their place, paragraphs joined over page breaks."""

from collections.abc import Iterator, Sequence

from pipeline.builder import Builder, CellWords
from pipeline.readers.lines import ends_sentence
from pipeline.readers.outline import heading_number
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.lines import PlacedText, Vocabulary, joined_lines


def feed(builder: Builder, pages: Sequence[PdfPage]) -> None:
    """Hand all pages to the builder, in order."""
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
