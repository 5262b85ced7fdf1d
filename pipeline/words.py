"""The words of a question and of what is found, as the lexical index cuts and stems them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from corpus.document import DocumentKind, Record
from index.words import canonical, stem, stop_words, words

_LEXICON = Path(__file__).parent / "lexicons" / "question.toml"


class QuestionWords(Record):
    """Stems of the words that ask for a kind of fact, and are not themselves what the question is about.

    `kinds` are phrases that name a kind of document, each with the kind.
    """

    wants_objective: frozenset[str]
    wants_figure: frozenset[str]
    kinds: tuple[tuple[str, DocumentKind], ...]


@cache
def question_words() -> QuestionWords:
    """The lexicon of questions, read once."""
    wants = _lexicon()["wants"]
    return QuestionWords(
        wants_objective=_stems(wants["objective"]),
        wants_figure=_stems(wants["figure"]),
        kinds=tuple((phrase, kind) for kind, phrases in _lexicon()["kinds"].items() for phrase in phrases),
    )


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """Letters of American spellings, and the British ones for them."""
    return tuple(_lexicon()["spellings"].items())


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(_LEXICON.read_text(encoding="utf-8"))


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry content; amounts in one spelling ("four-hour" is 4-hour)."""
    return frozenset(word.stem for word in words(canonical(text))) - _stop_stems()


def _stems(entry: dict[str, str]) -> frozenset[str]:
    return frozenset(stem(word) for word in entry["words"].split())


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in stop_words())
