"""What a listing of rows is asked for, and the SQL conditions that it becomes."""

import json
from collections.abc import Iterator
from typing import Any, Literal, get_args

from corpus.document import Record
from index.entry import Filters
from index.filtering import document_condition

ListedKind = Literal["objective", "figure"]
Order = Literal["document", "metric", "deadline", "year", "value", "confidence", "who"]
ORDERS: tuple[Order, ...] = get_args(Order)
FROM = "FROM listed JOIN documents ON documents.key = listed.document"
LIST = "(SELECT value FROM json_each(?))"
_APRIL = "(CAST(substr(listed.day, 1, 4) AS INTEGER) - (substr(listed.day, 6, 2) < '04'))"
YEAR = (  # of the guidance; else the financial year in which it falls due; else that of its document
    f"coalesce(listed.year, iif(listed.day IS NULL, NULL, printf('%d/%02d', {_APRIL}, ({_APRIL} + 1) % 100)),"
    " documents.financial_year)"
)
COLUMNS: dict[Order, str] = {
    "metric": "listed.name COLLATE NOCASE",
    "deadline": "listed.day",
    "year": YEAR,
    "value": "listed.value",
    "confidence": "listed.confidence",
    "who": "listed.body COLLATE NOCASE",
}


class Wanted(Record):
    """Which rows a listing shows. Empty tuples and null ask for all; names of metrics are compared as they are written.

    Attributes:
        kind: objectives or figures.
        filters: of documents and bodies, as everywhere.
        names: metrics of objectives, measures of figures; any of them.
        obligations, statements: of objectives.
        statuses, directions: of figures.
        has_value: with a number, or without one.
        has_deadline: with a deadline (a period, for figures), or without one.
        planned: of guidance for a year, or not.
        measurable: objectives that could be measured as they are written, or the others.
        words: each of them must stand in the words around the row; small letters and capitals are the same.
    """

    kind: ListedKind
    filters: Filters = Filters()
    names: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    has_value: bool | None = None
    has_deadline: bool | None = None
    planned: bool | None = None
    measurable: bool | None = None
    words: tuple[str, ...] = ()


class Sorting(Record):
    """How a listing is sorted; a row without it comes last either way, and equals stand in the order of documents."""

    by: Order = "document"
    descending: bool = False


def order(sorting: Sorting) -> str:
    """The terms of ORDER BY."""
    place = "documents.file, documents.id, listed.start, listed.key"
    if sorting.by == "document":
        return place.replace(",", " DESC,") + " DESC" if sorting.descending else place
    column = COLUMNS[sorting.by]
    return f"{column} IS NULL, {column} {'DESC' if sorting.descending else 'ASC'}, {place}"


def condition(wanted: Wanted) -> tuple[str, list[Any]]:
    """The condition of a listing and its parameters; documents are chosen first, for they are few."""
    parts: list[str] = ["listed.kind = ?"]
    values: list[Any] = [wanted.kind]
    documents, given = document_condition(wanted.filters.model_copy(update={"bodies": ()}))
    if given:
        parts.append(f"listed.document IN (SELECT key FROM documents WHERE {documents})")  # noqa: S608
        values += given
    for part, value in (*_chosen(wanted), *_spoken(wanted)):
        parts.append(part)
        values.append(value)
    return " AND ".join([*parts, *_flags(wanted)]), values


def _chosen(wanted: Wanted) -> Iterator[tuple[str, str]]:
    lists = (
        ("listed.name", wanted.names),
        ("listed.obligation", wanted.obligations),
        ("listed.statement", wanted.statements),
        ("listed.status", wanted.statuses),
        ("listed.direction", wanted.directions),
    )
    for column, chosen in lists:
        if chosen:
            yield f"{column} IN {LIST}", json.dumps(chosen)
    if wanted.filters.bodies:
        bodies = [name.strip().casefold() for name in wanted.filters.bodies]
        yield f"listed.key IN (SELECT fact FROM fact_bodies WHERE name IN {LIST})", json.dumps(bodies)  # noqa: S608


def _spoken(wanted: Wanted) -> Iterator[tuple[str, str]]:
    for word in dict.fromkeys(wanted.words):  # each is looked for in each row
        yield (
            "(SELECT coalesce(words, metric) FROM facts WHERE facts.key = listed.key) LIKE ? ESCAPE '\\'",
            f"%{_like(word)}%",
        )


def _flags(wanted: Wanted) -> Iterator[str]:
    for column, flag in (
        ("value", wanted.has_value),
        ("coalesce(listed.due, listed.day)", wanted.has_deadline),
        ("year", wanted.planned),
    ):
        if flag is not None:
            name = column if "(" in column else f"listed.{column}"
            yield f"{name} IS {'NOT NULL' if flag else 'NULL'}"
    if wanted.measurable is not None:
        found = "SELECT record ->> '$.measurable.ok' FROM facts WHERE facts.key = listed.key"
        yield f"({found}) IS {int(wanted.measurable)}"


def _like(word: str) -> str:
    """A word as a pattern of LIKE; either apostrophe stands for both."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped.replace("'", "_").replace("’", "_")
