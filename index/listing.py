"""Rows as they are browsed: filtered, sorted and counted in SQL, read a page at a time.

`listed` (migration 5) holds what a listing needs of each row; records are read of the rows of one page only.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from corpus.facts import Fact, fact_of
from index.connection import Connections
from index.wanted import FROM, LIST, YEAR, Sorting, Wanted, condition, order


class ListedRow(NamedTuple):
    """A row of a page: its record, the key and the id of its document, its words, and the heading it stands under."""

    key: int
    document: int
    document_id: str
    fact: Fact
    quote: str
    heading: str | None


class Named(NamedTuple):
    """A metric, a measure or a body as rows name it: how many rows do, and the years of the guidance they stand in.

    `type` and `code` are of bodies.
    """

    kind: Literal["objective", "figure", "body"]
    name: str
    rows: int
    years: tuple[str, ...]
    type: str | None
    code: str | None


class Sheet(NamedTuple):
    """A page of a document: where it begins in the text, its number, and what is printed on it."""

    start: int
    number: int
    label: str | None


class Listing:
    """The rows of a store as they are browsed; each reading is of one state of it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def count(self, wanted: Wanted) -> int:
        """How many rows a listing has."""
        where, values = condition(wanted)
        with self._connections.reading() as connection:
            return int(connection.execute(f"SELECT count(*) {FROM} WHERE {where}", values).fetchone()[0])

    def tally(
        self, wanted: Wanted, column: Literal["obligation", "statement", "status", "direction"]
    ) -> dict[str, int]:
        """How many rows of a listing have each value of a column, the most frequent first."""
        where, values = condition(wanted)
        query = f"SELECT listed.{column}, count(*) {FROM} WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
        with self._connections.reading() as connection:
            return {name: n for name, n in connection.execute(query, values) if name is not None}

    def keys(self, wanted: Wanted, sorting: Sorting, *, limit: int = -1, offset: int = 0) -> list[int]:
        """The keys of a listing's rows, sorted; a negative limit asks for all of them."""
        where, values = condition(wanted)
        query = f"SELECT listed.key {FROM} WHERE {where} ORDER BY {order(sorting)} LIMIT ? OFFSET ?"
        with self._connections.reading() as connection:
            return [key for (key,) in connection.execute(query, [*values, limit, offset])]

    def first_keys(self, wanted: Wanted, *, each: int) -> list[int]:
        """The keys of the first rows of each metric in each year, `each` at most, in the order of documents."""
        where, values = condition(wanted)
        place = order(Sorting())
        ranked = f"row_number() OVER (PARTITION BY listed.name, {YEAR} ORDER BY {place}) AS rank"
        inner = (
            f"SELECT listed.key AS key, file, documents.id AS id, listed.start AS start, {ranked} {FROM} WHERE {where}"
        )
        query = f"SELECT key FROM ({inner}) WHERE rank <= ? ORDER BY file, id, start, key"  # noqa: S608
        with self._connections.reading() as connection:
            return [key for (key,) in connection.execute(query, [*values, each])]

    def rows(self, keys: Sequence[int]) -> list[ListedRow]:
        """The rows of these keys, in the order asked for; those that are gone are left out."""
        query = (
            'SELECT facts.key, facts.document, documents.id, start, "end", facts.record, heading'  # noqa: S608
            " FROM facts JOIN documents ON documents.key = facts.document"
            f" WHERE facts.key IN {LIST} ORDER BY facts.document, start"
        )
        found: dict[int, ListedRow] = {}
        at, text = -1, ""
        with self._connections.reading() as connection:
            for row in connection.execute(query, (json.dumps(list(keys)),)).fetchall():
                key, document, document_id, start, end, record, heading = row
                if document != at:
                    (text,) = connection.execute("SELECT text FROM texts WHERE document = ?", (document,)).fetchone()
                    at = document
                found[key] = ListedRow(key, document, document_id, fact_of(record), text[start:end], heading)
        return [found[key] for key in keys if key in found]

    def sheets(self, document: int) -> tuple[Sheet, ...]:
        """The pages of a document, by its key, in the order of its text; none in formats without pages."""
        query = (
            "SELECT json_extract(value, '$.start'), json_extract(value, '$.number'), json_extract(value, '$.label')"
            " FROM documents, json_each(documents.record, '$.pages') WHERE documents.key = ?"
        )
        with self._connections.reading() as connection:
            return tuple(Sheet(*row) for row in connection.execute(query, (document,)))

    def names(self, kinds: Iterable[Literal["objective", "figure", "body"]]) -> list[Named]:
        """Every metric, measure or body with its counts, by kind and name."""
        query = (
            "SELECT kind, name, count(*), group_concat(DISTINCT year), type, code FROM listed"  # noqa: S608
            f" WHERE kind IN {LIST} GROUP BY kind, name, type, code ORDER BY kind, name"
        )
        with self._connections.reading() as connection:
            found = connection.execute(query, (json.dumps(list(kinds)),)).fetchall()
        return [
            Named(kind, name, rows, tuple(sorted(years.split(","))) if years else (), body_type, code)
            for kind, name, rows, years, body_type, code in found
        ]

    def years(self, wanted: Wanted) -> list[tuple[str, str, int]]:
        """Each metric of a listing with each of its years, and how many rows there are of both.

        The year is that of the guidance; elsewhere the financial year of the deadline, or that of the document.
        """
        where, values = condition(wanted)
        query = f"SELECT name, {YEAR} AS year, count(*) {FROM} WHERE {where} AND {YEAR} IS NOT NULL GROUP BY 1, 2"
        with self._connections.reading() as connection:
            return connection.execute(query, values).fetchall()

    def bodies_named(self) -> list[tuple[str, str, int]]:
        """Whom objectives and figures name: the kind, the name, code or wording, case-folded, and how many rows."""
        query = (
            "SELECT listed.kind, fact_bodies.name, count(*) FROM fact_bodies JOIN listed ON listed.key = fact"
            " WHERE listed.kind IN ('objective', 'figure') GROUP BY 1, 2"
        )
        with self._connections.reading() as connection:
            return connection.execute(query).fetchall()

    def first_bodies(self) -> list[str]:
        """The bodies that objectives and figures name first, by their canonical names, each once."""
        query = "SELECT DISTINCT body FROM listed WHERE body IS NOT NULL ORDER BY body"
        with self._connections.reading() as connection:
            return [name for (name,) in connection.execute(query)]
