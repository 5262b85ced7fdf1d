"""Several processes, and processes that die: no finished document is lost and nothing is half there."""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.errors import StoreBusy
from index import Index, Store, TinyEncoder, dense, upkeep
from tests.benchmarks import kills
from tests.factories import make_entry

ROOT = Path(__file__).resolve().parent.parent
KILLS = 5
PASSAGES = 40

# Prints the number of each document as soon as `add` has returned.
INGEST = f"""
import sys
from pathlib import Path
from index import Index, TinyEncoder
from tests.factories import make_entry, make_objective

folder, first = Path(sys.argv[1]), int(sys.argv[2])
with Index.open(folder, encoder=TinyEncoder(), create=True) as index:
    for i in range(first, first + 10_000):
        entry = make_entry([f"Document {{i}} says thing {{j}}." for j in range({PASSAGES})], file=f"{{i}}.txt")
        fact = make_objective(entry.document.id, body="Barts Health")
        index.add([entry.model_copy(update={{"facts": (fact,)}})])
        print(i, flush=True)
"""

COUNTS = """
SELECT documents.file, (SELECT count(*) FROM passages WHERE document = documents.key),
       (SELECT count(*) FROM blocks WHERE document = documents.key),
       (SELECT count(*) FROM facts JOIN fact_bodies ON fact = facts.key WHERE facts.document = documents.key),
       (SELECT count(*) FROM passages JOIN embeddings ON embeddings.hash = passages.hash WHERE document = documents.key)
FROM documents
"""


def start(folder: Path, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", INGEST, str(folder), str(first)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], documents: int, delay: float) -> set[str]:
    """Kill the process a moment after it has said so many documents; returns the files it called finished."""
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(documents)]
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.read().splitlines()
    process.wait()
    process.stdout.close()
    return {f"{number.strip()}.txt" for number in said if number.strip()}


def test_kill_9_during_an_ingest(tmp_path: Path) -> None:
    finished: set[str] = set()
    for attempt in range(KILLS):
        process = start(tmp_path, attempt * 10_000)
        finished |= kill_after(process, 1 + 2 * attempt, 0.003 * attempt)
        assert_whole(tmp_path, finished)
    with Index.open(tmp_path, encoder=TinyEncoder()) as index:
        hits = index.search("document 10000 says thing 7")
        assert index.store.excerpts([hits[0].passage.id])[0].text == "Document 10000 says thing 7."


def test_kill_9_while_documents_change_and_large_indexes_are_made_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(monkeypatch)
    assert kills.kill_often(tmp_path, 3, seed=4, longest=1.5) == kills.Found(lost=0, corrupt=0, stale=0)


def test_the_check_after_a_kill_sees_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lower_limits(monkeypatch)
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add(
            [make_entry([f"Document 1 in version 5 says thing {i}." for i in range(kills.PASSAGES)], file="1.txt")]
        )
        index.refresh()
    assert kills.check(tmp_path, {1: {5}, 2: {0}}) == kills.Found(lost=0, corrupt=1, stale=0)  # no fact of it is kept
    connection = sqlite3.connect(tmp_path / "remit.sqlite")
    connection.execute("UPDATE texts SET text = replace(text, 'thing 7.', 'thing 0.')")  # what is derived stays
    connection.commit()
    connection.close()
    assert kills.check(tmp_path, {1: {6}}) == kills.Found(lost=1, corrupt=1, stale=1)


def lower_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts as large while the test runs is what counts as large in the processes that it kills."""
    monkeypatch.setattr(dense, "FLAT", kills.LARGE)
    monkeypatch.setattr(upkeep, "SMALL", kills.LARGE)


def assert_whole(folder: Path, finished: set[str]) -> None:
    connection = sqlite3.connect(folder / "remit.sqlite")
    rows = connection.execute(COUNTS).fetchall()
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert finished <= {row[0] for row in rows}
    assert {row[1:] for row in rows} == {(PASSAGES, PASSAGES, 3, PASSAGES)}


def test_two_processes_write_and_a_third_reads(tmp_path: Path) -> None:
    Store.open(tmp_path, create=True).close()
    writers = [start(tmp_path, 0), start(tmp_path, 10_000)]
    with Index.open(tmp_path, encoder=TinyEncoder()) as index:
        for _ in range(5):
            hits = index.search("says thing 3", limit=5)
            assert len(index.store.excerpts([hit.passage.id for hit in hits])) == len(hits)
    finished = set().union(*(kill_after(writer, 3, 0) for writer in writers))
    assert_whole(tmp_path, finished)


def test_two_processes_make_the_derived_indexes_at_once(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry([f"Thing {i}." for i in range(500)])])
    search = (
        "import sys; from pathlib import Path; from index import Index, TinyEncoder;"
        "print(Index.open(Path(sys.argv[1]), encoder=TinyEncoder()).search('thing 77')[0].passage.id)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", search, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {process.communicate()[0] for process in processes}
    assert len(answers) == 1
    assert [process.returncode for process in processes] == [0, 0, 0]


def test_a_second_writer_is_told_that_the_store_is_busy(tmp_path: Path) -> None:
    Store.open(tmp_path, create=True).close()
    connection = sqlite3.connect(tmp_path / "remit.sqlite", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with Store.open(tmp_path, busy_timeout=50) as store:
        with pytest.raises(StoreBusy, match="another process is writing"):
            store.put(make_entry(["Words."]))
        assert store.documents() == []
        connection.execute("ROLLBACK")
        store.put(make_entry(["Words."]))
        assert len(store.documents()) == 1
    connection.close()


def test_threads_search_while_one_adds(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Thing 0."], file="0.txt")])

        def search() -> None:
            try:
                for _ in range(20):
                    hits = index.search("thing")
                    assert hits
                    assert len(index.store.passages([hit.passage.id for hit in hits])) > 0
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=search) for _ in range(4)]
        for thread in threads:
            thread.start()
        for i in range(1, 10):
            index.add([make_entry([f"Thing {i}."], file=f"{i}.txt")])
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(index.search("thing", limit=20)) == 10


def test_threads_that_have_ended_leave_no_more_and_more_open_files(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Thing 0."])])
        index.search("thing")
        counts = []
        for _ in range(3):
            for _ in range(10):
                thread = threading.Thread(target=index.search, args=("thing",))
                thread.start()
                thread.join()
            gc.collect()
            counts.append(len(os.listdir("/proc/self/fd")))
        assert counts[1] == counts[2]  # SQLite keeps the files that it has closed for the next connection
