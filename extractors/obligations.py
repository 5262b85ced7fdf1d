"""How binding words are: must, asked, expected, should, will, ambition; and what is past or only foreseen.

The word in the clause wins over the stem of its list; among verbs the last before the level wins; a level named as a
target or standard without an obliging verb is an ambition. Words: lexicons/obligations.toml.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from corpus.facts import Obligation
from extractors.lexicon import Phrases, by_rank, lexicon, one_of, read

NEAR = 7  # words between a level and the noun that names it
_RISING = re.compile(
    r"(?i)\b(?:rising|increasing|moving|falling|going|stepping\s+up|which\s+rises)\s+(?:from\s+\S+\s+)?to\s+$"
)
_PARTS = re.compile(
    r"(?i)[.;:(),]|\b(?:above|below|against|over|under|and|is|was|to|than|from|met|missed|achieved|exceeded|hit|meets?|fails?|failed|misses|falls?|below)\b"
)
# Words to the reader: "Ask anyone what it means and you will hear ..." asks nobody to do anything.
_TALK = re.compile(
    r"\A[\W_]*Ask\s(?![^.;:]{0,80}\bto\b)|\b[Yy]ou(?:\s+will|[’']ll)\s+(?:\w+ly\s+)?(?:hear|find|see|notice|remember|recall|know)\b"
)
# "in line with the national ambition to provide ...": the noun says whose level it is, the verb before it binds.
_LENT = re.compile(
    r"(?i)\b(?:in\s+line\s+with|towards|against|consistent\s+with|in\s+support\s+of|support|meet)\s+(?:[\w’'-]+\s+){0,4}$"
)
# Minutes: "The Chief Nurse confirmed that the college would carry out a review in October".
_AGREED = re.compile(
    r"(?i)\b(?:agreed|confirmed|undertook|promised|resolved|committed|decided|assured)\b[^.;:]{0,100}?\b(?P<would>would)\b(?!\s+(?:need|have))"
)
_TO_BE_SO = re.compile(
    r"(?i)\bto\s+(?:account\s+for|represent|make\s+up|(?:have|be)\s+(?:been\s+)?(?:reached|met|achieved|delivered))\b"
)
_NO_NEED = re.compile(r"(?i)\b(?:no|any|without|the|had)\s+$")  # "with no need to be there"
_LEADS_AWAY = re.compile(r"(?i)[.;:()]|,\s|\b(?:by|from|was|were|and|but|to|for|with|in|against)\b")


class ObligationMatch(NamedTuple):
    """Words that bind: their range, how binding they are, and whether they are a noun ("target")."""

    start: int
    end: int
    obligation: Obligation
    noun: bool = False


@lru_cache(maxsize=2048)
def find_obligations(text: str) -> tuple[ObligationMatch, ...]:
    """Obliging verbs, then named levels, of a sentence; offsets are relative to the text given."""
    low, words = read(text)
    talk = [mark.span() for mark in _TALK.finditer(text)] if "ask" in low or "you" in words else []
    verbs = [m for m in _found("verbs", text, noun=False) if not any(s <= m.start < e for s, e in talk)]
    verbs = [m for m in verbs if not _NO_NEED.search(text, max(0, m.start - 8), m.start)]
    aims = _aims(text)
    agreed = _AGREED.finditer(text) if "would" in words else ()
    aims += [ObligationMatch(m.start("would"), m.end(), "will") for m in agreed]
    aims += _told_by(text) if "by" in words or "under" in words else []
    verbs = [v for v in verbs if not any(aim.start < v.end and v.start < aim.end for aim in aims)] + aims
    return (*sorted(verbs), *_found("nouns", text, noun=True))


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


def _of_subject(text: str, at: int, end: int, found: Sequence[ObligationMatch]) -> ObligationMatch | None:
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
    led = [m for m in _aims(stem) if not stem[m.end :].strip(" :")]
    if led:
        return led[-1]
    found = [(rank, ObligationMatch(*mark)) for rank, phrases in _stems() for mark in phrases.find(stem)]
    best = max(found, key=_rank_of_stem, default=None)
    return best[1] if best else _verb_at_end(stem)


def _rank_of_stem(found: tuple[int, ObligationMatch]) -> tuple[int, int]:
    rank, mark = found
    return rank, mark.end


def _verb_at_end(stem: str) -> ObligationMatch | None:
    """An obliging verb close to the colon that a stem ends in: "Together we want to see:"."""
    if not stem.rstrip().endswith(":"):
        return None
    verbs = [m for m in find_obligations(stem) if not m.noun and len(stem[m.end :].split()) < NEAR]
    return verbs[-1] if verbs else None


def of_header(words: str) -> ObligationMatch | None:
    """How binding a column's header makes its cells: "Target", "Plan 2025/26"."""
    mark = next(_listed("headers").find(words), None)
    return ObligationMatch(mark.start, mark.end, "ambition", noun=True) if mark else of_stem(words)


