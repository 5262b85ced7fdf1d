"""Levels that must be reached: which numbers of a unit are targets, and how each is compared.

Two tests, in order: do the words bind or look ahead, rather than report; and does the number say what to reach, rather
than be a threshold of the metric, a baseline, an age, part of a name or money handed out?
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpus.facts import Threshold
from extractors.comparators import Comparison, change_verbs, compare, is_baseline, wanted
from extractors.lexicon import lexicon, one_of
from extractors.metrics import MetricMatch
from extractors.numbers import NumberMatch
from extractors.objectives.binding import Binding, binding, clause_start
from extractors.objectives.registered import metric_of, opposes
from extractors.objectives.thresholds import DURATIONS, baseline_after, inside_metric, negated, threshold_in
from extractors.objectives.units import Unit
from extractors.obligations import named_level

_LISTED = re.compile(r"[\w\s&-]{0,40}\band\s+(?:the\s+)?")
_BESIDE_TARGET = re.compile(
    r"(?i)(?:above|below|over|under|more\s+than|less\s+than|higher\s+than|lower\s+than)\s+(?:the|its|our|their)\b"
)
FEW = 3  # words


class Level(NamedTuple):
    """A number that must be reached; offsets are relative to the unit's text. `start` takes in the comparing words."""

    start: int
    end: int
    number: NumberMatch
    comparison: Comparison
    binding: Binding
    metric: MetricMatch | None
    threshold: Threshold | None
    baseline: str | None


def find_levels(unit: Unit) -> list[Level]:
    """The levels of a unit, in order."""
    found: list[Level] = []
    for number in unit.numbers:
        if _measures_nothing(unit, number) or _is_scope(unit, number) or _is_enumerated(unit.text, number):
            continue
        bound = binding(unit, number.start, number.end)
        if bound is None:
            continue
        metric = metric_of(unit, number)
        comparison = _as_before(unit, found, number) or _comparison(unit, number, bound, metric)
        if metric and comparison and opposes(metric.metric, comparison):
            metric = None
        if comparison is not None:
            start = min(comparison.start, number.start)
            found.append(
                Level(start, number.end, number, comparison, bound, metric, _threshold(unit, number, metric), None)
            )
    return [level._replace(baseline=_from(unit, level)) for level in _shared(unit, found)]


def _shared(unit: Unit, levels: list[Level]) -> list[Level]:
    """Levels with one noun share how binding it is: "the 90% appraisal and 95% induction goals"."""
    done = levels[:]
    for i, (first, second) in enumerate(pairwise(levels)):
        between = unit.text[first.end : second.number.start]
        if second.binding.noun and first.number.unit == second.number.unit and _LISTED.fullmatch(between):
            done[i] = first._replace(binding=second.binding)
    return done


def _as_before(unit: Unit, found: list[Level], number: NumberMatch) -> Comparison | None:
    """The comparison of the level before, for one that is joined to it: "to 75% and 80% respectively"."""
    last = found[-1] if found else None
    if last is None or last.number.unit != number.unit:
        return None
    joined = re.fullmatch(r"\s*(?:,|,?\s*and|/)\s*", unit.text[last.number.end : number.start])
    return last.comparison._replace(start=number.start) if joined else None


def _measures_nothing(unit: Unit, number: NumberMatch) -> bool:
    """Names, ages, parts of dates, baselines, and money that nobody must achieve."""
    if number.kind in ("name", "age"):
        return True
    timed = any(
        d.start < number.end and number.start < d.end and d.role in ("time", "span", "frequency") for d in unit.dates
    )
    named = named_level(unit.text, number.start, number.end)
    if timed or "£" in unit.label or (is_baseline(unit.text, number.start) and named is None):
        return True
    if number.unit == "GBP":
        return not _is_saving(unit.text, number)
    return number.unit in DURATIONS and inside_metric(unit, number)


def _is_saving(text: str, number: NumberMatch) -> bool:
    floor = clause_start(text, number.start)
    near = text[max(floor, number.start - 60) : number.end + 40]
    gained = any(v.way == "reach" for v in change_verbs(text, floor, number.start)) or "target" in near
    gained = gained or compare(text, number.start, number.end, unit=number.unit, better=None) is not None
    return gained and bool(_money().search(near))


def _is_scope(unit: Unit, number: NumberMatch) -> bool:
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


def _is_enumerated(text: str, number: NumberMatch) -> bool:
    """Whether the number is one of a row of numbers ("0, 1, 2 and 3 days")."""
    after = re.match(r"(?:,\s*\d+){2}", text[number.end : number.end + 24])
    before = re.search(r"(?:\d+,\s*){2}(?:\d+\s+and\s+)?$", text[max(0, number.start - 24) : number.start])
    return bool(after or before)


