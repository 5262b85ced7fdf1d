"""How search grows with the index: time, memory, opening, and what is missed, from a thousand passages to a million.

`python -m tests.benchmarks.search_scale --sizes 1000 100000 1000000 --keep FOLDER [--documents PATH ...]` makes an
index a size (see `scaled_corpus.py`), opens it in a process of its own, and asks it questions. A kept folder is used
again.
Times are processor milliseconds of `Index.search`, and of the whole answer of `remit search`, in a warm process,
without the encoding of the question; recall is that of the ten nearest vectors, against exact search. A million
passages take 12 GB of disk, and an hour.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import numpy as np

import corpus.samples
from corpus.encoder import Encoder, Vectors
from index import Filters, Index, Store, load_encoder
from index.cells import exact_nearest
from index.encoders.bert import Precision
from pipeline.enquiry import ask
from tests.benchmarks import scaled_corpus
from tests.benchmarks.measure import Measurement, percentile, seconds

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = Path(__file__).with_name("questions.txt")  # not those on which an index is fitted
ROUNDS = 3  # of all questions, of which the fastest time of each counts
NEAREST = 10
FILTERS = {
    "plain": Filters(),
    "by document": Filters(documents=("copy-2.txt",)),
    "by year": Filters(years=("2016/17",)),
    "by publisher": Filters(publishers=("NHS England",)),
}


class Remembering:
    """An encoder whose questions were encoded beforehand: it costs a search nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, each made once."""
        missing = [text for text in texts if text not in self._vectors]
        if missing:
            self._vectors |= zip(missing, self._encoder.encode(missing), strict=True)
        return np.array([self._vectors[text] for text in texts])


def measure(
    sizes: Sequence[int], keep: Path, documents: Sequence[Path], encoder: Encoder, questions: Path
) -> list[Measurement]:
    """Make an index a size under `keep`, where it is not there yet, and measure it in a process of its own."""
    found = []
    for size in sizes:
        folder = keep / str(size)
        note = f"{size:,} passages"
        if not (folder / "made.json").exists():
            _make(folder, size, keep, documents, encoder)
        made = json.loads((folder / "made.json").read_text())
        found += [Measurement(f"index.{name}", value, "s", note) for name, value in made.items()]
        command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--serve", str(folder)]
        precision = encoder.name.rsplit("/")[-1]
        answer = subprocess.run(
            [*command, "--precision", precision, "--questions", str(questions)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        found += [Measurement(*fields, note) for fields in json.loads(answer.stdout)]
    return found


def _make(folder: Path, size: int, keep: Path, documents: Sequence[Path], encoder: Encoder) -> None:
    base = scaled_corpus.read_base([Path(corpus.samples.__path__[0]), *documents], encoder, cache=keep)
    with Store.open(folder, create=True) as store:
        filling = seconds(lambda: scaled_corpus.fill(store, base, encoder, passages=size))[0]
    with Index.open(folder, encoder=encoder) as index:
        made = {"add": filling, "write": seconds(lambda: _open_arms(index))[0], "compact": seconds(index.compact)[0]}
    (folder / "made.json").write_text(json.dumps(made))


def _open_arms(index: Index) -> Any:
    with index.store.snapshot():
        return index._fresh_arms()


def serve(folder: Path, precision: Precision, questions: Sequence[str]) -> list[tuple[str, float, str]]:
    """Open an index as a server does, ask it all questions, and measure."""
    encoder = Remembering(load_encoder(precision=precision))
    encoder.encode(questions)
    before = _memory()
    started = time.perf_counter()
    with Index.open(folder, encoder=encoder) as index:
        index.search(questions[0])
        found: list[tuple[str, float, str]] = [("open to first answer", time.perf_counter() - started, "s")]
        for name, filters in FILTERS.items():
            times = _times([lambda q=q, f=filters: index.search(q, filters=f) for q in questions])  # type: ignore[misc]
            found += [(f"search {name}, p{p}", percentile(times, p), "ms") for p in (50, 95)]
        times = _times([lambda q=q: _asked_anew(index, q) for q in questions])  # type: ignore[misc]
        found += [(f"whole answer, p{p}", percentile(times, p), "ms") for p in (50, 95)]
        found += [("memory serving", _memory(), "MiB"), ("memory before opening", before, "MiB")]
        found += _recalls(index, encoder.encode(questions))
    return found


def _asked_anew(index: Index, question: str) -> None:
    """A question as `remit search` answers it, with no document in memory; the copies hold no facts."""
    index.store._loaded.cache_clear()
    ask(index, question)


def _recalls(index: Index, questions: Vectors) -> list[tuple[str, float, str]]:
    """Recall of the ten nearest in the vector index, against a pass over all vectors that a filter allows."""
    arms = _open_arms(index)
    keys = arms.dense._base.keys
    found = []
    for name, filters in FILTERS.items():
        documents = {summary.id for summary in index.store.documents(filters)} if filters else None
        among = _keys_of(index, documents)
        rows = np.arange(len(keys)) if among is None else np.flatnonzero(np.isin(keys[:, 1], among))
        if not len(rows):
            continue
        exact = keys[exact_nearest(arms.dense._base.vectors, questions, NEAREST, rows), 0]
        shares = [
            len(set(wanted.tolist()) & {key for key, _ in arms.dense.search(vector, limit=NEAREST, documents=among)})
            / max(1, len(wanted))
            for wanted, vector in zip(exact, questions, strict=True)
        ]
        found.append((f"recall@{NEAREST} {name}", float(np.mean(shares)), ""))
    return found


def _keys_of(index: Index, documents: set[str] | None) -> list[int] | None:
    if documents is None:
        return None
    rows = index.store.connections.current.execute("SELECT key, id FROM documents").fetchall()
    return [key for key, name in rows if name in documents]


def _times(work: Sequence[Callable[[], object]]) -> list[float]:
    """Processor milliseconds of each piece of work, the best of several rounds: the machine is not ours alone."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for piece in work:
            start = time.process_time()
            piece()
            times.append(1000 * (time.process_time() - start))
        rounds.append(times)
    return [min(times) for times in zip(*rounds, strict=True)]


def _memory() -> float:
    """Resident memory of this process in MiB, mapped files counted in."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--precision", choices=get_args(Precision), default="int8")
    parser.add_argument("--serve", type=Path)
    given = parser.parse_args()
    if given.serve:
        questions = given.questions.read_text(encoding="utf-8").splitlines()
        json.dump(serve(given.serve, given.precision, questions), sys.stdout)
        return 0
    encoder = load_encoder(precision=given.precision)
    with TemporaryDirectory() as folder:
        for m in measure(given.sizes, given.keep or Path(folder), given.documents, encoder, given.questions):
            sys.stdout.write(f"{m.note:20} {m.name:32} {m.value:10.3f} {m.unit}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
