"""Targets without a number: to finish something by a day, to end, to keep, or to move something against a reference.

What only goes on ("continue to support") is no target; nor is a comparison year that is not itself a level.
"""

import re
from functools import cache

from extractors.lexicon import lexicon, read
from extractors.objectives.binding import Binding, binding, inherited
from extractors.objectives.clauses import clause_start
from extractors.objectives.deadlines import Timing, deadlines, has_time
from extractors.objectives.deed import Deed, inherits, is_open_ended, made, timing_of
from extractors.objectives.endings import ENDINGS, net_zero
from extractors.objectives.gates import may_move
from extractors.objectives.happenings import happenings
from extractors.objectives.items import items, may_be_item
from extractors.objectives.levels import Level
from extractors.objectives.moves import MOVES
from extractors.objectives.negations import negated, nobody, none
from extractors.objectives.nouns import tidy
from extractors.objectives.phrases import Phrase, phrases
from extractors.objectives.steps import with_steps
from extractors.objectives.subjects import part_of
from extractors.objectives.thresholds import baseline_after
from extractors.objectives.turns import bare, inner, way_of
from extractors.objectives.undergoing import is_intransitive
from extractors.objectives.units import Unit

_VAGUE = re.compile(r"(?i)\b(?:coming|next\s+few|following)\s+(?:weeks|months|years)\b")
_IN_TIME = re.compile(r"(?i)in\b|before\b|this\b|next\b|later\b|early\b")
_HELD = re.compile(
    r"(?i)\b(?:in\s+(?:place|use|force|post|operation)|operational|running|working|live|available|ready|trained|agreed|approved|signed|set\s+up|completed?|published|access|staffed|adopted|installed)\b"
)
_PRONOUN = re.compile(r"(?i)(?:it|them|this|these|those|that|one|us|you|me|him|her)")
_SHARE = re.compile(r"(?i)\d\s*(?:%|per\s*cent\b)\s+of\s")
_EXCEPT = re.compile(r"(?i)\b(?:except|excluding|unless|other\s+than|apart\s+from)\b[^.;:]*$")
_PERFECT = re.compile(
    r"(?i)\s+(?:been|grown|risen|fallen|become|had|seen|reached|increased|decreased|improved|doubled|lived|met)\b"
)
_RELATIVE = re.compile(r"(?i),?\s(?:which|who)\s+(?:will|is|are|was|were|should|must)\s+(?:\w+\s+)?$")
# Without one of these, a date or a list of objectives, no rule below can apply.
_CUE = re.compile(
    r"(?i)\b(?:eliminat|eradicat|abolish|zero|end(?:ing)?\b|maintain|retain|sustain|keep|preserv|compared|relative|against"
    r"|pandemic|covid|baseline|nobody|no[-\s]one|no\s|waits?\b|levels?\b)"
)


def find_deeds(unit: Unit, levels: list[Level]) -> list[Deed]:
    """The targets of a unit that have no level, in order; words that a level has taken are left to it."""
    if not (unit.is_objective or unit.dates or may_be_item(unit) or _CUE.search(unit.text)):
        return []
    found = [*nobody(unit), *none(unit, levels)]
    closed = negated(unit)
    for phrase in _promising(unit):
        if any(phrase.start <= level.start < phrase.end for level in levels):
            continue
        if (levels and not _has_own_date(unit, phrase)) or any(s <= phrase.start < e for s, e in closed):
            continue
        deed = _deed(unit, phrase)
        found += with_steps(unit, deed, found) if deed is not None else []
    for other in (happenings(unit, levels), inner(unit, levels)):
        for deed in other:
            negative = any(s <= deed.start < e or deed.start <= s < deed.end for s, e in closed)
            found += with_steps(unit, deed, found) if not negative else []
    if not found and not levels and unit.is_objective and unit.first:
        found += bare(unit)
    found += items(unit) if not found and not levels else []
    ordered = sorted(found, key=lambda deed: deed.start)
    return [d for i, d in enumerate(ordered) if i or levels or not _PRONOUN.fullmatch(d.metric)]


def _promising(unit: Unit) -> list[Phrase]:
    """The phrases of a unit that a rule below could make a target; without a date, those of ending or change alone."""
    if deadlines(unit) or (has_time(unit) and (unit.first or _hands(unit))):
        return phrases(unit)
    if not (unit.is_objective or unit.numbers or may_move(unit)):
        return []
    return [phrase for phrase in phrases(unit) if phrase.way is not None or phrase.verb in _ends_or_holds()]


def _hands(unit: Unit) -> bool:
    """Whether a word of handing in or out stands in a unit: it alone is done on a day."""
    words = read(unit.text).words
    return any(verb.split()[0] in words for verb in lexicon("deeds")["handing"])


