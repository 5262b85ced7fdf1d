"""Logistic regression with weights held towards zero (ridge), for tables of some hundred rows. Deterministic."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)  # of the pull towards zero, in rows; beyond that features have no say
FOLDS = 5
ROUNDS, SETTLED = 2000, 1e-7
EDGE = 0.02  # a share is never taken as nearer to 0 or 1


class Model(NamedTuple):
    """`base` is the log-odds of a row without features; `weights` is what each feature adds."""

    base: float
    weights: Vector

    def shares(self, table: Vector) -> Vector:
        """The probability of each row of a table of features (0 or 1) to be right."""
        sure: Vector = 1 / (1 + np.exp(-(self.base + table @ self.weights)))
        return np.clip(sure, EDGE, 1 - EDGE)


def fit(table: Vector, right: Vector, weights: Vector, *, strength: float) -> Model:
    """The model of greatest penalised likelihood.

    Steps use the bound p(1-p) <= 1/4 in place of the curvature (Böhning and Lindsay 1988): each is uphill, also where
    nearly all rows are right.

    Args:
        table: rows by features, 0 or 1.
        right: for each row 1 or 0.
        weights: how much each row counts.
        strength: of the pull on the features' weights; the base is pulled hardly at all.
    """
    columns = np.hstack([np.ones((len(table), 1)), table])
    pull = np.full(columns.shape[1], strength)
    pull[0] = 0.1
    step = np.linalg.inv((columns * weights[:, None]).T @ columns / 4 + np.diag(pull))
    found = np.zeros(columns.shape[1])
    for _ in range(ROUNDS):
        sure = 1 / (1 + np.exp(-columns @ found))
        change = step @ (columns.T @ (weights * (right - sure)) - pull * found)
        found += change
        if np.abs(change).max() < SETTLED:
            break
    return Model(float(found[0]), found[1:])


def left_out(table: Vector, right: Vector, weights: Vector, documents: NDArray[np.str_], *, strength: float) -> Vector:
    """For each row its probability by a model of rows of other documents: those of the other folds.

    Documents are dealt out to the folds in the order of their names, so that no fold is of one publisher alone.
    """
    said = np.zeros(len(right))
    names = sorted(set(documents))
    for fold in (names[i::FOLDS] for i in range(min(FOLDS, len(names)))):
        own = np.isin(documents, fold)
        said[own] = fit(table[~own], right[~own], weights[~own], strength=strength).shares(table[own])
    return said


def strength(table: Vector, right: Vector, weights: Vector, documents: NDArray[np.str_]) -> float:
    """The pull that foretells documents that were left out best (log loss)."""
    losses = {one: _loss(left_out(table, right, weights, documents, strength=one), right, weights) for one in STRENGTHS}
    return min(losses, key=lambda one: losses[one])


def _loss(said: Vector, right: Vector, weights: Vector) -> float:
    losses = -(right * np.log(said) + (1 - right) * np.log(1 - said))
    return float((weights * losses).sum() / weights.sum())
