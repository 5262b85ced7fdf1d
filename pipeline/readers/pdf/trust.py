"""Whether the heading tags of a document can be trusted."""

from collections.abc import Sequence
from enum import Enum, auto

from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.looks import SAME_SIZE, look_of, numbering_of

MANY_PAGES = 4
HEADED_PAGES = 0.2  # share of a tagged document's pages that hold a heading, at least
MOST_HEADINGS = 0.35  # share of a document's characters that stand in headings, at most
MOST_WRONG = 0.5  # paragraphs with a heading's tag, for each heading
FEW = 5  # headings that may all be of one level


class Trust(Enum):
    """What the heading tags of a document are good for."""

    WHOLE = auto()  # they name the headings and their levels
    NAMES = auto()  # they name headings, but not their levels
    SOME = auto()  # those that they name are headings, others have no tag
    NONE = auto()  # they name what is no heading


def judge(pages: Sequence[PdfPage]) -> Trust:
    """How far the heading tags on the tagged pages of a document can be trusted."""
    filled = [p for p in pages if p.blocks]
    blocks = [b for p in filled for b in p.blocks if not b.cells and b.lines]
    headings = [b for b in blocks if b.kind == "heading"]
    wrong = [b for b in blocks if b.kind != "heading" and b.level]
    if len(wrong) > max(FEW, len(headings) * MOST_WRONG):
        return Trust.NONE
    if not headings:
        return Trust.NONE if filled and (len(filled) >= MANY_PAGES or _has_display(blocks)) else Trust.WHOLE
    chars = sum(len(n.text) for b in blocks for n in b.lines)
    if len(headings) > FEW and sum(len(n.text) for b in headings for n in b.lines) > MOST_HEADINGS * chars:
        return Trust.NONE
    with_heading = sum(1 for p in filled if any(b.kind == "heading" for b in p.blocks))
    if len(filled) >= MANY_PAGES and with_heading < HEADED_PAGES * len(filled):
        return Trust.SOME
    if len(headings) > FEW and len({h.level for h in headings}) == 1 and _looks_differ(headings):
        return Trust.NAMES
    return Trust.WHOLE


def _has_display(blocks: Sequence[PdfBlock]) -> bool:
    """Whether a short document without headings sets some of its lines in another size."""
    sizes = [n.size for b in blocks for n in b.lines]
    return bool(sizes) and max(sizes) - min(sizes) > 2 * SAME_SIZE


def _looks_differ(headings: Sequence[PdfBlock]) -> bool:
    """Whether headings of one level are set in clearly different sizes, or numbered to different depths."""
    looks = [look for h in headings if (look := look_of(h))]
    sizes = {look.size for look in looks}
    depths = {numbering_of(h.text).depth for h in headings} - {0}
    return len(depths) > 1 or (bool(sizes) and max(sizes) - min(sizes) > 2 * SAME_SIZE)
