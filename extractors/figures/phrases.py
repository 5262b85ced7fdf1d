"""Noun phrases cut out of the words around a number, without a tagger: where they begin, where they end."""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of

LONGEST = 10  # words of a measure
WORD = r"[\w’'&/+%.-]+"


@cache
def words_of(name: str) -> str:
    """A pattern for the words of a list of `[phrases]` in the lexicon of figures."""
    return one_of(lexicon("figures")["phrases"][name])


@cache
def around(name: str, before: str, after: str) -> re.Pattern[str]:
    """The words of such a list between two patterns, in any case; compiled once."""
    return re.compile(rf"(?i){before}{words_of(name)}{after}")


def phrase_after(words: str, *, wide: bool = False) -> str | None:
    """The first few words, up to punctuation, a struck-out date, or a word that opens another clause; None if empty.

    Args:
        words: what follows a number or a preposition.
        wide: whether verbs and prepositions may stand in it ("appointments that were held on the day").
    """
    return _shed(" ".join(_stop(wide=wide).split(words, maxsplit=1)[0].split()[:LONGEST]))


def phrase_before(words: str) -> str | None:
    """The last few words, back to punctuation or a struck-out date; None if empty."""
    pieces = [p for p in re.split(r",(?!\d)|[;:()|“”\"•–—]|\.(?:\s|$)", words) if p.strip()]
    own = re.sub(r"^.*\d[\d.,]*\s?(?:%|per\s?cent)\s+(?:and|with)\s+(?=\w)", "", pieces[-1]) if pieces else ""
    return _shed(" ".join(own.split()[-LONGEST:])) if own else None


@cache
def _stop(*, wide: bool) -> re.Pattern[str]:
    words = words_of("stops") if wide else rf"(?:{words_of('stops')}|{words_of('narrow_stops')})"
    than = r"(?<!more )(?<!less )(?<!fewer )than(?!\s+[\d£])"
    return re.compile(rf"(?i),(?!\d)|[;:()|“”\"•–—]|\.(?:\s|$)|\b(?:{words}|and\s+(?:\w+ed|\d+)|{than})\b")


def _shed(words: str) -> str | None:
    """The phrase without what names nothing at its ends; of "the number of people waiting" what is counted."""
    plain = words.strip(" .'’“”\"*")
    plain = re.sub(r"(?i)^.*\b(?:number|use|volume|amount)s?\s+of\s+(?=\w)", "", plain)
    plain = re.sub(r"^\d{1,3}(?:,\d{3})+\s+", "", plain)
    plain = re.sub(r"^\d+(?:\.\d+)+\.?\s+(?=[A-Z])|^\d+\.\s+(?=[A-Z])", "", plain)  # a paragraph's number
    plain = around("front", "^(?:", r"(?:\s+|$))+").sub("", plain)
    plain = re.sub(r"\s+at\s+a\s+cost$|\s+(?:of|at)\s+(?:\w+\s+)?£\d.*$", "", plain)  # "savings of £4m": its own number
    if plain.lower().endswith(_back()):
        plain = around("back", r"(?:(?:^|\s+)", ")+$").sub("", plain)
    return None if around("pronouns", "", r"(?:\s|$)").match(plain) else plain or None


@cache
def _back() -> tuple[str, ...]:
    """What the words at the end of a phrase that name nothing end with, in lower case."""
    return tuple({words.lower().split()[-1] for words in lexicon("figures")["phrases"]["back"]})


def is_mere_number(words: str) -> bool:
    """Whether a phrase is no more than another number ("9 percent", "at month 7")."""
    lead = r"\W*(?:(?:at|of|to|by|in|month)\s+)?(?:£\s?)?"
    return bool(re.match(rf"(?i){lead}\d[\d.,]*\s*(?:%|per\s?cent|million|billion|[mbk]n?\b|\Z)", words))


def is_mere_change(words: str) -> bool:
    """Whether a phrase says only that something moved ("improvement", "total increase")."""
    return bool(around("change", "(?:", r"\s*)+").fullmatch(words))
