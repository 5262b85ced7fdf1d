"""Metrics of time: what must be done within a number of hours or days is measured as the time to do it."""

import re

from extractors.lexicon import lexicon
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.nouns import content_words, tidy, undated
from extractors.objectives.phrases import phrases
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit

_PASSIVE = re.compile(
    r"(?i)^(?P<who>.*?)\s*\b(?:must|should|will|shall|(?:are|is)\s+(?:expected\s+)?to|to)\s+(?:all\s+)?be\s+(?P<done>[a-z]+(?:ed|en|n|t)\b.*)$"
)
_WITHIN = re.compile(r"(?i)\b(?:within|inside|in\s+under|in\s+less\s+than|no\s+later\s+than)\s+(?:an?\s+)?$")
_BETWEEN = re.compile(
    r"(?i)\s+from\s+(?P<first>(?:[\w’'-]+\s+){1,5}?)to\s+(?P<last>(?:[\w’'-]+\s*){1,6}?)(?=[.,;:()]|\s+(?:by|in|for|at)\b|\s*$)"
)
_LENGTH = re.compile(r"(?i)\b(?P<what>(?:(?!provide|offer|run|have|hold)[a-z-]+\s+)?[a-z-]+s)\s+(?:of|lasting)\s+$")
_NOBODY = re.compile(
    r"(?i)\b(?:nobody|no[\s-]one|no\s+(?P<who>patients|people|children|adults))\s+(?:(?:is|are)\s+)?"
    r"(?P<wait>waiting\s+(?:[a-z]+\s+){1,6}\S+\s+(?:hours?|days?|weeks?|months?|years?)\b)"
)
_AND = re.compile(r"(?i)\s*,?\s+and\s+(?:to\s+)?")
_FROM = re.compile(
    r"(?i)\s*(?:of|from|after)\s+(?P<what>(?:the\s+)?[a-z][\w\s’'-]{2,40}?)(?=[.,;:)]|\s+(?:in|by|for|and|from|with)\b|\s*$)"
)


def time_to(unit: Unit, level: Level) -> str | None:
    """The name of a level of time, where a verb says what is done in it: "time to answer complaints from receipt"."""
    text, start = unit.text, level.start
    if level.number.unit not in DURATIONS:
        return None
    lasting = _LENGTH.search(text, max(0, start - 60), start)
    if lasting and lasting["what"].split()[-1].casefold() not in lexicon("metric_phrases")["no_length"]:
        return f"length of {tidy(lasting['what'])}"
    if level.comparison.comparator != "<=":
        return None
    between = _BETWEEN.match(text, level.end)
    if between:
        return f"time from {tidy(between['first'])} to {tidy(between['last'])}"
    if not _WITHIN.search(text, max(0, level.number.start - 24), level.number.start):
        return None
    floor = clause_start(text, start)
    after = _FROM.match(text, level.end)
    since = f" from {after['what'].strip()}" if after else ""
    passive = _PASSIVE.match(undated(unit, floor, start))
    if passive and content_words(tidy(passive["who"])):
        return f"time for {tidy(passive['who'])} to be {tidy(passive['done'])}{since}"
    deeds = [p for p in phrases(unit) if floor <= p.start and p.verb_end <= start]
    if not deeds and not (unit.is_item and level.binding.inherited):
        return None
    begun = deeds[-1].start if deeds else floor
    done = tidy(undated(unit, max(begun, _behind_last(unit, level)), start))
    return f"time to {done}{since}" if len(content_words(done)) > 1 else None


def nobody_waiting(words: str) -> str | None:
    """Those of whom there must be none: "have nobody waiting over 65 weeks" is about "people waiting over 65 weeks"."""
    mark = _NOBODY.search(words)
    return " ".join(f"{mark['who'] or 'people'} {mark['wait']}".split()) if mark else None


def _behind_last(unit: Unit, level: Level) -> int:
    """Where the words behind the length of time before begin: "answer calls in 2 hours and VISIT within 5 days"."""
    ends = [n.end for n in unit.numbers if n.end <= level.start and n.unit in DURATIONS]
    joined = _AND.match(unit.text, ends[-1]) if ends else None
    return joined.end() if joined else 0
