"""How a text is cut into words for the lexical index, and how a query is read: the same rules for both."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tantivy

# A number keeps its decimals (77.4 is not 77), a financial year is one word, "A&E" is one word.
WORD = r"[0-9]{4}/[0-9]{2}|[0-9]+(?:\.[0-9]+)*|\p{L}(?:&\p{L})+|[\p{L}\p{M}]+(?:['’]\p{L}+)*"
_WORD = re.compile(WORD.replace(r"[\p{L}\p{M}]", r"[^\W\d_]").replace(r"\p{L}", r"[^\W\d_]"))  # as Python writes it
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YEARS = re.compile(r"\b(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\b(?![-/–]\d)")
_AMPERSAND = re.compile(r"\b(\w) & (\w)\b")
_QUOTED = re.compile(r'["“]([^"“”]+)["”]')


class Word(NamedTuple):
    """A word at `text[start:end]`, and its stem as the lexical index has it."""

    start: int
    end: int
    stem: str


class Query(NamedTuple):
    """A query as read: all of its words, and the parts in quotation marks that must stand in the text exactly."""

    text: str
    phrases: tuple[str, ...]


def read_query(query: str) -> Query:
    """Split a query into its words and its quoted phrases; a single quotation mark counts as none."""
    phrases = tuple(phrase.strip() for phrase in _QUOTED.findall(query) if phrase.strip())
    return Query(re.sub(r'["“”]', " ", query).strip(), phrases)


def normalise(text: str) -> str:
    """One spelling for numbers and years: "12,000" is 12000, "2024-25" and "2024/2025" are 2024/25, "A & E" is A&E."""
    text = _THOUSANDS.sub("", text)
    text = _YEARS.sub(_financial_year, text)
    return _AMPERSAND.sub(r"\1&\2", text)


def words(text: str) -> list[Word]:
    """The words and numbers of a text in order, stop words too, each with its place and its stem."""
    return [Word(m.start(), m.end(), stem(m.group().lower())) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English stem (Snowball) of one word in small letters."""
    return " ".join(_stemmer().analyze(word)) or word


@cache
def stop_words() -> tuple[str, ...]:
    """Words that say nothing about what a passage is on."""
    return tuple((Path(__file__).parent / "stop_words.txt").read_text().split())


@cache
def stemming() -> "tantivy.TextAnalyzer":
    """Words in small letters, without stop words, cut to their English stems."""
    from tantivy import Filter

    return _lower().filter(Filter.custom_stopword(list(stop_words()))).filter(Filter.stemmer("english")).build()


@cache
def exact() -> "tantivy.TextAnalyzer":
    """Words in small letters, all of them, as they are spelt."""
    return _lower().build()


@cache
def _stemmer() -> "tantivy.TextAnalyzer":
    from tantivy import Filter

    return _lower().filter(Filter.stemmer("english")).build()


def _lower() -> "tantivy.TextAnalyzerBuilder":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.regex(WORD)).filter(Filter.remove_long(80)).filter(Filter.lowercase())


def _financial_year(match: re.Match[str]) -> str:
    first, second = match.groups()
    return f"{first}/{second}" if (int(first) + 1) % 100 == int(second) else match[0]
