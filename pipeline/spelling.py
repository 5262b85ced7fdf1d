"""Slips of spelling in a question, mended from the words of the documents; a word that anybody knows is left alone."""

from collections.abc import Iterator
from functools import cache

from corpus.acronyms import known_words
from corpus.definitions import name_words
from corpus.document import Record
from corpus.metrics import metrics
from corpus.organisations import organisations
from index.spelling import Spelling
from index.words import Word, quoted_ranges, words
from pipeline.words import spellings

SHORTEST, LONG = 5, 8  # letters: shorter words are left alone, longer ones may have a second slip
SHORTEST_BASE = 4  # letters: "wating" is no form of "wat"
_ENDINGS = {  # of forms of a word, and what its base has in their place
    **dict.fromkeys(("s", "es", "d", "r", "ly"), ("",)),
    **dict.fromkeys(("ed", "ing", "er", "able", "ation"), ("", "e")),
    **dict.fromkeys(("ies", "ied", "ier"), ("y",)),
}
COMMON = 3.0  # on Zipf's scale: three uses in a million words


class Correction(Record):
    """A word of a question and what it was read as."""

    said: str
    read: str


def corrected(query: str, spelling: Spelling) -> tuple[str, tuple[Correction, ...]]:
    """A query with its slips mended, and what was mended.

    Left alone are words that stand in the documents or in the lexicons, everyday words, numbers and codes, words with
    capitals (names, acronyms), and what stands in quotation marks.

    Args:
        query: as it was typed.
        spelling: of the documents.
    """
    found: list[Correction] = []
    text, at = "", 0
    for word in _doubtful(query):
        said = query[word.start : word.end]
        read = _as_spelt_here(said.lower(), spelling)
        if read is not None:
            found.append(Correction(said=said, read=read))
            text, at = text + query[at : word.start] + read, word.end
    return text + query[at:], tuple(found)


def _doubtful(query: str) -> Iterator[Word]:
    quoted = quoted_ranges(query)
    for word in words(query):
        said = query[word.start : word.end]
        plain = said.isalpha() and (said.islower() or (said.istitle() and word.start == 0))
        of_a_code = any(letter.isalnum() or letter in "@_" for letter in _beside(query, word))
        is_quoted = any(start <= word.start < end for start, end in quoted)
        if plain and len(said) >= SHORTEST and not of_a_code and not is_quoted:
            yield word


def _beside(query: str, word: Word) -> str:
    return query[max(0, word.start - 1) : word.start] + query[word.end : word.end + 1]


def _as_spelt_here(word: str, spelling: Spelling) -> str | None:
    """What the documents spell otherwise, or None where nothing is wrong or nothing is near."""
    if spelling.knows(word):
        return None
    british = next((form for form in _british(word) if spelling.knows(form)), None)
    if british is not None or word in _known() or any(map(is_everyday, _with_bases(word))):
        return british
    near = spelling.near(word, edits=2 if len(word) >= LONG else 1)
    return near[0].word if near else None


def _with_bases(word: str) -> Iterator[str]:
    """A word, and what it may be a form of ("authorises": authorise, authorize)."""
    yield word
    for ending, others in _ENDINGS.items():
        if word.endswith(ending):
            for base in (word.removesuffix(ending) + other for other in others):
                if len(base) >= SHORTEST_BASE:
                    yield from (base, base.replace("ise", "ize"))


def _british(word: str) -> Iterator[str]:
    """The British spellings of a word, where it may be an American one."""
    for american, british in spellings():
        if american in word:
            yield word.replace(american, british)


@cache
def _known() -> frozenset[str]:
    """The words of the lexicons: names of the field, of measures and of organisations."""
    named = [name for metric in metrics() for name in (metric.name, *metric.aliases)]
    named += [name for organisation in organisations() for name in (organisation.name, *organisation.aliases)]
    return known_words() | {word.casefold() for name in named for word in name_words(name)}


def is_everyday(word: str) -> bool:
    """Whether a word in small letters is common English.

    Source: wordfreq's small list, which leaves out what is rarer, slips of spelling among it.
    """
    from wordfreq import zipf_frequency

    return zipf_frequency(word, "en", wordlist="small") >= COMMON
