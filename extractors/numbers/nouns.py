"""The noun that a number counts, found without a tagger: the words after it up to a word that no noun runs across."""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of

LONGEST = 6  # words between a number and the noun it counts


def counted_noun(text: str, at: int) -> tuple[str | None, bool]:
    """The counted noun phrase that follows a number, and whether it is a scope or a name rather than a quantity.

    Args:
        text: the sentence.
        at: where the number ends.
    """
    whole = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|our|its|their|all)\s+)*\d[\d,]*(?=\s)").match(text, at)
    at = whole.end() if whole else at  # "3 of our 5 sites" counts sites
    compound = _compounds().match(text, at)
    if compound:
        return compound[1], False
    words = _words_after(text, at)
    for i, word in enumerate(words):
        if word.casefold() in _scope() and not _plural_follows(words, i):
            return " ".join(words[: i + 1]), True
        if _is_plural(word) and not (i + 1 < len(words) and _is_plural(words[i + 1])):
            return " ".join(words[: i + 1]), False
    joined = _joined_noun().match(text, at)  # "4,012 hip and knee operations"
    return (joined[1], False) if joined and _is_plural(joined[1].split()[-1]) else (None, False)


@cache
def _joined_noun() -> re.Pattern[str]:
    stop = one_of(lexicon("numbers")["nouns"]["stop"])
    word = rf"(?!{stop}\b)[a-z-]+"
    return re.compile(rf"\s+({word}\s+and\s+{word}(?:\s+{word})?)(?![\w-])")


def _plural_follows(words: list[str], at: int) -> bool:
    """As "core standards" ends in the plural: the first scope word need not be the noun."""
    return any(_is_plural(w) for w in words[at + 1 :]) and not _is_plural(words[at])


@cache
def _compounds() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s+({one_of(lexicon('numbers')['nouns']['compounds'])})(?!\w)")


@cache
def function_words() -> frozenset[str]:
    """Articles, prepositions and the like, in small letters."""
    return frozenset(lexicon("numbers")["nouns"]["stop"])


@cache
def _scope() -> frozenset[str]:
    return frozenset(lexicon("numbers")["scope"]["nouns"])


@cache
def _skip() -> frozenset[str]:
    return frozenset(lexicon("numbers")["nouns"]["skip"])


@cache
def _following() -> re.Pattern[str]:
    stop = one_of(lexicon("numbers")["nouns"]["stop"])
    return re.compile(rf"\+?(?:\s+or\s+more)?((?:[-\s]+(?!{stop}\b)[A-Za-z&][\w'’&/-]*){{0,{LONGEST}}})")


def _words_after(text: str, at: int) -> list[str]:
    found = _following().match(text, at)
    words = re.findall(r"[A-Za-z&][\w'’&/-]*", found[1]) if found else []
    while words and words[0].casefold() in _skip():
        words.pop(0)
    return words


@cache
def _irregular() -> frozenset[str]:
    return frozenset(w.casefold() for w in lexicon("numbers")["nouns"]["irregular"])


def _is_plural(word: str) -> bool:
    plain = word.casefold()
    if plain in _irregular():
        return True
    return len(plain) > 2 and plain.endswith("s") and not plain.endswith(("ss", "us", "is", "'s", "’s", "ous"))
