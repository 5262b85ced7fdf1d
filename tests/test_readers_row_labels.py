"""Tables of objectives that a conversion broke into lines. All texts here are written for the tests."""

import time
from pathlib import Path

import pytest

from corpus.document import Block, Document, Section, Span
from extractors import extract_objectives
from extractors.numbers import find_numbers
from extractors.text import clauses
from pipeline.readers import read

LABELLED = """**Objectives and success measures for 2031/32 **

**Theme **

**Success measure **

Bring the share of patients who start treatment within 18 weeks to 68% by March 2032, **Shorter waits **

with every hospital expected to gain at least 4 percentage points

**for planned **

Keep the share of people who wait longer than 40 weeks for surgery to less than **operations **

2% of the waiting list by March 2032

Raise the share of patients seen in urgent care within 4 hours to 81%, **Urgent care **

admitting fewer of them, and keep those who stay longer than 12

**and ambulance **

hours below 3% in March 2032

**handovers **

Hold Category 2 response times to an average of 27 minutes across 2031/32
"""
CELLS = """National objectives for 2031/32

Area

Objective

2031/32

2032/33

Urgent care

Patients seen within

4 hours

82%

85%

Category 2 mean response time

28 minutes

25 minutes

Planned care

Patients treated within 18 weeks

70%

at least 80%

Plans follow in May.
"""
ROWS = """National objectives for 2031/32

Objective 2031/32 2032/33
Patients seen within 4 hours 82% 85%
Category 2 mean response time for all
ambulance services 28 minutes 25 minutes
Patients treated within 18 weeks 70% 80%
"""
COLUMNS = """Operational objectives

Theme                    Success measure

Shorter waits for        Raise the share of patients who are treated within 18 weeks to 68%
planned care             by March 2032

                         Cut the share of people who wait over 40 weeks to less than
                         2% of the waiting list by March 2032

Safe urgent care         Admit or discharge a minimum of 82% of patients within
for everyone             4 hours in March 2032

Plans are due in May.
"""
VALUES = """Operational objectives

Area               Objective                                      2031/32      2032/33

Urgent care        Patients admitted or discharged within          82%           85%
                   4 hours
                   Category 2 mean response time                   28 minutes    25 minutes
Planned care       Patients treated within 18 weeks of             70%           80%
and tests          referral

Next steps
"""
EMPHASIS = """**Working together**

We ask every board to **reduce waste**

and to publish its plan in **May**. Staff who **work at night** are paid more.

Nobody should have to **wait longer**

than they need to.
"""


def document_of(folder: Path, text: str, name: str = "plan.md") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def asides(document: Document) -> list[str]:
    return [document.quote(aside) for block in document.blocks for aside in block.asides]


def grid(document: Document) -> list[list[str]]:
    tables = [block.table for block in document.blocks if block.table]
    assert len(tables) == 1
    return [[c.text for c in tables[0].cells if c.row == row] for row in range(tables[0].rows)]


def levels(document: Document) -> list[tuple[str, float | None, str | None]]:
    return [(o.comparator, o.value, o.unit) for o in extract_objectives(document)]


# ---- labels in bold inside sentences


def test_labels_that_cut_a_sentence_are_asides_and_the_others_captions(tmp_path: Path) -> None:
    document = document_of(tmp_path, LABELLED)
    assert asides(document) == ["Shorter waits", "operations", "Urgent care", "and ambulance"]
    captions = [document.quote(b) for b in document.blocks if b.kind == "caption"]
    assert captions == ["for planned", "handovers"]
    for block in document.blocks:
        assert all(block.start <= aside.start < aside.end <= block.end for aside in block.asides)


def test_each_objective_is_a_block_and_reads_without_the_label(tmp_path: Path) -> None:
    document = document_of(tmp_path, LABELLED)
    sentences = [" ".join(c.text.split()) for c in clauses(document)]
    assert "hospital expected to gain at least 4 percentage points" in " ".join(sentences)
    assert sentences[-2:] == [
        "Raise the share of patients seen in urgent care within 4 hours to 81%, admitting fewer of them, and keep "
        "those who stay longer than 12 hours below 3% in March 2032",
        "Hold Category 2 response times to an average of 27 minutes across 2031/32",
    ]


