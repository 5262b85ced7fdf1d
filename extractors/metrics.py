"""Metrics of the register in a text: "virtual ward utilisation", "78% of patients seen in A&E within 4 hours"."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeVar

from corpus.metrics import Metric, metrics
from extractors.lexicon import Phrases
from extractors.text import sentences

Value = TypeVar("Value")
_ACRONYM = re.compile(r"[A-Z&0-9]{2,6}s?")


class MetricMatch(NamedTuple):
    """A metric of the register in a text; `start` and `end` hold the words that name it."""

    start: int
    end: int
    metric: Metric


def find_metrics(text: str) -> list[MetricMatch]:
    """Metrics that a text names, sentence by sentence, the longest wording first within each.

    Args:
        text: a sentence, a page or a query.
    """
    found = []
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end]
        named = _longest(_named(words, sentence.start))
        known = {match.metric.id for match in named}
        grouped = [m for m in _grouped(words, sentence.start) if m.metric.id not in known]
        found += sorted([*named, *grouped], key=lambda m: (m.start, m.end))
    return found


def is_alias(words: str, metric: Metric) -> bool:
    """Whether words are an alias of a metric, or its name, and no more."""
    return _key(words.strip()) in {_key(alias) for alias in (metric.name, *metric.aliases)}


def _named(words: str, shift: int) -> list[MetricMatch]:
    found = []
    for mark in _aliases().find(words):
        alias, metric = mark.value
        if not _ACRONYM.fullmatch(alias) or words[mark.start : mark.end] == alias or words == words.lower():
            found.append(MetricMatch(mark.start + shift, mark.end + shift, metric))
    return found


def _grouped(words: str, shift: int) -> list[MetricMatch]:
    found = []
    present = {mark.value: (mark.start, mark.end) for mark in _vocabulary().find(words)}
    for metric, groups in _groups() if present else ():
        if all(any(word in present for word in group) for group in groups):
            spans = [next(present[word] for word in group if word in present) for group in groups]
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            found.append(MetricMatch(start + shift, end + shift, metric))
    return found


def _longest(found: Iterable[MetricMatch]) -> list[MetricMatch]:
    """Each metric once, and no wording inside a longer one of another metric."""
    kept: list[MetricMatch] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        free = all(match.end <= other.start or other.end <= match.start for other in kept)
        if free and all(other.metric is not match.metric for other in kept):
            kept.append(match)
    return kept


@cache
def _aliases() -> Phrases[tuple[str, Metric]]:
    return _phrases({_key(alias): (alias, metric) for metric in metrics() for alias in metric.aliases})


@cache
def _groups() -> tuple[tuple[Metric, tuple[tuple[str, ...], ...]], ...]:
    return tuple((m, tuple(tuple(_key(w) for w in group) for group in m.all)) for m in metrics() if m.all)


@cache
def _vocabulary() -> Phrases[str]:
    return _phrases({_key(word): _key(word) for metric in metrics() for group in metric.all for word in group})


def _phrases(values: dict[str, Value]) -> Phrases[Value]:
    """Phrases with any white space or hyphen between their words and any apostrophe in them."""
    return Phrases(values, before=r"\w&", after=r"\w&", written={" ": r"[\s‑-]{1,3}", "’": "[’']"})


def _key(words: str) -> str:
    return " ".join(re.split(r"[\s‑-]+", words.casefold().replace("'", "’")))
