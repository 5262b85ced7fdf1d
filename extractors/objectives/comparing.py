"""How a level of a unit is compared, from its own words, the verb that governs it, or the place where it stands."""

import re
from typing import cast

from corpus.facts import Comparator
from extractors.comparators import Comparison, change_verbs, compare, is_better_low, wanted
from extractors.lexicon import lexicon, one_of
from extractors.metrics import MetricMatch
from extractors.numbers import NumberMatch
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.money import money_noun, saves
from extractors.objectives.thresholds import DURATIONS, negated
from extractors.objectives.units import Unit
from extractors.obligations import named_level

FEW = 3  # words
_BESIDE_TARGET = re.compile(
    r"(?i)(?:above|below|over|under|more\s+than|less\s+than|higher\s+than|lower\s+than)\s+(?:the|its|our|their)\b"
)
# What must not be passed: "must not go above 92%, nor below 80%", "no neighbourhood below 75%".
_MAY_NOT = re.compile(
    r"(?i)(?:\b(?:must|should|may|can|will|to|do|does)\s*(?:not|n[’']t|never)\s+(?:be\s+)?(?:[a-z]+\s+){0,2}|\bcannot\s+(?:[a-z]+\s+){0,2}"
    r"|\bnot\s+to\s+(?:be\s+)?(?:[a-z]+\s+){0,2}|\bnor\s+(?:[a-z]+\s+){0,3}|\bno\s+(?:[a-z]+[\s-]+){1,4}|\b(?:no[-\s]?one|nobody|none)\s+(?:[a-z]+\s+){0,8}"
    r"|\bno\s+(?:[a-z]+[\s-]+){1,3}(?:should|must|will|may|to)\s+(?:[a-z]+\s+){0,5})$"
)
_TO = re.compile(r"(?i)\s*(?:now\s+)?(?:to|up\s+to|down\s+to)\s+(?:at\s+least\s+|around\s+|about\s+)?")
_FROM = re.compile(r"(?i)\bfrom\s+(?:about\s+|around\s+|an?\s+|just\s+|the\s+)*$")
# A service that people get in a time: "shall be seen by a specialist within 28 days of referral".
_SERVED = re.compile(
    r"(?i)\b(?:patients?|people|persons?|adults?|children|women|men|complaints?|calls?|referrals?|reports?|requests?|residents?|tenants?|callers?|"
    r"victims?|cases|repairs?|applications?|invoices?|letters?|results?|scans?|tests?|ambulances?)\b[^.;:]{0,60}\b(?:be\s+)?(?:seen|treated|assessed|"
    r"answered|reviewed|offered|discharged|reported|paid|repaired|completed|acknowledged|resolved|contacted|visited|transferred|handed\s+over|"
    r"admitted|responded\s+to|dealt\s+with|start(?:ed)?|begin|begun|receive)\b[^.;:]{0,30}$"
)
_BE = re.compile(r"(?i)\s+(?:then\s+|only\s+|still\s+)?be\s+(?:around\s+|about\s+|nearly\s+|almost\s+|some\s+)?")
_CLEARS = re.compile(r"(?i)\b(?:clear|remove|eliminate|end|close)\s+$")
_WITH = re.compile(r"(?i)(?:,|\band)\s+with\s+$")
_GIVES = re.compile(r"(?i)(?:\b(?:of|at|is|to)|[:=–-])\s*$")
_OF = re.compile(r"(?i)\s+of\s+\w")


def comparison_of(unit: Unit, number: NumberMatch, bound: Binding, metric: MetricMatch | None) -> Comparison | None:
    """How a number that words bind is compared; None where it is no level of what they bind."""
    if number.kind in ("halving", "multiple"):
        return Comparison("decrease_by" if number.kind == "halving" else "increase_by", False, number.start)
    text, better = unit.text, _wanted_way(unit, number, metric)
    floor = clause_start(text, number.start)
    said = compare(text, number.start, number.end, unit=number.unit, better=better, floor=floor)
    if _is_a_rule(unit, number, bound, said):
        return None
    if said is not None:
        return _said(text, number, bound, better, said)
    if _is_a_change(text, number, bound, metric):
        return Comparison("increase_by" if better == "higher" else "decrease_by", False, number.start)
    if saves(text, number, floor):
        return Comparison(">=", False, number.start)
    if number.kind in ("percent", "fraction") and _CLEARS.search(text, floor, number.start):
        return Comparison("decrease_by", False, number.start)
    return _from_to(unit, number) or _bare(unit, number, bound, better)


def _wanted_way(unit: Unit, number: NumberMatch, metric: MetricMatch | None) -> str | None:
    """Whether more or less of what a number measures is wanted: by the register, the row's label, or how it falls."""
    comparable = metric is not None and (metric.metric.unit in DURATIONS) == (number.unit in DURATIONS)
    if metric and comparable:
        return metric.metric.better
    return "lower" if unit.label and (unit.falls or is_better_low(unit.label)) else None


