"""PDF: tags, bookmarks, looks; running heads; tables; boxes; page labels."""

import io
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import bare_text, read

HTML = """<html lang="en"><head><title>Winter plan</title>
<style>@page {size: A4; margin: 2cm;
@top-center {content: "Winter plan of the Example Board"}
@bottom-center {content: "Page " counter(page)}}</style></head><body>
<h1>Winter plan</h1><p>Date published: 4 May 2031</p>%s</body></html>"""
PART = """<h2>%d. Part of the plan</h2><p>%s</p><p>We ask systems to:</p><ul><li>open %d beds by March 2032</li>
<li>work with:<ul><li>trusts</li><li>councils</li></ul></li></ul>
<table><thead><tr><th>Area</th><th>Target</th></tr></thead><tbody><tr><td>Beds</td><td>9%d%%</td></tr>
<tr><td colspan="2">All of them</td></tr></tbody></table><h3>Detail of it</h3><p>%s</p>"""
LONG = "Hospitals and community teams share one list of beds and agree who comes home next. " * 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pdf")


@pytest.fixture(scope="module")
def tagged(folder: Path) -> Document:
    """A tagged PDF of several pages with a running head."""
    import weasyprint

    body = "".join(PART % (i, LONG, i * 10, i, LONG) for i in range(1, 5))
    path = folder / "tagged.pdf"
    weasyprint.HTML(string=HTML % body).write_pdf(str(path), pdf_variant="pdf/ua-1")
    return read(path)


