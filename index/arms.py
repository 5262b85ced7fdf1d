"""The two arms of search, opened for one revision of the store, and how they are asked together."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from corpus.encoder import Encoder, Vectors
from index import dense, lexical, sources
from index.derived import DerivedDamaged, DerivedFolder, Source, reading_derived
from index.fusion import Fused, fuse
from index.store import Stamp, Store
from index.words import Query

DERIVED = "derived"
DEPTH = 100  # candidates that each arm gives, at least


class Request(NamedTuple):
    """What is asked of both arms. Both look only at what the documents and the query's quoted phrases allow.

    Attributes:
        query: as read.
        vector: of the query, or None to search by words alone.
        limit: how many hits will be shown; the arms give more than that to be fused.
        documents: keys of the documents to look in; None for all.
        terms: expansions, which the vector has taken in.
    """

    query: Query
    vector: Vectors | None
    limit: int
    documents: Collection[int] | None
    terms: Sequence[str]


class Arms(NamedTuple):
    """The lexical and the vector index of one revision; no vector index without an encoder."""

    stamp: Stamp
    lexical: lexical.Lexical
    dense: dense.Dense | None

    def candidates(self, request: Request) -> list[Fused]:
        """What both arms offer, fused, best first.

        Raises:
            DerivedDamaged: an index cannot be read.
        """
        depth = max(DEPTH, 2 * request.limit)
        query, documents = request.query, request.documents
        with reading_derived():
            by_words = self.lexical.search(query, limit=depth, terms=request.terms, documents=documents)
            if request.vector is None or self.dense is None:
                return fuse(by_words, [], {})
            allowed = self.lexical.matching(query.phrases, documents=documents) if query.phrases else None
            by_meaning = self.dense.search(request.vector, limit=depth, documents=documents, passages=allowed)
            near = {key for key, _ in by_meaning}
            others = self.dense.scores(request.vector, [key for key, _ in by_words if key not in near])
            coverage = self.lexical.coverage(query, by_words[0][1]) if by_words else 0.0
        return fuse(by_words, by_meaning, others, coverage=coverage)


def open_arms(store: Store, encoder: Encoder | None, *, renew: bool = False) -> Arms:
    """The search indexes of the store's revision, made where they do not stand. Call it inside a snapshot.

    Args:
        store: what they are derived from.
        encoder: whose vectors to take.
        renew: make them again although they look whole.
    """
    stamp, root = store.stamp, store.folder / DERIVED
    source = Source(
        kind="lexical",
        layout=lexical.LAYOUT,
        state=stamp.state,
        revision=stamp.revision,
        extent=sources.extent(store),
    )
    folders = DerivedFolder(root, "lexical")
    write = partial(_write_lexical, store, folders, source)
    by_words = folders.opened(source, write, lexical.Lexical.open, renew=renew)
    if encoder is None:
        return Arms(stamp, by_words, None)
    source = source.model_copy(update={"kind": "dense", "layout": dense.LAYOUT, "encoder": encoder.name})
    folders = DerivedFolder(root, "dense")
    return Arms(
        stamp, by_words, folders.opened(source, partial(_write_dense, store, encoder), dense.Dense.open, renew=renew)
    )


def _write_lexical(store: Store, folders: DerivedFolder, source: Source, folder: Path) -> None:
    """Documents that were added are appended to the index of an earlier revision; any other change makes it anew."""
    for base, earlier in folders.earlier(source)[:1]:
        if sources.extent(store, last=earlier.extent.last) != earlier.extent:
            break
        try:
            with reading_derived():
                lexical.Lexical.append(folder, base, sources.lexical_rows(store, after=earlier.extent.last))
            return
        except DerivedDamaged:  # it looked whole and is not
            for path in folder.iterdir():
                path.unlink()
    lexical.Lexical.write(folder, sources.lexical_rows(store))


def _write_dense(store: Store, encoder: Encoder, folder: Path) -> None:
    dense.Dense.write(folder, encoder.dimensions, sources.vector_batches(store, encoder.name))
