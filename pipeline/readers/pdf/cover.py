"""What stands before the first paragraph of a document: the lines of its cover, and labels above headings."""

import re
from collections.abc import Sequence

from pipeline.readers import lexicon
from pipeline.readers.outline import heading_number
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.layout import DISPLAY_GAP
from pipeline.readers.pdf.looks import DISPLAY, LARGER, Look

PROSE_LINES = 2
COVER_PAGES = 3
_LABEL = re.compile(
    r"(?:section|part|chapter|annex|appendix)\s+(?:[\dA-Z]{1,3}|[IVX]{1,5})[.:]?|\d{1,2}(?:\.\d{1,2})*\.?",
    re.IGNORECASE,
)


def without_cover_lines(headings: Sequence[Candidate], text: Look) -> list[Candidate]:
    """Headings without the lines of a cover: set in looks that the document uses nowhere else, and far from prose.

    The largest of them, and of those the longest, may be the title and stays, unless it names an organisation.
    """
    end = next((i for i, h in enumerate(headings) if h.page > COVER_PAGES or _is_before_prose(h, text)), len(headings))
    later = {_but_colour(h.look, text) for h in headings[end:]}
    lines = [h for h in headings[:end] if not (h.named or h.numbering.length or _but_colour(h.look, text) in later)]
    named = [h for h in lines if not _is_organisation(h.block.text)] or lines
    title = max(named, key=lambda h: (h.look.size if h.look else 0.0, len(h.block.text)), default=None)
    return [h for h in headings if h is title or not any(h is line for line in lines)]


def _but_colour(look: Look | None, text: Look) -> Look | None:
    """The look of a chapter's heading without its face: each chapter may have a colour of its own."""
    return look._replace(face=0) if look is not None and look.size > DISPLAY * text.size else look


def _is_organisation(text: str) -> bool:
    """Whether a line is the name of who publishes, and not of a document."""
    words = {word.strip(",.:").lower() for word in text.split()}
    of_body, of_document = words & lexicon.words("organisation_words"), words & lexicon.words("document_words")
    return bool(of_body) and not of_document


def _is_before_prose(heading: Candidate, text: Look) -> bool:
    """Whether the text itself goes on below a heading."""
    after = heading.after
    if after is None:
        return False
    return (
        bool(after.cells)
        or after.kind == "list_item"
        or (
            abs(after.lines[0].size - text.size) < 1
            and (len(after.lines) >= PROSE_LINES or after.text.endswith((".", ":")))
        )
    )


def join_display(page: PdfPage, text: Look) -> None:
    """Put blocks that are set larger than the text into one: "Chapter 1" and the words below it, lines of a title."""
    joined: list[PdfBlock] = []
    for block in page.blocks:
        last = joined[-1] if joined else None
        display = last is not None and _is_display(last, text) and _is_display(block, text)
        if last is not None and display and (_is_label(last) or _goes_on(last, block)):
            joined[-1] = PdfBlock("paragraph", [*last.lines, *block.lines], level=max(last.level, block.level))
        else:
            joined.append(block)
    page.blocks = joined


def _is_label(block: PdfBlock) -> bool:
    return len(block.lines) == 1 and bool(_LABEL.fullmatch(block.text.strip()))


def _goes_on(before: PdfBlock, block: PdfBlock) -> bool:
    """Whether two blocks are lines of one title: set alike, and as close as lines stand."""
    last, first = before.lines[-1], block.lines[0]
    alike = (last.size, last.bold, last.face) == (first.size, first.bold, first.face)
    return alike and 0 < first.top - last.top <= DISPLAY_GAP * first.size and not heading_number(block.text)


def _is_display(block: PdfBlock, text: Look) -> bool:
    return (
        block.kind in ("heading", "paragraph", "list_item")
        and not block.cells
        and block.lines[0].size > LARGER * text.size
    )
