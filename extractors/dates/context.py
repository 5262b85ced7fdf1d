"""When a document speaks: its day of publication, the date on its face, or the latest month it tells of."""

import re
from datetime import date
from functools import lru_cache

from corpus.document import Document
from extractors.dates.atoms import atoms
from extractors.dates.periods import NEWEST, OLDEST, add_months, months
from extractors.dates.placing import DateContext, ahead, hint
from extractors.dates.records import NOWHERE, Atom
from extractors.dates.years import borrowed
from extractors.lexicon import lexicon, one_of

__all__ = ["DateContext", "date_context", "face_date", "latest_past"]

FINANCIAL_KINDS = frozenset({"planning_guidance", "board_paper"})  # what speaks of financial years

FINE = frozenset({"day", "month", "quarter", "half"})

OPENING = 100_000  # code points that are read for the document's own time

NEWS_LAG = 6  # months: a bare month up to this long after the latest dated one is still the document's past

FACE = 2_500  # code points of the first lines
FACE_LINES = 14
LONG_LINE = 160


def date_context(document: Document) -> DateContext:
    """The context of a document: its publication date, or else the date on its face, or else what it tells of."""
    year = document.planning_year or document.financial_year
    if year is not None and not re.search(r"\d\d.*\d", year):
        year = None
    planning = document.planning_year is not None or document.kind == "planning_guidance" or _plans(document, year)
    published = _known_day(document) or face_date(document.text[:FACE])
    if published is None:
        first, last = (date(int(year[:4]) - 1, 4, 1), date(int(year[:4]), 4, 30)) if planning and year else (None, None)
        told = latest_past(document.text[:OPENING], last)
        published = told if told is None or first is None or told >= first else None
    return DateContext(published, year, planning, planning or _speaks_of_financial_years(document))


def _known_day(document: Document) -> date | None:
    """The day of publication; a placeholder in the metadata (the year 1 or 9999) is none."""
    published = document.published
    return published if published and OLDEST <= published.year <= NEWEST else None


def _plans(document: Document, year: str | None) -> bool:
    """Whether the title says that the document plans for its financial year."""
    return year is not None and _names_year(document.title) and _in_title("plans", document.title)


def _speaks_of_financial_years(document: Document) -> bool:
    """Whether "the year" is a financial one here: by the kind of document, or by its title; the news speak plainly."""
    if document.kind in FINANCIAL_KINDS:
        return True
    return document.kind != "news" and (_names_year(document.title) or _in_title("titles", document.title))


def _names_year(title: str) -> bool:
    return any(a.form == "financial_year" for a in atoms(title))


def _in_title(table: str, title: str) -> bool:
    return re.search(rf"(?i)\b{one_of(lexicon('dates')['financial'][table])}\b", title) is not None


@lru_cache(maxsize=2)
def face_date(text: str) -> date | None:
    """The last day of the day or the month that ends one of the first lines ("Trust board, June 2031"); a day wins.

    Not a line that is a sentence or a heading's span, and no date that is a deadline or a start.
    """
    lines = [line.strip(" *_#|>") for line in text.splitlines() if line.strip(" *_#|>")][:FACE_LINES]
    dated = [found for line in lines if len(line) <= LONG_LINE and (found := _at_the_end(line))]
    fine = sorted(dated, key=lambda a: a.stretch.precision != "day")
    return fine[0].stretch.latest if fine else None


def _at_the_end(line: str) -> Atom | None:
    found = borrowed(line, atoms(line))
    if not found or found[-1].end < len(line.rstrip(" )")) or found[-1].stretch.precision not in ("day", "month"):
        return None
    last = found[-1]
    lead = one_of(lexicon("dates")["face"]["not_after"])
    return None if re.search(rf"(?i)(?<!effective )(?<!effect )\b{lead}\s+$", line[: last.start]) else last


@lru_cache(maxsize=2)
def latest_past(text: str, bound: date | None = None) -> date | None:
    """The last day of the latest month that the text speaks of without a future word or preposition before it.

    Months without a year that follow within half a year are taken to be part of the same story. None where no month
    or shorter stretch is dated.

    Args:
        text: the document, or as much of it as is to be read.
        bound: a plan for a year speaks of nothing past that lies after this day.
    """
    read = borrowed(text, atoms(text))
    found = [a for a in read if not _is_plan(text, a)]
    ends = [a.stretch.latest for a in found if a.stretch.latest and a.stretch.precision in FINE]
    dated = [end for end in ends if bound is None or end <= bound]
    if not dated:
        return _only_years(read, found)
    latest = max(dated)
    for following in range(1, NEWS_LAG + 1):
        later = add_months(latest, following)
        if any(_is_bare_month(a, later.month) for a in found):
            return months(later.year, later.month, 1).latest
    return latest


def _is_plan(text: str, atom: Atom) -> bool:
    """Whether a date stands in a sentence that asks, plans or promises, or in a line that is a heading or a cell."""
    if ahead(text, atom.start) or hint(text, atom.start) in ("by", "from"):
        return True
    opened = max(0, atom.start - 300)
    first = max(opened - 1, *(text.rfind(mark, opened, atom.start) for mark in (". ", "\n")))
    ends = [at for mark in (". ", "\n") if (at := text.find(mark, atom.end, atom.end + 300)) >= 0]
    whole = text[first + 1 : min(ends, default=atom.end + 300)]
    plans = one_of(lexicon("dates")["cues"]["planning"])
    return re.search(rf"(?i)(?<![\w-]){plans}\b|[|\t]", whole) is not None


def _is_bare_month(atom: Atom, number: int) -> bool:
    return atom.stretch == NOWHERE and atom.yearless is not None and atom.yearless[:2] == ("month", number)


def _only_years(read: list[Atom], found: list[Atom]) -> date | None:
    """From a day and month without a year, and the years named around it."""
    years = [a.stretch.earliest.year for a in read if a.form == "financial_year" and a.stretch.earliest]
    bare = [a.yearless for a in found if a.yearless and a.yearless.form in ("day", "month")]
    if not years or not bare:
        return None
    year = max(years)
    return months(year, bare[0].number, 1).latest
