"""Objectives: one row for each atomic target, with who must do it, by when, how binding it is and where it stands.

The text is read in units (units.py). A level (levels.py) or a deed (deeds.py, turns.py) gives the core and metrics.py
its name; the body (bodies.py), the deadline (deadlines.py) and the obligation (binding.py) come from the clause, else
from the stem of the list, the sentence before, or "we". milestones.py links the steps of one target. The fields are
those of `corpus.facts.Objective`.
"""

import re
from collections.abc import Iterator

from corpus import facts
from corpus.document import Document, Span, content_id
from corpus.facts import Comparator, Measurable, Objective, Statement
from extractors.objectives.antecedents import told_before
from extractors.objectives.binding import may_bind, only_foreseen
from extractors.objectives.bodies import applies_to, responsible
from extractors.objectives.deadlines import Timing, deadline_of
from extractors.objectives.deed import Deed
from extractors.objectives.deeds import find_deeds
from extractors.objectives.gates import may_hold, may_measure
from extractors.objectives.happenings import may_happen
from extractors.objectives.items import may_be_item
from extractors.objectives.levels import Level, find_levels
from extractors.objectives.metrics import metric_name
from extractors.objectives.milestones import linked
from extractors.objectives.nouns import NOT_NAMED
from extractors.objectives.phrases import Phrase, phrases
from extractors.objectives.quotes import exception_of, quote_of
from extractors.objectives.registered import fits
from extractors.objectives.times import nobody_waiting
from extractors.objectives.units import Unit, units
from extractors.parts import Part

_PRONOUN = re.compile(r"(?i)(?:it|them|this|these|those|that)\b(?!\s+\w+\s+\w+)")  # "reduce it", "end them altogether"


def extract_objectives(document: Document, part: Part | None = None) -> list[Objective]:
    """Objectives of a document, or of a part of it in the order of its text."""
    found = [objective for unit in units(document, part) for objective in _of_unit(unit)]
    return linked(document, sorted(_distinct(found), key=lambda o: (o.start, o.end)))


def _of_unit(unit: Unit) -> Iterator[Objective]:
    if not (may_hold(unit.text) or unit.is_objective or may_be_item(unit)) or not may_measure(unit):
        return
    if only_foreseen(unit) or (unit.setting.procedural and not unit.metrics):
        return
    if not (may_bind(unit) or may_happen(unit) or may_be_item(unit)):
        return
    levels = find_levels(unit)
    verbs = phrases(unit) if levels else []
    last: str | None = None
    for level in levels:
        for said in _names(unit, level):
            unnamed = said == NOT_NAMED  # "to 77% this year and to 80% by March 2026"
            same = level.number.unit == levels[max(0, levels.index(level) - 1)].number.unit
            last = ((last if same else None) or told_before(unit, level) or last or said) if unnamed else said
            yield _of_level(unit, level, last, verbs)
    for deed in find_deeds(unit, levels):
        metric = last if last and (deed.metric == NOT_NAMED or _PRONOUN.match(deed.metric)) else deed.metric
        if metric == NOT_NAMED:
            metric = nobody_waiting(unit.text[deed.start : deed.end]) or metric
        last = metric
        yield _of_deed(unit, deed._replace(metric=metric))


def _distinct(found: list[Objective]) -> Iterator[Objective]:
    """Each row once: the same words, metric and value are one target."""
    seen: set[tuple[object, ...]] = set()
    for row in found:
        key = (row.start, row.end, row.metric, row.comparator, row.value)
        if key not in seen:
            seen.add(key)
            yield row


def _names(unit: Unit, level: Level) -> list[str]:
    """The metrics that share a number: "85% day case and theatre utilisation" are two."""
    shared = [m for m in unit.metrics if level.end <= m.start <= level.end + 60 and fits(m.metric, level.number)]
    if len(shared) > 1 and level.number.unit == "percent":
        first, second = shared[:2]
        if re.fullmatch(r"\s*(?:rates?\s+)?and\s+(?:the\s+)?", unit.text[first.end : second.start]):
            return [first.metric.name, second.metric.name]
    return [metric_name(unit, level)]


