"""Dates and stretches of time in a text, as TIMEX3 knows them, with UK financial years.

A financial year is never a number: `find_numbers` leaves out what is found here.
"""

from bisect import bisect_left
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from corpus.document import Block, Document, content_id
from corpus.facts import DateExpression, DateRole, DateType, Precision
from extractors.dates.atoms import atoms
from extractors.dates.context import date_context
from extractors.dates.phrases import extended, joined
from extractors.dates.placing import DateContext, hint, placed
from extractors.dates.records import Atom
from extractors.dates.relatives import may_be_relative, relatives
from extractors.dates.roles import is_age, role_of
from extractors.dates.years import borrowed
from extractors.parts import Part, blocks_of
from extractors.text import sentences

__all__ = ["DateContext", "DateMatch", "date_context", "extract_dates", "find_dates"]

LONGEST = 4_000  # code points that are read for dates at one time
CONFIDENCE = {"date": 0.98, "financial_year": 0.98, "period": 0.95, "duration": 0.9, "relative": 0.8}


class DateMatch(NamedTuple):
    """A date in a text. Offsets are relative to the text given; `hint` is by, during, at, from or None.

    `earliest` and `latest` are its first and last day, None where no day is meant or none can be known. `anchor` is
    the day that a relative expression was read from. `rule` names the form that was read.
    """

    start: int
    end: int
    type: DateType
    earliest: date | None
    latest: date | None
    precision: Precision | None
    role: DateRole
    anchor: date | None
    text: str
    hint: str | None
    rule: str


EMPTY = DateContext()


def find_dates(text: str, context: DateContext = EMPTY) -> list[DateMatch]:
    """Dates from left to right: the longest expression, none within another, without a mere preposition.

    Args:
        text: a sentence, a cell, or a query.
        context: the time that the words are spoken from; without one, what needs it has no days.
    """
    return list(_found(text, context))


@lru_cache(maxsize=4096)
def _found(text: str, context: DateContext) -> tuple[DateMatch, ...]:
    read, may_lean = atoms(text), may_be_relative(text)
    if not read and not may_lean:
        return ()
    if context != EMPTY and not may_lean and not any(atom.yearless for atom in read):
        found = _found(text, EMPTY)  # every date names its year: the time of the document changes none of them
        if all(match.type != "relative" for match in found):
            return found
    dated = [placed(text, atom, context) for atom in borrowed(text, read)]
    past: list[Atom] = []
    whole = []
    for atom in joined(text, dated):
        if not is_age(text, atom):
            wide = extended(text, atom, past)
            whole.append(wide)
            past += [a for a in (wide,) if a.stretch.earliest and a.role == "time"]
    kept = longest_first([*whole, *relatives(text, context, past)])
    return tuple(_match(text, atom, context) for atom in kept)


def longest_first(found: list[Atom]) -> list[Atom]:
    """Of overlapping atoms the longest, the first of equals; in the order of the text."""
    kept: list[Atom] = []
    for atom in sorted(found, key=lambda a: (a.start - a.end, a.start)):
        at = bisect_left(kept, atom.start, key=lambda other: other.start)
        if (at == len(kept) or atom.end <= kept[at].start) and (at == 0 or kept[at - 1].end <= atom.start):
            kept.insert(at, atom)
    return kept


def _match(text: str, atom: Atom, context: DateContext) -> DateMatch:
    known = atom.stretch.earliest is not None or atom.stretch.latest is not None
    leans = atom.type == "relative" or atom.yearless is not None
    return DateMatch(
        atom.start,
        atom.end,
        atom.type,
        atom.stretch.earliest,
        atom.stretch.latest,
        atom.stretch.precision,
        role_of(text, atom),
        context.published if known and leans else None,
        text[atom.start : atom.end],
        hint(text, atom.start),
        atom.form,
    )


def extract_dates(document: Document, part: Part | None = None) -> list[DateExpression]:
    """Dates of a document, or of a part of it, headings, captions and cells included, in the order of the text."""
    context = date_context(document)
    found = []
    for block in blocks_of(document, part):
        for start, end in _pieces(document, block):
            found += [_expression(document, start, match) for match in find_dates(document.text[start:end], context)]
    return found


def _pieces(document: Document, block: Block) -> list[tuple[int, int]]:
    """The cells of a table; else the block, a long one cut between sentences, so that time stays linear in length."""
    if block.table is not None:
        return sorted({(c.start, c.end) for c in block.table.cells})
    if block.end - block.start <= LONGEST:
        return [(block.start, block.end)]
    pieces: list[tuple[int, int]] = []
    for start, end in sentences(document.text, block.start, block.end):
        if pieces and end - pieces[-1][0] <= LONGEST:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return pieces


def _expression(document: Document, offset: int, match: DateMatch) -> DateExpression:
    start, end = offset + match.start, offset + match.end
    return DateExpression(
        id=content_id("date", document.id, start, end, match.type),
        document_id=document.id,
        start=start,
        end=end,
        rule=f"date.{match.rule}",
        confidence=CONFIDENCE[match.type],
        type=match.type,
        earliest=match.earliest,
        latest=match.latest,
        precision=match.precision,
        role=match.role,
        anchor=match.anchor,
    )