def _said(text: str, number: NumberMatch, bound: Binding, better: str | None, said: Comparison) -> Comparison:
    """The comparison that the words make, turned round where they forbid it."""
    floor = clause_start(text, number.start)
    if number.unit == "GBP" and money_noun().match(text[number.end :].lstrip()):
        return Comparison(">=", False, number.start)  # "a further £5m saving" must be made, whatever was made before
    if bound.noun and _BESIDE_TARGET.match(text[said.start : number.start]):
        return Comparison(wanted(number.unit, better, text, number.end), False, number.start)
    if said.strict and (negated(text, number, floor) or _MAY_NOT.search(text, floor, said.start)):
        return Comparison("<=" if said.comparator == ">=" else ">=", False, said.start)
    return _of_a_made_thing(text, number, said, floor)


def _is_a_change(text: str, number: NumberMatch, bound: Binding, metric: MetricMatch | None) -> bool:
    """Whether the metric's level is a change by itself: "a productivity target of 2%"."""
    changes = metric is not None and metric.metric.change and not bound.noun
    return changes and named_level(text, number.start, number.end) is not None


def _bare(unit: Unit, number: NumberMatch, bound: Binding, better: str | None) -> Comparison | None:
    """A level without words of comparison, where something says that it is to be reached."""
    text, floor = unit.text, clause_start(unit.text, number.start)
    if _will_be(text, number, bound, unit.start):
        return None
    if number.high is not None and re.search(r"(?i)\bbetween\s+$", text[: number.start]):
        return Comparison("=", False, number.start)
    opens = number.unit != "count" or len(text[floor : number.start].split()) < 2  # not "status 12 starts ..."
    subject = bound.span.start >= unit.start + number.end and opens
    set_apart = named_level(text, number.start, number.end) or bound.noun or subject
    if not (
        set_apart or _governed(unit, number, bound) or _reached(text, number, floor) or _placed(unit, number, bound)
    ):
        return None
    way = _named_bound(unit, bound) or wanted(number.unit, better, text, number.end)
    return _of_a_made_thing(text, number, Comparison(way, False, number.start), floor)


def _named_bound(unit: Unit, bound: Binding) -> Comparator | None:
    """Which side of a level is wanted, by the noun that sets it: "the limit for the year is 3.2%"."""
    said = unit.text[max(0, bound.span.start - unit.start) : max(0, bound.span.end - unit.start)]
    bounds = lexicon("comparators")["bounds"].items() if bound.noun else ()
    found = (way for way, nouns in bounds if re.search(rf"(?i)\b{one_of(nouns)}\b", said))
    return cast("Comparator | None", next(found, None))


def _placed(unit: Unit, number: NumberMatch, bound: Binding) -> bool:
    """Whether the place of a level in its item or sentence sets it: it opens, comes with a deed, or ends an item."""
    return _opens(unit, number) or _accompanies(unit.text, number) or _stands(unit, number, bound)


def _from_to(unit: Unit, number: NumberMatch) -> Comparison | None:
    """Which way a level goes that stands after the one it starts from: "going from 67% to 85%"."""
    before = [n for n in unit.numbers if n.end <= number.start and n.unit == number.unit]
    if not before or not _TO.fullmatch(unit.text, before[-1].end, number.start):
        return None
    if not _FROM.search(unit.text, max(0, before[-1].start - 24), before[-1].start):
        return None
    return Comparison(">=" if number.value >= before[-1].value else "<=", False, before[-1].end)


def _will_be(text: str, number: NumberMatch, bound: Binding, shift: int) -> bool:
    """Whether a level is only foreseen: "by 2043 it will be one in four"."""
    return (
        bound.obligation == "will"
        and not bound.noun
        and bool(_BE.fullmatch(text, max(0, bound.span.end - shift), number.start))
    )


def _is_a_rule(unit: Unit, number: NumberMatch, bound: Binding, said: Comparison | None) -> bool:
    """Whether a length of time rules single cases ("within 6 weeks of the first date should"), and is no level."""
    if number.unit not in DURATIONS or bound.noun or unit.metrics or bound.inherited:
        return False
    if _SERVED.search(unit.text, max(0, number.start - 90), number.start):
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
    """Whether hardly a word stands between the obliging words and a level: "will plant 5,000 trees", "want 80% of"."""
    under_stem = bound.inherited and unit.first and unit.is_item
    at = 0 if under_stem else bound.span.end - unit.start
    if number.unit not in ("count", "percent") or not (under_stem or 0 < at <= number.start):
        return False
    gap = unit.text[at : number.start]
    return len(gap.split()) < FEW and "," not in gap


def _accompanies(text: str, number: NumberMatch) -> bool:
    """Whether a share comes with what is to be done: "restore the standard, with 92% of patients treated in time"."""
    before = _WITH.search(text, max(0, number.start - 24), number.start)
    return number.unit == "percent" and bool(before and _OF.match(text, number.end))


def _stands(unit: Unit, number: NumberMatch, bound: Binding) -> bool:
    """Whether an item of a list gives a metric and its level: "Four-hour performance of 80%", "Vacancy rate: 7%"."""
    if not (bound.inherited and bound.obligation == "ambition" and unit.first and unit.listed):
        return False
    return bool(_GIVES.search(unit.text, max(0, number.start - 12), number.start))


def _opens(unit: Unit, number: NumberMatch) -> bool:
    """Whether an item of a list opens with its level: "85% of patients ..."."""
    return (
        unit.first
        and unit.listed
        and number.start < 4
        and (unit.label != "" or number.unit in ("percent", "percentage_point"))
    )
