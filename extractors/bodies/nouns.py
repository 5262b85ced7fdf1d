"""The nouns that end the names of organisations and the words that open them, from lexicons/body_names.toml."""

import re
from functools import cache
from typing import NamedTuple

from corpus.facts import BodyType
from extractors.lexicon import lexicon, one_of, opening

_EDGE = r"\w&’'-"  # what does not stand before a noun or an opening
_LISTS = ("joins", "before_of", "of_places", "not_in_names", "makes_a_thing", "jobs", "ing_words")


class Kind(NamedTuple):
    """What a noun or an opening says of a name.

    `type` is the type of body, `key` what it is called again ("council"), `alone` are the words that make no name of
    the noun by themselves, `listed` says that the name may hold a list, `whole` that the words alone are a name.
    """

    type: BodyType
    key: str
    alone: frozenset[str]
    listed: bool
    whole: bool


def key_of(name: str) -> str | None:
    """How a name is spoken of again ("council" of "Marsh District Council"); None where its words do not tell."""
    opening = openings()[0].match(name)
    if opening:
        return openings()[1][folded(opening["words"])].key
    marks = [mark for mark in heads()[0].finditer(name) if mark.end() == len(name)]
    return heads()[1][folded(marks[-1].group())].key if marks else None


@cache
def heads() -> tuple[re.Pattern[str], dict[str, Kind]]:
    """The nouns that end names, also in capitals all through, and what each says by its words in small letters."""
    kinds = _kinds("head")
    upper = {word.upper() for word in kinds if len(word) > 3}
    return re.compile(rf"{opening([*kinds, *upper], before=_EDGE)}(?![\w-])"), {folded(k): v for k, v in kinds.items()}


@cache
def openings() -> tuple[re.Pattern[str], dict[str, Kind]]:
    """The words that open names, and what each says by its words in small letters."""
    kinds = _kinds("opening")
    return re.compile(rf"(?P<words>{opening(kinds, before=_EDGE)})(?![\w-])"), {folded(k): v for k, v in kinds.items()}


@cache
def before_openings() -> re.Pattern[str]:
    """The end of a text in a word that belongs to the name which the next words open: "Irish " of a department."""
    nations = one_of(word.capitalize() for word in lexicon("bodies")["of_other_nations"])
    houses = one_of(lexicon("body_names")["before_openings"])
    return re.compile(rf"(?<![\w’'-])(?:(?:Royal |Northern )?{nations} |{houses},? )$")


@cache
def rules() -> dict[str, frozenset[str]]:
    """The lists of words that tell where names begin and end."""
    return {name: frozenset(lexicon("body_names")[name]) for name in _LISTS}


def folded(words: str) -> str:
    """The words in small letters, one space between them."""
    return " ".join(words.casefold().split())


def _kinds(table: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for entry in lexicon("body_names")[table]:
        listed = bool(entry.get("listed") or entry.get("joined"))
        kind = Kind(entry["type"], entry["key"], frozenset(entry.get("alone", ())), listed, bool(entry.get("whole")))
        for word in entry["words"]:
            kinds.setdefault(word, kind)
    return kinds
