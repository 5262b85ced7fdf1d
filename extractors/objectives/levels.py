"""Levels that must be reached: which numbers of a unit are targets, and how each is compared.

Two tests, in order: do the words bind or look ahead, rather than report; and does the number say what to reach, rather
than be a threshold of the metric, a baseline, an age, part of a name or money handed out?
"""

import re
from itertools import pairwise
from typing import NamedTuple

from corpus.facts import Threshold
from extractors.comparators import Comparison
from extractors.lexicon import may_hold
from extractors.metrics import MetricMatch
from extractors.numbers import NumberMatch
from extractors.objectives.binding import Binding, binding
from extractors.objectives.comparing import comparison_of
from extractors.objectives.exclusions import is_enumerated, is_scope, measures_nothing
from extractors.objectives.registered import metric_of, opposes
from extractors.objectives.thresholds import baseline_after, threshold_in
from extractors.objectives.units import Unit

_LISTED = re.compile(r"[\w\s&-]{0,40}\band\s+(?:the\s+)?")
_SERIES = re.compile(
    r"(?i)[\s,;()]*(?:(?:by|in|from|for|at|the|end|of|onwards|and|then|rising|increasing|falling|going|up|down|to|reaching|at\s+least)[\s,;()]*)*"
)
_STEP = re.compile(r"(?i)(?:,|\band|\bthen|,\s*and\s+then|\brising)\s+(?:to\s+|at\s+least\s+)?$")
_FROM = frozenset({"from"})
_FROM_TO = re.compile(r"(?i)\bfrom\s+(\S{1,12}\s?(?:percent|per cent)?)\s+(?:to|up to|down to)\s+(?:\w+\s+){0,3}$")
_DUE = re.compile(r"(?i)\s*(?:by|in|from|before|next|this)\b|\s*\.?\s*$")


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
    for read in unit.numbers:
        number = _as_counted_before(unit.text, found, read)
        if measures_nothing(unit, number) or is_scope(unit, number) or is_enumerated(unit.text, number):
            continue
        step = _is_a_step(unit, found, number)
        bound = found[-1].binding if step else binding(unit, number.start, number.end)
        if bound is None:
            continue
        metric = metric_of(unit, number)
        comparison = _as_before(unit, found, number, step=step) or comparison_of(unit, number, bound, metric)
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


def _as_counted_before(text: str, found: list[Level], number: NumberMatch) -> NumberMatch:
    """A bare number that is joined to the level before counts the same: "1,750 homes by 2027 and 4,000 by 2030"."""
    last = found[-1].number if found else None
    if last is None or last.unit != "count" or number.unit != "count" or number.counted is not None:
        return number
    stepped = _STEP.search(text, last.end, number.start) and _DUE.match(text, number.end)
    return number._replace(counted=last.counted) if stepped else number


def _is_a_step(unit: Unit, found: list[Level], number: NumberMatch) -> bool:
    """Whether a level is the next of a series, each with its time: "70% in April, 75% in May and 85% from July"."""
    last = found[-1] if found else None
    if last is None or last.number.unit != number.unit or not any(d.start >= number.end for d in unit.dates):
        return False
    between = unit.text[last.number.end : number.start]
    for date in reversed(unit.dates):
        if last.number.end <= date.start and date.end <= number.start:
            at = last.number.end
            between = between[: date.start - at] + between[date.end - at :]
    return len(between) < len(unit.text[last.number.end : number.start]) and bool(_SERIES.fullmatch(between))


def _as_before(unit: Unit, found: list[Level], number: NumberMatch, *, step: bool) -> Comparison | None:
    """The comparison of the level before, for one that is joined to it: "to 75% and 80% respectively"."""
    last = found[-1] if found else None
    if last is None or last.number.unit != number.unit:
        return None
    joined = (
        step
        or re.fullmatch(r"\s*(?:,|,?\s*and|/)\s*", unit.text[last.number.end : number.start])
        or (
            number.counted == last.number.counted
            and _STEP.search(unit.text, last.number.end, number.start)
            and _DUE.match(unit.text, number.end)
        )
    )
    return last.comparison._replace(start=number.start) if joined else None


def _threshold(unit: Unit, number: NumberMatch, metric: MetricMatch | None) -> Threshold | None:
    """The length of time inside the metric, from the words, unless they name another metric's, or the register."""
    found = threshold_in(unit, number)
    own = metric.metric.threshold if metric else None
    others = [m.metric.threshold for m in unit.metrics if metric and m.metric is not metric.metric]
    if found is None or any(t and (t.value, t.unit) == (found.value, found.unit) for t in others):
        found = own
    return None if found and (found.value, found.unit) == (number.value, number.unit) else found


def _from(unit: Unit, level: Level) -> str | None:
    """The reference level: "from 75%", "compared to 2019", "against their 2022/23 baseline"; not past the next one."""
    before = _FROM_TO.search(unit.text, 0, level.number.start) if may_hold(unit.text, _FROM) else None
    following = [n.start for n in unit.numbers if n.start > level.end and n.unit == level.number.unit]
    named = baseline_after(unit.text[: min([len(unit.text), *following])], level.end)
    return before[1].strip() if before else named
