"""What a transaction that changes the store is made of."""

import sqlite3
from typing import NamedTuple

from index.documents import insert_entry
from index.embeddings import drop_unused
from index.entry import Entry


class Origin(NamedTuple):
    """A place where a document's bytes were found; the newest has the highest `sequence`."""

    origin: str
    fingerprint: str
    sequence: int


def replace_entry(connection: sqlite3.Connection, entry: Entry) -> int:
    """Put an entry in the place of the document of the same id or origin; returns the key of the new one."""
    copies = _other_origins(connection, entry)
    hashes = _remove_replaced(connection, entry)
    key = insert_entry(connection, entry)
    newest = connection.execute("SELECT coalesce(max(sequence), 0) FROM origins").fetchone()[0]
    own = Origin(entry.origin, entry.fingerprint, newest + 1 + len(copies))
    connection.executemany(
        "INSERT INTO origins (document, origin, fingerprint, sequence) VALUES (?, ?, ?, ?)",
        ((key, *origin) for origin in (*copies, own)),
    )
    drop_unused(connection, hashes)
    return key


def remove_document(connection: sqlite3.Connection, key: int) -> list[str]:
    """Remove a document with all that hangs on it; returns the hashes of its passages' texts."""
    hashes = passage_hashes(connection, key)
    connection.execute("DELETE FROM documents WHERE key = ?", (key,))
    return hashes


def passage_hashes(connection: sqlite3.Connection, key: int) -> list[str]:
    """The hashes of the texts of a document's passages, in the order they were given."""
    return [name for (name,) in connection.execute("SELECT hash FROM passages WHERE document = ? ORDER BY key", (key,))]


def document_key(connection: sqlite3.Connection, document_id: str) -> int | None:
    """The key of a document's id."""
    row = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()
    return int(row[0]) if row else None


def advance(connection: sqlite3.Connection) -> None:
    """Count a change: what was derived from the store lags from now on."""
    connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")
    connection.execute("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE name = 'state'")


def _other_origins(connection: sqlite3.Connection, entry: Entry) -> list[Origin]:
    query = (
        "SELECT origin, fingerprint, sequence FROM origins JOIN documents ON documents.key = origins.document"
        " WHERE documents.id = ? AND origin <> ? ORDER BY sequence"
    )
    return [Origin(*row) for row in connection.execute(query, (entry.document.id, entry.origin))]


def _remove_replaced(connection: sqlite3.Connection, entry: Entry) -> list[str]:
    hashes = []
    same = document_key(connection, entry.document.id)
    if same is not None:
        hashes += remove_document(connection, same)
    row = connection.execute("DELETE FROM origins WHERE origin = ? RETURNING document", (entry.origin,)).fetchall()
    for (before,) in row:
        if not connection.execute("SELECT 1 FROM origins WHERE document = ?", (before,)).fetchone():
            hashes += remove_document(connection, before)
    return hashes
