"""The integrity report: what it finds, what it lets pass; and the words as printed, in every format."""

from pathlib import Path

import pytest
from docx import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from corpus.document import Document, Integrity, Repair, Span
from corpus.integrity import PageRange, page_list
from pipeline.readers import read
from pipeline.readers.integrity import page_ranges


def document_of(folder: Path, text: str, name: str = "plan.txt") -> Document:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read(file)


def words_around(document: Document) -> list[str]:
    return [document.quote(span) for span in document.integrity.broken_sentences]


HEALTHY = """Winter plan for the northern system

1. Background

Trusts agreed three priorities:
- open more beds on the wards, and
- cut the longest waits; and
- help the staff they depend on

For each ward we ask the team to:
(a) say who leads it, and
(b) say who it answers to.

2. Next steps

Straight to test For certain pathways this is an option. The board meets in May (see para. 3, p. 12 and no. 4).
Write to the Chief Executive, 1 High Street, Anytown AN1 2YZ. See e.g. the plan of St. Mary's. Staff may opt in.

The two largest trusts report at least five actions to:
- the board
- the region

3. Table

| Area | Beds | Notes |
| --- | --- | --- |
| North | 12 |  |
| South | 14 | two wards |
"""


def test_a_healthy_document_has_no_findings(tmp_path: Path) -> None:
    integrity = document_of(tmp_path, HEALTHY).integrity
    assert integrity.findings == []
    assert integrity.empty_cells == 1


def test_typography_is_repaired_without_a_finding(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Winter plan\r\n\r\nThe o\ufb03ce has\u00a0beds, co\u00adoperates and opens.\r\n")
    assert "The office has beds, cooperates and opens." in document.text
    assert {r.rule for r in document.integrity.repairs} >= {"ligature ffi", "non-breaking space", "soft hyphen"}
    assert document.integrity.findings == []


# ---- sentences


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        (
            "Services should care for people with frailty, heart failure and This should be in line with the plan.",
            "and This",
        ),
        (
            "Teams widen access for people who wait for their care in the community We will work with providers.",
            "community We",
        ),
        ("All trusts have joined the new provider arrangements will We expect boards to take part.", "will We"),
        ("In March the board published the , which sets out what trusts do.", "published the ,"),
        ("Thousands of people were given new devices to manage their", "their"),
    ],
)
def test_a_sentence_that_breaks_off_is_named(tmp_path: Path, paragraph: str, place: str) -> None:
    document = document_of(
        tmp_path, f"Winter plan\n\nAll is well in the north.\n\n{paragraph}\n\nNo ward has closed.\n"
    )
    assert words_around(document) == [place]
    assert "1 sentence breaks off" in document.integrity.findings


@pytest.mark.parametrize(
    "paragraph",
    [
        "Appointment slot issue (ASI) When no appointment is free, the hospital is told.",
        "We help people in the places they live in and with whom they live with",
        "The aim is to agree on the standard that all trusts sign up to",
        "The NHS Long Term Plan and the In Year Review set this out.",
        "See section B. In addition, the team meets weekly: We expect all to come.",
        "Staff were asked to read the strategy Our plan for patients and the We are the NHS plan before they met.",
        "Is the ward safe? We think so! This is why it stays open.",
    ],
)
def test_a_sentence_that_is_whole_is_not(tmp_path: Path, paragraph: str) -> None:
    document = document_of(
        tmp_path, f"Winter plan\n\nAll is well in the north.\n\n{paragraph}\n\nNo ward has closed.\n"
    )
    assert words_around(document) == []


# ---- counts


@pytest.mark.parametrize(
    ("text", "stated", "found"),
    [
        ("The board agreed the following four actions:\n- open beds\n- cut waits\n- hire staff\n", "four actions", 3),
        ("The board agreed five priorities:\n- open beds\n- cut waits\n", "five priorities", 2),
        ("The guidance sets out 32 national objectives, which all trusts know.\n", "32 national objectives", 0),
        ("This plan contains the twelve actions that boards asked for.\n", "twelve actions", 0),
    ],
)
def test_a_stated_count_that_does_not_match_is_named(tmp_path: Path, text: str, stated: str, found: int) -> None:
    document = document_of(tmp_path, f"Winter plan\n\n{text}\nAll is well in the north.\n")
    (mismatch,) = document.integrity.mismatches
    assert (mismatch.stated, mismatch.found) == (stated, found)
    assert document.text[mismatch.start : mismatch.end] == stated
    assert document.integrity.findings == [f"the text states “{stated}”, {found} found"]


