"""Figures in tables that a conversion broke into one cell a line: a label, then its value."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.document import Block, Document, Span
from extractors.dates import DateContext
from extractors.figures.tables import LONGEST_LABEL, CellFigure, Labels, bare_number, value_of
from extractors.parts import Part, blocks_of

LONGEST_NAME = 60  # characters of the label of a row; a longer line is a sentence
FEWEST_PAIRS = 3  # of labels and bare counts, to be sure that it is a table and not a page number


class _Line(NamedTuple):
    """A short line of a broken table: where its value stands, and its label (which may follow the value of another)."""

    value: Span | None
    label: Span | None


def broken_tables(document: Document, part: Part | None, context: DateContext) -> tuple[list[CellFigure], set[int]]:
    """The figures of tables that were broken into lines, and the starts of the blocks that they took.

    Lines of a table are short blocks without a full stop; a run of them with values counts from its first label on,
    and what stands before that is the head of the table.
    """
    found: list[CellFigure] = []
    taken: set[int] = set()
    run: list[Block] = []
    for block in (*blocks_of(document, part), None):
        if block is not None and _is_line(document, block):
            run.append(block)
            continue
        figures = _read_run(document, run, context)
        if figures:
            found += figures
            taken |= {b.start for b in run}
        run = []
    return found, taken


def _is_line(document: Document, block: Block) -> bool:
    words = document.text[block.start : min(block.end, block.start + LONGEST_LABEL + 1)].strip()
    return (
        block.table is None
        and block.kind != "list_item"
        and 0 < len(words) <= LONGEST_LABEL
        and not words.endswith((".", ":", ";", "?", ","))
    )


def _read_run(document: Document, run: list[Block], context: DateContext) -> list[CellFigure]:
    lines = [line for block in run for line in _lines(document, block)]
    pairs = _pairs(lines)
    bare = [v for _, v, _ in pairs if not re.search(r"[%£]", document.quote(v))]
    if not pairs or (bare and len(pairs) < FEWEST_PAIRS):
        return []
    found: list[CellFigure] = []
    for label, value, heads in pairs:
        found += value_of(document, value, Labels((label,), heads), context)
    return found


def _lines(document: Document, block: Block) -> Iterator[_Line]:
    """As in "7.4%", "Elective spells", or "5.2% o/w first attendances" with the next label run on."""
    text = document.quote(block)
    whole = bare_number().match(text)
    if whole is None or (whole.end() < len(text) and not text[whole.end()].isspace()) or not re.search(r"\d", whole[0]):
        yield _Line(None, Span(start=block.start, end=block.end))
        return
    if whole.end() < len(text) and not re.search(r"[%£]", whole[0]):
        yield _Line(None, Span(start=block.start, end=block.end))
        return
    if re.match(r"\s*(?:of(?!\s+which)|by|in|to|from|for|at|with|and|or|than)\b", text[whole.end() :]):
        yield _Line(None, Span(start=block.start, end=block.end))
        return
    value = Span(start=block.start, end=block.start + whole.end())
    yield _Line(value, None)
    rest = text[whole.end() :].lstrip()
    if rest:
        yield _Line(None, Span(start=block.end - len(rest), end=block.end))


def _pairs(lines: Sequence[_Line]) -> list[tuple[Span, Span, tuple[Span, ...]]]:
    """Label, value, and the lines at the head of the table; a second value under a label has the second last head."""
    found: list[tuple[Span, Span, tuple[Span, ...]]] = []
    heads: list[Span] = []
    label: Span | None = None
    for line in lines:
        if line.label is not None:
            if label is not None:  # two labels in a row: the first was a head
                heads = [*heads, label] if not found or len(heads) < 1 else [label]
            label = line.label
        elif line.value is not None and label is not None and label.end - label.start <= LONGEST_NAME:
            found.append((label, line.value, tuple(reversed(heads[-4:]))))
            label = None
    return found
