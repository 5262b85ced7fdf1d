"""Pages of HTML that a converter made from a PDF: an element with a place for each printed line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read

PITCH = 20  # pixels
Rows = list[list[tuple[int, str]]]


def by_style(rows: Rows) -> str:
    lines = "".join(
        f'<p style="position:absolute;top:{60 + i * PITCH}px;left:{x}px;white-space:nowrap">'
        f"{words.replace(' ', '&#160;')}</p>"
        for i, row in enumerate(rows)
        for x, words in row
    )
    return f'<div style="position:relative;width:892px;height:1262px">{lines}</div>'


def by_class(rows: Rows) -> str:
    sheet = "".join(f".y{i:x}{{bottom:{900 - i * PITCH}px;}}" for i in range(len(rows)))
    sheet += "".join(f".x{x:x}{{left:{x}px;}}" for row in rows for x, _ in row)
    lines = "".join(f'<div class="t y{i:x} x{x:x}">{words}</div>' for i, row in enumerate(rows) for x, words in row)
    return f'<style>{sheet}</style><div class="pf">{lines}</div>'


def rows_of_a_page() -> Rows:
    texts = [
        ["Our bed plan"],
        [],
        ["Each ward meets at eight to see who can go home on that day and"],
        ["which beds are free by noon for those who wait in the emergency"],
        ["department for a place."],
        [],
        ["Each ward must:"],
        ["• open at eight"],
        ["• keep a list of all who wait, with the time at which they came and"],
        ["the name of who looks after them"],
        [],
        ["Month", "Beds", "Gap"],
        ["May", "612", "14"],
        ["June", "641", "19"],
        ["July", "668", "28"],
        [],
        ["The board looks at the figures each month, and asks for more where"],
        ["they do not show whether patients wait longer than they did in the"],
        ["year before. It will do so until the spring and then look at what"],
        ["was learned by those who took part in the work on the wards."],
        ["Trusts that need help can ask for it at once."],
    ]
    return [[(100 + 250 * i, words) for i, words in enumerate(row)] for row in texts]


@pytest.fixture(params=[by_style, by_class])
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    write: Callable[[Rows], str] = request.param
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><html><body>{write(rows_of_a_page())}</body></html>", encoding="utf-8")
    return read(path)


def test_printed_lines_are_paragraphs_again(document: Document) -> None:
    paragraphs = [document.quote(block) for block in document.blocks if block.kind == "paragraph"]
    assert paragraphs[0].startswith("Each ward meets")
    assert paragraphs[0].endswith("for a place.")
    assert document.title == "Our bed plan"


def test_printed_items_hang_on_their_stem(document: Document) -> None:
    items = [block for block in document.blocks if block.kind == "list_item"]
    assert [document.quote(item)[:11] for item in items] == ["open at eig", "keep a list"]
    assert {document.quote(item.lead_in) for item in items if item.lead_in} == {"Each ward must:"}


def test_cells_at_one_height_are_a_row(document: Document) -> None:
    (table,) = [block.table for block in document.blocks if block.table]
    assert [cell.text for cell in table.cells][:6] == ["Month", "Beds", "Gap", "May", "612", "14"]


def test_a_page_with_a_few_placed_elements_is_read_by_its_elements(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    labels = "".join(f'<p style="position:absolute;top:{i}px;left:1px">Label</p>' for i in range(30))
    text = "<p>We open beds in each ward.</p>" * 40
    path.write_text(f"<html><body><h1>Plan</h1><h2>Beds</h2>{text}{labels}</body></html>", encoding="utf-8")
    assert [section.heading for section in read(path).sections] == ["Plan", "Beds"]
