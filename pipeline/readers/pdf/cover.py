"""What stands before the first paragraph of a document: the lines of its cover, and labels above headings."""

from collections.abc import Sequence

from pipeline.readers import lexicon
from pipeline.readers.outline import heading_number
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.layout import DISPLAY_GAP
from pipeline.readers.pdf.looks import DISPLAY, LARGER, Look, label_of

PROSE_LINES = 2
COVER_PAGES = 3
SMALLER = 0.75  # of the size of a label in words: words that it names are as large, at least
BELOW = 2.5  # of their size: they begin so far below it, at most


def without_cover_lines(headings: Sequence[Candidate], text: Look) -> list[Candidate]:
    """Headings without the lines of a cover: set in looks that the document uses nowhere else, and far from prose.

    The largest of them, and of those the longest, may be the title and stays, unless it names an organisation; or all
    of them go, where the text follows the title itself.
    """
    below = [h.block for h in headings[1:]]
    prose = (h.page > COVER_PAGES or _is_before_prose(h, text, below[i : i + 1]) for i, h in enumerate(headings))
    end = next((i for i, is_before in enumerate(prose) if is_before), len(headings))
    later = {_but_colour(h.look, text) for h in headings[end:]}
    lines = [h for h in headings[:end] if not (h.named or h.numbering.length or _but_colour(h.look, text) in later)]
    named = [h for h in lines if not _is_organisation(h.block.text)] or lines
    title = max(named, key=lambda h: (_size(h), len(h.block.text)), default=None)
    if title is not None and _is_beside_title(headings, end, _size(title)):
        title = None
    return [h for h in headings if h is title or not any(h is line for line in lines)]


def _size(heading: Candidate) -> float:
    return heading.look.size if heading.look else 0.0


def _is_beside_title(headings: Sequence[Candidate], end: int, size: float) -> bool:
    """Whether a heading on the cover that is named, or the one that ends it, is the title and not a line of that size.

    Args:
        headings: all.
        end: the index of the first one before prose.
        size: of the largest line of the cover.
    """
    if any(h.named and not h.numbering.length and h.page == 1 and _size(h) > size for h in headings[:end]):
        return True
    return _is_alone(headings, end) and _size(headings[end]) > DISPLAY * size


def _is_alone(headings: Sequence[Candidate], at: int) -> bool:
    """Whether a heading on page 1 has a look, and no number, that no later one has."""
    if at >= len(headings) or headings[at].page > 1 or headings[at].numbering.length:
        return False
    return all(h.look != headings[at].look for h in headings[at + 1 :])


def _but_colour(look: Look | None, text: Look) -> Look | None:
    """The look of a chapter's heading without its face: each chapter may have a colour of its own."""
    return look._replace(face=0) if look is not None and look.size > DISPLAY * text.size else look


def _is_organisation(text: str) -> bool:
    """Whether a line is the name of who publishes, and not of a document."""
    words = {word.strip(",.:").lower() for word in text.split()}
    of_body, of_document = words & lexicon.words("organisation_words"), words & lexicon.words("document_words")
    return bool(of_body) and not of_document


def _is_before_prose(heading: Candidate, text: Look, below: Sequence[PdfBlock]) -> bool:
    """Whether the text itself goes on below a heading; `below` is the next heading, if any."""
    after = heading.after
    if after is None or any(after is block for block in below):
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
        set_off = last is not None and _is_display(last, text)
        if last is not None and set_off and (_names(last, block, text) or _goes_on(last, block, text)):
            joined[-1] = PdfBlock("paragraph", [*last.lines, *block.lines], level=max(last.level, block.level))
        else:
            joined.append(block)
    page.blocks = joined


def _names(label: PdfBlock, block: PdfBlock, text: Look) -> bool:
    """Whether a block is a label, and the next one the words that it stands before."""
    found = label_of(label.text) if len(label.lines) == 1 else None
    if found is None:
        return False
    if not found["word"]:
        return _is_display(block, text)
    if block.cells or not block.lines:
        return False
    line = block.lines[0]
    near = 0 < line.top - label.lines[0].bottom < BELOW * line.size and line.size >= SMALLER * label.lines[0].size
    set_off = _is_display(block, text) or (line.bold and not text.bold and len(block.lines) < PROSE_LINES)
    return near and set_off and not heading_number(block.text)


def _goes_on(before: PdfBlock, block: PdfBlock, text: Look) -> bool:
    """Whether two blocks are lines of one title: set alike, and as close as lines stand."""
    if not _is_display(block, text):
        return False
    last, first = before.lines[-1], block.lines[0]
    alike = (last.size, last.bold, last.face) == (first.size, first.bold, first.face)
    step = min(first.top - last.top, first.bottom - last.bottom)  # small letters begin lower, and g and y end so
    return alike and 0 < step <= DISPLAY_GAP * first.size and not heading_number(block.text)


def _is_display(block: PdfBlock, text: Look) -> bool:
    return (
        block.kind in ("heading", "paragraph", "list_item")
        and not block.cells
        and block.lines[0].size > LARGER * text.size
    )
