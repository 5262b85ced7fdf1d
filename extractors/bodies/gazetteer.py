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
_GAP = re.compile(r"(?:[’']s?)?[ \t\u00a0,‑–-]{1,3}(?:\n[ \t]*)?|(?:[’']s?)?\n[ \t]*")
_LEGAL = re.compile(r"\s+(?:(?:NHS\s+)?Foundation\s+Trust|NHS\s+Trust)$")
_SPELLINGS = ("{}", "{} NHS Trust", "{} NHS Foundation Trust", "{} Foundation Trust", "{} Trust", "{} NHS FT", "{} FT")


class Name(NamedTuple):
    """A spelling of an organisation.

    `exact` spellings must be printed as they are (acronyms); `weak` ones could be a place ("Isle of Wight").
    """

    organisation: Organisation
    spelling: str
    exact: bool
    weak: bool


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
    if not lower_case and not _opening().search(text):
        return
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        word = words[at]
        if lower_case or not text[word.start()].islower():
            found, taken = _longest(text, words, at, lower_case)
            if found:
                yield found
                at += taken
                continue
        at += 1


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


def _longest(text: str, words: list[re.Match[str]], at: int, lower_case: bool) -> tuple[Named | None, int]:
    node, best, taken = _trie(), None, 0
    for i in range(at, len(words)):
        if i > at and not _GAP.fullmatch(text, words[i - 1].end(), words[i].start()):
            break
        child = node.after.get(_key(words[i].group()))
        if child is None:
            break
        node = child
        start, end = words[at].start(), words[i].end()
        names = tuple(n for n in node.names if _printed(n, text[start:end], lower_case))
        if names and _whole(text, words, at, i, names):
            best, taken = Named(start, end, names), i - at + 1
    return best, taken


def _printed(name: Name, words: str, lower_case: bool) -> bool:
    """Whether a name is printed as a name: "NHS digital portfolio" does not speak of NHS Digital."""
    if name.exact:
        return name.spelling == words
    return lower_case or _capitals(words) >= _capitals(name.spelling)


def _capitals(words: str) -> int:
    return sum(word[0].isupper() for word in words.replace("-", " ").split())


def _whole(text: str, words: list[re.Match[str]], first: int, last: int, names: tuple[Name, ...]) -> bool:
    """Whether the name is not a part of a longer one: "East London" in "North East London"."""
    if any(n.exact or n.spelling == n.organisation.name for n in names):
        return True
    rules = lexicon("bodies")
    before, after = _capital(words, first - 1), _capital(words, last + 1)
    if before and text[before.end() : words[first].start()] == " " and before[0].casefold() in rules["widens_a_name"]:
        return False
    apart = after is None or text[words[last].end() : after.start()] != " "
    return apart or (after is not None and after[0].casefold() in rules["follows_a_name"])


def _capital(words: list[re.Match[str]], at: int) -> re.Match[str] | None:
    """The word at a place, if there is one and it begins with a capital."""
    return words[at] if 0 <= at < len(words) and words[at][0][0].isupper() else None


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
        for pattern in patterns if not exact else ():
            weak = pattern == "{}" and organisation.type == "trust" and not _is_organisation(base)
            yield Name(organisation, pattern.format(base), exact=False, weak=weak)


def _is_organisation(base: str) -> bool:
    marks = lexicon("bodies")["organisation_words"]
    return any(word.casefold() in marks for word in _WORD.findall(base))


def _key(word: str) -> str:
    folded = word.casefold().replace("’", "'")
    return "and" if folded == "&" else folded.rstrip("'")
