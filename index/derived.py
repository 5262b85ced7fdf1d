"""Folders of derived data: stamped, written aside and renamed, checked when opened, thrown away when in doubt.

What is derived can be made again from the store, so a folder that is old, damaged or half-written is no loss.
`<root>/<kind>-<name>/stamp.json` says what the folder was made from and lists its files with sizes and checksums.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4
from zlib import crc32

from pydantic import ValidationError

from corpus.document import Record

T = TypeVar("T")
STAMP = "stamp.json"
_COMPACTING = "compacting-"
CHECKED = 32 * 2**20  # bytes; a larger file is checked by its size alone, so that opening stays quick


class Part(Record):
    """A file of a derived folder. `checksum` (CRC-32) is null for a large one."""

    name: str
    size: int
    checksum: int | None


class Source(Record):
    """What a derived folder is made from.

    Attributes:
        kind: which index ("lexical", "dense").
        layout: the version of the folder's own format; a new one makes old folders stale.
        state: the store's state, which no other store or history comes to.
        revision: the store's revision.
        encoder: whose vectors it holds, where it holds any.
    """

    kind: str
    layout: str
    state: str
    revision: int
    encoder: str | None = None

    @property
    def folder(self) -> str:
        """The name of the folder."""
        tag = crc32(self.model_dump_json().encode())
        return f"{self.kind}-{self.revision}-{tag:08x}"


class DerivedDamaged(Exception):
    """A derived index cannot be read although it looked whole; it is to be made again."""


@contextmanager
def reading_derived() -> Iterator[None]:
    """Work on a derived index, during which its library's errors, a panic of tantivy's included, mean damage.

    Raises:
        DerivedDamaged: the library gave up.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise DerivedDamaged(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's, which cannot be imported
            raise
        raise DerivedDamaged(str(error)) from error


class _Stamp(Record):
    source: Source
    parts: tuple[Part, ...]


class DerivedFolder:
    """The derived folders of one kind under a root."""

    def __init__(self, root: Path, kind: str) -> None:
        self._root = root
        self._kind = kind

    def fresh(self, source: Source) -> Path | None:
        """The folder made from this source, when it stands and is whole; else None."""
        folder = self._root / source.folder
        stamp = _stamp(folder)
        if stamp is None or stamp.source != source:
            return None
        return folder if all(_is_whole(folder, part) for part in stamp.parts) else None

    def earlier(self, source: Source) -> list[tuple[Path, Source]]:
        """Whole folders of the same kind, layout and encoder at an earlier revision, the newest first."""
        known = {folder: stamp.source for folder in self._root.glob(f"{self._kind}-*") if (stamp := _stamp(folder))}
        return [
            (folder, found)
            for folder, found in sorted(known.items(), key=lambda item: -item[1].revision)
            if (found.kind, found.layout, found.encoder) == (source.kind, source.layout, source.encoder)
            and found.revision < source.revision
            and self.fresh(found) == folder
        ]

    def opened(self, source: Source, write: Callable[[Path], None], read: Callable[[Path], T], *, renew: bool) -> T:
        """What `read` makes of the folder of this source.

        Where it does not stand, is damaged, or cannot be read, it is written first. One process writes at a time;
        another one waits and finds the work done.

        Args:
            source: what it is made from.
            write: fills the empty folder that it is given.
            read: opens a whole folder.
            renew: write it although it looks whole.

        Raises:
            DerivedDamaged: it cannot be written, or not be read again.
        """
        found = None if renew else self._read(source, read)
        if found is not None:
            return found
        with reading_derived():
            self._root.mkdir(parents=True, exist_ok=True)
            with self._lock():  # held while reading: what has just been written is not swept away by a newer one
                found = None if renew else self._read(source, read)
                if found is None:
                    found = read(self._write(source, write))
                    self._sweep(source)
                return found

    def compacted(self, source: Source, write: Callable[[Path], None]) -> bool:
        """Write the folder of this source again, aside, without keeping others from reading or writing meanwhile.

        False where another process is about it.

        Raises:
            DerivedDamaged: it cannot be written.
        """
        with reading_derived(), self._alone() as alone:
            if alone:
                aside = self._filled(source, write, self._root / f"{_COMPACTING}{self._kind}-{uuid4().hex[:12]}")
                with self._lock():
                    self._place(aside, source)
            return alone

    def _read(self, source: Source, read: Callable[[Path], T]) -> T | None:
        folder = self.fresh(source)
        try:
            with reading_derived():
                return read(folder) if folder else None
        except DerivedDamaged:
            return None

    def _write(self, source: Source, write: Callable[[Path], None]) -> Path:
        return self._place(self._filled(source, write, self._root / f"{self._kind}-new-{uuid4().hex[:12]}"), source)

    def _filled(self, source: Source, write: Callable[[Path], None], aside: Path) -> Path:
        aside.mkdir()
        try:
            write(aside)
            parts = tuple(_part(path) for path in sorted(aside.iterdir()))
            (aside / STAMP).write_text(_Stamp(source=source, parts=parts).model_dump_json())
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return aside

    def _place(self, aside: Path, source: Source) -> Path:
        folder = self._root / source.folder
        before = self._root / f"{self._kind}-old-{uuid4().hex[:12]}"
        if folder.exists():
            folder.rename(before)
        aside.rename(folder)
        shutil.rmtree(before, ignore_errors=True)  # who has it open goes on reading it
        return folder

    def _sweep(self, source: Source) -> None:
        """Remove what is older or of another history; a process that has it open goes on reading it.

        A newer one stays: another process has moved on while this one still reads an earlier revision.
        """
        for folder in self._root.glob(f"{self._kind}-*"):
            stamp = _stamp(folder)
            newer = stamp is not None and stamp.source.revision > source.revision
            if not newer and (stamp is None or stamp.source.state != source.state):
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other process is writing aside; what one that died has left there is removed."""
        with (self._root / f"{_COMPACTING}{self._kind}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            for left in self._root.glob(f"{_COMPACTING}{self._kind}-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield True

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self._root / f"{self._kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _stamp(folder: Path) -> _Stamp | None:
    try:
        return _Stamp.model_validate_json((folder / STAMP).read_bytes())
    except (OSError, ValidationError):
        return None  # half-written or damaged: as good as absent


def _part(path: Path) -> Part:
    size = path.stat().st_size
    return Part(name=path.name, size=size, checksum=_checksum(path) if size <= CHECKED else None)


def _is_whole(folder: Path, part: Part) -> bool:
    path = folder / part.name
    try:
        return path.stat().st_size == part.size and (part.checksum is None or _checksum(path) == part.checksum)
    except OSError:
        return False


def _checksum(path: Path) -> int:
    return crc32(path.read_bytes())
