"""How binding words are: must, asked, expected, should, will, ambition; and what is past or only foreseen.

The word in the clause wins over the stem of its list; among verbs the last before the level wins; a level named as a
target or standard without an obliging verb is an ambition. Words: lexicons/obligations.toml.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from corpus.facts import Obligation
from extractors.lexicon import Phrases, by_rank, lexicon, lowered

NEAR = 7  # words between a level and the noun that names it
_RISING = re.compile(
    r"(?i)\b(?:rising|increasing|moving|falling|going|stepping\s+up|which\s+rises)\s+(?:from\s+\S+\s+)?to\s+$"
)
_PARTS = re.compile(
    r"(?i)[.;:(),]|\b(?:above|below|against|over|under|and|is|was|to|than|from|met|missed|achieved|exceeded|hit)\b"
)
_NAMED = re.compile("target|aim|ambition|goal|objective")
_AIM = re.compile(
    r"(?i)\b(?:target|aim|ambition|goal|objective)s?\s+(?:of(?=\s+[a-z]+ing\b)|(?:[\w/]+\s+){0,5}?(?:is|are|was)\s+to(?=\s+(?!be\b)))"
)
# Words to the reader: "Ask anyone what it means and you will hear ..." asks nobody to do anything.
_TALK = re.compile(
    r"\A[\W_]*Ask\s(?![^.;:]{0,80}\bto\b)|\b[Yy]ou(?:\s+will|[’']ll)\s+(?:\w+ly\s+)?(?:hear|find|see|notice|remember|recall|know)\b"
)
_LEADS_AWAY = re.compile(r"(?i)[.;:()]|,\s|\b(?:by|from|was|were|and|but|to|for|with|in|against)\b")


class ObligationMatch(NamedTuple):
    """Words that bind: their range, how binding they are, and whether they are a noun ("target")."""

    start: int
    end: int
    obligation: Obligation
    noun: bool = False


def find_obligations(text: str) -> list[ObligationMatch]:
    """Obliging verbs, then named levels, of a sentence; offsets are relative to the text given."""
    talk = [mark.span() for mark in _TALK.finditer(text)] if "ask" in (low := lowered(text)) or "you" in low else []
    verbs = [m for m in _found("verbs", text, noun=False) if not any(s <= m.start < e for s, e in talk)]
    verbs += _aims(text)
    return sorted(verbs) + _found("nouns", text, noun=True)


def governing(text: str, at: int, end: int) -> ObligationMatch | None:
    """The words that bind the level at `text[at:end]`.

    The last verb before it, unless an incentive stands between; else a noun beside it ("a target of 46%", "the 80%
    adoption target"); else a noun anywhere before it.
    """
    found = find_obligations(text)
    override = [m for m in _found("overrides", text, noun=True) if m.end <= at]
    verbs = [m for m in found if not m.noun and m.start < at]
    if override and (not verbs or verbs[-1].start < override[-1].start):
        return override[-1]
    if verbs:
        return verbs[-1]
    return named_level(text, at, end) or _of_subject(text, at, end, found)


def named_level(text: str, at: int, end: int) -> ObligationMatch | None:
    """The noun that names the level at `text[at:end]` as a target or standard, within the same few words."""
    nouns = _found("nouns", text, noun=True)
    before = [m for m in nouns if m.end <= at and _names(text[m.end : at])]
    after = [m for m in nouns if m.start >= end and _is_named(text[end : m.start], several=text[m.end - 1] == "s")]
    return before[-1] if before else after[0] if after else None


def _of_subject(text: str, at: int, end: int, found: list[ObligationMatch]) -> ObligationMatch | None:
    """The verb of a subject that opens the clause with the level: "at least 80% of referrals should ..."."""
    if len(text[:at].split()) >= NEAR or is_reported(text[:at]):
        return None
    after = next((m for m in found if not m.noun and m.start >= end), None)
    if after is None or re.search(r"[,;:]|\b(?:that|which|who|we)\b", text[end : after.start]):
        return None
    return None if is_reported(text[end : after.start]) else after


@lru_cache(maxsize=1024)
def of_stem(stem: str) -> ObligationMatch | None:
    """How binding the opening of a list or a heading makes its items: the last cue in it, verbs before named levels."""
    found = [ObligationMatch(*mark) for phrases in _stems() for mark in phrases.find(stem)]
    return max(found, key=lambda m: (m.obligation != "ambition", m.end, m.end - m.start), default=None)


def of_header(words: str) -> ObligationMatch | None:
    """How binding a column's header makes its cells: "Target", "Plan 2025/26"."""
    mark = next(_listed("headers").find(words), None)
    return ObligationMatch(mark.start, mark.end, "ambition", noun=True) if mark else of_stem(words)


@lru_cache(maxsize=1024)
def sets_objectives(words: str) -> bool:
    """Whether a heading, a stem or a column's header opens a list of objectives."""
    return _listed("objective_lists").within(words)


def is_reported(text: str) -> bool:
    """Whether the words speak of what has happened, or of what is only foreseen."""
    words = text.replace("May", "")  # the month binds nothing, the verb does
    return _reports().within(words)


def _aims(text: str) -> list[ObligationMatch]:
    """Nouns that lead to a verb: "the target for 2025/26 is to treat ...", "a target of reducing falls"."""
    if not _NAMED.search(lowered(text)):
        return []
    return [ObligationMatch(mark.start(), mark.end(), "ambition") for mark in _AIM.finditer(text)]


def _names(between: str) -> bool:
    """Whether the words lead from a noun to its level: "target OF NO MORE THAN 15", "standard TO 75%" does not."""
    if between.strip() == ":":
        return True
    gap = re.sub(r"(?i)^\s*(?:is|are|remains)\s+(?:for|that|to\s+have|to\s+see)\b", " ", _RISING.sub(" ", between))
    gap = re.sub(r"(?i)\bfor\s+[\w/ ]{2,30}\s(?=(?:of|is)\b)", " ", gap)
    return len(gap.split()) < NEAR and not _LEADS_AWAY.search(gap)


def _is_named(between: str, *, several: bool) -> bool:
    """Whether the words lead from a level to its noun: "the 80% ADOPTION target", "5% DAY CASE AND THEATRE goals"."""
    between = re.sub(r"\band\b", " ", between) if several else between
    return len(between.split()) < NEAR and not _PARTS.search(between)


def _found(table: str, text: str, *, noun: bool) -> list[ObligationMatch]:
    return [ObligationMatch(*mark, noun) for mark in _by_obligation(table).find(text)]


@cache
def _by_obligation(table: str) -> Phrases[Obligation]:
    """The phrases of a table of the lexicon; "will need to" stands under must, so must comes before will."""
    rules = lexicon("obligations")[table]
    return Phrases(by_rank((name, rules[name]) for name in get_args(Obligation) if name in rules))


@cache
def _stems() -> tuple[Phrases[Obligation], ...]:
    return tuple(
        Phrases(dict.fromkeys(entry["phrases"], entry["obligation"])) for entry in lexicon("obligations")["stems"]
    )


@cache
def _listed(table: str) -> Phrases[None]:
    return Phrases(dict.fromkeys(lexicon("obligations")[table]["phrases"]))


@cache
def _reports() -> Phrases[None]:
    rules = lexicon("obligations")
    return Phrases(dict.fromkeys((*rules["past"]["words"], *rules["forecast"]["words"])))
