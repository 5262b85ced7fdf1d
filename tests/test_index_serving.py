"""One state of the index is served, whole, while the next is made ready."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Index, TinyEncoder
from tests.factories import make_entry


def warm_nothing() -> None:
    pass


@contextmanager
def two(folder: Path, warm: Callable[[], object] = warm_nothing) -> Iterator[tuple[Index, Index]]:
    """An index that is served, and another process's, that writes."""
    with Index.open(folder, encoder=TinyEncoder(), create=True) as writer:
        writer.add([make_entry(["Virtual wards are used by 80% of patients."], file="first.txt")])
        with Index.open(folder, encoder=TinyEncoder()) as served:
            served.serve(readers=2, warm=warm)
            yield served, writer


def files(index: Index) -> set[str]:
    return {summary.file for summary in index.store.documents()}


def until(what: Callable[[], bool]) -> None:
    for _ in range(400):
        if what():
            return
        time.sleep(0.02)
    pytest.fail("it did not come about")


def test_what_another_process_writes_shows_soon(tmp_path: Path) -> None:
    with two(tmp_path) as (served, writer):
        writer.add([make_entry(["Dementia is diagnosed in 66.7%."], file="second.txt")])
        until(lambda: files(served) == {"first.txt", "second.txt"})
        assert served.search("dementia diagnosed")[0].lexical_rank == 1


def test_the_state_before_is_answered_from_until_the_next_is_ready(tmp_path: Path) -> None:
    go_on, began = threading.Event(), threading.Event()
    go_on.set()

    def warm() -> None:
        began.set()
        assert go_on.wait(30)

    with two(tmp_path, warm) as (served, writer):
        before = served.store.stamp
        go_on.clear()
        began.clear()
        writer.add([make_entry(["Dementia is diagnosed in 66.7%."], file="second.txt")])
        assert began.wait(30)  # it is being made ready
        assert served.store.stamp == before
        assert files(served) == {"first.txt"}
        assert {hit.passage.document_id for hit in served.search("virtual wards dementia")} == {
            summary.id for summary in served.store.documents()
        }
        go_on.set()
        until(lambda: served.store.stamp == writer.store.stamp)


def test_a_snapshot_stays_what_it_is_when_the_next_state_takes_over(tmp_path: Path) -> None:
    with two(tmp_path) as (served, writer):
        with served.store.snapshot():
            before = served.store.stamp
            writer.add([make_entry(["Dementia is diagnosed in 66.7%."], file="second.txt")])
            until(lambda: in_another_thread(lambda: served.store.stamp) != before)
            assert served.store.stamp == before
            assert files(served) == {"first.txt"}
        assert files(served) == {"first.txt", "second.txt"}


def test_what_this_process_writes_shows_at_once(tmp_path: Path) -> None:
    with two(tmp_path) as (served, _):
        for number in range(20):
            served.add([make_entry([f"Target {number} is reached."], file=f"own-{number}.txt")])
            assert f"own-{number}.txt" in files(served)


def test_a_state_from_before_a_write_of_this_process_is_not_served_again(tmp_path: Path) -> None:
    """The write comes while the connections are exchanged for such as read from the database."""
    with two(tmp_path) as (served, _):
        serving = served._serving
        assert serving is not None
        serving.stop()  # its thread: here is looked on our own
        before, pinned = serving._generation, serving._pinned

        def write_meanwhile() -> object:
            again = pinned()
            serving._written()
            return again

        serving._settled, serving._pinned = False, write_meanwhile  # type: ignore[method-assign, assignment]
        serving._settle(before)  # type: ignore[arg-type]
        assert serving._lend() is None


def test_more_readers_than_connections_read_the_newest_state(tmp_path: Path) -> None:
    with two(tmp_path) as (served, writer), served.store.snapshot():
        assert in_another_thread(lambda: nested(served, 4)) == writer.store.stamp


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    with two(tmp_path) as (served, writer):
        sizes = []
        for number in range(40):
            writer.add([make_entry([f"Target {number} is reached by {i}%." for i in range(200)], file="same.txt")])
            until(lambda: served.store.stamp == writer.store.stamp)
            until(lambda: served._serving is not None and served._serving._settled)
            sizes.append((tmp_path / "remit.sqlite-wal").stat().st_size)
        assert max(sizes[20:]) <= 2 * max(sizes[:20])


def test_connections_of_states_that_are_no_more_are_closed(tmp_path: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("this system does not list descriptors")
    with two(tmp_path) as (served, writer):
        counts = []
        for number in range(12):
            writer.add([make_entry([f"Target {number}."], file="same.txt")])
            until(lambda: served.store.stamp == writer.store.stamp)
            counts.append(len(list(descriptors.iterdir())))
        assert max(counts[6:]) <= max(counts[:6]) + 4


def nested(index: Index, depth: int) -> object:
    """The stamp that a thread sees while others hold the connections."""
    if depth == 0:
        return index.store.stamp
    with index.store.snapshot():
        return in_another_thread(lambda: nested(index, depth - 1))


def in_another_thread(work: Callable[[], object]) -> object:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]