@pytest.mark.parametrize(
    "text",
    [
        "The board agreed three actions:\n- open beds\n- cut waits\n- hire staff\n",
        "The board took two of the five actions:\n- open beds\n- cut waits\n- hire staff\n",
        "Each trust takes at least four actions:\n- open beds\n- cut waits\n",
        "The three priorities above will be delivered by:\n- new beds\n- more staff\n",
        "These five aims are for:\n- patients\n- staff\n",
        "The trust has four priorities, including:\n- new beds\n- more staff\n",
        "Over the next two years we ask trusts to:\n- open beds\n- cut waits\n- hire staff\n",
        "The Long Term Plan set out five aims, and trusts worked towards them.\n",
        "The guidance sets out three aims.\n\nAim 1 is care. Aim 2 is speed. Aim 3 is trust.\n",
        "The board agreed two principles:\n- open beds\n- cut waits\n- These principles are used by all trusts.\n",
    ],
)
def test_a_count_that_may_be_right_is_not(tmp_path: Path, text: str) -> None:
    document = document_of(tmp_path, f"Winter plan\n\n{text}\nAll is well in the north.\n")
    assert document.integrity.mismatches == ()


# ---- tables, numbers, pages


def test_an_empty_column_is_named_with_its_header(tmp_path: Path) -> None:
    table = "| Area | Objective |\n| --- | --- |\n| Beds |  |\n| Waits |  |\n| Staff |  |\n"
    document = document_of(tmp_path, f"# Winter plan\n\nAll is well.\n\n## Objectives\n\n{table}", "plan.md")
    (column,) = document.integrity.empty_columns
    assert (column.header, column.cells) == ("Objective", 3)
    assert document.quote(column).startswith("Area")
    assert document.integrity.empty_cells == 3
    assert document.integrity.findings == ["3 cells under “Objective” are empty"]


def headings(numbers: str) -> str:
    parts = (
        f"## {number}. Care of group {i}\n\nAll is well in the north.\n" for i, number in enumerate(numbers.split())
    )
    return "# Winter plan\n\n" + "\n".join(parts)


def test_a_gap_in_the_numbers_of_headings_is_named(tmp_path: Path) -> None:
    document = document_of(tmp_path, headings("2A 2B 2D 2E"), "plan.md")
    (gap,) = document.integrity.number_gaps
    assert (gap.before, gap.after, gap.missing) == ("2B", "2D", ("2C",))
    assert document.text[gap.start :].startswith("2D")
    assert document.integrity.findings == ["headings go from 2B to 2D"]


@pytest.mark.parametrize("numbers", ["1 2 3 4", "2 4 6", "1 3", "1 2 9", "3 4 6", "1 2 4 6"])
def test_numbers_that_follow_no_series_have_no_gap(tmp_path: Path, numbers: str) -> None:
    assert document_of(tmp_path, headings(numbers), "plan.md").integrity.number_gaps == ()


def test_a_number_that_stands_elsewhere_is_not_left_out(tmp_path: Path) -> None:
    text = headings("1 2 4").replace("## 4.", "3. Beds, where a heading was read as text.\n\n## 4.")
    assert document_of(tmp_path, text, "plan.md").integrity.number_gaps == ()


def test_neighbouring_pages_of_one_signal_are_one_range() -> None:
    assert page_ranges(["tags", "tags", "no text", "tags"]) == (
        PageRange(first=1, last=2, signal="tags"),
        PageRange(first=3, last=3, signal="no text"),
        PageRange(first=4, last=4, signal="tags"),
    )


def test_pages_are_named_in_short() -> None:
    assert page_list([1, 2, 3, 7]) == "1–3, 7"
    assert Integrity(pages_without_text=(2, 3)).findings == ["2 pages without text: 2–3"]


