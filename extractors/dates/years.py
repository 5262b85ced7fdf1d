"""Years for months, days and quarters that name none, from their neighbours in the same text."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from extractors.dates.atoms import NOWHERE, Atom, Yearless
from extractors.dates.periods import (
    Stretch,
    day,
    financial_half,
    financial_month,
    financial_quarter,
    financial_year_of,
    months,
)


def borrowed(text: str, read: Sequence[Atom]) -> list[Atom]:
    """The atoms, with the year of a neighbour for those that name none and have such a neighbour."""
    done: list[Atom] = []
    for i, atom in enumerate(read):
        done.append(_from_next(text, atom, read[i + 1 : i + 4]) or _from_past(atom, done) or atom)
    return done


def with_year(part: Yearless, year: int) -> Stretch | None:
    """The part of the calendar year, or of the financial year that begins in it, as its form asks."""
    match part.form:
        case "month":
            return months(year, part.number, 1)
        case "day":
            return day(year, part.number, part.day)
        case "quarter":
            return financial_quarter(year, part.number)
        case "month_number":
            return financial_month(year, part.number)
        case _:
            return financial_half(year, part.number)


def _from_next(text: str, atom: Atom, following: Sequence[Atom]) -> Atom | None:
    """As in "April, May and June 2024", "April to September 2024", "Q1 and Q2 2024/25": the year comes at the end."""
    if atom.yearless is None:
        return None
    at = atom.end
    for other in following:
        if not _list_link().fullmatch(text, at, other.start):
            return None
        if other.stretch.earliest is not None:
            return _with_year_of(atom, atom.yearless, other, other.stretch.earliest)
        at = other.end
    return None


@cache
def _list_link() -> re.Pattern[str]:
    return re.compile(r"\s?(?:,|to|and|&|[-–]|,\s*and|until|or)?\s*(?:the\s+end\s+of\s+)?")


def _with_year_of(atom: Atom, part: Yearless, other: Atom, first: date) -> Atom | None:
    """The atom in the year of a later one of its kind; a month that comes later in the year is of the year before."""
    if other.form not in (atom.form, "month_year", "month_number", "day_month", "quarter", "half"):
        return None
    in_year = part.form in ("month", "day")
    year = first.year - (part.number > first.month) if in_year else financial_year_of(first)
    return atom._replace(stretch=with_year(part, year) or NOWHERE)


def _from_past(atom: Atom, done: Sequence[Atom]) -> Atom | None:
    """The same month, named with its year earlier in the text."""
    if atom.yearless is None or atom.yearless.form != "month":
        return None
    for other in reversed(done):
        last = other.stretch.latest
        if last and last.month == atom.yearless.number and other.stretch.precision in ("month", "day"):
            return atom._replace(stretch=with_year(atom.yearless, last.year) or NOWHERE)
    return None
