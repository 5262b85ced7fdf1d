"""Pictures of pages: drawn by processes that can do no harm, kept in a folder that stays small."""

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from corpus.document import Document
from corpus.errors import InputError, PictureError, PicturesBusy, RemitError
from pipeline.copies import kept_copy, sha256_of
from pipeline.kept_pictures import KeptPictures
from pipeline.places import Mark as MarkedText
from pipeline.places import Strength
from pipeline.readers.sniff import PDF
from pipeline.workers import Bounds, Ending, Worker

logger = logging.getLogger(__name__)

VERSION = 1  # goes up when the same page would be drawn in another way: pictures are kept by it
PAINTERS = 2  # processes that draw; each is started when it is first wanted
BOUNDS = Bounds(seconds=10, memory=2**30)  # of one page; a usual one takes 0.05 s and 100 MiB
PATIENCE = 20  # seconds that a picture waits for a process that is free
PAGES_A_PROCESS = 2000  # after which it is replaced
FAILED_FOR = 600  # seconds in which a page that could not be drawn is not tried again

Rectangle = tuple[float, float, float, float, Strength]  # as `pipeline.readers.pdf.pictures.Mark`


class _Job(NamedTuple):
    path: Path
    number: int
    marks: tuple[Rectangle, ...]


class Pictures:
    """The pictures of the pages of an index. May be used by several threads; close it when done.

    Args:
        folder: of the index.
        most_bytes: that the pictures kept may take on disk.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder = folder
        self._kept = KeptPictures(folder / "pictures", most_bytes=most_bytes)
        self._failed: dict[tuple[str, int], tuple[float, str]] = {}
        self._closed = False
        self._workers = [Worker(BOUNDS, "spawn", PAGES_A_PROCESS) for _ in range(PAINTERS)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def picture(self, document: Document, number: int, marks: Sequence[Rectangle] = ()) -> bytes:
        """A page as PNG, from those kept or drawn from the kept copy of the file.

        Args:
            document: the document.
            number: the page's, from 1.
            marks: what is highlighted on it.

        Raises:
            PictureError: it has no such page, no pages that can be drawn, or this one cannot be; the copy of the file
                is gone or is another file.
            PicturesBusy: too many are being drawn.
        """
        copy = self._copy(document, number)
        name = picture_name(document, number, marks)
        found = self._kept.get(name)
        if found is None:
            self._refuse_failed((document.id, number))
            with self._painter() as worker:
                found = self._kept.get(name)  # another may have drawn it meanwhile
                if found is None:
                    found = self._drawn(worker, _Job(copy, number, tuple(marks)), document)
                    self._kept.put(name, found)
        return found

    def warm_up(self) -> None:
        """Start the processes, so that the first person does not wait for them."""
        try:
            for _ in self._workers:  # those that are idle come in turn
                with self._painter() as worker:
                    worker.do(_load, None, _not_loaded)
        except RemitError as error:
            if not self._closed:
                logger.warning("pages cannot be drawn: %s", error)

    def close(self) -> None:
        """End the processes; nothing can be drawn afterwards."""
        self._closed = True
        for worker in self._workers:
            worker.close()

    def _copy(self, document: Document, number: int) -> Path:
        """The file to draw from."""
        if document.media_type != PDF:
            raise PictureError("There are pictures only of the pages of PDF files.")
        if not 1 <= number <= len(document.pages):
            raise PictureError(f"There is no page {number}: the document has {len(document.pages)}.")
        copy = kept_copy(self._folder, document.id, document.file)
        try:
            stat = copy.stat()
            fine = _is_the_one_read(copy, document.sha256, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            raise PictureError(
                f"The copy of {document.file} cannot be read ({error.strerror}). Ingest it again."
            ) from error
        if not fine:
            raise PictureError(f"The copy of {document.file} is not the file that was read. Ingest it again.")
        return copy

    def _refuse_failed(self, page: tuple[str, int]) -> None:
        failed_at, why = self._failed.get(page, (0.0, ""))
        if why and time.monotonic() - failed_at < FAILED_FOR:
            raise PictureError(why)

    @contextmanager
    def _painter(self) -> Iterator[Worker]:
        try:
            worker = self._idle.get(timeout=PATIENCE)
        except Empty:
            raise PicturesBusy("Too many pages are being drawn at the moment. Try again in a minute.") from None
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def _drawn(self, worker: Worker, job: _Job, document: Document) -> bytes:
        try:
            picture: bytes | str = worker.do(_draw, job, _given_up)
        except InputError as error:
            picture = f"The page cannot be drawn: {error.reason}."
        if isinstance(picture, str):
            self._failed[document.id, job.number] = time.monotonic(), picture
            raise PictureError(picture)
        return picture


def rectangles(document: Document, number: int, marks: Sequence[MarkedText]) -> list[Rectangle]:
    """Where marks are on a page: the printed lines that they run over, in points from its top left."""
    return [
        (box.x0, box.top, box.x1, box.bottom, mark.strength)
        for mark in marks
        for box in document.boxes(mark.start, mark.end)
        if box.page == number
    ]


def picture_name(document: Document, number: int, marks: Sequence[Rectangle] = ()) -> str:
    """The name that a picture is kept under; another one wherever the picture would be another one."""
    looks = hashlib.sha256(repr((VERSION, document.sha256, number, [*map(tuple, marks)])).encode()).hexdigest()[:16]
    return f"{document.id}-{number}-{looks}.png"


def picture_version(name: str) -> str:
    """The part of a picture's name that says how it looks, for addresses under which it may be kept for ever."""
    return name.removesuffix(".png").rpartition("-")[2]


@lru_cache(maxsize=1024)
def _is_the_one_read(copy: Path, sha256: str, inode: int, size: int, changed: int) -> bool:
    """Whether a file, as it stood when it was looked at, has the bytes that were read."""
    return sha256_of(copy) == sha256


def _load(_: None) -> None:
    import pipeline.readers.pdf.pictures  # noqa: F401 (loaded for the jobs to come)


def _not_loaded(_: None, ending: Ending) -> None:
    """The job that comes next tells."""


def _draw(job: _Job) -> bytes | str:
    from pipeline.readers.pdf.pictures import Mark, page_picture  # pypdfium2 is loaded where it draws, and only there

    return page_picture(job.path, job.number, [Mark(*rectangle) for rectangle in job.marks])


def _given_up(job: _Job, ending: Ending) -> bytes | str:
    if ending == "time":
        return f"The page cannot be drawn: it takes longer than {BOUNDS.seconds:.0f} s."
    return "The page cannot be drawn: the file makes the program that draws it fail."
