"""The cores of numbers: digits with their currency, numbers in words, parts of a whole, multiples."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractors.lexicon import lexicon, may_hold, one_of
from extractors.wordnumbers import word_number_pattern

_DIGIT = re.compile(r"\d")


def cores_in(text: str) -> Iterator[re.Match[str]]:
    """The cores of numbers in a text, in order, each in the group that says how it is written.

    The groups are digits, words, fraction, multiple and halving. They are looked for only where a number may begin.
    """
    if not _DIGIT.search(text) and not may_hold(text, _spelt()):
        return
    start = _begins().search(text)
    while start is not None:
        found = _core().match(text, start.start())
        if found:
            yield found
        start = _begins().search(text, found.end() if found else start.start() + 1)


@cache
def _core() -> re.Pattern[str]:
    """Digits, a number in words, a part of a whole, a multiple."""
    words = lexicon("numbers")
    digits = r"(?:[-−](?=[\d£]))?(?:£\s?|GBP\s?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    fractions, multiples, halvings = (one_of(words[name]) for name in ("fractions", "multiples", "halvings"))
    spelt = (*words["fractions"], *words["multiples"], *words["halvings"], *words["ones"], *words["tens"])
    return re.compile(
        rf"(?<![\w/£])(?<!\d[.,])(?<![A-Za-z][-‑])(?P<digits>{digits})"
        rf"|\b(?=[{_first(spelt)}])(?<!-)(?i:(?P<fraction>{fractions})|(?P<multiple>{multiples})"
        rf"|(?P<halving>{halvings})|(?P<words>{word_number_pattern()}))(?!\w|-\w*ly\b)"
    )


@cache
def _begins() -> re.Pattern[str]:
    """Where a number may begin: superfluous places do no harm. Led by a class of characters, quick to search for."""
    words = lexicon("numbers")
    spelt = [word for name in ("fractions", "multiples", "halvings", "ones", "tens", "scales") for word in words[name]]
    spelt += [f"{one} {scale}" for one in ("a", "an") for scale in words["scales"]]
    rest = one_of(word[1:] for word in spelt)
    return re.compile(rf"[-−£G\d{_first(spelt)}](?:(?<=[-−£G\d])|(?<!\w.)(?i:{rest}))")


def _first(spelt: Iterable[str]) -> str:
    """The first letters of words, small and capital, which reject most words at once."""
    return "".join(sorted({letter for word in spelt for letter in (word[0], word[0].upper())}))


@cache
def _spelt() -> frozenset[str]:
    """The last words of numbers in words: no such number is without one of them."""
    words = lexicon("numbers")
    listed = [w for name in ("fractions", "multiples", "halvings", "ones", "tens", "scales") for w in words[name]]
    return frozenset(re.findall(r"\w+", phrase.lower())[-1] for phrase in listed)
