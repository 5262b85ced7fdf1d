"""Folders of derived data: stamped, written aside and renamed, checked when opened, thrown away when in doubt.

What is derived can be made again from the store, so a folder that is old, damaged or half-written is no loss.
`<root>/<kind>-<name>/stamp.json` says what the folder was made from and lists its files with sizes and checksums.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from pydantic import ValidationError

from corpus.document import Record

STAMP = "stamp.json"
CHECKED = 64 * 2**20  # bytes; a larger file is checked by its size alone, so that opening stays quick


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
        store: the store's own name.
        revision: the store's revision.
        documents: how many documents the store had.
        last: the highest key among them; keys only grow.
        encoder: whose vectors it holds, where it holds any.
    """

    kind: str
    layout: str
    store: str
    revision: int
    documents: int
    last: int
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

    def base(self, source: Source) -> tuple[Path, Source] | None:
        """The newest whole folder of an earlier revision of the same store, to be brought up to date; None without."""
        known = {folder: stamp.source for folder in self._root.glob(f"{self._kind}-*") if (stamp := _stamp(folder))}
        for folder, found in sorted(known.items(), key=lambda item: -item[1].revision):
            same = found.model_copy(update=source.model_dump(include={"revision", "documents", "last"})) == source
            if same and found.revision < source.revision and self.fresh(found) == folder:
                return folder, found
        return None

    def make(self, source: Source, write: Callable[[Path], None], *, renew: bool = False) -> Path:
        """The folder made from this source; written by `write` into an empty folder where it does not stand.

        One process writes at a time; another one waits and finds the work done.

        Args:
            source: what it is made from.
            write: fills the empty folder it is given.
            renew: write it again although it looks whole.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        with self._lock():
            found = None if renew else self.fresh(source)
            if found is None:
                found = self._write(source, write)
                self._sweep(source)
        return found

    def _write(self, source: Source, write: Callable[[Path], None]) -> Path:
        aside = self._root / f"{self._kind}-new-{uuid4().hex[:12]}"
        aside.mkdir()
        try:
            write(aside)
            parts = tuple(_part(path) for path in sorted(aside.iterdir()))
            (aside / STAMP).write_text(_Stamp(source=source, parts=parts).model_dump_json())
            folder = self._root / source.folder
            if folder.exists():
                folder.rename(self._root / f"{self._kind}-old-{uuid4().hex[:12]}")
            aside.rename(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return folder

    def _sweep(self, source: Source) -> None:
        """Remove what is older or cannot be used; a process that has it open goes on reading it."""
        for folder in self._root.glob(f"{self._kind}-*"):
            stamp = _stamp(folder)
            if stamp is None or stamp.source.store != source.store or stamp.source.revision < source.revision:
                shutil.rmtree(folder, ignore_errors=True)

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
