"""Work in processes of their own: results in order, memory bounded, a crash blamed on the file that caused it."""

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TypeVar

from corpus.errors import RemitError

Job = TypeVar("Job")
Result = TypeVar("Result")

MEMORY = 4 * 2**30  # bytes of address space that a process may take
RECYCLED_AFTER = 50  # jobs that a process does before it is replaced
AHEAD = 2  # jobs a worker that are begun before their turn: bounds what waits in memory


def run_all(
    work: Callable[[Job], Result], jobs: Iterable[Job], *, workers: int, crashed: Callable[[Job], Result]
) -> Iterator[tuple[Job, Result]]:
    """The result of each job, in the order of the jobs.

    When a process dies, the jobs that were under way are done again, each alone in a process of its own: only the one
    that kills its process is given up.

    Args:
        work: a function of one job that can be pickled.
        jobs: what to do.
        workers: processes.
        crashed: the result of a job that kills its process.
    """
    waiting = deque(jobs)
    while waiting:
        suspects = yield from _until_crash(work, waiting, workers)
        yield from ((job, _alone(work, job, crashed)) for job in suspects)


def _until_crash(
    work: Callable[[Job], Result], waiting: deque[Job], workers: int
) -> Generator[tuple[Job, Result], None, list[Job]]:
    """Results until all is done or a process dies; returns the jobs that were under way when it did."""
    under_way: deque[tuple[Job, Future[Result]]] = deque()
    count = min(workers, len(waiting))
    with _pool(count) as pool:
        try:
            while waiting or under_way:
                while waiting and len(under_way) < workers * AHEAD:
                    under_way.append((waiting[0], _submit(pool, work, waiting[0])))
                    waiting.popleft()
                job, future = under_way[0]
                result = future.result()
                under_way.popleft()
                yield job, result
        except BrokenProcessPool:
            return [job for job, _ in under_way]
    return []


def _alone(work: Callable[[Job], Result], job: Job, crashed: Callable[[Job], Result]) -> Result:
    with _pool(1) as pool:
        try:
            return _submit(pool, work, job).result()
        except BrokenProcessPool:
            return crashed(job)


def _submit(pool: ProcessPoolExecutor, work: Callable[[Job], Result], job: Job) -> "Future[Result]":
    with _explained():
        return pool.submit(work, job)


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
    with _explained():
        return ProcessPoolExecutor(
            workers, mp_context=context, initializer=_prepare, max_tasks_per_child=RECYCLED_AFTER
        )


@contextmanager
def _explained() -> Iterator[None]:
    """What the system says when a process cannot be started (a broken pipe, the end of a file) tells nobody why."""
    try:
        yield
    except (EOFError, OSError) as error:
        reason = f"worker processes cannot be started ({type(error).__name__}: {error})"
        raise RemitError(f"{reason}. Check that this user may run {sys.executable}.") from error


def _prepare() -> None:
    """Make this process take no more memory than it may, and end when the one that started it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        import resource
    except ImportError:  # not a Unix: no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
