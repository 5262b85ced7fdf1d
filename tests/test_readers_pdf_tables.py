"""Tables of PDFs: found by rules and by columns, not found where there are none, whole over page breaks."""

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document
from corpus.errors import FileDamaged
from pipeline.readers import read
from pipeline.readers.pdf.blocks import PdfBlock, PdfCell
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.opening import loaded_page
from pipeline.readers.pdf.plumber import pages_by_plumber
from pipeline.readers.pdf.runs import Run, RunReader
from pipeline.readers.pdf.tables import finder as table_finding
from pipeline.readers.pdf.tables.finder import FoundTable, TableFinder
from pipeline.readers.pdf.tables.joins import rest_of_table
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.words import Word
from pipeline.readers.pdf.tag_tables import cells_of
from pipeline.readers.pdf.tree import Tag, marks_of
from tests.pdf_tables import (
    HEIGHT,
    LEADING,
    PROSE,
    Draw,
    prose,
    row,
    rows,
    rule,
    shade,
    tables_of,
    texts_of,
    wall,
    write_pages,
)

BEDS = [
    {40: "Northern", -300: "1,204", -380: "12.5", -460: "—"},
    {40: "Southern", -300: "986", -380: "9.1", -460: "(14)"},
    {40: "Eastern and coastal", -300: "2,310", -380: "23.9", -460: "6"},
    {40: "Total", -300: "4,500", -380: "45.5", -460: "(8)"},
]
BED_TEXTS = [
    ["Northern", "1,204", "12.5", "—"],
    ["Southern", "986", "9.1", "(14)"],
    ["Eastern and coastal", "2,310", "23.9", "6"],
    ["Total", "4,500", "45.5", "(8)"],
]


def test_numbers_in_columns_are_a_table_without_any_rule(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        under = prose(canvas, 60)
        row(canvas, under + 20, {40: "Table 1: Beds by region"}, bold=True)
        row(canvas, under + 40, {40: "Region", -300: "Beds", -380: "Share", -460: "Change"}, bold=True)
        under = rows(canvas, under + 54, BEDS)
        row(canvas, under + 4, {40: "Note: figures are rounded."})
        prose(canvas, under + 40)

    document = write_pages(tmp_path / "plain.pdf", draw)
    (table,) = tables_of(document)
    assert texts_of(table) == [["Region", "Beds", "Share", "Change"], *BED_TEXTS]
    assert [c.text for c in table.column_headers] == ["Region", "Beds", "Share", "Change"]
    kinds = [b.kind for b in document.blocks]
    at = kinds.index("table")
    assert document.quote(document.blocks[at - 1]) == "Table 1: Beds by region"
    assert document.quote(document.blocks[at + 1]) == "Note: figures are rounded."


def test_cells_stand_in_the_text_and_on_the_page(tmp_path: Path) -> None:
    document = write_pages(tmp_path / "placed.pdf", lambda canvas: rows(canvas, 100, BEDS))
    (table,) = tables_of(document)
    for cell in table.cells:
        assert document.text[cell.start : cell.end] == cell.text
    last = next(c for c in table.cells if c.text == "4,500")
    (box,) = document.boxes(last.start, last.end)
    assert box.page == 1
    assert box.x1 == pytest.approx(300, abs=1.5)
    assert box.top < 142 < box.bottom


def test_headers_reach_over_their_columns_and_run_over_several_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas, 80, {240: "Planned care", 420: "Urgent care"})
        rule(canvas, 220, 320, 83)
        rule(canvas, 400, 500, 83)
        row(canvas, 96, {226: "Waits over", -320: "Waits", 406: "Waits over", -500: "Waits"})
        row(canvas, 108, {40: "Trust", 226: "a year", -320: "in all", 406: "a day", -500: "in all"})
        rule(canvas, 40, 500, 112)
        rows(
            canvas,
            124,
            [
                {40: "First", -260: "12", -320: "140", -440: "3", -500: "61"},
                {40: "Second", -260: "7", -320: "98", -440: "0", -500: "44"},
                {40: "Third", -260: "25", -320: "203", -440: "9", -500: "87"},
            ],
        )

    (table,) = tables_of(write_pages(tmp_path / "headed.pdf", draw))
    over = {c.text: (c.row, c.column, c.column_span) for c in table.cells if c.header}
    assert over["Planned care"] == (0, 1, 2)
    assert over["Urgent care"] == (0, 3, 2)
    assert over["Waits over a day"] == (1, 3, 1)
    nine = next(c for c in table.cells if c.text == "9")
    headers = table.headers_of(nine)
    assert [c.text for c in headers.columns] == ["Urgent care", "Waits over a day"]
    assert [c.text for c in headers.rows] == ["Third"]


