"""What a target is about whose own words do not say: "raise the share to 80%", "the goal is a 25% reduction".

The clause, or a sentence before, named it: as what it measured in the same unit, or as its subject.
"""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of
from extractors.numbers import find_numbers
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.nouns import content_words, names_nothing, tidy
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit
from extractors.text import sentences

_OF = re.compile(r"(?i)\s*(?:per\s?cent\s+)?of\s+(?!the\s+total|them|these|those)")
_DATED = re.compile(r"(?i)^\W*(?:in|by|at|on|since|during|over|for|from|between|as\s+of)\s+[^,]{2,60},\s+")
_VERB = re.compile(
    r"(?i)\s(?:is|are|was|were|has|have|had|stands?|stood|remain(?:s|ed)?|rose|rises?|fell|falls?|grew|grows?|reach(?:ed|es)|"
    r"averaged?|continue[sd]?|increased|decreased|improved|dropped|totalled|will|should|must|needs?|can|could|may|cost|costs|"
    r"took|takes|lasted|lasts|came|moved|cut|went|performed|met|missed|achieved|reported|recorded)\b"
)
_AUXILIARY = re.compile(r"(?i)\b(?:was|were|is|are|had\s+been|has\s+been|have\s+been)\s+")
_NEXT_NUMBER = re.compile(r",\s+(?=[\d£])")
_JOINT = re.compile(r"[;:]\s+|,?\s+(?:and|but|while)\s+(?=(?:the|our|its)\s)")
_OPENING = re.compile(
    r"^\s*(?:\d+(?:\.\d+)*\.?\s+(?=[A-Z])|(?:[A-Z][\w’'-]*\s+){0,3}[A-Z][\w’'-]*:\s+)"
)  # "1.3 ", "The Chair: "
_PRONOUN = re.compile(
    r"(?i)(?:(?:and|but)\s+)?(?:it|they|this|that|these|those|there|we|I|you|he|she|who|which|what|when|how|why|nobody|everybody|everyone)\b"
)
LONGEST = 14  # words of a subject
BACK = 500  # code points before the sentence before
FURTHER = 4  # sentences before the sentence before
# A level behind one of these is what something stood against: "were answered in 14 days against a standard of 5 days".
_AGAINST = re.compile(
    r"(?i)\s*,?\s+(?:against|compared\s+with|compared\s+to|versus|short\s+of|below|above|and\s+not)\s+(?=(?:an?|the|our|its|their)\b)"
)
_TOLD = re.compile(
    r"(?i)^.*?\b(?:noted|heard|reported|said|told|advised|confirmed|explained|stated|found|showed|shows)\s+(?:[\w’']+\s+){0,3}?that\s+"
)


def told_before(unit: Unit, level: Level) -> str | None:
    """The metric that the words before name, the nearest first; None where none does.

    What the level is compared with in its own clause ("took 14 days against a standard of 5 days"), the clauses before,
    the sentence before, and of the four before that one which measured something in the same unit.
    """
    for words in _own(unit, level):
        named = _measured(words, level) or subject_of(words)
        if named and not _is_body(unit, named):
            return named
    if unit.told_before is None:
        return None
    resumed = _resumed(unit, level)
    if resumed:
        return resumed
    nearest, *further = _sentences_before(unit)
    named = _measured(nearest, level) or subject_of(nearest)
    if named and not _is_body(unit, named):
        return named
    return next((told for words in further if (told := _measured(words, level))), None)


def measured_before(unit: Unit, level: Level) -> str | None:
    """What the sentence before measured in the same unit: "67% of PEOPLE WITH DIABETES were treated to target"."""
    previous = unit.told_before
    return _measured(unit.setting.document.quote(previous), level) if previous else None


def _resumed(unit: Unit, level: Level) -> str | None:
    """What a word of measure first stood for: "cut THE MEDIAN to 6 weeks" after "the median wait was"."""
    said = _again().search(unit.text, max(0, level.start - 60), level.start)
    if said is None:
        return None
    whole = re.compile(rf"(?i)\b{re.escape(said['word'])}\s+(?:[\w’'-]+\s+){{1,9}}")
    for words in _sentences_before(unit):
        for mark in whole.finditer(words):
            phrase = subject_of(words[mark.start() :])
            if phrase and len(content_words(phrase)) > 1:
                return phrase
    return None


@cache
def _again() -> re.Pattern[str]:
    words = one_of(lexicon("metric_phrases")["said_again"])
    return re.compile(rf"(?i)\b(?:the|this|that|its|our|their)\s+(?P<word>{words})\s+(?:[a-z]+\s+){{0,3}}$")


def _own(unit: Unit, level: Level) -> list[str]:
    """The words of the unit before a level that may name its metric, the nearest first."""
    floor = clause_start(unit.text, level.start)
    compared = _AGAINST.search(unit.text, floor, level.number.start)
    own = [unit.text[floor : compared.start()]] if compared else []
    return [words for words in (*own, unit.text[:floor]) if words.strip()]


def _sentences_before(unit: Unit) -> list[str]:
    """The sentence before a unit and those before that in its section, the nearest first; at most five."""
    document, previous = unit.setting.document, unit.told_before
    if previous is None:
        return []
    floor = max(document.section_of(unit.start).start, previous.start - BACK)
    earlier = sentences(document.prose, floor, previous.start) if floor < previous.start else []
    spans = [(s.start, s.end) for s in earlier[-FURTHER:]] + [(previous.start, previous.end)]
    return [document.prose[start:end] for start, end in reversed(spans)]


def _is_body(unit: Unit, phrase: str) -> bool:
    """Whether a phrase is the name of a body and no more."""
    return any(phrase in phrase[b.start : b.end] for b in unit.setting.bodies(phrase))


def subject_of(words: str) -> str | None:
    """The subject of a sentence: its words before the first finite verb, without a time in front."""
    words = _DATED.sub("", _TOLD.sub("", _OPENING.sub("", words)))
    verb = _VERB.search(words)
    phrase = tidy(words[: verb.start()]) if verb else ""
    if (
        not phrase
        or _PRONOUN.match(phrase)
        or phrase[0].isdigit()
        or len(phrase.split()) > LONGEST
        or names_nothing(phrase)
    ):
        return None
    return phrase if content_words(phrase) else None


def _measured(words: str, level: Level) -> str | None:
    """What a number of the same kind measured: "67.4% of PEOPLE WITH DIABETES were treated to target"."""
    share = level.number.unit in ("percent", "percentage_point")
    for number in find_numbers(words):
        same = number.unit in ("percent", "percentage_point") if share else number.unit == level.number.unit
        if not same or number.kind in ("name", "age"):
            continue
        if number.unit in DURATIONS or number.unit == "GBP":
            told = subject_of(_JOINT.split(words[: number.start])[-1])
            if told:
                return told
            continue
        of = _OF.match(words, number.end)
        if of or (number.counted and not share):
            told = _AUXILIARY.sub("", _NEXT_NUMBER.split(words[of.end() if of else number.end :])[0])
            return tidy(told) or number.counted
    return None
