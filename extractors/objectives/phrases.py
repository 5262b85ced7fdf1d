"""Verb phrases of a unit: what could be done, up to the next verb or stop."""

import re
from functools import cache
from typing import NamedTuple

from extractors.comparators import change_verbs
from extractors.lexicon import lexicon, one_of
from extractors.objectives.deadlines import deadlines
from extractors.objectives.units import Unit

AHEAD = 12  # verbs looked at for the next phrase
LEAD = 24  # code points before a verb that can part it from the phrase before
SHORTEST = 6  # words of an objective
PHRASE_END = re.compile(
    r"[;:]\s|,\s(?=except\b|unless\b|excluding\b)|,\s(?=which\b|who\b|whose\b)|\.\s+(?=[A-Z(“‘])|\.$|\s[–—]\s|\s\((?=except|where|unless)|$"
)
_SPLIT = re.compile(r"(?:,\s+(?:and\s+|including\s+)?|\s+and\s+(?:to\s+)?)$")
_AT_VERB = re.compile(
    r"(?i)(?:^|[•–-]\s|[“‘\"']|\bto(?:\s+(?:also|further|then|now|fully))?\s|\band\s|\bincluding\s|,\s|\b(?:will|must|should|shall|would|now|also|by|or|need\s+to|fully|then|jointly|immediately)\s)$"
)


class Phrase(NamedTuple):
    """A verb in its place and what hangs on it, up to the next verb or stop."""

    start: int
    verb_end: int
    end: int
    verb: str
    way: str | None


def phrases(unit: Unit) -> list[Phrase]:
    """The verb phrases of a unit that could be deeds."""
    text = unit.text
    ways = {(v.start, v.end): v.way for v in change_verbs(text)}
    marks = [m for m in deed_verbs().finditer(text) if _AT_VERB.search(text, max(0, m.start() - 30), m.start())]
    capitals = [m.start() for m in run_together(text)] if unit.is_objective else []
    found = []
    for i, mark in enumerate(marks):
        stop = PHRASE_END.search(text, mark.end())
        end = stop.start() if stop else len(text)
        end = min([end, *(c for c in capitals if c > mark.start())])
        following = next(
            (m for m in marks[i + 1 : i + AHEAD] if _SPLIT.search(text, max(mark.end(), m.start() - LEAD), m.start())),
            None,
        )
        if following is not None and following.start() < end:
            split = _SPLIT.search(text, mark.end(), following.start())
            end = split.start() if split else end
            end = min(end, _before_its_date(unit, following.start(), end))
        found.append(Phrase(mark.start(), mark.end(), end, mark[0].casefold(), ways.get(mark.span())))
    return found


def _before_its_date(unit: Unit, verb: int, end: int) -> int:
    """Where a phrase ends whose next verb has its date in front: "publish a plan and, by May, appoint a lead"."""
    for _, timing in deadlines(unit):
        start, close = timing.span.start - unit.start, timing.span.end - unit.start
        lead = re.search(r"(?:,\s*)?\band,?\s+$|[,;]\s+$", unit.text[:start])
        if lead and close <= verb and re.fullmatch(r",?\s*", unit.text[close:verb]):
            return lead.start()
    return end


def run_together(text: str) -> list[re.Match[str]]:
    """Verbs with a capital in the middle of a sentence."""
    marks = [m for m in deed_verbs().finditer(text) if m[0][0].isupper() and m.start() > SHORTEST]
    return [m for m in marks if re.search(r"[a-z0-9%,)]\s$", text[max(0, m.start() - 2) : m.start()])]


@cache
def deed_verbs() -> re.Pattern[str]:
    """Any verb of finishing or of change."""
    moves = [word for words in lexicon("comparators")["verbs"].values() for word in words]
    return re.compile(rf"(?i)(?<![\w-]){one_of({*lexicon('deeds')['finish'], *moves})}(?![\w-])")
