"""Cells over many vectors: an inverted file with scalar quantisation (FAISS `IVF, SQ8`), to find candidates quickly.

The vectors are grouped into cells around centres (k-means), and kept in them as one byte a dimension. A search looks
into the cells nearest to the query. How many those must be is measured on questions of the field when the cells are
made: questions lie far from every passage and need several times the cells that passages themselves would need. Under
a filter the nearest passages may lie in cells that are not near at all, those near being shut out. So cells are looked
into until they have held 32,768 of the vectors allowed: where a filter leaves no more, all that it leaves.
Source of the structure: Jégou et al., "Product Quantization for Nearest Neighbor Search" (2011), section IV.
"""

import math
from pathlib import Path
from typing import Any, Self, cast
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from corpus.document import Record
from corpus.encoder import Vectors
from index.vectors import Rows, VectorFile

FILES = ("cells.faiss", "cells.npy", "cells.json")
RECALL, NEAREST = 0.99, 10  # share of the nearest vectors that must be found when the cells are made
STEP = 1.25  # from one number of cells that is tried to the next
MARGIN = 1.5  # on the number that reached it: other questions lie elsewhere
SAMPLE = 40  # vectors a cell from which the centres are computed
ROUNDS = 8  # of k-means
SPARE = 20  # candidates beyond those asked for, which exact products may bring forward
FILTERED = 32_768  # vectors allowed by a filter that a search looks at, at least
_BATCH = 16_384
Mask = npt.NDArray[np.bool_]


class Fitted(Record):
    """How many cells a search looks into, and the recall of the ten nearest that was measured before the margin."""

    probes: int
    recall: float


