"""Pipe tables of Markdown and of scraped text, with or without outer pipes, and rows that break over lines."""

import re
from collections.abc import Callable, Sequence

from pipeline.builder import CellWords, Piece, Words
from pipeline.readers.text.lines import TextLine

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
Inline = Callable[[Piece], tuple[Piece, ...]]


def is_rule(line: str) -> bool:
    """Whether a line is the rule under a table's header ("---|---|")."""
    return "|" in line and bool(_RULE.fullmatch(line.strip()))


def table_end(lines: Sequence[TextLine], start: int) -> int:
    """Index after the last line of the table whose header is `lines[start]`; `start` where no table starts there."""
    if start + 1 >= len(lines) or not _BAR.search(lines[start].text) or not is_rule(lines[start + 1].text):
        return start
    end = start + 2
    while end < len(lines) and _BAR.search(lines[end].text) and not lines[end].after_blank:
        end += 1
    return end


def pipe_cells(lines: Sequence[TextLine], *, inline: Inline | None = None) -> list[CellWords]:
    """Cells of a pipe table: the header, its rule, the rows.

    A row without outer pipes goes on over line ends until it has as many bars as the header; a first cell that is
    empty below the header is spanned by the one above it.

    Args:
        lines: all lines of the table.
        inline: how the words of a cell are read; as they stand when None.
    """
    header = lines[0].text
    outer = header.startswith("|")
    bars = len(_BAR.findall(header))
    rows = [[lines[0]], *_rows(lines[2:], bars, closed=header.endswith("|") and not outer)]
    grid = [_cells(row, outer=outer) for row in rows]
    columns = len(grid[0])
    labels = _label_spans(grid)
    made = []
    for r, row in enumerate(grid):
        for c in range(columns):
            piece = row[c] if c < len(row) else Piece("", row[-1].end, row[-1].end)
            if c or labels[r]:
                words: Words = inline(piece) if inline else (piece,)
                made.append(CellWords(r, c, words, row_span=labels[r] if not c else 1, header=not r))
    return made


def _rows(lines: Sequence[TextLine], bars: int, *, closed: bool) -> list[list[TextLine]]:
    rows: list[list[TextLine]] = []
    count = bars
    for line in lines:
        if count >= bars or not closed:
            rows.append([])
            count = 0
        rows[-1].append(line)
        count += len(_BAR.findall(line.text))
    return rows


def _cells(row: Sequence[TextLine], *, outer: bool) -> list[Piece]:
    """The cells of one row; words of one cell that stand on two lines never occur: the break is at a bar."""
    pieces: list[Piece] = []
    for n, line in enumerate(row):
        at = 0
        bounds = [m.start() for m in _BAR.finditer(line.text)]
        for bound in [*bounds, len(line.text)]:
            pieces.append(_trimmed(line, at, bound))
            at = bound + 1
        if n + 1 < len(row):
            pieces.pop()
    if outer:
        pieces = pieces[1:]
    if len(pieces) > 1 and not pieces[-1].text:
        pieces = pieces[:-1]
    return pieces


def _trimmed(line: TextLine, start: int, end: int) -> Piece:
    raw = line.text[start:end]
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    offset = line.start + start + (lead if text else 0)
    return Piece(text, offset, offset + len(text))


def _label_spans(grid: Sequence[Sequence[Piece]]) -> list[int]:
    """For each row the span of its first cell; 0 where the cell above reaches down."""
    spans = [1] * len(grid)
    owner = 1
    for r in range(2, len(grid)):
        if grid[r][0].text or len(grid[0]) < 2 or not grid[0][0].text:
            owner = r
        else:
            spans[owner] += 1
            spans[r] = 0
    return spans
