"""Years for months, days and quarters that name none, from their neighbours in the same text."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from extractors.dates.periods import (
    Stretch,
    days,
    easter,
    financial_half,
    financial_month,
    financial_quarter,
    financial_year_of,
    months,
)
from extractors.dates.records import NOWHERE, Atom, Yearless
from extractors.lexicon import lexicon, one_of


def borrowed(text: str, read: Sequence[Atom]) -> list[Atom]:
    """The atoms, with the year of a neighbour for those that name none and have such a neighbour."""
    done: list[Atom] = []
    named: dict[int, int] = {}
    for i, atom in enumerate(read):
        done.append(_from_next(text, atom, read[i + 1 : i + 4]) or _from_past(atom, named) or atom)
        last = done[-1].stretch
        if last.latest and last.precision in ("month", "day") and not _is_compared(text, done[-1]):
            named[last.latest.month] = last.latest.year
    return done


def _is_compared(text: str, atom: Atom) -> bool:
    return _compared().search(text[max(0, atom.start - 24) : atom.start]) is not None


def with_year(part: Yearless, year: int) -> Stretch | None:
    """The part of the calendar year, or of the financial year that begins in it, as its form asks."""
    match part.form:
        case "month":
            return months(year, part.number, 1)
        case "day":
            return days(year, part.number, part.day, part.until or part.day)
        case "easter":
            sunday = easter(year) + timedelta(days=part.number)
            return Stretch(sunday, sunday, "day")
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
    in_year = part.form in ("month", "day", "easter")
    year = first.year - (part.number > first.month) if in_year else financial_year_of(first)
    return atom._replace(stretch=with_year(part, year) or NOWHERE)


def _from_past(atom: Atom, named: Mapping[int, int]) -> Atom | None:
    """The same month, named with its year earlier in the text; `named` are the months with their last years."""
    if atom.yearless is None or atom.yearless.form != "month" or atom.yearless.number not in named:
        return None
    return atom._replace(stretch=with_year(atom.yearless, named[atom.yearless.number]) or NOWHERE)


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('dates')['compared']['before'])}\s+$")
