"""Verb phrases of a unit: what could be done, up to the next verb or stop."""

import re
from functools import cache
from typing import NamedTuple

from extractors.comparators import change_verbs
from extractors.lexicon import Phrases, lexicon, one_of
from extractors.objectives.deadlines import deadlines
from extractors.objectives.subjects import part_starts
from extractors.objectives.units import Unit, once
from extractors.obligations import find_obligations

AHEAD = 12  # verbs looked at for the next phrase
LEAD = 24  # code points before a verb that can part it from the phrase before
SHORTEST = 6  # words of an objective
PHRASE_END = re.compile(
    r"[;:]\s|,\s(?=except\b|unless\b|excluding\b)|,\s(?=which\b|who\b|whose\b)|\.\s+(?=[A-Z(“‘])|\.$|\s[–—]\s|\s\((?=except|where|unless)|$"
)
_SPLIT = re.compile(r"(?:,\s+(?:and\s+|including\s+)?|\s+and\s+(?:to\s+)?)$")
_JOINED = re.compile(r"[,;]?\s+(?:(?:and|but|while|whilst|whereas|then|or)\s+)?(?:(?:then|also|that|in\s+turn)\s+)?$")
_AT_VERB = re.compile(
    r"(?i)(?:^|[•–-]\s|[“‘\"']|\bto(?:\s+(?:also|further|then|now|fully|at\s+least|as\s+a\s+minimum|either))?\s|\band\s|\bincluding\s|,\s|\b(?:will|must|should|shall|would|now|also|by|or|need\s+to|fully|then|jointly|immediately)\s)$"
)
_ADVERB = re.compile(r"(?<!app)(?<!supp)(?<!comp)(?<!re)(?<!imp)(?<!multip)(?<!rep)ly$")
_LEADS = re.compile(r"(?i)(?:\bto|\bwill?|\bmust|\bshould|\bshall|\bwould|[’']ll)$")
_LED = re.compile(
    r"(?:(?:\s+to)?(?:\s+(?:again|still|initially|also|now|all|each|both|then|fully|jointly|together|collectively|formally|[a-z]+ly))?(?:\s+(?:wish|need|choose|have)\s+to)?\s+)(?P<verb>[a-z]{3,})"
)


_RECOMMENDED = re.compile(
    r"\bthat\s+(?:(?:the|all|every|each)\s+)?(?:[A-Z][\w&’'-]*|of|for|and|the|trusts?|systems|boards?|providers|councils|authorities)"
    r"(?:\s+(?:[A-Z][\w&’'-]*|of|for|and|the|boards?|authorities|trusts?))*\s+(?P<verb>(?!should|must|will|is|are|was|were|has|have|can|may)[a-z]{3,})\b"
)


class Phrase(NamedTuple):
    """A verb in its place and what hangs on it, up to the next verb or stop."""

    start: int
    verb_end: int
    end: int
    verb: str
    way: str | None


@once
def phrases(unit: Unit) -> list[Phrase]:
    """The verb phrases of a unit that could be deeds."""
    text = unit.text
    ways = {(v.start, v.end): v.way for v in change_verbs(text)}
    marks = _verbs(text)
    capitals = [m.start() for m in run_together(text)] if unit.is_objective else []
    opened = part_starts(unit) if marks else []
    found = []
    for i, (start, verb_end) in enumerate(marks):
        stop = PHRASE_END.search(text, verb_end)
        end = stop.start() if stop else len(text)
        end = min([end, *(c for c in capitals if c > start)])
        end = min([end, *(_joined(text, verb_end, at) for at in opened if at >= verb_end)])
        following = next(
            (at for at, _ in marks[i + 1 : i + AHEAD] if _SPLIT.search(text, max(verb_end, at - LEAD), at)), None
        )
        if following is not None and following < end:
            split = _SPLIT.search(text, verb_end, following)
            end = split.start() if split else end
            end = min(end, _before_its_date(unit, following, end))
        found.append(Phrase(start, verb_end, end, text[start:verb_end].casefold(), ways.get((start, verb_end))))
    return found


def _joined(text: str, verb_end: int, part: int) -> int:
    """Where a phrase ends that another part follows: before the word that joins them."""
    return verb_end + len(_JOINED.sub("", text[verb_end:part]))


def _verbs(text: str) -> list[tuple[int, int]]:
    """Where verbs that could open a deed stand: those of the lexicons, and any right behind obliging words."""
    known = {
        verb.start: verb.end
        for verb in _deed_words().find(text)
        if _AT_VERB.search(text, max(0, verb.start - 30), verb.start)
    }
    idle = lexicon("deeds")["no_deed"]
    known |= {at: end for at, end in _recommended(text) if text[at:end] not in idle}
    for bound in find_obligations(text):
        leads = _LEADS.search(text, bound.start, bound.end)
        mark = None if bound.noun or leads is None else _LED.match(text, bound.end)
        if mark and mark["verb"] not in idle and not _ADVERB.search(mark["verb"]):
            known.setdefault(mark.start("verb"), mark.end())
    return sorted(known.items())


def _recommended(text: str) -> list[tuple[int, int]]:
    """Verbs of what is recommended: "that the Department PUBLISH, by July, a plan; and that NHS England REPORT"."""
    if "recommend" not in text.casefold():
        return []
    return [mark.span("verb") for mark in _RECOMMENDED.finditer(text)]


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
    return re.compile(rf"(?i)(?<![\w-]){one_of(_finishing_or_moving())}(?![\w-])")


@cache
def _deed_words() -> Phrases[None]:
    return Phrases(dict.fromkeys(_finishing_or_moving()))


def _finishing_or_moving() -> set[str]:
    moves = [word for words in lexicon("comparators")["verbs"].values() for word in words]
    return {*lexicon("deeds")["finish"], *moves}
