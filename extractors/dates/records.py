"""The records that dates are built from: an atom, and a part of a year that still lacks its year."""

from typing import NamedTuple

from corpus.facts import DateRole, DateType
from extractors.dates.periods import Stretch

NOWHERE = Stretch(None, None)


class Yearless(NamedTuple):
    """A part of a year whose year must come from elsewhere.

    `form` is month, day, quarter, half, month_number or easter; `number` is its number, or the days after Easter
    Sunday; `day` and `until` are the first and the last day of a stretch of days.
    """

    form: str
    number: int
    day: int = 0
    until: int = 0


class Atom(NamedTuple):
    """A piece of a date: its range in the text, what it is, and its days as far as its own words give them."""

    start: int
    end: int
    form: str
    type: DateType
    stretch: Stretch = NOWHERE
    yearless: Yearless | None = None
    role: DateRole = "time"
