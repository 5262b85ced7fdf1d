"""Names of organisations in a text: the longest name wins, and a part of a longer name is no match.

A trie over words, built once from corpus/lexicons/organisations.csv; time is linear in the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from corpus.organisations import Organisation, organisations
from extractors.lexicon import lexicon, one_of

_WORD = re.compile(r"(?<![’'])[\w&]+(?:[’'](?!s\b)\w+)*")
_INSIDE = re.compile(r"[\w&’']")
_WORD_BEFORE = re.compile(r"(?<![\w&’'])([\w&]+(?:[’'](?!s\b)\w+)*) $")
_GAP = re.compile(r"(?:[’']s?)?[ \t\u00a0,‑–-]{1,3}(?:\n[ \t]*)?|(?:[’']s?)?\n[ \t]*")
_LEGAL = re.compile(r"\s+(?:(?:NHS\s+)?Foundation\s+Trust|NHS\s+Trust)$")
LONGEST_WORD = 40  # code points: how far back a word before a name is looked for
_BOARD = " Integrated Care Board"
_SPELLINGS = ("{}", "{} NHS Trust", "{} NHS Foundation Trust", "{} Foundation Trust", "{} Trust", "{} NHS FT", "{} FT")


class Name(NamedTuple):
    """A spelling of an organisation.

    `exact` spellings must be printed as they are (acronyms); `weak` ones could be a place ("Isle of Wight"), and `bare`
    ones are short of the words that make them a name ("Marsh" of Marsh Teaching Hospitals): they count in a ranking.
    """

    organisation: Organisation
    spelling: str
    exact: bool
    weak: bool
    bare: bool = False


class Named(NamedTuple):
    """A name in a text: its range and the organisations it may be, best first."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


def find_names(text: str, *, lower_case: bool = False) -> Iterator[Named]:
    """Names of the gazetteer in the text, left to right, none inside another.

    Args:
        text: any text.
        lower_case: also take names that are written without capitals, as in a query.
    """
    free = 0
    for word in _WORD.finditer(text) if lower_case else _capital_words(text):
        found = _longest(text, word, lower_case) if word.start() >= free else None
        if found:
            yield found
            free = found.end


