"""Figures in tables: a row for each cell that is a number, named by its row and column headers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpus.document import Block, Cell, Document, Span, Table
from corpus.facts import Direction, Unit
from extractors.dates import DateContext, DateMatch, find_dates
from extractors.lexicon import lexicon, one_of
from extractors.numbers import find_numbers

LONGEST_LABEL = 90  # characters


class Labels(NamedTuple):
    """What names a cell: the headers of its row and column, and the titles of its table, the nearest first.

    `times` are cells of its row that say when ("Period | November 2024").
    """

    own: tuple[Span, ...]
    titles: tuple[Span, ...] = ()
    times: tuple[Span, ...] = ()


class CellFigure(NamedTuple):
    """A number in a table, before it is a fact: its range, value, unit, the labels that name it, and its time."""

    start: int
    end: int
    value: float
    high: float | None
    unit: Unit
    counted: str | None
    labels: Labels
    direction: Direction
    period: tuple[Span, DateMatch] | None


def table_figures(
    document: Document, block: Block, context: DateContext, above: Block | None = None
) -> Iterator[CellFigure]:
    """The figures of a table block; columns of targets, references and ranks are passed over, but planned money is one.

    Args:
        document: the document.
        block: the table.
        context: the document's time.
        above: the block before the table, which names it where it is a caption.
    """
    if block.table is None:
        return
    caption = (Span(start=above.start, end=above.end),) if above is not None and _names(document, above) else ()
    heads = _Heads(block.table)
    for cell in block.table.cells:
        if cell.header or not re.search(r"\d", cell.text) or (cell.column == 0 and block.table.columns > 1):
            continue
        columns = heads.above(cell)
        rows = heads.beside(cell)
        if any(_is_deadline(c.text) for c in columns) or any(_is_skipped(c.text) for c in (*columns, *rows)):
            continue
        is_set, is_planned = any(_is_set(c.text) for c in columns), any(_word_in(c.text, "planned") for c in columns)
        if not columns and _is_page(cell.text):
            continue
        labels = Labels(_spans((*rows, *columns)), caption, _spans(heads.times(cell)))
        for found in value_of(document, cell, labels, context, corner=heads.corner):
            if not is_set or (is_planned and found.unit == "GBP"):
                yield found


def _spans(cells: Iterable[Cell]) -> tuple[Span, ...]:
    return tuple(Span(start=c.start, end=c.end) for c in cells)


def _names(document: Document, above: Block) -> bool:
    """Whether the block before a table is its title: a caption, or a short line without a stop."""
    short = above.end - above.start <= LONGEST_LABEL and not document.quote(above).rstrip().endswith((".", ":", ";"))
    return above.kind == "caption" or (above.kind in ("paragraph", "heading") and short)


def _is_page(words: str) -> bool:
    """A small whole number: without a header over it, it is as likely a page's."""
    return bool(re.fullmatch(r"\s*\d{1,3}\s*", words))


class _Heads:
    """The header cells of a table by column and by row; `corner` often holds the unit of all cells ("£m")."""

    def __init__(self, table: Table) -> None:
        self._columns: dict[int, list[Cell]] = defaultdict(list)
        self._rows: dict[int, list[Cell]] = defaultdict(list)
        self._times: dict[int, list[Cell]] = defaultdict(list)
        self.corner = next((c.text for c in table.cells if c.header and c.row == c.column == 0), "")
        for cell in table.cells:
            if cell.header and cell.text.strip():
                for column in range(cell.column, cell.column + cell.column_span):
                    self._columns[column].append(cell)
            if (cell.header or cell.column == 0) and cell.text.strip() and not _is_number(cell.text):
                for row in range(cell.row, cell.row + cell.row_span):
                    self._rows[row].append(cell)
        for cell in table.cells:
            if any(_is_time(head.text) for head in self.above(cell)):
                self._times[cell.row].append(cell)

    def above(self, cell: Cell) -> list[Cell]:
        """The headers over a cell."""
        return [c for c in self._columns[cell.column] if c.row < cell.row]

    def times(self, cell: Cell) -> list[Cell]:
        """The cells of its row that stand under a header such as "Period"."""
        return self._times[cell.row]

    def beside(self, cell: Cell) -> list[Cell]:
        """The headers left of a cell; the first column names its row where no cell is marked."""
        before = [c for c in self._rows[cell.row] if c.column < cell.column]
        return [c for c in before if c.header] or before


def _is_number(words: str) -> bool:
    return bool(bare_number().fullmatch(words.strip()))


@cache
def bare_number() -> re.Pattern[str]:
    """A cell that holds a number and nothing else, with its sign and unit."""
    number = r"[-−–+(]?\s?£?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?"
    scales, times = r"m|bn|k|million|billion|thousand", r"minutes|mins|hours|hrs|days|weeks|months"
    unit = rf"\s?(?:%|pp|ppts?|{scales}|{times}|percent|per\s?cent)?"
    return re.compile(rf"\**(?:{number}{unit}|{number}\s?:\s?\d+)\**", re.IGNORECASE)


