"""Whole dates and financial years in the words of a document or a question, as `extractors.dates` reads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from extractors.dates import DateMatch, find_dates

LONGEST = 600  # characters of a line that is read for dates
FACE_LINES = 14  # lines at the head of a document
FACE_LINE = 160  # characters of such a line; longer ones are sentences
_COMPACT = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6}\D.*|\d{4,6}|T.*|)")
_TIME = re.compile(
    r"(?i)\b(?:version|v)\s?\d+(?:\.\d+)*\b|\b(?:at|from|on)\b|\d{1,2}[:.]\d\d(?:\s?[ap]m)?|\b\d{1,2}\s?[ap]m\b|\b(?:noon|midnight|am|pm|gmt|bst)\b"
)


def whole_date(text: str) -> date | None:
    """The first whole date in a text (27 March 2024, March 27, 2024, 2024-03-27, 27/03/2024), or None."""
    return next((match.earliest for match in _days(text)), None)


def property_date(value: str) -> date | None:
    """The date of a file's property, also where it is written without marks (20240327, D:20240327093000Z)."""
    compact = _COMPACT.fullmatch(value.strip())
    return whole_date("-".join(compact.groups()) if compact else value)


def date_line(line: str, *, beside: frozenset[str] = frozenset()) -> date | None:
    """The date of a line that says nothing else but the time of day, a version, and words that may stand beside it."""
    match = next(_days(line), None)
    if match is None:
        return None
    rest = _TIME.sub(" ", f"{line[: match.start]} {line[match.end :]}")
    return match.earliest if all(word in beside for word in re.findall(r"[^\W\d_]+|\d+", rest.lower())) else None


def closing_date(lines: Iterable[str], *, barred: Sequence[str]) -> date | None:
    """The whole date that ends one of a document's first lines ("Trust board, 3 June 2031").

    Args:
        lines: the first lines; long ones are sentences and are not read.
        barred: patterns; a line that holds one before its date dates something else.
    """
    shown = [line.strip(" *_#|>\t") for line in lines]
    for line in [line for line in shown if line][:FACE_LINES]:
        *_, last = [None, *_days(line)] if len(line) <= FACE_LINE else [None]
        if last and last.end >= len(line) and not any(re.search(rf"(?i){p}", line[: last.start]) for p in barred):
            return last.earliest
    return None


def date_after(text: str, cues: Sequence[str]) -> date | None:
    """The first whole date that stands right after one of the patterns."""
    for mark in re.finditer(rf"(?i)\b(?:{'|'.join(cues)})\b[\s:|*]*", text):
        if (match := next(_days(text[mark.end() : mark.end() + 40]), None)) and match.start <= 3:
            return match.earliest
    return None


def financial_years(text: str) -> list[str]:
    """The financial years that a text names, as "2024/25", in order; of a stretch of them, each."""
    years = (year for match in find_dates(text) for year in _whole_years(match.earliest, match.latest))
    return [financial_year(year) for year in dict.fromkeys(years)]


def only_year(text: str) -> str | None:
    """The one financial year that a text names, or None where it names none or several."""
    years = financial_years(text)
    return years[0] if len(years) == 1 else None


def financial_year_of(day: date) -> str:
    """The financial year that holds a day: 1 April to 31 March."""
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def financial_year(start: int) -> str:
    """The name of the financial year that begins in April of a year: "2024/25"."""
    return f"{start}/{(start + 1) % 100:02d}"


def _days(text: str) -> Iterator[DateMatch]:
    """The matches that are one day, year and all; lines are read one by one, so that none runs into the next."""
    at = 0
    for line in text.splitlines(keepends=True) or [""]:
        for match in find_dates(line[:LONGEST]):
            if match.type == "date" and match.precision == "day" and match.earliest == match.latest is not None:
                yield match._replace(start=match.start + at, end=match.end + at)
        at += len(line)


def _whole_years(first: date | None, last: date | None) -> range:
    """The years in which the financial years of a stretch begin; none where it is not made of whole ones."""
    if first is None or last is None or (first.month, first.day) != (4, 1) or (last.month, last.day) != (3, 31):
        return range(0)
    return range(first.year, last.year)
