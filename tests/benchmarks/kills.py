"""kill -9 during ingest, at random moments: what is lost, half there, or answered from what is no more.

`python -m tests.benchmarks.kills --times 50` starts a process that adds, replaces and removes documents and brings the
search indexes up, large ones with cells and compaction too (their limits are lowered), and kills it; then the store and
what the indexes answer are compared with what the process had called finished. The next one goes on in the same folder.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from index import Filters, Index, TinyEncoder, dense, upkeep
from tests.benchmarks.measure import Measurement
from tests.factories import make_entry, make_objective

ROOT = Path(__file__).resolve().parents[2]
PASSAGES, DOCUMENTS = 20, 40
LARGE = 150  # passages from which the indexes count as large here
LONGEST = 2.0  # seconds until a process is killed, from its first document on
NOTHING = 0  # version of a document that has been removed
COUNTS = """
SELECT file, text, (SELECT count(*) FROM passages WHERE document = documents.key),
       (SELECT count(*) FROM blocks WHERE document = documents.key),
       (SELECT count(*) FROM facts WHERE document = documents.key),
       (SELECT count(*) FROM passages JOIN embeddings ON embeddings.hash = passages.hash WHERE document = documents.key)
FROM documents JOIN texts ON document = key
"""


class Found(NamedTuple):
    """What a kill did: finished changes that are not there, documents that are half there, answers that are wrong."""

    lost: int
    corrupt: int
    stale: int


def run(times: int = 50, *, seed: int = 9) -> list[Measurement]:
    """Kill so many processes one after the other on one folder."""
    with TemporaryDirectory() as folder:
        found = kill_often(Path(folder), times, seed=seed)
    note = f"{times} kills at random moments of adding, replacing, removing, indexing and compacting"
    return [Measurement(name, getattr(found, name), "", note) for name in Found._fields]


def kill_often(folder: Path, times: int, *, seed: int, longest: float = LONGEST) -> Found:
    """Kill processes that change the folder; returns what was wrong after any of them, summed up."""
    draw = random.Random(seed)  # noqa: S311
    versions: dict[int, set[int]] = {}
    total: Counter[str] = Counter()
    for turn in range(times):
        _kill(folder, turn, draw.uniform(0, longest), versions)
        total.update(check(folder, versions)._asdict())
    return Found(**{name: total[name] for name in Found._fields})


def check(folder: Path, versions: dict[int, set[int]]) -> Found:
    """Compare a folder with the versions that each document may have, and narrow those to what is there."""
    connection = sqlite3.connect(folder / "remit.sqlite")
    rows = connection.execute(COUNTS).fetchall()
    sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    sound &= not connection.execute("PRAGMA foreign_key_check").fetchall()
    keys = {key for (key,) in connection.execute("SELECT key FROM passages")}
    connection.close()
    there = {int(row[0].split(".")[0]): _version(row[1]) for row in rows}
    lost = sum(there.get(number, NOTHING) not in may for number, may in versions.items())
    corrupt = sum(row[2:] != (PASSAGES, PASSAGES, 1, PASSAGES) for row in rows) + (not sound)
    for number in versions:
        versions[number] = {there.get(number, NOTHING)}
    return Found(lost, corrupt, _stale(folder, there, keys))


def _stale(folder: Path, there: dict[int, int], keys: set[int]) -> int:
    """Answers that differ from what the store holds: in the whole of either index, and document by document."""
    _count_as_large()
    with Index.open(folder, encoder=TinyEncoder()) as index:
        with index.store.snapshot():
            arms = index._fresh_arms()
            assert arms.dense is not None
            (vector,) = TinyEncoder().encode(["document says thing"])
            wrong = len(arms.lexical.matching([]) ^ keys) + (len(arms.dense) != len(keys))
            wrong += not {key for key, _ in arms.dense.search(vector, limit=len(keys) + 1)} <= keys
        for number, version in there.items():
            hits = index.search("thing 7", filters=Filters(documents=(f"{number}.txt",)))
            texts = {excerpt.text for excerpt in index.store.excerpts([hit.passage.id for hit in hits])}
            wrong += _sentence(number, version, 7) not in texts
    return wrong


def _kill(folder: Path, turn: int, delay: float, versions: dict[int, set[int]]) -> None:
    """Start a process, kill it, and note for each document the versions that it may have now."""
    command = [sys.executable, "-m", "tests.benchmarks.kills", "--child", str(folder), "--seed", str(turn)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline()]
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.read().splitlines()
    process.wait()
    process.stdout.close()
    for line in said:
        state, number, version = line.split() if len(line.split()) == 3 else ("", 0, 0)
        if state == "begin":
            versions.setdefault(int(number), {NOTHING}).add(int(version))
        if state == "end":
            versions[int(number)] = {int(version)}


def change_for_ever(folder: Path, seed: int) -> None:
    """Add, replace and remove documents, saying before and after each change what it makes of which."""
    _count_as_large()
    draw = random.Random(seed)  # noqa: S311
    with Index.open(folder, encoder=TinyEncoder(), create=True) as index:
        for turn in range(1, 1_000_000):
            number, version = draw.randrange(DOCUMENTS), 1_000_000 * (seed + 1) + turn
            if draw.random() < 0.2:
                version = NOTHING
            print("begin", number, version, flush=True)
            _change(index, number, version)
            print("end", number, version, flush=True)
            if draw.random() < 0.5:
                index.refresh()


def _change(index: Index, number: int, version: int) -> None:
    if version == NOTHING:
        for summary in index.store.documents(Filters(documents=(f"{number}.txt",))):
            index.store.remove(summary.id)
        return
    entry = make_entry([_sentence(number, version, i) for i in range(PASSAGES)], file=f"{number}.txt")
    index.add([entry.model_copy(update={"facts": (make_objective(entry.document.id),)})])


def _sentence(number: int, version: int, thing: int) -> str:
    return f"Document {number} in version {version} says thing {thing}."


def _version(text: str) -> int:
    return int(text.split("in version ")[1].split()[0])


def _count_as_large() -> None:
    dense.FLAT = upkeep.SMALL = LARGE


def main() -> int:
    """Run as a program; the exit code is 1 where anything was lost, corrupt or stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    if given.child:
        change_for_ever(given.child, given.seed)
    measured = run(given.times, seed=given.seed)
    sys.stdout.writelines(f"{m.name} {m.value} ({m.note})\n" for m in measured)
    return int(any(measurement.value for measurement in measured))


if __name__ == "__main__":
    sys.exit(main())
