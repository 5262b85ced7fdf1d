"""What a target is read from: a sentence or a cell, with the stems and headings that it hangs on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from corpus.document import Block, Document, Span
from extractors.bodies import BodyMatch, board_of, find_bodies
from extractors.dates import DateMatch, find_dates
from extractors.dates.context import DateContext, date_context
from extractors.metrics import MetricMatch, find_metrics
from extractors.numbers import NumberMatch, find_numbers
from extractors.objectives.grid import LEVEL_ONLY, Grid, opens_with_level
from extractors.obligations import sets_objectives
from extractors.text import Context, clauses, sentences

LONGEST = 1200  # code points of a unit
MERGED = 600  # code points: longer than any sentence that a table's conversion has broken into lines
_ONE = re.compile(r"(?i)\b(?:at\s+least|no\s+more\s+than|a\s+minimum\s+of|not\s+more\s+than)\s+(?P<one>one)\b")
_SINGULAR = re.compile(
    r"\s+((?:[\w’'-]+\s+){0,4}?[\w’'-]+)(?=\s+(?:in|by|for|to|at|per|with|from|of|on|and|that|who)\b|[.,;:)]|$)"
)
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z]")  # "2.3 Divisions must ..."
_SAME = re.compile(r"(?i)\bthe\s+same\s+(?:month|quarter|year)\b")
_CLAUSE = re.compile(
    r"(?i)\b(?:must|should|will|shall|is|are|be|has|have|who|of\s+(?!the\s+level|at\s+least)[a-z]{3,})\b"
)
_OPEN_END = re.compile(r"[\w,%&’'\-–)]\s*$")


@dataclass(frozen=True)
class Setting:
    """What a document's targets are read against: its time, and whose board and "we" it is."""

    document: Document
    dates: DateContext
    board: str | None
    publisher: BodyMatch | None

    @property
    def spoken(self) -> date | None:
        """The day of publication, where one is stated: a guess at it from the text puts no date into the past."""
        return self.document.published

    @classmethod
    def of(cls, document: Document) -> "Setting":
        """The setting of a document."""
        named = find_bodies(document.publisher or "", on=document.published)
        return cls(document, date_context(document), board_of(document), named[0] if named else None)


@dataclass(frozen=True)
class Unit:
    """A stretch of text that may state targets; `start` and `end` are offsets into `Document.text`.

    `stems` are the openings of the lists it hangs on, the nearest first; they bind it only where it is `first` in its
    list item. `headings` run from the nearest to the title. `headers` are the column and row headers of a cell.
    """

    setting: Setting
    start: int
    end: int
    stems: tuple[Span, ...] = ()
    headings: tuple[str, ...] = ()
    headers: tuple[Span, ...] = ()
    row_header: Span | None = None
    first: bool = False
    listed: bool = False
    is_item: bool = False
    previous: Span | None = None

    @cached_property
    def text(self) -> str:
        """The words."""
        return self.setting.document.text[self.start : self.end]

    @cached_property
    def numbers(self) -> list[NumberMatch]:
        """Numbers, "at least one" among them; offsets are relative to `text`, as in the next three."""
        found = find_numbers(self.text)
        ones = [one for mark in _ONE.finditer(self.text) if (one := _one(self.text, mark, found))]
        return sorted([*found, *ones])

    @cached_property
    def dates(self) -> list[DateMatch]:
        """Dates and stretches of time; "the same month" is read with the sentence before."""
        before = self.previous
        if before is None or before.end > self.start or not _SAME.search(self.text):
            return find_dates(self.text, self.setting.dates)
        found = find_dates(self.setting.document.text[before.start : self.end], self.setting.dates)
        shift = self.start - before.start
        return [d._replace(start=d.start - shift, end=d.end - shift) for d in found if d.start >= shift]

    @cached_property
    def bodies(self) -> list[BodyMatch]:
        """Bodies."""
        return find_bodies(self.text, on=self.setting.document.published, publisher=self.setting.board)

    @cached_property
    def metrics(self) -> list[MetricMatch]:
        """Metrics of the register."""
        return find_metrics(self.text)

    @cached_property
    def row_name(self) -> str:
        """The row's header, for a cell; empty elsewhere."""
        return self.setting.document.quote(self.row_header) if self.row_header else ""

    @cached_property
    def label(self) -> str:
        """The row's header, for a cell that holds a level and no clause or metric of its own."""
        if len(self.text) <= LEVEL_ONLY:
            return self.row_name
        bare = opens_with_level(self.text) and not _CLAUSE.search(self.text) and not self.metrics
        return self.row_name if bare else ""

    @cached_property
    def is_objective(self) -> bool:
        """Whether it is an item of a list or table of objectives."""
        document = self.setting.document
        openings = [document.quote(s) for s in (*self.headers, *self.stems[:1])]
        return self.listed and any(sets_objectives(words) for words in (*openings, *self.headings[:1]))


