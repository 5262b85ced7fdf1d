"""Tables of pages without tags: a gate on what has been read anyway, then words and rules, then cells."""

import hashlib
import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from pipeline.readers.pdf.blocks import PdfBlock, PdfCell
from pipeline.readers.pdf.lines import lines_of
from pipeline.readers.pdf.runs import PageRuns, Run, frame_of
from pipeline.readers.pdf.tables.cells import GridCell, without_overlaps
from pipeline.readers.pdf.tables.grids import grids_of
from pipeline.readers.pdf.tables.headers import with_headers
from pipeline.readers.pdf.tables.ruled import ruled_grids
from pipeline.readers.pdf.tables.rules import Rule, rules_of
from pipeline.readers.pdf.tables.text import PIECE_GAP, rows_of
from pipeline.readers.pdf.tables.words import LEADERS, Word, words_of

LEAST_LINES = 3  # with a value that stands apart
LEAST_RULES = 3  # in each direction
LEAST_CELLS = 4
WIDE = 1.5  # of the size: a gap between the cells of a row
SAME_LINE = 3.0  # points
LOOSE = 0.68  # of the size: a run whose characters take more room on average has gaps in it
LONGEST_VALUE = 14  # characters
VALUE_STARTS = frozenset("0123456789(£$€+-–−.<>")
REMEMBERED = 128  # pages
_VALUE = re.compile(r"[(£+\-–]{0,2}\d[\d,.:/–-]*(?: \d{3}[\d.,]*)*\s?(?:%|m|bn|k)?\)?\s*")
_DIGIT = re.compile(r"\d")
_NEIGHBOURS = re.compile(r"\d[)%]?[ \t]+[(£–-]?\d|\S[ \t]{2,}[(£–-]?\d")


class FoundTable(NamedTuple):
    """A table, the indexes of the page's runs that stand in it, and what is left of runs that stand in it in part."""

    block: PdfBlock
    runs: frozenset[int]
    remains: dict[int, Run]

    def copied(self) -> "FoundTable":
        """The same with a block of its own, to which the rows of the next page may be added."""
        own = replace(self.block, lines=[*self.block.lines], cells=[*self.block.cells])
        return self._replace(block=own, remains=dict(self.remains))


class TableFinder:
    """Finds the tables of pages, and remembers those of the pages seen last by the hash of what is printed on them."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, list[FoundTable]] = OrderedDict()

    @property
    def remembered(self) -> int:
        """How many pages' tables are remembered."""
        return len(self._seen)

    def find(self, page: Any, text_page: Any, found: PageRuns) -> list[FoundTable]:
        """The tables of a page.

        Args:
            page: the raw handle of the page.
            text_page: that of its text.
            found: what has been read of it.
        """
        ruled, aligned = may_be_ruled(found), may_be_aligned(found.runs)
        if not ruled and not aligned:
            return []
        frame = frame_of(page)
        rules = rules_of(page, frame, found.width, found.height)
        if not aligned and not any(len(boxes) >= LEAST_CELLS for boxes in ruled_grids(rules)):
            return []
        key = _hash(found.runs, rules)
        if key not in self._seen:
            self._seen[key] = tables_of(words_of(text_page, frame, found.runs), rules, found.runs)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        self._seen.move_to_end(key)
        return [table.copied() for table in self._seen[key]]


@cache
def table_finder() -> TableFinder:
    """The finder of this process: a page that stands in several files is searched once."""
    return TableFinder()


def may_be_ruled(found: PageRuns) -> bool:
    """Whether a page draws enough rules for a table; a box around text has two in each direction."""
    return found.horizontal >= LEAST_RULES and found.vertical >= LEAST_RULES


