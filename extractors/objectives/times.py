"""Metrics of time: what must be done within a number of hours or days is measured as the time to do it."""

import re

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
_FROM = re.compile(
    r"(?i)\s*(?:of|from|after)\s+(?P<what>(?:the\s+)?[a-z][\w\s’'-]{2,40}?)(?=[.,;:)]|\s+(?:in|by|for|and|from|with)\b|\s*$)"
)


def time_to(unit: Unit, level: Level) -> str | None:
    """The name of a level of time, where a verb says what is done in it: "time to answer complaints from receipt"."""
    if level.number.unit not in DURATIONS or level.comparison.comparator != "<=":
        return None
    text, start = unit.text, level.start
    if not _WITHIN.search(text, max(0, level.number.start - 24), level.number.start):
        return None
    floor = clause_start(text, start)
    after = _FROM.match(text, level.end)
    since = f" from {after['what'].strip()}" if after else ""
    passive = _PASSIVE.match(undated(unit, floor, start))
    if passive and content_words(tidy(passive["who"])):
        return f"time for {tidy(passive['who'])} to be {tidy(passive['done'])}{since}"
    deeds = [p for p in phrases(unit) if floor <= p.start and p.verb_end <= start]
    if not deeds:
        return None
    done = tidy(undated(unit, deeds[-1].start, start))
    return f"time to {done}{since}" if len(content_words(done)) > 1 else None
