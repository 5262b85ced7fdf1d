"""The vector index: exact inner products over the vectors of all passages, by FAISS."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from corpus.encoder import Vectors

LAYOUT = "1"
_VECTORS, _KEYS = "vectors.faiss", "keys.npy"
Keys = npt.NDArray[np.int64]


class Dense:
    """A vector index that has been opened.

    `keys` has a row a vector, the passage's key and its document's key, in the order of the former.
    """

    def __init__(self, index: Any, keys: Keys) -> None:
        self._index = index
        self._keys = keys

    @classmethod
    def write(cls, folder: Path, dimensions: int, batches: Iterable[tuple[Keys, Vectors]]) -> None:
        """Write an index into an empty folder.

        Args:
            folder: where.
            dimensions: length of a vector.
            batches: keys, of shape (n, 2), and unit vectors, of shape (n, dimensions).
        """
        import faiss

        index = faiss.IndexFlatIP(dimensions)
        keys = [np.empty((0, 2), dtype=np.int64)]
        for batch, vectors in batches:
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
            keys.append(batch)
        faiss.write_index(index, str(folder / _VECTORS))
        np.save(folder / _KEYS, np.concatenate(keys))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index of a folder; the vectors are mapped, not read."""
        import faiss

        index = faiss.read_index(str(folder / _VECTORS), faiss.IO_FLAG_MMAP_IFC)
        keys = np.load(folder / _KEYS, mmap_mode="r")
        if index.ntotal != len(keys):
            raise ValueError(f"{folder}: {index.ntotal} vectors with {len(keys)} keys")
        return cls(index, keys)

    def __len__(self) -> int:
        return len(self._keys)

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
        rows = self._rows(documents, passages)
        count = min(limit, len(self) if rows is None else len(rows))
        if count < 1:
            return []
        scores, found = self._index.search(vector.reshape(1, -1), count, params=_selector(rows))
        hits = zip(self._keys[found[0], 0].tolist(), scores[0].tolist(), strict=True)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def scores(self, vector: Vectors, passages: Sequence[int]) -> dict[int, float]:
        """The cosines of these passages, by key; a passage without a vector is left out."""
        wanted = np.array(passages, dtype=np.int64)
        if not len(self) or not len(wanted):
            return {}
        rows = np.minimum(np.searchsorted(self._keys[:, 0], wanted), len(self) - 1)
        known = self._keys[rows, 0] == wanted
        cosines = self._index.reconstruct_batch(rows[known]) @ vector if known.any() else np.empty(0)
        return dict(zip(wanted[known].tolist(), cosines.tolist(), strict=True))

    def _rows(self, documents: Collection[int] | None, passages: Collection[int] | None) -> Keys | None:
        if documents is None and passages is None:
            return None
        inside = np.ones(len(self), dtype=bool)
        for column, wanted in ((0, passages), (1, documents)):
            if wanted is not None:
                inside &= np.isin(self._keys[:, column], np.fromiter(wanted, dtype=np.int64, count=len(wanted)))
        return np.flatnonzero(inside)


def _selector(rows: Keys | None) -> Any:
    import faiss

    if rows is None:
        return None
    parameters = faiss.SearchParameters()
    parameters.sel = faiss.IDSelectorBatch(rows)
    return parameters
