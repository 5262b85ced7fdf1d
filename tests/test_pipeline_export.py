"""The dataset: every table in every format, and each format says the same."""

import csv
import json
import sqlite3
from pathlib import Path

import pyarrow.parquet
import pytest

from index import Filters, Index, TinyEncoder
from pipeline.export import FILES, export
from pipeline.intake import ingest
from pipeline.settings import Settings

NOTE = """Operational plan

Publisher: NHS England
Published: 5 May 2024

ICBs must keep bed occupancy below 92% by March 2026. In April 2024 it was 94.1%, and £3 million was spent on beds.
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "note.txt").write_text(NOTE)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([folder / "note.txt"], index, settings=settings))
        export(index.store, folder / "dataset", filters=Filters())
        export(index.store, folder / "dataset", filters=Filters())  # a second export replaces the first
    return folder / "dataset"


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
    assert set(json.loads((dataset / "schema.json").read_text())) == set(FILES)
