"""The dataset as files: CSV, Parquet and SQLite of every kind of row, with a JSON Schema and a data package.

`datapackage.json` follows the Frictionless Data Package specification, version 1.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from corpus.document import Record
from corpus.facts import FactKind
from index import Filters, Store
from pipeline.formats import Row, columns, csv_lines, flat, write_parquet
from pipeline.rows import stored_rows

FILES: dict[FactKind, str] = {"objective": "objectives", "figure": "figures", "date": "dates", "body": "bodies"}


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
    tables: dict[str, list[Row]] = {}
    for kind in get_args(FactKind):
        tables[FILES[kind]] = list(stored_rows(store, kind, filters))
    tables["documents"] = [summary.model_dump(mode="json") for summary in store.documents(filters)]
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("".join(f"{line}\n" for line in csv_lines(rows)), encoding="utf-8")
        write_parquet(rows, folder / f"{name}.parquet")
    _write_sqlite(tables, folder / "remit.sqlite")
    _write_json(folder / "schema.json", row_schemas())
    _write_json(folder / "datapackage.json", _data_package(tables))
    return Exported(folder=folder, rows={name: len(rows) for name, rows in tables.items()})


def row_schemas() -> dict[str, Any]:
    """JSON Schema of the records that the rows come from, by kind."""
    from corpus.facts import Body, DateExpression, Figure, Objective

    records = (Objective, Figure, DateExpression, Body)
    return {record.model_fields["kind"].default: record.model_json_schema() for record in records}


def _write_sqlite(tables: dict[str, list[Row]], path: Path) -> None:
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    with connection:
        for name, rows in tables.items():
            _write_table(connection, name, [flat(row) for row in rows])
    connection.close()
    partial.replace(path)


def _write_table(connection: sqlite3.Connection, name: str, table: Sequence[Row]) -> None:
    names = columns(table)
    if not names:
        return
    quoted = ", ".join(f'"{column}"' for column in names)
    connection.execute(f'CREATE TABLE "{name}" ({quoted})')
    places = ", ".join("?" for _ in names)
    values = ([row.get(column) for column in names] for row in table)
    connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', values)  # noqa: S608  # names are ours


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _data_package(tables: dict[str, list[Row]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "remit",
        "title": "Objectives, figures, dates and bodies extracted by remit",
        "licenses": [{"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0"}],
        "resources": [_resource(name, rows) for name, rows in tables.items()],
    }


def _resource(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    table = [flat(row) for row in rows]
    fields = [{"name": column, "type": _field_type(row.get(column) for row in table)} for column in columns(table)]
    return {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "schema": {"fields": fields}}


def _field_type(values: Any) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, float} else "string"
