"""The lexical index: BM25 over the words of passages and of their contexts, by tantivy."""

import math
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from index import words
from index.links import link

if TYPE_CHECKING:
    import tantivy

LAYOUT = "4"
FIELDS = {"text": 1.0, "context": 0.4}  # what is searched, and the weight of a match there
EXPANSION = 0.8  # weight of a match on an expansion, against one on the query's own words
SLOP = 2  # words between a number and its unit: "52 or 65 weeks"
MEMORY = 64_000_000  # bytes that a writer may use before it writes a segment
_REPLACED = ("meta.json", ".managed.json")  # tantivy's own files that a commit replaces
_SEGMENT = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term", ".del")  # and those that never change
_STEMMED, _EXACT = "remit_stemmed", "remit_exact"


class Row(NamedTuple):
    """A passage as the lexical index takes it; keys are those of the store."""

    key: int
    document: int
    text: str
    context: str


class Lexical:
    """A lexical index that has been opened."""

    def __init__(self, index: "tantivy.Index") -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def write(cls, folder: Path, rows: Iterable[Row]) -> None:
        """Write an index of these passages into an empty folder."""
        import tantivy

        _add(tantivy.Index(_schema(), path=str(folder)), rows)

    @classmethod
    def append(cls, folder: Path, base: Path, rows: Iterable[Row], *, gone: Iterable[int] = ()) -> None:
        """Write an index into an empty folder: another one's passages and these. The other one stays as it is.

        Args:
            folder: where.
            base: the folder of the other one.
            rows: the passages to put in.
            gone: keys of documents to leave out. Until the files are merged their words still count as words that
                passages have, so that scores differ a little from those of an index made anew.
        """
        import tantivy

        for path in base.iterdir():
            if path.name in _REPLACED:
                shutil.copy(path, folder)
            elif path.suffix in _SEGMENT:
                link(path, folder / path.name)
        _add(tantivy.Index.open(str(folder)), rows, gone)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index of a folder; its files are mapped, not read."""
        import tantivy

        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # the folder never changes: nothing has to watch it
        return cls(_registered(index))

    def search(
        self,
        query: words.Query,
        *,
        limit: int,
        terms: Sequence[words.Term] = (),
        documents: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The best passages as (key, BM25 score), best first.

        Args:
            query: as read by `words.read_query`; each of its phrases must stand in the text.
            limit: how many at most.
            terms: expansions, a word or a phrase each; they count less than the query's own words.
            documents: keys of the documents to look in; None for all.
        """
        wanted = self._wanted(query.text, terms) or (_everything() if query.phrases else None)
        if wanted is None or limit < 1:
            return []
        return self._run([wanted, *self._required(query.phrases, documents)], limit)

    def matching(self, phrases: Sequence[str], *, documents: Collection[int] | None = None) -> set[int]:
        """The keys of all passages whose words hold every phrase exactly."""
        required = [_everything(), *self._required(phrases, documents)]
        return {int(key) for key in self._found(required, max(1, self._searcher.num_docs))[0] if key is not None}

    def knows(self, word: str) -> bool:
        """Whether a word in small letters stands in a passage, as it is spelt or in another form of it."""
        return bool(self._searcher.doc_freq("exact", word) or self._searcher.doc_freq("text", words.stem(word)))

    def vocabulary(self) -> list[tuple[str, int]]:
        """All words of the passages, in small letters, and in how many passages each stands."""
        return list(self._searcher.terms_with_prefix("exact", ""))

    def whole(self, query: words.Query) -> float:
        """The BM25 score of a passage of mean length whose text has every word of the query once; above 0."""
        own = [part for parts in words.terms(query.text) for part in parts]
        return FIELDS["text"] * sum(self._rarity(word) for word in own) or 1.0

    def _rarity(self, word: str) -> float:
        """The inverse document frequency, as BM25 has it."""
        holding = self._searcher.doc_freq("text", word)  # counts those of documents that are gone, until merged
        return math.log(1 + (max(0, self._searcher.num_docs - holding) + 0.5) / (holding + 0.5))

    def _run(self, queries: Sequence["tantivy.Query"], limit: int) -> list[tuple[int, float]]:
        keys, hits = self._found(queries, limit)
        found = zip((int(key) for key in keys if key is not None), (float(score) for score, _ in hits), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _found(self, queries: Sequence["tantivy.Query"], limit: int) -> tuple[Sequence[Any], Sequence[Any]]:
        """The keys of the best passages that answer every query, and tantivy's hits."""
        from tantivy import Occur, Query

        # one query alone is not wrapped: tantivy skips what cannot be among the best only in a plain union of words
        query = queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        return self._searcher.fast_field_values("key", [address for _, address in hits]), hits

    def _wanted(self, text: str, terms: Sequence[words.Term]) -> "tantivy.Query | None":
        from tantivy import Occur, Query

        wanted = [query for parts in words.terms(text) for query in self._in_fields(parts, slop=SLOP)]
        for term in dict.fromkeys(terms):
            tokens = words.stemming().pre_tokenize(words.canonical(term.name)).tokens
            parts = [(token.position - tokens[0].position, token.text) for token in tokens]
            if parts:
                wanted += self._in_fields(parts, weight=EXPANSION * self._share(term))
        return Query.boolean_query([(Occur.Should, query) for query in wanted]) if wanted else None

    def _share(self, term: words.Term) -> float:
        """What of a term's weight counts: a phrase of many words weighs more than the one word that it stands for."""
        name, said = (
            sum(self._rarity(word) for word in words.stemming().analyze(words.canonical(text)))
            for text in (term.name, term.said)
        )
        return min(1.0, said / name) if said and name else 1.0

    def _in_fields(self, parts: Sequence[Any], *, weight: float = 1, slop: int = 0) -> list["tantivy.Query"]:
        """A query a field, side by side and not one in another: a plain union is searched several times as fast."""
        from tantivy import Query

        return [Query.boost_query(self._in_field(name, parts, slop=slop), weight * own) for name, own in FIELDS.items()]

    def _in_field(self, field: str, parts: Sequence[Any], *, slop: int = 0) -> "tantivy.Query":
        from tantivy import Query

        if len(parts) == 1:
            word = parts[0] if isinstance(parts[0], str) else parts[0][1]
            return Query.term_query(self._schema, field, word)
        return Query.phrase_query(self._schema, field, list(parts), slop=slop)

    def _required(self, phrases: Sequence[str], documents: Collection[int] | None) -> list["tantivy.Query"]:
        from tantivy import Query

        required = []
        for phrase in phrases:
            parts = words.exact().analyze(words.normalise(phrase))
            required.append(
                Query.const_score_query(self._in_field("exact", parts), 0) if parts else Query.empty_query()
            )
        if documents is not None:
            inside = Query.term_set_query(self._schema, "document", sorted(documents))
            required.append(Query.const_score_query(inside, 0))
        return required


def _everything() -> "tantivy.Query":
    from tantivy import Query

    return Query.all_query()


def _add(index: "tantivy.Index", rows: Iterable[Row], gone: Iterable[int] = ()) -> None:
    from tantivy import Query

    writer = _registered(index).writer(heap_size=MEMORY, num_threads=1)
    writer.delete_documents_by_query(Query.term_set_query(index.schema, "document", sorted(gone)))
    for row in rows:
        writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", fast=True)
    builder.add_unsigned_field("document", indexed=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=_STEMMED)
    builder.add_text_field("exact", tokenizer_name=_EXACT)
    return builder.build()


def _registered(index: "tantivy.Index") -> "tantivy.Index":
    index.register_tokenizer(_STEMMED, words.stemming())
    index.register_tokenizer(_EXACT, words.exact())
    return index


def _document(row: Row) -> "tantivy.Document":
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("key", row.key)
    document.add_unsigned("document", row.document)
    document.add_text("text", words.canonical(row.text))
    document.add_text("exact", words.normalise(row.text))
    document.add_text("context", words.canonical(row.context))
    return document