@lru_cache(maxsize=1024)
def sets_objectives(words: str) -> bool:
    """Whether a heading, a stem or a column's header opens a list of objectives."""
    return _listed("objective_lists").within(words)


def reports(words: str) -> bool:
    """Whether a column's header heads what was measured: "Actual", "Variance to target", "Baseline"."""
    return _listed("headers", "reports").within(words)


def is_reported(text: str) -> bool:
    """Whether the words speak of what has happened, or of what is only foreseen."""
    words = _TO_BE_SO.sub("", text.replace("May", ""))  # the month binds nothing, the verb does
    return _reports().within(words)


def _told_by(text: str) -> list[ObligationMatch]:
    """Passives that say who binds: "is required by the regulator to"."""
    return [
        ObligationMatch(mark.start(), mark.end(), mark.lastgroup)  # type: ignore[arg-type]
        for mark in _passives().finditer(text)
    ]


@cache
def _passives() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{one_of(words)})" for kind, words in lexicon("obligations")["told_by"].items())
    return re.compile(
        rf"(?i)\b(?:is|are|be|been|was|were)\s+(?:\w+\s+)?(?:{kinds})\s+(?:by|under)\s+[^,;:.()]{{2,60}}?\sto\b"
    )


def _aims(text: str) -> list[ObligationMatch]:
    """Nouns that lead to a verb: "the target for 2025/26 is to treat", "a target of reducing", "a duty to publish"."""
    if not _led_nouns().within(text):
        return []
    return [
        ObligationMatch(mark.start(), mark.end(), mark.lastgroup)  # type: ignore[arg-type]
        for mark in _led().finditer(text)
        if not _LENT.search(text, max(0, mark.start() - 40), mark.start())
    ]


def _names(between: str) -> bool:
    """Whether the words lead from a noun to its level: "target OF NO MORE THAN 15", "standard TO 75%" does not."""
    if between.strip() == ":":
        return True
    gap = re.sub(r"(?i)^\s*(?:is|are|remains)\s+(?:for|that|to\s+have|to\s+see)\b", " ", _RISING.sub(" ", between))
    gap = re.sub(r"(?i)\bfor\s+[\w/ ]{2,30}\s(?=(?:of|is|are|stays|remains|was|were|will\s+be)\b)", " ", gap)
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
def _led() -> re.Pattern[str]:
    """A noun of the table `led` with what leads from it to its verb; "the standard is to be met" names no aim."""
    rules = lexicon("obligations")["led"]
    nouns = "|".join(f"(?P<{name}>{one_of(words)})" for name, words in rules.items())
    to = r"to(?=\s+[a-z]|:|\s*$)"
    is_to = r"(?:[\w/]+\s+){0,5}?(?:is|are|was)\s+(?:still\s+)?(?:to(?=\s+(?!be\b)|:|\s*$)|that(?=\s))"
    return re.compile(rf"(?i)\b(?:{nouns})\s+(?:of(?=\s+[a-z]+ing\b)|{to}|{is_to})")


@cache
def _led_nouns() -> Phrases[None]:
    return Phrases(dict.fromkeys(word for words in lexicon("obligations")["led"].values() for word in words))


@cache
def _stems() -> tuple[tuple[int, Phrases[Obligation]], ...]:
    """The phrases of stems, each group with its rank: the highest in a stem wins, and of one rank the last."""
    return tuple(
        (entry["rank"], Phrases(dict.fromkeys(entry["phrases"], entry["obligation"])))
        for entry in lexicon("obligations")["stems"]
    )


@cache
def _listed(table: str, name: str = "phrases") -> Phrases[None]:
    return Phrases(dict.fromkeys(lexicon("obligations")[table][name]))


@cache
def _reports() -> Phrases[None]:
    rules = lexicon("obligations")
    return Phrases(dict.fromkeys((*rules["past"]["words"], *rules["forecast"]["words"])))
