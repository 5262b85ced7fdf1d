"""The stretches that relative words stand for: so many months, quarters, seasons or years from the document's own."""

import re

from extractors.dates.periods import (
    SEASON_STARTS,
    Stretch,
    add_months,
    calendar_year,
    financial_quarter,
    financial_year,
    financial_year_of,
    months,
    season,
    shift_years,
)
from extractors.dates.placing import DateContext, season_near
from extractors.dates.records import NOWHERE, Atom

Past = list[Atom]
_FINENESS = {
    "month": ("day", "month"),
    "quarter": ("day", "month", "quarter"),
    "year": ("day", "month", "quarter", "half", "season", "year"),
}


def beside(unit: str, shift: int, past: Past, context: DateContext) -> Stretch | None:
    """The unit before or after the one that stands before it in the text, or that a report is about."""
    over = [a.stretch for a in past if a.stretch.earliest and a.stretch.latest]
    if context.published is not None and unit != "year":
        over = [s for s in over if s.latest and s.latest <= context.published]
    last = over[-1] if over else None
    if last and last.earliest and last.latest and unit in SEASON_STARTS:
        years = range(last.earliest.year - 1, last.latest.year + 2)
        choices = [season(year, unit) for year in years]
        if shift < 0:
            return max((s for s in choices if s.latest and s.latest < last.earliest), default=None)
        return min((s for s in choices if s.earliest and s.earliest > last.latest), default=None)
    if last and last.earliest and last.precision == unit:
        if unit == "year":
            return shift_years(last, shift)
        size = 3 if unit == "quarter" else 1
        begin = add_months(last.earliest, shift * size)
        return months(begin.year, begin.month, size, last.precision)
    return whole_unit(unit, 2 * shift, None, context) if context.financial and unit in ("month", "quarter") else None


def same(unit: str, past: Past) -> Stretch:
    """The month, quarter or year of the date named last before; nowhere without one as fine."""
    dated = [a.stretch for a in past if a.stretch.precision in _FINENESS.get(unit, ())]
    last = dated[-1] if dated else NOWHERE
    known = last.latest
    if known is None:
        return NOWHERE
    if unit == "month":
        return months(known.year, known.month, 1)
    if unit == "quarter":
        return financial_quarter(financial_year_of(known), (known.month - 4) % 12 // 3 + 1)
    return last if last.precision == "year" else calendar_year(known.year)


def whole_unit(unit: str, shift: int, kind: str | None, context: DateContext) -> Stretch:
    """The month, quarter, season, year or decade that lies `shift` units from the document's own; weeks have none."""
    if unit == "year":
        return own_year(context, min(shift, 0) if context.planning else shift, kind)
    if unit == "decade":
        return decade(context, shift) if shift == 0 else NOWHERE
    if context.published is None or unit in ("week", "half", "day"):
        return NOWHERE
    if unit == "month":
        moved = add_months(context.published, shift)
        return months(moved.year, moved.month, 1)
    if unit == "quarter":
        moved = add_months(context.published, 3 * shift)
        return financial_quarter(financial_year_of(moved), (moved.month - 4) % 12 // 3 + 1)
    return season_near(unit, context, future=shift >= 0, over=shift < 0, unbegun=shift > 0) or NOWHERE


def decade(context: DateContext, shift: int) -> Stretch:
    """The ten years from one that ends in 0."""
    if context.published is None:
        return NOWHERE
    first = context.published.year // 10 * 10 + 10 * shift
    return Stretch(calendar_year(first).earliest, calendar_year(first + 9).latest, "range")


def own_year(context: DateContext, shift: int, kind: str | None) -> Stretch:
    """The document's year, moved: financial where the words or the document say so."""
    financial = (kind or "").lower() in ("financial", "fiscal", "planning") or (context.financial and not kind)
    if financial:
        return financial_year(context.year_start + shift) if context.year_start is not None else NOWHERE
    return calendar_year(context.published.year + shift) if context.published else NOWHERE


def cut(stretch: Stretch, edge: str, *, whole: bool) -> Stretch:
    """The end or the start of a stretch; "later" and "the rest of" keep its last day; else all of it or nothing."""
    word = re.sub(r"^the\s+|\s+of$", "", edge.strip().lower())
    if word in ("end", "close") and stretch.latest:
        return Stretch(stretch.latest, stretch.latest, "day")
    if word in ("start", "beginning") and stretch.earliest:
        return Stretch(stretch.earliest, stretch.earliest, "day")
    if word in ("later", "remainder", "rest", "late"):
        return Stretch(None, stretch.latest, "range")
    return stretch if whole else NOWHERE
