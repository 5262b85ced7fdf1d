"""Work in processes of their own."""

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import FileDamaged, FileMissing, FileTooSlow, RemitError
from pipeline.limited import read_limited
from pipeline.readers import ReadLimits
from pipeline.workers import Bounds, Ending, run_all, run_one

BOUNDS = Bounds(seconds=60, memory=2**32)
MUCH = 20_000_000


def square_or_die(number: int) -> int | str:
    if number < 0:
        os._exit(1)
    return number * number


def much_or_die(number: int) -> int | str:
    if number < 0:
        os._exit(1)
    return "x" * MUCH


def square_or_hang(number: int) -> int | str:
    if number < 0:
        time.sleep(600)
    return number * number


def take_memory(size: int) -> int | str:
    return len(bytes(size))


def own_process(_: int) -> int | str:
    return f"{type(multiprocessing.current_process()).__name__} {os.getpid()}"


def refuse(number: int) -> int | str:
    raise ValueError(f"not {number}")


def given_up(number: int, ending: Ending) -> int | str:
    return ending


@pytest.mark.parametrize("count", [1, 2, 3])
def test_results_come_in_order(count: int) -> None:
    found = list(run_all(square_or_die, range(30), workers=count, bounds=BOUNDS, given_up=given_up))
    assert found == [(n, n * n) for n in range(30)]


@pytest.mark.parametrize("deadly", [{0}, {3}, {3, 4}, {9}, {0, 5, 9}])
def test_only_the_job_that_kills_its_process_is_given_up(deadly: set[int]) -> None:
    jobs = [-n - 1 if n in deadly else n for n in range(10)]
    found = dict(run_all(square_or_die, jobs, workers=2, bounds=BOUNDS, given_up=given_up))
    assert found == {job: "crash" if job < 0 else job * job for job in jobs}


def test_only_the_job_that_takes_too_long_is_given_up() -> None:
    bounds = Bounds(seconds=2, memory=2**32)
    jobs = [1, 2, -1, 3, 4]
    found = list(run_all(square_or_hang, jobs, workers=2, bounds=bounds, given_up=given_up))
    assert found == [(1, 1), (2, 4), (-1, "time"), (3, 9), (4, 16)]


def test_a_job_cannot_take_more_memory_than_it_may() -> None:
    bounds = Bounds(seconds=60, memory=2**29)
    found = dict(run_all(take_memory, [2**20, 2**30, 2**21], workers=1, bounds=bounds, given_up=given_up))
    assert found == {2**20: 2**20, 2**30: "crash", 2**21: 2**21}


def test_processes_are_replaced() -> None:
    found = run_all(own_process, range(7), workers=1, bounds=BOUNDS, given_up=given_up, recycled_after=3)
    assert len({process for _, process in found}) == 3


def test_a_crash_is_not_blamed_on_the_job_before_it_whose_result_is_large() -> None:
    jobs = [n for pair in zip(range(1, 9), range(-8, 0), strict=True) for n in pair]
    found = list(run_all(much_or_die, jobs, workers=2, bounds=BOUNDS, given_up=given_up))
    assert found == [(n, "crash" if n < 0 else "x" * MUCH) for n in jobs]


def test_no_jobs() -> None:
    assert list(run_all(square_or_die, [], workers=2, bounds=BOUNDS, given_up=given_up)) == []


def test_processes_end_when_the_caller_stops_early() -> None:
    others = set(multiprocessing.active_children())  # a server that other tests share has processes too
    results = run_all(square_or_hang, [1, -1, -1], workers=2, bounds=BOUNDS, given_up=given_up)
    assert next(results) == (1, 1)
    assert set(multiprocessing.active_children()) > others
    results.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) <= others


def test_processes_that_cannot_be_started_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object, **options: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("multiprocessing.popen_spawn_posix.Popen._launch", refused)
    with pytest.raises(RemitError, match=r"cannot be started .* Check that this user may run"):
        list(run_all(square_or_die, [1], workers=1, bounds=BOUNDS, given_up=given_up))


def test_one_job_runs_in_a_process_that_is_started_anew_where_there_are_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.workers._has_one_thread", lambda: False)
    assert str(run_one(own_process, 1, bounds=BOUNDS, given_up=given_up)).startswith("SpawnProcess")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells how many threads a process has")
def test_one_job_runs_in_a_fork_of_a_process_with_one_thread() -> None:
    program = """
from multiprocessing import current_process
from pipeline.workers import Bounds, run_one
def kind(_):
    return type(current_process()).__name__
print(run_one(kind, 1, bounds=Bounds(60, 2**32), given_up=None))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "ForkProcess\n"


def test_one_job_that_ends_its_process_or_takes_too_long() -> None:
    assert run_one(square_or_die, -1, bounds=BOUNDS, given_up=given_up) == "crash"
    assert run_one(square_or_hang, -1, bounds=Bounds(0.5, 2**32), given_up=given_up) == "time"


def test_what_one_job_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="not 3") as raised:
        run_one(refuse, 3, bounds=BOUNDS, given_up=given_up)
    assert "in refuse" in raised.value.__notes__[0]


class Stubborn(Exception):
    """Cannot be made again from its message, as it wants two arguments."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def refuse_stubbornly(_: int) -> int:
    raise Stubborn("not", "this")


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    with pytest.raises(RuntimeError, match="Stubborn: not this") as raised:
        run_one(refuse_stubbornly, 3, bounds=BOUNDS, given_up=given_up)
    assert "in refuse_stubbornly" in raised.value.__notes__[0]


def test_a_file_is_read_within_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.txt"
    path.write_text("A note\n\nTrusts should open more beds.")
    assert "more beds" in read_limited(path).text
    with pytest.raises(FileMissing):
        read_limited(tmp_path / "none.txt")
    for ending, error, words in (("time", FileTooSlow, "longer than 7 s"), ("crash", FileDamaged, "4,096 MB")):
        monkeypatch.setattr(
            "pipeline.limited.run_one", lambda _, job, *, bounds, given_up, why=ending: given_up(job, why)
        )
        with pytest.raises(error, match=words):
            read_limited(path, limits=ReadLimits(max_seconds=7))