def test_much_that_is_lost_is_said_to_be_much(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Winter plan\n\nThe \ufffd\ufffd\ufffd board \ufffd\ufffd met.\n")
    assert document.integrity.unrepaired == 5
    assert document.integrity.findings[0].endswith("% of the text)")
    assert [example.source for example in document.integrity.unrepaired_examples] == [
        "\ufffd\ufffd\ufffd",
        "\ufffd\ufffd",
    ]


# ---- the words as printed


def gbk(text: str) -> str:
    return text.encode().decode("gbk", errors="ignore")


def test_repairs_come_with_their_first_places(tmp_path: Path) -> None:
    document = document_of(tmp_path, gbk("Winter plan\n\nThe board’s plan and the trust’s beds cost £5 million."))
    (repair,) = document.integrity.repairs
    assert (repair.rule, repair.count) == ("UTF-8 read as GBK", 3)
    assert [(e.source, e.text) for e in repair.examples] == [
        ("board鈥檚", "board’s"), ("trust鈥檚", "trust’s"), ("拢5", "£5"),
    ]  # fmt: skip
    assert all(document.quote(e) == e.text and document.quote_source(e) == e.source for e in repair.examples)
    assert document.integrity.findings == ["3 × UTF-8 read as GBK, repaired"]


def found(document: Document, words: str) -> str:
    start = document.text.index(words)
    return document.quote_source(Span(start=start, end=start + len(words)))


def test_words_as_printed_in_a_table_of_a_text(tmp_path: Path) -> None:
    table = "| Area | Beds |\n| --- | --- |\n| Children鈥檚 ward | 12 |\n| A\u00a0and E | 拢5 |\n"
    document = document_of(tmp_path, f"# Winter plan\n\n## Beds\n\n{table}", "plan.md")
    cells = [c for b in document.blocks if b.table for c in b.table.cells]
    assert [c.text for c in cells[2:]] == ["Children’s ward", "12", "A and E", "£5"]
    assert [document.quote_source(c) for c in cells[2:]] == ["Children鈥檚 ward", "12", "A\u00a0and E", "拢5"]


def test_words_as_printed_in_html(tmp_path: Path) -> None:
    cells = "<tr><th>Area</th><th>Spend</th></tr><tr><td>R&amp;D o&#xFB03;ce</td><td>&pound;5&nbsp;million</td></tr>"
    main = f"<h1>Plan</h1><p>Children&rsquo;s beds: it costs Â£5.</p><table>{cells}</table>"
    html = f"<html><body><main>{main}</main></body></html>"
    document = document_of(tmp_path, html, "plan.html")
    assert found(document, "Children’s") == "Children’s"
    assert found(document, "costs £5.") == "costs Â£5."
    assert found(document, "R&D office") == "R&D o\ufb03ce"
    assert found(document, "£5 million") == "£5\u00a0million"


def test_words_as_printed_in_docx(tmp_path: Path) -> None:
    made = WordDocument()
    made.add_heading("Winter plan", 0)
    made.add_paragraph("The patientâ€™s bed costs 1\u2009500 a week.")
    made.add_table(1, 2).rows[0].cells[1].text = "o\ufb03ce\u00a0staff"
    made.tables[0].rows[0].cells[0].text = "Area"
    made.save(str(tmp_path / "plan.docx"))
    document = read(tmp_path / "plan.docx")
    assert found(document, "patient’s bed costs 1,500") == "patientâ€™s bed costs 1\u2009500"
    assert found(document, "office staff") == "o\ufb03ce\u00a0staff"


def test_words_as_printed_in_pdf_with_their_boxes(tmp_path: Path) -> None:
    drawn = canvas.Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    for y, line in (
        (800, "The board wil open two mil ion beds and al trusts wil ful y join."),
        (760, "Stil , it is smal ."),
    ):
        drawn.drawString(72, y, line)
    drawn.showPage()
    drawn.save()
    document = read(tmp_path / "plan.pdf")
    assert "The board will open two million beds and all trusts will fully join." in document.text
    assert found(document, "two million beds") == "two mil ion beds"
    start = document.text.index("Still, it")
    (box,) = document.boxes(start, start + len("Still,"))
    assert box.page == 1
    assert box.x0 == pytest.approx(72, abs=1)


def test_a_blank_page_is_no_finding_and_a_drawn_one_is(tmp_path: Path) -> None:
    drawn = canvas.Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    drawn.drawString(72, 800, "The board met in May to agree its plan for beds.")
    drawn.showPage()
    drawn.showPage()
    drawn.rect(72, 72, 300, 300, fill=1)
    drawn.showPage()
    drawn.save()
    integrity = read(tmp_path / "plan.pdf").integrity
    assert [(p.first, p.last, p.signal) for p in integrity.pages][1:] == [(2, 2, "blank"), (3, 3, "no text")]
    assert integrity.findings == ["1 page without text: 3"]


def test_a_quiet_repair_is_in_the_report_and_no_finding() -> None:
    quiet, loud = Repair(rule="soft hyphen", count=2), Repair(rule='lost "ll"', count=3)
    assert Integrity(repairs=(quiet, loud)).findings == ['3 × lost "ll", repaired']
