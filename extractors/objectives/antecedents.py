"""What a target is about whose own words do not say: "raise the share to 80%", "the goal is a 25% reduction".

The sentence before named it: as what it measured in the same unit, or as its subject.
"""

import re

from extractors.numbers import find_numbers
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.nouns import content_words, names_nothing, tidy
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit

_OF = re.compile(r"(?i)\s*(?:per\s?cent\s+)?of\s+(?!the\s+total|them|these|those)")
_DATED = re.compile(r"(?i)^\W*(?:in|by|at|on|since|during|over|for|from|between|as\s+of)\s+[^,]{2,60},\s+")
_VERB = re.compile(
    r"(?i)\s(?:is|are|was|were|has|have|had|stands?|stood|remain(?:s|ed)?|rose|rises?|fell|falls?|grew|grows?|reach(?:ed|es)|"
    r"averaged?|continue[sd]?|increased|decreased|improved|dropped|totalled|will|should|must|needs?|can|could|may|cost|costs|"
    r"performed|met|missed|achieved|reported|recorded)\b"
)
_PRONOUN = re.compile(r"(?i)(?:it|they|this|that|these|those|there|we|he|she|who|which)\b")
LONGEST = 14  # words of a subject


def told_before(unit: Unit, level: Level) -> str | None:
    """The metric that the sentence before names; None where it names none."""
    earlier = unit.text[: clause_start(unit.text, level.start)]
    named = (_measured(earlier, level) or subject_of(earlier)) if earlier.strip() else None
    previous = unit.told_before
    if named or previous is None:
        return named
    words = unit.setting.document.quote(previous)
    return _measured(words, level) or subject_of(words)


def subject_of(words: str) -> str | None:
    """The subject of a sentence: its words before the first finite verb, without a time in front."""
    words = _DATED.sub("", words)
    verb = _VERB.search(words)
    phrase = tidy(words[: verb.start()]) if verb else ""
    if not phrase or _PRONOUN.match(phrase) or len(phrase.split()) > LONGEST or names_nothing(phrase):
        return None
    return phrase if content_words(phrase) else None


def _measured(words: str, level: Level) -> str | None:
    """What a number of the same kind measured: "67.4% of PEOPLE WITH DIABETES were treated to target"."""
    share = level.number.unit in ("percent", "percentage_point")
    for number in find_numbers(words):
        same = number.unit in ("percent", "percentage_point") if share else number.unit == level.number.unit
        if not same or number.kind in ("name", "age") or number.unit in DURATIONS:
            continue
        of = _OF.match(words, number.end)
        if of:
            return (
                tidy(re.sub(r"(?i)\b(?:was|were|is|are|had been|has been|have been)\s+", "", words[of.end() :])) or None
            )
        if number.counted and not share:
            return tidy(words[number.end :]) or number.counted
    return None