def _one(text: str, mark: re.Match[str], found: list[NumberMatch]) -> NumberMatch | None:
    """The count in "at least one hub"; None where a number was read there already."""
    start, end = mark.span("one")
    if any(n.start < end and start < n.end for n in found):
        return None
    noun = _SINGULAR.match(text, end)
    return NumberMatch(start, end, 1.0, None, "count", noun[1], "none", mark["one"], "count") if noun else None


def units(document: Document) -> Iterator[Unit]:
    """The units of a document: its sentences in order, then the cells of its tables."""
    setting = Setting.of(document)
    for group in _merged(document, clauses(document)):
        yield from _windows(_unit(setting, group))
    for block in document.blocks:
        if block.table is not None:
            yield from _cells(setting, block)


def _windows(unit: Unit) -> Iterator[Unit]:
    """The unit, cut at white space where no sentence is so long, so that time stays linear in the text."""
    start = unit.start
    while unit.end - start > LONGEST:
        cut = unit.setting.document.text.rfind(" ", start, start + LONGEST)
        end = cut if cut > start else start + LONGEST
        yield replace(unit, start=start, end=end, first=unit.first and start == unit.start)
        start = end
    yield unit if start == unit.start else replace(unit, start=start, first=False)


def _merged(document: Document, contexts: Iterable[Context]) -> Iterator[list[Context]]:
    """Sentences, those joined that a conversion broke into lines: no stop before, a small letter or a digit after."""
    group: list[Context] = []
    for context in contexts:
        if group and _continues(document, group, context):
            group.append(context)
            continue
        if group:
            yield group
        group = [context]
    if group:
        yield group


def _continues(document: Document, group: list[Context], context: Context) -> bool:
    last = group[-1]
    if (
        last.block.kind == "list_item"
        or _NUMBERED.match(context.text)
        or last.block is context.block
        or context.block.kind != "paragraph"
        or last.block.section_id != context.block.section_id
    ):
        return False
    near = context.end - group[0].start < MERGED and "\n" in document.text[last.end : context.start]
    return (
        near
        and bool(_OPEN_END.search(last.text))
        and bool(re.match(r"[a-z0-9(]", context.text))
        and not last.text.endswith(":")
    )


def _unit(setting: Setting, group: list[Context]) -> Unit:
    first, last = group[0], group[-1]
    previous = first.previous
    return Unit(
        setting,
        first.start,
        last.end,
        stems=tuple(_stems(setting.document, first.block)),
        headings=_headings(setting.document, first.block),
        first=first.start - first.block.start < 4,
        is_item=first.block.kind == "list_item",
        listed=first.block.kind == "list_item" or _is_list_like(first.text),
        previous=Span(start=previous.start, end=previous.end) if previous else None,
    )


def _is_list_like(words: str) -> bool:
    """Whether a paragraph could be an item whose bullet was lost: no full stop ends it."""
    return not words.rstrip().endswith((".", ":", "?")) and len(words) > 20


def _stems(document: Document, block: Block) -> Iterator[Span]:
    """The last sentences of the openings that a list item hangs on, the nearest first."""
    seen: set[int] = set()
    opening = block.lead_in
    while opening is not None and opening.start not in seen:
        seen.add(opening.start)
        parts = sentences(document.text, opening.start, opening.end)
        if parts:
            yield Span(start=parts[-1].start, end=parts[-1].end)
        above = document.block_at(opening.start)
        opening = above.lead_in if above else None


def _headings(document: Document, block: Block) -> tuple[str, ...]:
    return tuple(reversed(document.section(block.section_id).path))


def _cells(setting: Setting, block: Block) -> Iterator[Unit]:
    cells = block.table.cells if block.table else ()
    grid = Grid(cells)
    for cell in cells:
        if cell.header or not cell.text.strip() or grid.is_label(cell):
            continue
        headers, row_header = grid.headers(cell), grid.row_header(cell)
        for i, sentence in enumerate(sentences(setting.document.text, cell.start, cell.end)):
            yield Unit(
                setting,
                sentence.start,
                sentence.end,
                headings=_headings(setting.document, block),
                headers=headers,
                row_header=row_header,
                first=i == 0,
                listed=True,
            )
