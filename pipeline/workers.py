"""Work on many files in several processes: results in order, and a crash blamed on the file that caused it."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

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
        workers: processes; fewer than two does the work in this one.
        crashed: the result of a job that kills its process.
    """
    if workers < 2:
        yield from ((job, work(job)) for job in jobs)
        return
    waiting = deque(jobs)
    while waiting:
        suspects = yield from _until_crash(work, waiting, workers)
        yield from ((job, _alone(work, job, crashed)) for job in suspects)


def _until_crash(
    work: Callable[[Job], Result], waiting: deque[Job], workers: int
) -> Generator[tuple[Job, Result], None, list[Job]]:
    """Results until all is done or a process dies; returns the jobs that were under way when it did."""
    under_way: deque[tuple[Job, Future[Result]]] = deque()
    with ProcessPoolExecutor(workers, max_tasks_per_child=RECYCLED_AFTER) as pool:
        try:
            while waiting or under_way:
                while waiting and len(under_way) < workers * AHEAD:
                    under_way.append((waiting[0], pool.submit(work, waiting[0])))
                    waiting.popleft()
                job, future = under_way[0]
                result = future.result()
                under_way.popleft()
                yield job, result
        except BrokenProcessPool:
            return [job for job, _ in under_way]
    return []


def _alone(work: Callable[[Job], Result], job: Job, crashed: Callable[[Job], Result]) -> Result:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool:
            return crashed(job)
