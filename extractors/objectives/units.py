"""What a target is read from: a sentence or a cell, with the stems and headings that it hangs on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import TypeVar

from corpus.document import Block, Document, Span
from extractors.bodies import BodyMatch
from extractors.dates import DateMatch, find_dates
from extractors.kept import kept
from extractors.lexicon import read
from extractors.metrics import MetricMatch, find_metrics
from extractors.numbers import NumberMatch
from extractors.objectives.counts import counts
from extractors.objectives.grid import LEVEL_ONLY, Grid, opens_with_level
from extractors.objectives.joined import joined
from extractors.objectives.setting import Setting
from extractors.obligations import sets_objectives
from extractors.parts import Part, blocks_of
from extractors.text import Context, clauses, sentences

Kept = TypeVar("Kept")
LONGEST = 1200  # code points of a unit
INTRODUCED = 240  # code points above a table that may say what it holds
_MARKER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")  # "1. eliminate ..." under a stem
_SAME = re.compile(r"(?i)\bthe\s+same\s+(?:month|quarter|year)\b")
_CLAUSE = re.compile(
    r"(?i)\b(?:must|should|will|shall|is|are|be|has|have|who|of\s+(?!the\s+level|at\s+least)[a-z]{3,})\b"
)


@dataclass(frozen=True)
class Unit:
    """A stretch of text that may state targets; `start` and `end` are offsets into `Document.text`.

    `stems` are the openings of the lists it hangs on, the nearest first; they bind it only where it is `first` in its
    list item. `headings` run from the nearest to the title. `headers` are the column and row headers of a cell, and
    `falls` says that the levels of its row fall from column to column; `introduced` is what stands over its table,
    `owner` the cell of its row that a header calls its owner.
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
    falls: bool = False
    introduced: str = ""
    owner: Span | None = None

    @kept
    def text(self) -> str:
        """The words, white space where another cell's words stand among them."""
        return self.setting.document.prose[self.start : self.end]

    @kept
    def numbers(self) -> list[NumberMatch]:
        """Numbers, "at least one" among them; offsets are relative to `text`, as in the next three."""
        return counts(self.text, self.row_name)

    @kept
    def dates(self) -> list[DateMatch]:
        """Dates and stretches of time; "the same month" is read with the sentence before."""
        before = self.previous
        same = before is not None and "same" in read(self.text).words and _SAME.search(self.text)
        if not same or before is None or before.end > self.start:
            return find_dates(self.text, self.setting.dates)
        found = find_dates(self.setting.document.text[before.start : self.end], self.setting.dates)
        shift = self.start - before.start
        return [d._replace(start=d.start - shift, end=d.end - shift) for d in found if d.start >= shift]

    @kept
    def bodies(self) -> list[BodyMatch]:
        """Bodies."""
        return self.setting.bodies(self.text, self.start)

    @kept
    def metrics(self) -> list[MetricMatch]:
        """Metrics of the register."""
        return find_metrics(self.text)

    @property
    def told_before(self) -> Span | None:
        """The sentence before, where it can name what this one is about: no stem, and no other item of the list."""
        if self.previous is None or self.previous in self.stems or (self.is_item and self.first):
            return None
        return self.previous

    @kept
    def row_name(self) -> str:
        """The row's header, for a cell; empty elsewhere."""
        return self.setting.document.quote(self.row_header) if self.row_header else ""

    @kept
    def label(self) -> str:
        """The row's header, for a cell that holds a level and no clause or metric of its own."""
        if len(self.text) <= LEVEL_ONLY:
            return self.row_name
        bare = opens_with_level(self.text) and not _CLAUSE.search(self.text) and not self.metrics
        return self.row_name if bare else ""

    @kept
    def is_objective(self) -> bool:
        """Whether it is an item of a list or table of objectives."""
        document = self.setting.document
        openings = [document.quote(s) for s in (*self.headers, *self.stems[:1])]
        return self.listed and any(sets_objectives(words) for words in (*openings, *self.headings[:1]))


def once(reads: Callable[[Unit], Kept]) -> Callable[[Unit], Kept]:
    """What a function reads from a unit, read once for each unit and kept with it."""
    name = f"{reads.__module__}.{reads.__name__}"

    @wraps(reads)
    def reading(unit: Unit) -> Kept:
        own = vars(unit)
        if name not in own:
            own[name] = reads(unit)
        found: Kept = own[name]
        return found

    return reading


def units(document: Document, part: Part | None) -> Iterator[Unit]:
    """The units of a document, or of a part of it: its sentences in order, then the cells of its tables."""
    setting = Setting.of(document)
    blocks = blocks_of(document, part)
    for group in joined(document, clauses(document, blocks)):
        yield from _windows(_unit(setting, group))
    for block in blocks:
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


def _unit(setting: Setting, group: list[Context]) -> Unit:
    first, last = group[0], group[-1]
    previous = first.previous
    marker = _MARKER.match(first.text) if first.block.kind == "list_item" and first.start == first.block.start else None
    return Unit(
        setting,
        first.start + (marker.end() if marker else 0),
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
    introduced = _introduced(setting.document, block) if cells else ""
    for cell in cells:
        if cell.header or not cell.text.strip() or grid.is_label(cell):
            continue
        headers, row_header, falls = grid.headers(cell), grid.row_header(cell), grid.falls(cell.row)
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
                falls=falls,
                introduced=introduced,
                owner=grid.owner(cell.row),
            )


def _introduced(document: Document, block: Block) -> str:
    """The corner of a table, its caption and the last words of the block above it."""
    corner = next((c.text for c in block.table.cells if c.header), "") if block.table else ""
    above = document.text[max(0, block.start - INTRODUCED) : block.start]
    return f"{above.rsplit(chr(10) + chr(10), 2)[-1] if above.strip() else ''} {corner}"