def test_a_label_on_two_lines_is_one_cell_and_a_group_has_a_row_of_its_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines = [
            {40: "Hospitals", -300: "2023", -380: "2024"},
            {40: "Women"},
            {50: "Admitted from a", -300: "31", -380: "35"},
            {50: "waiting list"},
            {50: "Admitted at once", -300: "12", -380: "11"},
            {40: "Men"},
            {50: "Admitted at once", -300: "14", -380: "10"},
        ]
        rows(canvas, 100, lines, leading=12)

    (table,) = tables_of(write_pages(tmp_path / "labels.pdf", draw))
    assert [r[0] for r in texts_of(table)] == [
        "Hospitals", "Women", "Admitted from a waiting list", "Admitted at once", "Men", "Admitted at once",
    ]  # fmt: skip
    assert [c.text for c in table.column_headers] == ["Hospitals", "2023", "2024"]


def test_rules_that_part_only_some_rows_do_not_hide_the_others(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (86, 104, 164):
            rule(canvas, 36, 480, y)
        for x in (36, 240, 320, 400, 480):
            wall(canvas, x, 86, 164)
        row(canvas, 98, {40: "Region", -300: "Beds", -380: "Share", -460: "Change"})
        rows(canvas, 117, BEDS)

    (table,) = tables_of(write_pages(tmp_path / "coarse.pdf", draw))
    assert texts_of(table) == [["Region", "Beds", "Share", "Change"], *BED_TEXTS]


def test_rows_that_are_not_shaded_have_cells_too(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for n in (0, 2):
            for x0, x1 in ((36, 240), (240, 320), (320, 400), (400, 480)):
                shade(canvas, x0, 90 + 14 * n, x1, 104 + 14 * n)
        shade(canvas, 36, 146, 480, 160, grey=0.7)
        rows(canvas, 100, BEDS)

    (table,) = tables_of(write_pages(tmp_path / "shaded.pdf", draw))
    assert texts_of(table) == BED_TEXTS


def test_double_rules_make_no_columns_of_their_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (90, 104, 118, 132, 146):
            rule(canvas, 36, 480, y)
        for x in (36, 41, 240, 245, 320, 325, 400, 405, 480, 485):
            wall(canvas, x, 90, 146)
        rows(canvas, 100, BEDS)

    (table,) = tables_of(write_pages(tmp_path / "double.pdf", draw))
    assert table.columns == 4
    assert texts_of(table) == BED_TEXTS


def test_a_title_and_notes_in_the_frame_are_no_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (80, 100, 114, 128, 142, 170):
            rule(canvas, 36, 480, y)
        for x, top, bottom in ((36, 80, 170), (240, 100, 142), (360, 100, 142), (480, 80, 170)):
            wall(canvas, x, top, bottom)
        row(canvas, 94, {150: "Exhibit 3: what people told us"}, bold=True)
        rows(canvas, 110, [{40: "Question", 250: "Yes", 370: "No"}, {40: "Seen on time", 250: "most", 370: "few"}])
        rows(canvas, 138, [{40: "Told what comes next", 250: "some", 370: "many"}])
        row(canvas, 158, {40: "Source: talks with people at four clinics."})

    document = write_pages(tmp_path / "framed.pdf", draw)
    (table,) = tables_of(document)
    assert texts_of(table)[0] == ["Question", "Yes", "No"]
    assert table.rows == 3
    assert "Exhibit 3" in document.text
    assert "Source: talks" in document.text


def test_space_parts_rows_between_two_rules(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (80, 100, 190):
            rule(canvas, 36, 480, y)
        for x in (36, 160, 320, 480):
            wall(canvas, x, 80, 190)
        row(canvas, 94, {40: "Risk", 170: "What it means", 330: "What we do"}, bold=True)
        rows(
            canvas,
            112,
            [{40: "Staff", 170: "Too few people on", 330: "Hire in the spring"}, {170: "the wards at night"}],
        )
        rows(canvas, 160, [{40: "Money", 170: "Costs rise faster", 330: "Buy together with"}, {330: "other trusts"}])

    (table,) = tables_of(write_pages(tmp_path / "risks.pdf", draw))
    assert texts_of(table) == [
        ["Risk", "What it means", "What we do"],
        ["Staff", "Too few people on the wards at night", "Hire in the spring"],
        ["Money", "Costs rise faster", "Buy together with other trusts"],
    ]


RISKS = [
    {40: "Ref", 80: "Risk", 300: "Score", 350: "What we do", 480: "Owner"},
    {40: "R1", 80: "Winter beds do not open in time as", 300: "16", 350: "Hire each month and", 480: "Chief Nurse"},
    {80: "too few nurses are in post by the", 350: "review the rates"},
    {80: "end of November"},
    {40: "R2", 80: "The roof leaks", 300: "12", 350: "Survey every site, then", 480: "Director of"},
    {350: "bid for money", 480: "Estates"},
    {40: "R3", 80: "Systems are attacked from outside", 300: "20", 350: "Test twice a year", 480: "Chief Digital"},
    {480: "Officer"},
]


def test_cells_of_words_on_several_lines_are_put_together_without_rules(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 60)
        row(canvas, 200, RISKS[0], bold=True)
        rows(canvas, 216, RISKS[1:], leading=12)
        prose(canvas, 330)
        rows(canvas, 420, [{40: f"Site {n}", -300: str(n * n + 7), -400: str(90 - n)} for n in range(5)])

    first, _ = tables_of(write_pages(tmp_path / "risks.pdf", draw))
    assert texts_of(first) == [
        ["Ref", "Risk", "Score", "What we do", "Owner"],
        [
            "R1",
            "Winter beds do not open in time as too few nurses are in post by the end of November",
            "16",
            "Hire each month and review the rates",
            "Chief Nurse",
        ],
        ["R2", "The roof leaks", "12", "Survey every site, then bid for money", "Director of Estates"],
        ["R3", "Systems are attacked from outside", "20", "Test twice a year", "Chief Digital Officer"],
    ]


def test_the_last_row_stands_close_over_a_paragraph(tmp_path: Path) -> None:
    lines = [
        {40: "Option", 300: "2031/32", 380: "2032/33", 460: "2033/34"},
        {40: "One ward", 300: "6,396", 380: "9,234", 460: "767"},
        {40: "Two wards", 300: "6,215", 380: "9,466", 460: "5,593"},
        {40: "Two wards and a clinic", 300: "2,701", 380: "7,261", 460: "7,407"},
    ]

    def page(canvas: Canvas) -> None:
        prose(canvas, rows(canvas, 100, lines, leading=18) + 6, lines=6)

    (table,) = tables_of(write_pages(tmp_path / "options.pdf", page))
    assert texts_of(table) == [list(line.values()) for line in lines]


def test_thousands_that_stand_apart_are_one_number(tmp_path: Path) -> None:
    lines = [
        {40: "North", -200: "12 345", -280: "1 204.5", -360: ":"},
        {40: "South", -200: "9 876", -280: "2 310.0", -360: "14"},
        {40: "East", -200: "10 002", -280: "1 986.2", -360: "6"},
    ]
    (table,) = tables_of(write_pages(tmp_path / "thousands.pdf", lambda canvas: rows(canvas, 100, lines)))
    assert texts_of(table) == [list(line.values()) for line in lines]


def test_an_agenda_is_a_table(tmp_path: Path) -> None:
    lines = [
        {40: "Item", 80: "Subject", 300: "Lead", 400: "Paper", 500: "Time"},
        {40: "1", 80: "Welcome and apologies", 300: "Chair", 400: "Verbal", 500: "10.00"},
        {40: "2", 80: "Declarations of interest", 300: "Chair", 400: "Enclosure A", 500: "10.05"},
        {40: "3", 80: "Report on money to the end of month 8", 300: "Finance", 400: "Enclosure B", 500: "10.10"},
    ]
    (table,) = tables_of(write_pages(tmp_path / "agenda.pdf", lambda canvas: rows(canvas, 100, lines)))
    assert texts_of(table) == [list(line.values()) for line in lines]


def test_a_head_that_alone_is_shaded_belongs_to_the_rows_under_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for top in (70, 88):
            for x0, x1 in ((36, 240), (240, 320), (320, 400), (400, 480)):
                shade(canvas, x0, top, x1, top + 17, grey=0.8)
        row(canvas, 82, {40: "Region", -300: "Beds", -380: "Share", -460: "Change"})
        row(canvas, 100, {-300: "in use", -380: "of all", -460: "on May"})
        rows(canvas, 120, BEDS)

    (table,) = tables_of(write_pages(tmp_path / "head.pdf", draw))
    assert texts_of(table)[-4:] == BED_TEXTS
    assert {c.text for c in table.column_headers} >= {"Region"}


def test_labels_left_of_the_rules_belong_to_the_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (90, 104, 118, 132, 146):
            rule(canvas, 240, 480, y)
        for x in (240, 320, 400, 480):
            wall(canvas, x, 90, 146)
        rows(canvas, 100, BEDS)

    (table,) = tables_of(write_pages(tmp_path / "outside.pdf", draw))
    assert texts_of(table) == BED_TEXTS


def test_a_table_beside_running_text_is_found_alone(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(8):
            words = ("The board heard how the teams share", "one list of beds and agree who goes home")[n % 2]
            row(canvas, 100 + 12 * n, {40: words})
        for n, cells in enumerate(({320: "May", -480: "41"}, {320: "June", -480: "39"}, {320: "July", -480: "52"})):
            row(canvas, 112 + 12 * n, {320: cells[320], -420: str(10 * n + 7), -480: cells[-480]})

    document = write_pages(tmp_path / "beside.pdf", draw)
    (table,) = tables_of(document)
    assert texts_of(table) == [["May", "7", "41"], ["June", "17", "39"], ["July", "27", "52"]]
    assert "one list of beds and agree who goes home" in document.text


def test_two_tables_with_other_columns_are_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows(canvas, 100, [{40: f"Site {c}", -200: "11", -260: "12", -320: "13"} for c in "ABC"])
        row(canvas, 155, {40: "Site", -170: "2021", -230: "2022", -290: "2023", -350: "2024"})
        rows(canvas, 169, [{40: f"Site {c}", -170: "1", -230: "2", -290: "3", -350: "4"} for c in "DEF"])

    found = tables_of(write_pages(tmp_path / "two.pdf", draw))
    assert [(t.rows, t.columns) for t in found] == [(3, 4), (4, 5)]


def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT)
        for line, cells in enumerate(BEDS):
            row(canvas, 300 + 14 * line, cells)

    (table,) = tables_of(write_pages(tmp_path / "turned.pdf", draw))
    assert texts_of(table) == BED_TEXTS


# ---- what is no table


def _two_columns(canvas: Canvas) -> None:
    for n in range(20):
        row(canvas, 80 + 12 * n, {40: f"In 20{n + 10} the trust saw {n * 7 + 110} people and"})
    for n in range(20):
        row(canvas, 80 + 12 * n, {310: f"spent {n + 2}.5 million on {n + 30} new beds in all"})


def _three_columns(canvas: Canvas) -> None:
    lines = (
        "Teams share one list of",
        "beds and agree who goes",
        "home next. They work well",
        "and staff like the plan",
    )
    for n in range(24):
        for c in range(3):
            row(canvas, 80 + 12 * n, {40 + 180 * c: lines[(n + c) % 4]}, bold=not n)


def _contents(canvas: Canvas) -> None:
    row(canvas, 60, {40: "Contents"}, bold=True)
    for n in range(9):
        row(canvas, 90 + 16 * n, {40: f"{n + 1}.", 70: f"Part {'abcdefghi'[n]} of the plan", -540: str(3 + 4 * n)})


def _led_contents(canvas: Canvas) -> None:
    for n in range(6):
        row(canvas, 90 + 16 * n, {40: f"What we do about winter {'.' * (60 - n)} {5 + 3 * n}"})


def _list(canvas: Canvas) -> None:
    for n in range(6):
        row(
            canvas,
            90 + 16 * n,
            {40: f"{n + 1}.", 70: "The board agrees the plan and asks for a further report on beds"},
        )


def _form(canvas: Canvas) -> None:
    for n, label in enumerate(("Name:", "Job title:", "Organisation:", "Signature:")):
        row(canvas, 90 + 24 * n, {40: label})
        rule(canvas, 140, 400, 92 + 24 * n)


def _chart(canvas: Canvas) -> None:
    for n in range(6):
        row(canvas, 100 + 30 * n, {-80: str(100 - 20 * n), -460: f"{10 - 2 * n}%"})
        rule(canvas, 85, 440, 97 + 30 * n)
    for n in range(5):
        shade(canvas, 110 + 60 * n, 150 + 10 * n, 130 + 60 * n, 247)
        row(canvas, 262, {110 + 60 * n: str(2020 + n)})
    canvas.saveState()
    canvas.rotate(90)
    canvas.drawString(580, -60, "People seen")
    canvas.restoreState()


def _boxes(canvas: Canvas) -> None:
    for n in range(3):
        canvas.rect(40, 600 - 150 * n, 480, 100)
        row(canvas, 170 + 150 * n, {50: "What people told us about their care at home"}, bold=True)
        row(canvas, 185 + 150 * n, {50: "They want to see the same nurse each time and to be told who comes next."})


@pytest.mark.parametrize("draw", [_two_columns, _three_columns, _contents, _led_contents, _list, _form, _chart, _boxes])
def test_what_only_looks_like_a_table_is_none(draw: Draw, tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas)
        prose(canvas, 600, lines=8)

    assert tables_of(write_pages(tmp_path / "none.pdf", page)) == []


# ---- over page breaks


def _waits(first: int, last: int, *, top: float, head: bool) -> Draw:
    """A page with the rows of some months under prose, or at its top; the last page also has prose."""

    def draw(canvas: Canvas) -> None:
        line = top
        if head:
            row(canvas, line, {40: "Month", -300: "Seen", -380: "Waiting"}, bold=True)
            line += LEADING
        line = rows(
            canvas,
            line,
            [{40: f"Month {n:02}", -300: str(n * n + 13), -380: str(n * 37 % 90)} for n in range(first, last)],
        )
        if line < 700:
            prose(canvas, line + 30)

    return draw


@pytest.mark.parametrize("head", [True, False], ids=["head repeated", "head once"])
def test_a_table_that_a_page_break_cuts_is_one(head: bool, tmp_path: Path) -> None:
    pages = _waits(1, 41, top=200, head=True), _waits(41, 61, top=60, head=head)
    document = write_pages(tmp_path / "long.pdf", *pages)
    (table,) = tables_of(document)
    texts = texts_of(table)
    assert texts[0] == ["Month", "Seen", "Waiting"]
    assert [r[0] for r in texts[1:]] == [f"Month {n:02}" for n in range(1, 61)]
    after = next(c for c in table.cells if c.text == "Month 41")
    assert document.page_of(after.start).number == 2  # type: ignore[union-attr]
    assert [box.page for box in document.boxes(after.start, after.end)] == [2]
    value = next(c for c in table.cells if c.row == after.row and c.column == 2)
    assert [c.text for c in table.headers_of(value).columns] == ["Waiting"]


def test_a_file_is_read_the_same_way_twice(tmp_path: Path) -> None:
    first = write_pages(tmp_path / "twice.pdf", _waits(1, 41, top=200, head=True), _waits(41, 61, top=60, head=True))
    assert read(tmp_path / "twice.pdf") == first


def test_a_table_with_other_headers_is_not_joined(tmp_path: Path) -> None:
    def other(canvas: Canvas) -> None:
        row(canvas, 60, {40: "Site", -300: "Beds", -380: "Staff"}, bold=True)
        rows(canvas, 74, [{40: f"Site {n}", -300: str(n * n), -380: str(n * 37 % 90)} for n in range(1, 9)])

    found = tables_of(write_pages(tmp_path / "others.pdf", _waits(1, 41, top=200, head=True), other))
    assert [t.rows for t in found] == [41, 9]


# ---- tagged tables


def _line(text: str, x0: float, *, bold: bool = False) -> PdfLine:
    return PdfLine(text, x0, 100, x0 + 5 * len(text), 110, 10, bold)


def _tagged(*given: list[tuple[str, PdfLine | None]]) -> list[list[str]]:
    """The texts by row and column of a table whose rows hold cells (tag and line)."""
    marks: list[PdfLine | None] = []
    trs: list[int | Tag] = []
    for cells in given:
        tags: list[int | Tag] = []
        for kind, line in cells:
            tags.append(Tag(kind, None, [len(marks)]))
            marks.append(line)
        trs.append(Tag("TR", None, tags))
    found = cells_of(Tag("Table", None, trs), lambda tag: [n for m in marks_of(tag) if (n := marks[m])])
    assert found is not None
    grid = [[""] * max(c.column + c.column_span for c in found) for _ in given]
    for cell in found:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                grid[r][c] = "".join(line.text for line in cell.lines)
    return grid


def test_rows_under_a_cell_whose_tag_names_no_span_keep_their_columns() -> None:
    grid = _tagged(
        [("TH", _line("Family", 40)), ("TH", _line("Area", 150)), ("TH", _line("Staff", 300))],
        [("TH", _line("Records", 40)), ("TD", _line("Coding", 150)), ("TD", _line("12", 300))],
        [("TD", _line("Archive", 150)), ("TD", _line("40", 300))],
        [("TH", _line("Networks", 40)), ("TD", _line("Cables", 150)), ("TD", _line("7", 300))],
    )
    assert grid[2] == ["Records", "Archive", "40"]


def test_a_column_header_does_not_reach_down_to_rows_that_hang_on_the_page_before() -> None:
    grid = _tagged(
        [("TH", _line("Family", 40)), ("TH", _line("Area", 150)), ("TH", _line("Staff", 300))],
        [("TD", _line("Archive", 150)), ("TD", _line("40", 300))],
        [("TH", _line("Networks", 40)), ("TD", _line("Cables", 150)), ("TD", _line("7", 300))],
    )
    assert grid[1] == ["", "Archive", "40"]


def _table_block(*rows: list[tuple[str, float, int]], head: bool = True) -> PdfBlock:
    """A table of rows of cells (words, place, rows that they reach over), the first of them headers."""
    cells = [
        PdfCell(r, int(x0 // 100), [_line(text, x0)], row_span, 1, head and r == 0)
        for r, cells in enumerate(rows)
        for text, x0, row_span in cells
    ]
    return PdfBlock("table", [], cells=cells)


def test_a_cell_that_reaches_over_a_page_break_names_the_rows_after_it() -> None:
    head = [("Family", 0.0, 1), ("Area", 100.0, 1), ("Staff", 200.0, 1)]
    before = _table_block(head, [("Records", 0.0, 3), ("Coding", 100.0, 1), ("12", 200.0, 1)])
    after = _table_block(
        head,
        [("Archive", 100.0, 1), ("40", 200.0, 1)],
        [("Scanning", 100.0, 1), ("9", 200.0, 1)],
        [("Networks", 0.0, 1), ("Cables", 100.0, 1), ("7", 200.0, 1)],
    )
    rest = rest_of_table(before, after)
    assert [(c.row, c.column) for c in rest or []] == [(2, 1), (2, 2), (3, 1), (3, 2), (4, 0), (4, 1), (4, 2)]


def test_a_cell_that_reaches_too_far_does_not_cover_the_rows_of_the_next_page() -> None:
    head = [("Family", 0.0, 1), ("Area", 100.0, 1)]
    before = _table_block(head, [("Records", 0.0, 3), ("Coding", 100.0, 1)])
    rest = rest_of_table(before, _table_block(head, [("Networks", 0.0, 1), ("Cables", 100.0, 1)]))
    assert [c.row for c in rest or []] == [4, 4]


def test_a_lone_cell_at_the_left_reaches_over_its_row() -> None:
    grid = _tagged(
        [("TH", _line("Area", 40)), ("TH", _line("2023", 150)), ("TH", _line("2024", 300))],
        [("TD", _line("Hospitals", 40))],
        [("TD", _line("Beds", 40)), ("TD", _line("12", 150)), ("TD", _line("14", 300))],
    )
    assert grid[1] == ["Hospitals"] * 3


def test_words_over_values_are_headers_where_the_tags_name_none() -> None:
    rows_given = [("Area", "Beds"), ("North", "12"), ("South", "15")]
    trs: list[int | Tag] = [
        Tag("TR", None, [Tag("TD", None, [2 * n]), Tag("TD", None, [2 * n + 1])]) for n in range(len(rows_given))
    ]
    words = [word for pair in rows_given for word in pair]
    found = cells_of(Tag("Table", None, trs), lambda tag: [_line(words[m], 40 + 100 * (m % 2)) for m in marks_of(tag)])
    assert [c.lines[0].text for c in found or [] if c.header] == ["Area", "Beds"]


def _cells_as_paragraphs(folder: Path) -> Document:
    """A tagged PDF whose table is tagged as a paragraph for each cell."""
    weasyprint = pytest.importorskip("weasyprint")
    cells = [text for texts in (["Region", "Beds", "Share", "Change"], *BED_TEXTS) for text in texts]
    style = "font-size:12px;position:absolute;margin:0"
    placed = "".join(
        f'<p style="{style};left:{20 + 130 * (n % 4)}px;top:{240 + 20 * (n // 4)}px">{text}</p>'
        for n, text in enumerate(cells)
    )
    page = f'<html lang="en"><title>Beds</title><body><h1>Beds</h1><p>{PROSE[0]}.</p>{placed}</body></html>'
    weasyprint.HTML(string=page).write_pdf(str(folder / "paragraphs.pdf"), pdf_variant="pdf/ua-1")
    return read(folder / "paragraphs.pdf")


def test_a_table_that_is_tagged_as_paragraphs_is_one(tmp_path: Path) -> None:
    document = _cells_as_paragraphs(tmp_path)
    (table,) = tables_of(document)
    assert texts_of(table) == [["Region", "Beds", "Share", "Change"], *BED_TEXTS]
    assert document.text.count("Eastern and coastal") == 1
    assert document.integrity.signals == ("tags",)


# ---- any words and rules

WORDS = ("12", "1,204", "Total", "—", "beds", "of", "(14)", "2023/24", "Note", "1.", "...", "lower", "5%")
PLACES = st.tuples(
    st.sampled_from(WORDS), st.integers(0, 6), st.integers(0, 14), st.sampled_from((0.0, 0.4, 3.0, 11.5))
)
RULES = st.tuples(st.booleans(), st.integers(0, 15), st.integers(0, 7), st.integers(1, 8))


@given(st.lists(PLACES, max_size=60), st.lists(RULES, max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_two_cells_share_a_place_and_no_word_stands_twice(
    placed: list[tuple[str, int, int, float]], ruled: list[tuple[bool, int, int, int]]
) -> None:
    runs = [
        Run(text, 40 + 60 * x + off, 60 + 12 * y + off / 9, 50 + 60 * x + off, 70 + 12 * y, 10, False, -1)
        for text, x, y, off in placed
    ]
    words = [Word(*run[:7], run=i) for i, run in enumerate(runs)]
    rules = [
        Rule(40 + 60 * a, 55 + 14 * y, 40 + 60 * (a + b), 55 + 14 * y)
        if level
        else Rule(30 + 30 * y, 55 + 28 * a, 30 + 30 * y, 55 + 28 * (a + b))
        for level, y, a, b in ruled
    ]
    found = table_finding.tables_of(words, rules, runs)
    taken = [run for table in found for run in table.runs]
    assert len(taken) == len(set(taken))
    for table in found:
        cells = table.block.cells
        places = [
            (r, c)
            for cell in cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(places) == len(set(places))
        printed = sorted("".join("".join(line.text for cell in cells for line in cell.lines).split()))
        assert printed == sorted("".join(runs[i].text for i in table.runs if i not in table.remains))


@pytest.mark.parametrize("edge", [1e9, float("inf"), float("nan")])
def test_a_broken_place_costs_neither_time_nor_an_error(edge: float, tmp_path: Path) -> None:
    write_pages(tmp_path / "sound.pdf", lambda canvas: rows(canvas, 100, BEDS))
    document = pypdfium2.PdfDocument(tmp_path / "sound.pdf")
    with loaded_page(document, 0) as (page, text_page):
        found = RunReader().read(page, text_page)
        broken = [*found.runs, found.runs[0]._replace(bottom=edge), found.runs[1]._replace(top=edge, bottom=edge)]
        (table,) = TableFinder().find(page, text_page, found._replace(runs=broken))
    document.close()
    assert len(table.block.cells) == len(BEDS) * 4


# ---- reading pages


def _found(path: Path, finder: TableFinder) -> list[FoundTable]:
    document = pypdfium2.PdfDocument(path)
    try:
        with loaded_page(document, 0) as (page, text_page):
            return finder.find(page, text_page, RunReader().read(page, text_page))
    finally:
        document.close()


def test_a_page_that_is_printed_again_is_not_searched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pages(tmp_path / "first.pdf", lambda canvas: rows(canvas, 100, BEDS))
    write_pages(tmp_path / "again.pdf", lambda canvas: rows(canvas, 100, BEDS))
    write_pages(tmp_path / "moved.pdf", lambda canvas: rows(canvas, 120, BEDS))
    finder = TableFinder()
    first = _found(tmp_path / "first.pdf", finder)
    assert len(first) == 1
    searched: list[str] = []
    monkeypatch.setattr(table_finding, "words_of", lambda *_: searched.append("searched") or [])
    assert _found(tmp_path / "again.pdf", finder) == first
    assert not searched
    assert _found(tmp_path / "moved.pdf", finder) == []
    assert searched == ["searched"]


def test_tables_are_found_where_pdfplumber_stands_in(tmp_path: Path) -> None:
    path = tmp_path / "plumber.pdf"
    write_pages(path, lambda canvas: rows(canvas, 100, BEDS))
    (page,) = pages_by_plumber(path, FileDamaged(path, "is damaged"), max_pages=1)
    (block,) = page.blocks
    assert block.kind == "table"
    assert [cell.lines[0].text for cell in block.cells] == [text for texts in BED_TEXTS for text in texts]


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_finding, "REMEMBERED", 2)
    finder = TableFinder()
    for n in range(4):
        write_pages(tmp_path / f"{n}.pdf", lambda canvas, n=n: rows(canvas, 100 + 10 * n, BEDS))  # type: ignore[misc]
        _found(tmp_path / f"{n}.pdf", finder)
    assert finder.remembered == 2


def test_pages_of_prose_are_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pages(tmp_path / "prose.pdf", lambda canvas: prose(canvas, 60, lines=40))
    monkeypatch.setattr(table_finding, "rules_of", lambda *_: pytest.fail("the page was searched"))
    assert _found(tmp_path / "prose.pdf", TableFinder()) == []
