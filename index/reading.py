"""What is read out of the store: summaries, passages, excerpts, facts. Each in a stable order."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corpus.document import Passage
from corpus.facts import Fact, FactKind, fact_of
from index.entry import DocumentSummary, Excerpt, Explained, Filters, Stated
from index.filtering import document_condition, fact_condition

_EXPLAINED = """
    WITH names AS (SELECT value FROM json_each(:names)),
    found AS (
        SELECT * FROM meanings WHERE short_key IN names UNION SELECT * FROM meanings WHERE long_key IN names
    )
    SELECT short, long, documents, (
        SELECT file FROM definitions JOIN documents ON documents.key = definitions.document
        WHERE short_key = found.short_key AND long_key = found.long_key ORDER BY definitions.rowid LIMIT 1
    ) FROM found ORDER BY documents DESC, short, long
"""
_PASSAGE = 'passages.id, documents.id, section, start, "end", page'


def summaries(connection: sqlite3.Connection, filters: Filters) -> list[DocumentSummary]:
    """The documents that match, by file name and id."""
    condition, values = document_condition(filters)
    columns = (
        "id, file, title, publisher, published, kind, financial_year, planning_year, media_type, source_url, licence"
    )
    query = (
        f"SELECT {columns}, findings,"  # noqa: S608 (constants of this module)
        " (SELECT origin FROM origins WHERE document = key ORDER BY sequence DESC LIMIT 1),"
        " (SELECT count(*) FROM passages WHERE document = documents.key),"
        " (SELECT json_group_object(kind, n) FROM (SELECT kind, count(*) AS n FROM facts"
        "   WHERE document = documents.key GROUP BY kind ORDER BY kind))"
        f" FROM documents WHERE {condition} ORDER BY file, id"
    )
    return [_summary(columns.split(", "), row) for row in connection.execute(query, values)]


def passages(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Passage]:
    """The passages of these ids, in the order asked for; unknown ones are left out."""
    query = (
        f"SELECT {_PASSAGE} FROM passages JOIN documents ON documents.key = document"  # noqa: S608
        " WHERE passages.id IN (SELECT value FROM json_each(?))"
    )
    found = {row[0]: _passage(row) for row in connection.execute(query, (json.dumps(list(ids)),))}
    return [found[name] for name in ids if name in found]


def passages_by_key(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Passage]:
    """The passages of these keys; a key that is gone is left out."""
    query = (
        f"SELECT passages.key, {_PASSAGE} FROM passages JOIN documents ON documents.key = document"  # noqa: S608
        " WHERE passages.key IN (SELECT value FROM json_each(?))"
    )
    return {key: _passage(row) for key, *row in connection.execute(query, (json.dumps(list(keys)),))}


def excerpts(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Excerpt]:
    """The passages of these ids with their words, in the order asked for; unknown ones are left out."""
    query = (
        f"SELECT documents.key, {_PASSAGE}, context, file, title,"  # noqa: S608
        "  (SELECT path FROM sections WHERE sections.document = documents.key AND sections.id = section)"
        " FROM passages JOIN documents ON documents.key = document"
        " WHERE passages.id IN (SELECT value FROM json_each(?)) ORDER BY documents.key"
    )
    found: dict[str, Excerpt] = {}
    key, text = -1, ""
    for document, *row, context, file, title, path in connection.execute(query, (json.dumps(list(ids)),)).fetchall():
        if document != key:
            key, text = document, document_text(connection, document)
        passage = _passage(row)
        found[passage.id] = Excerpt(
            passage=passage,
            text=text[passage.start : passage.end],
            context=context,
            file=file,
            title=title,
            section=tuple(json.loads(path or "[]")),
        )
    return [found[name] for name in ids if name in found]


def document_text(connection: sqlite3.Connection, key: int) -> str:
    """The text of a document, without the rest of it."""
    return str(connection.execute("SELECT text FROM texts WHERE document = ?", (key,)).fetchone()[0])


def metrics(connection: sqlite3.Connection) -> list[str]:
    """The metrics of objectives and the measures of figures, each once, in the order of the alphabet."""
    query = "SELECT DISTINCT metric FROM facts WHERE metric IS NOT NULL ORDER BY metric"
    return [metric for (metric,) in connection.execute(query)]


def document_tags(connection: sqlite3.Connection) -> dict[int, str]:
    """The id of each document, by the tag of this putting of it."""
    return dict(connection.execute("SELECT tag, id FROM documents"))


def bodies_named(connection: sqlite3.Connection, tags: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The names, codes and wordings, case-folded, by which the documents of these tags name bodies; each once."""
    query = (
        "SELECT DISTINCT documents.tag, fact_bodies.name FROM documents JOIN facts ON facts.document = documents.key"
        " JOIN fact_bodies ON fact_bodies.fact = facts.key WHERE documents.tag IN (SELECT value FROM json_each(?))"
    )
    yield from connection.execute(query, (json.dumps(list(tags)),))


def facts(
    connection: sqlite3.Connection,
    kind: FactKind | None,
    metric: str | None,
    filters: Filters,
    document_id: str | None,
) -> Iterator[Fact]:
    """The facts that match, by file, document and place."""
    condition, values = _matching_facts(kind, metric, filters, document_id)
    query = (
        "SELECT facts.record FROM facts JOIN documents ON documents.key = facts.document"  # noqa: S608
        f' WHERE {condition} ORDER BY documents.file, documents.id, facts.start, facts."end", facts.kind, facts.id'
    )
    for (record,) in connection.execute(query, values):
        yield fact_of(record)


def stated(
    connection: sqlite3.Connection, kind: FactKind, metric: str | None, filters: Filters, document_id: str | None
) -> Iterator[Stated]:
    """The objectives or the figures that match, in no order."""
    condition, values = _matching_facts(kind, metric, filters, document_id)
    query = (
        'SELECT documents.id, facts.id, facts.kind, metric, facts.start, facts."end", coalesce(words, metric),'  # noqa: S608
        " coalesce(heading, ''), facts.record FROM facts JOIN documents ON documents.key = facts.document"
        f" WHERE metric IS NOT NULL AND {condition}"
    )
    yield from (Stated(*row) for row in connection.execute(query, values))


def _matching_facts(
    kind: FactKind | None, metric: str | None, filters: Filters, document_id: str | None
) -> tuple[str, list[str]]:
    condition, values = fact_condition(filters)
    for column, wanted in (("facts.kind", kind), ("facts.metric", metric), ("documents.id", document_id)):
        if wanted is not None:
            condition, values = f"{condition} AND {column} = ?", [*values, wanted]
    return condition, values


def explained(connection: sqlite3.Connection, names: Iterable[str]) -> list[Explained]:
    """Short forms and their words where one of the two is among the names, the most often explained first."""
    rows = connection.execute(_EXPLAINED, {"names": json.dumps(list(names))})
    return [Explained(short=short, long=long, documents=count, file=file) for short, long, count, file in rows]


def _passage(row: Sequence[Any]) -> Passage:
    name, document_id, section_id, start, end, page = row
    return Passage(id=name, document_id=document_id, section_id=section_id, start=start, end=end, page=page)


def _summary(names: Sequence[str], row: Sequence[Any]) -> DocumentSummary:
    *columns, findings, origin, count, counts = row
    return DocumentSummary(
        **dict(zip(names, columns, strict=True)),
        findings=tuple(json.loads(findings)),
        origin=origin,
        passages=count,
        facts=json.loads(counts),
    )
