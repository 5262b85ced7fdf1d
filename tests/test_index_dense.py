"""The vector index against brute force."""

from pathlib import Path

import numpy as np
import pytest

from index.dense import Dense

RNG = np.random.default_rng(7)
VECTORS = RNG.normal(size=(500, 32)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)
KEYS = np.stack([np.arange(500) * 3 + 10, np.arange(500) // 50], axis=1)


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Dense:
    folder = tmp_path_factory.mktemp("dense")
    Dense.write(folder, 32, [(KEYS[:200], VECTORS[:200]), (KEYS[200:], VECTORS[200:])])
    return Dense.open(folder)


def brute_force(query: np.ndarray, rows: np.ndarray, limit: int) -> list[int]:
    cosines = VECTORS[rows] @ query
    return [int(KEYS[rows[i], 0]) for i in np.argsort(-cosines, kind="stable")[:limit]]


FILTERS = [
    (None, None),
    ([3], None),
    ([0, 9, 77], None),
    (None, [10, 13, 40, 1507]),
    ([0], [10, 13, 1507]),
    ([5], [10]),
    ([], None),
]


@pytest.mark.parametrize(("documents", "passages"), FILTERS)
@pytest.mark.parametrize("limit", [1, 10, 1000])
def test_search_equals_brute_force(dense: Dense, documents: object, passages: object, limit: int) -> None:
    inside = np.ones(500, dtype=bool)
    if documents is not None:
        inside &= np.isin(KEYS[:, 1], documents)
    if passages is not None:
        inside &= np.isin(KEYS[:, 0], passages)
    query = VECTORS[123] * 0.5 + VECTORS[7]
    found = dense.search(query, limit=limit, documents=documents, passages=passages)  # type: ignore[arg-type]
    assert [key for key, _ in found] == brute_force(query, np.flatnonzero(inside), limit)


def test_scores_of_given_passages(dense: Dense) -> None:
    found = dense.scores(VECTORS[4], [10, 1507, 11, 99_999])
    assert found == {
        10: pytest.approx(VECTORS[0] @ VECTORS[4], abs=1e-6),
        1507: pytest.approx(VECTORS[499] @ VECTORS[4], abs=1e-6),
    }
    assert dense.scores(VECTORS[4], []) == {}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    Dense.write(tmp_path, 32, [])
    dense = Dense.open(tmp_path)
    assert dense.search(VECTORS[0], limit=5) == []
    assert dense.scores(VECTORS[0], [1]) == {}
