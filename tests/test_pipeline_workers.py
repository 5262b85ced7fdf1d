"""Work in several processes."""

import os

import pytest

from corpus.errors import RemitError
from pipeline.workers import run_all


def square_or_die(number: int) -> int:
    if number < 0:
        os._exit(1)
    return number * number


def crashed(number: int) -> int:
    return -1


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order(workers: int) -> None:
    found = list(run_all(square_or_die, range(30), workers=workers, crashed=crashed))
    assert found == [(n, n * n) for n in range(30)]


@pytest.mark.parametrize("deadly", [{0}, {3}, {3, 4}, {9}, {0, 5, 9}])
def test_only_the_job_that_kills_its_process_is_given_up(deadly: set[int]) -> None:
    jobs = [-n - 1 if n in deadly else n for n in range(10)]
    found = dict(run_all(square_or_die, jobs, workers=2, crashed=crashed))
    assert found == {job: -1 if job < 0 else job * job for job in jobs}


def test_no_jobs() -> None:
    assert list(run_all(square_or_die, [], workers=2, crashed=crashed)) == []


def test_processes_that_cannot_be_started_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **options: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("pipeline.workers.ProcessPoolExecutor", refuse)
    with pytest.raises(RemitError, match=r"cannot be started .* Check that this user may run"):
        list(run_all(square_or_die, [1], workers=1, crashed=crashed))
