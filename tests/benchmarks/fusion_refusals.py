"""When nothing answers: the weights of the signs, fitted on questions with and without an answer.

    python -m tests.benchmarks.fusion_refusals

prints how many questions without an answer are refused, and how many with one wrongly, each judged by weights that were
fitted without it (repeated ten-fold, by question), then by the weights of all, and the same for the held half; last the
weights, for `pipeline/lexicons/support.toml`.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index import Index
from pipeline.answers import find_answers
from pipeline.currency import summaries_of
from pipeline.enquiry import DEPTH
from pipeline.fits import years_of
from pipeline.question import understand
from pipeline.support import LEVEL_DEPTH, Found, signs, weights
from tests.benchmarks.fusion_sets import Asked, groups
from tests.benchmarks.logistic import Model, Vector, fit

FOLDS, REPEATS = 10, 20
STRENGTH = 0.1  # of the pull of each weight towards zero
LIMITS = (0.3, 0.35, 0.4, 0.45, 0.5)


class Judged(NamedTuple):
    """A question with the strength of each sign that nothing answers it."""

    asked: Asked
    strengths: tuple[float, ...]


def main() -> int:
    """Fit and print."""
    names = tuple(weights().weights)
    with tempfile.TemporaryDirectory() as folder:
        fitted = [one for group in groups(Path(folder)) for one in _judged(group.index, group.questions, names)]
        held = [
            one for group in groups(Path(folder), held=True) for one in _judged(group.index, group.questions, names)
        ]
    table, refuse = _table(fitted)
    model = _model(table, refuse)
    sure = {"left out": _left_out(table, refuse), "all": _shares(model, table)}
    for limit in LIMITS:
        for name, shares in sure.items():
            sys.stdout.write(f"limit {limit:g}, {name}: {_counts(fitted, shares > limit)}\n")
        if held:
            sys.stdout.write(f"limit {limit:g}, held: {_counts(held, _shares(model, _table(held)[0]) > limit)}\n")
    sys.stdout.write(f"base = {model.base:.2f}\n")
    sys.stdout.write("".join(f"{name} = {weight:.2f}\n" for name, weight in zip(names, model.weights, strict=True)))
    return 0


def _judged(index: Index, questions: Sequence[Asked], names: Sequence[str]) -> Iterator[Judged]:
    store = index.store
    with store.snapshot():
        for asked in questions:
            question = understand(asked.query, index)
            hits = index.search(question.text, limit=DEPTH, filters=asked.filters, terms=question.terms)
            if not hits:
                continue
            rows = find_answers(question, hits, store, filters=asked.filters)
            best = store.excerpts([hit.passage.id for hit in hits[:LEVEL_DEPTH]])
            near = summaries_of(store)
            years = {year for row in rows for year in years_of(row.fact, near[row.document_id])}
            found = Found(hits, best, near, len(rows), index.spelling(), years)
            strengths = {sign.name: sign.strength for sign in signs(question, found)}
            yield Judged(asked, tuple(strengths[name] for name in names))


def _table(judged: Sequence[Judged]) -> tuple[Vector, Vector]:
    table = np.array([one.strengths for one in judged], float)
    return table, np.array([not one.asked.answerable for one in judged], float)


def _model(table: Vector, refuse: Vector) -> Model:
    return fit(table, refuse, np.ones(len(refuse)), strength=STRENGTH)


def _shares(model: Model, table: Vector) -> Vector:
    shares: Vector = 1 / (1 + np.exp(-(model.base + table @ np.maximum(model.weights, 0))))
    return shares


def _left_out(table: Vector, refuse: Vector) -> Vector:
    found = np.zeros(len(refuse))
    chance = np.random.default_rng(0)
    for _ in range(REPEATS):
        order = chance.permutation(len(refuse))
        for fold in range(FOLDS):
            out = order[fold::FOLDS]
            kept = np.setdiff1d(order, out)
            found[out] += _shares(_model(table[kept], refuse[kept]), table[out])
    return found / REPEATS


def _counts(judged: Sequence[Judged], refused: np.ndarray) -> str:
    found = []
    for name in sorted({one.asked.set for one in judged}):
        pairs = [(one.asked.answerable, no) for one, no in zip(judged, refused, strict=True) if one.asked.set == name]
        rightly, wrongly = (
            [no for answerable, no in pairs if not answerable],
            [no for answerable, no in pairs if answerable],
        )
        found.append(f"{name} refused {sum(rightly)} of {len(rightly)}, wrongly {sum(wrongly)} of {len(wrongly)}")
    return "; ".join(found)


if __name__ == "__main__":
    sys.exit(main())
