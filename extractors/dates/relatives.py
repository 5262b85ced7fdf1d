"""Times that need an anchor: "last year", "the next 5 years", "since the pandemic", "the end of the year"."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from extractors.dates import anchored
from extractors.dates.patterns import NUMBER
from extractors.dates.placing import DateContext
from extractors.dates.records import Atom
from extractors.dates.spans import Past
from extractors.lexicon import lexicon, lowered, one_of

LONGEST = 4_000  # code points: what is found of longer texts is not kept
Reader = Callable[[str, re.Match[str], DateContext, Past], Atom | None]


def relatives(text: str, context: DateContext, past: Past) -> list[Atom]:
    """Relative expressions, resolved against the document's time or the dates before them where they can be.

    Args:
        text: a sentence or a paragraph.
        context: the document's time.
        past: the dated atoms of the text, which "the previous year" and "the same period last year" lean on.
    """
    found: list[Atom] = []
    for pattern, reader in _possible(text) if len(text) <= LONGEST else _matching(text):
        for match in pattern.finditer(text):
            earlier = [a for a in past if a.end <= match.start()]
            atom = reader(text, match, context, earlier)
            if atom is not None:
                found.append(anchored.before(text, atom))
    return found


def may_be_relative(text: str) -> bool:
    """Whether a text holds the words of any relative expression."""
    return len(text) > LONGEST or bool(_possible(text))


def _matching(text: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rules whose words a text holds."""
    low = lowered(text)
    if not _is_triggered(low):
        return ()
    held = {word for word in _needed() if word in low}
    return tuple((pattern, reader) for pattern, reader, needs in _rules() if not any(map(held.isdisjoint, needs)))


_possible = lru_cache(maxsize=4096)(_matching)  # a sentence is read with the time of its document and without


@cache
def _needed() -> tuple[str, ...]:
    """The words that one rule or another cannot do without, each once."""
    return tuple({word for _, _, needs in _rules() for words in needs for word in words})


def _is_triggered(low: str) -> bool:
    words, patterns = _cues()
    return any(map(low.__contains__, words)) or bool(patterns and patterns.search(low))


