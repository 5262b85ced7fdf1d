"""Rows as files: what goes in comes out again."""

import csv
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from pipeline.formats import csv_lines, flat, flat_columns, json_lines, write_parquet

ROWS = [
    {
        "kind": "objective",
        "quote": 'says "at least, 80%"\nand goes on',
        "value": 80.0,
        "deadline": {"text": "March 2026", "date": "2026-03-31", "kind": "by"},
        "body": None,
        "bodies": [{"text": "ICBs", "name": "integrated care board", "code": None}],
        "boxes": None,
    },
    {
        "kind": "objective",
        "quote": "no level",
        "value": None,
        "deadline": None,
        "body": None,
        "bodies": [],
        "boxes": None,
    },
]
NAMES = list(ROWS[0])


def test_a_flat_row_has_a_column_for_each_part_and_json_for_lists() -> None:
    row = flat(ROWS[0])
    assert (row["deadline_text"], row["deadline_date"], row["deadline_kind"]) == ("March 2026", "2026-03-31", "by")
    assert (row["body_text"], row["body_name"], row["body_code"]) == (None, None, None)
    assert json.loads(row["bodies"])[0]["name"] == "integrated care board"
    assert list(flat(ROWS[1])) == list(row), "rows of one kind have the same columns"


def test_csv_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(csv_lines(ROWS, NAMES)))
    with file.open(newline="") as lines:
        first, second = csv.DictReader(lines)
    assert first["quote"] == ROWS[0]["quote"]
    assert first["value"] == "80.0"
    assert second["deadline_date"] == ""


def test_a_spreadsheet_program_is_given_no_formula() -> None:
    row = {
        "quote": "=HYPERLINK(A1)",
        "metric": "+1",
        "value": -5.0,
        "section": ["@home"],
        "deadline": {"text": "-", "date": None},
    }
    plain, guarded = (list(csv.DictReader(csv_lines([row], list(row), spreadsheet=given))) for given in (False, True))
    assert plain[0]["quote"] == "=HYPERLINK(A1)"
    assert (guarded[0]["quote"], guarded[0]["metric"], guarded[0]["deadline_text"]) == ("'=HYPERLINK(A1)", "'+1", "'-")
    assert (guarded[0]["value"], guarded[0]["section"]) == ("-5.0", '["@home"]'), "numbers and lists are no formulas"


def test_parquet_in_parts_has_one_type_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.formats.TOGETHER", 1)
    write_parquet([ROWS[1], ROWS[0]], NAMES, tmp_path / "rows.parquet")
    file = pyarrow.parquet.ParquetFile(tmp_path / "rows.parquet")
    assert file.num_row_groups == 2
    assert str(file.schema_arrow.field("value").type) == "double"
    assert file.read().column("deadline_date").to_pylist() == [None, "2026-03-31"]


def test_a_table_without_rows_has_its_columns() -> None:
    assert list(csv_lines([], NAMES)) == [",".join(flat_columns(NAMES))]


def test_a_body_that_is_a_name_alone_has_the_columns_of_one_that_is_more() -> None:
    row = flat({"body": "NHS England"})
    assert row == {"body_text": None, "body_name": "NHS England", "body_code": None}


def test_json_lines_are_read_back() -> None:
    assert [json.loads(line) for line in json_lines(ROWS)] == ROWS


def test_parquet_is_read_back(tmp_path: Path) -> None:
    write_parquet(ROWS, NAMES, tmp_path / "rows.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [row["value"] for row in table] == [80.0, None]
    assert table[0]["deadline_date"] == "2026-03-31"
