"""The dataset: every table in every format, and each format says the same."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pyarrow.parquet
import pytest

from corpus.facts import FactKind
from corpus.rows import row_columns, row_schema
from index import Filters, Index, TinyEncoder
from pipeline.export import FILES, export
from pipeline.intake import ingest
from pipeline.rows import stored_rows
from pipeline.settings import Settings

NOTE = """Operational plan

Publisher: NHS England
Published: 5 May 2024

ICBs must keep bed occupancy below 92% by March 2026. In April 2024 it was 94.1%, and £3 million was spent on beds.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("export")
    (folder / "note.txt").write_text(NOTE)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([folder / "note.txt"], index, settings=settings))
        yield index


@pytest.fixture(scope="module")
def dataset(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    export(index.store, folder, filters=Filters())
    export(index.store, folder, filters=Filters())  # a second export replaces the first
    return folder


@pytest.mark.parametrize("name", [*FILES.values(), "documents"])
def test_every_format_has_the_same_rows(dataset: Path, name: str) -> None:
    with (dataset / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        from_csv = [row["id"] for row in csv.DictReader(lines)]
    from_parquet = pyarrow.parquet.read_table(dataset / f"{name}.parquet").column("id").to_pylist()
    connection = sqlite3.connect(dataset / "remit.sqlite")
    from_sqlite = [row[0] for row in connection.execute(f'SELECT id FROM "{name}"')]  # noqa: S608
    connection.close()
    assert from_csv == from_parquet == from_sqlite != []


def test_the_data_package_describes_the_files(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text())
    for resource in package["resources"]:
        with (dataset / resource["path"]).open(newline="", encoding="utf-8") as lines:
            assert next(csv.reader(lines)) == [field["name"] for field in resource["schema"]["fields"]]
    objectives = next(r for r in package["resources"] if r["name"] == "objectives")
    types = {field["name"]: field["type"] for field in objectives["schema"]["fields"]}
    assert (types["value"], types["start"], types["strict"], types["metric"]) == (
        "number",
        "integer",
        "boolean",
        "string",
    )


def test_the_schema_covers_every_kind(dataset: Path) -> None:
    assert set(json.loads((dataset / "schema.json").read_text())) == set(FILES.values())


@pytest.mark.parametrize(("kind", "name"), FILES.items())
def test_rows_are_what_the_schema_says(index: Index, kind: FactKind, name: str) -> None:
    rows = list(stored_rows(index.store, kind, Filters()))
    assert rows
    for row in rows:
        jsonschema.validate(row, row_schema(kind))
        assert tuple(row) == row_columns(kind)


def test_a_dataset_without_rows_has_its_columns(index: Index, tmp_path: Path) -> None:
    export(index.store, tmp_path, filters=Filters(years=("1999/00",)))
    header = (tmp_path / "objectives.csv").read_text().splitlines()
    assert len(header) == 1
    assert header[0].startswith("kind,id,document,")
    assert pyarrow.parquet.read_table(tmp_path / "objectives.parquet").column_names == header[0].split(",")
