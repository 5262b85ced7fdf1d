"""Finding a quotation again in a text that was cleaned in another way.

Both sides are folded: Unicode NFKC, case, white space, dashes, quotation marks and the marks of Markdown no longer tell
them apart. Where the folded quotation does not stand in the folded text, its letters and digits alone are looked for.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ALIKE = (
    dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "‘’‛`´"), "'") | dict.fromkeys(map(ord, "“”„"), '"')
)
_DROPPED = frozenset("*_\\~[]\u00ad\u200b\u200c\u200d\ufeff")
_SPACES = frozenset("#|•")
_LINK = re.compile(r"\]\([^()\s]*\)")
_FEWEST_LETTERS = 4  # a shorter key would be found anywhere


class Place(NamedTuple):
    """A half-open range of a folded text."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many folded characters it holds."""
        return self.end - self.start

    def shared(self, other: "Place") -> int:
        """How many characters two places share; below zero, how far they are apart."""
        return min(self.end, other.end) - max(self.start, other.start)


class Surroundings(NamedTuple):
    """What is known of where a quotation stands: the words on either side, and how far in the text, from 0 to 1."""

    prefix: str = ""
    suffix: str = ""
    share: float | None = None


def fold(text: str) -> str:
    """The text as it is compared."""
    return "".join(char for char, _ in _folded(text)).strip()


class FoldedText:
    """A text in which quotations are found again. Places are ranges of the folded text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._folded, self._sources = _joined(_folded(raw))
        self._letters, self._letter_sources = _joined(_letters_of(self._folded))

    def place_of(self, start: int, end: int) -> Place:
        """The place of a range of the raw text."""
        return Place(bisect_left(self._sources, start), bisect_left(self._sources, end))

    def range_of(self, place: Place) -> tuple[int, int]:
        """The range of the raw text that a place was folded from."""
        return self._sources[place.start], self._sources[place.end - 1] + 1

    def share_of(self, start: int) -> float:
        """How far in the text an offset into the raw text stands, from 0 to 1."""
        return bisect_left(self._sources, start) / max(1, len(self._folded))

    def holds_at(self, start: int, end: int, quote: str) -> bool:
        """Whether a range of the raw text is the quotation."""
        return fold(self.raw[start:end]) == fold(quote) != ""

    def find(self, quote: str, around: Surroundings) -> Place | None:
        """Where a quotation stands; of several places the one whose surroundings agree best, then the nearest."""
        words = fold(quote)
        if not words:
            return None
        places = [Place(*m.span()) for m in re.finditer(re.escape(words), self._folded)]
        places = places or list(self._find_letters(words))
        prefix, suffix = fold(around.prefix), fold(around.suffix)
        expected = around.share * max(1, len(self._folded)) if around.share is not None else 0

        def rank(place: Place) -> tuple[int, float]:
            return -self._agreeing(place, prefix, suffix), abs(place.start - expected)

        return min(places, key=rank, default=None)

    def _agreeing(self, place: Place, prefix: str, suffix: str) -> int:
        """How many characters before and after a place are those that were expected there."""
        before = self._folded[max(0, place.start - len(prefix) - 1) : place.start].rstrip()
        after = self._folded[place.end : place.end + len(suffix) + 1].lstrip()
        same = sum(a == b for a, b in zip(reversed(prefix), reversed(before), strict=False))
        return same + sum(a == b for a, b in zip(suffix, after, strict=False))

    def _find_letters(self, words: str) -> Iterator[Place]:
        """Places with the same letters and digits, whatever a repair did to spaces, hyphens and doubled letters."""
        key = "".join(char for char, _ in _letters_of(words))
        if len(key) < _FEWEST_LETTERS:
            return
        for found in re.finditer(re.escape(key), self._letters):
            start = self._letter_sources[found.start()]
            end = self._letter_sources[found.end() - 1] + 1
            if not self._cuts_number(key, start, end):
                yield Place(start, end)

    def _cuts_number(self, key: str, start: int, end: int) -> bool:
        begins_inside = key[0].isdigit() and start > 0 and self._folded[start - 1] in "0123456789.,"
        return begins_inside or bool(key[-1].isdigit() and re.match(r"[.,]?\d", self._folded[end:]))


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Folded characters, each with the offset that it came from; runs of white space are one space."""
    links = {offset for link in _LINK.finditer(text) for offset in range(*link.span())}
    after_space = True
    for offset, char in enumerate(text):
        if char in _DROPPED or offset in links:
            continue
        for part in unicodedata.normalize("NFKC", char):
            folded = part.translate(_ALIKE).casefold()
            is_space = folded in _SPACES or folded.isspace()
            if not (is_space and after_space):
                yield from ((" " if is_space else one, offset) for one in folded)
            after_space = is_space


def _letters_of(folded: str) -> Iterator[tuple[str, int]]:
    """Letters, digits and marks that change a value; a letter's repetitions count once ("bil ion" is "billion")."""
    last = ""
    for offset, char in enumerate(folded):
        if not (char.isalnum() or char in "%£" or _is_decimal_mark(folded, offset)) or (
            char.isalpha() and char == last
        ):
            continue
        last = char
        yield char, offset


def _is_decimal_mark(folded: str, offset: int) -> bool:
    within = 0 < offset < len(folded) - 1
    return folded[offset] in ".," and within and folded[offset - 1].isdigit() and folded[offset + 1].isdigit()


def _joined(pieces: Iterable[tuple[str, int]]) -> tuple[str, list[int]]:
    chars, sources = [], []
    for char, source in pieces:
        chars.append(char)
        sources.append(source)
    return "".join(chars), sources
