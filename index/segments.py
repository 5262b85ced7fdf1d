"""A part of the vector index: the vectors of passages, in the order of their keys, and cells where they are many."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.encoder import Vectors
from index.cells import FILES as CELL_FILES
from index.cells import Cells, Mask
from index.vectors import Rows, Scored, VectorFile

Keys = npt.NDArray[np.int64]
EXACT = 8192  # rows; where a filter leaves no more, all of them are looked at


class Segment:
    """Vectors and their keys, opened.

    `keys` has a row a vector, the passage's key and its document's; both grow from row to row.

    Args:
        gone: keys of documents whose rows are passed over.
    """

    def __init__(self, vectors: VectorFile, keys: Keys, cells: Cells | None = None, gone: Collection[int] = ()) -> None:
        if not len(vectors) == len(keys) == (len(cells) if cells else len(keys)):
            raise ValueError(f"{vectors.path}: {len(vectors)} vectors with {len(keys)} keys")
        self.vectors = vectors
        self.keys = keys
        self.cells = cells
        self._gone = frozenset(gone)
        self._alive = self._mask_without(self._gone)

    @classmethod
    def write(cls, folder: Path, name: str, dimensions: int, batches: Iterable[tuple[Keys, Vectors]]) -> Self:
        """Write a segment. Keys have the shape (n, 2), vectors (n, dimensions); both keys grow."""
        keys = [np.empty((0, 2), dtype=np.int64)]

        def vectors() -> Iterator[Vectors]:
            for batch, part in batches:
                keys.append(batch)
                yield part

        file = VectorFile.write(folder / f"{name}.f32", dimensions, vectors())
        everything = np.concatenate(keys)
        if (np.diff(everything[:, 0]) <= 0).any() or (np.diff(everything[:, 1]) < 0).any():
            raise ValueError(f"{folder}: the keys of passages and documents do not grow")
        np.save(folder / f"{name}.npy", everything)
        return cls(file, everything)

    @classmethod
    def open(cls, folder: Path, name: str, dimensions: int, *, gone: Collection[int] = ()) -> Self:
        """Open a segment; it is mapped, not read."""
        cells = Cells.open(folder) if name == "base" and (folder / CELL_FILES[0]).exists() else None
        keys = np.load(folder / f"{name}.npy", mmap_mode="r")
        return cls(VectorFile(folder / f"{name}.f32", dimensions), np.asarray(keys), cells, gone)

    def __len__(self) -> int:
        return len(self.keys)

    def runs(self) -> Iterator[tuple[int, Rows]]:
        """The rows of each document that is not passed over, with its key, in the order of the keys."""
        documents, starts = np.unique(self.keys[:, 1], return_index=True)
        for key, (start, stop) in zip(documents.tolist(), pairwise([*starts.tolist(), len(self)]), strict=True):
            if key not in self._gone:
                yield key, np.arange(start, stop)

    def nearest(
        self, vector: Vectors, limit: int, documents: Collection[int] | None, passages: Collection[int] | None
    ) -> Scored:
        """The nearest rows with their products, best first, among the documents and passages allowed."""
        if documents is None and passages is None:
            return self._nearest_of_all(vector, limit)
        if passages is not None:
            return self._nearest_of(vector, limit, self._rows_of_passages(passages, documents))
        starts, stops = self._ranges(set(documents or ()) - self._gone)
        if int((stops - starts).sum()) <= EXACT or self.cells is None:
            return self.vectors.nearest(vector, limit, _joined(starts, stops))
        return self._through_cells(vector, limit, _mask(len(self), starts, stops))

    def rows(self, passages: Rows) -> Rows:
        """The rows of these passages; those that have none here are left out."""
        if not len(self):
            return np.empty(0, dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.keys[:, 0], passages), len(self) - 1)
        known = self.keys[rows, 0] == passages
        if self._alive is not None:
            known &= self._alive[rows]
        found: Rows = rows[known]
        return found

    def _nearest_of_all(self, vector: Vectors, limit: int) -> Scored:
        if self.cells is None:
            return self.vectors.nearest(vector, limit, None if self._alive is None else np.flatnonzero(self._alive))
        found = np.sort(self.cells.candidates(vector, limit, alive=self._alive))
        return self.vectors.nearest(vector, limit, found)

    def _nearest_of(self, vector: Vectors, limit: int, rows: Rows) -> Scored:
        if len(rows) <= EXACT or self.cells is None:
            return self.vectors.nearest(vector, limit, rows)
        allowed = np.zeros(len(self), dtype=bool)
        allowed[rows] = True
        return self._through_cells(vector, limit, allowed)

    def _through_cells(self, vector: Vectors, limit: int, allowed: Mask) -> Scored:
        assert self.cells is not None  # noqa: S101 (asked before)
        probes = self.cells.probes_for(vector, allowed)
        found = np.sort(self.cells.candidates(vector, limit, alive=allowed, probes=probes))
        return self.vectors.nearest(vector, limit, found)

    def _rows_of_passages(self, passages: Collection[int], documents: Collection[int] | None) -> Rows:
        rows = self.rows(np.sort(np.fromiter(passages, dtype=np.int64, count=len(passages))))
        if documents is None:
            return rows
        return rows[np.isin(self.keys[rows, 1], np.fromiter(documents, dtype=np.int64, count=len(documents)))]

    def _ranges(self, documents: Collection[int]) -> tuple[Rows, Rows]:
        wanted = np.sort(np.fromiter(documents, dtype=np.int64, count=len(documents)))
        column = self.keys[:, 1]
        return np.searchsorted(column, wanted), np.searchsorted(column, wanted, side="right")

    def _mask_without(self, gone: Collection[int]) -> Mask | None:
        return ~_mask(len(self), *self._ranges(gone)) if gone else None


def _joined(starts: Rows, stops: Rows) -> Rows:
    return np.concatenate([np.arange(*pair) for pair in zip(starts, stops, strict=True)] or [np.empty(0, np.int64)])


def _mask(size: int, starts: Rows, stops: Rows) -> Mask:
    inside = np.zeros(size, dtype=bool)
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        inside[start:stop] = True
    return inside