@cache
def _cues() -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """What a text in lower case holds that speaks of a relative time: plain words, and patterns."""
    cues = [*lexicon("dates")["seasons"]["names"], *lexicon("dates")["cues"]["relative"]]
    patterns = [cue for cue in cues if not cue.replace(" ", "").isalpha()]
    words = tuple(cue for cue in cues if cue not in patterns)
    return words, re.compile("|".join(patterns)) if patterns else None


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader, tuple[frozenset[str], ...]], ...]:
    """Patterns, each with its reader and with lists of words in lower case, of each of which it needs one."""
    words = lexicon("dates")
    shift, season = one_of(words["shifts"]), one_of(words["seasons"]["names"])
    event, lead = one_of(words["events"]["names"]), one_of(words["events"]["leads"])
    edge = rf"(?P<edge>{one_of(words['edges']['words'])})\s+"
    kind = r"(?:(?P<kind>financial|calendar|fiscal|planning)\s+)?"
    same = (
        rf"(?P<same>the\s+(?:same|equivalent|corresponding)\s+{one_of(words['points']['words'])}\s+(?:(?:in|of)\s+)?)"
    )
    counted = rf"(?:{NUMBER}|few|several|couple\s+of)"
    units, one = one_of(words["units"]["many"]), one_of(words["units"]["one"])
    of_plan = rf"(?:pandemic\b|(?:[\w-]+\s+){{0,6}}?{one_of(words['plans']['words'])}\b)"
    no_name = r"(?!\s+(?:\d|of\b|(?:budget|statement|recess|break|holidays?|term|school|games|olympics)\b))"
    ordinals = ("first", "second", "third", "fourth", "fifth", "final", "last", "opening")
    ordinal = f"(?:{'|'.join(ordinals)})"
    nearby = ("last", "past", "previous", "preceding", "next", "coming", "following", "first", "final")
    near = f"(?:{'|'.join(nearby)})"
    spans, several = [*words["units"]["one"], *words["seasons"]["names"]], words["units"]["many"]
    edges, events, horizons = (
        [max(reversed(word.lower().split()), key=len) for word in words[table][key]]
        for table, key in (("edges", "words"), ("events", "names"), ("horizons", "words"))
    )
    behind = "|".join(f"(?<={lead_in} )" for lead_in in words["season_leads"]["before"])
    shifts, year = tuple(words["shifts"]), ("year",)
    rules: tuple[tuple[str, Reader, tuple[Sequence[str], ...]], ...] = (
        (
            rf"(?:{same}|{edge})?(?:(?:the|their|our|its)\s+)?(?P<shift>{shift})\s+{kind}(?P<unit>{one}|{season})(?![\w-])",
            anchored.shifted,
            (spans, shifts),
        ),
        (
            rf"{edge}(?:the|each|every)\s+{kind}(?P<unit>year|month|quarter|{season})(?![\w-])(?!\s+(?:of|to|end))",
            anchored.edge,
            (edges, spans, ("the", "each", "every")),
        ),
        (
            r"(?:the\s+)(?:whole\s+|full\s+)?(?P<unit>year|quarter)(?![\w-])"
            r"(?!\s+(?:of|to|up|end|ended|ending|before|ahead|after|earlier|in|that|\d))",
            anchored.own_time,
            (("the year", "the quarter", "whole year", "full year"),),
        ),
        (r"that\s+(?P<unit>year|month|quarter)\b", anchored.that_time, (("that year", "that month", "that quarter"),)),
        (
            rf"(?:(?<=by )|(?<=at )|(?<=before )|(?<=until )|(?<=to ))(?:the\s+)?{kind}year[-\s]end\b",
            anchored.year_end,
            (year, ("end",)),
        ),
        (rf"(?:the\s+)?{near}\s+{counted}\s+(?:\w+\s+)?{units}\b", anchored.several, (several, nearby)),
        (r"the\s+(?:coming|next|past|last)\s+(?:days|weeks|months|years)\b", anchored.plain, (several, nearby)),
        (r"every\s+(?:other\s+)?(?:week|fortnight|month|quarter)\b", anchored.every, (("every",),)),
        (rf"every\s+(?:{NUMBER}(?:\s?[-–]\s?|\s+to\s+))?{counted}\s+{units}\b", anchored.every, (("every",),)),
        (
            rf"(?:(?:{NUMBER}|a|few)\s+(?:{one}|day|{units})|the\s+(?:year|month|week))\s+(?:ago|earlier|before|ahead)\b",
            anchored.ago,
            (("ago", "earlier", "before", "ahead"),),
        ),
        (rf"{lead}(?:\s+and\s+{lead})?\s+{event}", anchored.plain, (events,)),
        (rf"(?:the\s+)?{ordinal}\s+year\s+of\s+(?:the\s+)?{of_plan}", anchored.plain, (year, ("of",), ordinals)),
        (
            r"(?<!-)year\s+(?:one|two|three|four|five|[1-9])\b(?![-\s]+(?:olds?|pupils?|children|plan))",
            anchored.numbered_year,
            (year,),
        ),
        (
            rf"(?:{behind})(?:the\s+)?(?P<season>{season})\b{no_name}",
            anchored.near_season,
            (words["seasons"]["names"],),
        ),
        (
            rf"(?:the\s+)?{ordinal}\s+{counted}\s+months\s+of\s+(?:the|this)\s+{kind}year\b",
            anchored.plain,
            (year, ("months",)),
        ),
        (
            rf"(?:the\s+)?(?P<which>{ordinal})\s+(?P<size>half|quarter)\s+of\s+(?:the|this|next)\s+{kind}year\b",
            anchored.half_of_year,
            (year, ("half", "quarter")),
        ),
        (
            r"(?:(?:the|this)\s+)?(?:financial\s+)?year[\s-]to[\s-]date\b|(?:FY)?YTD\b",
            anchored.to_date,
            (("date", "ytd"), ("year", "ytd")),
        ),
        (
            rf"{edge}(?:this|the|the\s+next)\s+{one_of(words['horizons']['words'])}\b",
            anchored.horizon,
            (edges, horizons),
        ),
        (r"(?:since\s+)?the\s+(?:19|20)\d0s\b", anchored.plain, (("0s",),)),
    )
    return tuple(
        (re.compile(rf"(?i)(?<![\w-]){p}"), reader, tuple(map(frozenset, needs))) for p, reader, needs in rules
    )
