"""What each form of an atom means: the words that the scanner found, read as a stretch of the calendar."""

import re
from collections.abc import Callable
from functools import cache

from corpus.facts import DateRole, DateType
from extractors.dates.feasts import feast, is_said_year, spoken_year
from extractors.dates.patterns import FY, YEAR
from extractors.dates.periods import (
    Stretch,
    calendar_year,
    century,
    day,
    days,
    financial_half,
    financial_month,
    financial_quarter,
    financial_year,
    full_year,
    months,
    season,
)
from extractors.dates.records import NOWHERE, Atom, Yearless
from extractors.lexicon import lexicon, one_of
from extractors.wordnumbers import small_number

Reader = Callable[[str, re.Match[str]], Atom | None]


@cache
def readers() -> dict[str, Reader]:
    """What reads each form: the form's name, and the words found; None where they are no date after all."""
    return {
        "numeric": _numeric,
        "availability": lambda f, m: _atom(f, m, "duration", role="availability"),
        "quarter": _part_of_year,
        "quarter_after": _part_of_year,
        "half": _part_of_year,
        "month_number": _month_number,
        "season_year": _season,
        "day_month": _day_month,
        "month_day": _day_month,
        "month_year": _month,
        "month": _month,
        "feast": _feast,
        "century": _century,
        "spoken_financial_year": _spoken,
        "spoken_year": _spoken,
        "financial_year": _financial_year,
        "duration_rate": lambda f, m: _atom(f, m, "duration", role="threshold"),
        "duration": lambda f, m: _atom(f, m, "duration", role="threshold"),
        "duration_one": _one_unit,
        "year": _year,
    }


def _atom(
    form: str,
    found: re.Match[str],
    type_: DateType,
    stretch: Stretch | None = NOWHERE,
    yearless: Yearless | None = None,
    role: DateRole = "time",
) -> Atom | None:
    if stretch is None:
        return None
    end = found.start() + len(found[0].rstrip(" ,.\n"))
    return Atom(found.start(), end, form, type_, stretch, yearless, role)


def _numeric(form: str, found: re.Match[str]) -> Atom | None:
    parts = [int(p) for p in re.split(r"[./-]", found[0])]
    year_first = parts[0] > 999
    stretch = day(*parts) if year_first else day(full_year(f"{parts[2]:02d}"), parts[1], parts[0])
    return _atom(form, found, "date", stretch)


def financial_year_start(words: str) -> int | None:
    """The year in whose April the financial year of the words begins; None where the two years do not follow.

    "2024/25", "2024-25", "2024/2025", "24/25", "2025/6", "FY24/25"; a year alone after FY names the one that ends
    in it ("FY25" is 2024/25).
    """
    years = re.findall(r"\d+", words)
    first = full_year(years[0])
    if len(years) == 1:
        return first - 1
    modulus = 10 ** len(years[1])
    return first if (first + 1) % modulus == int(years[1]) else None


def _year_start(words: str) -> tuple[str, int] | None:
    """Which kind of year stands in the words, and when it starts."""
    fy = re.search(FY, words)
    if fy:
        start = financial_year_start(fy[0])
        return None if start is None else ("financial", start)
    plain = re.search(YEAR, words)
    said = int(plain[0]) if plain else spoken_year(words)
    return ("calendar", said) if said else None


def _financial_year(form: str, found: re.Match[str]) -> Atom | None:
    start = financial_year_start(found[0])
    if start is not None:
        return _atom(form, found, "financial_year", financial_year(start))
    years = re.fullmatch(r"(20\d\d)\s?[–-]\s?(20\d\d|\d\d)", found[0])
    if years is None:
        return None
    first, last = int(years[1]), full_year(years[2])
    if not first < last < first + 40:
        return None
    ends = calendar_year(first).earliest, calendar_year(last).latest
    return _atom("range", found, "period", Stretch(*ends, "range"))


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}


def _part_of_year(form: str, found: re.Match[str]) -> Atom | None:
    mark = re.search(r"(?i)\b(?:Q|H|quarter\s+)([1-4]|one|two|three|four)\b", found[0])
    if mark is None:
        return None
    number = int(_WORDS.get(mark[1].lower(), mark[1]))
    half = mark[0][0] in "Hh"
    year = _year_start(found[0][: mark.start()] + " " + found[0][mark.end() :])
    if year is None:
        return _atom(form, found, "period", yearless=Yearless("half" if half else "quarter", number))
    if year[0] == "financial":
        stretch = (financial_half if half else financial_quarter)(year[1], number)
    else:
        size = 6 if half else 3
        stretch = months(year[1], 1 + size * (number - 1), size, "half" if half else "quarter")
    return _atom(form, found, "period", stretch)


