"""A row in words: level, time and body as a person would say them, the same on every door."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_SIGNS = {
    ">=": "at least",
    "<=": "at most",
    "=": "",
    "increase_by": "increase by",
    "decrease_by": "reduce by",
    "eliminate": "eliminate",
    "deliver": "deliver",
    "maintain": "maintain",
}
_BOUNDS = (">=", "<=")
_BARE = {"increase_by": "increase", "decrease_by": "reduce"}
_UNITS = {"percent": "%", "percentage_point": " percentage points", "per_million": " per million", "multiple": " times"}


def topic(row: Mapping[str, Any]) -> str:
    """What a row is about: an objective's metric, a figure's measure."""
    return str(row.get("metric") or row.get("measure") or "")


def level(row: Mapping[str, Any]) -> str:
    """The level of an objective or figure: "above 80%", "reduce by 5 percentage points", "£2.45 billion"."""
    amount = quantity(row)
    if row["kind"] == "figure":
        return amount
    sign = _SIGNS[row["comparator"]]
    if not amount:
        return _without_number(row, sign)
    if row["comparator"] == "eliminate" and number(row["value"]) in topic(row):
        return sign
    if row.get("strict"):
        sign = {">=": "above", "<=": "below"}.get(row["comparator"], sign)
    return f"{sign} {amount}".strip()


def _without_number(row: Mapping[str, Any], sign: str) -> str:
    """A level that is measured by words alone: "at least pre-pandemic levels", "reduce"."""
    if row["comparator"] in _BOUNDS and row.get("baseline"):
        return f"{sign} {row['baseline']}"
    return _BARE.get(row["comparator"], sign)


def quantity(row: Mapping[str, Any]) -> str:
    """Value, range and unit in words; empty where there is no value."""
    if row.get("value") is None:
        return ""
    low, high, unit = row["value"], row.get("high"), row.get("unit")
    if unit == "GBP":
        return f"{money(low)} to {money(high)}" if high is not None else money(low)
    numbers = f"{number(low)} to {number(high)}" if high is not None else number(low)
    if unit in _UNITS:
        return numbers + _UNITS[unit]
    noun = row.get("counted") if unit == "count" else _plural(unit, low, high)
    return f"{numbers} {noun}" if noun else numbers


def number(value: float) -> str:
    """A number with thousands separators and no needless decimals."""
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"


def money(value: float) -> str:
    """Pounds, in millions or billions where that is shorter."""
    for scale, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale:
            return f"£{number(round(value / scale, 6))} {word}"
    return f"£{number(value)}"


def by_when(row: Mapping[str, Any]) -> str:
    """The deadline in words; else the guidance's own year, said to be just that; else nothing."""
    deadline = row.get("deadline")
    if deadline:
        return _with_date(deadline["text"], deadline.get("date"))
    if row.get("planning_year"):
        return f"no date given; guidance for {row['planning_year']}"
    period = row.get("period")
    return (period.get("text") or _between(period)) if period else ""


def _with_date(text: str, iso: str | None) -> str:
    return text if iso is None or day(iso) in text else f"{text} ({day(iso)})"


def _between(period: Mapping[str, Any]) -> str:
    days = [day(period[end]) for end in ("start", "end") if period.get(end)]
    return " to ".join(dict.fromkeys(days))  # a single day is said once


def day(iso: str) -> str:
    """A date as it is written in Britain: 30 September 2024."""
    value = date.fromisoformat(iso)
    return f"{value.day} {value:%B %Y}"


def who(row: Mapping[str, Any]) -> str:
    """The body in words, with the words of the text where they differ."""
    body = row.get("body")
    if not body:
        return ""
    if isinstance(body, str):
        return body
    words = "" if body["text"].casefold() == body["name"].casefold() else f" (“{body['text']}”)"
    code = f", ODS {body['code']}" if body.get("code") else ""
    return f"{body['name']}{words}{code}"


def kind_words(kind: str) -> str:
    """A kind of document in words: "planning guidance"."""
    return kind.replace("_", " ")


def _plural(unit: str | None, low: float, high: float | None) -> str:
    if unit is None:
        return ""
    return unit if low == 1 and high is None else f"{unit}s"
