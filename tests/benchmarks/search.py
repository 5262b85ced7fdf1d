"""Search in a warm process, without the encoding of queries: how it grows with the number of passages."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from corpus.encoder import Vectors
from index import Filters, Index
from tests.benchmarks.embedding import made_texts
from tests.benchmarks.measure import Measurement, milliseconds, percentile, seconds
from tests.factories import make_entry

SIZES = (1_000, 20_000)
DOCUMENT = 250  # passages a document
QUERIES = 100


class RandomEncoder:
    """Unit vectors of MiniLM's length without sense: the search costs the same, the encoding nothing."""

    name = "random/384"
    dimensions = 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One random vector a text; the same text gets the same one."""
        rows = [np.random.default_rng(abs(hash(text))).standard_normal(384, dtype=np.float32) for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def run() -> list[Measurement]:
    """Times of search, of opening, and of making the derived indexes anew, by number of passages."""
    return [measurement for size in SIZES for measurement in _measure(size)]


def _measure(size: int) -> list[Measurement]:
    with TemporaryDirectory() as folder:
        adding = seconds(lambda: _fill(Path(folder), size))[0]
        rebuilding = seconds(lambda: _refresh(Path(folder)))[0]
        with Index.open(Path(folder), encoder=RandomEncoder()) as index:
            opening = seconds(index.refresh)[0]
            plain = _times(index, Filters())
            filtered = _times(index, Filters(years=("2024/25",)))
    note = f"{size:,} passages"
    return [
        Measurement("search.p50", percentile(plain, 50), "ms", note),
        Measurement("search.p95", percentile(plain, 95), "ms", note),
        Measurement("search.filtered.p50", percentile(filtered, 50), "ms", f"{note}, half of them allowed"),
        Measurement("index.open", 1000 * opening, "ms", note),
        Measurement("index.rebuild", rebuilding, "s", note),
        Measurement("index.add", size / adding, "passages/s", f"{note}, without encoding"),
    ]


def _fill(folder: Path, size: int) -> None:
    texts = made_texts(size)
    with Index.open(folder, encoder=RandomEncoder(), create=True) as index:
        for number, start in enumerate(range(0, size, DOCUMENT)):
            year = "2024/25" if number % 2 else "2023/24"
            index.add([make_entry(texts[start : start + DOCUMENT], file=f"{number}.txt", planning_year=year)])


def _refresh(folder: Path) -> None:
    with Index.open(folder, encoder=RandomEncoder()) as index:
        index.refresh()


def _times(index: Index, filters: Filters) -> list[float]:
    queries = [" ".join(text.split()[:6]) for text in made_texts(QUERIES, seed=2)]
    for query in queries:  # encoded now, and remembered
        index.search(query, filters=filters)
    waiting = iter(queries)
    return milliseconds(lambda: index.search(next(waiting), filters=filters), times=QUERIES)
