"""The vector index: inner products with the vectors of all passages, exact while they are few.

A folder holds a base, which stays as it is from revision to revision, with cells over it where it is large; the delta,
all that came after the base; and the documents of the base that are gone. What takes long, the cells, is never made by
a search: `compact` makes a new base, aside, and until then the vectors are looked through one by one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from corpus.encoder import Vectors
from index import holdings
from index.cells import FILES as CELL_FILES
from index.cells import Cells
from index.holdings import NOTHING, Documents
from index.links import link
from index.segments import Keys, Segment
from index.vectors import VectorFile

LAYOUT = "2"
FLAT = 16_384  # vectors; more of them get cells
SHARE = 32  # a delta is merged into a base when it exceeds the base's 32nd part, and half of FLAT
WASTE = 5  # and documents that are gone when they exceed its 5th part
BASE, DELTA = "base", "delta"
_HELD, _ADDED, _GONE, _DIMENSIONS = holdings.FILE, "added.npy", "gone.npy", "dimensions.npy"
_BASE_FILES = (f"{BASE}.f32", f"{BASE}.npy", _HELD, *CELL_FILES)
Batches = Iterable[tuple[Keys, Vectors]]


class Dense:
    """A vector index that has been opened.

    Args:
        base: the base, and which documents it holds.
        delta: what came after it.
        gone: the documents of the base that are no more.
    """

    def __init__(self, base: Segment, delta: Segment, held: Documents, added: Documents, gone: Documents) -> None:
        self._base, self._delta = base, delta
        self._held, self._added, self._gone = held, added, gone

    @classmethod
    def write(cls, folder: Path, dimensions: int, batches: Batches, documents: Documents = NOTHING) -> None:
        """Write an index into an empty folder: a base without cells.

        Args:
            folder: where.
            dimensions: length of a vector.
            batches: keys, of shape (n, 2), and unit vectors, of shape (n, dimensions); both keys grow.
            documents: what they are of.
        """
        base = Segment.write(folder, BASE, dimensions, batches)
        holdings.save(folder, holdings.counted(documents, base.keys[:, 1]), file=_HELD)
        _finish(folder, dimensions, (), NOTHING, NOTHING)

    @classmethod
    def append(
        cls, folder: Path, base: Path, dimensions: int, batches: Batches, *, added: Documents, gone: Documents
    ) -> None:
        """Write an index into an empty folder: the base of another one, without what is gone from it, and a new delta.

        Args:
            folder: where.
            base: the folder of the other one, which stays as it is.
            dimensions: length of a vector.
            batches: as in `write`, of the documents added.
            added: documents that the base does not hold.
            gone: documents of the base that are no more.
        """
        for name in _BASE_FILES:
            if (base / name).exists():
                link(base / name, folder / name)
        _finish(folder, dimensions, batches, added, gone)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index of a folder; it is mapped, not read."""
        dimensions = int(np.load(folder / _DIMENSIONS))
        held, added, gone = (holdings.load(folder, file=name) for name in (_HELD, _ADDED, _GONE))
        base = Segment.open(folder, BASE, dimensions, gone=gone["key"].tolist())
        return cls(base, Segment.open(folder, DELTA, dimensions), held, added, gone)

    def __len__(self) -> int:
        return len(self._base) + len(self._delta) - int(self._gone["rows"].sum())

    @property
    def wants_compaction(self) -> bool:
        """Whether a base made anew would be searched much faster."""
        large = len(self) > FLAT
        late = len(self._delta) > max(FLAT // 2, len(self._base) // SHARE)
        wasted = int(self._gone["rows"].sum()) > len(self._base) // WASTE
        return (large and (self._base.cells is None or late or wasted)) or (not large and self._base.cells is not None)

    def compact(self, folder: Path, questions: Callable[[], Vectors]) -> None:
        """Write this index into an empty folder as a base, with cells where it is large.

        Args:
            folder: where.
            questions: gives vectors of questions, on which a search through cells is fitted.
        """
        dimensions = self._base.vectors.dimensions
        kept = self._held[~np.isin(self._held["key"], self._gone["key"])]
        self.write(folder, dimensions, self._merged(), np.concatenate([kept, self._added]))
        if len(self) > FLAT:
            Cells.write(folder, VectorFile(folder / f"{BASE}.f32", dimensions), questions())

    def search(
        self,
        vector: Vectors,
        *,
        limit: int,
        documents: Collection[int] | None = None,
        passages: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The nearest passages as (key, cosine), nearest first.

        Args:
            vector: a unit vector, of shape (dimensions,).
            limit: how many at most.
            documents: keys of the documents to look in; None for all.
            passages: keys of the passages to look among; None for all.
        """
        hits: list[tuple[int, float]] = []
        for segment in (self._base, self._delta):
            if len(segment):
                rows, scores = segment.nearest(vector, limit, documents, passages)
                hits += zip(segment.keys[rows, 0].tolist(), scores.tolist(), strict=True)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def scores(self, vector: Vectors, passages: Sequence[int]) -> dict[int, float]:
        """The cosines of these passages, by key; a passage without a vector is left out."""
        wanted = np.sort(np.array(passages, dtype=np.int64))
        found: dict[int, float] = {}
        for segment in (self._base, self._delta):
            rows = segment.rows(wanted)
            if len(rows):
                places, cosines = segment.vectors.nearest(vector, len(rows), rows)
                found |= zip(segment.keys[places, 0].tolist(), cosines.tolist(), strict=True)
        return found

    def _merged(self) -> Iterator[tuple[Keys, Vectors]]:
        """The vectors of both parts, without those that are gone, in the order of their documents."""
        parts = [(start, segment, rows) for segment in (self._base, self._delta) for start, rows in segment.runs()]
        for _, segment, rows in sorted(parts, key=lambda part: part[0]):
            for some, vectors in segment.vectors.blocks(rows):
                yield segment.keys[some], vectors


def _finish(folder: Path, dimensions: int, batches: Batches, added: Documents, gone: Documents) -> None:
    delta = Segment.write(folder, DELTA, dimensions, batches)
    holdings.save(folder, holdings.counted(added, delta.keys[:, 1]), file=_ADDED)
    holdings.save(folder, gone, file=_GONE)
    np.save(folder / _DIMENSIONS, dimensions)
