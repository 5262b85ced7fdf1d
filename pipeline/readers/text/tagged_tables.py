"""Tables that a Markdown text writes with HTML's tags, as converters do where cells span rows or columns."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.builder import CellWords, Piece

LONGEST = 200_000  # characters
MOST_SPANNED = 100  # rows or columns
_START = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<tag>/table|table|thead|/thead|tr|/tr|td|/td|th|/th)\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(?P<name>rowspan|colspan)\s*=\s*[\"']?(?P<count>\d{1,4})", re.IGNORECASE)
Inline = Callable[[Sequence[Piece]], Sequence[Piece]]


class TaggedTable(NamedTuple):
    """A table: the offset after it, and its cells."""

    end: int
    cells: list[CellWords]


class _Open(NamedTuple):
    """A cell whose end is not reached: where its words start, its spans, whether it is a header."""

    start: int
    height: int
    width: int
    header: bool


def tagged_table(text: str, start: int, *, inline: Inline) -> TaggedTable | None:
    """The table whose tag stands at an offset; None where none does, or where it is not closed or holds another.

    Args:
        text: the source.
        start: the offset.
        inline: how the words of a cell are read.
    """
    opening = _START.match(text, start)
    if opening is None:
        return None
    cells: list[CellWords] = []
    busy: dict[int, int] = {}  # for a column, the row from which it is free
    row, column, in_head = -1, 0, False
    cell: _Open | None = None
    for match in _TAG.finditer(text, opening.end(), start + LONGEST):
        tag = match["tag"].lower()
        if cell is not None:
            while busy.get(column, 0) > row:
                column += 1
            piece = Piece(text[cell.start : match.start()], cell.start, match.start())
            cells.append(CellWords(row, column, inline((piece,)), cell.height, cell.width, cell.header))
            busy.update((column + j, row + cell.height) for j in range(cell.width))
            column, cell = column + cell.width, None
        if tag in ("td", "th"):
            cell = _opened(match, header=in_head or tag == "th")
            row = max(row, 0)
        elif tag == "tr":
            row, column = row + 1, 0
        elif tag in ("thead", "/thead"):
            in_head = tag == "thead"
        elif tag == "/table":
            clipped = [c._replace(row_span=min(c.row_span, row + 1 - c.row)) for c in cells]
            return TaggedTable(match.end(), clipped) if cells else None
        elif tag == "table":
            return None
    return None


def _opened(match: re.Match[str], *, header: bool) -> _Open:
    spans = {span["name"].lower(): int(span["count"]) for span in _SPAN.finditer(match["attributes"])}
    height, width = (min(max(1, spans.get(name, 1)), MOST_SPANNED) for name in ("rowspan", "colspan"))
    return _Open(match.end(), height, width, header)
