"""Words of the passages that are spelt much like a given one."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

LONGEST = 30  # letters; what is longer is an address or noise


class Spelt(NamedTuple):
    """A word of the passages: its edits away from the one asked for, and in how many passages it stands."""

    word: str
    edits: int
    passages: int


class Spelling:
    """The spelling of the passages of one revision. Its words are listed when a neighbour is first asked for.

    Args:
        knows: whether the passages have a word, in small letters.
        vocabulary: gives all their words, with the number of passages that have each.
    """

    def __init__(self, knows: Callable[[str], bool], vocabulary: Callable[[], Iterable[tuple[str, int]]]) -> None:
        self.knows = knows
        self._list = vocabulary

    def near(self, word: str, *, edits: int) -> list[Spelt]:
        """The words at most so many edits away, the nearest first, then the most used.

        An edit is a letter that is put in, left out or replaced, or two neighbours that change places (optimal string
        alignment). Where no word with the same first letter is near, the first letter is taken for the slip.

        Args:
            word: letters, small ones.
            edits: how many at most.
        """
        found = self._with_same_first_letter(word, edits) or self._with_another_first_letter(word)
        return sorted(found, key=lambda spelt: (spelt.edits, -spelt.passages, spelt.word))

    def _with_same_first_letter(self, word: str, edits: int) -> list[Spelt]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found: list[Spelt] = []
        for length in range(len(word) - edits, len(word) + edits + 1):
            words = self._words.get((word[0], length), [])
            for near, distance, _ in extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None):
                found.append(Spelt(near, distance, self._counts[near]))
        return found

    def _with_another_first_letter(self, word: str) -> list[Spelt]:
        other = {first + word[at:] for first in self._first_letters for at in (0, 1)}
        near = {word[1:], word[1::-1] + word[2:], *other}
        return [Spelt(spelt, 1, self._counts[spelt]) for spelt in near if spelt in self._counts]

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {word: count for word, count in self._list() if word.isalpha() and len(word) <= LONGEST}

    @cached_property
    def _words(self) -> dict[tuple[str, int], list[str]]:
        words: dict[tuple[str, int], list[str]] = {}
        for word in self._counts:
            words.setdefault((word[0], len(word)), []).append(word)
        return words

    @cached_property
    def _first_letters(self) -> frozenset[str]:
        return frozenset(first for first, _ in self._words)
