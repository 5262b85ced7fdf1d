"""What stands before a level: the object of its verb, or its subject."""

import re

from extractors.comparators import ChangeVerb, change_verbs, is_baseline
from extractors.metrics import MetricMatch
from extractors.numbers import NumberMatch
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.nouns import SHORT, content_words, tidy, undated
from extractors.objectives.phrases import phrases
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations

_BINDS = re.compile(
    r"(?i)\b(?:must|should|will|may|can|are\s+asked\s+to|expected\s+to|need\s+to|need|required\s+to|aim\s+to)\b"
)
_WANTS = re.compile(r"(?i)(?:wants?|expects?)\s")  # who wants something is never what is measured
_INTRANSITIVE = re.compile(r"(?i)\s*(?:(?:by|to|from|at|of|in|on|is|are)\b|$)")
_HOURS = re.compile(  # what belongs to a number before: "10 hours a day, 7 days a week", "5 per 100,000 bed days, and"
    r"\s*(?:(?:a|per)\s+(?:day|week)(?:,?\s*\d\s+days\s+a\s+week)?|per\s+1[0,]*0\s+[a-z-]+(?:\s+days|\s+births)?)(?:,?\s+and\b)?"
)


def stands_before(unit: Unit, level: Level, match: MetricMatch | None) -> str | None:
    """What stands between the verb and the number: "improve THE 62-DAY STANDARD to 75%".

    Where the nearest verb leaves too little and the register knows the metric, its name serves better.
    """
    text = unit.text
    floor = clause_start(text, level.start)
    same = [n for n in unit.numbers if n.end <= level.start and (n.unit == level.number.unit or _is_a_change(text, n))]
    last = max((n.end for n in same if not is_baseline(text, n.start)), default=0)
    hours = _HOURS.match(text, last) if last else None
    last = hours.end() if hours else last
    verbs = [v for v in _verbs(unit, floor, level.start) if not _INTRANSITIVE.match(text, v.end, level.start)]
    verbs = [v for v in verbs if all(v.start < m.start or m.end < v.end for m in unit.metrics)]
    found = [tidy(_without_subject(undated(unit, max(v.end, last), level.start))) for v in reversed(verbs)]
    if found and len(content_words(found[0])) > 1:
        return found[0]
    if match is not None:
        return _around(unit, match, floor, level.start)
    found = [phrase for phrase in found if not any(v.end - v.start == len(phrase) for v in change_verbs(phrase))]
    enough = [phrase for phrase in found if len(content_words(phrase)) > 1] or [phrase for phrase in found if phrase]
    return next(iter(enough), None) or _subject(unit, max(floor, last), level.start)


def _around(unit: Unit, match: MetricMatch, floor: int, end: int) -> str | None:
    """The subject that holds a metric of the register and says more: "bed occupancy IN CARE OF THE ELDERLY WARDS"."""
    if not floor <= match.start or match.end > end:
        return None
    verb = next((m for m in find_obligations(unit.text[match.end : end]) if not m.noun), None)
    apart = [n.end for n in unit.numbers if n.end <= match.start and n.unit not in DURATIONS]
    phrase = tidy(undated(unit, max([floor, *apart]), match.end + verb.start)) if verb else ""
    held = unit.text[match.start : match.end] in phrase
    return phrase if held and not change_verbs(phrase) and len(content_words(phrase)) > SHORT else None


def _verbs(unit: Unit, floor: int, end: int) -> list[ChangeVerb]:
    """The verbs of change, and any right behind obliging words ("will bring the backlog below ...")."""
    known = change_verbs(unit.text, floor, end)
    taken = {verb.start for verb in known}
    led = [p for p in phrases(unit) if floor <= p.start and p.verb_end <= end and p.start not in taken]
    return sorted([*known, *(ChangeVerb(p.start, p.verb_end, "reach") for p in led)])


def _is_only_a_body(unit: Unit, words: str) -> bool:
    """Whether words name whoever is obliged, and nothing that could be measured."""
    bare = tidy(words)
    bodies = unit.setting.bodies(words)
    return (
        not bare
        or bare.casefold() in ("we", "they", "it")
        or any(
            bare in words[b.start : b.end] or words[b.start : b.end] in bare
            for b in bodies
            if len(content_words(bare)) < 6
        )
    )


def _is_a_change(text: str, number: NumberMatch) -> bool:
    """Whether a number is how far something moves: "by 2 percentage points, to 66.7%"."""
    return bool(re.search(r"(?i)\bby\s+(?:\w+\s+){0,2}$", text[max(0, number.start - 24) : number.start]))


def _subject(unit: Unit, start: int, end: int) -> str | None:
    """What stands before the verb: "THE NUMBER OF UNDER-18S IN HOSPITAL must not exceed 15 per million"."""
    words = undated(unit, start, end)
    verb = next((m for m in find_obligations(words) if not m.noun), None) or next(iter(change_verbs(words)), None)
    at = verb.start if verb else len(words)
    wanted = words[verb.end :] if verb else ""
    named = verb is not None and (_WANTS.match(words, verb.start) or _is_only_a_body(unit, words[:at]))
    if named and content_words(tidy(wanted)):
        at, words = len(wanted), wanted  # "The Board wants TURNOVER below 9.5 per cent"
    phrase = tidy(words[:at])
    is_body = any(words[: b.end].rstrip().endswith(phrase) for b in unit.setting.bodies(words)) if phrase else False
    if content_words(phrase) and not is_body:
        return phrase
    before = unit.text[:start].rstrip()
    label = tidy(re.split(r"[.;:]\s", before[:-1])[-1]) if before.endswith(":") else ""
    return label if len(content_words(label)) > 1 else None


def _without_subject(words: str) -> str:
    """The words after the last obliging verb, if they stand in it."""
    return _BINDS.split(words)[-1]
