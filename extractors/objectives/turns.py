"""Other turns of phrase: "will be delegated by", "nobody should wait over", objectives run together or bare."""

import re
from collections.abc import Iterator
from functools import cache

from corpus.facts import Comparator, Threshold
from extractors.comparators import change_verbs
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import binding, clause_start
from extractors.objectives.deadlines import Timing
from extractors.objectives.deed import Deed, is_open_ended, made, timing_of, trimmed
from extractors.objectives.levels import Level
from extractors.objectives.metrics import NOT_NAMED, named, tidy, undated
from extractors.objectives.phrases import PHRASE_END, SHORTEST, Phrase, phrases, run_together
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit

_STATE = re.compile(r"(?i)\b(?:will|must|should|to)\s+(?:all\s+)?be(?=\s)")
_NOBODY = re.compile(
    r"(?i)\b(?:no(?:body|[-\s]one|\s+(?:patients?|person|people|child|children|adults?|cases?))?)\s[^.;:]{0,60}?\b(?P<wait>wait\w*)\s"
    r"(?:for\s+)?(?:over|more\s+than|longer\s+than|beyond)\s+(?=\d|[a-z])"
)


def passive(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """Passives: "V&S services will be delegated to ICBs by April 2026"; "implementation will start in 2024"."""
    for mark in [*_done().finditer(unit.text), *_STATE.finditer(unit.text)]:
        stop = PHRASE_END.search(unit.text, mark.end())
        end = stop.start() if stop else len(unit.text)
        floor = clause_start(unit.text, mark.start())
        phrase = Phrase(mark.start(), mark.end(), end, mark[0].casefold(), None)
        bound = binding(unit, mark.end(), mark.end())
        timing = timing_of(unit, phrase)
        taken = any(floor <= level.start < end for level in levels)
        relative = re.search(r"(?i)\b(?:which|that|who)\s+$", unit.text[: mark.start()])
        if mark.re is _STATE and not _soon_by(unit, mark, timing):
            continue
        if bound is None or timing is None or taken or relative or is_open_ended(unit.text, phrase):
            continue
        metric = _undergone(unit, floor, mark, end)
        if mark.re is _STATE:
            metric = tidy(f"{unit.text[floor : mark.start()].strip()} {undated(unit, mark.end(), end).strip()}")
        yield Deed(
            floor, trimmed(unit.text, end), "deliver", named(unit, metric), None, None, None, None, bound, timing
        )
        return


def _soon_by(unit: Unit, mark: re.Match[str], timing: Timing | None) -> bool:
    """Whether a state has a day to be reached by, few words on: "all buses will be zero-emission by 2030"."""
    if timing is None or timing.deadline.kind != "by":
        return False
    between = unit.text[mark.end() : timing.span.start - unit.start]
    return 0 < len(between.split()) < SHORTEST and "," not in between


def _undergone(unit: Unit, floor: int, mark: re.Match[str], end: int) -> str:
    """What is done to whom: the subject, or, where that is a body, what it is given."""
    subject = tidy(undated(unit, floor, mark.start()))
    if any(body.start >= floor and body.end <= mark.start() for body in unit.bodies):
        return tidy(undated(unit, mark.end(), end)) or subject or NOT_NAMED
    return subject or NOT_NAMED


def bare(unit: Unit) -> Iterator[Deed]:
    """An item of a list of objectives that names neither number nor date: "deliver the three year plan"."""
    for phrase in phrases(unit)[:1]:
        bound = binding(unit, phrase.start, phrase.verb_end)
        if bound is not None and phrase.start < 4:
            comparator: Comparator = "maintain" if phrase.way == "maintain" else "deliver"
            yield made(unit, phrase, comparator, bound, timing_of(unit, phrase))


def nobody(unit: Unit) -> Iterator[Deed]:
    """Waits to be ended: "Nobody should wait longer than 65 weeks"."""
    for mark in _NOBODY.finditer(unit.text):
        number = next((n for n in unit.numbers if n.start == mark.end() and n.unit in DURATIONS), None)
        bound = binding(unit, mark.end(), mark.end()) if number else None
        if number is None or bound is None:
            continue
        stop = PHRASE_END.search(unit.text, number.end)
        phrase = Phrase(mark.start(), mark.start("wait"), stop.start() if stop else len(unit.text), "wait", "eliminate")
        timing = timing_of(unit, phrase)
        over = Threshold(op=">", value=number.value, unit=number.unit)
        yield made(unit, phrase, "eliminate", bound, timing, threshold=over, value=number.value, value_unit=number.unit)


def inner(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """Objectives that a conversion ran together: a capital opens each ("... to 75% Deliver a balanced position")."""
    if not unit.is_objective:
        return
    marks = run_together(unit.text)
    if not marks:
        return
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(unit.text)], strict=True):
        stop = PHRASE_END.search(unit.text, mark.end(), end)
        phrase = Phrase(mark.start(), mark.end(), stop.start() if stop else end, mark[0].casefold(), _way_of_word(mark))
        bound = binding(unit, phrase.start, phrase.verb_end)
        has_level = any(phrase.start <= level.start < phrase.end for level in levels)
        if bound is None or has_level or len(unit.text[phrase.start : phrase.end].split()) < SHORTEST:
            continue
        comparator = way_of(unit, phrase) if phrase.way in ("up", "down", "better") else "deliver"
        yield made(unit, phrase, comparator, bound, timing_of(unit, phrase))


def _way_of_word(mark: re.Match[str]) -> str | None:
    return next((verb.way for verb in change_verbs(mark[0])), None)


def way_of(unit: Unit, phrase: Phrase) -> Comparator:
    """Which way a verb moves its metric; to improve one of which less is better is to lower it."""
    if phrase.way == "better":
        lower = [m for m in unit.metrics if phrase.start <= m.start < phrase.end and m.metric.better == "lower"]
        return "decrease_by" if lower else "increase_by"
    return "increase_by" if phrase.way == "up" else "decrease_by"


@cache
def _done() -> re.Pattern[str]:
    rules = lexicon("deeds")
    return re.compile(
        rf"(?i)\b(?:will|must|should|to|shall|would)\s+(?:also\s+|then\s+|now\s+)?"
        rf"(?:be\s+(?:fully\s+)?{one_of(rules['participles'])}|{one_of(rules['happen'])})(?![\w-])"
    )
