"""PPTX: each slide is a page and a section; text frames in reading order, lists, tables, charts, diagrams, notes.

The title placeholder is the section's heading; a slide without one takes its largest line at the top, else "Slide 4".
A title slide in front gives the document's title; a slide with the layout of a section header opens a section that
holds the slides after it. Speaker's notes stand below their slide as footnotes, the first marked "Speaker notes:".
Footers, dates, slide numbers and what stands at one place on most slides are left out, and so is what is not shown:
hidden slides, hidden shapes, shapes beside the page. A hidden slide keeps its number and is reported as a page without
text, and as hidden.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import FileEmpty, FileTooLarge
from pipeline.builder import Builder
from pipeline.readers.office.graphics import Graphics
from pipeline.readers.outline import heading_number
from pipeline.readers.reading import Reading
from pipeline.readers.slides.blocks import TITLES, PlacedLine, SlideBlock, SlideReader, repetition_key
from pipeline.readers.slides.deck import P, open_deck
from pipeline.readers.slides.places import EMU, Box, Placed, in_reading_order, placed_shapes
from pipeline.readers.slides.texts import Inherited, paragraphs, placeholder_type

NOTES = "Speaker notes: "
LEAST_REPEATED, SHARE_REPEATED = 3, 0.5  # slides on which a shape stands at one place, until it is furniture
PLACEHOLDER, LARGEST, NUMBER = "title placeholder", "largest line", "slide number"  # what a heading was taken from
HIDDEN, MISSING, EMPTY = "hidden slide", "missing slide", "no text"
UNREAD = (HIDDEN, MISSING, EMPTY)
USUAL_SIZE = (720.0, 540.0)  # points: ten inches by seven and a half
COVER_BLOCKS, COVER_WORDS = 6, 40  # at most, on a slide that gives the document's title


def read_pptx(path: Path, *, max_bytes: int, max_pages: int) -> Reading:
    """The structure of a PPTX.

    Args:
        path: the file.
        max_bytes: the limit of a file; its parts together may come to four times that.
        max_pages: the limit of slides.

    Raises:
        FileDamaged: a part is missing or no XML. FileEmpty: it has no slides. FileTooLarge: it unpacks to too much, or
            has too many slides.
    """
    with open_deck(path, max_bytes=max_bytes) as deck:
        slides = deck.slides
        if not slides:
            raise FileEmpty(path, "has no slides", "Download it again.")
        if len(slides) > max_pages:
            raise FileTooLarge(
                path, f"has {len(slides):,} slides, the limit is {max_pages:,}", "Split it, or raise max_pages."
            )
        width, height = _size(deck.presentation)
        page = Box(0, 0, width, height)
        shown = [slide is not None and not _is_hidden(slide) for slide in slides]
        placed = [
            list(in_reading_order(placed_shapes(slide.shapes, page))) if is_shown else []
            for slide, is_shown in zip(slides, shown, strict=True)
        ]
        defaults = deck.presentation.element.find(f"{P}defaultTextStyle")
        reader = SlideReader(page, defaults, _repeated(placed, sum(shown)))
        feed = _Feed(page, deck.properties.title)
        for slide, shapes, is_shown in zip(slides, placed, shown, strict=True):
            if not is_shown:
                feed.unread(MISSING if slide is None else HIDDEN)
                continue
            graphics = Graphics(deck.package, deck.package.relations(str(slide.part.partname).lstrip("/")))
            feed.slide(reader.blocks(slide, shapes, graphics), _notes(slide), _layout(slide))
    used = tuple(dict.fromkeys(signal for signal in feed.signals if signal not in UNREAD))
    return Reading(
        feed.builder,
        "pptx",
        used,
        deck.properties,
        tuple(feed.pages_without_text),
        page_signals=tuple(feed.signals),
    )


class _Feed:
    """Hands slides to a builder."""

    def __init__(self, page: Box, title: str | None) -> None:
        self.builder = Builder()
        self.pages_without_text: list[int] = []
        self.signals: list[str] = []
        self._page, self._title = page, title
        self._number = 0
        self._level = 2

    def slide(self, blocks: Sequence[SlideBlock], notes: Sequence[str], layout: str) -> None:
        """The next slide: its blocks, the paragraphs of its notes, the type of its layout."""
        if not blocks and not notes:
            self.unread(EMPTY)
            return
        titled = bool(blocks) and blocks[0].kind == "heading"
        self._turn((PLACEHOLDER if blocks[0].is_title else LARGEST) if titled else NUMBER)
        if not blocks:
            self.pages_without_text.append(self._number)
        if not titled:
            self.builder.heading(f"Slide {self._number}", level=self._level)
        is_cover = self._number == 1 and _is_cover(blocks, layout, self._title)
        for block in blocks:
            self._block(block, layout, is_cover=is_cover)
        for i, note in enumerate(notes):
            self.builder.paragraph(note if i else f"{NOTES}{note}", kind="footnote")

    def unread(self, signal: str) -> None:
        """The next slide, of which nothing is read."""
        self._turn(signal)
        self.pages_without_text.append(self._number)

    def _turn(self, signal: str) -> None:
        self._number += 1
        self.signals.append(signal)
        self.builder.page(width=round(self._page.x1, 1), height=round(self._page.bottom, 1))

    def _block(self, block: SlideBlock, layout: str, *, is_cover: bool) -> None:
        if block.kind == "table":
            starts = self.builder.table(block.cells)
            for start, lines in sorted(zip(starts, block.cell_lines, strict=True), key=lambda pair: pair[0]):
                self._place(lines, start)
            return
        if block.kind == "heading":
            self._heading(block, layout, is_cover=is_cover)
        elif block.kind == "list_item":
            self.builder.list_item(block.text, depth=block.depth)
        else:
            self.builder.paragraph(block.text, kind=block.kind)
        self._place(block.lines, self.builder.length - len(block.text))

    def _heading(self, block: SlideBlock, layout: str, *, is_cover: bool) -> None:
        numbered = heading_number(block.text)
        number = numbered.number if numbered else None
        if is_cover:
            self.builder.heading(block.text, level=1, number=number)
        elif layout in ("secHead", "title"):
            self.builder.heading(block.text, level=2, number=number)
            self._level = 3
        else:
            self.builder.heading(block.text, level=self._level, number=number)

    def _place(self, lines: Sequence[PlacedLine], start: int) -> None:
        for first, last, box in lines:
            self.builder.line(start + first, start + last, *(round(side, 1) for side in box))


def _is_cover(blocks: Sequence[SlideBlock], layout: str, title: str | None) -> bool:
    """Whether the first slide names the document: its title is that of the file, or little stands below it."""
    if not blocks or blocks[0].kind != "heading":
        return False
    if " ".join((title or "").split()).lower() == blocks[0].text.lower():
        return True
    short = len(blocks) <= COVER_BLOCKS and sum(len(b.text.split()) for b in blocks) <= COVER_WORDS
    return short and (layout == "title" or all(b.kind == "paragraph" for b in blocks[1:]))


def _size(presentation: Any) -> tuple[float, float]:
    """Width and height of the slides, in points; those of a screen where the file states none."""
    width, height = presentation.slide_width, presentation.slide_height
    return float(width) / EMU if width else USUAL_SIZE[0], float(height) / EMU if height else USUAL_SIZE[1]


def _is_hidden(slide: Any) -> bool:
    return slide.element.get("show") in ("0", "false")


def _layout(slide: Any) -> str:
    """The type of a slide's layout ("title", "secHead"); a centred title stands for a title slide."""
    if any(placeholder_type(shape) == TITLES[1] for shape in slide.shapes):
        return "title"
    return str(slide.slide_layout.element.get("type", ""))


def _notes(slide: Any) -> list[str]:
    """The paragraphs of the speaker's notes."""
    if not slide.has_notes_slide:
        return []
    shapes = [s for s in slide.notes_slide.shapes if placeholder_type(s) == "body"]
    bodies = (s._element.find(f"{P}txBody") for s in shapes)
    return [p.text for body in bodies if body is not None for p in paragraphs(body, Inherited(()))]


def _repeated(slides: Sequence[Sequence[Placed]], shown: int) -> frozenset[tuple[str, int, int]]:
    """What stands at one place on most slides: marks, running heads."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for placed in slides:
        counts.update({key for p in placed if (key := repetition_key(p)) is not None})
    least = max(LEAST_REPEATED, SHARE_REPEATED * shown)
    return frozenset(key for key, count in counts.items() if count >= least)
