"""Work in processes of their own: results in order, time and memory bounded, a failure blamed on its own job only.

Each process has a pipe of its own, so that it is always known which job it died of (a pool that shares one pipe, such
as pebble's, blames the job before where a large result is still under way).
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from traceback import format_exception
from typing import Any, Literal, NamedTuple, TypeVar

from corpus.errors import RemitError

Job = TypeVar("Job")
Result = TypeVar("Result")
Method = Literal["spawn", "fork"]
Ending = Literal["crash", "time"]  # a process died over its job, or was ended because it took too long

RECYCLED_AFTER = 50
AHEAD = 2  # jobs a worker that are begun before their turn: bounds what waits in memory
START = 120  # seconds that a process may take to start, and to import what a job needs
GRACE = 30  # seconds of the processor beyond those of a job, after which the system itself ends a process
THREADS = Path("/proc/self/task")  # on Linux: one entry a thread of this process


class Bounds(NamedTuple):
    """What a job may take at most: seconds of time, and bytes of address space of its process."""

    seconds: float
    memory: int


def run_all(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    workers: int,
    bounds: Bounds,
    given_up: Callable[[Job, Ending], Result],
    recycled_after: int = RECYCLED_AFTER,
) -> Iterator[tuple[Job, Result]]:
    """The result of each job, in the order of the jobs.

    Args:
        work: a function of one job that can be pickled.
        jobs: what to do.
        workers: processes.
        bounds: what a job may take.
        given_up: the result of a job that kills its process, or that takes too long.
        recycled_after: jobs that a process does before it is replaced.

    Raises:
        RemitError: processes cannot be started.
    """
    waiting = deque(jobs)
    if not waiting:
        return
    under_way: deque[tuple[Job, Future[Result]]] = deque()
    with _crew(min(workers, len(waiting)), bounds, recycled_after) as (threads, idle):

        def done(job: Job) -> Result:
            worker = idle.get()
            try:
                return worker.do(work, job, given_up)
            finally:
                idle.put(worker)

        while waiting or under_way:
            while waiting and len(under_way) < workers * AHEAD:
                job = waiting.popleft()
                under_way.append((job, threads.submit(done, job)))
            job, future = under_way.popleft()
            yield job, future.result()


def run_one(
    work: Callable[[Job], Result], job: Job, *, bounds: Bounds, given_up: Callable[[Job, Ending], Result]
) -> Result:
    """The result of a job that is done in a process of its own; what it raises is raised here.

    A fork costs some milliseconds and is safe while this process has one thread, as on the command line; anywhere
    else, as in a server, the process is started anew, which costs the time of its imports.

    Raises:
        RemitError: the process cannot be started.
    """
    worker = Worker(bounds, "fork" if _has_one_thread() else "spawn", recycled_after=1)
    try:
        return worker.do(work, job, given_up)
    finally:
        worker.close()


@contextmanager
def _crew(
    count: int, bounds: Bounds, recycled_after: int
) -> Iterator[tuple[ThreadPoolExecutor, "SimpleQueue[Worker]"]]:
    """Threads that wait for workers, and the workers; all end, whatever they are at, when the block is left."""
    # "spawn": a fork of a process with threads can hang
    workers = [Worker(bounds, "spawn", recycled_after) for _ in range(count)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    threads = ThreadPoolExecutor(count)
    try:
        yield threads, idle
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
        threads.shutdown()


class Worker:
    """A process that does one job after the other; it is started for the first, and replaced when it has ended.

    Args:
        bounds: what a job may take.
        method: how the process is started; "spawn" wherever this one may have threads.
        recycled_after: jobs after which it is replaced.
    """

    _starting = threading.Lock()

    def __init__(self, bounds: Bounds, method: Method, recycled_after: int) -> None:
        self._bounds = bounds
        self._recycled_after = recycled_after
        self._context: Any = multiprocessing.get_context(method)
        self._process: BaseProcess | None = None
        self._jobs = 0
        self._closed = False

    def do(self, work: Callable[[Job], Result], job: Job, given_up: Callable[[Job, Ending], Result]) -> Result:
        """The result of a job, as `run_one`; for one thread at a time."""
        if self._process is None or not self._process.is_alive() or self._jobs >= self._recycled_after:
            self._start()
        self._jobs += 1
        try:
            self._pipe.send((work, job))
            self._wait()  # until what the job needs has been imported
            if not self._pipe.poll(self._bounds.seconds):
                self._end()
                return given_up(job, "time")
            fine, result = self._pipe.recv()
        except (EOFError, OSError):
            self._end()
            return given_up(job, "crash")
        if not fine:
            raise result
        found: Result = result
        return found

    def close(self) -> None:
        """End the process, and start no other."""
        with self._starting:
            self._closed = True
            self._end()

    def _start(self) -> None:
        self._end()
        try:
            self._pipe, theirs = self._context.Pipe()
            with self._starting:
                if self._closed:
                    raise RemitError("the work was stopped")
                self._process = self._context.Process(target=_serve, args=(theirs, self._bounds), daemon=True)
                self._process.start()
            theirs.close()
            self._wait()
        except (EOFError, OSError) as error:
            raise _unable(error) from error
        self._jobs = 0

    def _wait(self) -> None:
        if not self._pipe.poll(START):
            raise TimeoutError(f"no answer in {START} s")
        self._pipe.recv()

    def _end(self) -> None:
        """End the process, if there is one, and wait until it is gone."""
        process = self._process
        if process is not None and process.pid is not None:
            process.kill()
            process.join()


def _unable(error: Exception) -> RemitError:
    """What the system says when a process cannot be started (a broken pipe, the end of a file) tells nobody why."""
    reason = f"worker processes cannot be started ({type(error).__name__}: {error})"
    return RemitError(f"{reason}. Check that this user may run {sys.executable}.")


def _has_one_thread() -> bool:
    return THREADS.is_dir() and len(list(THREADS.iterdir())) == 1


def _serve(pipe: "Connection[Any, Any]", bounds: Bounds) -> None:
    """Do jobs as they come, in a process of one's own."""
    _prepare(bounds.memory)
    pipe.send(None)
    while True:
        work, job = pipe.recv()
        pipe.send(None)
        _limit_processor(bounds.seconds)
        try:
            pipe.send((True, work(job)))
        except MemoryError:
            os._exit(1)  # what is left of it would be missing for the next job
        except Exception as error:  # to be raised where the job came from
            pipe.send((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error with where it was raised; in words, where it cannot travel between processes itself."""
    where = "".join(format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made a moment ago, here
    except Exception:  # a class may refuse in whatever way it likes
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(where)
    return error


def _prepare(memory: int) -> None:
    """Make this process take no more memory than it may, leave interrupts to its parent, and end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        import resource
    except ImportError:  # not a Unix: no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # no dump of a crash


def _limit_processor(seconds: float) -> None:
    """Let the system end this process, should a library that cannot be interrupted outlive the parent as well."""
    try:
        import resource
    except ImportError:  # not a Unix: no such limit
        return
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + int(seconds) + GRACE, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
