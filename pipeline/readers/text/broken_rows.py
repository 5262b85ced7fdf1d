"""Tables of objectives that a conversion broke into lines: one cell a line, or one row a line without gutters.

A table is told by its header: columns that name rows ("Area", "Objective"), then columns of values that are headed by
a time or a word such as "Target". Below it, each row has its labels and as many values as there are such columns.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.builder import CellWords, Piece
from pipeline.readers.lexicon import words as lexicon
from pipeline.readers.lists import list_marker
from pipeline.readers.text.columns import PrintedTable
from pipeline.readers.text.lines import TextLine, awaits_number, ends_sentence, join_onto, reads_on
from pipeline.readers.text.values import LAST_VALUE, TIME, VALUE

FEWEST_ROWS = 2  # one more where the header has but two columns
LONGEST_HEAD, LONGEST_LABEL, LONGEST_ROW = 60, 200, 400  # characters
MOST_HEAD_WORDS, MOST_COLUMNS = 6, 12
MOST_LINES = 12  # of the labels of a row
_WORD = re.compile(r"[A-Za-z]+")
Inline = Callable[[Sequence[Piece]], Sequence[Piece]]


class Row(NamedTuple):
    """A row: its labels, and its values; the index after its last line."""

    labels: list[list[Piece]]
    values: list[list[Piece]]
    end: int


class Header(NamedTuple):
    """A header: the columns that name rows, and those of values; the index after it."""

    labels: list[Piece]
    values: list[Piece]
    end: int


def tables_in_lines(lines: Sequence[TextLine], *, inline: Inline = tuple) -> dict[int, PrintedTable]:
    """The tables that were broken into lines, by the index of the line that they start on.

    Args:
        lines: the lines of a text.
        inline: how the words of a cell are read; as they stand when not given.
    """
    texts = _Words(lines, inline)
    found: dict[int, PrintedTable] = {}
    at = 0
    for i, line in enumerate(lines):
        if i < at or not _names_rows(line.text):
            continue
        for header, read in ((_stacked(lines, texts, i), _cells_below), (_in_one(line, i), _row_on_line)):
            rows = list(_rows(lines, texts, header, read)) if header else []
            if header and _fits(header, rows):
                found[i] = PrintedTable(rows[-1].end, table_of(header, rows, inline))
                at = rows[-1].end
                break
    return found


def _fits(header: Header, rows: Sequence[Row]) -> bool:
    """Whether there are rows enough, and one with a label for each column (a title has none), and no page numbers."""
    enough = len(rows) >= FEWEST_ROWS + (len(header.labels) + len(header.values) == 2)
    last = [row.values[-1][0].text.strip() for row in rows]
    if not TIME.search(header.values[-1].text) and all(v.isdecimal() for v in last) and last == sorted(last, key=int):
        return False
    return enough and max(len(row.labels) for row in rows) >= len(header.labels)


class _Words(Sequence[str]):
    """The words of each line without marks, for judging only, read when they are asked for; none of a long line."""

    def __init__(self, lines: Sequence[TextLine], inline: Inline) -> None:
        self._lines, self._inline = lines, inline
        self._read: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, i: int) -> str:  # type: ignore[override]  # no slices are asked for
        if i not in self._read:
            line = self._lines[i]
            pieces = self._inline((line.piece(),)) if len(line.text) <= LONGEST_ROW else ()
            self._read[i] = "".join(piece.text for piece in pieces)
        return self._read[i]


# ---- headers


def _names_rows(text: str) -> bool:
    """Whether a line starts with the header of a column that names rows ("Objective", "Success measure 2031/32")."""
    if len(text) > LONGEST_HEAD * 2:
        return False
    return any(w.lower() in lexicon("row_heads") for w in _WORD.findall(text)[:MOST_HEAD_WORDS])


def heads_values(text: str) -> bool:
    """Whether words head a column of values: a time, or a word such as "Target"."""
    words = text.split()
    if not words or len(text) > LONGEST_HEAD or len(words) > MOST_HEAD_WORDS or ends_sentence(text):
        return False
    known = lexicon("value_heads") | lexicon("open_words")
    others = [word.strip("():").lower() for word in TIME.sub(" ", text).split()]
    return all(word in known for word in others) and (
        len(others) < len(words) or bool(lexicon("value_heads") & set(others))
    )


def _stacked(lines: Sequence[TextLine], texts: Sequence[str], start: int) -> Header | None:
    """A header whose columns stand one a line: those that name rows, then those of values."""
    i = start
    while i < min(len(lines), start + MOST_COLUMNS) and is_row_head(texts[i]):
        i += 1
    middle = i
    while i < min(len(lines), start + MOST_COLUMNS) and heads_values(texts[i]) and not VALUE.fullmatch(texts[i]):
        i += 1
    if start == middle or middle == i:
        return None
    return Header([n.piece() for n in lines[start:middle]], [n.piece() for n in lines[middle:i]], i)


def is_row_head(text: str) -> bool:
    """Whether words are the header of a column that names rows, and nothing else."""
    few = len(text) <= LONGEST_HEAD and 0 < len(text.split()) <= MOST_HEAD_WORDS - 1
    return few and _names_rows(text) and not TIME.search(text) and not ends_sentence(text)


def _in_one(line: TextLine, index: int) -> Header | None:
    """A header on one line: what names rows, then times ("Objective 2031/32 2032/33")."""
    marks = list(TIME.finditer(line.text))
    if not marks or "*" in line.text[marks[0].start() :].strip("* "):
        return None
    bounds = [*(m.start() for m in marks), len(line.text)]
    between = [line.text[m.end() : b].strip(" *|") for m, b in zip(marks, bounds[1:], strict=True)]
    label = line.text[: marks[0].start()].strip(" *")
    if any(between) or label.split()[-1:] == [] or label.split()[-1].lower() in lexicon("open_words"):
        return None
    if not is_row_head(label):
        return None
    end = line.text.index(label) + len(label)
    values = [Piece(m.group(), line.start + m.start(), line.start + m.end()) for m in marks]
    return Header([Piece(line.text[:end], line.start, line.start + end)], values, index + 1)


# ---- rows

Reader = Callable[[Sequence[TextLine], Sequence[str], int, Header], Row | None]


def _rows(lines: Sequence[TextLine], texts: Sequence[str], header: Header, read: Reader) -> Iterator[Row]:
    at = header.end
    while at < len(lines):
        row = read(lines, texts, at, header)
        if row is None:
            return
        yield row
        at = row.end


def _cells_below(lines: Sequence[TextLine], texts: Sequence[str], start: int, header: Header) -> Row | None:
    """The labels, each on a line or more, then a value on each line."""
    labels: list[list[Piece]] = []
    for i in range(start, min(len(lines), start + MOST_LINES)):
        if not _is_label(texts[i]) or _is_value(texts, i, start):
            break
        if labels and reads_on(texts[i - 1], texts[i]):
            join_onto(labels[-1], lines[i].piece())
        else:
            labels.append([lines[i].piece()])
    else:
        return None
    values = range(i, min(len(lines), i + len(header.values)))
    whole = len(values) == len(header.values) and all(VALUE.fullmatch(texts[v]) for v in values)
    if not whole or not 0 < len(labels) <= len(header.labels) + 1:
        return None
    return Row(labels, [[lines[v].piece()] for v in values], values.stop)


def _is_label(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LABEL and not list_marker(text) and any(c.isalpha() for c in text)


def _is_value(texts: Sequence[str], i: int, start: int) -> bool:
    """Whether a line is a value, and not the end of the label above ("seen within" / "4 hours")."""
    return bool(VALUE.fullmatch(texts[i])) and not (i > start and awaits_number(texts[i - 1], texts[i]))


def _row_on_line(lines: Sequence[TextLine], texts: Sequence[str], start: int, header: Header) -> Row | None:
    """A label, on as many lines as it takes, and behind its last words the values."""
    label: list[Piece] = []
    for i in range(start, min(len(lines), start + 3)):
        line = lines[i]
        if not _is_label(texts[i]) or "*" in line.text:
            return None
        at = len(line.text)
        values: list[list[Piece]] = []
        while len(values) < len(header.values) and (found := LAST_VALUE.search(line.text, 0, at)):
            values.insert(0, [Piece(found[1], line.start + found.start(1), line.start + found.end(1))])
            at = found.start()
        words = line.text[: at if values else len(line.text)].rstrip()
        piece = Piece(words, line.start, line.start + len(words))
        if words and label:
            join_onto(label, piece)
        elif words:
            label.append(piece)
        if values:
            return Row([label], values, i + 1) if label and len(values) == len(header.values) else None
    return None


# ---- cells


def table_of(header: Header, rows: Sequence[Row], inline: Inline) -> list[CellWords]:
    """The cells of a table, given its header and rows, and how the words of a cell are read."""
    return list(_cells(header, rows, inline))


def _cells(header: Header, rows: Sequence[Row], inline: Inline) -> Iterator[CellWords]:
    """The cells: a label that a row leaves out is the one above; one more than the columns heads the rows below."""
    names, width = len(header.labels), len(header.labels) + len(header.values)
    for c, piece in enumerate((*header.labels, *header.values)):
        yield CellWords(0, c, inline((piece,)), header=True)
    r = 1
    for n, row in enumerate(rows):
        labels = row.labels
        if len(labels) > names:
            yield CellWords(r, 0, inline(labels[0]), column_span=width, header=True)
            labels, r = labels[1:], r + 1
        left = names - len(labels)
        for c, label in enumerate(labels, left):
            yield CellWords(r, c, inline(label), row_span=_reach(rows[n:], names - c))
        for c, value in enumerate(row.values, names):
            yield CellWords(r, c, inline(value))
        r += 1


def _reach(rows: Sequence[Row], needed: int) -> int:
    """How many rows a label names: those below it that have fewer labels than would reach its column."""
    reach = 1
    while reach < len(rows) and len(rows[reach].labels) < needed:
        reach += 1
    return reach
