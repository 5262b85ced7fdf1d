"""What a document is: one immutable text, and ranges over it.

Everything after the reader points into `Document.text` by half-open offsets in code points. `text` is the repaired
text; `source_text` is what the file holds; `edits` maps one to the other, so that every span leads back to the words
as printed.
"""

import hashlib
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise, zip_longest
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from corpus.integrity import Integrity, Mismatch, RecognisedPage, Repair
from corpus.spans import Record, Span

DocumentKind = Literal["planning_guidance", "board_paper", "briefing", "news", "other"]
BlockKind = Literal["heading", "paragraph", "list_item", "table", "caption", "footnote"]


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner; `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Line(NamedTuple):
    """A printed line: its range of `Document.text` and its rectangle in points from the page's top left corner."""

    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float


class Edit(Record):
    """`source_text[source_start:source_end]` was read as `text[start:end]`, by a named rule."""

    start: int
    end: int
    source_start: int
    source_end: int
    rule: str


class Page(Span):
    """A physical page: `number` counts from 1, `label` is what is printed on it; sizes are in points."""

    number: int = Field(ge=1)
    label: str | None = None
    width: float
    height: float
    lines: tuple[Line, ...] = ()


class Section(Span):
    """A heading and all that stands under it, its own subsections included.

    `heading` stands without its number; `path` holds the headings from the document's title down to this one, with
    theirs ("2A. Urgent care").
    """

    id: str
    parent_id: str | None
    level: int = Field(ge=1)
    number: str | None = None
    heading: str
    path: tuple[str, ...]
    page: int | None = None


class Cell(Span):
    """A table's cell; rows and columns count from 0. Row and column headers have `header` set."""

    row: int = Field(ge=0)
    column: int = Field(ge=0)
    row_span: int = Field(default=1, ge=1)
    column_span: int = Field(default=1, ge=1)
    header: bool = False
    text: str


class CellHeaders(NamedTuple):
    """The headers that name a table's cell."""

    columns: tuple[Cell, ...]
    rows: tuple[Cell, ...]


class Table(Record):
    """A grid of cells; a cell's `text` is `Document.text[start:end]`."""

    rows: int = Field(ge=0)
    columns: int = Field(ge=0)
    cells: tuple[Cell, ...]

    @cached_property
    def column_headers(self) -> tuple[Cell, ...]:
        """The cells of rows that hold headers and nothing else, but for the corner."""
        plain = {cell.row for cell in self.cells if not cell.header and cell.text.strip()}
        return tuple(cell for cell in self.cells if cell.header and cell.row not in plain)

    @cached_property
    def spanning_labels(self) -> tuple[Cell, ...]:
        """The cells of the first column that reach over several rows."""
        return tuple(cell for cell in self.cells if cell.column == 0 and cell.row_span > 1)

    def headers_of(self, cell: Cell) -> CellHeaders:
        """The headers that name a cell: those over its columns, from the top, and those beside its rows, from the left.

        Where no cell of its rows is marked as a header, the first column names them.
        """
        if cell in self.column_headers:
            return CellHeaders(tuple(c for c in self.column_headers if c.row < cell.row and _over(c, cell)), ())
        above = tuple(c for c in self.column_headers if c.row < cell.row and _over(c, cell) and c.text.strip())
        left = [c for c in self.cells if c.column < cell.column and _beside(c, cell) and c.text.strip()]
        marked = tuple(c for c in left if c.header)
        return CellHeaders(above, marked or tuple(c for c in left if c.column == 0))

    def rows_between(self, start: int, end: int) -> set[int]:
        """The rows of the cells that lie in a range of `Document.text`; cells stand in the order of the text."""
        first = bisect_left(self._ends, start + 1)
        last = bisect_left(self._starts, end)
        return {cell.row for cell in self.cells[first:last]}

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    @cached_property
    def _ends(self) -> list[int]:
        return [cell.end for cell in self.cells]


def _over(header: Cell, cell: Cell) -> bool:
    """Whether a header's columns meet a cell's."""
    return header.column < cell.column + cell.column_span and cell.column < header.column + header.column_span


def _beside(label: Cell, cell: Cell) -> bool:
    """Whether a label's rows meet a cell's."""
    return label.row < cell.row + cell.row_span and cell.row < label.row + label.row_span


class Block(Span):
    """The smallest unit of layout. `lead_in` is the stem that a list item hangs on ("We ask systems to:").

    `asides` are the words inside the block that belong to another cell, where the source prints them in the middle of
    its sentences (a table's row labels in a conversion that broke it into lines); they are no part of what it says.
    """

    kind: BlockKind
    section_id: str
    page: int | None = None
    lead_in: Span | None = None
    asides: tuple[Span, ...] = ()
    table: Table | None = None


class Passage(Span):
    """The unit of retrieval: whole sentences or list items of one section."""

    id: str
    document_id: str
    section_id: str
    page: int | None = None


class Document(Record):
    """A document that has been read. The level-1 root section is its title."""

    id: str
    sha256: str
    file: str
    title: str
    publisher: str | None = None
    published: date | None = None
    kind: DocumentKind = "other"
    financial_year: str | None = None
    planning_year: str | None = None
    source_url: str | None = None
    licence: str | None = None
    media_type: str
    text: str
    source_text: str | None = None
    edits: tuple[Edit, ...] = ()
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    integrity: Integrity = Integrity()

    def quote(self, span: Span) -> str:
        """The words of a span, as repaired."""
        return self.text[span.start : span.end]

    @cached_property
    def prose(self) -> str:
        """`text` as sentences are read from it: white space of the same length stands where blocks have asides."""
        asides = [aside for block in self.blocks for aside in block.asides]
        if not asides:
            return self.text
        bounds = [0, *(bound for aside in asides for bound in (aside.start, aside.end)), len(self.text)]
        kept = (self.text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True))
        blanks = (" " * (aside.end - aside.start) for aside in asides)
        return "".join(part for pair in zip_longest(kept, blanks, fillvalue="") for part in pair)

    def quote_source(self, span: Span) -> str:
        """The words of a span, as they stand in the file."""
        if self.source_text is None:
            return self.quote(span)
        start, end = self.source_span(span.start, span.end)
        return self.source_text[start:end]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The range of `source_text` that `text[start:end]` was read from; a cut edit is taken whole."""
        first = bisect_right(self._edit_ends, start)
        if first < len(self.edits) and self.edits[first].start < start:
            source_start = self.edits[first].source_start
        else:
            source_start = start + self._shifts[first]
        last = bisect_right(self._edit_starts, end - 1) if end > start else first
        if last and self.edits[last - 1].end >= end > self.edits[last - 1].start:
            source_end = self.edits[last - 1].source_end
        else:
            source_end = end + self._shifts[last]
        return source_start, max(source_start, source_end)

    def section_of(self, offset: int) -> Section:
        """The innermost section that holds the offset."""
        i = bisect_right(self._section_starts, offset) - 1
        section = self.sections[max(i, 0)]
        while section.end <= offset and section.parent_id is not None:
            section = self._sections_by_id[section.parent_id]
        return section

    def section(self, section_id: str) -> Section:
        """The section of an id; KeyError when there is none."""
        return self._sections_by_id[section_id]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the offset, or None between blocks."""
        i = bisect_right(self._block_starts, offset) - 1
        block = self.blocks[i] if i >= 0 else None
        return block if block and block.start <= offset < block.end else None

    def page_of(self, offset: int) -> Page | None:
        """The page that holds the offset; None in formats without pages."""
        i = bisect_right(self._page_starts, offset) - 1
        return self.pages[max(i, 0)] if self.pages else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Rectangles of the printed lines that `text[start:end]` stands on; none in formats without pages.

        A line that the span covers in part is cut in proportion to its characters.
        """
        found: list[Box] = []
        first = max(0, bisect_right(self._page_starts, start) - 1)
        for page in self.pages[first : bisect_left(self._page_starts, end)]:
            found += [
                _cut(page.number, line, start, end) for line in page.lines if line.start < end and line.end > start
            ]
        return tuple(found)

    @cached_property
    def _edit_starts(self) -> list[int]:
        return [e.start for e in self.edits]

    @cached_property
    def _edit_ends(self) -> list[int]:
        return [e.end for e in self.edits]

    @cached_property
    def _shifts(self) -> list[int]:
        """`_shifts[i]` is source offset minus text offset in the unedited stretch before edit i."""
        deltas = ((e.source_end - e.source_start) - (e.end - e.start) for e in self.edits)
        return list(accumulate(deltas, initial=0))

    @cached_property
    def _section_starts(self) -> list[int]:
        return [s.start for s in self.sections]

    @cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        return {s.id: s for s in self.sections}

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.start for b in self.blocks]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [p.start for p in self.pages]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name in ("sections", "blocks", "pages", "edits"):
            ranges = getattr(self, name)
            if any(a.start > b.start for a, b in pairwise(ranges)):
                raise ValueError(f"{name} are not in the order of the text")
            if ranges and max(r.end for r in ranges) > len(self.text):
                raise ValueError(f"{name} run past the end of the text")
        if not self.sections or self.sections[0].level != 1:
            raise ValueError("the first section is the title, at level 1")
        return self


def _cut(page: int, line: Line, start: int, end: int) -> Box:
    length, width = max(1, line.end - line.start), line.x1 - line.x0
    left = line.x0 + width * max(0, start - line.start) / length
    right = line.x0 + width * min(length, end - line.start) / length
    return Box(page, round(left, 1), round(line.top, 1), round(right, 1), round(line.bottom, 1))


def printable(name: str) -> str:
    """A name as text that can be stored and shown on one line: bytes that are no UTF-8, and line ends, are escaped."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def content_id(prefix: str, *parts: object) -> str:
    """A stable id from content: the same parts give the same id on every machine."""
    digest = hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()
    return f"{prefix}_{digest[:16]}"


__all__ = [
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "CellHeaders",
    "Document",
    "DocumentKind",
    "Edit",
    "Integrity",
    "Line",
    "Mismatch",
    "Page",
    "Passage",
    "RecognisedPage",
    "Record",
    "Repair",
    "Section",
    "Span",
    "Table",
    "content_id",
    "printable",
]
