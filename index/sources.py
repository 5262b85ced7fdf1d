"""What the derived indexes are made from, read out of the store in batches."""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from corpus.encoder import Vectors
from index.dense import Keys
from index.derived import Extent
from index.entry import Filters, indexed_text
from index.filtering import document_condition
from index.lexical import Row
from index.reading import document_text
from index.store import Store

BATCH = 4096


def extent(store: Store, *, last: int | None = None) -> Extent:
    """Which documents there are; or which of them have a key up to `last`."""
    query = "SELECT key, tag FROM documents WHERE key <= coalesce(?, key) ORDER BY key"
    rows = store.connections.current.execute(query, (last,)).fetchall()
    return Extent(last=last if last is not None else (rows[-1][0] if rows else 0), digest=crc32(repr(rows).encode()))


def lexical_rows(store: Store, *, after: int = 0) -> Iterator[Row]:
    """Every passage with its words and its context, a document at a time, of the documents after a key."""
    connection = store.connections.current
    query = 'SELECT key, start, "end", context FROM passages WHERE document = ? ORDER BY key'
    for (document,) in connection.execute("SELECT key FROM documents WHERE key > ? ORDER BY key", (after,)).fetchall():
        text = document_text(connection, document)
        for key, start, end, context in connection.execute(query, (document,)):
            yield Row(key, document, text[start:end], context)


def vector_batches(store: Store, encoder: str) -> Iterator[tuple[Keys, Vectors]]:
    """The vectors of all passages that have one by this encoder, in the order of the passages' keys."""
    query = (
        "SELECT passages.key, passages.document, vector FROM passages"
        " JOIN embeddings ON embeddings.hash = passages.hash AND encoder = ? ORDER BY passages.key"
    )
    cursor = store.connections.current.execute(query, (encoder,))
    while rows := cursor.fetchmany(BATCH):
        keys = np.array([row[:2] for row in rows], dtype=np.int64)
        yield keys, np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), -1)


def matching_documents(store: Store, filters: Filters) -> list[int] | None:
    """The keys of the documents that match; None where the filters ask for all."""
    if not filters:
        return None
    condition, values = document_condition(filters)
    query = f"SELECT key FROM documents WHERE {condition} ORDER BY key"  # noqa: S608 (values are bound)
    return [key for (key,) in store.connections.current.execute(query, values)]


def unencoded(store: Store, encoder: str) -> list[tuple[str, str]]:
    """Hash and text of what has no vector by this encoder, each text once, in the order of the store."""
    connection = store.connections.current
    query = (
        'SELECT document, start, "end", context, hash FROM passages WHERE NOT EXISTS'
        " (SELECT 1 FROM embeddings WHERE embeddings.hash = passages.hash AND encoder = ?) ORDER BY key"
    )
    found: dict[str, str] = {}
    last, text = -1, ""
    for document, start, end, context, name in connection.execute(query, (encoder,)).fetchall():
        if document != last:
            last, text = document, document_text(connection, document)
        found.setdefault(name, indexed_text(context, text[start:end]))
    return list(found.items())
