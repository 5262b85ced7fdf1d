"""The document's own time, against which "this year", "in November" and "next spring" are read."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.document import Document
from extractors.dates.atoms import NOWHERE, Atom, Yearless, atoms, financial_year_start
from extractors.dates.periods import (
    Stretch,
    add_months,
    financial_year_of,
    months,
    season,
)
from extractors.dates.years import borrowed, with_year
from extractors.lexicon import lexicon, one_of

FINANCIAL_KINDS = frozenset({"planning_guidance", "board_paper"})
FINE = frozenset({"day", "month", "quarter", "half"})
OPENING = 100_000  # code points that are read for the document's own time
NEWS_LAG = 6  # months: a bare month up to this long after the latest dated one is still the document's past


class DateContext(NamedTuple):
    """The document's own time.

    `published` is the day it speaks from. `financial_year` is its own year ("2024/25"). `planning` says that it plans
    for that year, so "this year" and "next year" both mean it. `financial` says that "the year" means 1 April to
    31 March and not a calendar year.
    """

    published: date | None = None
    financial_year: str | None = None
    planning: bool = False
    financial: bool = False

    @property
    def year_start(self) -> int | None:
        """The year in whose April the document's own financial year begins."""
        if self.financial_year:
            return financial_year_start(self.financial_year)
        return financial_year_of(self.published) if self.published else None


def date_context(document: Document) -> DateContext:
    """The context of a document: its publication date, or else the latest month that it speaks of as past."""
    planning = document.planning_year is not None or document.kind == "planning_guidance"
    published = document.published or latest_past(document.text[:OPENING])
    year = document.planning_year or document.financial_year
    if year is not None and not re.search(r"\d\d.*\d", year):
        year = None
    return DateContext(published, year, planning, document.kind in FINANCIAL_KINDS)


@lru_cache(maxsize=2)
def latest_past(text: str) -> date | None:
    """The last day of the latest month that the text speaks of without a future word or preposition before it.

    Months without a year that follow within half a year are taken to be part of the same story. None where no month
    or shorter stretch is dated.
    """
    found = [
        a for a in borrowed(text, atoms(text)) if not ahead(text, a.start) and hint(text, a.start) not in ("by", "from")
    ]
    dated = [a.stretch.latest for a in found if a.stretch.latest and a.stretch.precision in FINE]
    if not dated:
        return _only_years(found)
    latest = max(dated)
    for following in range(1, NEWS_LAG + 1):
        later = add_months(latest, following)
        if any(_is_bare_month(a, later.month) for a in found):
            return months(later.year, later.month, 1).latest
    return latest


def _is_bare_month(atom: Atom, number: int) -> bool:
    return atom.stretch == NOWHERE and atom.yearless is not None and atom.yearless[:2] == ("month", number)


def _only_years(found: list[Atom]) -> date | None:
    """From a day and month without a year, and the years named around it."""
    years = [a.stretch.earliest.year for a in found if a.form == "financial_year" and a.stretch.earliest]
    bare = [a.yearless for a in found if a.yearless and a.yearless.form in ("day", "month")]
    if not years or not bare:
        return None
    year = max(years)
    return months(year, bare[0].number, 1).latest


@cache
def _hints() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{one_of(words)})" for name, words in lexicon("dates")["hints"].items())
    return re.compile(rf"(?i)\b(?:{groups})\s+(?:the\s+)?(?:end\s+of\s+|start\s+of\s+)?(?:\w+day\s+)?$")


def hint(text: str, start: int) -> str | None:
    """What the preposition before `start` says of a deadline there: by, during, at, from, or None."""
    found = _hints().search(text[max(0, start - 40) : start])
    return found.lastgroup if found else None


@cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('dates')['cues']['future'])}\b[^.;]*$")


def ahead(text: str, start: int) -> bool:
    """Whether the words before `start`, in the same clause, speak of the future."""
    return bool(_future().search(text[max(0, start - 80) : start]))


def placed(text: str, atom: Atom, context: DateContext) -> Atom:
    """An atom that still has no year, with the one that the document's time gives it."""
    if atom.yearless is None or atom.stretch != NOWHERE:
        return atom
    lead = re.search(r"(?i)\b(last|previous|next|this|coming)\s+$", text[max(0, atom.start - 10) : atom.start])
    toward = hint(text, atom.start)
    future = toward in ("by", "from") or ahead(text, atom.start)
    if lead:
        future = lead[1].lower() in ("next", "coming")
    planned = toward in ("by", "from", "during") and not (lead and not future)
    stretch = nearest(atom.yearless, context, future=future, planned=planned)
    return atom._replace(stretch=stretch or NOWHERE)


def nearest(part: Yearless, context: DateContext, *, future: bool, planned: bool) -> Stretch | None:
    """The occurrence of a yearless part that the document means: the next one, or the latest that has begun.

    Args:
        part: what is to be placed in a year.
        context: the document's time.
        future: whether the words point forward.
        planned: whether they name a deadline or a period of work, which guidance sets in its own year.
    """
    if context.planning and planned and context.year_start is not None:
        return _in_financial_year(part, context.year_start)
    if part.form in ("quarter", "half", "month_number"):
        return with_year(part, context.year_start) if context.year_start is not None else None
    if context.published is None:
        return None
    choices = [s for s in _around(part, context.published.year) if s.earliest and s.latest]
    if future:
        return min((s for s in choices if s.latest and s.latest >= context.published), default=None)
    begun = months(context.published.year, context.published.month, 1).latest
    return max((s for s in choices if s.earliest and begun and s.earliest <= begun), default=None)


def _in_financial_year(part: Yearless, start: int) -> Stretch | None:
    return with_year(part, start + (part.form in ("month", "day") and part.number < 4))


def _around(part: Yearless, year: int) -> Iterator[Stretch]:
    for candidate in (year - 1, year, year + 1):
        stretch = with_year(part, candidate)
        if stretch is not None:
            yield stretch


def season_near(name: str, context: DateContext, *, future: bool) -> Stretch | None:
    """The next season of that name, or the latest that has begun; None where the document's time is unknown."""
    if context.published is None:
        return None
    choices = [season(year, name) for year in range(context.published.year - 2, context.published.year + 2)]
    if future:
        return min((s for s in choices if s.latest and s.latest >= context.published), default=None)
    return max((s for s in choices if s.earliest and s.earliest <= context.published), default=None)
