"""What makes words binding: a word of their own, a stem, a heading, a bare verb; and what is only reported."""

import re
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Obligation
from extractors.comparators import change_verbs
from extractors.objectives.openings import opening_obligation
from extractors.objectives.units import Unit
from extractors.obligations import ObligationMatch, find_obligations, governing, is_reported, named_level, of_stem

REACH = 600  # code points of a clause on either side of what it binds
COLON = 120  # code points before a colon that are read as the stem of what follows
IMPERATIVES = {"planning_guidance": "asked", "other": "will"}
CLAUSE_END = re.compile(r"[;:]\s|\.\s+(?=[A-Z(])|\s[–—]\s|\n\s*\n(?=\s*[•A-Z])")
_CONDITION = re.compile(r"(?i)\b(?:unless|if|once|in\s+case|provided\s+that)\b")


class Binding(NamedTuple):
    """What makes words binding: how much, where that stands in the document, and whether they name a level."""

    obligation: Obligation
    span: Span
    inherited: bool
    noun: bool


def may_bind(unit: Unit) -> bool:
    """Whether a unit holds or hangs on any words that could bind; a quick test before numbers and dates are read."""
    return bool(find_obligations(unit.text)) or opening_obligation(unit) is not None or _imperative(unit) is not None


def binding(unit: Unit, start: int, end: int) -> Binding | None:
    """What makes the words at `unit.text[start:end]` binding; None for results, forecasts and plain statements."""
    text = unit.text
    floor = clause_start(text, start)
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
    gap = text[own.end : start] if own.end <= start else text[end : own.start]
    return len(gap.split()) < 7


def inherited(unit: Unit, start: int) -> Binding | None:
    """What a stem, a heading or a bare verb makes binding; None where the words before report."""
    if is_reported(_between(unit.text, 0, start)):
        return None
    opening = _colon(unit, start) or opening_obligation(unit) or _imperative(unit)
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
    found = of_stem(unit.text[opened:floor])
    at = unit.start + opened
    return (Span(start=at + found.start, end=at + found.end), found.obligation) if found else None


def _imperative(unit: Unit) -> tuple[Span, str] | None:
    """Guidance and plans that open a sentence or an item with a bare verb mean it: "Improve performance to 75%"."""
    verb = next(iter(change_verbs(unit.text)), None)
    obligation = IMPERATIVES.get(unit.setting.document.kind)
    if verb is None or verb.start > 0 or obligation is None:
        return None
    bare = unit.text[: verb.end]
    verbal = bare.casefold() in ("deliver", "offer") or not bare.endswith(("ing", "ed", "s", "er", "th"))
    plain = (bare[0].isupper() or unit.is_item) and verbal
    return (Span(start=unit.start, end=unit.start + verb.end), obligation) if plain else None


def clause_start(text: str, at: int) -> int:
    """Where the clause around an offset begins: after the last stop, colon or dash before it, at most 600 back."""
    opened = max(0, at - REACH)
    return max((mark.end() for mark in CLAUSE_END.finditer(text, opened, at)), default=opened)
