"""The two arms of search, opened for one revision of the store, and how they are asked together."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from corpus.encoder import Vectors
from index import dense, lexical
from index.derived import reading_derived
from index.fusion import Fused, fuse
from index.stamp import Stamp
from index.standing import Standing
from index.words import Query, Term

DEPTH = 100  # candidates that each arm gives, at least
MORE = 4  # times as many candidates are looked at where too few of them are among the passages asked for


class Request(NamedTuple):
    """What is asked of both arms. Both look only at what the documents and the query's quoted phrases allow.

    Attributes:
        query: as read.
        vector: of the query, or None to search by words alone.
        limit: how many hits will be shown; the arms give more than that to be fused.
        documents: keys of the documents to look in; None for all.
        terms: expansions, which the vector has taken in.
        passages: keys of the passages to look among; None for all.
    """

    query: Query
    vector: Vectors | None
    limit: int
    documents: Collection[int] | None
    terms: Sequence[Term]
    passages: Collection[int] | None = None


class Arms(NamedTuple):
    """The lexical and the vector index of one revision; no vector index without an encoder.

    `opened` are the folders that they were opened from.
    """

    stamp: Stamp
    lexical: lexical.Lexical
    dense: dense.Dense | None
    opened: tuple[Standing, ...]

    @property
    def replaced(self) -> bool:
        """Whether another folder stands where one of these was opened: another process has made it over since."""
        return any(standing.replaced for standing in self.opened)

    def candidates(self, request: Request) -> list[Fused]:
        """What both arms offer, fused, best first.

        Raises:
            DerivedDamaged: an index cannot be read.
        """
        depth = max(DEPTH, 2 * request.limit)
        query, documents = request.query, request.documents
        with reading_derived():
            by_words = self._by_words(request, depth)
            if request.vector is None or self.dense is None:
                return fuse(by_words, [], {}, whole=self.lexical.whole(query))
            allowed = self._allowed(request)
            by_meaning = self.dense.search(request.vector, limit=depth, documents=documents, passages=allowed)
            near = {key for key, _ in by_meaning}
            others = self.dense.scores(request.vector, [key for key, _ in by_words if key not in near])
            whole = self.lexical.whole(query)
        return fuse(by_words, by_meaning, others, whole=whole)

    def _by_words(self, request: Request, depth: int) -> list[tuple[int, float]]:
        """The best passages by words. The lexical index does not know passages by key: it is asked for more of them."""
        allowed, wanted = request.passages, depth
        while True:
            query, documents = request.query, request.documents
            found = self.lexical.search(query, limit=wanted, terms=request.terms, documents=documents)
            hits = found if allowed is None else [hit for hit in found if hit[0] in allowed]
            if len(hits) >= depth or len(found) < wanted:
                return hits[:depth]
            wanted *= MORE

    def _allowed(self, request: Request) -> Collection[int] | None:
        """The passages that the search by meaning looks among: those asked for that hold every quoted phrase."""
        phrases = request.query.phrases
        quoting = self.lexical.matching(phrases, documents=request.documents) if phrases else None
        if quoting is None or request.passages is None:
            return request.passages if quoting is None else quoting
        return quoting.intersection(request.passages)
