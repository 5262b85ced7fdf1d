"""Connections to the store's database: one a thread, write-ahead log, one writer at a time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

from corpus.errors import StoreBusy, StoreError

BUSY_TIMEOUT = 10_000  # milliseconds that a writer waits for another


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

    @property
    def current(self) -> sqlite3.Connection:
        """The connection of this thread, opened when first asked for."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = self._local.connection = self._open()
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
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept whole or not at all.

        Raises:
            StoreBusy: another process holds the writer's lock.
            StoreError: the file is damaged or cannot be written.
        """
        with self.explained() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for connection in list(self._opened):
                connection.close()
            self._opened.clear()
        self._local = threading.local()

    def _open(self) -> _Connection:
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
