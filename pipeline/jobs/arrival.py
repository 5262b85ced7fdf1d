"""What is being received: a folder under `uploads/` that belongs to nobody until its job is in the queue.

The folder is locked while it is filled, so that a sweep can tell what is under way from what a killed server left.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from corpus.errors import InputError, RemitError, UnknownType
from pipeline.jobs.folders import folder_of, locked, safe_name, sync
from pipeline.jobs.queue import Queue
from pipeline.jobs.records import Job, JobFile, new_id, now
from pipeline.readers import sniff

MOST_FILES = 20  # of one upload
SPARE = 256 * 2**20  # bytes of the disk that uploads leave free: the store and its indexes want room too


class Refused(RemitError):
    """An upload, or a file of one, that is not accepted.

    Args:
        reason: what is wrong and what to do, in sentences.
        status: the HTTP status that says so.
        files: what is wrong with single files, by their names.
    """

    def __init__(self, reason: str, status: int = 422, *, files: Sequence[tuple[str, str]] = ()) -> None:
        self.status = status
        self.files = tuple(files)
        super().__init__(reason)


class Bounds(NamedTuple):
    """What one upload may bring: files, bytes of each, and bytes together."""

    files: int
    each: int
    total: int


class Arrival:
    """Files as they come in. Use it as a context: left without `accept`, nothing of it stays.

    Args:
        data: the folder of the index.
        bounds: what it may bring.

    Raises:
        Refused: the disk has no room.
    """

    def __init__(self, data: Path, bounds: Bounds) -> None:
        self.id = new_id()
        self._bounds = bounds
        self._data = data
        self._folder = folder_of(data, self.id)
        self._files: list[JobFile] = []
        self._unfit: list[tuple[str, InputError]] = []
        self._open: _Incoming | None = None
        self._total = 0
        self._accepted = False
        self._lock: int | None = None

    def __enter__(self) -> Self:
        uploads = self._folder.parent
        with _room():
            uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
            with locked(uploads, fcntl.LOCK_SH):
                self._folder.mkdir(mode=0o700)
                self._lock = os.open(self._folder, os.O_RDONLY)
                fcntl.flock(self._lock, fcntl.LOCK_SH)
        return self

    def begin(self, name: str) -> None:
        """Start with the next file.

        Args:
            name: as the client gave it; only its last part is kept, made printable.

        Raises:
            Refused: too many files, or no room.
        """
        number = len(self._files) + len(self._unfit)
        if number >= self._bounds.files:
            raise Refused(f"More than {self._bounds.files} files came at once. Send them in several uploads.", 413)
        with _room():
            self._open = _Incoming(self._folder / str(number) / safe_name(name))

    def write(self, data: bytes) -> None:
        """Bytes of the file that was begun.

        Raises:
            Refused: the file, or all together, are too large, or the disk is full.
        """
        assert self._open is not None  # noqa: S101 (the parser begins before it writes)
        self._total += len(data)
        if self._open.size + len(data) > self._bounds.each:
            raise Refused(f"{self._open.path.name} is larger than {_mb(self._bounds.each)}. Split it.", 413)
        if self._total > self._bounds.total:
            raise Refused(f"The files are larger than {_mb(self._bounds.total)} together. Send fewer at once.", 413)
        with _room():
            self._open.write(data)

    def end(self) -> None:
        """The file that was begun is whole; it is on the disk when this returns. What it is, is looked at.

        Raises:
            Refused: no room.
        """
        assert self._open is not None  # noqa: S101 (the parser begins before it ends)
        incoming, self._open = self._open, None
        with _room():
            sha256 = incoming.finish()
        name = incoming.path.name
        try:
            sniff.check_size(incoming.path, self._bounds.each)
            kind = sniff.sniff(incoming.path)
        except InputError as error:
            self._unfit.append((name, error))
            return
        self._files.append(JobFile(file=name, bytes=incoming.size, sha256=sha256, media_type=kind))

    def accept(self, queue: Queue, *, most: int) -> Job:
        """Make a job of the files. Once this returns, they are not lost, whatever happens.

        Args:
            queue: where it waits.
            most: jobs that may wait.

        Raises:
            Refused: there is no file, or one that remit does not read. QueueFull: too many jobs wait.
        """
        if self._unfit:
            raise _refusal(self._unfit)
        if not self._files:
            raise Refused("No file came. Choose one file or more.")
        job = Job(id=self.id, created=now(), files=tuple(self._files))
        with _room():
            for folder in (self._folder, self._folder.parent, self._data):
                sync(folder)
        queue.add(job, most=most)
        self._accepted = True
        return job

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open.close()
        if not self._accepted:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)


class _Incoming:
    """A file that is being written."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700)
        self.path = path
        self.size = 0
        self._hash = hashlib.sha256()
        self._file: BinaryIO = path.open("xb")

    def write(self, data: bytes) -> None:
        if shutil.disk_usage(self.path.parent).free < SPARE + len(data):
            raise OSError("no room")
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def finish(self) -> str:
        """Write it through to the disk; returns the hash of its bytes."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        sync(self.path.parent)
        return self._hash.hexdigest()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what was buffered is thrown away with the file
            self._file.close()


def _refusal(unfit: Sequence[tuple[str, InputError]]) -> Refused:
    """What is said when some files are of no use: none is kept, so that an upload is one thing."""
    files = [(name, f"{name} {error.reason}. {error.advice}") for name, error in unfit]
    status = 415 if all(isinstance(error, UnknownType) for _, error in unfit) else 422
    told = " ".join(reason for _, reason in files)
    return Refused(f"{told} Nothing was kept: upload the others again without it.", status, files=files)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Say in words that the disk takes no more."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"The server's disk cannot take the files ({error.strerror or error}). Try again later.", 507
        ) from error


def _mb(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"
