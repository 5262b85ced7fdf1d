"""How a text is cut into words for the lexical index, and how a query is read: the same rules for both."""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.numerals import UNITS, one_spelling, without_zeros

if TYPE_CHECKING:
    import tantivy

_PAIRS = "|".join(f"{year:02}/{(year + 1) % 100:02}" for year in range(100))  # 2024/11 is a month: two words
# A number keeps its decimals (77.4 is not 77), a financial year is one word, "A&E" is one word.
WORD = rf"[0-9]{{2}}(?:{_PAIRS})|[0-9]+(?:\.[0-9]+)*|\p{{L}}(?:&\p{{L}})+|[\p{{L}}\p{{M}}]+(?:['’‘]\p{{L}}+)*"
MARKED = rf"{WORD}|%"  # as passages are indexed: "77%" is no 77 of anything else
_WORD = re.compile(WORD.replace(r"[\p{L}\p{M}]", r"[^\W\d_]").replace(r"\p{L}", r"[^\W\d_]"))  # as Python writes it
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YEARS = re.compile(r"(?<![\d/.-])(?:FY\s?)?(20\d\d\s?[-–/]\s?(?:20)?|(?:1[5-9]|[23]\d)/)(\d\d)\b(?![-/–.]\d)")
_YEAR = re.compile(r"(?<![\d/])(20\d\d)/(\d\d)(?![\d/])")
_AMPERSAND = re.compile(r"\b(\w) & (\w)\b|\b([Aa]) and ([Ee])\b")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")  # letter for letter: places stay
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


class Term(NamedTuple):
    """Another name to search for, and the words of the query that it stands for; it counts no more than they do."""

    name: str
    said: str = ""


def read_query(query: str) -> Query:
    """Split a query into its words and its quoted phrases; a single quotation mark counts as none."""
    phrases = tuple(phrase.strip() for phrase in _QUOTED.findall(query) if phrase.strip())
    return Query(re.sub(r'["“”]', " ", query).strip(), phrases)


def quoted_ranges(query: str) -> list[tuple[int, int]]:
    """Where the quoted phrases of a query stand, without their marks."""
    return [match.span(1) for match in _QUOTED.finditer(query)]


def normalise(text: str) -> str:
    """One spelling for apostrophes, numbers and years: "12,000" is 12000, "24-25" is 2024/25, "A & E" is A&E."""
    text = _THOUSANDS.sub("", straight(text))
    text = _YEARS.sub(_financial_year, text)
    return _AMPERSAND.sub(r"\1\3&\2\4", text) if " & " in text or "A and E" in text or "a and e" in text else text


def straight(text: str) -> str:
    """A text with its apostrophes straight, as people type them; each letter keeps its place."""
    return text.translate(_APOSTROPHES)


def named_years(text: str) -> list[str]:
    """The financial years that a text spells out, also where it means a part of one ("the first half of 2024-25").

    The second year follows the first: "2024/11" is a month.
    """
    return [match[0] for match in _YEAR.finditer(normalise(text)) if _follows(match[1], match[2])]


def canonical(text: str) -> str:
    """A text as its stems are taken: normalised, and its amounts in one spelling ("four-hour" is 4-hour)."""
    return one_spelling(normalise(text))


def words(text: str) -> list[Word]:
    """The words and numbers of a text in order, stop words too, each with its place and its stem."""
    return [Word(m.start(), m.end(), stem(m.group().lower())) for m in _WORD.finditer(text)]


def terms(text: str) -> list[tuple[str, ...]]:
    """What a query asks of the lexical index: each stem once, a number together with the unit behind it.

    "18 weeks" asks for 18 weeks and for weeks, not for any 18; a percent sign alone asks for nothing.
    """
    tokens = stemming().pre_tokenize(canonical(text)).tokens
    found: dict[tuple[str, ...], None] = {}
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.text[0].isdigit() and after and after.position == token.position + 1 and after.text in UNITS:
            found[token.text, after.text] = None
        elif token.text != "%":
            found[(token.text,)] = None
    return list(found)


def places(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    """Ranges of the words of a text whose stems are among these."""
    return [m.span() for m in _WORD.finditer(text) if stem(m.group().lower()) in stems]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English stem (Snowball) of one word in small letters; of a number, its one spelling."""
    word = without_zeros(straight(word))
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

    return TextAnalyzerBuilder(Tokenizer.regex(MARKED)).filter(Filter.remove_long(80)).filter(Filter.lowercase())


def _financial_year(match: re.Match[str]) -> str:
    first, second = match[1][:4].strip("/ "), match[2]
    if not _follows(first, second):
        return match[0]
    return f"{first if len(first) == 4 else f'20{first}'}/{second}"


def _follows(year: str, second: str) -> bool:
    return (int(year) + 1) % 100 == int(second)
