"""Runs and tags of PDF pages against pdfium's own, slower words; windows of pages; files made to take for ever."""

import ctypes
import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from pipeline.readers import read
from pipeline.readers.pdf import opening, reader, runs
from pipeline.readers.pdf.lines import PdfLine, Vocabulary, joined_lines
from pipeline.readers.pdf.opening import loaded_page, opened
from pipeline.readers.pdf.runs import RunReader
from tests.benchmarks.board_pack import write_board_pack
from tests.raw_pdf import Objects, one_page, stream

MAPPED = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Odd def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar <41> <D83DDE00> <42> <00660069> <43> <05D0> <44> <05D1>
endbfchar endcmap end end"""


def write_pdf(path: Path, content: bytes, *, more: Objects | None = None, page: bytes = b"", root: bytes = b"") -> Path:
    path.write_bytes(one_page(content, more=more, page=page, catalogue=root))
    return path


def mapped() -> Objects:
    """A font whose letters A to D stand for other characters."""
    return {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", 6: stream(MAPPED)}


def tagged_pdf(path: Path, *elements: bytes) -> Path:
    """A page with one marked line, number 0, below the elements given (objects from 7; the last one holds it)."""
    last = 6 + len(elements)
    tree = b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[%d 0 R]]>>>>" % last
    content = b"/P<</MCID 0>>BDC BT /F1 12 Tf 50 700 Td (Waits fell in the spring.) Tj ET EMC"
    root = b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R"
    more = dict(enumerate([tree, *elements], start=6))
    return write_pdf(path, content, more=more, page=b"/StructParents 0", root=root)


@contextmanager
def page_of(path: Path) -> Iterator[tuple[Any, Any]]:
    with opened(path) as document, loaded_page(document, 0) as handles:
        yield handles


def by_pdfium(page: Any, text_page: Any) -> list[str]:
    """The words of each text object as pdfium itself gives them."""
    found = []
    buffer = (ctypes.c_ushort * 5000)()
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            length = pdfium.FPDFTextObj_GetText(item, text_page, buffer, len(buffer))
            words = bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
            found.append(" ".join(words.split()))
    return [words for words in found if words]


def by_remit(page: Any, text_page: Any) -> list[str]:
    return [" ".join(run.text.split()) for run in RunReader().read(page, text_page).runs]


def scattered(count: int) -> bytes:
    draw = random.Random(5)  # noqa: S311 - the same page each time
    words = (b"beds", b"a", b"of the plan", b"-", b"52-week", b"and", b" then ", b"A.", b"x")
    shown = (
        b"1 0 0 1 %d %d Tm (%s) Tj" % (draw.randint(0, 590), draw.randint(0, 790), draw.choice(words))
        for _ in range(count)
    )
    return b"BT /F1 6 Tf %s ET" % b" ".join(shown)


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 50 700 Td (One object alone.) Tj ET",
        b"BT /F1 12 Tf 50 700 Td (Of) Tj (fic) Tj (e hours ) Tj (in) Tj ( all) Tj 0 -14 Td (and more) Tj ET",
        b"BT /F1 12 Tf 50 700 Td (left) Tj 300 0 Td (right) Tj -300 -14 Td (left again) Tj 300 0 Td (far right) Tj ET",
        b"BT /F1 12 Tf 50 700 Td (a long well-) Tj 0 -14 Td (known word) Tj ET",
        scattered(800),
    ],
    ids=["one", "pieces", "columns", "hyphen", "scattered"],
)
def test_runs_hold_the_words_that_pdfium_gives_each_object(tmp_path: Path, content: bytes) -> None:
    with page_of(write_pdf(tmp_path / "page.pdf", content)) as (page, text_page):
        assert by_remit(page, text_page) == by_pdfium(page, text_page) != []


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (b"(xAx) Tj (Ax) Tj", ["x\U0001f600x", "\U0001f600x"]),
        (b"(oBce) Tj", ["ofice"]),
    ],
)
def test_characters_that_are_more_than_one_unit(tmp_path: Path, shown: bytes, words: list[str]) -> None:
    content = b"BT /F1 12 Tf 50 700 Td %s ET" % shown
    with page_of(write_pdf(tmp_path / "odd.pdf", content, more=mapped())) as (page, text_page):
        assert by_remit(page, text_page) == words


def test_words_from_right_to_left_are_not_mixed_up(tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 50 700 Td (abc ) Tj (CD) Tj ( DC ) Tj (xyz) Tj ET"
    with page_of(write_pdf(tmp_path / "rtl.pdf", content, more=mapped())) as (page, text_page):
        assert by_remit(page, text_page) == by_pdfium(page, text_page)


def test_a_tree_whose_parts_share_parts_is_read_once(tmp_path: Path) -> None:
    doubled = [b"<</Type/StructElem/S/Div/P %d 0 R/K[%d 0 R %d 0 R]>>" % (6 + i, 8 + i, 8 + i) for i in range(24)]
    leaf = b"<</Type/StructElem/S/P/P 30 0 R/Pg 3 0 R/K[0]>>"
    document = read(tagged_pdf(tmp_path / "doubled.pdf", *doubled, leaf))
    assert document.text == "Waits fell in the spring."
    assert document.integrity.signals == ("tags",)


def test_a_mark_that_is_named_again_and_again_is_read_once(tmp_path: Path) -> None:
    element = b"<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K[%s]>>" % (b"0 " * 50_000)
    assert read(tagged_pdf(tmp_path / "again.pdf", element)).text == "Waits fell in the spring."


def test_a_page_of_too_many_objects_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = b" ".join(b"BT /F1 12 Tf 50 %d Td (Line %d of the plan) Tj ET" % (780 - 20 * i, i) for i in range(30))
    monkeypatch.setattr(runs, "MOST_OBJECTS", 20)
    monkeypatch.setattr(reader, "MOST_OBJECTS", 20)
    document = read(write_pdf(tmp_path / "full.pdf", shown))
    assert "Line 19" in document.text
    assert "Line 20" not in document.text
    assert document.integrity.pages[0].signal.endswith(", of its first 20 objects")


def test_forms_within_forms_count_as_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>"
    forms = {6 + i: stream(b"/X Do /X Do /X Do", inner % (7 + i)) for i in range(5)}
    content = b"BT /F1 12 Tf 50 700 Td (Waits fell.) Tj ET /X Do"
    path = tmp_path / "forms.pdf"
    path.write_bytes(one_page(content, more={**forms, 11: stream(b"")}, resources=b"/XObject<</X 6 0 R>>"))
    monkeypatch.setattr(runs, "MOST_OBJECTS", 50)
    with page_of(path) as (page, text_page):
        found = RunReader().read(page, text_page)
    assert [run.text for run in found.runs] == ["Waits fell."]
    assert found.cut


def test_elements_of_all_pages_side_by_side_are_all_found(tmp_path: Path) -> None:
    parts, flat = tmp_path / "parts.pdf", tmp_path / "flat.pdf"
    write_board_pack(parts, pages=30, tagged=True)
    write_board_pack(flat, pages=30, tagged=True, flat=True)
    documents = read(parts), read(flat)
    assert documents[0].text == documents[1].text
    assert documents[1].integrity.signals == ("tags",)
    assert sum(1 for b in documents[1].blocks if b.table) == 8


@pytest.mark.parametrize("tagged", [True, False])
def test_a_file_read_in_windows_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tagged: bool) -> None:
    path = tmp_path / "pack.pdf"
    write_board_pack(path, pages=10, tagged=tagged)
    whole = read(path)
    monkeypatch.setattr(opening, "WINDOW_PAGES", 3)
    assert read(path) == whole
    monkeypatch.setattr(opening, "WINDOW_BYTES", 1)
    assert read(path) == whole
    assert whole.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_rest_of_a_paragraph_stands_on_the_next_page(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "cut.pdf"
    canvas = Canvas(str(path), pagesize=(400, 400))
    canvas.drawString(50, 60, "The trust opens its new wards in the spring and")
    canvas.showPage()
    canvas.drawString(50, 330, "closes the old ones after the summer.")
    canvas.showPage()
    canvas.save()
    document = read(path)
    second = document.text.index("closes")
    assert [page.start for page in document.pages] == [0, second]
    assert [(box.page, round(box.x0)) for box in document.boxes(0, len(document.text))] == [(1, 50), (2, 50)]
    assert document.boxes(second, second + 6)[0].top < 100


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the im-", "provement of care"], "the improvement of care"),
        (["a co-", "ordinated plan"], "a co-ordinated plan"),
        (["and/", "or"], "and/or"),
        (["soft\u00ad", "ened"], "softened"),
        (["beds -", "and staff"], "beds - and staff"),
    ],
)
def test_lines_join_and_keep_their_places(lines: list[str], text: str) -> None:
    placed = joined_lines([PdfLine(n, 0, 0, 0, 0, 10, False) for n in lines], Vocabulary(["Improvement; co-ordinated"]))
    assert placed.text == text
    assert [placed.text[start:end] for start, end, _ in placed.lines] == [
        lines[0] if text.startswith(lines[0]) else lines[0][:-1],
        lines[1],
    ]


@pytest.mark.parametrize(
    ("font", "bold"), [("ABCDEF+Arial-BoldMT", True), ("Arial-Black", True), ("ADEMIX+Arial", False), ("Arial", False)]
)
def test_the_tag_of_a_subset_is_no_part_of_the_name(font: str, bold: bool) -> None:
    assert runs.has_bold_name(runs.family_of(font)) is bold
