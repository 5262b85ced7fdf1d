"""Rows and passages by their place: a page at a time, from where the last one ended, or the one at an offset.

A page is read by key, not by counting: it costs the same wherever it begins, and a change of the store in between
neither repeats nor leaves out what was not changed itself.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from corpus.document import Record
from corpus.facts import Fact, FactKind, fact_of
from index.entry import Excerpt, Filters
from index.filtering import fact_condition
from index.reading import excerpts
from index.store import Store
from index.wanted import Wanted, condition

_KEY = "SELECT key FROM documents WHERE id = ? AND file = ?"  # one row: what follows needs no sorting
_FACTS = "FROM documents CROSS JOIN facts ON facts.document = documents.key"  # CROSS: documents in order, then theirs
_LISTED = "FROM documents CROSS JOIN listed ON listed.document = documents.key JOIN facts ON facts.key = listed.key"


class RowKey(NamedTuple):
    """Where a row stands in the order of all rows of its kind: by file, document and place in the text."""

    file: str
    document_id: str
    start: int
    end: int
    id: str


class PassageKey(NamedTuple):
    """Where a passage stands in its document."""

    start: int
    id: str


class EveryFact(Record):
    """All facts of a kind, of all documents that pass or of one; a listing (`Wanted`) is of objectives or figures."""

    kind: FactKind
    filters: Filters = Filters()
    document_id: str | None = None


class KeyedFact(NamedTuple):
    """A fact, and where it stands in the order of all."""

    key: RowKey
    fact: Fact


class _Source(NamedTuple):
    """What a page is read from: tables, the column of starts whose index has them in order, condition, parameters."""

    tables: str
    start: str
    condition: str
    values: list[Any]

    @property
    def place(self) -> str:
        """The columns by which the rows of a document are in order."""
        return f'{self.start}, facts."end", facts.id'


def facts_page(store: Store, wanted: Wanted | EveryFact, *, after: RowKey | None = None, limit: int) -> list[KeyedFact]:
    """The next facts in the order of files, documents and texts.

    Args:
        store: where they are.
        wanted: which.
        after: the last one of the page before; it need not exist any more.
        limit: how many at most.
    """
    source = _source(wanted)
    with store.connections.reading() as connection:
        rest = _rest_of_document(connection, source, after, limit) if after else []
        left = limit - len(rest)
        return rest + (_following(connection, source, after, left) if left else [])


def fact_pages(
    store: Store, wanted: Wanted | EveryFact, *, size: int, after: RowKey | None = None
) -> Iterator[list[KeyedFact]]:
    """All facts, a page at a time, each page of one state of the store; in a snapshot, all of one."""
    while found := facts_page(store, wanted, after=after, limit=size):
        yield found
        after = found[-1].key


def passages_page(store: Store, document_id: str, *, after: PassageKey | None = None, limit: int) -> list[Excerpt]:
    """The next passages of a document, in the order of its text."""
    query = (
        "SELECT passages.id FROM documents JOIN passages ON passages.document = documents.key"
        " WHERE documents.id = ? AND passages.start >= ? AND (passages.start, passages.id) > (?, ?)"
        " ORDER BY passages.start, passages.id LIMIT ?"
    )
    start, name = after or PassageKey(0, "")
    with store.connections.reading() as connection:
        ids = [found for (found,) in connection.execute(query, (document_id, start, start, name, limit))]
        return excerpts(connection, ids)


def passages_at(store: Store, places: Sequence[tuple[str, int]]) -> list[str | None]:
    """The id of the passage that holds each place, or None where none does.

    Args:
        store: where the passages are.
        places: a document's id and an offset in its text, each.
    """
    query = (
        'SELECT (SELECT CASE WHEN "end" > places.value ->> 1 THEN id END FROM passages'
        "  WHERE document = documents.key AND start <= places.value ->> 1 ORDER BY start DESC LIMIT 1)"
        " FROM json_each(?) AS places LEFT JOIN documents ON documents.id = places.value ->> 0 ORDER BY places.key"
    )
    with store.connections.reading() as connection:
        return [found for (found,) in connection.execute(query, (json.dumps(places),))]


def _source(wanted: Wanted | EveryFact) -> _Source:
    if isinstance(wanted, Wanted):
        return _Source(_LISTED, "listed.start", *condition(wanted))
    where, values = fact_condition(wanted.filters)
    where, values = f"facts.kind = ? AND {where}", [wanted.kind, *values]
    if wanted.document_id is not None:
        where, values = f"{where} AND documents.id = ?", [*values, wanted.document_id]
    return _Source(_FACTS, "facts.start", where, values)


def _rest_of_document(connection: sqlite3.Connection, source: _Source, after: RowKey, limit: int) -> list[KeyedFact]:
    query = (
        f"SELECT file, documents.id, facts.record {source.tables}"
        f" WHERE documents.key = ({_KEY}) AND {source.condition}"
        f" AND {source.start} >= ? AND ({source.place}) > (?, ?, ?) ORDER BY {source.place} LIMIT ?"
    )
    place = (after.start, after.start, after.end, after.id)
    return _keyed(connection.execute(query, (after.document_id, after.file, *source.values, *place, limit)))


def _following(connection: sqlite3.Connection, source: _Source, after: RowKey | None, limit: int) -> list[KeyedFact]:
    query = (
        f"SELECT file, documents.id, facts.record {source.tables}"
        f" WHERE (file, documents.id) > (?, ?) AND {source.condition}"
        f" ORDER BY file, documents.id, {source.place} LIMIT ?"
    )
    document = (after.file, after.document_id) if after else ("", "")
    return _keyed(connection.execute(query, (*document, *source.values, limit)))


def _keyed(rows: sqlite3.Cursor) -> list[KeyedFact]:
    facts = ((file, document, fact_of(record)) for file, document, record in rows)
    return [KeyedFact(RowKey(file, document, fact.start, fact.end, fact.id), fact) for file, document, fact in facts]
