"""What the derived indexes are made from, read out of the store in batches."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.encoder import Vectors
from corpus.facts import FactKind
from index import holdings
from index.entry import Filters, indexed_text
from index.filtering import document_condition
from index.holdings import Documents
from index.lexical import Row
from index.reading import document_text
from index.segments import Keys
from index.store import Store

BATCH = 4096


def documents(store: Store) -> list[tuple[int, int]]:
    """Key and tag of every document, by key."""
    return store.connections.current.execute("SELECT key, tag FROM documents ORDER BY key").fetchall()


def holding(store: Store, keys: Sequence[int] | None = None) -> Documents:
    """These documents, or all, with the number of their passages, by key."""
    condition, values = _among("key", keys)
    query = (
        "SELECT key, tag, n, n FROM (SELECT key, tag,"  # noqa: S608 (values are bound)
        " (SELECT count(*) FROM passages WHERE document = documents.key) AS n"
        f" FROM documents WHERE {condition}) ORDER BY key"
    )
    return holdings.documents(store.connections.current.execute(query, values))


def lexical_rows(store: Store, keys: Sequence[int] | None = None) -> Iterator[Row]:
    """Every passage of these documents, or of all, with its words and its context, a document at a time."""
    connection = store.connections.current
    query = 'SELECT key, start, "end", context FROM passages WHERE document = ? ORDER BY key'
    for document in [key for key, _ in documents(store)] if keys is None else keys:
        text = document_text(connection, document)
        for key, start, end, context in connection.execute(query, (document,)):
            yield Row(key, document, text[start:end], context)


def vector_batches(store: Store, encoder: str, keys: Sequence[int] | None = None) -> Iterator[tuple[Keys, Vectors]]:
    """The vectors by this encoder of the passages of these documents, or of all, in the order of the passages' keys."""
    condition, values = _among("passages.document", keys)
    query = (
        "SELECT passages.key, passages.document, vector FROM passages"  # noqa: S608 (values are bound)
        " JOIN embeddings ON embeddings.hash = passages.hash AND encoder = ?"
        f" WHERE {condition} ORDER BY passages.key"
    )
    cursor = store.connections.current.execute(query, (encoder, *values))
    while rows := cursor.fetchmany(BATCH):
        keys_of = np.array([row[:2] for row in rows], dtype=np.int64)
        yield keys_of, np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), -1)


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


def _among(column: str, keys: Sequence[int] | None) -> tuple[str, list[str]]:
    """A condition that a column is one of these keys, and its parameters."""
    if keys is None:
        return "1", []
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(list(keys))]  # noqa: S608 (of this module)


def passages_holding(store: Store, kind: FactKind) -> frozenset[int]:
    """The keys of the passages in which a fact of a kind stands, or a part of one."""
    connection = store.connections.current
    facts = 'SELECT start, "end" FROM facts WHERE document = ? AND kind = ?'
    passages = 'SELECT key, start, "end" FROM passages WHERE document = ? ORDER BY start'
    found: set[int] = set()
    for (document,) in connection.execute("SELECT DISTINCT document FROM facts WHERE kind = ?", (kind,)).fetchall():
        places = connection.execute(facts, (document, kind)).fetchall()
        found |= _meeting(connection.execute(passages, (document,)).fetchall(), places)
    return frozenset(found)


def _meeting(passages: Sequence[tuple[int, int, int]], places: Sequence[tuple[int, int]]) -> set[int]:
    """The keys of the passages that one of the places meets; passages are in order and do not overlap."""
    keys, starts, ends = ([passage[i] for passage in passages] for i in range(3))
    return {key for start, end in places for key in keys[bisect_right(ends, start) : bisect_left(starts, end)]}
