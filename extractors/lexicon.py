"""The rule lexicons: small TOML files beside the code, plain enough for policy staff to check and change.

Their phrases are compiled into tries, so that a text is read in one pass, however many phrases there are.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

FOLDER = Path(__file__).parent / "lexicons"
WORD = r"\w"
EDGE = r"\w-"  # the characters of words, hyphens among them
SPACE = {" ": r"\s+"}  # how a space in a phrase may be written
Value = TypeVar("Value")
_Trie = dict[str, Any]
_END = "\uffff"  # the key under which a trie tells that a phrase ends; it sorts behind every letter


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The tables of `lexicons/NAME.toml`, read once.

    Args:
        name: the file's name without its ending.
    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space in a word stands for any white space."""
    return _one_of(tuple(words))


@lru_cache(maxsize=1024)
def _one_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(_branches(_trie(words), SPACE))})"


def opening(words: Iterable[str]) -> str:
    """A pattern for the beginnings of any of the words, in lower case, where a word may begin; quick to search for."""
    return f"(?:{'|'.join(_branches(_trie(words), SPACE, guard=WORD))})"


def lowered(text: str) -> str:
    """The text in lower case, each code point in its place: of all of them "İ" alone would become two."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


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

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found[Value]]:
        """The phrases of `text[start:end]` from left to right, none within another; offsets into `text`."""
        opened = max(0, start - 1)
        for mark in self._pattern.finditer(lowered(text[opened:end]), start - opened):
            yield Found(opened + mark.start(), opened + mark.end(), self._value(mark[0]))

    def within(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        return self._pattern.search(lowered(text)) is not None

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
