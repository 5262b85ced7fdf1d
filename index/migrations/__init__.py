"""The store's schema as numbered steps: `0001_first.sql` takes version 0, an empty file, to version 1, and so on.

A database says its version in `PRAGMA user_version`. A step is applied whole or not at all.
"""

import sqlite3
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.errors import StoreOutdated

APPLICATION_ID = 0x52454D54  # "REMT": tells a store from any other SQLite file
AGAIN = 0.01  # seconds between two tries to switch the log on


@cache
def steps() -> tuple[str, ...]:
    """The SQL of each step, in order."""
    return tuple(path.read_text() for path in sorted(Path(__file__).parent.glob("[0-9]*.sql")))


def version(connection: sqlite3.Connection) -> int:
    """The version of the schema that the database has; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring the schema up to date, in one transaction; does nothing where it is.

    Raises:
        StoreOutdated: the database comes from a later version, or is not a store.
    """
    found = version(connection)
    if found == len(steps()):
        return
    _refuse_unknown(connection, name)
    _log_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = version(connection)  # again: another process may have been first
        for number, step in enumerate(steps()[found:], start=found + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch the write-ahead log on, which is kept in the file.

    SQLite does not wait for a process that does the same at the same moment, as it does for one that writes.
    """
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(AGAIN)


def _refuse_unknown(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("BEGIN")  # another process may make its tables between the two looks
    found = version(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.execute("COMMIT")
    if found > len(steps()):
        raise StoreOutdated(
            f"{name} was written by a later version of remit (schema {found}, this one knows {len(steps())}). "
            "Update remit, or ingest into another folder with --data."
        )
    if found == 0 and tables:
        raise StoreOutdated(f"{name} is a database of another program. Name another folder with --data.")


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
