"""A target without a number, and by when it is due."""

import re
from typing import NamedTuple

from corpus.facts import Comparator, Threshold
from extractors.dates import DateMatch
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import Binding, clause_start
from extractors.objectives.deadlines import Timing, deadlines
from extractors.objectives.metrics import named, tidy, undated
from extractors.objectives.phrases import Phrase
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations

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
    metric = tidy(undated(unit, phrase.verb_end, phrase.end)) or tidy(text[phrase.start : phrase.end])
    return Deed(
        start,
        trimmed(text, end),
        comparator,
        named(unit, metric),
        value,
        value_unit,
        threshold,
        baseline,
        bound,
        timing,
    )


def timing_of(unit: Unit, phrase: Phrase) -> Timing | None:
    """The deadline within the phrase, or one before the verb in its clause that no other phrase has."""
    floor = clause_start(unit.text, phrase.start)
    dated = [(d, t) for d, t in deadlines(unit) if d.role != "span" or not _HORIZON.match(d.text)]
    inside = [t for d, t in dated if phrase.start <= d.start < phrase.end]
    if inside:
        return inside[0]
    leading = [
        t for d, t in dated if floor <= d.start and d.end <= phrase.start and _leads(unit.text, floor, d, t, unit.start)
    ]
    return leading[-1] if leading else None


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