def _month_number(form: str, found: re.Match[str]) -> Atom | None:
    number = re.search(r"\d+", found[0])
    year = _year_start(found[0][number.end() :]) if number else None
    if number is None:
        return None
    if year is None:
        lead = found.string[max(0, found.start() - 8) : found.start()]
        in_year = re.search(r"(?i)\b(?:at|to|in|by|of|for|since|from)\s+$", lead)
        return _atom(form, found, "period", yearless=Yearless("month_number", int(number[0]))) if in_year else None
    return _atom(form, found, "period", financial_month(year[1], int(number[0])))


def _season(form: str, found: re.Match[str]) -> Atom | None:
    year = _year_start(found[0])
    name = re.match("[a-z]+", found[0].lower())
    if year is None or name is None:
        return None
    in_next = year[0] == "financial" and name[0] == "spring"
    return _atom(form, found, "period", season(year[1] + in_next, name[0]))


@cache
def _month_numbers() -> dict[str, int]:
    words = lexicon("dates")
    return {**words["short_months"], **words["months"]}


def _month_of(words: str) -> int | None:
    for word in re.findall("[a-z]+", words.lower()):
        if word in _month_numbers():
            return _month_numbers()[word]
    return None


def _month(form: str, found: re.Match[str]) -> Atom | None:
    month = _month_of(found[0])
    if month is None:
        return None
    year = re.search(r"(\d{4}|\d\d)$", found[0])
    if said := spoken_year(found[0]):
        return _atom(form, found, "period", months(said, month, 1))
    if year is None:
        return (
            None
            if found[0] == "May" and _modal(found)
            else _atom(form, found, "period", yearless=Yearless("month", month))
        )
    return _atom(form, found, "period", months(full_year(year[1]), month, 1))


def _modal(found: re.Match[str]) -> bool:
    """Whether "May" is a verb or a name here: the month stands after a preposition, or in the possessive."""
    before = found.string[max(0, found.start() - 12) : found.start()]
    after = found.string[found.end() : found.end() + 2]
    lead = rf"(?i)(?:\b{one_of(lexicon('dates')['may']['before'])}\s+|[-–/])$"
    return not (re.search(lead, before) or re.match("['’]s", after))


def _day_month(form: str, found: re.Match[str]) -> Atom | None:
    month, numbers = _month_of(found[0]), [int(d) for d in re.findall(r"(?<!\d)\d{1,2}(?!\d)", found[0])]
    year = spoken_year(found[0]) or next((int(y) for y in re.findall(r"\d{4}", found[0])), None)
    if month is None or not numbers:
        return None
    type_: DateType = "date" if numbers[0] == numbers[-1] else "period"
    if year is None:
        fits = days(2000, month, numbers[0], numbers[-1])
        part = Yearless("day", month, numbers[0], numbers[-1])
        return fits and _atom(form, found, type_, yearless=part)
    return _atom(form, found, type_, days(year, month, numbers[0], numbers[-1]))


def _century(form: str, found: re.Match[str]) -> Atom | None:
    digits = re.match(r"\d\d", found[0])
    number = int(digits[0]) if digits else 21 if "first" in found[0].lower() else 20
    return _atom(form, found, "period", century(number), role="name")


def _year(form: str, found: re.Match[str]) -> Atom | None:
    return _atom(form, found, "period", calendar_year(int(found[0])))


def _one_unit(form: str, found: re.Match[str]) -> Atom | None:
    """As in "more than an hour"; "£3 million a year" and "45 a month" are rates."""
    lead = one_of(lexicon("dates")["duration_ones"]["before"])
    before = found.string[max(0, found.start() - 12) : found.start()]
    return _atom("duration", found, "duration", role="threshold") if re.search(rf"(?i)\b{lead}\s+$", before) else None


def _spoken(form: str, found: re.Match[str]) -> Atom | None:
    """As in "by twenty twenty-six" and "in twenty twenty-five twenty-six", a financial year."""
    year = spoken_year(found[0]) if is_said_year(found) else None
    if year is None:
        return None
    if form == "spoken_year":
        return _atom("year", found, "period", calendar_year(year))
    second = small_number(found[0].lower().split()[-1])
    return _atom("financial_year", found, "financial_year", financial_year(year)) if year % 100 + 1 == second else None


def _feast(form: str, found: re.Match[str]) -> Atom | None:
    read = feast(found)
    if read is None:
        return None
    stretch, part = read
    return _atom(form, found, "date" if part is None else "relative", stretch, yearless=part)