def test_the_text_keeps_the_printed_order_and_leads_back_to_the_file(tmp_path: Path) -> None:
    document = document_of(tmp_path, LABELLED)
    assert len(document.prose) == len(document.text)
    assert "less than operations 2% of the waiting list" in document.text
    at = document.text.index("less than operations 2%")
    source = document.quote_source(Span(start=at, end=at + len("less than operations 2%")))
    assert source == "less than **operations **\n\n2%"


def test_levels_are_read_across_a_label(tmp_path: Path) -> None:
    found = levels(document_of(tmp_path, LABELLED))
    assert ("<=", 2.0, "percent") in found
    assert (">=", 68.0, "percent") in found
    assert not any(unit == "count" for _, _, unit in found)


@pytest.mark.parametrize(
    "text",
    [
        EMPHASIS,
        "We must **cut waste **\n\nand **save energy **\n\nby May.",
        LABELLED.replace("**", ""),
    ],
    ids=["emphasis", "too few", "no bold"],
)
def test_emphasis_is_no_label(tmp_path: Path, text: str) -> None:
    assert not asides(document_of(tmp_path, text))


def test_prose_blanks_the_asides_and_nothing_else() -> None:
    text = "Seen within 12 ambulance hours. Done."
    root = Section(id="s", parent_id=None, level=1, heading="Plan", path=("Plan",), start=0, end=len(text))
    aside = Span(start=15, end=24)

    def prose(*asides: Span) -> str:
        block = Block(kind="paragraph", start=0, end=len(text), section_id="s", asides=asides)
        return Document(
            id="d", sha256="0", file="a.md", title="Plan", media_type="text/markdown", text=text,
            sections=(root,), blocks=(block,),
        ).prose  # fmt: skip

    assert prose(aside) == "Seen within 12           hours. Done."
    assert [(n.value, n.unit) for n in find_numbers(prose(aside))] == [(12.0, "hour")]
    assert prose() == text


# ---- cells and rows in lines


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("tight", [False, True])
def test_cells_one_a_line_make_a_table(tmp_path: Path, name: str, tight: bool) -> None:
    text = CELLS.replace("\n\n", "\n") if tight else CELLS
    document = document_of(tmp_path, text, name)
    assert grid(document) == [
        ["Area", "Objective", "2031/32", "2032/33"],
        ["Urgent care", "Patients seen within 4 hours", "82%", "85%"],
        ["Category 2 mean response time", "28 minutes", "25 minutes"],
        ["Planned care", "Patients treated within 18 weeks", "70%", "at least 80%"],
    ]
    table = next(b.table for b in document.blocks if b.table)
    assert [c.row_span for c in table.cells if c.text == "Urgent care"] == [2]
    assert [c.text for c in table.cells if c.header] == ["Area", "Objective", "2031/32", "2032/33"]


def test_cells_in_bold_make_the_same_table(tmp_path: Path) -> None:
    heads = ("Area", "Objective", "2031/32", "2032/33", "Urgent care", "Planned care")
    lines = [f"**{line} **" if line in heads else line for line in CELLS.splitlines()]
    assert grid(document_of(tmp_path, "\n".join(lines))) == grid(document_of(tmp_path, CELLS, "a.txt"))


def test_a_label_more_than_the_header_has_heads_the_rows_below(tmp_path: Path) -> None:
    heads, row = ["Measure", "2031/32", "2032/33"], ["Planned care", "Tests done in time", "90%", "95%"]
    text = "\n\n".join([*heads, *row, "Clinics held", "40", "44"])
    document = document_of(tmp_path, text, "a.txt")
    assert grid(document)[1:] == [["Planned care"], ["Tests done in time", "90%", "95%"], ["Clinics held", "40", "44"]]


def test_a_title_like_a_header_stays_a_title(tmp_path: Path) -> None:
    text = CELLS.replace("National objectives for 2031/32", "National objectives").replace("Area\n\nObj", "Obj")
    for label in ("Urgent care\n\n", "Planned care\n\n"):
        text = text.replace(label, "")
    document = document_of(tmp_path, text, "a.txt")
    assert document.title == "National objectives"
    assert grid(document)[0] == ["Objective", "2031/32", "2032/33"]