def may_be_aligned(runs: Sequence[Run]) -> bool:
    """Whether numbers stand apart from other words, or beside each other, or words in three places, on some lines."""
    lines: set[float] = set()
    gaps: Counter[float] = Counter()
    for i, run in enumerate(runs):
        text = run.text
        if i and run.x0 - runs[i - 1].x1 > WIDE * run.size and abs(run.top - runs[i - 1].top) < SAME_LINE:
            gaps[run.top // SAME_LINE] += 1
        if len(text) > LONGEST_VALUE:
            if _DIGIT.search(text) and (_NEIGHBOURS.search(text) or run.x1 - run.x0 > LOOSE * run.size * len(text)):
                lines.add(run.top // SAME_LINE)
        elif text[:1] in VALUE_STARTS and _VALUE.fullmatch(text) and _stands_apart(runs, i):
            lines.add(run.top // SAME_LINE)
    return len(lines) >= LEAST_LINES or sum(n > 1 for n in gaps.values()) > LEAST_LINES


def _stands_apart(runs: Sequence[Run], i: int) -> bool:
    """Whether a run has room on both sides, or another number."""
    run = runs[i]
    before, after = runs[i - 1] if i else None, runs[i + 1] if i + 1 < len(runs) else None
    return (before is None or _has_room(before, run)) and (after is None or _has_room(run, after))


def _has_room(a: Run, b: Run) -> bool:
    other_line = abs(a.top - b.top) > SAME_LINE
    return (
        other_line
        or not 0 <= b.x0 - a.x1 < PIECE_GAP * max(b.size, 4.0)
        or a.text[-2:-1].isdigit() == b.text[:1].isdigit()
    )


def tables_of(words: Sequence[Word], rules: Sequence[Rule], runs: Sequence[Run]) -> list[FoundTable]:
    """The tables that words and rules make.

    Args:
        words: those of the page.
        rules: those that it draws.
        runs: the runs that the words stand in.
    """
    of_run: dict[int, list[Word]] = {}
    for word in words:
        of_run.setdefault(word.run, []).append(word)
    return [_table(with_headers(without_overlaps(cells)), of_run, runs) for cells in grids_of(words, rules)]


def _table(cells: Sequence[GridCell], of_run: dict[int, list[Word]], runs: Sequence[Run]) -> FoundTable:
    made = [
        PdfCell(c.top, c.left, lines_of(_ordered(c.words, runs)), c.bottom - c.top, c.right - c.left, c.header)
        for c in cells
    ]
    held = {id(word) for cell in cells for word in cell.words}
    taken = {word.run for cell in cells for word in cell.words}
    taken |= {i for i, run in enumerate(runs) if i not in of_run and _is_part(run, cells)}
    remains = {
        at: rest for at in taken if (rest := _rest([w for w in of_run.get(at, []) if id(w) not in held], runs[at]))
    }
    block = PdfBlock("table", [line for cell in made for line in cell.lines], cells=made)
    return FoundTable(block, frozenset(taken), remains)


def _is_part(run: Run, cells: Sequence[GridCell]) -> bool:
    """Whether a run that starts no word, such as a stop or a row of dots, stands in a cell or between two."""
    x, y = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
    if set(run.text) <= LEADERS | {" "}:
        return any(c.upper <= y <= c.lower for c in cells)
    return any(c.upper <= y <= c.lower and c.words[0].x0 - 1 <= x <= max(w.x1 for w in c.words) + 1 for c in cells)


def _ordered(words: Iterable[Word], runs: Sequence[Run]) -> list[Run]:
    return [_run(word, runs[word.run]) for row in rows_of(words) for word in row.words]


def _run(word: Word, run: Run) -> Run:
    return run._replace(text=word.text, x0=word.x0, top=word.top, x1=word.x1, bottom=word.bottom, mark=-1)


def _rest(words: Sequence[Word], run: Run) -> Run | None:
    """What is left of a run whose other words stand in a table."""
    if not words:
        return None
    return run._replace(text=" ".join(w.text for w in words), x0=min(w.x0 for w in words), x1=max(w.x1 for w in words))


def _hash(runs: Sequence[Run], rules: Sequence[Rule]) -> bytes:
    return hashlib.blake2b(repr((runs, rules)).encode("utf-8", "replace"), digest_size=16).digest()
