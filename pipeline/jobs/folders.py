"""The folders of uploads: where files wait until they have been read, who is in them, and what is swept away."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from corpus.document import printable
from pipeline.jobs.queue import Queue
from pipeline.jobs.records import Job

UPLOADS = "uploads"
MOST_NAME = 200  # bytes of a name in UTF-8; file systems take 255
_NAMELESS = "document"


def folder_of(data: Path, job_id: str) -> Path:
    """Where the files of a job are until they have been read."""
    return data / UPLOADS / job_id


def paths_of(data: Path, job: Job) -> list[Path]:
    """Where the files of a job are, in their order."""
    return [folder_of(data, job.id) / str(number) / file.file for number, file in enumerate(job.files)]


def remove_files(data: Path, job_id: str) -> None:
    """Remove the files of a job; nothing where they have gone already."""
    shutil.rmtree(folder_of(data, job_id), ignore_errors=True)


def sweep(data: Path, queue: Queue) -> list[str]:
    """Remove what belongs to no job that is still to be run: half-received uploads, files of jobs that have ended.

    What another process is receiving is left alone. Returns the names of the folders that went.
    """
    uploads = data / UPLOADS
    if not uploads.is_dir():
        return []
    with locked(uploads, fcntl.LOCK_EX):  # nobody is between making a folder and locking it
        folders = [folder for folder in uploads.glob("job_*") if _is_free(folder)]
    wanted = queue.unended()  # read after the locks: what was accepted meanwhile is in it
    swept = [folder for folder in folders if folder.name not in wanted]
    for folder in swept:
        shutil.rmtree(folder, ignore_errors=True)
    return sorted(folder.name for folder in swept)


def safe_name(name: str) -> str:
    """A file's name as it may stand on the disk and on a page: its last part, printable, not hidden, not too long."""
    last = printable(name.replace("\\", "/").rsplit("/", 1)[-1]).strip().lstrip(".")
    stem, suffix = os.path.splitext(last)
    suffix = suffix if len(suffix.encode()) <= MOST_NAME // 4 else ""
    room = MOST_NAME - len(suffix.encode())
    return (stem.encode()[:room].decode(errors="ignore") or _NAMELESS) + suffix


def sync(folder: Path) -> None:
    """Write a folder's list of names through to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path, how: int) -> Iterator[None]:
    """Hold a lock on a file or folder (`fcntl.LOCK_EX`, `LOCK_SH`); a process that dies gives its locks up."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _is_free(folder: Path) -> bool:
    """Whether no living process is receiving into a folder."""
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError:  # gone meanwhile
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
