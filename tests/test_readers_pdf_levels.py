"""Levels of headings of PDFs without tags: covers, sizes that are near, labels; bold fonts; bookmarks that drift."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document
from pipeline.readers import read
from pipeline.readers.pdf.runs import BOLD_WEIGHT, is_bold
from tests.pdf_pages import BOLD, PROSE, REGULAR, Flow, Text, column, draw

ITALIC = "Helvetica-Oblique"


def outline(document: Document) -> list[tuple[int, str]]:
    """Levels and words of the sections below the title."""
    return [(s.level, f"{s.number} {s.heading}" if s.number else s.heading) for s in document.sections[1:]]


@pytest.mark.parametrize(
    ("name", "weight", "bold"),
    [
        ("liberationsans-bold", 400, True),
        ("bookman-demi", 400, True),
        ("frutiger-heavy", 0, True),
        ("myriadpro-semibold", 400, True),
        ("liberationsans", 2 * BOLD_WEIGHT, False),
        ("f1", BOLD_WEIGHT, True),
        ("cidfont+f2", 400, False),
        ("", BOLD_WEIGHT, True),
    ],
)
def test_a_fonts_name_tells_whether_it_is_bold_and_its_weight_where_it_has_none(
    name: str, weight: int, bold: bool
) -> None:
    assert is_bold(name.rpartition("+")[2], weight) is bold


def test_a_number_on_its_own_line_leads_a_deeper_one(tmp_path: Path) -> None:
    flow = Flow().heading("Service specification", size=13)
    for n in (1, 2, 3):
        flow.heading(f"{n}. Needs of the area").heading(f"{n}.1 Evidence for the service").prose()
    levels = [level for level, _ in outline(read(draw(tmp_path / "a.pdf", [flow.lines])))]
    assert levels == [2, 3, 2, 3, 2, 3]


def test_a_heading_does_not_go_on_with_a_line_far_above_it(tmp_path: Path) -> None:
    page = [
        Text("Minutes of the board", 70, 75, 15, BOLD),
        Text("Thursday 24 September, at nine", 70, 104, 11, BOLD),
        Text("Conference Room 2, Harbour House, Eastmere", 70, 129),
        Text("Present", 70, 153, 11, BOLD),
        *column(PROSE, 70, 178),
        Text("In attendance", 70, 235, 11, BOLD),
        *column(PROSE, 70, 260),
    ]
    assert (2, "Present") in outline(read(draw(tmp_path / "a.pdf", [page])))


def test_few_chapters_a_point_larger_than_many_headings_are_chapters(tmp_path: Path) -> None:
    pages = [Flow().heading("Annual accounts", size=22).prose().lines]
    for chapter in ("Performance", "Accountability", "Finance"):
        flow = Flow().heading(chapter, size=14)
        for name in ("Overview", "Main risks", "Staff and pay", "Outlook"):
            flow.heading(name, size=13).prose()
        pages.append(flow.lines)
    levels = [level for level, _ in outline(read(draw(tmp_path / "a.pdf", pages)))]
    assert levels == 3 * [2, 3, 3, 3, 3]


def test_a_site_name_above_the_title_shifts_no_level(tmp_path: Path) -> None:
    flow = Flow().heading("Guidance service", size=18, font=REGULAR)
    flow.heading("How to set up a hub", size=30).prose()
    for name in ("What a hub does", "Who leads it"):
        flow.heading(name, size=20).prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert document.sections[0].heading == "How to set up a hub"
    assert outline(document) == [(2, "What a hub does"), (2, "Who leads it")]


def test_a_line_above_numbered_sections_shifts_no_level(tmp_path: Path) -> None:
    flow = Flow().heading("Quality Committee", size=16).heading("Terms of Reference", size=20, font=REGULAR)
    for n, name in enumerate(("Purpose", "Members", "Quorum"), 1):
        flow.heading(f"{n}. {name}").prose()
    levels = [level for level, _ in outline(read(draw(tmp_path / "a.pdf", [flow.lines])))]
    assert levels == [2, 2, 2]


@pytest.mark.parametrize(("size", "title"), [(12, "Your yearly check"), (26, "Easy read")])
def test_a_small_line_that_the_properties_name_is_no_title(tmp_path: Path, size: float, title: str) -> None:
    cover = Flow().heading("Your yearly check", size=30).heading("Easy read", size=size, font=REGULAR).lines
    body = Flow().heading("What it is", size=18).prose().heading("Who can have one", size=18).prose().lines
    document = read(draw(tmp_path / "a.pdf", [cover, body], title="Easy read"))
    assert document.sections[0].heading == title
    assert outline(document) == [(2, "What it is"), (2, "Who can have one")]


def test_a_label_in_words_and_the_line_below_it_are_one_heading(tmp_path: Path) -> None:
    pages = [Flow().heading("The state of the estate", size=28).prose().lines]
    for label in ("Part One", "Part Two"):
        flow = Flow().heading(label, size=16, font=REGULAR).heading("How it stands", size=24, font=REGULAR).prose()
        pages.append(flow.heading("Backlog", size=13).prose().lines)
    levels = outline(read(draw(tmp_path / "a.pdf", pages)))
    below = (3, "Backlog")
    assert levels == [(2, "Part One How it stands"), below, (2, "Part Two How it stands"), below]


def test_a_label_lends_its_size_to_bold_words_below_it(tmp_path: Path) -> None:
    flow = Flow().heading("The Boards (Functions) Directions", size=18)
    for label in ("PART 1", "PART 2"):
        flow.heading(label, size=13, font=REGULAR).heading("Introduction").heading("Meaning of words").prose()
    levels = [level for level, _ in outline(read(draw(tmp_path / "a.pdf", [flow.lines])))]
    assert levels == [2, 3, 2, 3]  # "PART 1 Introduction", "Meaning of words"


def test_a_foreword_in_smaller_type_stands_beside_the_chapters(tmp_path: Path) -> None:
    pages = [Flow().heading("Growing up in Eastmere", size=50).lines]
    pages.append(Flow().heading("Foreword", size=24).prose().prose().lines)
    for name in ("Early years", "School years"):
        pages.append(Flow().heading(name, size=38).prose().lines)
        pages.append(Flow().heading("What we found", size=24).prose().lines)
    below = (3, "What we found")
    expected = [(2, "Foreword"), (2, "Early years"), below, (2, "School years"), below]
    assert outline(read(draw(tmp_path / "a.pdf", pages))) == expected


def test_a_rating_under_each_heading_is_none(tmp_path: Path) -> None:
    pages = [Flow().heading("Inspection report", size=24).prose().lines]
    for service in ("Maternity", "Surgery", "Outpatients"):
        flow = Flow().heading(service, size=18).heading("Needs to improve", size=14, font=REGULAR)
        pages.append(flow.heading("Leaders and culture", size=12).prose().lines)
    headings = [words for _, words in outline(read(draw(tmp_path / "a.pdf", pages)))]
    assert "Needs to improve" not in headings
    assert headings.count("Leaders and culture") == 3


def test_who_said_what_is_quoted_is_no_heading(tmp_path: Path) -> None:
    page = [Text("What people said", 70, 80, 14, BOLD)]
    for i in range(3):
        top = 110 + 200 * i
        page += [*column(PROSE, 70, top), *column(PROSE, 100, top + 60)]
        page += [Text("Hospital trust", 100, top + 110, 11, ITALIC), *column(PROSE, 70, top + 140)]
    assert read(draw(tmp_path / "a.pdf", [page])).sections[0].heading == "What people said"
    assert not outline(read(draw(tmp_path / "a.pdf", [page])))


def test_bold_headings_may_be_a_little_smaller_than_the_text(tmp_path: Path) -> None:
    flow = Flow().heading("Scrutiny of the service", size=16)
    for name in ("National context", "Local picture", "Waiting times"):
        flow.heading(name, size=10).prose()
    words = [heading for _, heading in outline(read(draw(tmp_path / "a.pdf", [flow.lines])))]
    assert words == ["National context", "Local picture", "Waiting times"]


def test_captions_at_the_top_of_each_page_stay(tmp_path: Path) -> None:
    pages = [[Text(f"Figure {n}", 70, 60), *column(PROSE, 70, 120), *column(PROSE, 70, 200)] for n in range(1, 6)]
    document = read(draw(tmp_path / "a.pdf", pages))
    assert all(f"Figure {n}" in document.text for n in range(1, 6))


def test_bookmarks_that_nest_each_chapter_deeper_give_names_alone(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for n, chapter in enumerate(("Strategic case", "Economic case", "Commercial case", "Financial case")):
        for step, (words, size) in enumerate(((chapter, 18), (f"Aims of part {n}", 13), (f"Risks of part {n}", 13))):
            canvas.setFont(BOLD, size)
            canvas.drawString(70, 760 - 200 * step, words)
            canvas.bookmarkPage(words)
            canvas.addOutlineEntry(words, words, n + (step > 0))
            canvas.setFont(REGULAR, 11)
            for i, line in enumerate(PROSE):
                canvas.drawString(70, 730 - 200 * step - 14 * i, line)
        canvas.showPage()
    canvas.save()
    levels = [level for level, _ in outline(read(tmp_path / "a.pdf"))]
    assert levels == 4 * [2, 3, 3]
