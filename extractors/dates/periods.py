"""Stretches of the calendar that UK public documents speak of: financial years, quarters, halves, seasons.

A financial year runs from 1 April to 31 March, so Q1 is April to June and H1 ends on 30 September. Seasons are those
of the Met Office: spring is March to May, winter is December to February and is named after the year it begins in.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from corpus.facts import Precision

SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
OLDEST, NEWEST = 1850, 2150


class Stretch(NamedTuple):
    """First and last day, either of them None where the stretch is open, and how finely it was stated."""

    earliest: date | None
    latest: date | None
    precision: Precision | None = None


def day(year: int, month: int, number: int) -> Stretch | None:
    """One day; None where the calendar has no such day."""
    try:
        only = date(year, month, number)
    except ValueError:
        return None
    return Stretch(only, only, "day")


def days(year: int, month: int, first: int, last: int) -> Stretch | None:
    """From one day of a month to another; None where the calendar has no such days."""
    begin, end = day(year, month, first), day(year, month, last)
    if begin is None or end is None or first > last:
        return None
    return Stretch(begin.earliest, end.latest, "day" if first == last else "range")


def months(year: int, first: int, count: int, precision: Precision = "month") -> Stretch:
    """`count` whole months from month `first` (1 to 12, more runs into the next year)."""
    start = _first_day(year, first)
    return Stretch(start, _first_day(year, first + count) - timedelta(days=1), precision)


def calendar_year(year: int) -> Stretch:
    """January to December."""
    return months(year, 1, 12, "year")


def financial_year(start: int) -> Stretch:
    """1 April of the year to 31 March of the next."""
    return months(start, 4, 12, "year")


def financial_quarter(start: int, number: int) -> Stretch:
    """A quarter, 1 to 4, of the financial year that begins in April of `start`."""
    return months(start, 1 + 3 * number, 3, "quarter")


def financial_half(start: int, number: int) -> Stretch:
    """A half, 1 or 2, of the financial year that begins in April of `start`."""
    return months(start, 6 * number - 2, 6, "half")


def financial_month(start: int, number: int) -> Stretch:
    """Month 1 (April) to 12 (March) of the financial year that begins in April of `start`."""
    return months(start, 3 + number, 1)


def season(year: int, name: str) -> Stretch:
    """Spring, summer, autumn or winter."""
    return months(year, SEASON_STARTS[name], 3, "season")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm that Meeus prints)."""
    century_, in_century = divmod(year, 100)
    golden = year % 19
    leaps, left = divmod(century_, 4)
    correction = (century_ - (century_ + 8) // 25 + 1) // 3
    epact = (19 * golden + century_ - leaps - correction + 15) % 30
    weekday = (32 + 2 * left + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, number = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, number + 1)


def century(number: int) -> Stretch:
    """The 21st century is 2001 to 2100."""
    return Stretch(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), "century")


def part(whole: Stretch, first: int, count: int, precision: Precision = "month") -> Stretch | None:
    """`count` months of a stretch from its month `first`, counted from 0, or from the end when negative."""
    if whole.earliest is None or whole.latest is None:
        return None
    base = whole.earliest if first >= 0 else whole.latest
    offset = first if first >= 0 else first + 1
    return months(base.year, base.month + offset, count, precision)


def back_from(last: date, count: int) -> Stretch:
    """The `count` months that end with the month of `last`, to its own day."""
    end = last if last.day < monthrange(last.year, last.month)[1] else None
    whole = months(last.year, last.month - count + 1, count, "range")
    if end is None or whole.earliest is None:
        return whole
    return Stretch(add_months(end, -count) + timedelta(days=1), end, "range")


def add_months(day_: date, count: int) -> date:
    """The same day some months on; the last day of a shorter month."""
    first = _first_day(day_.year, day_.month + count)
    return first.replace(day=min(day_.day, monthrange(first.year, first.month)[1]))


def shift_years(stretch: Stretch, count: int) -> Stretch:
    """The same stretch in another year; a month's end stays a month's end."""

    def moved(day_: date | None, last: bool) -> date | None:
        if day_ is None:
            return None
        whole = monthrange(day_.year, day_.month)[1]
        target = monthrange(day_.year + count, day_.month)[1]
        return day_.replace(year=day_.year + count, day=target if last and day_.day == whole else min(day_.day, target))

    return Stretch(moved(stretch.earliest, False), moved(stretch.latest, True), stretch.precision)


def financial_year_of(day_: date) -> int:
    """The year in whose April the day's financial year began."""
    return day_.year if day_.month >= 4 else day_.year - 1


def full_year(digits: str) -> int:
    """A year from two or four digits: "24" is 2024, "98" is 1998."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _first_day(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
