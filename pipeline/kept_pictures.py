"""Pictures kept in a folder that never grows beyond a size: what was not wanted for longest goes first."""

import logging
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

LEFT = 0.8  # of the size, once the folder was full
NOTED_AFTER = 3600  # seconds, after which it is noted again that a picture was wanted
STALE = 3600  # seconds, after which a half-written picture belongs to nobody


class KeptPictures:
    """A folder of pictures by name. May be used by several threads, and several processes.

    Where the folder cannot be written (a full disk, a data folder that is read only), nothing is kept, which the log
    says once.

    Args:
        folder: made when the first picture is kept.
        most_bytes: that all together may take.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder, self._most = folder, most_bytes
        self._guard = threading.Lock()
        self._bytes: int | None = None  # of all pictures; not known before the first is kept
        self._told = False

    def get(self, name: str) -> bytes | None:
        """The picture of a name, or None."""
        path = self._folder / name
        try:
            picture = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:  # it can be drawn again
            self._tell(error)
            return None
        self._note_use(path)
        return picture

    def put(self, name: str, picture: bytes) -> None:
        """Keep a picture: whole, or not at all."""
        partial = self._folder / f"{name}.{os.getpid()}-{threading.get_ident()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                partial.write_bytes(picture)
                partial.replace(self._folder / name)
            finally:
                partial.unlink(missing_ok=True)
            with self._guard:
                self._make_room(len(picture))
        except OSError as error:
            self._tell(error)

    def _note_use(self, path: Path) -> None:
        try:
            if time.time() - path.stat().st_mtime > NOTED_AFTER:
                os.utime(path)
        except FileNotFoundError:
            return  # swept a moment ago
        except OSError as error:
            self._tell(error)

    def _make_room(self, added: int) -> None:
        if self._bytes is not None:
            self._bytes += added
        if self._bytes is None or self._bytes > self._most:
            self._bytes = self._swept()

    def _swept(self) -> int:
        """Bytes that are left, once the oldest pictures have gone where there were too many."""
        files = sorted((stat.st_mtime, stat.st_size, path) for path, stat in self._files())
        total = sum(size for _, size, _ in files)
        wanted = self._most * LEFT if total > self._most else total
        for changed, size, path in files:
            if total > wanted or (path.suffix == ".part" and time.time() - changed > STALE):
                path.unlink(missing_ok=True)
                total -= size
        return total

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process may be sweeping too
                found.append((path, path.stat()))
        return found

    def _tell(self, error: OSError) -> None:
        if not self._told:
            self._told = True
            logger.warning("pictures of pages are not kept in %s: %s", self._folder, error)
