"""A small SQLite file of records beside the store: what was accepted from people, and cannot be made again.

The store is made from documents alone and may be made anew; what stands here may not be lost, so each change is on the
disk before it is answered (`synchronous = FULL`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import StoreBusy, StoreError, StoreOutdated

BUSY_TIMEOUT = 10_000  # milliseconds that a writer waits for another


class Ledger:
    """One database file. A connection is opened for each piece of work: it is rare, and costs 0.2 ms.

    Args:
        path: the file; it is made, with its folder, by the first write.
        schema: SQL that makes the tables of an empty file.
        version: of that schema; a file of another one is refused.
    """

    def __init__(self, path: Path, *, schema: str, version: int = 1) -> None:
        self.path = path
        self._schema = schema
        self._version = version

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; the tables are there, and empty where nothing was ever written.

        Raises:
            StoreError: the file is damaged or cannot be read.
        """
        with self._explained(), closing(self._open() if self.path.is_file() else self._nothing()) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept whole, on the disk when the block is left, or not at all.

        Raises:
            StoreBusy: another process holds the writer's lock.
            StoreError: the file is damaged or cannot be written, the disk is full.
        """
        with self._explained(), closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection  # an error ends it: a connection that is closed rolls back
            connection.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_TIMEOUT / 1000)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if self._found(connection) != self._version:
                self._make(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _nothing(self) -> sqlite3.Connection:
        """The tables in memory: who only looks makes no file."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(self._schema)
        return connection

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        found = self._found(connection)  # again: another process may have been first
        if found not in (0, self._version):
            raise StoreOutdated(f"{self.path} was written by another version of remit. Update remit, or move it away.")
        if found == 0:
            for statement in self._schema.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self._version}")
        connection.execute("COMMIT")

    @staticmethod
    def _found(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusy(f"{self.path}: another process is writing. Try again in a moment.") from error
            advice = "Check the disk's free space and the folder's permissions."
            raise StoreError(f"{self.path}: {error}. {advice}") from error
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}. Check the folder's permissions.") from error
