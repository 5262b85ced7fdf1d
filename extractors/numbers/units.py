"""The unit that follows a number: percent, points, money, time, rates."""

import re
from functools import cache
from typing import Literal, NamedTuple

from corpus.facts import Unit
from extractors.lexicon import lexicon, one_of

AmountKind = Literal["percent", "point", "money", "duration", "rate", "fraction", "multiple", "halving", "count"]
HUNDRED = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000})  # what "1 in N" is said of


class Amount(NamedTuple):
    """A number with its unit; offsets as in the text. `scale` is what a suffix ("bn") multiplied it by."""

    start: int
    end: int
    value: float
    unit: Unit
    kind: AmountKind
    high: float | None = None
    scale: float = 1.0


def amount_at(text: str, start: int, end: int, value: float, *, money: bool) -> Amount | None:
    """The number that stands in `text[start:end]`, with the scale and unit after it.

    None where letters follow that are no unit ("2A", "21st").
    """
    scale, end = _scale(text, end, money=money)
    value = round(value * scale, 4)
    if money:
        return Amount(start, end, value, "GBP", "money", scale=scale)
    found = _unit().match(text, end)
    if found:
        return _with_unit(start, found, value, scale)
    if re.match(r"[A-Za-z]", text[end : end + 1]) or re.match(r"-?(?:st|nd|rd|th)\b", text[end : end + 4]):
        return None
    ratio = _ratio().match(text, end)
    if ratio:
        whole = _whole(ratio["whole"])
        if whole in HUNDRED and 0 < value <= whole:
            return Amount(start, ratio.end(), round(100 * value / whole, 4), "percent", "fraction")
    return Amount(start, end, value, "count", "count", scale=scale)


UNITS: dict[str, tuple[Unit, AmountKind]] = {
    "percentage_point": ("percentage_point", "point"),
    "percent": ("percent", "percent"),
    "pounds": ("GBP", "money"),
    "per_million": ("per_million", "rate"),
    "times": ("multiple", "multiple"),
    "minute": ("minute", "duration"),
    "hour": ("hour", "duration"),
    "day": ("day", "duration"),
    "week": ("week", "duration"),
    "month": ("month", "duration"),
    "year": ("year", "duration"),
}


def _with_unit(start: int, found: re.Match[str], value: float, scale: float) -> Amount:
    unit, kind = UNITS[str(found.lastgroup)]
    seconds = _seconds().match(found.string, found.end()) if unit == "minute" else None
    if seconds:
        return Amount(start, seconds.end(), round(value + int(seconds[1]) / 60, 4), unit, kind)
    return Amount(start, found.end(), value, unit, kind, scale=scale)


@cache
def _seconds() -> re.Pattern[str]:
    return re.compile(r"(?i)\s+(?:and\s+)?(\d{1,2})\s+sec(?:ond)?s?\b")


@cache
def _suffix() -> re.Pattern[str]:
    words = lexicon("numbers")["suffixes"]
    short = [w for w in words if len(w) < 3]
    long = [w for w in words if len(w) >= 3]
    return re.compile(
        rf"(?i)(?:\s*(?P<long>{one_of(long)})|(?P<short>{one_of(short)})|\s(?P<spaced>bn|mn|tn|k|m|b))(?![\w])"
    )


def _scale(text: str, end: int, *, money: bool) -> tuple[float, int]:
    found = _suffix().match(text, end)
    if not found or (found["spaced"] and not money) or (found["short"] in ("b", "B") and not money):
        return 1.0, end
    word = re.sub(r"\s+", " ", (found["long"] or found["short"] or found["spaced"]).lower())
    return float(lexicon("numbers")["suffixes"][word]), found.end()


@cache
def _unit() -> re.Pattern[str]:
    words = lexicon("units")
    durations = "|".join(
        rf"(?P<{unit}>\+?(?:\s+|-)?{one_of(forms)}(?!\w)(?![-\s]+{one_of(words['not_duration']['after'])}\b))"
        for unit, forms in words["duration"].items()
    )
    per = (
        r"\s+(?:(?!\d)[\w'’-]+\s+){0,5}?(?:per|for\s+every|in\s+every|out\s+of\s+every)\s+(?:(?:1|one|a)\s+)?million\b"
    )
    times = r"\s?x(?!\w)|-?\s?fold\b|\s+times(?=\s+(?:as|more|higher|the|larger|greater|lower|faster|fewer|less)\b)"
    percent, pounds = one_of(words["percent"]["words"]), one_of(words["GBP"]["words"])
    return re.compile(
        rf"(?i)(?P<per_million>{per})|(?P<percentage_point>\s*-?{one_of(words['percentage_point']['words'])}(?!\w))"
        rf"|(?P<percent>\s*-?{percent}(?!\w))|(?P<pounds>\s+{pounds}\b)|{durations}|(?P<times>{times})"
    )


@cache
def _ratio() -> re.Pattern[str]:
    whole = rf"(?P<whole>\d{{1,4}}|{one_of(lexicon('numbers')['ones'])})"
    not_of = r"(?![\w%]|[.,]\d|\s+(?:minutes|hours|days|weeks|months|years)\b)"
    return re.compile(rf"(?i)\s+(?:in|out\s+of)\s+(?:every\s+)?{whole}{not_of}")


def _whole(words: str) -> int:
    return int(words) if words.isdigit() else int(lexicon("numbers")["ones"][words.lower()])