@pytest.mark.parametrize(
    "value", ["<2%", "at least 80%", "85% by March 2033", "£1.2m", "no more than 30 minutes", "n/a", "1 in 4"]
)
def test_values_in_many_forms(tmp_path: Path, value: str) -> None:
    lines = ["Objective; measure", "2031/32", "Tests in time", value, "Clinics held", "40", "Beds open", "600"]
    assert grid(document_of(tmp_path, "\n\n".join(["Plan", *lines, "Notes follow."]), "a.txt"))[1][1] == value


def test_rows_without_gutters_make_a_table(tmp_path: Path) -> None:
    assert grid(document_of(tmp_path, ROWS, "a.txt")) == [
        ["Objective", "2031/32", "2032/33"],
        ["Patients seen within 4 hours", "82%", "85%"],
        ["Category 2 mean response time for all ambulance services", "28 minutes", "25 minutes"],
        ["Patients treated within 18 weeks", "70%", "80%"],
    ]


@pytest.mark.parametrize("text", [CELLS, ROWS, VALUES], ids=["cells", "rows", "columns"])
def test_the_rows_of_a_broken_table_are_objectives(tmp_path: Path, text: str) -> None:
    found = extract_objectives(document_of(tmp_path, text, "a.txt"))
    assert [o.value for o in found if o.unit == "percent"] == [82.0, 85.0, 70.0, 80.0]
    assert [str(o.deadline.date) for o in found[:2] if o.deadline] == ["2032-03-31", "2033-03-31"]
    assert [(o.comparator, o.value) for o in found if o.unit == "minute"] == [("<=", 28.0), ("<=", 25.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Our priorities\n\nWe set three priorities for 2031/32.\n\nBeds\n\nStaff\n\nBuildings\n",
        "Objective\n\n2031/32\n\nPatients seen in time\n\n82%\n\nThe board agreed.\n",
        "Objectives for 2031/32\n\nShorter waits\n\nFair pay\n\n12 new clinics\n",
        "Contents\n\nPriorities\n\nPerformance\n\nFinance\n\n4\n\nStaff\n\n5\n\nEstates\n\n6\n",
        "Measure Target\nThe board met in May.\nIt agreed the plan.\n",
    ],
    ids=["list", "one row", "no values", "contents", "prose"],
)
def test_what_has_no_rows_of_values_is_no_table(tmp_path: Path, text: str) -> None:
    assert not any(b.table for b in document_of(tmp_path, text, "a.txt").blocks)


# ---- columns with gutters


def test_a_column_of_labels_beside_sentences_is_kept_out_of_them(tmp_path: Path) -> None:
    document = document_of(tmp_path, COLUMNS, "a.txt")
    assert asides(document) == ["planned care", "for everyone"]
    assert ("<=", 2.0, "percent") in levels(document)
    assert (">=", 82.0, "percent") in levels(document)
    metrics = [o.metric for o in extract_objectives(document)]
    assert not any("planned care" in metric or "everyone" in metric for metric in metrics)
    assert [b.kind for b in document.blocks][-1] == "paragraph"


def test_columns_of_values_beside_broken_labels_make_a_table(tmp_path: Path) -> None:
    assert grid(document_of(tmp_path, VALUES, "a.txt"))[1:] == [
        ["Urgent care", "Patients admitted or discharged within 4 hours", "82%", "85%"],
        ["Category 2 mean response time", "28 minutes", "25 minutes"],
        ["Planned care and tests", "Patients treated within 18 weeks of referral", "70%", "80%"],
    ]


def test_a_line_goes_on_with_the_number_it_breaks_before(tmp_path: Path) -> None:
    text = "Plan\n\nOur aim\n\nTreat at least 82% of all patients within\n4 hours in March 2032\n\nThank you all.\n"
    document = document_of(tmp_path, text, "a.txt")
    assert "Treat at least 82% of all patients within 4 hours in March 2032" in map(document.quote, document.blocks)


# ---- limits


@pytest.mark.parametrize(
    "unit",
    [
        "**label **\n\n",
        "**a **b ",
        "Area\n\n2031/32\n\n",
        "Area  Objective  2031/32\n",
        "Area  Objective\nx  y\n",
        "word **a **\n\nx\n\n",
    ],
)
def test_time_is_linear_in_the_length(tmp_path: Path, unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.perf_counter()
        document_of(tmp_path, "Plan\n\n" + unit * times, "a.md")
        return time.perf_counter() - start

    seconds(100)
    assert seconds(4000) < 12 * seconds(1000) + 0.5
