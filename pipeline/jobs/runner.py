"""Runs the jobs of a folder, one at a time, in a process of their own, while the server goes on answering."""

import fcntl
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

import structlog

from corpus.encoder import Encoder
from corpus.errors import RemitError
from pipeline.jobs.folders import UPLOADS, sweep
from pipeline.jobs.queue import Queue, requeued
from pipeline.jobs.records import Job
from pipeline.jobs.work import given_up, run_jobs
from pipeline.settings import Settings

MOST_CRASHES = 3  # of the process of one job, before it is given up
POLL = 2.0  # seconds between two looks for jobs that another server of this folder has accepted
STEP = 0.1  # seconds between two looks whether the runner is to stop


class JobRunner:
    """Runs what waits in the queue. `start` it with the server, `stop` it with the server.

    Where several servers have one folder, the first to start runs the jobs of all; another takes over when it ends.

    Args:
        settings: of the server.
        encoder: another one than the settings name, as tests give; it must be possible to pickle it.
    """

    def __init__(self, settings: Settings, *, encoder: Encoder | None = None) -> None:
        self.queue = Queue(settings.data)
        self._settings = settings
        self._encoder = encoder
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock: int | None = None

    def start(self) -> None:
        """Begin to run jobs, those that a killed server left first."""
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """A job has been accepted: do not wait for the next look."""
        self._wake.set()

    def stop(self) -> None:
        """End the job that runs, which is run again after the next start, and return when all has ended."""
        self._stopping.set()
        self._wake.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    def _loop(self) -> None:
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                if not self._look():
                    self._wake.wait(POLL)
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def _look(self) -> bool:
        """Run what waits; False where nothing does, or where another server runs it."""
        try:
            return self._has_lock() and bool(self.queue.unended()) and self._run()
        except (RemitError, OSError) as error:  # a full disk, a lock: the job stands, and is tried again
            structlog.get_logger().error("jobs.failed", reason=str(error))
        except Exception:  # a fault: the thread must not end of it, for nobody would run jobs then
            structlog.get_logger().exception("jobs.fault")
        return False

    def _has_lock(self) -> bool:
        """Whether this runner is the one of its folder; when it becomes that, it clears up after the one before."""
        if self._lock is not None:
            return True
        folder = self._settings.data / UPLOADS
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / ".runner", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            swept = sweep(self._settings.data, self.queue)
        except BlockingIOError:
            os.close(lock)
            return False
        except BaseException:
            os.close(lock)
            raise
        if swept:
            structlog.get_logger().info("uploads.swept", folders=len(swept))
        self._lock = lock
        return True

    def _run(self) -> bool:
        """Run jobs until none waits; False where their process did not end well, and is better not started at once."""
        # "spawn": a fork of a process with threads can hang; not a daemon, for it has workers of its own
        process = multiprocessing.get_context("spawn").Process(
            target=run_jobs, args=(self._settings, self._encoder), name="jobs"
        )
        process.start()
        try:
            self._watch(process)
        finally:
            process.kill()
            process.join()
            code = process.exitcode
            process.close()
        self._settle(code)
        return code == 0

    def _watch(self, process: BaseProcess) -> None:
        """Return when the process has ended, or the runner is to."""
        while not self._stopping.is_set():
            if wait([process.sentinel], timeout=STEP):
                process.join()
                return

    def _settle(self, code: int | None) -> None:
        """After a process: the job that it left waits again, or is given up where its process dies of it."""
        for job in self.queue.running():
            self.queue.change(job.id, requeued if self._stopping.is_set() else lambda job: crashed(job, code))
        sweep(self._settings.data, self.queue)


def crashed(job: Job, code: int | None) -> Job:
    """A job whose process died: it waits again, until that has happened too often.

    Args:
        job: that has not ended.
        code: how its process did; one that was told to end, with its server, did not die of the job.
    """
    if code in (-signal.SIGTERM, -signal.SIGINT):
        return requeued(job)
    job = job.model_copy(update={"crashes": job.crashes + 1})
    structlog.get_logger().error("job.crashed", job=job.id, crashes=job.crashes, exit_code=code)
    if job.crashes < MOST_CRASHES:
        return requeued(job)
    return given_up(
        job,
        f"The process that read these files died {job.crashes} times (exit code {code}), and they were removed. "
        "Upload the files one by one to find the one it dies of, and report that one.",
    )
