"""Noun phrases as the names of metrics: what is cut off them, and what names nothing.

Words: lexicons/metric_phrases.toml.
"""

import re
from functools import cache

from extractors.dates import find_dates
from extractors.lexicon import lexicon, one_of
from extractors.metrics import MetricMatch, find_metrics
from extractors.numbers.nouns import function_words
from extractors.objectives.deadlines import deadlines
from extractors.objectives.units import Unit

NOT_NAMED = "not named"
SHORT = 4  # words of content: up to here the register names a metric better than the clause
ENOUGH = 3  # words of content: a name of more needs no purpose ("to reduce ...") behind it
LONGEST = 110  # code points of a metric's name
_HARD = re.compile(r"[;:()]|\.\s|\s,")
_NO_NOUN = re.compile(
    r"(?i)\b(?:it|that|this|they|them|these|those)$|^(?:was|were|is|are|has|had|have)\b|\b(?:has|have|had)\s+[a-z]+$|^[\w’'-]+[’']s?\s+share$"
)
_LEVEL_NOUN = re.compile(  # "the national requirement", "the constitutional standard" of something named elsewhere
    r"(?i)^(?:.*\b(?:the|an?|its|our|their|this|that|whether|national|constitutional|local|internal)\s+)?(?:[\w’'-]+\s+){0,1}"
    r"(?:requirement|standard|ambition|target|goal|aim|objective|threshold|limit|ceiling|milestone)s?$"
)
_MODAL = re.compile(r"\b(?:should|must|will|shall)\s+(?:be\s+)?|\b(?:are|is)\s+(?=[a-z]+ed\s)")
_MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter"
)


def named(unit: Unit, phrase: str | None) -> str:
    """The phrase, or the row's header where it names nothing ("Reduction", "July 2024"), or that it is not named."""
    if phrase and phrase != NOT_NAMED and not names_nothing(phrase):
        return phrase
    match = next(iter(find_metrics(unit.row_name)), None)
    row = chosen(tidy(unit.row_name), match)
    return NOT_NAMED if names_nothing(row) else row  # an empty header names nothing either


def names_nothing(phrase: str) -> bool:
    """Whether a phrase holds only words of change, dates and numbers."""
    if _NO_NOUN.search(phrase) or (_LEVEL_NOUN.search(phrase) and not find_metrics(phrase)):
        return True
    for date in reversed(find_dates(phrase)):
        phrase = phrase[: date.start] + " " + phrase[date.end :]
    words = [w for w in content_words(phrase) if not re.fullmatch(r"[\d£%&-]+", w)]
    return not any(w not in _empty_words() and len(w) > 1 for w in words)


def chosen(phrase: str | None, match: MetricMatch | None) -> str:
    """The phrase where it says more than the register's name would, else that name, else the phrase as it is."""
    if phrase and (match is None or len(content_words(phrase)) > SHORT):
        return phrase
    if match is not None:
        return match.metric.name
    return phrase or NOT_NAMED


def tidy(words: str) -> str:
    """A noun phrase without what leads to it and what it leads to; at most 110 characters, cut at a word."""
    words = _HARD.split(words.lstrip(" ,;:.)"), maxsplit=1)[0]
    cut = next((m for m in _cuts().finditer(words) if _says_enough(words[: m.start()], m)), None)
    phrase = " ".join((words[: cut.start()] if cut else words).split())
    phrase = _MODAL.sub("", _tail().sub("", _lead().sub("", phrase)))
    if len(phrase) > LONGEST:
        phrase = phrase[:LONGEST].rsplit(" ", 1)[0]
    return _tail().sub("", phrase).strip(" “”‘’\"'*_-–")


def _says_enough(before: str, cut: re.Match[str]) -> bool:
    """Whether the words before a cut are a name already."""
    least = ENOUGH if cut["purpose"] else 0 if cut[0].startswith(",") or cut["time"] else 1
    return len(content_words(before)) > least


def undated(unit: Unit, start: int, end: int) -> str:
    """The words between two offsets without the deadlines among them."""
    words, at = [], start
    for _, timing in deadlines(unit):
        opened, closed = timing.span.start - unit.start, timing.span.end - unit.start
        if at <= opened and closed <= end:
            words.append(unit.text[at:opened])
            at = closed
    return " ".join([*words, unit.text[at:end]])


def content_words(phrase: str) -> list[str]:
    """The words of a phrase that carry its meaning, in small letters."""
    return [w for w in re.findall(r"[\w&-]+", phrase.casefold()) if w not in function_words()]


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?i)^(?:[\s,•–-]|{one_of(lexicon('metric_phrases')['lead'])}(?=\s|$))+")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:[\s,.;:•–-]|(?<!\S){one_of(lexicon('metric_phrases')['tail'])}(?=[\s,.;:]|$))+$")


@cache
def _cuts() -> re.Pattern[str]:
    words = lexicon("metric_phrases")
    dated = (
        r"(?:by|from|until|before|in|during|across|for)\s+(?:the\s+)?(?:end\s+of\s+)?"
        rf"(?:20\d\d|\d\d/\d\d|[QH]\d|(?:{_MONTHS})\b|this|next)"
    )
    return re.compile(
        r"(?i)[,\s)](?:(?<=,)\s(?:(?=£|\d|(?:[a-z]+ly\s+)?[a-z]{3,}ing\b)"
        rf"|(?={one_of(words['cut_after_comma'])}\b))|(?<=\s)(?={dated}|from\s+£?\d|(?:was|were|is|are|stands\s+at|stood\s+at)\s+£?\d"
        rf"|{one_of(words['cut'])}|(?P<time>{one_of(words['cut_time'])})\b|(?P<purpose>{one_of(words['cut_purpose'])})\b)|(?<=\))(?:,|\s|$))"
    )


@cache
def _empty_words() -> frozenset[str]:
    rules = lexicon("comparators")
    moves = [word for way in ("up", "down", "better") for word in rules["verbs"][way]]
    nouns = [word for words in rules["nouns"].values() for word in words]
    return frozenset((*moves, *nouns, *lexicon("metric_phrases")["names_nothing"]))
