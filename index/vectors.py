"""Unit vectors in a file, one after the other, and exact inner products with them.

What is asked of a few rows is read from the file, so that a process that serves a large index keeps none of them in its
memory; a scan of all rows goes over the mapped file.
"""

import mmap
import os
import weakref
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt

from corpus.encoder import Vectors

BLOCK = 1024  # rows that are read at once
KEPT = 16_384  # rows, at most, whose mapping is kept: it costs more to make than to scan
HIGHEST = 1.01  # product of two unit vectors, with what rounding may add
Rows = npt.NDArray[np.int64]
Scored = tuple[Rows, Vectors]  # rows, and their inner products with the vector that was asked with


class VectorFile:
    """Vectors of one length, float32 (little-endian), addressed by their row. May be used by several threads."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self.dimensions = dimensions
        self._width = 4 * dimensions
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        size = os.fstat(self._file).st_size
        if size % self._width:
            raise ValueError(f"{path}: {size} bytes are no whole number of vectors of {dimensions}")
        self._count = size // self._width

    def __len__(self) -> int:
        return self._count

    @classmethod
    def write(cls, path: Path, dimensions: int, batches: Iterable[Vectors]) -> Self:
        """Write vectors to a new file, each batch of shape (n, dimensions)."""
        with path.open("wb") as file:
            for vectors in batches:
                _append(file, vectors, dimensions)
        return cls(path, dimensions)

    def at(self, rows: Rows) -> Vectors:
        """The vectors of these rows; neighbours that follow each other are read in one go.

        Raises:
            ValueError: a row is not in the file.
        """
        found = np.empty((len(rows), self.dimensions), dtype="<f4")
        whole, width, places = found.view(np.uint8).reshape(-1).data, self._width, rows.tolist()
        breaks = (np.flatnonzero(np.diff(rows) != 1) + 1).tolist()
        for start, stop in pairwise([0, *breaks, len(places)] if places else []):
            part = whole[start * width : stop * width]
            if os.preadv(self._file, [part], places[start] * width) != len(part):
                raise ValueError(
                    f"{self.path}: rows {places[start]} to {places[stop - 1]} of {len(self)} are not there"
                )
        return found

    def blocks(self, rows: Rows | None = None, *, size: int = BLOCK) -> Iterator[tuple[Rows, Vectors]]:
        """These rows, or all, with their vectors, so many at a time."""
        rows = np.arange(len(self)) if rows is None else rows
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            yield part, self.at(part)

    def nearest(self, vector: Vectors, limit: int, rows: Rows | None = None) -> Scored:
        """The rows with the highest inner products, exactly; best first."""
        if rows is None:
            return self._nearest_of_all(vector, limit)
        found = [_nearest(vector, vectors, limit, part) for part, vectors in self.blocks(rows)]
        if len(found) == 1:
            return found[0]
        places = np.concatenate([part for part, _ in found] or [np.empty(0, dtype=np.int64)])
        scores = np.concatenate([part for _, part in found] or [np.empty(0, dtype=np.float32)])
        best = np.argsort(-scores, kind="stable")[:limit]
        return places[best], scores[best]

    def _nearest_of_all(self, vector: Vectors, limit: int) -> Scored:
        if not len(self):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return _nearest(vector, self._mapped if len(self) <= KEPT else self._map(), limit, None)

    @cached_property
    def _mapped(self) -> Vectors:
        return self._map()

    def _map(self) -> Vectors:
        """All vectors, mapped from the open file: also where its folder has been swept away since."""
        mapped = mmap.mmap(self._file, 0, prot=mmap.PROT_READ)
        return np.frombuffer(mapped, dtype="<f4").reshape(-1, self.dimensions)


def _nearest(vector: Vectors, vectors: Vectors, limit: int, rows: Rows | None) -> Scored:
    import faiss

    scores, found = faiss.knn(
        vector.reshape(1, -1), vectors, min(limit, len(vectors)), metric=faiss.METRIC_INNER_PRODUCT
    )
    if not (np.abs(scores) < HIGHEST).all():  # also where one is no number
        raise ValueError("the products of unit vectors exceed 1: the file of vectors is damaged")
    return (found[0] if rows is None else rows[found[0]]), scores[0]


def _append(file: BinaryIO, vectors: Vectors, dimensions: int) -> None:
    if vectors.shape[1:] != (dimensions,):
        raise ValueError(f"vectors of shape {vectors.shape} do not fit a file of vectors of {dimensions}")
    file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
