"""What is to be kept at, brought back to, or moved against a reference instead of a level."""

import re
from functools import cache

from corpus.facts import Comparator
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import Binding
from extractors.objectives.deed import Deed, made, timing_of
from extractors.objectives.nouns import tidy
from extractors.objectives.phrases import Phrase, phrases
from extractors.objectives.thresholds import baseline_after, threshold_in
from extractors.objectives.turns import way_of
from extractors.objectives.units import Unit

_YEAR_LEVEL = r"(?:[A-Za-z]+\s+)?20\d\d(?:[/-]\d\d)?\s+levels?"
_AT_LEVEL = re.compile(
    r"(?i)\bat\s+(?:or\s+(?:below|above|under|over)\s+)?(?:the|its|their|this|that|current|pre|20)\S*\s+[^,;]*\blevels?\b|\bat\s+\S+\s+levels?\b"
)


def maintain(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Kept at a reference level: "hold spending at the 2023/24 level"."""
    words = unit.text[phrase.start : phrase.end]
    reference = any_of("reference").search(words) or re.search(r"(?i)\bat\s+[^,;]*\blevels?\b|\b20\d\d", words)
    keeps = phrase.way == "maintain" or (
        phrase.verb in lexicon("deeds")["holding"] and (_AT_LEVEL.search(words) or any_of("reference").search(words))
    )
    if not keeps or reference is None:
        return None
    base = words[reference.start() :]
    held = made(unit, phrase, "maintain", bound, timing_of(unit, phrase), baseline=_short(re.sub(r"^at\s+", "", base)))
    kept = _AT_LEVEL.search(words)
    metric = tidy(unit.text[phrase.verb_end : phrase.start + kept.start()]) if kept else ""
    return held._replace(metric=metric or held.metric, comparator="=" if phrase.verb == "hold" and kept else "maintain")


def restore(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Brought back to a reference level: "return activity to 2019/20 levels"."""
    words = unit.text[phrase.start : phrase.end]
    levels = any_of("levels").pattern.removeprefix("(?i)")
    mark = re.search(
        rf"(?i)\bto(?:wards?)?\s+(?:at\s+least\s+)?(?:the(?:ir)?\s+|its\s+)?({levels}[\w\s-]{{0,30}}|{_YEAR_LEVEL})",
        words,
    )
    if mark is None or (
        phrase.way not in ("better", "up", "down") and phrase.verb not in lexicon("deeds")["returning"]
    ):
        return None
    inner = [
        p.verb_end for p in phrases(unit) if phrase.verb_end <= p.start and p.verb_end <= phrase.start + mark.start()
    ]
    less = any(m.metric.better == "lower" for m in unit.metrics if phrase.start <= m.start < phrase.end)
    comparator: Comparator = "<=" if phrase.way == "down" or less else ">="
    verb = max([phrase.verb_end, *inner])  # "take steps to RECOVER activity to 2019/20 levels"
    metric = tidy(re.sub(r"(?i)\s+back$", "", unit.text[verb : phrase.start + mark.start()].rstrip()))
    found = made(
        unit,
        phrase,
        comparator,
        bound,
        timing_of(unit, phrase),
        baseline=_short(re.split(r"(?i)\s(?:by|in|from|during)\s", mark[1])[0]),
    )
    return found._replace(metric=metric if len(metric) > 3 else found.metric)


def move(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Moved against a reference, or in a list of objectives with its direction only."""
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


def _short(words: str) -> str:
    return " ".join(words.split())[:80].rstrip(" ,.;")


@cache
def any_of(table: str) -> re.Pattern[str]:
    """Any phrase of a table of lexicons/deeds.toml."""
    return re.compile(rf"(?i){one_of(lexicon('deeds')[table])}")


MOVES = (maintain, restore, move)
