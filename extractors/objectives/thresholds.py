"""Lengths of time inside a metric ("within 4 hours"), and the level that a target starts from."""

import re
from functools import cache

from corpus.facts import Threshold
from extractors.comparators import compare
from extractors.numbers import NumberMatch
from extractors.objectives.clauses import CLAUSE_END
from extractors.objectives.units import Unit

DURATIONS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_OFTEN = re.compile(r"(?i)\bevery\s+$")
_NEVER = re.compile(
    r"(?i)\b(?:no|not|nobody|none|never)\b.*\b(?:more|longer)\s+than\s+$|\b(?:no|not|nobody|none|never)\b.*\bover\s+$"
)
_REFERENCE = re.compile(
    r"(?i)\d|\b(?:baseline|levels?|pandemic|covid|years?|quarter|month|plan(?:ned)?|average|spend\w*|current|today|"
    r"previous|last|start\w*|position|performance|expenditure|rates?)\b"
)
_PARTED = re.compile(r"(?i)[;:]\s|\.\s+(?=[A-Z])|,\s+(?:and|while|but)\s")
_IN = re.compile(r"(?i)\b(?:in|within)\s+(?:an?\s+)?(?:(?:average|mean|median)\s+(?:of\s+)?)?$")
_WAIT = re.compile(
    r"(?i)\b(?:wait\w*|within|longer|older|more|over|than|under|in|every|after|up to|less|beyond|for|exceeding)\s+"
    r"(?:an?\s+|the\s+)?$"
)


def inside_metric(unit: Unit, number: NumberMatch) -> bool:
    """Whether a length of time is a threshold: "within 4 hours", "65-week waits", "the 28-day standard"."""
    text = unit.text
    if re.match(r"\s*(?:a|per)\s+week", text[number.end :]) and number.unit == "day":
        return number.value == 7
    if negated(text, number, 0):
        return False
    if number.unit in ("month", "year"):
        return True
    attributive = "-" in number.text or bool(
        re.match(r"[-\s](?:wait|standard|target|performance|cancer|backlog|breach|pathway)", text[number.end :])
    )
    comparison = compare(text, number.start, number.end, unit=number.unit, better=None)
    if attributive:
        return comparison is None or comparison.start > number.start
    other = any(
        n is not number and n.unit not in DURATIONS and n.kind not in ("name", "age") and _together(text, n, number)
        for n in unit.numbers
    )
    if not other and _takes(unit, number):
        return False
    waited = bool(_WAIT.search(text[: number.start]))
    return waited and (
        other
        or comparison is None
        or comparison.comparator != "<="
        or bool(re.search(r"(?i)\b(?:wait|stay|delay)\w*\b[^.;]{0,30}$", text[: number.start]))
    )


def _together(text: str, a: NumberMatch, b: NumberMatch) -> bool:
    """Whether two numbers stand in one part of a sentence."""
    return not _PARTED.search(text, min(a.end, b.end), max(a.start, b.start))


def _takes(unit: Unit, number: NumberMatch) -> bool:
    """Whether a length of time is itself the level of a metric that is measured in time: "reach calls in 8 minutes"."""
    timed = any(m.metric.unit == number.unit and m.end <= number.start for m in unit.metrics)
    return timed and bool(_IN.search(unit.text, max(0, number.start - 24), number.start))


def negated(text: str, number: NumberMatch, floor: int) -> bool:
    """Whether a length of time must not be passed: "no household should live there for more than 6 weeks".

    Waits are left out: that nobody waits over 65 weeks ends such waits.
    """
    words = text[floor : number.start]
    return bool(_NEVER.search(words)) and "wait" not in words.casefold() and number.unit in DURATIONS


def threshold_in(unit: Unit, level: NumberMatch | None) -> Threshold | None:
    """The nearest length of time in the unit's words that is a threshold, with its operator."""
    times = [
        n for n in unit.numbers if n is not level and n.unit in DURATIONS - {"month", "year"} and n.kind == "duration"
    ]
    times = [n for n in times if inside_metric(unit, n) and not _OFTEN.search(unit.text, max(0, n.start - 8), n.start)]
    times = [n for n in times if not re.match(r"\s+(?:a|per)\s+(?:day|week)", unit.text[n.end :])]
    if not times:
        return None
    at = level.start if level else 0
    near = min(times, key=lambda n: abs(n.start - at))
    over = re.search(r"(?i)\b(?:over|more than|longer than|exceed\w*|above|beyond)\s+$", unit.text[: near.start])
    not_over = re.search(r"(?i)\b(?:no|not)\s+(?:longer|more)\s+than\s+$", unit.text[: near.start])
    waits = re.match(r"[-\s]*(?:wait|breach|trolley|backlog)", unit.text[near.end :])
    return Threshold(op=">" if (over or waits) and not not_over else "<=", value=near.value, unit=near.unit)


def baseline_after(text: str, at: int) -> str | None:
    """The words of a comparison in the rest of the clause."""
    stop = CLAUSE_END.search(text, at)
    rest = text[at : stop.start() if stop else len(text)]
    mark = _compared().search(rest)
    if mark is None or (mark[0].casefold().startswith("against") and not _REFERENCE.search(mark[1])):
        return None  # "vaccinated against measles"
    return " ".join(mark[1].split()).rstrip(" ,.)")


@cache
def _compared() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:compared\s+(?:to|with)|relative\s+to|against|up\s+from|down\s+from|over\s+and\s+above|"
        r"(?:on|from|above|below|(?:higher|lower|better)\s+than)(?=\s+(?:(?:a|the|their|its)\s+)?(?:[\w/-]+\s+){0,2}(?:baseline|levels?|spending)\b))\s+"
        r"((?:the\s+|their\s+|its\s+|a\s+)?[\w/%’'\-\s]{2,60}?)(?=[,;.()]|$|\s(?:by|to|with|and|up\s+to|where|while)\b)"
    )
