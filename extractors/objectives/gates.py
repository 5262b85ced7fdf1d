"""Quick tests for what no target can be without; most sentences fail them."""

import re
from functools import cache

from extractors.lexicon import lexicon, lowered, one_of, opening, read
from extractors.objectives.deadlines import has_time
from extractors.objectives.logs import due_behind
from extractors.objectives.units import Unit

# Without a number, a time, or one of these, a unit holds no target.
_NUMBER = re.compile(r"[\d%]")
_OPENINGS = (
    "halv doubl trebl tripl quarter third half elimin eradicat abolish zero maintain retain sustain keep hold preserv"
    " compared relative against pandemic covid baseline spring summer autumn winter parliament decade christmas easter"
    " year month week one two three four five six seven eight nine ten nobody no-body january february march april may"
    " june july august september october november december"
)
_GATE = re.compile(opening(_OPENINGS.split()))
_WORDS = frozenset({"end", "ends", "ending", "nil", "wait", "waits", "level", "levels"})
_NO = re.compile(r"no(?<!\w..)\s")
# What a change without number and day is measured against, and what is left of what is cut to nothing.
_REFERENCE = re.compile(r"\d|pandemic|covid|baseline|last year|previous year")
_NOTHING = frozenset({"zero", "nil", "none", "nothing", "nought", "gap"})


def may_hold(text: str) -> bool:
    """Whether a text holds a number, a time or a word of ending or keeping; a quick test."""
    if _NUMBER.search(text):
        return True
    low, words = read(text)
    return not words.isdisjoint(_WORDS) or bool(_GATE.search(low) or ("no" in words and _NO.search(low)))


def may_measure(unit: Unit) -> bool:
    """Whether a unit has a number, a time or a reference, or stands where none is needed."""
    return (
        unit.is_objective
        or bool(unit.numbers)
        or bool(unit.first and unit.headers)
        or may_move(unit)
        or has_time(unit)
        or due_behind(unit) is not None
    )


def may_move(unit: Unit) -> bool:
    """Whether a unit without number and time could keep something, or move it against a reference or to nothing."""
    low, words = read(unit.text)
    return not words.isdisjoint(_keeping()) or bool(_REFERENCE.search(low) or _levels().search(low))


@cache
def _keeping() -> frozenset[str]:
    """The first words of verbs of keeping, and words for nothing."""
    verbs = (*lexicon("deeds")["holding"], *lexicon("comparators")["verbs"]["maintain"])
    return _NOTHING.union(word for verb in verbs for word in re.findall(r"\w+", lowered(verb))[:1])


@cache
def _levels() -> re.Pattern[str]:
    return re.compile(one_of(map(lowered, lexicon("deeds")["levels"])))
