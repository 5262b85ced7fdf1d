"""Words of a text as the pipeline compares them: lower case, stemmed, without stop words."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.document import Record

_TOKEN = re.compile(r"[£]?\d[\d,]*(?:[./:]\d+)*%?|[^\W\d_]+(?:['’&][^\W\d_]+)*", re.UNICODE)
_LEXICON = Path(__file__).parent / "lexicons" / "question.toml"


class Token(NamedTuple):
    """A word at `text[start:end]` and its stem."""

    start: int
    end: int
    stem: str


class QuestionWords(Record):
    """The lexicon of questions: stop words, and the words that ask for a kind of fact."""

    stop_words: frozenset[str]
    wants_objective: frozenset[str]
    wants_figure: frozenset[str]


@cache
def question_words() -> QuestionWords:
    """The lexicon, read once."""
    table = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return QuestionWords(
        stop_words=frozenset(table["stop_words"].split()),
        wants_objective=frozenset(table["wants"]["objective"]["words"].split()),
        wants_figure=frozenset(table["wants"]["figure"]["words"].split()),
    )


def tokens(text: str) -> list[Token]:
    """Every word and number of a text, in order, with its stem."""
    return [Token(m.start(), m.end(), stem(m.group().casefold())) for m in _TOKEN.finditer(text)]


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry content."""
    stop = question_words().stop_words
    words = (m.group().casefold() for m in _TOKEN.finditer(text))
    return frozenset(stem(word) for word in words if word not in stop)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word (Porter 2, as Snowball has it); numbers stand as they are, without commas."""
    if word[:1].isdigit() or word[:1] == "£":
        return word.replace(",", "")
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # the library is not typed
    import snowballstemmer

    return snowballstemmer.stemmer("english")
