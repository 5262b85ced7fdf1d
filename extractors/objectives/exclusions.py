"""Numbers that are no level: names, ages, parts of dates, baselines, exceptions, lists and counts of what there is."""

import re

from extractors.comparators import compare, is_baseline
from extractors.numbers import NumberMatch
from extractors.objectives.clauses import clause_start
from extractors.objectives.money import is_saving
from extractors.objectives.thresholds import DURATIONS, inside_metric
from extractors.objectives.units import Unit
from extractors.obligations import named_level

_EXCEPTION = re.compile(
    r"(?i)\b(?:except(?:ing)?|excluding|unless|apart\s+from|other\s+than|with\s+the\s+exception\s+of|save\s+(?:in|for|where)|exempt)\b"
)
_STOOD = re.compile(
    r"(?i)\((?:20\d\d|\d\d/\d\d|currently|now|from|up\s+from|down\s+from|was|plan|last|latest|baseline|[£\d.,%]+\s+(?:in|at|as|on|for)\b)"
)
_COSTS_AT = re.compile(
    r"(?i)\b(?:costs?|on-costs?|valued|estimated|assumed|running|standing|priced|rated)\s+at\s+(?:\w+\s+)?$"
)
_PAID = re.compile(r"(?i)\b(?:paid|payments?|price[ds]?|tariff|fees?|interest)\b[^.;:]{0,30}$")
_IN_POUNDS = re.compile(r"£\s?(?:m|bn|k|million|billion|thousand|000)\b|\(£\)")
_OF_THEM = re.compile(r"(?i)\s+of\s+(?:them|whom|these|those)\b")
_AT_SHARE = re.compile(
    r"(?i),\s+at\s+(?:around\s+|about\s+|nearly\s+|some\s+)?$"
)  # "homes, at around 46% of the total, ..."
_DISTANCE = re.compile(r"(?i)(?:metres?|miles?|kilomet\w+|km|yards?)\b")


def measures_nothing(unit: Unit, number: NumberMatch) -> bool:
    """Names, ages, parts of dates, baselines, and money that nobody must achieve."""
    if number.kind in ("name", "age"):
        return True
    timed = any(
        d.start < number.end and number.start < d.end and d.role in ("time", "span", "frequency") for d in unit.dates
    )
    if _is_excepted(unit.text, number.start) or _AT_SHARE.search(unit.text, max(0, number.start - 24), number.start):
        return True
    if _COSTS_AT.search(unit.text, max(0, number.start - 40), number.start):
        return True
    if number.unit == "percent" and _PAID.search(unit.text, max(0, number.start - 60), number.start):
        return True
    if (
        number.unit == "count"
        and number.counted is None
        and _IN_POUNDS.search(f"{unit.introduced} {unit.headings[:1]}")
    ):
        return True
    if _OF_THEM.match(unit.text, number.end) and number.unit != "count":
        return True
    if (
        timed
        or any("£" in unit.setting.document.quote(span) for span in unit.headers)
        or (is_baseline(unit.text, number.start) and named_level(unit.text, number.start, number.end) is None)
    ):
        return True
    if number.unit == "GBP":
        return not is_saving(unit.text, number)
    if number.counted and _DISTANCE.match(number.counted):
        return bool(re.search(r"(?i)\b(?:within|of)\s+$", unit.text[: number.start]))
    return number.unit in DURATIONS and inside_metric(unit, number)


def _is_excepted(text: str, at: int) -> bool:
    """Whether a number says whom a target leaves out, or stands in brackets that say where things were."""
    if _EXCEPTION.search(text, clause_start(text, at), at):
        return True
    opened = text.rfind("(", max(0, at - 60), at)
    if opened < 0 or ")" in text[opened:at]:
        return False
    closed = text.find(")", at)
    return closed > 0 and bool(_STOOD.match(text, opened, closed))


def is_scope(unit: Unit, number: NumberMatch) -> bool:
    """Whether a count says what there is, not what there should be: "the 4 areas", "all 3 elements"."""
    if number.kind not in ("count", "multiple", "duration"):
        return False
    before = unit.text[max(0, number.start - 24) : number.start]
    if re.search(r"[A-Za-z][-–]$", before):
        return True  # "COVID-19"
    if number.kind == "count" and number.counted is None and not unit.label and not _compares(unit.text, number):
        return True
    return bool(
        re.search(
            r"(?i)\b(?:the|these|those|all|its|our|their|following|first|last|next|other|both|your|on|every|each)\s+$",
            before,
        )
    )


def _compares(text: str, number: NumberMatch) -> bool:
    """Whether a bare count is compared ("700,000 more", "at least 3")."""
    return compare(text, number.start, number.end, unit=number.unit, better=None) is not None


def is_enumerated(text: str, number: NumberMatch) -> bool:
    """Whether the number is one of a row of numbers ("0, 1, 2 and 3 days")."""
    after = re.match(r"(?:,\s*\d+){2}", text[number.end : number.end + 24])
    before = re.search(r"(?:\d+,\s*){2}(?:\d+\s+and\s+)?$", text[max(0, number.start - 24) : number.start])
    return bool(after or before)
