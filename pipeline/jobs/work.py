"""What the process of jobs does: the files through `ingest`, each stage of each file told to the queue.

It may be killed at any moment and started again: what was stored is found unchanged, and what was told stands.
"""

import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.encoder import Encoder
from corpus.errors import RemitError, StoreBusy
from index import Index
from pipeline.intake import ingest
from pipeline.jobs.folders import UPLOADS, remove_files
from pipeline.jobs.progress import Progress, looked_up, without_folder
from pipeline.jobs.queue import Queue
from pipeline.jobs.records import Job, now
from pipeline.opening import open_index
from pipeline.settings import Settings

NICE = 10  # how far a job stands back behind the server
RECYCLED_AFTER = 20  # jobs that a process runs before it is replaced
THREADS = 1  # that compute its vectors
PATIENCE = 3600.0  # seconds that a job waits for another process that writes
PAUSE = 1.0  # seconds until it tries again
WAITS = "Another process is writing to the index. The job goes on when that has finished."


def run_jobs(settings: Settings, encoder: Encoder | None) -> None:
    """Run what waits, one job after the other, in a process of its own; the model is loaded once for all of them.

    Args:
        settings: of the server.
        encoder: another one than the settings name, as tests give.
    """
    _stand_back()
    queue = Queue(settings.data)
    with _alone(settings.data):
        for _ in range(RECYCLED_AFTER):
            job = queue.claim()
            if job is None:
                return
            _run_to_its_end(queue, settings, encoder, job.id)
            remove_files(settings.data, job.id)


def _run_to_its_end(queue: Queue, settings: Settings, encoder: Encoder | None, job_id: str) -> None:
    try:
        _run_patiently(queue, settings, encoder, job_id)
    except RemitError as error:
        told = without_folder(str(error), settings.data)
        queue.change(job_id, lambda job: given_up(job, told))


def given_up(job: Job, error: str) -> Job:
    """A job that will not be run again, and why."""
    return job.model_copy(update={"state": "failed", "error": error, "note": None, "finished": now()})


def _run_patiently(queue: Queue, settings: Settings, encoder: Encoder | None, job_id: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with _opened(settings, encoder) as index:
                _run(queue, settings, index, job_id)
            return
        except StoreBusy:
            if time.monotonic() > until:
                raise
            queue.change(job_id, lambda job: job.model_copy(update={"note": WAITS}))
            time.sleep(PAUSE)


def _opened(settings: Settings, encoder: Encoder | None) -> Index:
    if encoder is None:
        return open_index(settings, create=True, threads=THREADS)
    return Index.open(settings.data, encoder=encoder, create=True)


def _run(queue: Queue, settings: Settings, index: Index, job_id: str) -> None:
    queue.change(job_id, lambda job: looked_up(job, index))
    progress = Progress(queue, settings.data, index, job_id)
    todo = progress.todo()
    if todo:
        progress.reading(todo[0])
        outcomes = ingest(
            todo,
            index,
            settings=settings.model_copy(update={"workers": 1}),
            storing=lambda path: progress.storing(path, todo),
            origins=progress.origins(),
        )
        for outcome in outcomes:
            progress.done(outcome)
    queue.change(job_id, lambda job: job.model_copy(update={"state": "done", "note": None, "finished": now()}))


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One such process a folder, also where a server has died and the one that it started is about to."""
    descriptor = os.open(data / UPLOADS / ".working", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _stand_back() -> None:
    """Leave the processor, and memory when it gets scarce, to the server; end when the server ends, and only then.

    What tells a whole group of processes to end reaches this one and its workers too; the server decides for them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    os.nice(NICE)
    with suppress(OSError):  # not on Linux, or in a container without /proc
        Path("/proc/self/oom_score_adj").write_text("500")


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
