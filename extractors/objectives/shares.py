"""Shares of a whole: what a share is taken of, what makes it up, and what is done for it.

"agency spend to no more than 2% of the pay bill", "cycling to account for 10% of trips", "a check for 75% of adults".
"""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.nouns import content_words, names_nothing, tidy, undated
from extractors.objectives.phrases import phrases
from extractors.objectives.units import Unit

FEW = 2  # words of content of a whole
LONGEST = 10  # words of content of a thing and those it is for
REACH = 120  # code points before a share
_OF = re.compile(r"(?i)\s*(?:national\s+average\s+)?of\s+(?!them\b|these\b|those\b)")
_PER = re.compile(
    r"(?i)\s*(?:[a-z-]+\s+)?(?:per|for\s+every|in\s+every)\s+(?P<base>1[0,]*0\s+[a-z-]+(?:\s+(?:days?|births|weeks?|nights?)\b)?)"
)
_PER_MILLION = re.compile(r"(?i)\s+(?P<base>[a-z-]+(?:\s+(?:days?|births|weeks?|nights?)\b)?)")
_PEOPLE = re.compile(r"(?i)(?:population|people|inhabitants|residents|head|in|of|by|from|and|or|each|every|across)\b")
_LEADS = re.compile(
    r"(?i)(?:at\s+least|no\s+(?:more|less|fewer)\s+than|a\s+minimum\s+of|over|above|around|up\s+to)\s*$"
)
_YEARLY = re.compile(r"(?i)\s+(?:every|each)\s+(?:year|month|quarter)$")
_FOR = re.compile(r"(?i)\s+(?:for|to|by|among)\s*$")


def whole(unit: Unit, level: Level) -> str | None:
    """The whole that a ceiling is a share of: "agency spend to no more than 2% of THE PAY BILL"."""
    if level.comparison.comparator != "<=":
        return None
    phrase = _of(unit, level)
    return phrase if phrase and len(content_words(phrase)) <= FEW else None


def base_of(unit: Unit, level: Level) -> str | None:
    """What a rate is taken per: "1,000 births", "million women"; None for no rate, and for one of the population."""
    million = level.number.unit == "per_million"
    mark = (_PER_MILLION if million else _PER).match(unit.text, level.number.end)
    if mark is None or (not million and level.number.unit != "count"):
        return None
    base = " ".join(mark["base"].split())
    return None if million and _PEOPLE.match(base) else f"million {base}" if million else base


def made_up(unit: Unit, level: Level) -> str | None:
    """What makes up a share: "CYCLING AS A SHARE OF TRIPS", where cycling is to account for 10% of them."""
    verb = _accounts().search(unit.text, max(0, level.start - REACH), level.number.start)
    phrase = _of(unit, level) if verb else None
    if verb is None or phrase is None:
        return None
    floor = clause_start(unit.text, verb.start())
    part = " ".join(_lead().sub("", _obliged().split(undated(unit, floor, verb.start()))[-1]).split()).strip(" ,")
    return f"{part} as a share of {phrase}" if content_words(part) and not names_nothing(part) else None


def saved(unit: Unit, level: Level) -> str | None:
    """What must be found of a budget: "find 3% of their budget" is "savings as a share of budget"."""
    verb = _saves().search(unit.text, max(0, level.start - REACH), level.number.start)
    phrase = _of(unit, level) if verb else None
    return f"savings as a share of {phrase}" if phrase and _budget().search(phrase) else None


def done_for(unit: Unit, level: Level) -> str | None:
    """What is done for a share of some people: "offer A HEALTH CHECK to 75% OF CARERS" is a health check for carers."""
    phrase = _of(unit, level)
    led = _LEADS.sub("", unit.text[max(0, level.number.start - REACH) : level.number.start]).rstrip()
    at = max(0, level.number.start - REACH) + len(led)
    prep = _FOR.search(unit.text, max(0, at - 12), at)
    deeds = [p for p in phrases(unit) if p.verb_end <= at and p.way in (None, "reach")]
    if not phrase or prep is None or not deeds:
        return None
    thing = tidy(undated(unit, deeds[-1].verb_end, prep.start()))
    words = len(content_words(thing)) + len(content_words(phrase))
    named = bool(content_words(thing)) and not names_nothing(thing) and words <= LONGEST
    return f"{thing} for {phrase}" if named else None


def _of(unit: Unit, level: Level) -> str | None:
    """What a share is of; None where the words only repeat that it is one ("of cases")."""
    of = _OF.match(unit.text, level.number.end) if level.number.unit == "percent" else None
    phrase = _YEARLY.sub("", tidy(undated(unit, of.end(), len(unit.text)))) if of else ""
    known = phrase.casefold() in lexicon("metric_phrases")["of_cases"]
    return phrase if content_words(phrase) and not known else None


@cache
def _accounts() -> re.Pattern[str]:
    words = lexicon("metric_phrases")
    return re.compile(rf"(?i)\b(?:to\s+)?{one_of(words['makes_up'])}\s+(?:[a-z]+\s+){{0,3}}$")


@cache
def _obliged() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('metric_phrases')['before_subject'])}\b")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)^(?:[\s,•–-]|{one_of(lexicon('metric_phrases')['lead'])}(?=\s|$))+|\s(?:must|should|will|shall)\s*$"
    )


@cache
def _saves() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('metric_phrases')['saves'])}\s+(?:[a-z]+\s+){{0,3}}$")


@cache
def _budget() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('metric_phrases')['budgets'])}$")
