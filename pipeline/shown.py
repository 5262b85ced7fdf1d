"""The text of a document as it is shown: headings, paragraphs, lists and tables, with places marked in their words."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from corpus.document import Block, Cell, Document, Span, Table
from pipeline.places import Mark, Strength

MOST_ROWS = 80  # of a table that are shown at once, beside its headers
_NUMBERED = re.compile(r"\(?\w{1,4}[.)]\s")


class Words(NamedTuple):
    """Words under one mark, or none; `first` where the place that the address names begins."""

    text: str
    strength: Strength | None = None
    first: bool = False


class Line(NamedTuple):
    """A heading, a paragraph, a caption or a footnote; `level` is a heading's, from 1 for the document's title."""

    kind: str
    words: list[Words]
    level: int = 0


class Item(NamedTuple):
    """An item of a list, with those that hang on it."""

    words: list[Words]
    below: list["Item"]


class Items(NamedTuple):
    """A list; `numbered` where its items bring their own numbers."""

    items: list[Item]
    numbered: bool
    kind: str = "list"


class GridCell(NamedTuple):
    """A cell of a table as HTML has it."""

    words: list[Words]
    header: bool
    rows: int
    columns: int


class Grid(NamedTuple):
    """Rows of a table; `left_out` counts those that are not shown."""

    rows: list[list[GridCell]]
    left_out: int
    kind: str = "table"


Shown = Line | Items | Grid


def shown_text(document: Document, start: int, end: int, marks: Sequence[Mark] = ()) -> list[Shown]:
    """What stands in `text[start:end]`, in order; a block that reaches over the range is cut to it.

    Args:
        document: the document.
        start: the first code point.
        end: the one behind the last.
        marks: what is marked; where two overlap, the passage is seen.
    """
    view = _View(document, start, end, marks)
    blocks = [b for b in document.blocks if b.start < end and b.end > start]
    return [shown for kind, group in groupby(blocks, key=_kind) for shown in view.show(kind, list(group))]


def _kind(block: Block) -> str:
    return "table" if block.table else block.kind


def _hangs_on(item: Block, other: Block) -> bool:
    """Whether a list item's stem stands in another one."""
    return item.lead_in is not None and other.start <= item.lead_in.start < other.end


class _View:
    """A range of a document with its marks."""

    def __init__(self, document: Document, start: int, end: int, marks: Sequence[Mark]) -> None:
        self._document, self._start, self._end = document, start, end
        self._marks = sorted(marks, key=lambda mark: mark.strength == "passage")  # the last is seen
        self._first = min((m.start for m in marks if m.strength == "passage"), default=-1)

    def show(self, kind: str, blocks: Sequence[Block]) -> Iterator[Shown]:
        """Neighbours of one kind."""
        if kind == "list_item":
            numbered = all(_NUMBERED.match(self._document.quote(block)) for block in blocks)
            yield Items(self._items(blocks), numbered)
            return
        for block in blocks:
            if block.table:
                yield self._grid(block.table)
            else:
                level = self._document.section(block.section_id).level if kind == "heading" else 0
                yield Line(kind, self._words(block), level)

    def _items(self, blocks: Sequence[Block]) -> list[Item]:
        """List items, those whose stem is another item below that one."""
        top: list[Item] = []
        above: list[tuple[Block, Item]] = []  # those that the next may hang on, from the outermost
        for block in blocks:
            item = Item(self._words(block), [])
            while above and not _hangs_on(block, above[-1][0]):
                above.pop()
            (above[-1][1].below if above else top).append(item)
            above.append((block, item))
        return top

    def _words(self, span: Span) -> list[Words]:
        """The words of a span as far as they are in the range, cut where a mark begins or ends."""
        start, end = max(span.start, self._start), min(span.end, self._end)
        inside = {bound for mark in self._marks for bound in mark[:2] if start < bound < end}
        pieces = [Words("", None)]
        for a, b in pairwise(sorted({start, end, *inside})):
            piece = self._piece(a, b)
            if piece.strength == pieces[-1].strength:
                piece = Words(pieces[-1].text + piece.text, piece.strength, pieces.pop().first or piece.first)
            pieces.append(piece)
        return [piece for piece in pieces if piece.text]

    def _piece(self, start: int, end: int) -> Words:
        over = [mark for mark in self._marks if mark.start < end and mark.end > start]
        strength = over[-1].strength if over else None
        return Words(self._document.text[start:end], strength, strength == "passage" and start <= self._first < end)

    def _grid(self, table: Table) -> Grid:
        rows = self._rows(table)
        cells: dict[int, list[GridCell]] = {row: [] for row in rows}
        for cell in table.cells:
            reached = [row for row in rows if cell.row <= row < cell.row + cell.row_span]
            if reached:
                cells[reached[0]].append(self._cell(cell, len(reached)))
        within = table.rows_between(self._start, self._end)
        return Grid([cells[row] for row in rows], max(0, len(within - set(rows))))

    def _cell(self, cell: Cell, rows: int) -> GridCell:
        in_range = cell.start < self._end and cell.end > self._start
        words = self._words(cell) if in_range else [Words(cell.text)] if cell.text else []
        return GridCell(words, cell.header, rows, cell.column_span)

    def _rows(self, table: Table) -> list[int]:
        """The rows in the range, under the table's headers; of very many those around what is marked."""
        heads = {cell.row for cell in table.column_headers}
        rows = sorted(table.rows_between(self._start, self._end) - heads)
        if len(rows) > MOST_ROWS:
            marked = table.rows_between(self._first, self._first + 1) & set(rows) if self._first >= 0 else set()
            at = max(0, rows.index(min(marked)) - MOST_ROWS // 2) if marked else 0
            rows = rows[at : at + MOST_ROWS]
        return sorted({*heads, *rows})
