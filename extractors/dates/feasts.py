"""Feasts that plans are set by, and years as they are said: "by Easter 2031", "in twenty twenty-six"."""

import re
from datetime import timedelta

from extractors.dates.patterns import SPOKEN
from extractors.dates.periods import Stretch, day, easter
from extractors.dates.records import NOWHERE, Yearless
from extractors.lexicon import lexicon, one_of
from extractors.wordnumbers import small_number


def spoken_year(words: str) -> int | None:
    """The year that is said as two numbers: "twenty twenty-six"; None where none is."""
    said = re.search(SPOKEN, words.lower())
    return 2000 + int(small_number(said[0].split(maxsplit=1)[1])) if said else None


def is_said_year(found: re.Match[str]) -> bool:
    """Whether two numbers in words are a year here: they stand after a preposition or a season."""
    lead = one_of(lexicon("dates")["spoken"]["before"])
    return re.search(rf"(?i)\b{lead}\s+$", found.string[max(0, found.start() - 12) : found.start()]) is not None


def feast(found: re.Match[str]) -> tuple[Stretch | None, Yearless | None] | None:
    """The day of a feast, or the part of a year that still lacks one; None where it is small or names a thing."""
    after = one_of(lexicon("dates")["feast_names"]["after"])
    if not found[0][0].isupper() or re.match(rf"(?i)\s+{after}\b", found.string[found.end() :]):
        return None
    year = re.search(r"\d{4}$", found[0])
    name = " ".join(re.sub(r",?\s*\d{4}$", "", found[0]).lower().split())
    kept = lexicon("dates")["feasts"][name]
    moving = isinstance(kept, int)
    if year is None:
        return NOWHERE, Yearless("easter", kept) if moving else Yearless("day", *kept)
    if not moving:
        return day(int(year[0]), *kept), None
    only = easter(int(year[0])) + timedelta(days=kept)
    return Stretch(only, only, "day"), None