def _capital_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text that open names as they are printed, with a capital."""
    for mark in _opening().finditer(text):
        at = mark.start()
        word = _WORD.match(text, at) if not at or not _INSIDE.match(text, at - 1) else None
        if word:
            yield word


def resolve(names: tuple[Name, ...], on: date | None) -> tuple[Organisation | None, str]:
    """The organisation meant on a day, and how that was decided.

    A full name stands for its organisation at any time; a shorter one only for one that existed on the day, or, when
    no day is given, that still exists. None when several remain.
    """
    wanted = [n for n in names if on is None or n.organisation.existed(on)]
    if on is None:
        wanted = [n for n in names if n.organisation.valid_to is None]
    full = [n for n in names if n.spelling == n.organisation.name]
    for candidates, how in ((wanted, "gazetteer"), (full, "gazetteer (not in force)")):
        distinct = {n.organisation.name: n.organisation for n in candidates}
        if len(distinct) == 1:
            return next(iter(distinct.values())), how
    return (
        (names[0].organisation, "gazetteer (date unknown)") if len(names) == 1 and on is None else (None, "ambiguous")
    )


def _longest(text: str, first: re.Match[str], lower_case: bool) -> Named | None:
    """The longest name that begins with a word."""
    start, best = first.start(), None
    word: re.Match[str] | None = first
    node = _trie().after.get(_key(first.group()))
    while word and node:
        end = word.end()
        names = tuple(n for n in node.names if _printed(n, text[start:end], lower_case))
        if names and _whole(text, start, end, names):
            best = Named(start, end, names)
        word = _WORD.search(text, end) if node.after else None
        if word and not _GAP.fullmatch(text, end, word.start()):
            break
        node = node.after.get(_key(word.group())) if word else None
    return best


def _printed(name: Name, words: str, lower_case: bool) -> bool:
    """Whether a name is printed as a name: "NHS digital portfolio" does not speak of NHS Digital."""
    if name.exact:
        return name.spelling == words
    return lower_case or _capitals(words) >= _capitals(name.spelling)


def _capitals(words: str) -> int:
    return sum(word[0].isupper() for word in words.replace("-", " ").split())


def _whole(text: str, start: int, end: int, names: tuple[Name, ...]) -> bool:
    """Whether the name is not a part of a longer one: "East London" in "North East London"."""
    if _has_more_before(text, start, end):
        return False
    if any(n.exact or n.spelling == n.organisation.name for n in names):
        return True
    rules = lexicon("bodies")
    before = _WORD_BEFORE.search(text, max(0, start - LONGEST_WORD), start)
    if before and before[1][0].isupper() and before[1].casefold() in rules["widens_a_name"]:
        return False
    after = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return after is None or not after[0][0].isupper() or after[0].casefold() in rules["follows_a_name"]


def _has_more_before(text: str, start: int, end: int) -> bool:
    """Whether the word before makes it the name of another body: "Irish Department of Health"."""
    before = _WORD_BEFORE.search(text, max(0, start - LONGEST_WORD), start)
    if before is None or not before[1][0].isupper():
        return False
    rules = lexicon("bodies")
    return before[1].casefold() in rules["of_other_nations"] or text[start:end].casefold() in rules["often_a_part"]


@cache
def _trie() -> _Node:
    root = _Node()
    for organisation in organisations():
        for name in _spellings(organisation):
            node = root
            for word in _WORD.findall(name.spelling):
                node = node.after.setdefault(_key(word), _Node())
            if all(n.organisation is not organisation for n in node.names):
                node.names.append(name)
    return root


@cache
def _opening() -> re.Pattern[str]:
    """The first word of any name as it is printed, with a capital: a text without one holds no name."""
    printed: dict[str, list[str]] = defaultdict(list)
    for key in _trie().after:
        printed[key[0].upper()].append(key[1:])
    return re.compile("|".join(f"{re.escape(c)}(?i:{one_of(rests)})(?!\\w)" for c, rests in printed.items()) + "|&")


def _spellings(organisation: Organisation) -> Iterator[Name]:
    also_words = lexicon("bodies")["also_words"]
    for given in (organisation.name, *(alias.removeprefix("the ") for alias in organisation.aliases)):
        base = _LEGAL.sub("", given).removeprefix("The ")
        patterns = _SPELLINGS if organisation.type == "trust" and " " in base else ("{}",)
        exact = given in also_words or (len(given) < 6 and given.isupper())
        yield Name(organisation, given, exact, weak=False)
        if organisation.type == "icb" and given.startswith("NHS ") and given.endswith(_BOARD):
            yield Name(organisation, given.removesuffix(_BOARD), exact=False, weak=False)
        for pattern in patterns if not exact else ():
            weak = pattern == "{}" and organisation.type == "trust" and not is_organisation(base)
            yield Name(organisation, pattern.format(base), exact=False, weak=weak)
        if organisation.type == "trust" and not exact and (bare := _bare(base)) not in ("", base):
            yield Name(organisation, bare, exact=False, weak=True, bare=True)


def is_organisation(base: str) -> bool:
    """Whether a trust's name without its legal form is no mere place: "Marsh Hospitals", not "Marsh"."""
    marks = lexicon("bodies")["organisation_words"]
    return any(word.casefold() in marks for word in _WORD.findall(base))


def _bare(base: str) -> str:
    """A trust's name without the words at its end that mark it as an organisation; "" where they are all of it."""
    rules = lexicon("bodies")
    words, marks = base.split(), {*rules["organisation_words"], "university", "integrated", "community", "acute"}
    if "Ambulance" in words:
        return ""
    while words and words[-1].casefold() in marks:
        words.pop()
    return " ".join(words) if any(word.casefold() not in rules["widens_a_name"] for word in words) else ""


def _key(word: str) -> str:
    folded = word.casefold().replace("’", "'")
    return "and" if folded == "&" else folded.rstrip("'")
