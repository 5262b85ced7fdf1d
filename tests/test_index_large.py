"""The vector index when it is large: cells, and filters that stay exact in effect."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import cells, holdings
from index.cells import Cells, exact_nearest
from index.segments import Segment
from index.vectors import VectorFile

SIZE, DIMENSIONS, PER_DOCUMENT = 6000, 48, 50
KEYS = np.stack([np.arange(SIZE) + 1, np.arange(SIZE) // PER_DOCUMENT + 1], axis=1)
DOCUMENTS = range(1, SIZE // PER_DOCUMENT + 1)


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def clustered(count: int, *, seed: int) -> np.ndarray:
    """Unit vectors in clumps, as passages lie: neighbours share a document."""
    draw = np.random.default_rng(seed)
    centres = np.repeat(np.random.default_rng(1).normal(size=(120, DIMENSIONS)), SIZE // 120, axis=0)
    return unit(
        centres[draw.permutation(SIZE)[:count] if count < SIZE else slice(None)] + draw.normal(size=(count, DIMENSIONS))
    )


VECTORS, QUESTIONS, ASKED = clustered(SIZE, seed=2), clustered(300, seed=3), clustered(40, seed=4)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, Segment]:
    """The same vectors with cells and without."""
    folder = tmp_path_factory.mktemp("large")
    plain = Segment.write(folder, "base", DIMENSIONS, [(KEYS, VECTORS)])
    Cells.write(folder, plain.vectors, QUESTIONS)
    return Segment.open(folder, "base", DIMENSIONS), plain


def recall(found: Segment, exact: Segment, documents: Sequence[int] | None, passages: Sequence[int] | None) -> float:
    shares = []
    for vector in ASKED:
        wanted = set(exact.nearest(vector, 10, documents, passages)[0].tolist())
        shares.append(len(wanted & set(found.nearest(vector, 10, documents, passages)[0].tolist())) / len(wanted))
    return float(np.mean(shares))


FILTERS = {
    "none": (None, None),
    "one document": ([7], None),
    "few documents": ([3, 50, 99], None),
    "every second": (list(DOCUMENTS)[::2], None),
    "the first third": (list(DOCUMENTS)[:40], None),
    "few passages": (None, [1, 77, 5999, 3000, 3001]),
    "many passages": (None, list(range(1, SIZE, 2))),
    "both": ([1, 2, 3], list(range(20, 120))),
}


@pytest.mark.parametrize("name", FILTERS)
def test_recall_through_cells(large: tuple[Segment, Segment], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.segments.EXACT", 500)
    found, exact = large
    assert found.cells is not None
    assert found.cells.fitted.probes < cells.cell_count(SIZE) / 2
    assert recall(found, exact, *FILTERS[name]) >= (0.95 if name == "none" else 0.99)


def test_few_vectors_allowed_are_looked_at_one_by_one(large: tuple[Segment, Segment]) -> None:
    found, exact = large
    assert recall(found, exact, [5, 80], None) == 1


def test_a_filter_looks_into_as_many_cells_as_it_needs(
    large: tuple[Segment, Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = large
    assert found.cells is not None
    everything, few = np.ones(SIZE, dtype=bool), np.zeros(SIZE, dtype=bool)
    few[::40] = True
    monkeypatch.setattr(cells, "FILTERED", 10)
    narrow, wide = found.cells.probes_for(ASKED[0], everything), found.cells.probes_for(ASKED[0], few)
    assert narrow < wide <= cells.cell_count(SIZE)


def test_scores_through_cells_are_exact(large: tuple[Segment, Segment]) -> None:
    found, _ = large
    rows, scores = found.nearest(ASKED[0], 10, None, None)
    assert scores == pytest.approx(VECTORS[rows] @ ASKED[0], abs=1e-6)
    assert list(scores) == sorted(scores, reverse=True)


def test_exact_nearest_is_brute_force(tmp_path: Path) -> None:
    file = VectorFile.write(tmp_path / "v.f32", DIMENSIONS, [VECTORS[:1000], VECTORS[1000:]])
    assert exact_nearest(file, ASKED, 5).tolist() == np.argsort(-(ASKED @ VECTORS.T), axis=1)[:, :5].tolist()


def test_a_file_of_vectors_gives_the_rows_asked_for(tmp_path: Path) -> None:
    file = VectorFile.write(tmp_path / "v.f32", DIMENSIONS, [VECTORS[:10]])
    for rows in ([], [3], [0, 1, 2, 9], [9, 0, 0, 1]):
        assert (file.at(np.array(rows, dtype=np.int64)) == VECTORS[rows]).all()
    with pytest.raises(ValueError, match="not there"):
        file.at(np.array([8, 9, 10]))
    with pytest.raises(ValueError, match="do not fit"):
        VectorFile.write(tmp_path / "w.f32", DIMENSIONS, [VECTORS[:, :5]])


def test_what_changed_between_a_holding_and_a_store() -> None:
    held = holdings.documents([(1, 11, 5, 5), (2, 12, 5, 5), (3, 13, 5, 4), (4, 14, 5, 5)])
    gone, added = holdings.difference(held, [(1, 11), (2, 99), (3, 13), (5, 15)])
    assert gone["key"].tolist() == [2, 3, 4]  # another putting, passages without vectors, no more there
    assert added == [2, 3, 5]
