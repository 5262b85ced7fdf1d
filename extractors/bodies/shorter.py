"""Classes that a document calls by a shorter name, once it has used the longer one: "boards" for "NHS boards"."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpus.facts import BodyType
from extractors.bodies.matches import BodyMatch
from extractors.lexicon import Phrases, lexicon, may_hold, one_of

_OPENS = r"(?:^|(?<=[.;:!?•*–—-] )|(?<=\n))"


class Shorter(NamedTuple):
    """A class, and the nouns that stand for it where the document has used its full name."""

    name: str
    type: BodyType
    nouns: frozenset[str]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[BodyMatch]:
        """The class by its shorter names, with offsets into the text."""
        for mark in self.pattern.finditer(text) if may_hold(text, self.nouns) else ():
            start, end = mark.span("noun" if mark["noun"] else "one")
            yield BodyMatch(start, end, self.name, None, self.type, resolved_by="shorter")


def shorter_in(text: str) -> tuple[Shorter, ...]:
    """The classes that a document names in full, of those that have a shorter name; of one noun the first named.

    Args:
        text: the document.
    """
    found: dict[str, tuple[int, Shorter]] = {}
    for where, noun, short in _all():
        mark = next(where.find(text), None)
        if mark and (noun not in found or mark.start < found[noun][0]):
            found[noun] = (mark.start, short)
    return tuple(short for _, short in found.values())


@cache
def _all() -> tuple[tuple[Phrases[None], str, Shorter], ...]:
    """Each class with its full names and its shorter noun."""
    before = one_of(lexicon("bodies")["free"])
    each = one_of(lexicon("bodies")["each_of"])
    return tuple(
        (
            Phrases(dict.fromkeys(entry["where"])),
            entry["plural"],
            Shorter(
                entry["name"],
                entry["type"],
                frozenset((entry["plural"], entry["singular"])),
                re.compile(
                    rf"(?i)(?:\b{before}\s+|{_OPENS})(?P<noun>{entry['plural']})(?![\w-])"
                    rf"|\b{each}\s+(?P<one>{entry['singular']})(?![\w-])"
                ),
            ),
        )
        for entry in lexicon("body_names")["shorter"]
    )
