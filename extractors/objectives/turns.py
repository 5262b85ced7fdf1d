"""Other turns of phrase: objectives that are run together, or bare."""

import re
from collections.abc import Iterator

from corpus.facts import Comparator
from extractors.comparators import change_verbs
from extractors.objectives.binding import binding
from extractors.objectives.deed import Deed, made, timing_of
from extractors.objectives.levels import Level
from extractors.objectives.phrases import PHRASE_END, SHORTEST, Phrase, phrases, run_together
from extractors.objectives.units import Unit


def bare(unit: Unit) -> Iterator[Deed]:
    """An item of a list of objectives that names neither number nor date: "deliver the three year plan"."""
    for phrase in phrases(unit)[:1]:
        bound = binding(unit, phrase.start, phrase.verb_end)
        if bound is not None and phrase.start < 4:
            comparator: Comparator = "maintain" if phrase.way == "maintain" else "deliver"
            yield made(unit, phrase, comparator, bound, timing_of(unit, phrase))


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