@pytest.fixture(scope="module")
def untagged(folder: Path) -> Document:
    """A PDF without tags and bookmarks, with ruled tables, bullets, heads and page numbers."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()

    def words(text: str, style: str = "BodyText") -> Paragraph:
        return Paragraph(text, styles[style])

    story = [words("Report on access to care", "Title")]
    for i in range(1, 5):
        story += [
            words(f"{i}. Access in area {i}", "Heading1"),
            words("The board reviewed the figures and noted steady progress in most places. " * 12),
            words("Details of waits", "Heading2"),
            words("Waits fell in most places. " * 40),
            Table(
                [["Measure", "Target", "Now"], ["4-hour", "78%", "75%"], ["52 weeks", "0", "12"]],
                style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
            ),
            Spacer(1, 12),
            words("We ask trusts to:"),
            ListFlowable([words("open more beds"), words("keep staff")], bulletType="bullet"),
        ]

    def edges(canvas, document) -> None:  # type: ignore[no-untyped-def]
        canvas.drawString(40, 20, f"Page {document.page}")
        canvas.drawString(40, 820, "Example Board, public papers")

    path = folder / "untagged.pdf"
    SimpleDocTemplate(str(path)).build(story, onFirstPage=edges, onLaterPages=edges)
    return read(path)


def headings(document: Document) -> list[tuple[int, str | None, str]]:
    return [(s.level, s.number, s.heading) for s in document.sections]


def test_tags_give_the_sections(tagged: Document) -> None:
    wanted = [(1, None, "Winter plan")]
    for i in range(1, 5):
        wanted += [(2, str(i), "Part of the plan"), (3, None, "Detail of it")]
    assert headings(tagged) == wanted
    assert tagged.integrity.signals == ("tags",)


def test_looks_give_the_sections_where_there_are_no_tags(untagged: Document) -> None:
    wanted = [(1, None, "Report on access to care")]
    for i in range(1, 5):
        wanted += [(2, str(i), f"Access in area {i}"), (3, None, "Details of waits")]
    assert headings(untagged) == wanted
    assert untagged.integrity.signals == ("numbering, size and weight",)


@pytest.mark.parametrize("name", ["tagged", "untagged"])
def test_running_heads_and_page_numbers_are_left_out(name: str, request: pytest.FixtureRequest) -> None:
    document = request.getfixturevalue(name)
    assert len(document.pages) > 2
    assert "Example Board" not in document.text
    assert "Page 2" not in document.text


@pytest.mark.parametrize(("name", "stem"), [("tagged", "We ask systems to:"), ("untagged", "We ask trusts to:")])
def test_items_hang_on_their_stem_and_have_no_bullet(name: str, stem: str, request: pytest.FixtureRequest) -> None:
    document = request.getfixturevalue(name)
    items = [b for b in document.blocks if b.kind == "list_item"]
    assert len(items) >= 8
    assert not any(document.quote(b).startswith("•") for b in items)
    assert document.quote(items[0].lead_in) == stem


def test_nested_items_hang_on_theirs(tagged: Document) -> None:
    stems = {tagged.quote(b): tagged.quote(b.lead_in) for b in tagged.blocks if b.lead_in}
    assert stems["councils"] == "work with:"


def test_tagged_tables_keep_headers_and_spans(tagged: Document) -> None:
    table = next(b.table for b in tagged.blocks if b.table)
    assert [(c.text, c.row, c.column, c.column_span, c.header) for c in table.cells] == [
        ("Area", 0, 0, 1, True), ("Target", 0, 1, 1, True), ("Beds", 1, 0, 1, False), ("91%", 1, 1, 1, False),
        ("All of them", 2, 0, 2, False),
    ]  # fmt: skip


def test_ruled_tables_are_found_without_tags(untagged: Document) -> None:
    tables = [b.table for b in untagged.blocks if b.table]
    assert len(tables) == 4
    assert [c.text for c in tables[0].cells] == [
        "Measure",
        "Target",
        "Now",
        "4-hour",
        "78%",
        "75%",
        "52 weeks",
        "0",
        "12",
    ]


@pytest.mark.parametrize("name", ["tagged", "untagged"])
def test_boxes_stand_where_the_words_are_printed(name: str, request: pytest.FixtureRequest) -> None:
    import pdfplumber

    document = request.getfixturevalue(name)
    path = request.getfixturevalue("folder") / f"{name}.pdf"
    with pdfplumber.open(path) as pdf:
        for block in [b for b in document.blocks if b.kind in ("heading", "list_item")][:12]:
            box = document.boxes(block.start, block.end)[0]
            inside = [
                c["text"]
                for c in pdf.pages[box.page - 1].chars
                if box.x0 - 1 <= (c["x0"] + c["x1"]) / 2 <= box.x1 + 1
                and box.top <= (c["top"] + c["bottom"]) / 2 <= box.bottom
            ]
            assert document.quote(block)[:8].replace(" ", "") in "".join(inside).replace(" ", "")
            assert box.page == block.page


@pytest.mark.parametrize("name", ["tagged", "untagged"])
def test_the_bare_text_holds_the_items(name: str, request: pytest.FixtureRequest) -> None:
    document = request.getfixturevalue(name)
    pages = bare_text(request.getfixturevalue("folder") / f"{name}.pdf")
    assert len(pages) == len(document.pages)
    for block in document.blocks:
        if block.kind in ("heading", "list_item"):
            assert "".join(document.quote(block).split()) in "".join(pages[block.page - 1].split())


def test_a_paragraph_that_a_page_break_cuts_is_one(folder: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400))
    canvas.drawString(50, 60, "The trust opens its new wards in the spring and")
    canvas.showPage()
    canvas.drawString(50, 330, "closes the old ones after the summer.")
    canvas.showPage()
    canvas.save()
    path = folder / "cut.pdf"
    path.write_bytes(buffer.getvalue())
    document = read(path)
    assert document.text == "The trust opens its new wards in the spring and closes the old ones after the summer."
    assert [p.number for p in document.pages] == [1, 2]


def test_pages_without_text_are_named(folder: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(400, 400))
    canvas.drawString(50, 300, "A first page with words on it.")
    canvas.showPage()
    canvas.rect(50, 50, 200, 200)
    canvas.showPage()
    canvas.save()
    assert read(path).integrity.pages_without_text == (2,)


def test_footnote_marks_stay_apart_from_the_words(folder: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "noted.pdf"
    canvas = Canvas(str(path), pagesize=(400, 400))
    line = canvas.beginText(50, 300)
    line.setFont("Helvetica", 12)
    line.textOut("Waits fall by 5 points of improvement")
    line.setFont("Helvetica", 7)
    line.setRise(5)
    line.textOut("2")
    line.setRise(0)
    line.setFont("Helvetica", 12)
    line.textOut(" in each trust.")
    canvas.drawText(line)
    canvas.save()
    assert read(path).text == "Waits fall by 5 points of improvement² in each trust."
