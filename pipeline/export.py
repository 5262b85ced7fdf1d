"""The dataset as files: CSV, Parquet and SQLite of every kind of row, with a JSON Schema and a data package.

`datapackage.json` follows the Frictionless Data Package specification, version 1.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, get_args

from corpus.document import Record
from corpus.facts import FactKind
from corpus.rows import row_columns, row_schema
from index import DocumentSummary, Filters, Store
from pipeline.formats import Row, csv_lines, flat, flat_columns, write_parquet
from pipeline.rows import stored_rows

FILES: dict[FactKind, str] = {"objective": "objectives", "figure": "figures", "date": "dates", "body": "bodies"}


# Frictionless types of columns that are no text
FIELD_TYPES = {
    "start": "integer",
    "end": "integer",
    "page": "integer",
    "passages": "integer",
    "value": "number",
    "high": "number",
    "threshold_value": "number",
    "confidence": "number",
    "strict": "boolean",
    "measurable_ok": "boolean",
    "deadline_date": "date",
    "period_start": "date",
    "period_end": "date",
    "earliest": "date",
    "latest": "date",
    "anchor": "date",
    "valid_from": "date",
    "valid_to": "date",
    "published": "date",
}


class Table(NamedTuple):
    """A table of the dataset."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


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
    tables = [
        Table(FILES[kind], row_columns(kind), list(stored_rows(store, kind, filters))) for kind in get_args(FactKind)
    ]
    documents = [summary.model_dump(mode="json") for summary in store.documents(filters)]
    tables.append(Table("documents", tuple(DocumentSummary.model_fields), documents))
    for table in tables:
        lines = csv_lines(table.rows, table.columns)
        (folder / f"{table.name}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        write_parquet(table.rows, table.columns, folder / f"{table.name}.parquet")
    _write_sqlite(tables, folder / "remit.sqlite")
    _write_json(folder / "schema.json", {FILES[kind]: row_schema(kind) for kind in get_args(FactKind)})
    _write_json(folder / "datapackage.json", _data_package(tables))
    return Exported(folder=folder, rows={table.name: len(table.rows) for table in tables})


def _write_sqlite(tables: Sequence[Table], path: Path) -> None:
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as connection, connection:
        for table in tables:
            names = flat_columns(table.columns)
            quoted = ", ".join(f'"{column}"' for column in names)
            connection.execute(f'CREATE TABLE "{table.name}" ({quoted})')
            values = (tuple(flat(row).get(column) for column in names) for row in table.rows)
            places = ", ".join("?" for _ in names)
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', values)  # noqa: S608  # our names
    partial.replace(path)


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
    fields = [{"name": name, "type": FIELD_TYPES.get(name, "string")} for name in flat_columns(table.columns)]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": "id"}
    return {"name": table.name, "path": f"{table.name}.csv", "profile": "tabular-data-resource", "schema": schema}