class Cells:
    """The cells of a file of vectors, opened. They name candidates; exact products are the file's to give."""

    def __init__(self, index: Any, cells: npt.NDArray[np.uint16], fitted: Fitted) -> None:
        self._index = index
        self._cells = cells
        self.fitted = fitted

    def __len__(self) -> int:
        return len(self._cells)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the cells of a folder; they are mapped, not read.

        The next revision of a folder shares their file with it. What is open of it is given again, so that its pages
        need not be mapped anew.
        """
        import faiss

        place = (folder / FILES[0]).stat()
        opened = _opened.get((place.st_dev, place.st_ino))
        if opened is not None:
            return cast("Self", opened)
        index = faiss.read_index(str(folder / FILES[0]), faiss.IO_FLAG_MMAP_IFC)
        cells = np.load(folder / FILES[1], mmap_mode="r")
        if index.ntotal != len(cells):
            raise ValueError(f"{folder}: {index.ntotal} vectors in cells, {len(cells)} rows")
        made = cls(index, cells, Fitted.model_validate_json((folder / FILES[2]).read_bytes()))
        _opened[place.st_dev, place.st_ino] = made  # a file that is mapped keeps its number to itself
        return made

    @classmethod
    def write(cls, folder: Path, vectors: VectorFile, questions: Vectors) -> Self:
        """Make the cells of these vectors.

        Args:
            folder: where.
            vectors: unit vectors.
            questions: vectors of questions, on which the number of cells to look into is fitted.
        """
        import faiss

        index = _trained(vectors)
        cells = np.empty(len(vectors), dtype=np.uint16)
        for rows, part in vectors.blocks(size=_BATCH):
            _, nearest = index.quantizer.search(part, 1)
            index.add_core(len(part), faiss.swig_ptr(part), None, faiss.swig_ptr(nearest))
            cells[rows] = nearest[:, 0]
        faiss.write_index(index, str(folder / FILES[0]))
        np.save(folder / FILES[1], cells)
        made = cls(index, cells, Fitted(probes=index.nlist, recall=1))
        made.fitted = _fitted(made, vectors, questions)
        (folder / FILES[2]).write_text(made.fitted.model_dump_json())
        return made

    def candidates(self, vector: Vectors, limit: int, *, alive: Mask | None = None, probes: int | None = None) -> Rows:
        """Rows among which the nearest are; more than `limit`, so that exact products can choose.

        Args:
            vector: a unit vector, of shape (dimensions,).
            limit: how many will be wanted.
            alive: one a row: false for those to pass over.
            probes: cells to look into, as `probes_for` says it; as many as were fitted when None.
        """
        import faiss

        selector = None if alive is None else _selector(alive)
        parameters: Any = faiss.SearchParametersIVF()
        parameters.nprobe, parameters.sel = probes or self.fitted.probes, selector
        _, found = self._index.search(vector.reshape(1, -1), min(limit + SPARE, len(self)), params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows

    def probes_for(self, vector: Vectors, allowed: Mask) -> int:
        """How many cells, from the nearest on, must be looked into under a filter."""
        count = int(self._index.nlist)
        _, order = self._index.quantizer.search(vector.reshape(1, -1), count)
        inside = np.bincount(self._cells[allowed], minlength=count)[order[0]]
        return min(count, max(self.fitted.probes, int(np.searchsorted(np.cumsum(inside), FILTERED)) + 1))


def _selector(alive: Mask) -> Any:
    import faiss

    make: Any = faiss.IDSelectorBitmap  # in Python it takes the bits alone, which its stubs do not know
    return make(np.packbits(alive, bitorder="little"))


_opened: WeakValueDictionary[tuple[int, int], Cells] = WeakValueDictionary()


def cell_count(vectors: int) -> int:
    """How many cells so many vectors are kept in: the power of two next to twice the root of their number."""
    return int(2 ** round(math.log2(2 * math.sqrt(vectors))))


def _trained(vectors: VectorFile) -> Any:
    import faiss

    count = cell_count(len(vectors))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatL2(vectors.dimensions),  # unit vectors: the same order, and better cells than by products
        vectors.dimensions,
        count,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_L2,
    )
    index.cp.niter, index.cp.min_points_per_centroid = ROUNDS, 1
    index.train(vectors.at(_drawn(len(vectors), SAMPLE * count)))
    return index


def _drawn(size: int, count: int, *, seed: int = 1) -> Rows:
    return np.sort(np.random.default_rng(seed).choice(size, min(size, count), replace=False))


def _fitted(cells: Cells, vectors: VectorFile, questions: Vectors) -> Fitted:
    """The least number of cells tried that reaches the recall; all of them reach it."""
    wanted = [set(rows.tolist()) for rows in exact_nearest(vectors, questions, NEAREST)]
    probes = 1.0
    while probes < cells.fitted.probes:
        found = [_best(cells, vectors, question, round(probes)) for question in questions]
        recall = sum(map(len, map(set.intersection, wanted, found))) / max(1, sum(map(len, wanted)))
        if recall >= RECALL:
            return Fitted(probes=min(cells.fitted.probes, round(MARGIN * probes)), recall=round(recall, 4))
        probes = max(probes + 1, probes * STEP)
    return cells.fitted


def exact_nearest(vectors: VectorFile, questions: Vectors, limit: int, among: Rows | None = None) -> Rows:
    """The nearest rows to each of many vectors, among these or all, by one pass; of shape (questions, limit)."""
    import faiss

    limit = min(limit, len(vectors) if among is None else len(among))
    best = faiss.ResultHeap(len(questions), limit, keep_max=True)
    for rows, part in vectors.blocks(among, size=_BATCH):
        scores, found = faiss.knn(questions, part, min(limit, len(part)), metric=faiss.METRIC_INNER_PRODUCT)
        best.add_result(scores, rows[found])
    best.finalize()
    nearest: Rows = best.I
    return nearest


def _best(cells: Cells, vectors: VectorFile, question: Vectors, probes: int) -> set[int]:
    rows = np.sort(cells.candidates(question, 2 * NEAREST, probes=probes))
    return set(vectors.nearest(question, NEAREST, rows)[0].tolist())
