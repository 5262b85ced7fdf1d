"""Targets without a number: to finish something by a day, to end, to keep, or to move something against a reference.

What only goes on ("continue to support") is no target; nor is a comparison year that is not itself a level.
"""

import re
from functools import cache

from corpus.facts import Comparator, Threshold
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch
from extractors.objectives.binding import Binding, binding, inherited
from extractors.objectives.deadlines import deadlines
from extractors.objectives.deed import Deed, is_open_ended, made, timing_of
from extractors.objectives.levels import Level
from extractors.objectives.metrics import tidy
from extractors.objectives.phrases import Phrase, phrases
from extractors.objectives.thresholds import DURATIONS, baseline_after, threshold_in
from extractors.objectives.turns import bare, inner, nobody, passive, way_of
from extractors.objectives.units import Unit

_RELATIVE = re.compile(r"(?i),?\s(?:which|who)\s+(?:will|is|are|was|were|should|must)\s+(?:\w+\s+)?$")
# Without one of these, a date or a list of objectives, no rule below can apply.
_CUE = re.compile(
    r"(?i)\b(?:eliminat|eradicat|abolish|zero|end(?:ing)?\b|maintain|retain|sustain|keep|preserv|compared|relative|against"
    r"|pandemic|covid|baseline|nobody|no[-\s]one|no\s|waits?\b|levels?\b)"
)


def find_deeds(unit: Unit, levels: list[Level]) -> list[Deed]:
    """The targets of a unit that have no level, in order; words that a level has taken are left to it."""
    if not (unit.is_objective or _CUE.search(unit.text) or deadlines(unit)):
        return []
    found: list[Deed] = []
    for phrase in phrases(unit):
        if any(phrase.start <= level.start < phrase.end for level in levels):
            continue
        if levels and not _has_own_date(unit, phrase):
            continue
        deed = _deed(unit, phrase)
        if deed is not None and all(deed.start >= other.end or deed.end <= other.start for other in found):
            found.append(deed)
    found += inner(unit, levels)
    found += [] if found else nobody(unit)
    if not found:
        found += passive(unit, levels)
    if not found and not levels and unit.is_objective and unit.first:
        found += bare(unit)
    return found


def _deed(unit: Unit, phrase: Phrase) -> Deed | None:
    if _RELATIVE.search(unit.text, max(0, phrase.start - 40), phrase.start):
        return None
    bound = binding(unit, phrase.start, phrase.verb_end)
    if bound is not None and bound.noun:
        bound = inherited(unit, phrase.start) if unit.is_objective else None
    if bound is None:
        return None
    for rule in (_eliminate, _maintain, _restore, _move, _finish):
        deed = rule(unit, phrase, bound)
        if deed is not None:
            return deed
    return None


def _eliminate(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    if phrase.way != "eliminate":
        return None
    timing = timing_of(unit, phrase)
    wait = _wait(unit, phrase)
    if wait is None and timing is None and not unit.is_objective:
        return None
    number, threshold = wait or (None, None)
    value, value_unit = (number.value, number.unit) if number else (None, None)
    return made(unit, phrase, "eliminate", bound, timing, threshold=threshold, value=value, value_unit=value_unit)


def _wait(unit: Unit, phrase: Phrase) -> tuple[NumberMatch, Threshold | None] | None:
    for number in unit.numbers:
        if phrase.start <= number.start < phrase.end and number.unit in DURATIONS and number.kind == "duration":
            near = unit.text[max(phrase.start, number.start - 40) : number.end + 30]
            if re.search(r"(?i)wait|delay|backlog|breach|stay|over|longer|more than", near):
                return number, Threshold(op=">", value=number.value, unit=number.unit)
    return None


def _maintain(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    words = unit.text[phrase.start : phrase.end]
    reference = any_of("reference").search(words) or re.search(r"(?i)\bat\s+[^,;]*\blevels?\b|\b20\d\d", words)
    if phrase.way != "maintain" or reference is None:
        return None
    base = words[reference.start() :]
    return made(unit, phrase, "maintain", bound, timing_of(unit, phrase), baseline=_short(re.sub(r"^at\s+", "", base)))


def _restore(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    words = unit.text[phrase.start : phrase.end]
    mark = re.search(
        rf"(?i)\bto\s+(?:at\s+least\s+)?(?:the\s+)?({any_of('levels').pattern.removeprefix('(?i)')}[\w\s-]{{0,30}})",
        words,
    )
    if phrase.way not in ("better", "up", "down") or mark is None:
        return None
    comparator: Comparator = "<=" if phrase.way == "down" else ">="
    return made(
        unit,
        phrase,
        comparator,
        bound,
        timing_of(unit, phrase),
        baseline=_short(re.split(r"(?i)\s(?:by|in|from|during)\s", mark[1])[0]),
    )


def _move(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    if phrase.way not in ("up", "down", "better"):
        return None
    words = unit.text[phrase.verb_end : phrase.end]
    reference = baseline_after(unit.text[: phrase.end], phrase.verb_end)
    dated = (
        reference
        if reference and re.search(r"\d|pandemic|covid|baseline|last year|previous year", reference, re.I)
        else None
    )
    waits = re.match(r"(?i)\s+(?:the\s+)?(?:\w+\s+){0,5}?waits?\b", words) and threshold_in(unit, None)
    if not (dated or waits or (unit.is_objective and unit.first and phrase.start < 4)):
        return None
    comparator = way_of(unit, phrase)
    return made(
        unit,
        phrase,
        comparator,
        bound,
        timing_of(unit, phrase),
        baseline=dated,
        threshold=threshold_in(unit, None) if waits else None,
    )


def _finish(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    if phrase.verb not in lexicon("deeds")["finish"] or is_open_ended(unit.text, phrase):
        return None
    timing = timing_of(unit, phrase)
    if any(n.unit == "GBP" and phrase.start <= n.start < phrase.end for n in unit.numbers):
        return None
    if timing is None or len(tidy(unit.text[phrase.verb_end : phrase.end])) < 4:
        return None
    up = re.match(
        r"(?i)\s+(?:their\s+share\s+of\s+)?(?:the\s+)?(?:agreed\s+)?(?:increase|growth|expansion)\b",
        unit.text[phrase.verb_end : phrase.end],
    )
    return made(unit, phrase, "increase_by" if up else "deliver", bound, timing)


def _has_own_date(unit: Unit, phrase: Phrase) -> bool:
    """Beside levels only what has a date or a reference of its own is a target too."""
    words = unit.text[phrase.start : phrase.end]
    dated = any(phrase.start <= d.start < phrase.end for d, _ in deadlines(unit))
    return dated or baseline_after(words, 0) is not None or phrase.way in ("eliminate", "maintain")


def _short(words: str) -> str:
    return " ".join(words.split())[:80].rstrip(" ,.;")


@cache
def any_of(table: str) -> re.Pattern[str]:
    """Any phrase of a table of lexicons/deeds.toml."""
    return re.compile(rf"(?i){one_of(lexicon('deeds')[table])}")
