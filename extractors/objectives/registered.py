"""Which metric of the register a level belongs to: the one named beside it, where its unit can be the level's."""

import re

from corpus.facts import Unit as UnitName
from corpus.metrics import Metric
from extractors.comparators import Comparison
from extractors.metrics import MetricMatch, find_metrics
from extractors.numbers import NumberMatch
from extractors.objectives.binding import LABEL
from extractors.objectives.clauses import CLAUSE_END, clause_start
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit

NEAR_AFTER = 70  # code points: a metric named further on belongs to something else
AROUND = 30  # code points
SHARES = frozenset({"percent", "percentage_point", "multiple"})
_ON = re.compile(
    r"(?i)\s+(?:on|for|against|of|in)\s+(?:(?:the|their|its|our)\s+)?(?:(?:headline|national|overall|new)\s+)?"
)
_NEW_SUBJECT = re.compile(
    r"(?i)(?:[,;]\s*|\s)(?:and|but|while|,)\s+(?!to\b)(?:[\w’'-]+\s+){1,6}?(?:must|should|will|shall|needs?\s+to|(?:are|is)\s+to|has\s+to|have\s+to)\b"
)
_OF_THE = re.compile(r"(?i)\s+of\s+(?:(?:the|their|its|our)\s+)?(?:total\s+|whole\s+|entire\s+)?")
_JOINS = re.compile(r"(?i),|\b(?:and|while|but)\b")


def metric_of(unit: Unit, number: NumberMatch) -> MetricMatch | None:
    """The metric of the register that a number measures, among those whose unit fits it.

    The row's header names it, or the words right after the number ("80% on the Faster Diagnosis Standard"); with
    "respectively" it is the one in the same turn; else the nearest in the clause.
    """
    if unit.label:
        return next((m for m in find_metrics(unit.label) if fits(m.metric, number, labelled=True)), None)
    text = unit.text
    floor = _with_label(text, clause_start(text, number.start))
    stop = CLAUSE_END.search(text, number.end)
    ceiling = min(stop.start() if stop else len(text), number.end + NEAR_AFTER)
    near = [m for m in unit.metrics if floor <= m.start <= ceiling and fits(m.metric, number)]
    near = [m for m in near if not _is_the_next(unit, m, number) and not is_left_behind(unit, m, number)]
    near = [m for m in near if not _is_the_whole(unit, m, number)]
    if "respectively" in text and len(near) > 1:
        same = [n for n in unit.numbers if n.unit == number.unit and floor <= n.start < ceiling]
        return near[min(same.index(number), len(near) - 1)] if number in same else near[0]
    beside = [m for m in near if m.start >= number.end and _ON.fullmatch(text, number.end, m.start)]
    return min(beside or near, key=lambda m: _distance(m, number), default=None)


def _with_label(text: str, floor: int) -> int:
    """Where a clause begins with the few words before its colon: "Vacancy rate: 7%"."""
    label = text[:floor].rstrip()
    return 0 if label.endswith(":") and len(label.split()) <= LABEL else floor


def _is_the_whole(unit: Unit, match: MetricMatch, number: NumberMatch) -> bool:
    """Whether what is counted is what a share is taken of: "less than 1% of the total waiting list"."""
    counted = number.unit == "percent" and match.metric.unit == "count" and match.start >= number.end
    return counted and bool(_OF_THE.fullmatch(unit.text, number.end, match.start))


def _is_the_next(unit: Unit, match: MetricMatch, number: NumberMatch) -> bool:
    """Whether a metric after a number opens what is said of the next: "... to 4.5% and vacancy rates below 8%"."""
    if match.start < number.end or not _JOINS.search(unit.text, number.end, match.start):
        return False
    following = [n for n in unit.numbers if n.start >= match.end and n.unit == number.unit]
    return bool(following) and following[0].start - match.end < NEAR_AFTER


def is_left_behind(unit: Unit, match: MetricMatch, number: NumberMatch) -> bool:
    """Whether a new subject stands between a metric and a number: "vacancies to 6%, and agency staff must be 2%"."""
    return match.end < number.start and bool(_NEW_SUBJECT.search(unit.text, match.end, number.start))


def _distance(match: MetricMatch, number: NumberMatch) -> int:
    """Code points between; a metric whose words stand around the number is further than one named beside it."""
    around = match.start < number.end and number.start < match.end
    return AROUND if around else max(match.start - number.end, number.start - match.end)


def fits(metric: Metric, number: NumberMatch, *, labelled: bool = False) -> bool:
    """Whether a number can be a level of a metric: its unit is of the kind that the metric is measured in.

    Nought fits every metric, so does a relative change; a share fits what is counted ("75% of the hubs"), a bare number
    in a row fits the row's header, and a length of time the metric that has it as its threshold.
    """
    bare = number.unit == "count" and number.counted is None
    limit = metric.threshold
    if limit and (limit.value, limit.unit) == (number.value, number.unit):
        return True
    if number.value == 0 or number.kind in ("halving", "multiple") or (labelled and bare):
        return True
    usual, own = _kind(metric.unit), _kind(number.unit)
    return usual == own or (usual == "count" and own == "share")


def opposes(metric: Metric, comparison: Comparison) -> bool:
    """Whether a change goes the other way than the metric should: "a 30% reduction" is none of productivity."""
    away = "decrease_by" if metric.better == "higher" else "increase_by"
    return comparison.comparator == away


def _kind(unit: UnitName) -> str:
    if unit in SHARES:
        return "share"
    return "time" if unit in DURATIONS else unit
