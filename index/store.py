"""The store: one SQLite database, the one source of truth, from which the search indexes are derived."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self

from corpus.document import Document, Passage
from corpus.encoder import Vectors
from corpus.errors import StoreMissing
from corpus.facts import Fact, FactKind
from index import changes, embeddings, reading
from index.closing import Closing
from index.connection import BUSY_TIMEOUT, Connections, make_folder
from index.documents import load_document
from index.entry import DocumentSummary, EncoderUse, Entry, Excerpt, Explained, Filters, Stated
from index.listing import Listing
from index.migrations import migrate
from index.stamp import Stamp, stamp_of

FILE = "remit.sqlite"
REMEMBERED = 64  # documents that were loaded last
ALL = Filters()


class Store(Closing):
    """Documents, passages, facts and vectors in a folder. Open it with `Store.open`; close it when done.

    Every change is one transaction; readers see the state before it or after it. May be used by several threads.
    """

    def __init__(self, folder: Path, connections: Connections) -> None:
        self.folder = folder
        self.connections = connections
        self._loaded = lru_cache(REMEMBERED)(self._load)
        self._listed = lru_cache(REMEMBERED)(self._list)
        self._stated_at = lru_cache(4 * REMEMBERED)(self._state_rows)

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, busy_timeout: int = BUSY_TIMEOUT) -> Self:
        """The store of a folder.

        Args:
            folder: where it stands.
            create: make an empty one where there is none.
            busy_timeout: milliseconds to wait for another writer.

        Raises:
            StoreMissing: nothing has been ingested there.
            StoreOutdated: it comes from a later version of remit, or from another program.
            StoreBusy: another process is writing.
            StoreError: it is damaged, or the folder cannot be written.
        """
        path = Path(folder) / FILE
        if not path.is_file():
            if not create:
                raise StoreMissing(f"{folder}: nothing has been ingested here. Run `remit ingest PATH...` first.")
            make_folder(path.parent)
        connections = Connections(path, busy_timeout=busy_timeout)
        try:
            with connections.explained() as connection:
                migrate(connection, str(path))
        except BaseException:
            connections.close()
            raise
        return cls(path.parent, connections)

    @property
    def stamp(self) -> Stamp:
        """The store's state and revision."""
        with self.connections.reading() as connection:
            lease = self.connections.lent
            return stamp_of(connection) if lease is None else lease.stamp

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return self.stamp.revision

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One consistent view: everything that this thread reads inside belongs to one revision."""
        with self.connections.reading():
            yield

    def put(self, entry: Entry, vectors: Vectors | None = None, encoder_name: str | None = None) -> None:
        """Keep an entry in one transaction. It replaces the document of the same origin or the same id.

        A document that was found at several origins stays until the last of them holds something else.

        Args:
            entry: the document with its passages and facts.
            vectors: one a passage, float32 of shape (passages, dimensions), or None to leave them out.
            encoder_name: who made the vectors.

        Raises:
            StoreBusy: another process is writing.
        """
        with self.connections.writing() as connection:
            key = changes.replace_entry(connection, entry)
            if vectors is not None and encoder_name is not None:
                embeddings.keep_vectors(connection, changes.passage_hashes(connection, key), vectors, encoder_name)
            changes.advance(connection)

    def remove(self, document_id: str) -> bool:
        """Remove a document and all that was made of it; False where there is none."""
        with self.connections.writing() as connection:
            key = changes.document_key(connection, document_id)
            if key is None:
                return False
            embeddings.drop_unused(connection, changes.remove_document(connection, key))
            changes.advance(connection)
        return True

    def fingerprint_of(self, origin: str) -> str | None:
        """The fingerprint under which an origin was last put; None where it is not in the store."""
        with self.connections.reading() as connection:
            row = connection.execute("SELECT fingerprint FROM origins WHERE origin = ?", (origin,)).fetchone()
        return str(row[0]) if row else None

    def fingerprints(self) -> dict[str, str]:
        """Every origin with its fingerprint."""
        with self.connections.reading() as connection:
            return dict(connection.execute("SELECT origin, fingerprint FROM origins ORDER BY origin").fetchall())

    def document(self, document_id: str) -> Document:
        """A document, whole.

        Raises:
            KeyError: no document has this id.
        """
        with self.connections.reading() as connection:
            key = changes.document_key(connection, document_id)
            if key is None:
                raise KeyError(document_id)
            return self._loaded(key)  # a key is never used again: what it stands for does not change

    def _load(self, key: int) -> Document:
        with self.connections.reading() as connection:
            return load_document(connection, key)

    def documents(self, filters: Filters = ALL) -> list[DocumentSummary]:
        """The documents that match, by file name and id."""
        with self.connections.reading():
            return list(self._listed(self.stamp, filters))

    def _list(self, stamp: Stamp, filters: Filters) -> list[DocumentSummary]:  # of thousands is read once a state
        return reading.summaries(self.connections.current, filters)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages of these ids, in the order asked for; unknown ones are left out."""
        with self.connections.reading() as connection:
            return reading.passages(connection, ids)

    def excerpts(self, ids: Sequence[str]) -> list[Excerpt]:
        """The passages of these ids with their words and headings, without loading whole documents."""
        with self.connections.reading() as connection:
            return reading.excerpts(connection, ids)

    def metrics(self) -> list[str]:
        """The metrics of objectives and the measures of figures, each once."""
        with self.connections.reading() as connection:
            return reading.metrics(connection)

    def document_tags(self) -> dict[int, str]:
        """The id of each document, by a number that is drawn whenever a document is put."""
        with self.connections.reading() as connection:
            return reading.document_tags(connection)

    def bodies_named(self, tags: Iterable[int]) -> list[tuple[int, str]]:
        """The names by which a filter finds bodies in documents, case-folded; each once a document of these tags."""
        with self.connections.reading() as connection:
            return list(reading.bodies_named(connection, tags))

    def facts(
        self,
        *,
        kind: FactKind | None = None,
        metric: str | None = None,
        filters: Filters = ALL,
        document_id: str | None = None,
    ) -> list[Fact]:
        """The facts that match, by file, document and place in the text; `metric` is an objective's, whole."""
        with self.connections.reading() as connection:
            return list(reading.facts(connection, kind, metric, filters, document_id))

    def stated(
        self, *, kind: FactKind, metric: str | None = None, filters: Filters = ALL, document_id: str | None = None
    ) -> list[Stated]:
        """Objectives or figures that match, each with what it is found by; in no order."""
        with self.connections.reading():
            return list(self._stated_at(self.stamp, kind, metric, filters, document_id))

    def _state_rows(
        self, stamp: Stamp, kind: FactKind, metric: str | None, filters: Filters, document_id: str | None
    ) -> list[Stated]:  # questions come back to the same documents and metrics
        return list(reading.stated(self.connections.current, kind, metric, filters, document_id))

    def explained(self, names: Iterable[str]) -> list[Explained]:
        """What the documents explain of these names, short forms or their words; the most often explained first.

        Args:
            names: as `corpus.definitions.spelling_key` writes them.
        """
        with self.connections.reading() as connection:
            return reading.explained(connection, names)

    @property
    def listing(self) -> Listing:
        """The rows as they are browsed: filtered, sorted, a page at a time."""
        return Listing(self.connections)

    def cached_vectors(self, hashes: Sequence[str], encoder_name: str) -> dict[str, Vectors]:
        """The vectors that are kept for these texts (`text_hash`), by hash; what is missing is left out."""
        with self.connections.reading() as connection:
            return embeddings.cached_vectors(connection, hashes, encoder_name)

    def keep_vectors(self, hashes: Sequence[str], vectors: Vectors, encoder_name: str) -> None:
        """Keep vectors of texts; those of texts that no passage has go with the next `prune`."""
        with self.connections.writing() as connection:
            embeddings.keep_vectors(connection, hashes, vectors, encoder_name)
            changes.advance(connection)

    def record_encoder(self, use: EncoderUse) -> None:
        """Remember who made the vectors, and with what, and forget others; nothing is written where it is known."""
        if use not in self.encoders():
            with self.connections.writing() as connection:
                embeddings.record_encoder(connection, use)

    def encoders(self) -> list[EncoderUse]:
        """Who has made the vectors: one name, and each runtime that it computed with."""
        with self.connections.reading() as connection:
            return embeddings.encoders(connection)

    def prune(self, encoder_name: str) -> int:
        """Drop the vectors of other encoders and of texts that no passage has; returns how many went."""
        with self.connections.writing() as connection:
            dropped = embeddings.drop_others(connection, encoder_name)
            changes.advance(connection)
        return dropped

    def close(self) -> None:
        """Close the database; the store cannot be used afterwards."""
        self.connections.close()
