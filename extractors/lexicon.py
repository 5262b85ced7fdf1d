"""The rule lexicons: small TOML files beside the code, plain enough for policy staff to check and change.

Their phrases are compiled into tries, so that a text is read in one pass, however many phrases there are.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from extractors.additions import with_additions

FOLDER = Path(__file__).parent / "lexicons"
WORD = r"\w"
EDGE = r"\w-"  # the characters of words, hyphens among them
SPACE = {" ": r"\s+"}  # how a space in a phrase may be written
LONGEST = 2_000  # code points: longer texts than a sentence are read through instead of by their words
Value = TypeVar("Value")
_WORDS = re.compile(r"\w+")
_CUT = re.compile(r"\w\w")
_Trie = dict[str, Any]
_END = "\uffff"  # the key under which a trie tells that a phrase ends; it sorts behind every letter


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The tables of `lexicons/NAME.toml`, with what the user's own rules add to them, read once.

    Args:
        name: the file's name without its ending.

    Raises:
        RulesError: an addition that does not fit.
    """
    return with_additions(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space in a word stands for any white space."""
    return _one_of(tuple(words))


@lru_cache(maxsize=1024)
def _one_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(_branches(_trie(words), SPACE))})"


def opening(words: Iterable[str], *, before: str = WORD) -> str:
    """A pattern for the beginnings of any of the words, as written, where a word may begin; quick to search for.

    Args:
        words: the words; a space in one stands for any white space.
        before: a class of characters; none of them stands before a word.
    """
    return f"(?:{'|'.join(_branches(_trie(words), SPACE, guard=before))})"


def lowered(text: str) -> str:
    """The text in lower case, each code point in its place: of all of them "İ" alone would become two."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


class Read(NamedTuple):
    """A text in lower case, and the words that it holds."""

    low: str
    words: frozenset[str]


@lru_cache(maxsize=2048)
def read(text: str) -> Read:
    """A text as phrases are looked for in it; kept, as many kinds of phrase are looked for in the same sentence."""
    low = lowered(text)
    return Read(low, frozenset(_WORDS.findall(low)))


def may_hold(text: str, words: frozenset[str]) -> bool:
    """Whether a sentence holds any of the words, in small letters; longer texts may always."""
    return len(text) > LONGEST or not words.isdisjoint(read(text).words)


class Found(NamedTuple, Generic[Value]):
    """A phrase in a text, and what it stands for."""

    start: int
    end: int
    value: Value


class Phrases(Generic[Value]):
    """Phrases that are looked for together, the longest first, each with what it stands for: whole words, in any case.

    Args:
        values: what each phrase stands for.
        before: a class of characters; none of them stands before a phrase.
        after: a class of characters; none of them follows one.
        written: characters of the phrases that may be written otherwise, each with its pattern.
    """

    def __init__(
        self,
        values: Mapping[str, Value],
        *,
        before: str = EDGE,
        after: str = EDGE,
        written: Mapping[str, str] = SPACE,
    ) -> None:
        self._values = {lowered(phrase): value for phrase, value in values.items()}
        self._written = dict(written)
        branches = _branches(_trie(self._values), self._written, guard=before)
        self._pattern = re.compile(f"(?:{'|'.join(branches)})(?![{after}])")
        by_word = WORD in before and WORD in after and all(_WORDS.match(phrase) for phrase in self._values)
        self._needs = _needs(self._values) if by_word else None
        self._firsts = frozenset(self._needs or ())

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found[Value]]:
        """The phrases of `text[start:end]` from left to right, none within another; offsets into `text`."""
        if self._needs is None or len(text) > LONGEST or (end is not None and _cuts_word(text, end)):
            opened = max(0, start - 1)
            for mark in self._pattern.finditer(lowered(text[opened:end]), start - opened):
                yield Found(opened + mark.start(), opened + mark.end(), self._value(mark[0]))
            return
        low, words = read(text)
        if self._firsts.isdisjoint(words):
            return
        for place in self._places(low, words, start, end):
            found = self._pattern.match(low, place, len(low) if end is None else end) if place >= start else None
            if found:
                start = found.end()
                yield Found(place, start, self._value(found[0]))

    def within(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        return next(self.find(text), None) is not None

    def _places(self, low: str, words: frozenset[str], start: int, end: int | None) -> list[int]:
        """Where phrases may begin: the first words of those whose words all stand in the text."""
        needs = self._needs or {}
        found: list[int] = []
        for word in self._firsts & words:
            further = needs[word]
            if not further or any(map(words.issuperset, further)):
                at = low.find(word, start, end)
                while at >= 0:
                    found.append(at)
                    at = low.find(word, at + len(word), end)
        return sorted(found)

    def _value(self, words: str) -> Value:
        if words not in self._values:
            for character, pattern in self._written.items():
                words = re.sub(pattern, character, words)
        return self._values[words]


def by_rank(groups: Iterable[tuple[Value, Iterable[str]]]) -> dict[str, Value]:
    """What each phrase of some groups stands for, where a phrase of an earlier group wins over longer ones of a later.

    Args:
        groups: values, each with its phrases.
    """
    values: dict[str, Value] = {}
    for value, phrases in groups:
        earlier = set(values)
        for phrase in map(lowered, phrases):
            ends = [at for at in range(1, len(phrase)) if not re.match(f"[{EDGE}]", phrase[at])]
            if not any(phrase[:at] in earlier for at in (*ends, len(phrase))):
                values[phrase] = value
    return values


def _needs(phrases: Iterable[str]) -> dict[str, tuple[frozenset[str], ...]]:
    """The first words of phrases, each with the further words of every phrase that it opens; none if it is a phrase."""
    needs: dict[str, set[frozenset[str]]] = {}
    for phrase in phrases:
        first, *rest = _WORDS.findall(phrase)
        needs.setdefault(first, set()).add(frozenset(rest))
    return {word: () if frozenset() in rests else tuple(rests) for word, rests in needs.items()}


def _cuts_word(text: str, end: int) -> bool:
    """Whether `text[:end]` ends within a word."""
    return 0 < end < len(text) and _CUT.match(text, end - 1) is not None


def _trie(words: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for word in sorted(set(words)):
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return root


def _branches(node: _Trie, written: Mapping[str, str], *, guard: str = "", depth: int = 0) -> list[str]:
    """A pattern for each way on from a node of a trie; to end is the last of them, so that the longest phrase wins.

    The guard, a class of what may not stand before a phrase, is looked for behind the second character: a search for
    plain characters is several times faster than one that looks back from every place.
    """
    return [_branch(character, node[character], written, guard=guard, depth=depth) for character in sorted(node)]


def _branch(character: str, node: _Trie, written: Mapping[str, str], *, guard: str, depth: int) -> str:
    plain = character not in written and character != _END
    look_back = f"(?<![{guard}]{'.' * (depth + plain)})" if guard and depth == 1 else ""
    if character == _END:
        return look_back
    rest = _branches(node, written, guard=guard, depth=depth + 1)
    tail = rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})"
    here = re.escape(character) if plain else written[character]
    return f"{here}{look_back}{tail}" if plain else f"{look_back}{here}{tail}"
