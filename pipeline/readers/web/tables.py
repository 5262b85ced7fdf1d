"""Tables of a page: their cells with spans and headers, and whether a table is one or only holds a page's layout."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.builder import CellWords
from pipeline.readers.web.furniture import tag_of
from pipeline.readers.web.words import words_of

MOST_COLUMNS = 1000  # that a cell may span, as HTML has it
MOST_SPANNED = 50_000  # places that the spans of one table may cover; further spans are read as one
LONG_CELL = 600  # characters of a cell that holds paragraphs rather than a value


def is_layout(table: Any) -> bool:
    """Whether a table only places parts of the page: it says so, holds headings or tables, or has one column."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find(".//th") is not None and table.find(".//table") is None:
        return False
    if any(table.find(f".//{tag}") is not None for tag in ("table", "h1", "h2", "h3")):
        return True
    filled = [[c for c in row_cells(row) if words_of(c)] for row in rows_of(table)]
    if max((len(row) for row in filled), default=0) < 2:
        return True
    return len(filled) == 1 and any(len(words_of(cell)) > LONG_CELL for cell in filled[0])


def cells_of(table: Any) -> list[CellWords]:
    """The cells of a table, in the order of its rows; a span reaches no further than the table's rows."""
    rows = list(rows_of(table))
    bold = _has_bold_header(rows)
    busy: dict[int, int] = {}  # for a column, the row from which it is free
    budget = MOST_SPANNED + 20 * len(rows)
    made: list[CellWords] = []
    for r, row in enumerate(rows):
        column = 0
        in_head = tag_of(row.getparent()) == "thead" or (bold and not r)
        for cell in row_cells(row):
            while busy.get(column, 0) > r:
                column += 1
            height = min(_span(cell, "rowspan", len(rows)) or len(rows), len(rows) - r)
            width = _span(cell, "colspan", MOST_COLUMNS) or 1
            if height * width > 1:
                height, width = (height, width) if height * width <= budget else (1, 1)
                budget -= height * width
                busy.update((column + j, r + height) for j in range(width if height > 1 else 0))
            header = in_head or tag_of(cell) == "th"
            made.append(CellWords(r, column, words_of(cell), height, width, header))
            column += width
    return made


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table itself, not of tables in it; those of its foot last."""
    foot: list[Any] = []
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        tag = tag_of(element)
        if tag == "tr":
            yield element
        elif tag == "tfoot":
            foot += [row for row in element if tag_of(row) == "tr"]
        elif tag != "table":
            waiting.extend(reversed(element))
    yield from foot


def row_cells(row: Any) -> list[Any]:
    """The cells of a row, without what a broken page puts between them."""
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def captions_of(table: Any) -> list[Any]:
    """The caption elements of a table itself."""
    return [child for child in table if tag_of(child) == "caption"]


def _span(cell: Any, name: str, most: int) -> int:
    """How many rows or columns a cell claims; 1 where that is no number, 0 for "all that are left"."""
    match = re.match(r"\s*(\d{1,6})", cell.get(name, "1"))
    return min(int(match[1]), most) if match else 1


def _has_bold_header(rows: Sequence[Any]) -> bool:
    """Whether no header is marked as one, and all cells of the first row, and no others, are set in bold."""
    if len(rows) < 2 or any(tag_of(c) == "th" for row in rows for c in row_cells(row)):
        return False
    first, second = (row_cells(row) for row in rows[:2])
    filled = [cell for cell in first if words_of(cell)]
    return bool(filled) and all(is_bold(c) for c in filled) and not all(is_bold(c) for c in second if words_of(c))


def is_bold(element: Any) -> bool:
    """Whether all words of an element are set in bold."""
    words = words_of(element)
    strong = "".join(
        words_of(e)
        for e in element.iter("strong", "b")
        if not any(tag_of(a) in ("strong", "b") for a in e.iterancestors())
    )
    return bool(words) and strong.replace(" ", "") == words.replace(" ", "")
