"""Scales: values and days to places on a picture, and the ticks that are written beside them."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.dates import financial_year
from pipeline.wording import money, number

TICKS = 5  # about as many steps of the scale of values
ROOM = 0.12  # of the range of values, left free above and below
LEAST_RANGE = 0.15  # of the greatest value: a scale of less makes much of little
FROM_ZERO = 0.4  # of the greatest value: where the least is below, the scale starts at 0


class Values(NamedTuple):
    """A scale of values from `low` at `bottom` to `high` at `top`, with its ticks."""

    low: float
    high: float
    bottom: float
    top: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.bottom + (value - self.low) / (self.high - self.low) * (self.top - self.bottom)


class Years(NamedTuple):
    """A scale of days over whole financial years, from `left` to `right`."""

    first: int
    last: int
    left: float
    right: float

    def at(self, day: date) -> float:
        """The place of a day; the last day of the last year stands at the right edge."""
        begins, ends = date(self.first, 4, 1).toordinal(), date(self.last + 1, 3, 31).toordinal()
        return self.left + (day.toordinal() - begins) / (ends - begins) * (self.right - self.left)

    @property
    def bands(self) -> list[tuple[str, float, float]]:
        """Each financial year with its left and right edge."""
        edges = [self.at(date(year, 4, 1)) for year in range(self.first, self.last + 1)] + [self.right]
        return [(financial_year(self.first + i), edges[i], edges[i + 1]) for i in range(len(edges) - 1)]


def values_scale(values: Iterable[float], *, bottom: float, top: float, unit: str) -> Values:
    """A scale that holds all values with room around them; per cent end near 100 where the values do."""
    found = list(values)
    least, most = min(found), max(found)
    if 0 <= least < FROM_ZERO * most:
        least = 0.0
    spare = max(0.0, LEAST_RANGE * max(abs(most), abs(least)) - (most - least)) / 2
    room = (most - least) * ROOM + spare or 1.0
    step = _step((most - least + 2 * room) / TICKS)
    first, last = math.floor((least - room) / step), math.ceil((most + room) / step)
    if min(found) >= 0:
        first = max(0, first)
    if unit == "percent" and most <= 100:
        last = min(last, math.ceil(100 / step))
    ticks = tuple(float(f"{i * step:.12g}") for i in range(first, last + 1))  # 0.3, not 0.30000000000000004
    return Values(ticks[0], ticks[-1], bottom, top, ticks)


def years_scale(days: Sequence[date], *, left: float, right: float) -> Years:
    """The financial years that hold all days."""
    return Years(_begins(min(days)), _begins(max(days)), left, right)


def tick_words(value: float, unit: str) -> str:
    """A tick as it is written: "75%", "£2 million", "1,500"."""
    if unit == "GBP":
        return money(value).replace(" million", "m").replace(" billion", "bn")
    return f"{number(value)}%" if unit == "percent" else number(value)


def _begins(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _step(rough: float) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten, no smaller than asked."""
    power = 10 ** math.floor(math.log10(rough))
    return float(next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * 0.999))
