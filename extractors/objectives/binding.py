"""What makes words binding: a word of their own, a stem, a heading, a bare verb; and what is only reported."""

import re
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Obligation
from extractors.comparators import change_verbs
from extractors.lexicon import read
from extractors.objectives.clauses import CLAUSE_END, REACH, clause_start
from extractors.objectives.deadlines import deadlines
from extractors.objectives.openings import IMPERATIVES, opening_obligation
from extractors.objectives.units import Unit, once
from extractors.obligations import ObligationMatch, find_obligations, governing, is_reported, named_level, of_stem

COLON = 120  # code points before a colon that are read as the stem of what follows
_PERFORMANCE = re.compile(r"(?i)\bperformance\s+of\s*$")  # in an item "four-hour performance of 80%" is no report
# A sentence with a finite verb says for itself whether it binds.
_BEING = ("is", "are", "was", "were", "has", "have", "had", "do", "does", "did")
_SPEAKS = frozenset({*_BEING, "can", "could", "may", "might", "would"})
_FORESEEN = re.compile(
    r"(?i)\b(?:project(?:ed|ions?)|assum(?:ed?|es|ing|ptions?)|scenarios?|shortfall|modelled|extrapolat\w+)\b"
)
_TARGET = re.compile(r"(?i)\b(?:targets?|ambitions?|goals?|must|asked)\b")
_IF = re.compile(r"(?i)\bif\b[^,;]*$")
LABEL = 8  # words before a colon that can name the level behind it
_CONDITION = re.compile(r"(?i)\b(?:unless|if|once|in\s+case|provided\s+that)\b")


class Binding(NamedTuple):
    """What makes words binding: how much, where that stands in the document, and whether they name a level."""

    obligation: Obligation
    span: Span
    inherited: bool
    noun: bool


def may_bind(unit: Unit) -> bool:
    """Whether a unit holds or hangs on any words that could bind; a quick test before numbers and dates are read."""
    if find_obligations(unit.text) or opening_obligation(unit) or _imperative(unit):
        return True
    return _dated(unit) is not None


def only_foreseen(unit: Unit) -> bool:
    """Whether a unit tells of a projection: "based on trends the workforce will increase to a projected 78,000"."""
    return bool(_FORESEEN.search(unit.text)) and not _TARGET.search(unit.text)


def binding(unit: Unit, start: int, end: int) -> Binding | None:
    """What makes the words at `unit.text[start:end]` binding; None for results, forecasts and plain statements."""
    text = unit.text
    floor = clause_start(text, start)
    if _IF.search(text, floor, start):
        return None  # "if the workforce is to increase to 78,000, ..."
    stop = CLAUSE_END.search(text, end, end + REACH)
    own = governing(text[floor : stop.start() if stop else end + REACH], start - floor, end - floor)
    own = own._replace(start=own.start + floor, end=own.end + floor) if own else _named(text, floor, start, end)
    if own and own.noun and is_reported(text[floor : own.start]) and not _beside(text, own, start, end):
        own = None
    if (
        own
        and not own.noun
        and own.end <= start
        and (is_reported(_between(text, own.end, start)) or _CONDITION.search(text, own.end, start))
    ):
        own = _named(text, floor, start, end)
    if own and own.noun and own.obligation == "ambition":
        verb = change_verbs(text, floor, own.start)
        opened = inherited(unit, start) if verb else None
        if opened:
            return opened._replace(noun=True)
    if own:
        span = Span(start=unit.start + own.start, end=unit.start + own.end)
        return Binding(own.obligation, span, inherited=False, noun=own.noun)
    return inherited(unit, start)


def _named(text: str, floor: int, start: int, end: int) -> ObligationMatch | None:
    stop = CLAUSE_END.search(text, end)
    ceiling = stop.start() if stop else len(text)
    found = named_level(text[floor:ceiling], start - floor, end - floor)
    return found._replace(start=found.start + floor, end=found.end + floor) if found else None


def _between(text: str, left: int, right: int) -> str:
    """The words between, without what is in brackets."""
    return re.sub(r"\([^()]*\)", " ", text[left:right])


def _beside(text: str, own: ObligationMatch, start: int, end: int) -> bool:
    before = own.end <= start
    gap = text[own.end : start] if before else text[end : own.start]
    return len(gap.split()) < (7 if before else 3)


def inherited(unit: Unit, start: int) -> Binding | None:
    """What a stem, a heading or a bare verb makes binding; None where the words before report."""
    before = _between(unit.text, 0, start)
    if is_reported(_PERFORMANCE.sub("", before) if unit.listed and unit.first else before):
        return None
    opening = _colon(unit, start) or opening_obligation(unit) or _imperative(unit) or _dated(unit)
    if opening is None:
        return None
    span, obligation = opening
    return Binding(obligation, span, inherited=True, noun=False)  # type: ignore[arg-type]


def _colon(unit: Unit, start: int) -> tuple[Span, str] | None:
    """The words before a colon in the same sentence: "our aims for rotas are to: fill 95% ..."."""
    floor = clause_start(unit.text, start)
    if not unit.text[:floor].rstrip().endswith(":"):
        return None
    opened = max(0, floor - COLON, unit.text.rfind(". ", 0, floor))
    label = unit.text[opened:floor]
    found = of_stem(label) or (_label_of(label) if len(label.split()) <= LABEL else None)
    at = unit.start + opened
    return (Span(start=at + found.start, end=at + found.end), found.obligation) if found else None


@once
def _dated(unit: Unit) -> tuple[Span, str] | None:
    """A day to come that bare words of a list or a known metric are due by: "78% seen within 4 hours by March 2026"."""
    if unit.headers or not _SPEAKS.isdisjoint(read(unit.text).words) or not unit.dates:
        return None
    due = [t.span for _, t in deadlines(unit) if t.deadline.kind == "by" and t.deadline.date is not None]
    if not due or not (unit.is_item or unit.metrics):
        return None
    return due[0], "ambition"


def _label_of(label: str) -> ObligationMatch | None:
    """A named level before a colon: "The 4-hour standard: 78% of patients to be seen within four hours"."""
    nouns = [m for m in find_obligations(label) if m.noun]
    return nouns[-1] if nouns and not is_reported(label) else None


@once
def _imperative(unit: Unit) -> tuple[Span, str] | None:
    """Guidance and plans that open a sentence or an item with a bare verb mean it: "Improve performance to 75%"."""
    obligation = IMPERATIVES.get(unit.setting.document.kind)
    verb = next(iter(change_verbs(unit.text)), None) if obligation else None
    if verb is None or verb.start > 0 or obligation is None:
        return None
    bare = unit.text[: verb.end]
    verbal = bare.casefold() in ("deliver", "offer") or not bare.endswith(("ing", "ed", "s", "er", "th"))
    plain = (bare[0].isupper() or unit.is_item) and verbal
    return (Span(start=unit.start, end=unit.start + verb.end), obligation) if plain else None
