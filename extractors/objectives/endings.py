"""What is to end: ended outright, brought to nothing, left with none, moved out of, or emitted no more."""

import re

from corpus.facts import Threshold
from extractors.lexicon import lexicon
from extractors.numbers import NumberMatch
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.deed import Deed, made, timing_of
from extractors.objectives.nouns import tidy, undated
from extractors.objectives.phrases import Phrase
from extractors.objectives.thresholds import DURATIONS, baseline_after
from extractors.objectives.units import Unit

_NOTHING = re.compile(r"(?i)\bto\s+(?:zero|nil|none|nothing|nought)\b")
_NET_ZERO = re.compile(r"(?i)\s+(?:carbon\s+)?net[-\s]zero\b")
_GAP = re.compile(r"(?i)\s+(?:the\s+)?(?:[\w/-]+\s+){0,4}gap\b")
_OUT_OF = re.compile(r"(?i)\s+(?P<what>.+?)\s+(?:off|out\s+of|away\s+from)\s+(?P<where>[a-z].*)", re.S)
_NO = re.compile(r"(?i)\s+(?:no(?:[-\s]one|body)?|zero)\s+(?!more\b|less\b|fewer\b|later\b|longer\b)")


def eliminate(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Ended outright: "end the use of agencies", "close the gap", "eliminate waits over 65 weeks"."""
    words = unit.text[phrase.verb_end : phrase.end]
    gap = phrase.verb in ("close", "closing") and _GAP.match(words)
    if phrase.way != "eliminate" and phrase.verb not in lexicon("deeds")["ending"] and not gap:
        return None
    timing = timing_of(unit, phrase)
    wait = _wait(unit, phrase)
    if (
        wait is None
        and timing is None
        and not unit.is_objective
        and not (gap and baseline_after(unit.text, phrase.verb_end))
    ):
        return None
    number, threshold = wait or (None, None)
    value, value_unit = (number.value, number.unit) if number else (None, None)
    return made(unit, phrase, "eliminate", bound, timing, threshold=threshold, value=value, value_unit=value_unit)


def none_left(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """To have none of something: "we will have no one sleeping in corridors by winter"."""
    mark = _NO.match(unit.text, phrase.verb_end) if phrase.verb in ("have", "having", "see") else None
    timing = timing_of(unit, phrase) if mark else None
    if mark is None or timing is None:
        return None
    metric = tidy(undated(unit, mark.end(), phrase.end))
    return made(unit, phrase, "eliminate", bound, timing)._replace(metric=metric) if metric else None


def to_nothing(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Moved to nothing: "cut waits over six weeks to zero"."""
    mark = _NOTHING.search(unit.text, phrase.verb_end, phrase.end)
    if phrase.way not in ("down", "better") or mark is None:
        return None
    number, threshold = _wait(unit, phrase) or (None, None)
    value, value_unit = (number.value, number.unit) if number else (None, None)
    timing = timing_of(unit, phrase)
    deed = made(unit, phrase, "eliminate", bound, timing, threshold=threshold, value=value, value_unit=value_unit)
    return deed._replace(metric=tidy(unit.text[phrase.verb_end : mark.start()]) or deed.metric)


def out_of(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Moved out of what is to end: "move families out of hotels by 2027", "take drivers off zero-hours contracts"."""
    mark = _OUT_OF.match(unit.text, phrase.verb_end, phrase.end)
    timing = timing_of(unit, phrase) if mark and phrase.verb in lexicon("deeds")["moving"] else None
    if mark is None or timing is None:
        return None
    metric = tidy(f"{mark['what']} on {undated(unit, mark.start('where'), phrase.end)}")
    return made(unit, phrase, "eliminate", bound, timing)._replace(metric=metric)


def net_zero(unit: Unit, phrase: Phrase, bound: Binding) -> Deed | None:
    """Emissions that are to end: "emissions from our buildings must reach net zero by 2030"."""
    if not _NET_ZERO.match(unit.text, phrase.verb_end) or phrase.way != "reach":
        return None
    timing = timing_of(unit, phrase)
    floor = clause_start(unit.text, phrase.start)
    subject = tidy(re.split(r"(?i)\b(?:must|should|will|shall|to)\b", unit.text[floor : phrase.start])[0])
    named_so = subject if "emission" in subject.casefold() or "carbon" in subject.casefold() else "net carbon emissions"
    return made(unit, phrase, "eliminate", bound, timing)._replace(metric=named_so) if timing else None


def _wait(unit: Unit, phrase: Phrase) -> tuple[NumberMatch, Threshold | None] | None:
    for number in unit.numbers:
        if phrase.start <= number.start < phrase.end and number.unit in DURATIONS and number.kind == "duration":
            near = unit.text[max(phrase.start, number.start - 40) : number.end + 30]
            if re.search(r"(?i)wait|delay|backlog|breach|stay|over|longer|more than", near):
                return number, Threshold(op=">", value=number.value, unit=number.unit)
    return None


ENDINGS = (eliminate, none_left, to_nothing, out_of)
