"""Figures in sentences, rankings and tables."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.document import Block, Cell, Document, Section, Span, Table
from extractors.figures import extract_figures


def document(text: str, *, kind="board_paper", planning=None, tables: dict[int, Table] | None = None) -> Document:
    """A document of one section whose lines are its blocks; a bulleted line hangs on the last line without one."""
    blocks, at, stem = [], 0, None
    for i, line in enumerate(text.split("\n")):
        if line.startswith("• "):
            blocks.append(Block(start=at + 2, end=at + len(line), kind="list_item", section_id="s", lead_in=stem))
        elif tables and i in tables:
            blocks.append(Block(start=at, end=at + len(line), kind="table", section_id="s", table=tables[i]))
        elif line:
            stem = Span(start=at, end=at + len(line))
            blocks.append(Block(start=at, end=at + len(line), kind="paragraph", section_id="s"))
        at += len(line) + 1
    root = Section(start=0, end=len(text), id="s", parent_id=None, level=1, heading="Report", path=("Report",))
    return Document(
        id="d",
        sha256="0",
        file="f.txt",
        title="Report",
        kind=kind,
        published=date(2024, 11, 28),
        financial_year="2024/25",
        planning_year=planning,
        media_type="text/plain",
        text=text,
        sections=(root,),
        blocks=tuple(blocks),
    )


def rows(text: str, **options):
    return [(f.value, f.unit, f.direction) for f in extract_figures(document(text, **options))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bed occupancy stood at 94.6% in October.", [(94.6, "percent", "level")]),
        ("Referrals rose by a fifth on last year.", [(20, "percent", "increase")]),
        ("Agency spend halved over the year.", [(50, "percent", "decrease")]),
        ("The trust reported a deficit of £12.4m.", [(12.4e6, "GBP", "level")]),
        ("There was a 3.1 percentage point fall in uptake.", [(3.1, "percentage_point", "decrease")]),
        ("Spend was 2% above plan.", [(2, "percent", "level")]),
        ("The mean response time was 36 minutes.", [(36, "minute", "level")]),
        ("This freed 40,000 hours of nursing time.", [(40000, "hour", "level")]),
        ("Two in five calls were answered.", [(40, "percent", "level")]),
        ("There were 27 falls per million bed days.", [(27, "per_million", "level")]),
        ("Productivity recovered, with an estimated 1.4% loss in May.", [(1.4, "percent", "decrease")]),
        ("Up to £30 million will be given to hospices.", [(3e7, "GBP", "level")]),
        ("The fund received an additional £9m.", [(9e6, "GBP", "increase")]),
        ("Staff numbers have nearly doubled.", [(2, "multiple", "increase")]),
        (
            "Same day care went from 62% in 2022/23 to 66% in 2023/24.",
            [(62, "percent", "level"), (66, "percent", "level")],
        ),
        (
            "Same day care has improved from 62% in 2022/23 to 66% in 2023/24.",
            [(62, "percent", "level"), (66, "percent", "increase")],
        ),
        ("Income rose by £3m to £48m.", [(3e6, "GBP", "increase"), (48e6, "GBP", "level")]),
        (
            "Energy use fell by 6% and 72% of waste was recycled.",
            [(6, "percent", "decrease"), (72, "percent", "level")],
        ),
        ("Visitors made up 8% of admissions.", [(8, "percent", "level")]),
        ("Two patients waited over 78 weeks.", [(2, "count", "level")]),
        ("Smoking was to fall, up from 12% last year.", [(12, "percent", "level")]),
        ("Letters were taking 14 days to type.", [(14, "day", "level")]),
        ("Only 26 had one.", [(26, "count", "level")]),
        ("Our centres did 4,012 hip and knee operations.", [(4012, "count", "level")]),
        ("Cancellations: 41; day cases: 86%.", [(41, "count", "level"), (86, "percent", "level")]),
        ("The list was 512 in May, against 498 in April.", [(512, "count", "level"), (498, "count", "level")]),
        (
            "A 9% increase to 1,204 visits was recorded.",
            [(9, "percent", "increase"), (1204, "count", "level")],
        ),
    ],
)
def test_reported_numbers(text, expected):
    assert rows(text) == [(pytest.approx(v), u, d) for v, u, d in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Trusts must see 78% of patients on time.",
        "Performance was above the standard of 75%.",
        "We missed the 2% productivity target.",
        "No one should wait over 65 weeks.",
        "Patients wait within the 4-hour standard.",
        "We met in 2024/25 under section 2A.",
        "Systems are expected to save £1.1bn.",
        "The 10 high impact actions were agreed.",
        "Improve uptake to 80% by March.",
        "The busiest year on record was reported.",
        "Growth was positive in each year since 2020/21.",
        "Patients aged 14 and over were seen.",
        "Two options were discussed.",
        "The meeting was held at 10.30 in Room 6.",
        "In attendance: 4 officers and 2 governors.",
        "Firms with fewer than 250 staff are exempt.",
        "The 10 Pledges sum this up.",
        "The Board expected all wards to hold agency use below 3.2%.",
        "24/31 Reduce typing time to 7 days.",
        "Pages: 14",
        "Clinics are required to get back to 103%.",
    ],
)
def test_levels_to_reach_and_names_are_no_figures(text):
    assert rows(text) == []


def test_guidance_reports_only_what_it_says_has_happened():
    text = "Key actions for systems:\n• 85% day case rates\n• build on the 4% rise that was recorded"
    assert rows(text, kind="planning_guidance", planning="2025/26") == [(4, "percent", "increase")]


def test_claimed_words_are_left_out():
    text = "Uptake was 61%. It fell by 3%."
    found = extract_figures(document(text), claimed=[Span(start=0, end=15)])
    assert [f.value for f in found] == [3]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Uptake was 61% in June 2024.", ["2024-06-30"]),
        ("In June 2024 uptake was 61%.", ["2024-06-30"]),
        ("We looked at June 2024. Uptake was 61%.", ["2024-06-30"]),
        ("Uptake was 61% in June 2024 compared with 58% in June 2023.", ["2024-06-30", "2023-06-30"]),
        ("Uptake was 61% compared with 2019.", [None]),
        ("We saw 4,310 patients and 220 carers during 2023/24.", ["2024-03-31", "2024-03-31"]),
    ],
)
def test_period(text, ends):
    found = extract_figures(document(text))
    assert [f.period and f.period.end and f.period.end.isoformat() for f in found] == ends


def test_a_period_of_the_sentence_before_is_inferred():
    (found,) = extract_figures(document("We looked at June 2024. Uptake was 61%."))
    assert found.period is not None
    assert found.period.text is None
    assert [document("We looked at June 2024. Uptake was 61%.").quote(s) for s in found.evidence["period"]] == [
        "June 2024"
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Around 5,700 people in the county live with dementia.", "people in the county live with dementia"),
        ("Some 412 patients had waited beyond 65 weeks.", "patients waited beyond 65 weeks"),
        ("The backlog stood at 7,832 cases.", "backlog"),
        ("Our carbon footprint was 41,300 tonnes, 7% lower than before.", "carbon footprint"),
        ("The charity answered 3,100 calls.", "calls answered by charity"),
        ("We employ 4,630 people.", "people employed"),
        ("Reoffending costs society £18 billion a year.", "cost of Reoffending to society"),
        ("The health board spent £4m on older people's care.", "spending on older people's care"),
        ("£14m comes from the Mayor.", "funding from Mayor"),
        ("£16m has been made available to cut waiting lists.", "money to cut waiting lists"),
        ("The elective fund is worth £1 billion.", "elective fund"),
        ("Spending per head was £2,750 in Leeds.", "Spending per head"),
        ("Deaths from suicide (three-year average) were 9.8 per 100,000.", "Deaths from suicide"),
        ("The vacancy rate fell to 7.8% in Q2, from 9.1% in Q1.", "vacancy rate"),
        ("Training compliance was 91% (July: 89%).", "Training compliance"),
        ("Home care rates range from 8% to 34%.", "Home care rates"),
        ("There were 3,190 transplants, a fall of 11%.", "transplants"),
        ("The trust ended with a deficit of £11.4m.", "deficit"),
        ("The midwifery team recorded 52 births.", "births recorded by midwifery team"),
        ("One in six adults with a disability had no check.", "adults with a disability had no check"),
        ("Bed occupancy stood at 94.6% in October.", "Bed occupancy"),
        ("There was a 4% increase in community activity.", "community activity"),
        ("The sector delivered 6% more outpatient visits.", "outpatient visits"),
        ("Hospitals increased day surgery by 7%.", "day surgery"),
        ("The number of people waiting over a year fell to 1,240.", "people waiting over a year"),
        ("We recruited 312 nurses.", "nurses recruited"),
        ("The board noted £14 million of savings.", "savings"),
        ("Sickness absence averaged 5.3%, down from 6.0%.", "Sickness absence"),
    ],
)
def test_measure(text, measure):
    assert {f.measure for f in extract_figures(document(text))} == {measure}


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The deficit was £8m, £3m worse than plan.", ["deficit", "deficit, variance to plan"]),
        ("Income was £41m against a plan of £40m.", ["Income", "Income, plan"]),
        ("Agency costs were £2.1m (4.4% of pay).", ["Agency costs", "Agency costs share of pay"]),
        ("We took 4,200 calls, and 92% were answered in a minute.", ["calls taken", "calls answered in a minute"]),
        (
            "We reviewed 340 patients; 281 were discharged the same day.",
            ["patients", "patients discharged the same day"],
        ),
        ("The plan costs £61m, of which £9m is for the wards.", ["cost of plan", "cost of plan for wards"]),
        ("Stress scores fell and staff turnover was 9%.", ["staff turnover"]),
        ("Theatre use: 83%; day case rate: 86%.", ["Theatre use", "day case rate"]),
        ("It closed with a vacancy rate of 9% and turnover of 11%.", ["vacancy rate", "turnover"]),
        ("Sickness was 5.1%. This is 0.3 percentage points up on May.", ["Sickness", "Sickness"]),
        ("No more than 45 serious injuries a year should occur. There were 83 in 2022.", ["serious injuries a year"]),
        ("Emissions from our estate must reach net zero. They fell 27% last year.", ["Emissions from our estate"]),
        ("Hill ward reported coverage of 71%, followed by Elm ward at 68%.", ["coverage", "coverage"]),
    ],
)
def test_a_number_goes_on_with_what_was_measured_before(text, measures):
    assert [f.measure for f in extract_figures(document(text))] == measures


def test_a_head_that_names_little_takes_the_heading_of_its_section():
    plain = document("Spending averaged £1.8m.")
    headed = plain.sections[0].model_copy(update={"heading": "3. Agency and bank"})
    (found,) = extract_figures(plain.model_copy(update={"sections": (headed,)}))
    assert found.measure == "Agency and bank spending"
    (bare,) = extract_figures(plain)
    assert bare.measure == "Spending"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Performance report: September 2024\nUptake was 61%.", ["2024-09-30"]),
        ("Performance report: September 2024\nUptake was 61%, down from 64% in August.", ["2024-09-30", "2024-08-31"]),
        ("Performance report: September 2024\nWe had 41 cases since April 2024.", ["2024-09-30"]),
        ("Performance report: September 2024\nThe council owes £2m.", ["2024-09-30"]),
        ("Finance report, month 6 2024/25\nSpend to date is £17m.", ["2024-09-30"]),
        ("We looked at June 2024. Smoking costs £4bn and is rising.", [None]),
        ("Move theatre use from 79% to 85% by March 2026.", [None]),
        ("There were 340 homes on 31 March 2024, 11% more than before.", ["2024-03-31", "2024-03-31"]),
    ],
)
def test_the_time_of_a_report_and_of_what_holds_in_general(text, ends):
    found = extract_figures(document(text))
    assert [f.period and f.period.end and f.period.end.isoformat() for f in found if f.value != 85] == ends


def test_a_ranking_gives_each_organisation_its_row():
    text = (
        "The data show productivity growth to October. First came Northvale General with 9.1 percent; "
        "followed by Eastmoor Teaching Hospitals with 8.4 percent; and Hillside Partnership with 7 percent."
    )
    found = extract_figures(document(text))
    assert [(f.body, f.value, f.measure, f.direction) for f in found] == [
        ("Northvale General", 9.1, "productivity growth", "increase"),
        ("Eastmoor Teaching Hospitals", 8.4, "productivity growth", "increase"),
        ("Hillside Partnership", 7, "productivity growth", "increase"),
    ]
    assert [str(f.period and f.period.end) for f in found] == ["2024-10-31"] * 3


def grid(lines: list[list[str]], start: int) -> Table:
    cells, at = [], start
    for r, line in enumerate(lines):
        for c, words in enumerate(line):
            cells.append(Cell(start=at, end=at + len(words), row=r, column=c, header=r == 0, text=words))
            at += len(words) + 1
    return Table(rows=len(lines), columns=len(lines[0]), cells=tuple(cells))


def test_a_table_gives_a_row_for_each_cell_with_its_headers():
    lines = [
        ["Measure", "Target", "October 2024", "Change"],
        ["A&E within 4 hours", "78%", "73.1%", "-1.2%"],
        ["Agency (£m)", "9", "12.5", "0.4"],
    ]
    text = " ".join(" ".join(line) for line in lines)
    found = extract_figures(document(text, tables={0: grid(lines, 0)}))
    assert [(f.measure, f.value, f.unit, f.direction) for f in found] == [
        ("A&E within 4 hours", 73.1, "percent", "level"),
        ("A&E within 4 hours, Change", -1.2, "percent", "decrease"),
        ("Agency (£m)", 12.5e6, "GBP", "level"),
        ("Agency (£m), Change", 0.4e6, "GBP", "increase"),
    ]
    assert str(found[0].period and found[0].period.end) == "2024-10-31"


def test_planned_money_is_a_figure_and_a_column_of_deadlines_is_not():
    lines = [["Line (£m)", "Plan", "Actual", "By 2030"], ["Agency pay", "9.8", "14.3", "5"]]
    text = " ".join(" ".join(line) for line in lines)
    found = extract_figures(document(text, tables={0: grid(lines, 0)}))
    assert [(f.measure, f.value) for f in found] == [
        ("Agency pay, Plan", pytest.approx(9.8e6)),
        ("Agency pay", pytest.approx(14.3e6)),
    ]


def test_a_table_broken_into_lines_is_read_back():
    text = "Growth by type\nQ1 2024/25\nDay cases\n6.1%\nOvernight stays\n-0.4%\nof which: planned\n1.0%"
    found = extract_figures(document(text))
    assert [(f.measure, f.value, f.direction) for f in found] == [
        ("Day cases, Growth by type", 6.1, "increase"),
        ("Overnight stays, Growth by type", -0.4, "decrease"),
        ("planned, Growth by type", 1.0, "increase"),
    ]
    assert {str(f.period and f.period.end) for f in found} == {"2024-06-30"}
    assert {f.rule for f in found} == {"figure.broken_table"}


def test_what_lies_ahead_is_never_reported():
    lines = (
        "Calls answered were 71% in October 2024.",
        "They are 81%, June 2026.",
        "Calls are forecast to be 75% in May 2026.",
    )
    found = extract_figures(document("\n".join(lines)))
    assert [(f.value, f.status) for f in found] == [(71, "reported"), (75, "forecast")]


def test_a_page_number_is_no_table():
    assert rows("Next steps\n12\nRisks and issues\n13") == []


def test_ids_are_stable_and_apart():
    text = "Uptake was 61%. Uptake was 61%."
    first, second = (extract_figures(document(text)) for _ in range(2))
    assert [f.id for f in first] == [f.id for f in second]
    assert len({f.id for f in first}) == len(first) == 2


@pytest.mark.shared
def test_annotated_numbers_of_the_briefing_are_found(shared: Path):
    from pipeline.readers import read

    name = "000_1da538df4278c52c.txt"
    gold = [json.loads(line) for line in (shared / "gold/dev/figures.jsonl").read_text().splitlines()]
    wanted = {row["value"] for row in gold if row["file"] == name and not row["borderline"]}
    found = {f.value for f in extract_figures(read(shared / "documents" / name))}
    assert len(wanted & found) >= 0.9 * len(wanted)
