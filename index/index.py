"""The index: a store, the lexical and the vector index derived from it, and search over both."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Self

from corpus.document import Passage, Record
from corpus.encoder import Encoder, Vectors
from corpus.errors import StoreError
from corpus.facts import FactKind
from index import reading, sources, upkeep
from index.adding import add_entries
from index.arms import Arms, Request
from index.closing import Closing
from index.derived import DerivedDamaged
from index.encoding import adopt_encoder, check_encoder, encode_missing
from index.entry import Entry, Filters
from index.fusion import Fused
from index.serving import Serving
from index.spelling import Spelling
from index.stamp import Stamp
from index.store import ALL, Store
from index.words import Term, read_query

REMEMBERED = 256  # query vectors


class Hit(Record):
    """A passage that was found. Ranks count from 1 and are null where the arm did not give the passage itself.

    Attributes:
        passage: where it stands.
        score: 0 to 1, to be compared within one search only.
        lexical_rank: its rank by words.
        dense_rank: its rank by meaning.
        lexical_score: BM25.
        dense_score: the cosine; also for a passage that only the words found.
    """

    passage: Passage
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    lexical_score: float | None
    dense_score: float | None


class Index(Closing):
    """Adds documents to a store and searches them. Open it with `Index.open`; close it when done.

    Without an encoder it searches by words alone. May be used by several threads.
    """

    def __init__(self, store: Store, encoder: Encoder | None) -> None:
        self.store = store
        self.encoder = encoder
        self._arms: Arms | None = None
        self._compaction: Thread | None = None
        self._serving: Serving | None = None
        self._spelling = lru_cache(2)(self._read_spelling)  # of the state that is served, and of the next
        self._vector = lru_cache(REMEMBERED)(self._encode_query)
        self._matching = lru_cache(REMEMBERED)(self._matching_documents)
        self._holding = lru_cache(1)(self._passages_holding)

    @classmethod
    def open(cls, folder: Path, *, encoder: Encoder | None, create: bool = False) -> Self:
        """The index of a folder. The search indexes are opened, or made, by the first search.

        Args:
            folder: where it stands.
            encoder: makes the vectors of passages and queries; None searches by words alone.
            create: make an empty one where there is none.

        Raises:
            StoreMissing, StoreOutdated, StoreBusy, StoreError: as `Store.open`.
        """
        return cls(Store.open(folder, create=create), encoder)

    def add(self, entries: Sequence[Entry], *, progress: Callable[[int, int], None] | None = None) -> None:
        """Keep entries, each in a transaction of its own, with the vectors of their passages.

        Args:
            entries: what to keep.
            progress: called with the number of passages done, and of all.

        Raises:
            StoreBusy: another process is writing.
        """
        add_entries(self.store, self.encoder, entries, progress=progress)

    def adopt_encoder(self, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Encode all passages anew where the index holds another encoder's vectors; returns how many texts."""
        return adopt_encoder(self.store, self.encoder, progress=progress) if self.encoder else 0

    def encode_missing(self, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Encode passages that have no vector by this encoder, after a change of model; returns how many texts."""
        return encode_missing(self.store, self.encoder, progress=progress) if self.encoder else 0

    def refresh(self) -> None:
        """Bring the search indexes up to the store's revision; does nothing where they are.

        Where a large index has gathered much, it is made over by a thread; `close` waits for it. When that fails, it is
        logged, searches go on in what stands, and the next refresh tries again.
        """
        with self.store.snapshot():
            arms = self._fresh_arms()
        if upkeep.wants_compaction(self.store, arms) and not (self._compaction and self._compaction.is_alive()):
            self._compaction = Thread(target=self._compact_aside, name="compaction")
            self._compaction.start()

    def serve(self, *, readers: int, warm: Callable[[], object]) -> None:
        """From now on answer from one state of the store while the next is made ready beside, as a server wants it.

        What others write shows within about a second; what this process writes, at once.

        Args:
            readers: threads that read at once; of more, the others read the newest state.
            warm: is called on each new state before it is served, to fill what is kept a revision.
        """
        self._serving = Serving(self.store, self.encoder, readers=readers, warm=warm)
        self._serving.start()

    def compact(self) -> bool:
        """Make over what the search indexes have gathered, while others go on searching; False where that is little.

        Raises:
            StoreError: the disk cannot be written.
        """
        with self._explained():
            done = upkeep.compact(self.store, self.encoder)
        if done:
            self._arms = None  # the next search opens what has been written
        return done

    def _compact_aside(self) -> None:
        try:
            self.compact()
        except (StoreError, OSError) as error:
            import structlog  # 0.1 s, that only a fault costs

            structlog.get_logger().error("compaction.failed", folder=str(self.store.folder), reason=str(error))

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters = ALL,
        terms: Sequence[Term] = (),
        holding: FactKind | None = None,
    ) -> list[Hit]:
        """The passages that answer a query best, best first; equal ones in the order of their ids.

        Args:
            query: words; a part in quotation marks must stand in the passage exactly.
            limit: how many at most.
            filters: which documents to look in; both arms look only there.
            terms: expansions (synonyms, long forms), a word or a phrase each.
            holding: only passages in which a fact of this kind stands.
        """
        asked = read_query(query)
        if limit < 1 or not any(map(str.isalnum, asked.text)):
            return []
        with self.store.snapshot():
            arms = self._fresh_arms()
            documents = self._matching(arms.stamp, filters) if filters else None
            if documents is not None and not documents:
                return []
            vector = self._vector(" ".join([asked.text, *(term.name for term in terms)])) if arms.dense else None
            passages = self._holding(arms.stamp, holding) if holding else None
            request = Request(asked, vector, limit, documents, tuple(terms), passages)
            return self._hits(self._candidates(arms, request), limit)

    def spelling(self) -> Spelling:
        """How the words of the passages are spelt. Call it inside a snapshot of the store."""
        return self._spelling(self._fresh_arms().stamp)

    def _read_spelling(self, stamp: Stamp) -> Spelling:
        lexical = self._fresh_arms().lexical
        return Spelling(lexical.knows, lexical.vocabulary)

    def _candidates(self, arms: Arms, request: Request) -> list[Fused]:
        try:
            return arms.candidates(request)
        except DerivedDamaged:  # made again from the store, once
            with self._explained():
                return self._fresh_arms(anew=True).candidates(request)

    def _fresh_arms(self, *, anew: bool = False) -> Arms:
        lease = self.store.connections.lent
        if lease is not None and lease.arms is not None and not anew:
            return lease.arms
        arms = self._arms
        if anew or arms is None or arms.stamp != self.store.stamp or arms.replaced:
            if self.encoder is not None:
                check_encoder(self.store, self.encoder)
            with self._explained():
                arms = self._arms = upkeep.open_arms(self.store, self.encoder, anew=anew)
        return arms

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DerivedDamaged as error:
            raise StoreError(
                f"{self.store.folder}: the search indexes cannot be written or read ({error}). "
                "Check the disk's free space and the folder's permissions."
            ) from error

    def _matching_documents(self, stamp: Stamp, filters: Filters) -> list[int] | None:
        """The documents that match at a state of the store, which the snapshot must be of."""
        return sources.matching_documents(self.store, filters)

    def _passages_holding(self, stamp: Stamp, kind: FactKind) -> frozenset[int]:
        return sources.passages_holding(self.store, kind)

    def _encode_query(self, text: str) -> Vectors:
        assert self.encoder is not None  # noqa: S101 (there is no vector index without one)
        vector: Vectors = self.encoder.encode([text])[0]
        return vector

    def _hits(self, candidates: Sequence[Fused], limit: int) -> list[Hit]:
        """The best candidates; those that tie with the last of them are looked at too, so that ids decide."""
        if len(candidates) > limit:
            last = candidates[limit - 1].score
            candidates = [candidate for candidate in candidates if candidate.score >= last]
        connection = self.store.connections.current
        passages = reading.passages_by_key(connection, [candidate.key for candidate in candidates])
        hits = [_hit(passages[candidate.key], candidate) for candidate in candidates]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]

    def close(self) -> None:
        """Close the store; the index cannot be used afterwards."""
        if self._serving:
            self._serving.stop()
        if self._compaction:
            self._compaction.join()
        self._arms = None
        self.store.close()


def _hit(passage: Passage, candidate: Fused) -> Hit:
    _, *scores = candidate
    return Hit(passage=passage, **dict(zip(candidate._fields[1:], scores, strict=True)))
