"""PPTX: slides as sections and pages, reading order, lists, tables, charts, notes; what is left out; damage."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from corpus.document import Document
from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge
from extractors import extract_facts
from pipeline.inputs import find_inputs
from pipeline.passages import make_passages, passage_context
from pipeline.readers import ReadLimits, bare_text, media_type, read
from pipeline.readers.slides.frames import FrameText, placed_lines
from pipeline.readers.slides.places import Box, Placed, in_reading_order
from pipeline.readers.sniff import PPTX
from pipeline.verification import letters

TITLE, CONTENT, SECTION, TITLE_ONLY, BLANK = 0, 1, 2, 5, 6
SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{name}"'
    for prefix, name in {
        "a": "drawingml/2006/main",
        "p": "presentationml/2006/main",
        "mc": "markup-compatibility/2006",
        "m": "officeDocument/2006/math",
        "r": "officeDocument/2006/relationships",
        "dgm": "drawingml/2006/diagram",
    }.items()
)


def add_slide(deck: Any, layout: int, title: str | None = None) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title is not None:
        slide.shapes.title.text = title
    return slide


def add_text(shapes: Any, text: str, place: tuple[float, float, float, float] = (1, 2, 6, 1), size: int = 14) -> Any:
    """A text box; its place is left, top, width and height in inches."""
    box = shapes.add_textbox(*map(Inches, place))
    box.text_frame.text = text
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    return box


def saved(folder: Path, *, make: Callable[[Any], object], name: str = "deck.pptx") -> Path:
    deck = Presentation()
    make(deck)
    path = folder / name
    deck.save(str(path))
    return path


def texts(document: Document, *kinds: str) -> list[str]:
    return [document.quote(b) for b in document.blocks if b.kind in kinds]


def repacked(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The file with its parts changed; None takes a part away."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            changed = change(name, data)
            if changed is not None:
                new.writestr(name, changed)
    return path


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with a title slide, a divider, a list, a table and notes."""

    def make(deck: Any) -> None:
        add_slide(deck, TITLE, "Winter plan 2031/32").placeholders[1].text = "Example Integrated Care Board"
        add_slide(deck, SECTION, "Urgent care")
        slide = add_slide(deck, CONTENT, "Beds")
        frame = slide.placeholders[1].text_frame
        frame.text = "We ask trusts to:"
        for text in ("open 200 beds by March 2032", "reduce 12-hour waits to below 5% by March 2032"):
            frame.add_paragraph().text = text
            frame.paragraphs[-1].level = 1
        slide.notes_slide.notes_text_frame.text = "Boards should note the beds.\nMore to follow."
        slide = add_slide(deck, TITLE_ONLY, "Targets")
        table = slide.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(6), Inches(3)).table
        for r, row in enumerate([("Measure", "By March 2032"), ("Waits under 4 hours", "82%"), ("Beds", "200")]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        deck.core_properties.title = "PowerPoint Presentation"

    return saved(tmp_path_factory.mktemp("pptx"), make=make)


@pytest.fixture(scope="module")
def document(deck: Path) -> Document:
    return read(deck)


def test_slides_are_sections_and_pages(document: Document) -> None:
    assert [(s.level, s.heading, s.page) for s in document.sections] == [
        (1, "Winter plan 2031/32", 1), (2, "Urgent care", 2), (3, "Beds", 3), (3, "Targets", 4),
    ]  # fmt: skip
    assert document.title == "Winter plan 2031/32"
    assert [(p.number, p.width, p.height) for p in document.pages] == [(n, 720.0, 540.0) for n in (1, 2, 3, 4)]


def test_items_know_their_stem(document: Document) -> None:
    items = [b for b in document.blocks if b.kind == "list_item"]
    stems = {document.quote(b): b.lead_in and document.quote(b.lead_in) for b in items}
    assert stems["open 200 beds by March 2032"] == "We ask trusts to:"
    assert stems["reduce 12-hour waits to below 5% by March 2032"] == "We ask trusts to:"


def test_tables_have_headers(document: Document) -> None:
    (table,) = [b.table for b in document.blocks if b.table]
    assert [c.text for c in table.column_headers] == ["Measure", "By March 2032"]
    assert (table.rows, table.columns) == (3, 2)


def test_notes_stand_marked_below_their_slide(document: Document) -> None:
    notes = [b for b in document.blocks if b.kind == "footnote"]
    assert [document.quote(b) for b in notes] == ["Speaker notes: Boards should note the beds.", "More to follow."]
    assert {document.section(b.section_id).heading for b in notes} == {"Beds"}
    assert {b.page for b in notes} == {3}


def test_a_quotation_has_its_slide_and_a_rectangle_inside_its_shape(document: Document) -> None:
    start = document.text.index("reduce 12-hour")
    (box, *_) = document.boxes(start, start + 20)
    assert box.page == 3
    assert 36 <= box.x0 < box.x1 <= 684
    assert 126 <= box.top < box.bottom <= 482.4
    start = document.text.index("82%")
    assert document.boxes(start, start + 3) == ((4, 295.2, 216.0, 322.2, 237.6),)


def test_facts_and_passages_come_of_slides(document: Document) -> None:
    objectives = [f for f in extract_facts(document) if f.kind == "objective"]
    assert {(f.value, document.page_of(f.start).number) for f in objectives} >= {(5.0, 3)}  # type: ignore[union-attr]
    passages = make_passages(document)
    (asked,) = [p for p in passages if "open 200 beds" in document.quote(p)]
    assert document.quote(asked).startswith("We ask trusts to:")
    assert passage_context(document, asked) == "Winter plan 2031/32 > Urgent care > Beds"


def test_the_bare_text_holds_what_was_read_slide_by_slide(document: Document, deck: Path) -> None:
    pages = [letters(page) for page in bare_text(deck)]
    assert len(pages) == 4
    for block in document.blocks:
        words = document.quote(block).removeprefix("Speaker notes: ")
        assert all(letters(line) in pages[(block.page or 0) - 1] for line in words.replace(" | ", "\n").split("\n"))


# ---- headings


def test_a_slide_without_a_title_takes_its_largest_line_at_the_top(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, BLANK).shapes
        add_text(shapes, "Words that stand below.", (1, 3, 6, 1))
        add_text(shapes, "78%", (1, 5, 6, 1), size=60)
        add_text(shapes, "What happens next", (1, 0.5, 6, 1), size=32)
        add_text(add_slide(deck, BLANK).shapes, "Trusts open beds and keep them open.", (1, 3, 6, 1))

    document = read(saved(tmp_path, make=make))
    assert texts(document, "heading") == ["What happens next", "Slide 2"]
    assert texts(document, "paragraph") == ["Words that stand below.", "78%", "Trusts open beds and keep them open."]


def test_an_empty_title_is_none(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        add_text(add_slide(deck, TITLE_ONLY).shapes, "Trusts open beds and keep them open.")

    assert texts(read(saved(tmp_path, make=make)), "heading") == ["Slide 1"]


def test_a_number_in_front_of_a_title(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        add_slide(deck, CONTENT, "2.1 Beds").placeholders[1].text = "Trusts open beds."

    section = read(saved(tmp_path, make=make)).sections[-1]
    assert (section.number, section.heading) == ("2.1", "Beds")


# ---- order


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ([(1, 5, 8, 1), (1, 2, 8, 1)], "10"),  # drawn from the bottom up
        ([(5, 2, 4, 1), (1, 2, 3, 1), (1, 4, 8, 1)], "102"),  # a row, then what is below
        ([(1, 2, 3, 1), (5, 2.2, 4, 3), (1, 3.2, 3, 1)], "021"),  # two columns, in one of them two boxes
        ([(5, 4, 3, 1), (1, 4, 3, 1), (5, 2, 3, 1), (1, 2, 3, 1)], "3210"),  # four corners, row by row
        ([(1, 2, 2, 0.5), (4, 2, 2, 0.5), (1, 2.5, 2, 2), (4, 2.5, 2, 2)], "0213"),  # cards: a name over its words
        ([(1, 2, 5, 3), (2, 3, 5, 3)], "01"),  # one over the other
    ],
)
def test_shapes_are_read_in_the_order_of_their_places(
    tmp_path: Path, places: Sequence[tuple[float, float, float, float]], order: str
) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        for i, place in enumerate(places):
            add_text(shapes, f"box {i}", place)

    document = read(saved(tmp_path, make=make))
    assert "".join(text.removeprefix("box ") for text in texts(document, "paragraph")) == order


def test_a_thousand_shapes_are_put_in_order() -> None:
    steps = [Placed(n, Box(n, n, n + 1, n + 1)) for n in range(1100)]
    assert [one.shape for one in in_reading_order(steps[::-1])] == list(range(1100))


def test_a_group_is_read_as_one_at_the_places_of_the_slide(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        add_text(shapes, "third", (6, 2, 2, 3))
        group = shapes.add_group_shape()
        add_text(group.shapes, "second", (0, 1, 2, 1))
        add_text(group.shapes, "first", (0, 0, 2, 1))
        group.left, group.top, group.width, group.height = Inches(1), Inches(2), Inches(4), Inches(4)

    document = read(saved(tmp_path, make=make))
    assert texts(document, "paragraph") == ["first", "second", "third"]
    start = document.text.index("second")
    (box,) = document.boxes(start, start + 6)
    assert (box.x0, box.top) == (79.2, 288.0)  # the lower half of the group, behind the inset


# ---- what is left out


def test_furniture_of_slides_is_left_out(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        for n in range(4):
            shapes = add_slide(deck, CONTENT, f"Slide of {n}").shapes
            shapes.placeholders[1].text = f"Trusts open {n} beds."
            add_text(shapes, "Draft in confidence", (1, 7, 3, 0.3))
            for kind, text in (("ftr", "Example Board"), ("sldNum", str(n)), ("dt", "May 2031")):
                box = add_text(shapes, text, (5, 7, 1, 0.3))
                box._element.nvSpPr.nvPr.append(parse_xml(f'<p:ph {SPACES} type="{kind}" idx="9"/>'))

    text = read(saved(tmp_path, make=make)).text
    assert text.split("\n")[:4] == ["Slide of 0", "Trusts open 0 beds.", "Slide of 1", "Trusts open 1 beds."]
    assert not any(words in text for words in ("Draft", "Example", "May"))


def test_a_running_foot_with_the_slide_number_is_left_out(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        for n in range(4):
            shapes = add_slide(deck, CONTENT, f"Slide of {n}").shapes
            shapes.placeholders[1].text = f"Trusts open {n} beds."
            add_text(shapes, f"Example Board | {n + 1}", (1, 7, 3, 0.3))
            add_text(shapes, f"{n}0 beds", (1, 6, 3, 0.3))

    text = read(saved(tmp_path, make=make)).text
    assert "Example" not in text
    assert "20 beds" in text


def test_what_is_not_shown_is_left_out_and_reported(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        add_slide(deck, CONTENT, "Beds").placeholders[1].text = "Trusts open beds."
        slide = add_slide(deck, CONTENT, "Kept back")
        slide._element.set("show", "0")
        shapes = add_slide(deck, TITLE_ONLY, "Staff").shapes
        add_text(shapes, "A draft beside the page.", (-5, 2, 3, 1))
        add_text(shapes, "A hidden shape.")._element.nvSpPr.cNvPr.set("hidden", "1")

    document = read(saved(tmp_path, make=make))
    assert document.text == "Beds\nTrusts open beds.\nStaff"
    assert [s.page for s in document.sections if s.heading == "Staff"] == [3]
    assert document.integrity.pages_without_text == (2,)


def test_fields_of_slide_numbers_and_dates_are_left_out(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        box = add_text(add_slide(deck, TITLE_ONLY, "Beds").shapes, "On page ")
        for kind, text in (("slidenum", "7"), ("datetime1", "May 2031"), ("other", "of it")):
            field = f'<a:fld {SPACES} id="{{A}}" type="{kind}"><a:t>{text}</a:t></a:fld>'
            box.text_frame.paragraphs[0]._p.append(parse_xml(field))

    assert texts(read(saved(tmp_path, make=make)), "paragraph") == ["On page of it"]


# ---- text


def test_bullets_are_inherited_or_taken_away(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        slide = add_slide(deck, CONTENT, "Beds")
        frame = slide.placeholders[1].text_frame
        frame.text = "An item by the master"
        paragraph = frame.add_paragraph()
        paragraph.text = "No item"
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {SPACES}/>"))
        box = add_text(slide.shapes, "A text box is no list", (1, 5, 6, 1))
        paragraph = box.text_frame.add_paragraph()
        paragraph.text = "but for this"
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum {SPACES} type="arabicPeriod"/>'))
        box.text_frame.add_paragraph().text = "• and this"

    document = read(saved(tmp_path, make=make))
    assert texts(document, "list_item") == ["An item by the master", "but for this", "and this"]
    assert texts(document, "paragraph") == ["No item", "A text box is no list"]


def test_line_breaks_raised_figures_and_equations(tmp_path: Path) -> None:
    inside = (
        "<a:r><a:t>Waits fell</a:t></a:r><a:br/><a:r><a:t>by 5%</a:t></a:r>"
        '<a:r><a:rPr baseline="30000"/><a:t>1</a:t></a:r><mc:AlternateContent><mc:Choice Requires="a14">'
        '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main">'
        "<m:oMath><m:r><m:t> x=2</m:t></m:r></m:oMath></a14:m></mc:Choice>"
        "<mc:Fallback><a:r><a:t> picture</a:t></a:r></mc:Fallback></mc:AlternateContent>"
    )

    def make(deck: Any) -> None:
        frame = add_text(add_slide(deck, TITLE_ONLY, "Beds").shapes, "x").text_frame
        body = frame._txBody
        body.replace(frame.paragraphs[0]._p, parse_xml(f"<a:p {SPACES}>{inside}</a:p>"))

    assert texts(read(saved(tmp_path, make=make)), "paragraph") == ["Waits fell by 5%¹ x=2"]


def test_merged_cells_span(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        table = shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(3)).table
        for r, row in enumerate([("Area", "Waits", ""), ("", "2030", "2031"), ("Beds", "4", "3")]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))

    (table,) = [b.table for b in read(saved(tmp_path, make=make)).blocks if b.table]
    spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}
    assert spans["Waits"] == (0, 1, 1, 2)
    assert spans["Area"] == (0, 0, 2, 1)
    assert len(table.cells) == 7


def test_a_chart_is_a_caption_and_a_table(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        data = CategoryChartData(number_format="0.0%")
        data.categories = ["Quarter 1", "Quarter 2"]
        data.add_series("Plan", (0.72, 0.78))
        data.add_series("Outturn", (0.715, None))
        place = tuple(map(Inches, (1, 2, 6, 4)))
        shapes = add_slide(deck, TITLE_ONLY, "Waits").shapes
        chart = shapes.add_chart(XL_CHART_TYPE.LINE, *place, data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Waits under four hours"

    path = saved(tmp_path, make=make)
    document = read(path)
    assert texts(document, "caption") == ["Waits under four hours"]
    assert texts(document, "table") == [" | Plan | Outturn\nQuarter 1 | 72.0% | 71.5%\nQuarter 2 | 78.0% | "]
    assert "72.0%" in bare_text(path)[0]


def test_a_diagram_is_a_list(tmp_path: Path) -> None:
    named = f'<dgm:relIds {SPACES} r:dm="rId99"/>'
    place = '<p:xfrm><a:off x="914400" y="1828800"/><a:ext cx="914400" cy="914400"/></p:xfrm>'
    frame = (
        f'<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f"</p:nvGraphicFramePr>{place}<a:graphic><a:graphicData uri='diagram'>{named}</a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )
    points = "".join(
        f'<dgm:pt modelId="{i}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for i, text in enumerate(("Plan", "Open beds", "Review"), start=1)
    )
    order = ((0, 3, 1), (0, 1, 0), (1, 2, 0))
    links = "".join(f'<dgm:cxn srcId="{s}" destId="{d}" srcOrd="{o}"/>' for s, d, o in order)
    data = f'<dgm:dataModel {SPACES}><dgm:pt modelId="0" type="doc"/>{points}{links}</dgm:dataModel>'

    def make(deck: Any) -> None:
        add_slide(deck, TITLE_ONLY, "Steps").shapes._spTree.append(parse_xml(frame))

    path = saved(tmp_path, make=make)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    entry = f'<Relationship Id="rId99" Type="{kind}" Target="../diagrams/data1.xml"/></Relationships>'
    repacked(
        path,
        lambda name, old: old.replace(b"</Relationships>", entry.encode()) if name.endswith("slide1.xml.rels") else old,
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ppt/diagrams/data1.xml", data)
    document = read(path)
    assert texts(document, "list_item") == ["Plan", "Open beds", "Review"]
    assert "Open beds" in bare_text(path)[0]


def test_lines_stay_in_their_frame() -> None:
    box = Box(100, 100, 200, 160)
    lines = placed_lines([FrameText("word " * 60, 18.0), FrameText("x" * 300, 18.0, level=8)], box, "b")
    for line in (line for paragraph in lines for line in paragraph):
        assert box.top - 0.1 <= line.box.top <= line.box.bottom <= box.bottom + 0.1
        assert box.x0 <= line.box.x0 <= line.box.x1 <= box.x1


# ---- files


def test_its_type_is_found_by_content(deck: Path, tmp_path: Path) -> None:
    other = tmp_path / "deck.bin"
    other.write_bytes(deck.read_bytes())
    assert media_type(other) == PPTX


@pytest.mark.parametrize("kind", [b"slideshow.main+xml", b"template.main+xml"])
def test_shows_and_templates(deck: Path, tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "deck.ppsx"
    path.write_bytes(deck.read_bytes())
    repacked(path, lambda _, data: data.replace(b"presentation.main+xml", kind))
    assert read(path).text == read(deck).text


def test_a_strict_package(deck: Path, tmp_path: Path) -> None:
    def strict(name: str, data: bytes) -> bytes:
        for kind in (b"presentationml", b"officeDocument", b"drawingml"):
            data = data.replace(
                b"http://schemas.openxmlformats.org/" + kind + b"/2006/", b"http://purl.oclc.org/ooxml/" + kind + b"/"
            )
        return data

    path = tmp_path / "strict.pptx"
    path.write_bytes(deck.read_bytes())
    assert read(repacked(path, strict)).text == read(deck).text


def test_a_deck_that_states_no_size_is_read(deck: Path, tmp_path: Path) -> None:
    def unsized(name: str, data: bytes) -> bytes:
        return re.sub(rb"<p:sldSz[^>]*/>", b"", data) if name == "ppt/presentation.xml" else data

    bare = tmp_path / "bare.pptx"
    bare.write_bytes(deck.read_bytes())
    assert read(repacked(bare, unsized)).text == read(deck).text


def test_missing_pictures_and_notes_are_done_without(deck: Path, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck.read_bytes())
    repacked(path, lambda name, data: None if "notes" in name or "theme" in name else data)
    assert texts(read(path), "heading") == texts(read(deck), "heading")


def test_a_slide_whose_part_is_missing_is_a_page_without_text(deck: Path, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck.read_bytes())
    document = read(repacked(path, lambda name, data: None if name == "ppt/slides/slide2.xml" else data))
    assert texts(document, "heading") == ["Winter plan 2031/32", "Beds", "Targets"]
    assert document.integrity.pages_without_text == (2,)


def test_no_slides_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty, match="has no slides"):
        read(saved(tmp_path, make=lambda deck: None))
    with pytest.raises(FileEmpty, match="holds no text"):
        read(saved(tmp_path, make=lambda deck: add_slide(deck, BLANK)))


def test_too_many_slides(deck: Path) -> None:
    with pytest.raises(FileTooLarge, match="has 4 slides, the limit is 3"):
        read(deck, limits=ReadLimits(max_pages=3))


@pytest.mark.parametrize("part", ["ppt/presentation.xml", "ppt/slides/slide1.xml"])
@pytest.mark.parametrize("content", [b"<p:sld", b"", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'])
def test_damaged_parts(deck: Path, tmp_path: Path, part: str, content: bytes) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck.read_bytes())
    with pytest.raises(FileDamaged):
        read(repacked(path, lambda name, data: content if name == part else data))


def test_cut_and_locked_files(deck: Path, tmp_path: Path) -> None:
    cut, locked = tmp_path / "cut.pptx", tmp_path / "locked.pptx"
    cut.write_bytes(deck.read_bytes()[:3000])
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(FileDamaged):
        read(cut)
    with pytest.raises(FileEncrypted):
        read(locked)


def test_a_bomb_is_refused(deck: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pptx"
    path.write_bytes(deck.read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/media/image1.png", io.BytesIO(b"\0" * 2**23).getvalue())
    with pytest.raises(FileTooLarge):
        read(path, limits=ReadLimits(max_bytes=2**20))


def test_a_part_in_the_place_of_another(deck: Path, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck.read_bytes())
    with zipfile.ZipFile(path) as archive:
        layout = archive.read("ppt/slideLayouts/slideLayout1.xml")
    with pytest.raises(FileDamaged, match="is no slide"):
        read(repacked(path, lambda name, data: layout if name == "ppt/slides/slide1.xml" else data))


def test_each_slide_says_what_its_heading_was_taken_from(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        add_slide(deck, CONTENT, "Beds").placeholders[1].text = "Trusts open beds."
        add_text(add_slide(deck, BLANK).shapes, "Trusts open beds and keep them open.", (1, 3, 6, 1))
        add_slide(deck, CONTENT, "Kept back")._element.set("show", "0")
        add_slide(deck, BLANK)

    report = read(saved(tmp_path, make=make)).integrity
    assert [page.signal for page in report.pages] == ["title placeholder", "slide number", "hidden slide", "no text"]
    assert report.signals == ("title placeholder", "slide number")
    assert report.pages_without_text == (3, 4)


def test_a_cover_without_the_layout_of_one_gives_the_title(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, BLANK).shapes
        add_text(shapes, "Winter plan 2031/32", (1, 1, 6, 1), size=40)
        add_text(shapes, "Example Integrated Care Board", (1, 3, 6, 1))
        add_slide(deck, CONTENT, "Beds").placeholders[1].text = "Trusts open beds."

    document = read(saved(tmp_path, make=make))
    assert [(s.level, s.heading) for s in document.sections] == [(1, "Winter plan 2031/32"), (2, "Beds")]


def test_control_characters_that_are_written_as_codes(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        slide = add_slide(deck, CONTENT, "Beds")
        slide.placeholders[1].text = "Open beds"
        run = slide.placeholders[1].text_frame.paragraphs[0].runs[0]._r
        run.find("{*}t").text = "Open_x000B_beds"

    path = saved(tmp_path, make=make)
    assert texts(read(path), "list_item") == ["Open beds"]
    assert "Open beds" in bare_text(path)[0]


def test_a_table_with_rows_of_different_lengths(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        table = shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(3)).table
        for r, row in enumerate([("Area", "Share"), ("Beds", "9%")]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        first = table._tbl.tr_lst[0]
        first.remove(first.tc_lst[1])
        grid = table._tbl.tblGrid
        grid.remove(grid.gridCol_lst[1])

    (table,) = [b.table for b in read(saved(tmp_path, make=make)).blocks if b.table]
    assert [c.text for c in table.cells] == ["Area", "Beds", "9%"]


def test_a_cell_does_not_reach_beyond_its_table(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        table = shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(3)).table
        table.cell(0, 0).text = "Area"
        table.cell(0, 0)._tc.set("gridSpan", "999999999")
        table.cell(0, 0)._tc.set("rowSpan", "999999999")

    (table,) = [b.table for b in read(saved(tmp_path, make=make)).blocks if b.table]
    assert (table.rows, table.columns) == (2, 2)


def test_decks_are_found_in_folders(deck: Path) -> None:
    assert find_inputs([deck.parent]).files == (deck,)


def test_a_second_title_is_text(tmp_path: Path) -> None:
    def make(deck: Any) -> None:
        shapes = add_slide(deck, TITLE_ONLY, "Beds").shapes
        box = add_text(shapes, "And wards", (1, 4, 6, 1))
        box._element.nvSpPr.nvPr.append(parse_xml(f'<p:ph {SPACES} type="title"/>'))

    document = read(saved(tmp_path, make=make))
    assert (texts(document, "heading"), texts(document, "paragraph")) == (["Beds"], ["And wards"])
