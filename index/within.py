"""What stands within one document: facts of a stretch of its text, one fact, the short forms that it explains."""

from typing import NamedTuple

from corpus.facts import Fact, FactKind, fact_of
from index.store import Store


class Named(NamedTuple):
    """A body that a document names, with how often."""

    name: str
    times: int


class Meaning(NamedTuple):
    """A short form with its words as a document explains it, and where."""

    short: str
    long: str
    start: int
    end: int


def facts_between(store: Store, document_id: str, kind: FactKind, start: int, end: int) -> list[Fact]:
    """The facts of a kind that begin in `text[start:end]`, in the order of the text."""
    query = (
        "SELECT facts.record FROM facts JOIN documents ON documents.key = facts.document"
        " WHERE documents.id = ? AND facts.kind = ? AND facts.start >= ? AND facts.start < ?"
        ' ORDER BY facts.start, facts."end", facts.id'
    )
    with store.connections.reading() as connection:
        return [fact_of(record) for (record,) in connection.execute(query, (document_id, kind, start, end))]


def fact_in(store: Store, document_id: str, fact_id: str) -> Fact | None:
    """The fact of an id, or None where the document has none of this id."""
    query = (
        "SELECT facts.record FROM facts JOIN documents ON documents.key = facts.document"
        " WHERE documents.id = ? AND facts.id = ?"
    )
    with store.connections.reading() as connection:
        found = connection.execute(query, (document_id, fact_id)).fetchone()
    return fact_of(found[0]) if found else None


def meanings_in(store: Store, document_id: str) -> list[Meaning]:
    """The short forms that a document explains, in the order of the alphabet."""
    query = (
        'SELECT short, long, start, "end" FROM definitions JOIN documents ON documents.key = definitions.document'
        " WHERE documents.id = ? ORDER BY short_key, start"
    )
    with store.connections.reading() as connection:
        return [Meaning(*row) for row in connection.execute(query, (document_id,))]


def bodies_in(store: Store, document_id: str) -> list[Named]:
    """The bodies that a document names, those that it names most often first."""
    query = (
        "SELECT json_extract(facts.record, '$.name') AS name, count(*) AS times"
        " FROM facts JOIN documents ON documents.key = facts.document"
        " WHERE documents.id = ? AND facts.kind = 'body' GROUP BY name ORDER BY times DESC, name"
    )
    with store.connections.reading() as connection:
        return [Named(*row) for row in connection.execute(query, (document_id,))]
