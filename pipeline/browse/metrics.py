"""Metrics as they are browsed: the names that documents give one thing, its targets by year, its figures by period.

Two names stand for one metric where they have the same slug (case, hyphens and marks do not count), or where both name
the same metric of the register (corpus/lexicons/metrics.toml) and say no more than it: "Performance against the 4-hour
standard" and "A&E within 4 hours" are A&E 4-hour performance, "4-hour performance at Wold" is not.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.definitions import spelling_key
from corpus.document import Record
from corpus.facts import Unit
from corpus.metrics import Metric, metrics
from corpus.slugs import slug
from extractors.metrics import find_metrics, is_alias
from index import Explained, Store
from index.listing import Named
from index.wanted import Sorting, Wanted
from pipeline.browse.rows import BrowsedRow, listed_rows
from pipeline.revisions import once_a_revision
from pipeline.words import content_stems

LONGEST = 120  # characters of a name that may be another one of a metric of the register
MOST_ROWS = 100  # targets, and figures, of one metric that its page shows
NEAR = 8  # related metrics
NEAR_ENOUGH = 0.25  # of the words of two metrics together that both have
NOT_NAMED = slug("not named")  # what the extractor calls the metric of a target that names none
_WORDS = Path(__file__).parent.parent / "lexicons" / "metric_words.toml"


class Subject(Record):
    """A metric with all its names in the documents.

    Attributes:
        slug: its part of an address.
        name: the register's name; else the one most rows use.
        names: every name as it is written in a row, the most used first.
        objectives, figures: how many rows there are.
        years: of the guidance that sets targets for it.
        registered: whether it is a metric of the register.
        unit: in which the register has it measured.
        better: whether more or less of it is wanted, by the register.
    """

    slug: str
    name: str
    names: tuple[str, ...]
    objectives: int
    figures: int
    years: tuple[str, ...]
    registered: bool = False
    unit: Unit | None = None
    better: str | None = None

    def has(self, words: str) -> bool:
        """Whether all of some words stand in one of its names."""
        sought = words.casefold().split()
        return any(all(word in name.casefold() for word in sought) for name in (self.name, *self.names))

    @property
    def others(self) -> tuple[str, ...]:
        """Its other names, each spelling once."""
        spelt = {name.casefold(): name for name in reversed(self.names)}
        spelt.pop(self.name.casefold(), None)
        return tuple(name for name in self.names if spelt.get(name.casefold()) == name)


class MetricPage(NamedTuple):
    """A metric: its targets and figures, what documents explain of its names, and metrics near to it."""

    subject: Subject
    targets: tuple[BrowsedRow, ...]
    figures: tuple[BrowsedRow, ...]
    explained: tuple[Explained, ...]
    related: tuple[Subject, ...]


@once_a_revision
def subjects_of(store: Store) -> Mapping[str, Subject]:
    """Every metric that rows name, by slug, in the order of the alphabet. Call it in a snapshot."""
    named: dict[str, list[Named]] = defaultdict(list)
    for one in store.listing.names(("objective", "figure")):
        named[subject_of(one.name)].append(one)
    found = (_subject(key, rows) for key, rows in named.items())
    return {subject.slug: subject for subject in sorted(found, key=lambda s: s.name.casefold())}


def subject_of(name: str) -> str:
    """The slug of the metric that a name stands for."""
    metric = registered(name)
    return slug(metric.name if metric else name)


@lru_cache(maxsize=131_072)
def registered(name: str) -> Metric | None:
    """The metric of the register that a name stands for, where it says no more than that."""
    if len(name) > LONGEST:
        return None
    found = {match.metric.id: match.metric for match in find_metrics(name)}
    if len(found) != 1:
        return None
    [metric] = found.values()
    more = _telling_stems(name) - _stems_of(metric)
    return metric if is_alias(name, metric) or not more else None


def metric_page(store: Store, key: str) -> MetricPage | None:
    """What the page of a metric shows; None where no row names it."""
    with store.snapshot():
        subjects = subjects_of(store)
        subject = subjects.get(key)
        if subject is None:
            return None
        targets = Wanted(kind="objective", names=subject.names)
        figures = Wanted(kind="figure", names=subject.names)
        return MetricPage(
            subject,
            tuple(listed_rows(store, targets, Sorting(by="year"), limit=MOST_ROWS)),
            tuple(listed_rows(store, figures, Sorting(by="deadline"), limit=MOST_ROWS)),
            tuple(_explained(store, subject)),
            tuple(_related(subject, subjects.values())),
        )


def _subject(key: str, rows: Sequence[Named]) -> Subject:
    metric = _by_slug().get(key)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.name] += row.rows
    names = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    return Subject(
        slug=key,
        name=metric.name if metric else names[0],
        names=names,
        objectives=sum(row.rows for row in rows if row.kind == "objective"),
        figures=sum(row.rows for row in rows if row.kind == "figure"),
        years=tuple(sorted({year for row in rows for year in row.years})),
        registered=metric is not None,
        unit=metric.unit if metric else None,
        better=metric.better if metric else None,
    )


def _related(subject: Subject, others: Collection[Subject]) -> list[Subject]:
    """Metrics that have targets and share words with this one; the more of its words they share, the earlier."""
    own = _telling_stems(subject.name)
    near = []
    for other in others:
        if other.slug != subject.slug and other.objectives and own:
            theirs = _telling_stems(other.name)
            shared = len(own & theirs) / len(own | theirs)
            if shared >= NEAR_ENOUGH:
                near.append((-shared, other.name, other))
    return [other for *_, other in sorted(near, key=lambda one: one[:2])[:NEAR]]


def _explained(store: Store, subject: Subject) -> Iterator[Explained]:
    """What documents explain of the words of its names; a short form only where a name has it as it is written."""
    for one in store.explained({spelling_key(phrase) for name in subject.names for phrase in _phrases(name)}):
        long = spelling_key(one.long)
        if any(one.short in name.split() or long in spelling_key(name) for name in subject.names):
            yield one


def _phrases(name: str) -> list[str]:
    words = name.replace(",", " ").split()
    return [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 6) + 1)]


@cache
def _by_slug() -> Mapping[str, Metric]:
    return {slug(metric.name): metric for metric in metrics()}


@cache
def _stems_of(metric: Metric) -> frozenset[str]:
    said = (metric.name, *metric.aliases, *(word for group in metric.all for word in group))
    return frozenset(stem for phrase in said for stem in content_stems(phrase))


@lru_cache(maxsize=131_072)
def _telling_stems(name: str) -> frozenset[str]:
    return content_stems(name) - _empty_stems()


@cache
def _empty_stems() -> frozenset[str]:
    return content_stems(tomllib.loads(_WORDS.read_text(encoding="utf-8"))["words"])
