"""The dataset as files: CSV, Parquet and SQLite of every kind of row, with a JSON Schema and a data package.

`datapackage.json` follows the Frictionless Data Package specification, version 1.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, get_args

from corpus.document import Record
from corpus.facts import FactKind
from corpus.rows import row_columns, row_schema
from index import DocumentSummary, Filters, Store
from index.paging import EveryFact
from pipeline.formats import COLUMN_TYPES, TOGETHER, Row, csv_lines, flat, flat_columns, parquet_file
from pipeline.rows import row_pages

FILES: dict[FactKind, str] = {"objective": "objectives", "figure": "figures", "date": "dates", "body": "bodies"}


class Table(NamedTuple):
    """A table of the dataset."""

    name: str
    columns: tuple[str, ...]
    pages: Iterator[Sequence[Row]]


class Exported(Record):
    """The number of rows written, by the name of the table."""

    folder: Path
    rows: dict[str, int]


def export(store: Store, folder: Path, *, filters: Filters) -> Exported:
    """Write the rows of the index as a dataset into a folder; files of an earlier export are replaced.

    Args:
        store: where the rows come from.
        folder: made when it does not exist.
        filters: only documents (and rows) that pass.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / "remit.sqlite.part"
    partial.unlink(missing_ok=True)
    with store.snapshot(), closing(sqlite3.connect(partial)) as connection, connection:
        tables = _tables(store, filters)
        counts = {table.name: _write_table(table, folder, connection) for table in tables}
    partial.replace(folder / "remit.sqlite")
    _write_json(folder / "schema.json", {FILES[kind]: row_schema(kind) for kind in get_args(FactKind)})
    _write_json(folder / "datapackage.json", _data_package(tables))
    return Exported(folder=folder, rows=counts)


def _tables(store: Store, filters: Filters) -> list[Table]:
    kinds: tuple[FactKind, ...] = get_args(FactKind)
    tables = [
        Table(FILES[kind], row_columns(kind), row_pages(store, EveryFact(kind=kind, filters=filters), size=TOGETHER))
        for kind in kinds
    ]
    documents = [summary.model_dump(mode="json") for summary in store.documents(filters)]
    return [*tables, Table("documents", tuple(DocumentSummary.model_fields), iter([documents]))]


def _write_table(table: Table, folder: Path, connection: sqlite3.Connection) -> int:
    """Write a table in every format, reading it once; returns the number of its rows."""
    count, names = 0, flat_columns(table.columns)
    quoted = ", ".join(f'"{column}"' for column in names)
    connection.execute(f'CREATE TABLE "{table.name}" ({quoted})')
    insert = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" for _ in names)})'  # noqa: S608 (our names)
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8") as text,
        parquet_file(table.columns, folder / f"{table.name}.parquet") as write,
    ):
        text.writelines(f"{line}\n" for line in csv_lines((), table.columns))
        for page in table.pages:
            text.writelines(f"{line}\n" for line in csv_lines(page, table.columns, header=False))
            write(page)
            connection.executemany(insert, (tuple(flat(row).get(name) for name in names) for row in page))
            count += len(page)
    return count


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _data_package(tables: Sequence[Table]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "remit",
        "title": "Objectives, figures, dates and bodies extracted by remit",
        "licenses": [{"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0"}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    fields = [{"name": name, "type": COLUMN_TYPES.get(name, "string")} for name in flat_columns(table.columns)]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": "id"}
    return {"name": table.name, "path": f"{table.name}.csv", "profile": "tabular-data-resource", "schema": schema}
