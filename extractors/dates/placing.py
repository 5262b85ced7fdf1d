"""The time that words are spoken from, against which "this year", "in November" and "next spring" are read."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from extractors.dates.periods import Stretch, financial_year_of, months, season
from extractors.dates.readings import financial_year_start
from extractors.dates.records import NOWHERE, Atom, Yearless
from extractors.dates.years import with_year
from extractors.lexicon import lexicon, one_of

NEAR = timedelta(days=100)  # so long ago a yearless date that has passed is still the nearer one
FAR = timedelta(days=180)  # and so far ahead the next one is not
_BETWEEN = ("the", "of", "day")  # the ends of what may stand between a hint and its date


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


@cache
def _hints() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{one_of(words)})" for name, words in lexicon("dates")["hints"].items())
    return re.compile(rf"(?i)\b(?:{groups})\s+(?:the\s+)?(?:end\s+of\s+|start\s+of\s+)?(?:\w+day\s+)?$")


@cache
def _hint_ends() -> tuple[str, ...]:
    """What the words before a date end with where they are a hint, in lower case."""
    return (*{words.lower().split()[-1] for forms in lexicon("dates")["hints"].values() for words in forms}, *_BETWEEN)


def hint(text: str, start: int) -> str | None:
    """What the preposition before `start` says of a deadline there: by, during, at, from, or None."""
    lead = text[max(0, start - 40) : start]
    found = _hints().search(lead) if lead.rstrip().lower().endswith(_hint_ends()) else None
    return found.lastgroup if found else None


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    """Words before a date that point forward and that tell of the past, and words after it that do either."""
    cues = lexicon("dates")["cues"]
    future, past = one_of(cues["future"]), one_of(cues["past"])
    return (
        re.compile(rf"(?i)(?<![\w-]){future}\b[^.;]*$"),
        re.compile(rf"(?i)\b(?:{past}|(?:have|has|had|was|were)\s+\w+)\b[^.;]*$"),
        re.compile(r"(?i),?\s+(?:[\w-]+\s+){0,5}(?:will|shall|must)\b"),
        re.compile(rf"(?i)\s+(?:\w+\s+)?(?:{past}|\w{{3,}}ed)\b"),
    )


def ahead(text: str, start: int) -> bool:
    """Whether the words before `start`, in the same clause, speak of the future."""
    return bool(_cues()[0].search(text[max(0, start - 80) : start]))


def told(text: str, start: int) -> bool:
    """Whether the words before `start`, in the same clause, tell of what has happened."""
    return bool(_cues()[1].search(text[max(0, start - 80) : start]))


def placed(text: str, atom: Atom, context: DateContext) -> Atom:
    """An atom that still has no year, with the one that the document's time gives it."""
    if atom.yearless is None or atom.stretch != NOWHERE:
        return atom
    part, toward = atom.yearless, hint(text, atom.start)
    lead = re.search(r"(?i)\b(last|previous|next|this|coming)\s+$", text[max(0, atom.start - 10) : atom.start])
    if lead and lead[1].lower() != "this" and part.form not in ("quarter", "half", "month_number"):
        stretch = _next_or_last(part, context, later=lead[1].lower() in ("next", "coming"))
        return atom._replace(stretch=stretch or NOWHERE)
    forward, back = ahead(text, atom.start), told(text, atom.start)
    if toward in (None, "during") and not forward:
        back = back or _cues()[3].match(text, atom.end) is not None
    if toward in (None, "during") and not back:
        forward = forward or bool(_cues()[2].match(text, atom.end))
    due = toward in ("by", "from") or (atom.form == "feast" and not back)
    planned = toward in ("by", "from", "during") and not (lead and not forward) and not (back and not forward)
    told_of = (back or toward == "from") and not forward
    stretch = nearest(part, context, future=forward or due, planned=planned, told=told_of)
    return atom._replace(stretch=stretch or NOWHERE)


def nearest(part: Yearless, context: DateContext, *, future: bool, planned: bool, told: bool = False) -> Stretch | None:
    """The occurrence of a yearless part that the document means: the next one, or the latest that has begun.

    Args:
        part: what is to be placed in a year.
        context: the document's time.
        future: whether the words point forward.
        planned: whether they name a deadline or a period of work, which guidance sets in its own year.
        told: whether the words may tell of what has happened; then a day just past is meant, and none of a year ahead.
    """
    if context.planning and planned and context.year_start is not None:
        return _in_financial_year(part, context.year_start)
    if part.form in ("quarter", "half", "month_number"):
        return with_year(part, context.year_start) if context.year_start is not None else None
    spoken = context.published
    if spoken is None:
        return None
    choices = [s for s in _around(part, spoken.year) if s.earliest and s.latest]
    begun = months(spoken.year, spoken.month, 1).latest
    coming = min((s for s in choices if s.latest and s.latest >= spoken), default=None)
    gone = max((s for s in choices if s.earliest and begun and s.earliest <= begun), default=None)
    if future and told and coming and gone and coming.earliest and gone.latest:
        return gone if spoken - gone.latest <= NEAR and coming.earliest - spoken >= FAR else coming
    return coming if future else gone


def _next_or_last(part: Yearless, context: DateContext, *, later: bool) -> Stretch | None:
    """As in "next March" and "last October": the first that has not begun, the latest that is over."""
    spoken = context.published
    if spoken is None:
        return None
    choices = [s for s in _around(part, spoken.year) if s.earliest and s.latest]
    if later:
        return min((s for s in choices if s.earliest and s.earliest > spoken), default=None)
    return max((s for s in choices if s.latest and s.latest < spoken), default=None)


def _in_financial_year(part: Yearless, start: int) -> Stretch | None:
    if part.form == "easter":
        choices = [with_year(part, start), with_year(part, start + 1)]
        return next((s for s in choices if s and s.earliest and financial_year_of(s.earliest) == start), choices[1])
    return with_year(part, start + (part.form in ("month", "day") and part.number < 4))


def _around(part: Yearless, year: int) -> Iterator[Stretch]:
    for candidate in (year - 2, year - 1, year, year + 1, year + 2):
        stretch = with_year(part, candidate)
        if stretch is not None:
            yield stretch


def season_near(
    name: str, context: DateContext, *, future: bool, over: bool = False, unbegun: bool = False
) -> Stretch | None:
    """The season of that name that is not over, or the latest that has begun; None without the document's time.

    Args:
        name: spring, summer, autumn or winter.
        context: the document's time.
        future: whether the words point forward.
        over: whether it is one that has ended ("last spring").
        unbegun: whether it is one that has not begun ("next winter").
    """
    if context.published is None:
        return None
    choices = [season(year, name) for year in range(context.published.year - 2, context.published.year + 2)]
    if future:
        coming = [s for s in choices if (s.earliest if unbegun else s.latest) >= context.published]  # type: ignore[operator]
        return min(coming, default=None)
    gone = [s for s in choices if (s.latest if over else s.earliest) <= context.published]  # type: ignore[operator]
    return max(gone, default=None)
