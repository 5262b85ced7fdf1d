"""A target without a number, and by when it is due."""

import re
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Comparator, Deadline, Threshold
from extractors.dates import DateMatch
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.deadlines import Timing, deadline_of, deadlines, lies_ahead
from extractors.objectives.nouns import named, tidy, undated
from extractors.objectives.phrases import Phrase
from extractors.objectives.subjects import part_of
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations

# The rest of a verb of two words, and with whom it is done: "hand OVER the site", "agree WITH councils, by May, where".
_PARTICLE = re.compile(
    r"(?i)\s*sure\s+(?:that\s+)?|\s*back\s+on\s+|\s*(?:over|out|up|forward|back|down|off|away|in)\s+(?=(?:the|an?|its|their|our|all|any|each|every|new|his|her|this|these)\b)"
)
_WITH = re.compile(r"(?i)\s*with\s+[^,;]{3,60},[\s,]*")
_AGAIN = re.compile(r"(?i),?\s+and\s+(?:again|then|every|annually|once\s+more)\b")
_HORIZON = re.compile(r"(?i)(?:the\s+)?(?:next|coming|following)\s+(?:\w+)\s+years?")


class Deed(NamedTuple):
    """A target without a level; offsets are relative to the unit's text."""

    start: int
    end: int
    comparator: Comparator
    metric: str
    value: float | None
    value_unit: str | None
    threshold: Threshold | None
    baseline: str | None
    binding: Binding
    timing: Timing | None


def made(
    unit: Unit,
    phrase: Phrase,
    comparator: Comparator,
    bound: Binding,
    timing: Timing | None,
    *,
    baseline: str | None = None,
    threshold: Threshold | None = None,
    value: float | None = None,
    value_unit: str | None = None,
) -> Deed:
    """The deed of a phrase: its span with a deadline in front, and its metric without the deadline's words."""
    text = unit.text
    start, end = phrase.start, phrase.end
    if timing is not None and unit.start <= timing.span.start < unit.start + start:
        start = timing.span.start - unit.start
    metric = object_of(unit, phrase) or tidy(text[phrase.start : phrase.end])
    return Deed(
        start,
        trimmed(text, end),
        comparator,
        metric if comparator == "deliver" and metric else named(unit, metric),
        value,
        value_unit,
        threshold,
        baseline,
        bound,
        timing,
    )


def object_of(unit: Unit, phrase: Phrase) -> str:
    """What a verb is done to, without its deadline, its particle and whom it is done with."""
    words = undated(unit, phrase.verb_end, phrase.end)
    for date in unit.dates:
        words = re.sub(rf"\s+on\s+(?:the\s+)?{re.escape(date.text)}", "", words) if date.type == "date" else words
    words = without_particle(words)
    words = _WITH.sub("", words, count=1) if _WITH.match(words) else words
    found = tidy(_AGAIN.split(words.lstrip(" ,"))[0])
    own = phrase.verb in lexicon("deeds")["own_nouns"] and found
    return f"{phrase.verb} of {found}" if own else found


def without_particle(words: str) -> str:
    """The words behind a verb without what belongs to it: "[sign] off a plan", "[make] sure that"."""
    mark = _PARTICLE.match(words)
    return words[mark.end() :] if mark else words


def timing_of(unit: Unit, phrase: Phrase) -> Timing | None:
    """The deadline of a phrase.

    The first within it, else the last before its verb in its part of the sentence, else one that opens the sentence,
    else, where the unit has none at all, that of the stem of its list or of its column.
    """
    floor = clause_start(unit.text, phrase.start)
    part = max(floor, part_of(unit, phrase.start)[0])
    dated = [(d, t) for d, t in deadlines(unit) if d.role != "span" or not _HORIZON.match(d.text)]
    inside = [t for d, t in dated if phrase.start <= d.start < phrase.end and not _told(unit.text, phrase, d)]
    if inside:
        return inside[0]
    ahead = [(d, t) for d, t in dated if floor <= d.start and d.end <= phrase.start]
    own = [t for d, t in ahead if d.start >= part and _leads(unit.text, part, d, t, unit.start)]
    first = [t for d, t in ahead if _leads(unit.text, floor, d, t, unit.start)]
    if own or first:
        return own[-1] if own else first[-1]
    on_a_day = _on_a_day(unit, phrase)
    if on_a_day is not None:
        return on_a_day
    return deadline_of(unit, phrase.start, phrase.end) if unit.first and not deadlines(unit) else None


def _told(text: str, phrase: Phrase, date: DateMatch) -> bool:
    """Whether a date stands in words about the past: "a level that was due by March"."""
    return bool(re.search(r"(?i)\b(?:that|which)\s+(?:was|were|had)\b", text[phrase.verb_end : date.start]))


def inherits(unit: Unit, timing: Timing) -> bool:
    """Whether a deadline stands outside the unit, in its stem, header or heading."""
    return not unit.start <= timing.span.start < unit.end


def _on_a_day(unit: Unit, phrase: Phrase) -> Timing | None:
    """The day on which something is to be handed in or out: "will submit its final plan ON 30 MARCH 2023"."""
    for date in unit.dates if phrase.verb in lexicon("deeds")["handing"] else ():
        lead = re.search(r"(?i)\son\s+(?:the\s+)?$", unit.text[phrase.verb_end : date.start])
        if lead and date.type == "date" and date.start < phrase.end and date.latest is not None:
            at = phrase.verb_end + lead.start() + 1
            words = " ".join(unit.text[at : date.end].split())
            span = Span(start=unit.start + at, end=unit.start + date.end)
            timing = Timing(Deadline(text=words, date=date.latest, kind="at"), span)
            return timing if lies_ahead(unit, date, timing) else None
    return None


def _leads(text: str, floor: int, date: DateMatch, timing: Timing, shift: int) -> bool:
    """Whether a date opens its clause or stands between commas: "In 2024/25, ..."; "and, by June, ..."."""
    before = text[floor : timing.span.start - shift].strip(" “‘\"'•*-")
    intro = text[date.end : date.end + 1] == "," and not find_obligations(text[floor : date.start])
    return (
        not before or intro or bool(re.search(r"(?i)(?:,|\band|\bthat)\s*$", text[floor : timing.span.start - shift]))
    )


def trimmed(text: str, end: int) -> int:
    """Where `text[:end]` ends without the stops, quotation marks and white space behind it."""
    return len(text[:end].rstrip(" ,.;:\n”’\"'"))


def is_open_ended(text: str, phrase: Phrase) -> bool:
    """Whether a phrase only goes on: "continue to support"; to continue to extend something is to finish it."""
    lead = text[max(0, phrase.start - 24) : phrase.start]
    if not re.search(rf"(?i)\b{one_of(lexicon('deeds')['open_ended'])}\s+$", lead):
        return False
    return phrase.verb not in lexicon("deeds")["finish_all_the_same"]
