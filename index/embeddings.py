"""Vectors kept beside the texts they were made from, by the text's hash and the encoder's name."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from corpus.encoder import Vectors
from index.entry import EncoderUse

BATCH = 1000


def cached_vectors(connection: sqlite3.Connection, hashes: Sequence[str], encoder: str) -> dict[str, Vectors]:
    """The vectors that are kept for these texts and this encoder, by hash; what is missing is left out."""
    query = "SELECT hash, vector FROM embeddings WHERE encoder = ? AND hash IN (SELECT value FROM json_each(?))"
    found: dict[str, Vectors] = {}
    for batch in _batches(hashes):
        rows = connection.execute(query, (encoder, json.dumps(batch)))
        found |= {name: np.frombuffer(blob, dtype="<f4") for name, blob in rows}
    return found


def keep_vectors(connection: sqlite3.Connection, hashes: Sequence[str], vectors: Vectors, encoder: str) -> None:
    """Keep one vector a text. A text that has one keeps it."""
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings VALUES (?, ?, ?)",
        ((name, encoder, row.astype("<f4").tobytes()) for name, row in zip(hashes, vectors, strict=True)),
    )


def drop_unused(connection: sqlite3.Connection, hashes: Iterable[str]) -> None:
    """Drop the vectors of those texts that no passage has any more."""
    query = (
        "DELETE FROM embeddings WHERE hash IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM passages WHERE passages.hash = embeddings.hash)"
    )
    for batch in _batches(sorted(set(hashes))):
        connection.execute(query, (json.dumps(batch),))


def drop_others(connection: sqlite3.Connection, encoder: str) -> int:
    """Drop the vectors of other encoders and of texts that no passage has; returns how many went."""
    query = (
        "DELETE FROM embeddings WHERE encoder <> ?"
        " OR NOT EXISTS (SELECT 1 FROM passages WHERE passages.hash = embeddings.hash)"
    )
    return connection.execute(query, (encoder,)).rowcount


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), BATCH):
        yield list(names[start : start + BATCH])


def encoders(connection: sqlite3.Connection) -> list[EncoderUse]:
    """Who has made the vectors: one name, and each runtime that it computed with."""
    rows = connection.execute("SELECT name, runtime, dimensions FROM encoders ORDER BY name, runtime").fetchall()
    return [EncoderUse(name=name, runtime=runtime, dimensions=size) for name, runtime, size in rows]


def record_encoder(connection: sqlite3.Connection, use: EncoderUse) -> None:
    """Remember who made the vectors, and with what, and forget others."""
    connection.execute("DELETE FROM encoders WHERE name <> ?", (use.name,))
    row = (use.name, use.runtime, use.dimensions)
    connection.execute("INSERT OR REPLACE INTO encoders VALUES (?, ?, ?)", row)