@cache
def _ends_or_holds() -> frozenset[str]:
    rules = lexicon("deeds")
    return frozenset({"close", "closing", *rules["ending"], *rules["holding"], *rules["returning"]})


def _deed(unit: Unit, phrase: Phrase) -> Deed | None:
    if _RELATIVE.search(unit.text, max(0, phrase.start - 40), phrase.start):
        return None
    if phrase.start > 3 and is_intransitive(unit.text, phrase.verb, phrase.verb_end):
        return None
    bound = binding(unit, phrase.start, phrase.verb_end)
    if bound is not None and bound.noun:
        bound = inherited(unit, phrase.start) if unit.is_objective else None
    if bound is None or (not (bound.noun or bound.inherited) and bound.span.start >= unit.start + phrase.verb_end):
        return None  # "progress will depend on ..." opens with a noun
    if _is_no_verb(unit, phrase) or (bound.obligation == "asked" and phrase.verb in lexicon("deeds")["agenda"]):
        return None
    for rule in (*ENDINGS, *MOVES, net_zero, _finish):
        deed = rule(unit, phrase, bound)
        if deed is not None:
            return deed
    return None


def _is_no_verb(unit: Unit, phrase: Phrase) -> bool:
    """Whether what looks like a verb is none of the sentence's own: in a carve-out, in a date, behind a level."""
    text = unit.text
    floor = max(clause_start(text, phrase.start), part_of(unit, phrase.start)[0])
    noun = phrase.start > 0 and phrase.verb in lexicon("deeds")["no_verb"]
    dated = any(d.start <= phrase.start < d.end for d in unit.dates)
    told = phrase.verb in ("agree", "note", "confirm") and bool(re.match(r"(?i)\s+that\b", text[phrase.verb_end :]))
    return (
        noun
        or dated
        or told
        or bool(_EXCEPT.search(text, floor, phrase.start) or _SHARE.search(text, floor, phrase.start))
    )


def _finish(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    if is_open_ended(unit.text, phrase):
        return None
    timing = timing_of(unit, phrase)
    rules = lexicon("deeds")
    has = phrase.verb in ("have", "having")
    if has and (
        _PERFECT.match(unit.text, phrase.verb_end)
        or not (_due_by(timing) or _HELD.search(unit.text, phrase.verb_end, phrase.end))
    ):
        return None
    if not has and phrase.verb not in rules["finish"] and (phrase.verb in rules["no_deed"] or not _due_by(timing)):
        return None
    if bound.obligation == "expected" and phrase.verb in rules["drifting"]:
        return None
    if any(n.unit == "GBP" and phrase.start <= n.start < phrase.end for n in unit.numbers):
        return None
    if timing is not None and (_is_stretch(unit, timing) or _VAGUE.search(timing.deadline.text)):
        return None
    if timing is None or len(tidy(unit.text[phrase.verb_end : phrase.end])) < 4:
        return None
    up = re.match(
        r"(?i)\s+(?:their\s+share\s+of\s+)?(?:the\s+)?(?:agreed\s+)?(?:increase|growth|expansion)\b",
        unit.text[phrase.verb_end : phrase.end],
    )
    moves = phrase.way in ("up", "down") or phrase.verb in ("improve", "improving")
    if phrase.verb not in rules["finish"] and (moves or phrase.way == "maintain"):
        return None if inherits(unit, timing) or not moves else made(unit, phrase, way_of(unit, phrase), bound, timing)
    if phrase.verb not in rules["finish"] and inherits(unit, timing) and timing.deadline.kind != "by":
        return None
    return made(unit, phrase, "increase_by" if up else "deliver", bound, timing)


def _is_stretch(unit: Unit, timing: Timing) -> bool:
    """Whether a time runs from one day to another: "will run from April to March" finishes nothing."""
    at = timing.span.end - unit.start
    return timing.deadline.kind == "from" and bool(re.match(r"\s+(?:to|until|through)\s", unit.text[at : at + 12]))


def _due_by(timing: Timing | None) -> bool:
    """Whether there is a time to be done by or in: then any deed is finished; "for" or "across" a year some go on."""
    return timing is not None and (timing.deadline.kind != "during" or _IN_TIME.match(timing.deadline.text) is not None)


def _has_own_date(unit: Unit, phrase: Phrase) -> bool:
    """Beside levels only what has a date or a reference of its own is a target too."""
    words = unit.text[phrase.start : phrase.end]
    dated = any(phrase.start <= d.start < phrase.end for d, _ in deadlines(unit))
    return dated or baseline_after(words, 0) is not None or phrase.way in ("eliminate", "maintain")