def _comparison(unit: Unit, number: NumberMatch, bound: Binding, metric: MetricMatch | None) -> Comparison | None:
    text = unit.text
    comparable = metric is not None and (metric.metric.unit in DURATIONS) == (number.unit in DURATIONS)
    better = metric.metric.better if metric and comparable else None
    floor = clause_start(text, number.start)
    if number.kind in ("halving", "multiple"):
        return Comparison("decrease_by" if number.kind == "halving" else "increase_by", False, number.start)
    said = compare(text, number.start, number.end, unit=number.unit, better=better, floor=floor)
    if _is_a_rule(unit, number, bound, said):
        return None
    if (
        metric
        and metric.metric.change
        and bound.noun is False
        and said is None
        and named_level(text, number.start, number.end)
    ):
        return Comparison("increase_by" if better == "higher" else "decrease_by", False, number.start)
    if said is not None and number.unit == "GBP" and _money().match(text[number.end :].lstrip()):
        return Comparison(">=", False, number.start)  # "a further £5m saving" must be made, whatever was made before
    if said is not None and bound.noun and _BESIDE_TARGET.match(text[said.start : number.start]):
        return Comparison(wanted(number.unit, better, text, number.end), False, number.start)
    if said is not None and said.comparator == ">=" and said.strict and negated(text, number, floor):
        return Comparison("<=", False, said.start)
    if said is not None:
        return _of_a_made_thing(text, number, said, floor)
    opens = number.unit != "count" or len(text[floor : number.start].split()) < 2  # not "status 12 starts ..."
    subject = bound.span.start >= unit.start + number.end and opens
    if number.high is not None and re.search(r"(?i)\bbetween\s+$", text[: number.start]):
        return Comparison("=", False, number.start)
    if bound.noun or subject or _governed(unit, number, bound) or _reached(text, number, floor) or _opens(unit, number):
        bare = Comparison(wanted(number.unit, better, text, number.end), False, number.start)
        return _of_a_made_thing(text, number, bare, floor)
    return None


def _is_a_rule(unit: Unit, number: NumberMatch, bound: Binding, said: Comparison | None) -> bool:
    """Whether a length of time rules single cases ("within 6 weeks of the first date should"), and is no level."""
    if number.unit not in DURATIONS or bound.noun or unit.metrics or bound.inherited:
        return False
    if any(b.end <= number.start for b in unit.bodies) and bound.obligation != "should":
        return False
    explicit = said is not None and not re.match(r"(?i)(?:within|less|under|fewer)", unit.text[said.start :])
    return bound.obligation in ("should", "must") and not explicit


def _of_a_made_thing(text: str, number: NumberMatch, said: Comparison, floor: int) -> Comparison:
    """Finishing a count: "introduce 2 new contracts" is to be finished, not reached."""
    if number.unit != "count" or said.start < number.start:
        return said
    made = re.search(
        rf"(?i)\b{one_of(lexicon('comparators')['makes']['words'])}\s+(?:a\s+)?$", text[floor : number.start]
    )
    return Comparison("deliver", False, number.start) if made else said


def _reached(text: str, number: NumberMatch, floor: int) -> bool:
    """Whether a verb of reaching stands close before the number."""
    near = max(floor, number.start - (60 if number.unit == "count" else 90))
    return any(verb.way == "reach" for verb in change_verbs(text, near, number.start))


def _governed(unit: Unit, number: NumberMatch, bound: Binding) -> bool:
    """Whether hardly a word stands between the obliging words and a count: "will plant 5,000 trees"."""
    at = bound.span.end - unit.start
    if number.unit != "count" or not 0 < at <= number.start:
        return False
    gap = unit.text[at : number.start]
    return len(gap.split()) < FEW and "," not in gap


def _opens(unit: Unit, number: NumberMatch) -> bool:
    """Whether an item of a list opens with its level: "85% of patients ..."."""
    return (
        unit.first
        and unit.listed
        and number.start < 4
        and (unit.label != "" or number.unit in ("percent", "percentage_point"))
    )


def _threshold(unit: Unit, number: NumberMatch, metric: MetricMatch | None) -> Threshold | None:
    """The length of time inside the metric, from the words, unless they name another metric's, or the register."""
    found = threshold_in(unit, number)
    own = metric.metric.threshold if metric else None
    others = [m.metric.threshold for m in unit.metrics if metric and m.metric is not metric.metric]
    if found is None or any(t and (t.value, t.unit) == (found.value, found.unit) for t in others):
        found = own
    return None if found and (found.value, found.unit) == (number.value, number.unit) else found


def _from(unit: Unit, level: Level) -> str | None:
    """The reference level: "from 75%", "compared to 2019", "against their 2022/23 baseline"."""
    before = re.search(
        r"(?i)\bfrom\s+(\S{1,12}\s?(?:percent|per cent)?)\s+(?:to|up to|down to)\s+(?:\w+\s+){0,3}$",
        unit.text[: level.number.start],
    )
    return before[1].strip() if before else baseline_after(unit.text, level.end)


@cache
def _money() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('comparators')['money']['words'])}\b")
