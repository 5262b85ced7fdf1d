"""The words of a question and of what is found, as the lexical index cuts and stems them."""

import tomllib
from functools import cache
from pathlib import Path

from corpus.document import Record
from index.words import stem, stop_words, words

_LEXICON = Path(__file__).parent / "lexicons" / "question.toml"


class QuestionWords(Record):
    """Stems of the words that ask for a kind of fact, and are not themselves what the question is about."""

    wants_objective: frozenset[str]
    wants_figure: frozenset[str]


@cache
def question_words() -> QuestionWords:
    """The lexicon of questions, read once."""
    wants = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))["wants"]
    return QuestionWords(wants_objective=_stems(wants["objective"]), wants_figure=_stems(wants["figure"]))


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry content."""
    return frozenset(word.stem for word in words(text)) - _stop_stems()


def _stems(entry: dict[str, str]) -> frozenset[str]:
    return frozenset(stem(word) for word in entry["words"].split())


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in stop_words())
