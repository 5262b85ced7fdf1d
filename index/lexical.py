"""The lexical index: BM25 over the words of passages and of their contexts, by tantivy."""

import math
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from index import words

if TYPE_CHECKING:
    import tantivy

LAYOUT = "1"
FIELDS = {"text": 1.0, "context": 0.4}  # what is searched, and the weight of a match there
EXPANSION = 0.8  # weight of a match on an expansion, against one on the query's own words
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
    def append(cls, folder: Path, base: Path, rows: Iterable[Row]) -> None:
        """Write an index into an empty folder: another one's passages and these. The other one stays as it is."""
        import tantivy

        for path in base.iterdir():
            if path.name in _REPLACED:
                shutil.copy(path, folder)
            elif path.suffix in _SEGMENT:
                _link(path, folder / path.name)
        _add(tantivy.Index.open(str(folder)), rows)

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
        terms: Sequence[str] = (),
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
        found = self._run(required, max(1, self._searcher.num_docs))
        return {key for key, _ in found}

    def coverage(self, query: words.Query, best: float) -> float:
        """How much of a query a hit with the score `best` holds: 1 for as much as all of its words, 0 for nothing.

        The measure is the BM25 score of a passage of mean length whose text has every word of the query once.
        """
        own = dict.fromkeys(words.stemming().analyze(words.normalise(query.text)))
        full = FIELDS["text"] * sum(self._rarity(word) for word in own)
        return min(1.0, best / full) if full else 1.0

    def _rarity(self, word: str) -> float:
        """The inverse document frequency, as BM25 has it."""
        holding = self._searcher.doc_freq("text", word)
        return math.log(1 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def _run(self, queries: Sequence["tantivy.Query"], limit: int) -> list[tuple[int, float]]:
        from tantivy import Occur, Query

        query = Query.boolean_query([(Occur.Must, query) for query in queries])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        found = zip((int(key) for key in keys if key is not None), (float(score) for score, _ in hits), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _wanted(self, text: str, terms: Sequence[str]) -> "tantivy.Query | None":
        from tantivy import Occur, Query

        own = dict.fromkeys(words.stemming().analyze(words.normalise(text)))
        wanted = [self._any_field([word], FIELDS) for word in own]
        for term in dict.fromkeys(terms):
            tokens = words.stemming().pre_tokenize(words.normalise(term)).tokens
            parts = [(token.position - tokens[0].position, token.text) for token in tokens]
            if parts:
                wanted.append(Query.boost_query(self._any_field(parts, FIELDS), EXPANSION))
        return Query.boolean_query([(Occur.Should, query) for query in wanted]) if wanted else None

    def _any_field(self, parts: Sequence[Any], weights: dict[str, float]) -> "tantivy.Query":
        from tantivy import Occur, Query

        found = [(Occur.Should, Query.boost_query(self._in_field(name, parts), w)) for name, w in weights.items()]
        return Query.boolean_query(found)

    def _in_field(self, field: str, parts: Sequence[Any]) -> "tantivy.Query":
        from tantivy import Query

        if len(parts) == 1:
            word = parts[0] if isinstance(parts[0], str) else parts[0][1]
            return Query.term_query(self._schema, field, word)
        return Query.phrase_query(self._schema, field, list(parts))

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


def _add(index: "tantivy.Index", rows: Iterable[Row]) -> None:
    writer = _registered(index).writer(heap_size=MEMORY, num_threads=1)
    for row in rows:
        writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without links
        shutil.copy(source, target)


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

    text = words.normalise(row.text)
    document = tantivy.Document()
    document.add_unsigned("key", row.key)
    document.add_unsigned("document", row.document)
    document.add_text("text", text)
    document.add_text("exact", text)
    document.add_text("context", words.normalise(row.context))
    return document
