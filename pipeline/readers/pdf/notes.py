"""Footnotes at the foot of a page, between the two parts of a paragraph that goes on overleaf."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.text.lines import ends_sentence


def put_before_cuts(pages: Sequence[PdfPage]) -> None:
    """Move footnotes before the paragraph above them where it goes on at the top of the next page."""
    for page, after in pairwise(pages):
        first = _first_of_notes(page.blocks)
        if not 0 < first < len(page.blocks) or not after.blocks:
            continue
        cut, rest = page.blocks[first - 1], after.blocks[0]
        if cut.kind in ("paragraph", "list_item") and rest.text[:1].islower() and not ends_sentence(cut.text):
            page.blocks = [*page.blocks[: first - 1], *page.blocks[first:], cut]


def _first_of_notes(blocks: Sequence[PdfBlock]) -> int:
    """Where the footnotes at the end begin; the number of blocks where there are none."""
    first = len(blocks)
    while first and blocks[first - 1].kind == "footnote":
        first -= 1
    return first