def _of_level(unit: Unit, level: Level, metric: str, verbs: list[Phrase]) -> Objective:
    number, bound = level.number, level.binding
    quote = quote_of(unit, level.start, level.end, verbs)
    who = responsible(unit, bound, level.start)
    timing = deadline_of(unit, level.start, level.end)
    value, value_unit, comparator = _value(level)
    evidence = _evidence(
        timing, who.span, bound.span, Span(start=unit.start + number.start, end=unit.start + number.end)
    )
    return Objective(
        id=content_id("objective", unit.setting.document.id, quote.start, quote.end, metric, comparator, value),
        document_id=unit.setting.document.id,
        start=quote.start,
        end=quote.end,
        evidence=evidence,
        rule=f"objective.level.{bound.obligation}{'.stem' if bound.inherited else ''}",
        confidence=_confidence(bound.inherited, bound.noun, level.start < number.start),
        metric=metric,
        comparator=comparator,
        value=value,
        high=number.high,
        unit=value_unit,
        counted=number.counted,
        strict=level.comparison.strict,
        threshold=level.threshold,
        baseline=level.baseline,
        deadline=timing.deadline if timing else None,
        planning_year=unit.setting.document.planning_year,
        applies_to=applies_to(unit, level.start, level.end, who),
        body=who.bodies[0] if who.bodies else None,
        bodies=who.bodies,
        body_source=who.source,
        obligation=bound.obligation,
        statement=_statement(unit, comparator, bound.span, bound.obligation),
        exceptions=exception_of(unit, level.end),
        measurable=_measurable(metric, comparator, value, level.baseline, timing, bool(who.bodies)),
    )


def _value(level: Level) -> tuple[float | None, facts.Unit | None, Comparator]:
    """The value as targets state it: "double" is an increase by 100 percent, "nearly doubling" to 2 times, 0 an end."""
    number, comparator = level.number, level.comparison.comparator
    if number.value == 0 and comparator in ("<=", "=", ">=") and number.unit != "GBP":
        over = level.threshold
        return (over.value, over.unit, "eliminate") if over else (None, None, "eliminate")
    if number.kind == "multiple" and number.qualifier not in ("nearly", "around"):
        return (number.value - 1) * 100, "percent", "increase_by"
    return number.value, number.unit, comparator


def _of_deed(unit: Unit, deed: Deed) -> Objective:
    document = unit.setting.document
    start, end = unit.start + deed.start, unit.start + deed.end
    who = responsible(unit, deed.binding, deed.start)
    timing = deed.timing or deadline_of(unit, deed.start, deed.end)
    value = deed.value
    return Objective(
        id=content_id("objective", document.id, start, end, deed.metric, deed.comparator, value),
        document_id=document.id,
        start=start,
        end=end,
        evidence=_evidence(timing, who.span, deed.binding.span, None),
        rule=f"objective.{deed.comparator}.{deed.binding.obligation}{'.stem' if deed.binding.inherited else ''}",
        confidence=_confidence(deed.binding.inherited, deed.binding.noun, exact=False) - 0.1,
        metric=deed.metric,
        comparator=deed.comparator,
        value=value,
        unit=deed.value_unit,
        threshold=deed.threshold,
        baseline=deed.baseline,
        deadline=timing.deadline if timing else None,
        planning_year=document.planning_year,
        applies_to=applies_to(unit, deed.start, deed.end, who),
        body=who.bodies[0] if who.bodies else None,
        bodies=who.bodies,
        body_source=who.source,
        obligation=deed.binding.obligation,
        statement=_statement(unit, deed.comparator, deed.binding.span, deed.binding.obligation),
        exceptions=exception_of(unit, deed.end),
        measurable=_measurable(deed.metric, deed.comparator, value, deed.baseline, timing, bool(who.bodies)),
    )


def _evidence(
    timing: Timing | None, body: Span | None, obligation: Span, value: Span | None
) -> dict[str, tuple[Span, ...]]:
    places = {"value": value, "deadline": timing.span if timing else None, "body": body, "obligation": obligation}
    return {field: (span,) for field, span in places.items() if span is not None}


def _confidence(inherited: bool, noun: bool, exact: bool) -> float:
    return round(0.9 - 0.1 * inherited - 0.1 * noun + 0.05 * exact, 2)


def _statement(unit: Unit, comparator: Comparator, binding: Span, obligation: str) -> Statement:
    named = unit.setting.document.quote(binding).casefold()
    if "standard" in named:
        return "standard"
    if obligation == "ambition":
        return "ambition"
    return "action" if comparator in ("deliver", "maintain") else "target"


def _measurable(
    metric: str, comparator: Comparator, value: float | None, baseline: str | None, timing: Timing | None, body: bool
) -> Measurable:
    """What one would need to measure it: a metric, a level or an end, a reference for a change, a date, a body."""
    wants_value = comparator in (">=", "<=", "=", "increase_by", "decrease_by")
    missing = [
        name
        for name, is_missing in (
            ("metric", metric == NOT_NAMED),
            ("value", wants_value and value is None),
            ("baseline", comparator in ("increase_by", "decrease_by", "maintain") and baseline is None),
            ("deadline", timing is None),
            ("body", not body),
        )
        if is_missing
    ]
    return Measurable(ok=not missing, missing=tuple(missing))
