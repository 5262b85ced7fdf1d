"""A document in the store: one record, its text, its sections, its blocks, its passages, its facts."""

import json
import sqlite3
from collections.abc import Iterable

from corpus.around import words_around
from corpus.definitions import Definition, spelling_key
from corpus.document import Document
from corpus.facts import Body, Fact, Figure, Objective
from index.entry import Entry, text_hash

_APART = {"text", "source_text", "sections", "blocks"}  # kept in tables of their own


def insert_entry(connection: sqlite3.Connection, entry: Entry) -> int:
    """Keep an entry's document, passages, facts and definitions; returns the key of the document."""
    key = _insert_document(connection, entry.document)
    _insert_passages(connection, key, entry)
    for fact in entry.facts:
        _insert_fact(connection, key, entry.document, fact)
    _insert_definitions(connection, key, entry.definitions)
    return key


def load_document(connection: sqlite3.Connection, key: int) -> Document:
    """The document of a key, whole."""
    query = "SELECT record, text, source_text FROM documents JOIN texts ON document = key WHERE key = ?"
    record, text, source_text = connection.execute(query, (key,)).fetchone()
    parts = (
        f'"text":{json.dumps(text)}',
        f'"source_text":{json.dumps(source_text)}',
        f'"sections":[{_records(connection, "sections", key)}]',
        f'"blocks":[{_records(connection, "blocks", key)}]',
    )
    return Document.model_validate_json(f"{record[:-1]},{','.join(parts)}}}")


def _records(connection: sqlite3.Connection, table: str, key: int) -> str:
    query = f"SELECT record FROM {table} WHERE document = ? ORDER BY ordinal"  # noqa: S608 (a name of this module)
    return ",".join(record for (record,) in connection.execute(query, (key,)))


def _insert_document(connection: sqlite3.Connection, document: Document) -> int:
    columns = (
        *(document.id, document.file, document.title, document.publisher),
        document.published.isoformat() if document.published else None,
        *(document.kind, document.financial_year, document.planning_year),
        *(document.media_type, document.source_url, document.licence),
        json.dumps(document.integrity.findings),
        document.model_dump_json(exclude=_APART),
    )
    cursor = connection.execute(
        "INSERT INTO documents (id, file, title, publisher, published, kind, financial_year, planning_year,"
        " media_type, source_url, licence, findings, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        columns,
    )
    key = cursor.lastrowid
    assert key is not None  # noqa: S101 (an INSERT always has one)
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (key, document.text, document.source_text))
    _insert_layout(connection, key, document)
    return key


def _insert_layout(connection: sqlite3.Connection, key: int, document: Document) -> None:
    connection.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?)",
        ((key, i, s.id, json.dumps(s.path), s.model_dump_json()) for i, s in enumerate(document.sections)),
    )
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?)",
        ((key, i, b.kind, b.model_dump_json()) for i, b in enumerate(document.blocks)),
    )


def _insert_passages(connection: sqlite3.Connection, key: int, entry: Entry) -> None:
    connection.executemany(
        'INSERT INTO passages (document, id, section, start, "end", page, context, hash)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (key, p.id, p.section_id, p.start, p.end, p.page, context, text_hash(text))
            for p, context, text in zip(entry.passages, entry.contexts, entry.indexed_texts, strict=True)
        ),
    )


def _insert_fact(connection: sqlite3.Connection, key: int, document: Document, fact: Fact) -> None:
    metric, year = _columns_of(fact)
    words = heading = None
    if isinstance(fact, Objective | Figure):
        words, heading = words_around(document, fact), document.section_of(fact.start).heading
    cursor = connection.execute(
        'INSERT INTO facts (document, id, kind, metric, year, start, "end", record, words, heading)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, fact.id, fact.kind, metric, year, fact.start, fact.end, fact.model_dump_json(), words, heading),
    )
    connection.executemany(
        "INSERT INTO fact_bodies VALUES (?, ?)", ((name, cursor.lastrowid) for name in sorted(_bodies_of(fact)))
    )


def _insert_definitions(connection: sqlite3.Connection, key: int, definitions: Iterable[Definition]) -> None:
    """Each short form and wording once, however often the document explains it."""
    first: dict[tuple[str, str], Definition] = {}
    for definition in definitions:
        first.setdefault((spelling_key(definition.short), spelling_key(definition.long)), definition)
    connection.executemany(
        "INSERT INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((key, *keys, d.short, d.long, d.start, d.end) for keys, d in first.items()),
    )


def _columns_of(fact: Fact) -> tuple[str | None, str | None]:
    match fact:
        case Objective():
            return fact.metric, fact.planning_year
        case Figure():
            return fact.measure, None
    return None, None


def _bodies_of(fact: Fact) -> set[str]:
    match fact:
        case Objective():
            named = [fact.body, *fact.bodies] if fact.body else [*fact.bodies]
            return _folded(word for body in named for word in (body.text, body.name, body.code))
        case Figure():
            return _folded([fact.body])
        case Body():
            return _folded([fact.name, fact.code])
    return set()


def _folded(names: Iterable[str | None]) -> set[str]:
    return {name.casefold() for name in names if name}
