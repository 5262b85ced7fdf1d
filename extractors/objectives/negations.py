"""What must not be any more: "nobody should wait over 65 weeks", "no child should be killed on the roads by 2030"."""

import re
from collections.abc import Iterator

from corpus.document import Span
from corpus.facts import Threshold
from extractors.lexicon import lexicon, read
from extractors.objectives.binding import Binding, binding
from extractors.objectives.deed import Deed, made, timing_of
from extractors.objectives.levels import Level
from extractors.objectives.nouns import tidy, undated
from extractors.objectives.phrases import PHRASE_END, Phrase
from extractors.objectives.subjects import part_of
from extractors.objectives.thresholds import DURATIONS
from extractors.objectives.units import Unit, once

_MODAL = r"should|will|must|shall|to|(?:is|are)\s+to|needs?\s+to|has\s+to|have\s+to"
_NOW = (
    r"(?:is|are|has|have|waits?|lives?|sleeps?|dies?|leaves?|spends?|goes|go|stays?|remains?|lacks?|suffers?|faces?|travels?|"
    r"gets?|enters?|arrives?|falls?|goes|ends?)(?=\s)"
)
_NOBODY = re.compile(
    r"(?i)\b(?:no(?:body|[-\s]one|\s+(?:patients?|person|people|child|children|adults?|cases?))?)\s[^.;:]{0,60}?\b(?P<wait>wait\w*)\s"
    r"(?:for\s+)?(?:over|more\s+than|longer\s+than|beyond)\s+(?=\d|[a-z])"
)
# The present tense says so only where the sentence sets it as an aim: "make sure that no child waits ...".
_NONE = re.compile(
    rf"(?P<no>\bN|(?<=[.;:,]\s)n|\A\W*n|(?:\b(?P<led>that|wants?|see|for|sure|ensure|ensuring)|\band|\bwhen|,|\d)\s+n|\b(?=nobody\b|no[-\s]one\b)n)"
    rf"o(?P<who>body\b|[-\s]one\b|\s+[a-z][\w’'-]*(?:\s+[\w’'-]+){{0,4}}?)\s+"
    rf"(?:(?:{_MODAL})(?P<verb>\s+(?:ever\s+|still\s+|again\s+)?(?:have\s+to\s+)?[a-z]+)|(?P<now>{_NOW}))"
)
_LED = re.compile(r"(?i)\b(?:that|sure|ensure|want|wants|so)\b[^.;:]*$")
_FLOOR = re.compile(r"(?i)\b(?:than|later|longer|until|before|above|below|over|under)\b")


@once
def negated(unit: Unit) -> list[tuple[int, int]]:
    """The ranges whose subject is nobody or nothing: what they say is not to be done."""
    found = []
    for mark in _nones(unit):
        stop = PHRASE_END.search(unit.text, mark.end())
        end = min(stop.start() if stop else len(unit.text), part_of(unit, mark.end() - 1)[1])
        found.append((mark.start("who") - 1, end))
    return found


def nobody(unit: Unit) -> Iterator[Deed]:
    """Waits to be ended: "Nobody should wait longer than 65 weeks"."""
    for mark in _NOBODY.finditer(unit.text) if "wait" in read(unit.text).low else ():
        number = next((n for n in unit.numbers if n.start == mark.end() and n.unit in DURATIONS), None)
        bound = binding(unit, mark.end(), mark.end()) if number else None
        if number is None or bound is None:
            continue
        stop = PHRASE_END.search(unit.text, number.end)
        phrase = Phrase(mark.start(), mark.start("wait"), stop.start() if stop else len(unit.text), "wait", "eliminate")
        timing = timing_of(unit, phrase)
        over = Threshold(op=">", value=number.value, unit=number.unit)
        yield made(unit, phrase, "eliminate", bound, timing, threshold=over, value=number.value, value_unit=number.unit)


def none(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """What must not be any more, by a day: "No child should be killed on the roads by 2030"."""
    for mark in _nones(unit):
        stop = PHRASE_END.search(unit.text, mark.end())
        end = min(stop.start() if stop else len(unit.text), part_of(unit, mark.end() - 1)[1])
        end = len(re.sub(r"(?:,?\s+(?:and|but|while))?\s*$", "", unit.text[:end]))
        verb = mark["verb"] or mark["now"]
        start = mark.start("who") - 2
        phrase = Phrase(start, mark.end(), end, verb.strip(), "eliminate")
        bound, timing = _bound(unit, mark), timing_of(unit, phrase)
        who = re.sub(r"\A(?:body|[-\s]one)\b", "", mark["who"]).strip()
        idle = bool(who) and any(word in lexicon("deeds")["no_end"] for word in who.casefold().split())
        if bound is None or timing is None or idle or _FLOOR.search(unit.text, mark.end(), end):
            continue
        if any(start <= level.start < end for level in levels):
            continue
        done = re.sub(r"(?i)^\s*(?:be|is|are)\b", "", verb)
        named_so = tidy(f"{who} {done} {undated(unit, mark.end(), end)}")
        deed = made(unit, phrase, "eliminate", bound, timing)
        yield deed._replace(metric=named_so or deed.metric)


@once
def _nones(unit: Unit) -> list[re.Match[str]]:
    return [] if read(unit.text).words.isdisjoint(("no", "nobody")) else list(_NONE.finditer(unit.text))


def _bound(unit: Unit, mark: re.Match[str]) -> Binding | None:
    led = mark["led"] or _LED.search(unit.text, max(0, mark.start() - 60), mark.start("who"))
    if mark["verb"] is not None or led:
        return binding(unit, mark.end(), mark.end())
    if re.search(r"(?i)\b(?:is|are)\s+to\b", mark[0]):
        span = Span(start=unit.start + mark.start(), end=unit.start + mark.end())
        return Binding("must", span, inherited=False, noun=False)
    return None