def _word_in(words: str, name: str) -> bool:
    """Whether any word of a list of the lexicon's tables stands in the words."""
    return _listed(name).search(words) is not None


@cache
def _listed(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w){one_of(lexicon('figures')['tables'][name])}(?!\w)")


def _is_set(header: str) -> bool:
    return _word_in(header, "set") and not _word_in(header, "not_set")


def _is_deadline(header: str) -> bool:
    """A column of levels to be reached by a day: "By 2030", "by March 2026"."""
    return bool(re.match(r"(?i)\s*\**by\s+(?:the\s+end\s+of\s+)?(?:\w+\s+)?\d{2,4}", header))


def _is_time(header: str) -> bool:
    return header.strip(" *").casefold() in lexicon("figures")["tables"]["period"]


def _is_skipped(header: str) -> bool:
    return header.strip().casefold() in lexicon("figures")["tables"]["skip"]


def value_of(
    document: Document, cell: Span, labels: Labels, context: DateContext, *, corner: str = ""
) -> Iterator[CellFigure]:
    """The number of a cell; none where the cell holds words, several numbers, or a name.

    Args:
        document: the document.
        cell: the cell's range.
        labels: what names it; they may hold the unit, and say that the number is a change.
        context: the document's time.
        corner: the header that row and column headers share, which may hold the unit of all cells.
    """
    text = document.quote(cell)
    words = " | ".join((*(document.quote(s) for s in (*labels.own, *labels.titles)), corner))
    numbers = [n for n in find_numbers(text) if n.kind not in ("name", "age")]
    if len(numbers) != 1 or len(text) > LONGEST_LABEL:
        return
    number = numbers[0]
    only = re.sub(r"[\s*()+~<>≥≤=.,:-]", "", text[: number.start] + text[number.end :])
    if len(only) > len(number.text) + 12:  # a cell of words is prose
        return
    unit, factor = _header_unit(words, number.unit)
    moved = _word_in(words, "change")
    negative = bool(re.fullmatch(r"\(\s*£?[\d.,]+\s*[%\w]*\s*\)", text.strip()))  # as accounts print it
    value = -number.value if negative else number.value
    sign: Direction = "level" if not moved else "decrease" if value < 0 else "increase"
    high = None if number.high is None else number.high * factor
    yield CellFigure(
        cell.start + number.start,
        cell.start + number.end,
        round(value * factor, 4),
        high,
        unit,
        number.counted,
        labels,
        sign,
        _period(document, (cell, *labels.times, *labels.own, *labels.titles), context),
    )


def _header_unit(words: str, unit: Unit) -> tuple[Unit, float]:
    """The unit of a bare number, and what to multiply it by, as its headers say ("£m", "(%)")."""
    if unit != "count":
        return unit, 1.0
    tables = lexicon("figures")["tables"]
    for name, factor in (("billions", 1e9), ("millions", 1e6), ("thousands", 1e3)):
        if any(form.casefold() in words.casefold() for form in tables[name] if "£" in form):
            return "GBP", factor
    if re.search(r"£", words):
        return "GBP", 1.0
    if any(form in words.casefold() for form in tables["percent"]):
        return "percent", 1.0
    for name in ("minute", "hour", "week", "day", "month"):
        if re.search(rf"(?i)\(\s*{name}s?\s*\)|\bin {name}s\b", words):
            return name, 1.0  # type: ignore[return-value]  # the names are units
    return unit, 1.0


def cell_measure(own: Sequence[str], titles: Sequence[str]) -> str:
    """A row's label and what its column adds to it; a title's word of change ("Outpatients, activity growth").

    Dates and headers that only say "actual" are left out; empty where nothing names the cell.
    """
    tables = lexicon("figures")["tables"]
    plain = [p for p in map(_timeless, own) if p and p.casefold() not in tables["neutral"]]
    if any(_word_in(p, "change") for p in plain):
        return ", ".join(plain[:2])
    moved = [p for p in map(_timeless, titles) if _word_in(p, "change")]
    named = [*plain[: 1 if moved else 2], *moved[:1]]
    return ", ".join(named) or next((p for p in map(_timeless, titles) if p), "")


def _timeless(label: str) -> str:
    words = re.sub(r"(?i)^\**(?:table|figure|chart)\s+\d+\w?\s*[:.–-]?\s*|\bo/w\s+|\bof which:?\s+", "", label)
    for date in reversed([d for d in find_dates(words) if d.type != "duration"]):
        words = words[: date.start] + "|" + words[date.end :]
    words = re.sub(r"(?i)\b(?:compared\s+(?:to|with)|versus|vs\.?|for|in|at|as at|on)\s*(?=\||$)", "", words)
    return re.sub(r"\(\s*\)", "", re.sub(r"[\s|]+", " ", words)).strip(" *,:;–-")


def _period(document: Document, places: Iterable[Span], context: DateContext) -> tuple[Span, DateMatch] | None:
    for label in places:
        for date in find_dates(document.quote(label), context):
            if date.role == "time" and (date.earliest or date.latest):
                return Span(start=label.start + date.start, end=label.start + date.end), date
    return None
