"""Tables that texts print with white space, with Pandoc's rules or with HTML's tags."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read
from pipeline.readers.text import columns

BEDS = [["Month", "Beds", "Gap"], ["May", "612", "-14"], ["June", "641", "19"], ["July", "668", "28"]]
ALIGNED = "\n".join(f"{month:10}{beds:>12}   {gap:>6}" for month, beds, gap in BEDS)
TABBED = "\n".join("\t".join(row) for row in BEDS)
GRID = """+-------+------+-----+
| Month | Beds | Gap |
+=======+======+=====+
| May   | 612  | -14 |
+-------+------+-----+
| June  | 641  | 19  |
+-------+------+-----+
| July  | 668  | 28  |
+-------+------+-----+"""
RULED = """  -------------------
  Month  Beds  Gap
  ------ ----- ------
  May    612   -14
  June   641   19
  July   668   28
  -------------------"""
TAGGED = "<table><thead>" + "".join(
    f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>{'</thead>' if not r else ''}" for r, row in enumerate(BEDS)
)


def read_text(folder: Path, text: str, name: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def grids(document: Document) -> list[list[list[str]]]:
    tables = [block.table for block in document.blocks if block.table]
    return [[[c.text for c in table.cells if c.row == row] for row in range(table.rows)] for table in tables]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.txt", ALIGNED),
        ("a.txt", TABBED),
        ("a.md", GRID),
        ("a.md", RULED),
        ("a.md", f"{TAGGED}</table>"),
        ("a.md", TABBED),
    ],
)
def test_printed_tables_are_tables(tmp_path: Path, name: str, table: str) -> None:
    document = read_text(tmp_path, f"Bed plan\n\nWe plan beds month by month.\n\n{table}\n\nWe end here.\n", name)
    assert grids(document) == [BEDS]
    block = next(b for b in document.blocks if b.table)
    assert block.table is not None
    assert [c.text for c in block.table.cells if c.header] == BEDS[0]
    assert all(document.quote_source(cell) == cell.text for cell in block.table.cells)
    assert document.quote(document.blocks[-1]) == "We end here."


@pytest.mark.parametrize(
    "lines",
    [
        ["Ms A Reed        Chair", "Mr B Holt        Director", "Dr C Pym         Nurse", "Mr D Lark        Clerk"],
        ["Beds        3", "Staff       5", "Money       9", "Risks      12"],
        [
            "Teams meet each week to see who   Wards say that beds are short",
            "can go home and what stands in    on most days, and that plans",
            "the way of those who cannot go    are made too late for staff",
            "as soon as they might wish to     who come in at the weekend",
        ],
    ],
    ids=["names", "contents", "columns of prose"],
)
def test_what_only_looks_like_a_table_is_none(tmp_path: Path, lines: list[str]) -> None:
    assert not grids(read_text(tmp_path, "Bed plan\n\nWe plan beds.\n\n" + "\n".join(lines) + "\n\nEnd.\n", "a.txt"))


def test_a_cell_goes_on_over_lines(tmp_path: Path) -> None:
    lines = (
        "Risk              Owner           Score",
        "Falls on          Chief nurse     16",
        "wards",
        "Estate            Director        20",
        "Cyber             Head of data    15",
    )
    (grid,) = grids(read_text(tmp_path, "Risks\n\nWe list risks.\n\n" + "\n".join(lines) + "\n\nEnd.\n", "a.txt"))
    assert [row[0] for row in grid] == ["Risk", "Falls on wards", "Estate", "Cyber"]


def test_spans_of_tagged_tables(tmp_path: Path) -> None:
    table = (
        '<table><tr><th colspan="2">Site</th><th>Beds</th></tr>\n<tr><td rowspan="9">North</td>'
        "<td>A</td><td>1</td></tr>\n<tr><td>B</td><td>2</td></tr></table>"
    )
    document = read_text(tmp_path, f"# Plan\n\n{table}\n\n## End\n\nText.\n", "a.md")
    (found,) = [b.table for b in document.blocks if b.table]
    places = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in found.cells}
    assert places["Site"] == (0, 0, 1, 2)
    assert places["North"] == (1, 0, 2, 1)
    assert places["B"] == (2, 1, 1, 1)


def test_a_table_that_is_not_closed_is_read_as_text(tmp_path: Path) -> None:
    document = read_text(tmp_path, f"# Plan\n\n{TAGGED}\n\n## End\n\nText.\n", "a.md")
    assert not grids(document)
    assert "641" in document.text


def test_lines_that_fail_as_a_table_are_looked_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    looks = 0

    def counted(*args: object) -> list[object]:
        nonlocal looks
        looks += 1
        return list(_cells(*args))  # type: ignore[arg-type]

    _cells = columns._cells
    monkeypatch.setattr(columns, "_cells", counted)
    read_text(tmp_path, "Bed plan\n\n" + "who  why\n" * 300, "a.txt")
    assert looks < 1000
