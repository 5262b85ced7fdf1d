"""Metrics near to a question that nothing answers, so that it can be asked otherwise."""

from collections import Counter
from functools import lru_cache

from index import Store
from pipeline.browse.metrics import Subject, subjects_of
from pipeline.words import content_stems

LEAST_TARGETS = 1  # of a metric that is offered


def nearest_metrics(store: Store, question: str, *, limit: int = 5) -> list[Subject]:
    """The metrics that share most words with a question, rare words counting more; those of most targets first.

    Empty where none shares a word. Call it in a snapshot.
    """
    offered = [subject for subject in subjects_of(store).values() if subject.objectives >= LEAST_TARGETS]
    common = Counter(stem for subject in offered for stem in _stems(subject.name))
    asked = content_stems(question)
    shared = {subject.slug: sum(1 / common[stem] for stem in asked & _stems(subject.name)) for subject in offered}
    near = sorted(offered, key=lambda subject: (-shared[subject.slug], -subject.objectives, subject.name))
    return [subject for subject in near[:limit] if shared[subject.slug]]


def commonest_metrics(store: Store, *, limit: int = 8) -> list[Subject]:
    """The metrics of the register with most targets. Call it in a snapshot."""
    known = (subject for subject in subjects_of(store).values() if subject.registered and subject.objectives)
    return sorted(known, key=lambda subject: (-subject.objectives, subject.name))[:limit]


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return content_stems(name)
