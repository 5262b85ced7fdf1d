"""How every reader makes a Document: it is fed with headings, paragraphs, list items, tables and pages, in order.

The builder joins what it is fed with newlines, keeps the offsets, and at the end makes the section tree, the blocks
and the map of edits. Two kinds of reader feed it:

- readers of plain text and Markdown feed `Piece`s, slices of a source that was repaired beforehand; what stands
  between the slices becomes an edit, so that offsets lead back into the file;
- readers of HTML, DOCX, PPTX and PDF feed strings; what they fed is the source text, repaired when it is whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.document import (
    Block,
    BlockKind,
    Cell,
    Edit,
    Line,
    Page,
    Section,
    Span,
    Table,
    content_id,
)
from pipeline.numbering import Numbered, settled_levels
from pipeline.readers.edits import MARKUP, Forward, compose
from pipeline.readers.stems import stem_span
from pipeline.repair import Repaired, repair

CELL_SEPARATOR = " | "
KEPT_GAPS = ("\n", "\n\n")


class Piece(NamedTuple):
    """Words that were read from `source[start:end]`; offsets are -1 where a reader has no source text."""

    text: str
    start: int = -1
    end: int = -1


Words = str | Sequence[Piece]
Ranges = Sequence[tuple[int, int]]


class CellWords(NamedTuple):
    """A table's cell as a reader finds it."""

    row: int
    column: int
    words: Words
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(slots=True)
class _DraftBlock:
    kind: BlockKind
    start: int
    end: int
    page: int | None
    level: int = 0
    number: str | None = None
    heading: str = ""
    lead_in: tuple[int, int] | None = None
    asides: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int, int, int, bool, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _DraftPage:
    start: int
    width: float
    height: float
    label: str | None
    lines: list[Line]


