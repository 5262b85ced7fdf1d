"""Connections to the store's database: one a thread, write-ahead log, one writer at a time."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from corpus.errors import StoreBusy, StoreError

if TYPE_CHECKING:
    from index.arms import Arms
    from index.stamp import Stamp

BUSY_TIMEOUT = 10_000  # milliseconds that a writer waits for another


class Lease:
    """A connection that stands in a snapshot of its own, lent for a while.

    Args:
        owner: whose connection it is.
        connection: in a transaction, which whoever lends it has begun and will end.
        stamp: which state the snapshot is of.
        arms: the search indexes of the same state; None while they are being opened.
        end: is called when it is given back.
    """

    def __init__(
        self,
        owner: "Connections",
        connection: sqlite3.Connection,
        stamp: "Stamp",
        arms: "Arms | None",
        end: Callable[[], None],
    ) -> None:
        self.owner, self.connection, self.stamp, self.arms, self.end = owner, connection, stamp, arms, end


_LENT: ContextVar[Lease | None] = ContextVar("lent", default=None)  # to this request, whichever thread works on it


class _Connection(sqlite3.Connection):
    """A connection that can be held weakly."""


class Connections:
    """The connections of one process to one database file.

    Each thread has its own, so that a reader keeps its snapshot while another thread writes.
    """

    def __init__(self, path: Path, *, busy_timeout: int = BUSY_TIMEOUT) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._local = threading.local()
        self._opened: WeakSet[_Connection] = WeakSet()  # that of a thread which has ended goes by itself
        self._guard = threading.Lock()
        self.lend: Callable[[], Lease | None] = lambda: None  # while one state of the store is served (serving.py)
        self.written: Callable[[], None] = lambda: None  # is called after each change that this process makes

    @property
    def lent(self) -> Lease | None:
        """The connection that is lent to what runs here, if one is."""
        lease = _LENT.get()
        return lease if lease is not None and lease.owner is self else None

    @property
    def current(self) -> sqlite3.Connection:
        """The connection that is lent to what runs here, else that of this thread."""
        lease = self.lent
        return self.own if lease is None else lease.connection

    @property
    def own(self) -> sqlite3.Connection:
        """The connection of this thread, opened when first asked for."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = self._local.connection = self.open()
            except sqlite3.DatabaseError as error:
                raise self._explanation(error) from error
        return connection

    @contextmanager
    def explained(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread, for work during which an error of the database becomes one of remit.

        Raises:
            StoreBusy: another process holds the writer's lock.
            StoreError: the file is damaged or cannot be written.
        """
        try:
            yield self.current
        except sqlite3.DatabaseError as error:
            raise self._explanation(error) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the database; inside another one, that one.

        Raises:
            StoreError: the file is damaged or cannot be read.
        """
        with self.explained() as connection:
            if connection.in_transaction:
                yield connection
            elif (lease := self.lend()) is not None:
                with self.borrowed(lease):
                    yield lease.connection
            else:
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    connection.execute("ROLLBACK")

    @contextmanager
    def borrowed(self, lease: Lease) -> Iterator[None]:
        """Read by a connection that is lent, until the block is left."""
        before = _LENT.get()
        _LENT.set(lease)
        try:
            yield
        finally:
            _LENT.set(before)
            lease.end()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept whole or not at all.

        Raises:
            StoreBusy: another process holds the writer's lock.
            StoreError: the file is damaged or cannot be written.
        """
        with self.explained():
            connection = self.own
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        self.written()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for connection in list(self._opened):
                connection.close()
            self._opened.clear()
        self._local = threading.local()

    def open(self) -> sqlite3.Connection:
        """A connection that no thread has yet."""
        connection: _Connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, factory=_Connection
        )
        with self._guard:
            self._opened.add(connection)
        connection.execute(f"PRAGMA busy_timeout = {self._busy_timeout}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.create_function("casefold", 1, _casefold, deterministic=True)
        return connection

    def _explanation(self, error: sqlite3.DatabaseError) -> StoreError:
        if "locked" in str(error) or "busy" in str(error):
            return StoreBusy(f"{self.path}: another process is writing. Wait until it has finished and try again.")
        if "readonly" in str(error) or "unable to open" in str(error):
            return StoreError(f"{self.path}: {error}. Change its permissions, or name another folder with --data.")
        return StoreError(f"{self.path}: {error}. Restore it from a copy, or remove the folder and ingest again.")


def _casefold(text: str | None) -> str | None:
    return text.casefold() if text is not None else None


def make_folder(folder: Path) -> None:
    """Make the folder of a store that is to be.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: the folder of the index cannot be made ({error.strerror}). Name another one with --data."
        ) from error