class Built(NamedTuple):
    """What a reader's feed came to: all that a Document needs but its metadata."""

    text: str
    source_text: str | None
    edits: tuple[Edit, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    repaired: Repaired


class Builder:
    """Collects a document in reading order.

    Args:
        source: the repaired source that `Piece`s are slices of; None for readers that feed strings.
    """

    def __init__(self, source: Repaired | None = None) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._placed: list[tuple[int, Piece]] = []
        self._blocks: list[_DraftBlock] = []
        self._pages: list[_DraftPage] = []
        self._stems: dict[int, tuple[int, int]] = {}

    @property
    def length(self) -> int:
        """Characters fed so far, separators included."""
        return self._length

    @property
    def has_title(self) -> bool:
        """Whether the text has a title of its own."""
        return _title_block([b for b in self._blocks if b.kind == "heading"]) is not None

    def heading(self, words: Words, *, level: int, number: str | None = None) -> None:
        """A heading; level 1 is the document's title."""
        start, end, text = self._append(words)
        if end == start:
            return
        draft = _DraftBlock("heading", start, end, self._page_number(), level, number, _heading_text(text, number))
        self._blocks.append(draft)
        run_in = text.endswith(":") and len(text.split()) <= RUN_IN_WORDS
        if not (run_in and self._stems):  # "Key actions include:" goes on over "Workforce:"
            self._stems = {}
            self._take_stem(text, start, depth=0)

    def paragraph(self, words: Words, *, kind: BlockKind = "paragraph", asides: Ranges = ()) -> None:
        """A paragraph, a caption or a footnote. The last sentence of a paragraph may be the stem of a list.

        Args:
            words: its words.
            kind: what it is.
            asides: ranges of its words that belong to another cell, counted from its start.
        """
        start, end, text = self._append(words)
        if end == start:
            return
        self._blocks.append(_DraftBlock(kind, start, end, self._page_number(), asides=_moved(asides, start)))
        if kind == "paragraph":
            self._stems = {}
            self._take_stem(text, start, depth=0)

    def list_item(self, words: Words, *, depth: int = 0, asides: Ranges = ()) -> None:
        """An item of a list; nested lists count from depth 1 and hang on the item before. Asides as in paragraphs."""
        start, end, text = self._append(words)
        if end == start:
            return
        stem = next((self._stems[d] for d in range(depth, -1, -1) if d in self._stems), None)
        draft = _DraftBlock("list_item", start, end, self._page_number(), lead_in=stem, asides=_moved(asides, start))
        self._blocks.append(draft)
        for deeper in [d for d in self._stems if d > depth]:
            del self._stems[deeper]
        self._take_stem(text, start, depth=depth + 1)

    def table(self, cells: Iterable[CellWords]) -> list[int]:
        """A table: its rows become lines, its cells stand in them with a bar between.

        Returns:
            Where each cell starts in what was fed, in the order of `cells`.
        """
        rows: dict[int, list[CellWords]] = {}
        given = list(cells)
        for cell in given:
            rows.setdefault(cell.row, []).append(cell)
        if not rows:
            return []
        placed: list[tuple[int, int, int, int, bool, int, int]] = []
        first = self._length
        for i, row in enumerate(sorted(rows)):
            for j, cell in enumerate(sorted(rows[row], key=lambda c: c.column)):
                separator = CELL_SEPARATOR if j else "\n"
                start, end, _ = self._append(cell.words, separator=separator, keep_empty=True)
                if not i and not j:
                    first = start
                placed.append((row, cell.column, cell.row_span, cell.column_span, cell.header, start, end))
        draft = _DraftBlock("table", first, self._length, self._page_number(), cells=placed)
        self._blocks.append(draft)
        self._stems = {}
        starts = {(p[0], p[1]): p[5] for p in placed}
        return [starts[cell.row, cell.column] for cell in given]

    def page(self, *, width: float, height: float, label: str | None = None, start: int | None = None) -> None:
        """A new page starts, sizes in points: after all that was fed, or at an offset into it."""
        self._pages.append(_DraftPage(self._length if start is None else start, width, height, label, []))

    def line(self, start: int, end: int, x0: float, top: float, x1: float, bottom: float) -> None:
        """A printed line of the page that started last; offsets into what was fed."""
        self._pages[-1].lines.append(Line(start, end, x0, top, x1, bottom))

    def build(self, *, document_id: str, title: str) -> Built:
        """The text with its sections, blocks and pages.

        Args:
            document_id: the id that section ids are made from.
            title: the root section's heading where the text has no title of its own.
        """
        joined = "".join(self._parts)
        if self._source is None:
            repaired = repair(joined)
            text, edits = repaired.text, repaired.edits
            source_text: str | None = joined
            shift = Forward(edits)
        else:
            repaired = self._source
            text = joined
            edits = compose(repaired.edits, self._markup_edits(joined, repaired.text))
            source_text = repaired.source
            shift = Forward(())
        self._move(shift)
        sections, section_ids = self._sections(text, document_id, title)
        blocks = tuple(
            _block(draft, text, section_id) for draft, section_id in zip(self._blocks, section_ids, strict=True)
        )
        kept = None if source_text == text else source_text
        return Built(text, kept, edits if kept is not None else (), sections, blocks, self._made_pages(text), repaired)

    # ---- feeding

    def _append(self, words: Words, *, separator: str = "\n", keep_empty: bool = False) -> tuple[int, int, str]:
        pieces = (Piece(words),) if isinstance(words, str) else tuple(p for p in words if p.text)
        text = "".join(p.text for p in pieces)
        if not text and not keep_empty:
            return self._length, self._length, ""
        if self._length:
            self._push(self._separator(pieces, separator))
        start = self._length
        for piece in pieces:
            if self._source is not None:
                self._placed.append((self._length, piece))
            self._push(piece.text)
        return start, self._length, text

    def _push(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _separator(self, pieces: Sequence[Piece], separator: str) -> str:
        """What stands in the file between two blocks, where that is a line end or two."""
        if self._source is None or not self._placed or not pieces or separator != "\n":
            return separator
        gap = self._source.text[self._placed[-1][1].end : pieces[0].start]
        return gap if gap in KEPT_GAPS else separator

    def _take_stem(self, text: str, start: int, *, depth: int) -> None:
        span = stem_span(text)
        if span:
            self._stems[depth] = (start + span[0], start + span[1])

    def _page_number(self) -> int | None:
        return len(self._pages) or None

    # ---- building

    def _markup_edits(self, text: str, source: str) -> tuple[Edit, ...]:
        edits: list[Edit] = []
        at = source_at = 0
        end_of_all = [*self._placed, (len(text), Piece("", len(source), len(source)))]
        for placed_at, piece in end_of_all:
            if text[at:placed_at] != source[source_at : piece.start]:
                edits.append(Edit(start=at, end=placed_at, source_start=source_at, source_end=piece.start, rule=MARKUP))
            at, source_at = placed_at + len(piece.text), piece.end
            if piece.text != source[piece.start : piece.end]:
                edits.append(Edit(start=placed_at, end=at, source_start=piece.start, source_end=piece.end, rule=MARKUP))
        return compose(tuple(edits), ())

    def _move(self, forward: "Forward") -> None:
        """Move all offsets from the text as fed to the text as repaired."""
        if not forward.edits:
            return
        for block in self._blocks:
            block.start, block.end = forward.start(block.start), forward.end(block.end)
            if block.lead_in:
                block.lead_in = forward.start(block.lead_in[0]), forward.end(block.lead_in[1])
            block.asides = [forward.span(*aside) for aside in block.asides]
            block.cells = [(*c[:5], *forward.span(c[5], c[6])) for c in block.cells]
        for page in self._pages:
            page.start = forward.start(page.start)
            page.lines = [Line(*forward.span(n.start, n.end), *n[2:]) for n in page.lines]

    def _sections(self, text: str, document_id: str, title: str) -> tuple[tuple[Section, ...], list[str]]:
        """The section tree, and for each block the id of its section."""
        headings = [b for b in self._blocks if b.kind == "heading"]
        root_block = _title_block(headings)
        shift = _level_shift(headings, root_block)
        below = [b for b in headings if b is not root_block]
        levels = iter(settled_levels([Numbered(max(2, b.level + shift), b.number) for b in below]))
        opened: list[_OpenSection] = [_root(root_block, document_id, title)]
        stack, section_ids = [opened[0]], []
        for block in self._blocks:
            if block.kind == "heading" and block is not root_block:
                section = _OpenSection(block, next(levels), document_id)
                while stack[-1].level >= section.level:
                    stack.pop().end = block.start
                section.parent = stack[-1]
                stack.append(section)
                opened.append(section)
            section_ids.append(stack[-1].id)
        for section in stack:
            section.end = len(text)
        return tuple(s.record(text) for s in opened), section_ids

    def _made_pages(self, text: str) -> tuple[Page, ...]:
        ends = [*(p.start for p in self._pages[1:]), len(text)][: len(self._pages)]
        return tuple(
            Page.model_construct(
                start=draft.start,
                end=end,
                number=i,
                label=draft.label,
                width=draft.width,
                height=draft.height,
                lines=tuple(draft.lines),
            )
            for i, (draft, end) in enumerate(zip(self._pages, ends, strict=True), start=1)
        )


RUN_IN_WORDS = 6


class _OpenSection:
    """A section while the tree is being made."""

    def __init__(self, block: _DraftBlock, level: int, document_id: str) -> None:
        self.level, self.number, self.heading = level, block.number, block.heading
        self.start = self.end = block.start
        self.page = block.page
        self.parent: _OpenSection | None = None
        self.id = content_id("sec", document_id, block.start, block.heading)

    def record(self, text: str) -> Section:
        path: list[str] = []
        at: _OpenSection | None = self
        while at is not None:
            path.insert(0, _numbered(at.heading, at.number))
            at = at.parent
        return Section(
            id=self.id,
            parent_id=self.parent.id if self.parent else None,
            level=self.level,
            number=self.number,
            heading=self.heading,
            path=tuple(path),
            page=self.page,
            start=self.start,
            end=min(self.end, len(text)),
        )


def _root(block: _DraftBlock | None, document_id: str, title: str) -> _OpenSection:
    """The title's section; it holds the whole text, also what stands above the title."""
    draft = block or _DraftBlock("heading", 0, 0, None, 1, None, title)
    root = _OpenSection(draft, 1, document_id)
    root.start = 0
    return root


def _title_block(headings: list[_DraftBlock]) -> _DraftBlock | None:
    return headings[0] if headings and headings[0].level == 1 else None


def _level_shift(headings: list[_DraftBlock], root: _DraftBlock | None) -> int:
    """Further headings of level 1 are chapters: all but the title go down by one."""
    return int(any(h.level == 1 for h in headings if h is not root))


def _numbered(heading: str, number: str | None) -> str:
    """A heading as people cite it: "2A. Urgent care", "3.1 Beds"."""
    if number is None:
        return heading
    return f"{number} {heading}" if "." in number else f"{number}. {heading}"


def _heading_text(text: str, number: str | None) -> str:
    """The heading without its printed number and its closing colon."""
    if number and text.startswith(number):
        text = text[len(number) :].lstrip(" .):–—\t-") or text
    return " ".join(text.split()).removesuffix(":").strip() or text


def _moved(ranges: Ranges, by: int) -> list[tuple[int, int]]:
    return [(start + by, end + by) for start, end in ranges]


def _block(draft: _DraftBlock, text: str, section_id: str) -> Block:
    lead_in = Span(start=draft.lead_in[0], end=draft.lead_in[1]) if draft.lead_in else None
    return Block(
        kind=draft.kind,
        start=draft.start,
        end=draft.end,
        section_id=section_id,
        page=draft.page,
        lead_in=lead_in,
        asides=tuple(Span(start=start, end=end) for start, end in draft.asides),
        table=_table(draft, text) if draft.kind == "table" else None,
    )


def _table(draft: _DraftBlock, text: str) -> Table:
    cells = tuple(
        Cell(
            row=row, column=column, row_span=height, column_span=width, header=header,
            text=text[start:end], start=start, end=end,
        )
        for row, column, height, width, header, start, end in draft.cells
    )  # fmt: skip
    return Table(
        rows=max((c.row + c.row_span for c in cells), default=0),
        columns=max((c.column + c.column_span for c in cells), default=0),
        cells=cells,
    )
