"""Objectives: one row for each atomic target, and none for results, forecasts, money and plans without an end."""

import datetime

import pytest

from corpus.facts import Objective
from extractors import extract_objectives
from tests.outline import outline

# words | comparator, value, unit of each row
LEVELS = [
    ("Trusts must cut 52-week waits to no more than 1% of the list by March 2026.", [("<=", 1, "percent")]),
    ("Systems are asked to keep bed occupancy below 92% this winter.", [("<=", 92, "percent")]),
    ("Systems are asked to hold virtual ward occupancy consistently above 80%.", [(">=", 80, "percent")]),
    (
        "The trust will reduce its vacancy rate by 3 percentage points by May 2025.",
        [("decrease_by", 3, "percentage_point")],
    ),
    (
        "All systems are expected to deliver a 5 percentage point improvement by March 2025.",
        [("increase_by", 5, "percentage_point")],
    ),
    ("ICBs must hold no more than 15 under-18s in hospital per million population.", [("<=", 15, "per_million")]),
    ("The number of under-18s in hospital must not exceed 15 per million population.", [("<=", 15, "per_million")]),
    ("We will halve the number of complaints by 2030.", [("decrease_by", 50, "percent")]),
    ("We will nearly double the number of surgical hubs by 2028.", [("increase_by", 2, "multiple")]),
    ("The city will double the number of trees planted by 2030.", [("increase_by", 100, "percent")]),
    ("Providers should eliminate waits of more than 78 weeks by March 2025.", [("eliminate", 78, "week")]),
    ("Nobody should wait longer than 65 weeks by the end of September 2024.", [("eliminate", 65, "week")]),
    (
        "Trusts must reach 85% and 92% respectively on day cases and theatres by May 2025.",
        [(">=", 85, "percent"), (">=", 92, "percent")],
    ),
    ("Fill rates must stay between 92% and 95% throughout 2024/25.", [("=", 92, "percent")]),
    ("We will recruit 8,500 more mental health staff by the end of 2025.", [("increase_by", 8500, "count")]),
    ("Each trust must appoint two patient safety partners by September 2024.", [(">=", 2, "count")]),
    ("Each ICB should have at least one women's health hub by December 2024.", [(">=", 1, "count")]),
    ("Ambulances should reach Category 2 patients in an average of 30 minutes.", [("<=", 30, "minute")]),
    ("Every desk must be staffed at least 10 hours a day, 6 days a week.", [(">=", 10, "hour")]),
    ("The maximum wait for a diagnostic test must be 6 weeks.", [("<=", 6, "week")]),
    ("Smoking prevalence should fall to 5% or less by 2030.", [("<=", 5, "percent")]),
    ("The trust must deliver savings of £24.5m by 31 March 2025.", [(">=", 24_500_000, "GBP")]),
    ("We need a surplus of at least £2m in 2024/25.", [(">=", 2_000_000, "GBP")]),
    ("Trusts must ensure that 1 in 4 appointments are remote by March 2025.", [(">=", 25, "percent")]),
    ("Our ambition is for 95% of young people to wait less than 4 weeks by 2029.", [(">=", 95, "percent")]),
    ("Take-up was 61%, below the national standard of 80%.", [(">=", 80, "percent")]),
    (
        "Providers must meet the 85% day case and theatre utilisation targets.",
        [(">=", 85, "percent"), (">=", 85, "percent")],
    ),
    (
        "Waits will fall by 5 percentage points, to a ceiling of 20%, by March 2026.",
        [("decrease_by", 5, "percentage_point"), ("<=", 20, "percent")],
    ),
    ("The limit for the year is 3.2% of the total pay bill.", [("<=", 3.2, "percent")]),
    ("The ceiling for agency spending in 2024/25 is £4 million.", [("<=", 4_000_000, "GBP")]),
    ("The floor for theatre utilisation this year is 80%.", [(">=", 80, "percent")]),
]

DEEDS = [
    ("By June 2025 every ICB must publish a workforce plan.", ["deliver"]),
    ("Trusts are asked to maintain staffing at the 2023/24 level.", ["maintain"]),
    ("Systems must return elective activity to pre-pandemic levels by March 2025.", [">="]),
    ("Systems are asked to reduce handover delays compared to 2023/24.", ["decrease_by"]),
    ("ICBs will be given delegated responsibility for pharmacy from April 2025.", ["deliver"]),
    ("NHS England will begin a review in spring 2025.", ["deliver"]),
    ("By June 2025 trusts must publish a plan and, by May 2026, appoint a lead.", ["deliver", "deliver"]),
    ("We will continue to extend screening to younger cohorts in 2024/25.", ["deliver"]),
    ("Trusts must end the use of off-framework agencies by July 2024.", ["eliminate"]),
]

NO_TARGETS = [
    "In 2023/24 trusts reduced agency spend by 30% and achieved 76% against the 4-hour standard.",
    "Performance is forecast to reach 74% by March.",
    "NHS England will provide £266 million to ICBs in 2024/25.",
    "The 62-day standard was met by 12 trusts in March.",
    "We will continue to support all ICBs during 2024/25.",
    "Continue to reduce waits for community services.",
    "Trusts should use the 10 high impact actions and all 3 elements of the guide.",
    "The plan sets out how we will work over the next 5 years.",
    "Staff aged 50 to 52 must be invited.",
    "Call 111 or 999; pathways 0 and 1 must be clear.",
    "24/7 crisis lines should be advertised.",
    "A patient should be told why the 18 weeks clock stopped unless two dates were offered.",
    "COVID-19 vaccines must be stored cold.",
    "Section 7a requirements should be read with chapter 4.",
    "The weeks should be counted as 0, 1, 2, 3, 4, 5 and 6.",
    "Spend was 27% of the total in the year to March 2023.",
]


PAPER = {
    "kind": "board_paper",
    "title": "Integrated performance report",
    "publisher": "Barts Health NHS Trust",
    "published": datetime.date(2025, 5, 8),
    "financial_year": "2025/26",
    "planning_year": None,
}

PAPER_LEVELS = [
    ("In March we achieved 76.2% against the 78% target for A&E performance.", [(">=", 78, "percent")]),
    ("Sickness absence was 4.8%, above the 4% target.", [("<=", 4, "percent")]),
    ("The Trust has set itself a target of reducing falls by 10%.", [("decrease_by", 10, "percent")]),
    ("The Trust's target for the year is to treat 65% of patients in time.", [(">=", 65, "percent")]),
    ("The ICB has asked the Trust to deliver a further £5m saving.", [(">=", 5_000_000, "GBP")]),
    ("We aim to have no more than 30 C. difficile cases in 2025/26.", [("<=", 30, "count")]),
    ("By the end of Q3, 90% of staff will have had an appraisal.", [(">=", 90, "percent")]),
    ("We forecast a deficit of £10m by year end.", []),
    ("There were 12 falls with harm, and 3 never events.", []),
]

PLAN = {
    "kind": "other",
    "title": "A plan for growth",
    "publisher": "Greater London Authority",
    "published": datetime.date(2025, 3, 1),
    "financial_year": None,
    "planning_year": None,
}

PLAN_LEVELS = [
    ("We will build 40,000 new council homes by 2030.", [(">=", 40_000)]),
    ("The Mayor has committed to planting one million trees by 2028.", [(">=", 1_000_000)]),
    ("Our target is for 80% of journeys to be made on foot or by bus by 2041.", [(">=", 80)]),
    ("By 2030, at least half of all new homes will be affordable.", [(">=", 50)]),
    ("No household should have to live in a hostel for more than 6 weeks.", [("<=", 6)]),
    ("All buses will be zero-emission by 2030.", [("deliver", None)]),
    ("We aim to raise the employment rate from 74% to 80%.", [(">=", 80)]),
    ("# Our commitments\n- deliver 2 million extra appointments", [("increase_by", 2_000_000)]),
    ("# Our commitments\n- at least double the number of people offered a budget", [("increase_by", 100)]),
    ("We will invest £200 million in skills over the next three years.", []),
    ("The economy grew by 2% a year before 2019.", []),
    ("I think waits will probably be 5% lower next year.", []),
]


def only(words: str, **fields: object) -> Objective:
    (row,) = extract_objectives(outline(words, **fields))
    return row


@pytest.mark.parametrize(("words", "expected"), LEVELS)
def test_a_level_is_read_with_its_comparator_and_unit(words: str, expected: list[tuple[str, float, str]]) -> None:
    rows = extract_objectives(outline(words))
    assert [(row.comparator, row.value, row.unit) for row in rows] == expected


@pytest.mark.parametrize(("words", "expected"), DEEDS)
def test_a_deed_without_a_number_is_a_target(words: str, expected: list[str]) -> None:
    rows = extract_objectives(outline(words))
    assert [row.comparator for row in rows] == expected
    assert all(row.value is None for row in rows)


@pytest.mark.parametrize("words", NO_TARGETS)
def test_what_is_no_target_makes_no_row(words: str) -> None:
    assert extract_objectives(outline(words)) == []


def test_a_row_is_complete_under_a_stem() -> None:
    document = outline(
        "We ask systems to:\n- keep virtual ward utilisation consistently above 80%, with most effort on asthma"
    )
    (row,) = extract_objectives(document)
    assert document.quote(row) == "keep virtual ward utilisation consistently above 80%"
    assert (row.metric, row.comparator, row.strict, row.value, row.unit) == (
        "virtual ward utilisation",
        ">=",
        True,
        80,
        "percent",
    )
    assert row.body is not None
    assert (row.body.name, row.body_source, row.obligation) == ("integrated care system", "stem", "asked")
    assert (row.deadline, row.planning_year) == (None, "2024/25")
    assert row.measurable.missing == ("deadline",)
    assert document.quote(row.evidence["value"][0]) == "80%"
    assert document.quote(row.evidence["obligation"][0]) == "ask"


def test_the_nearest_stem_that_names_a_body_wins() -> None:
    words = "Key actions for systems:\n- work with NHS England to:\n- publish a vaccination plan by June 2024"
    row = only(words)
    assert row.body is not None
    assert row.body.name == "integrated care system"


@pytest.mark.parametrize(
    ("words", "name", "source"),
    [
        ("We will publish guidance by May 2025.", "NHS England", "we"),
        ("ICBs, trusts and practices must publish plans by May 2025.", "integrated care board", "sentence"),
        ("We ask ambulance trusts to publish plans by May 2025.", "ambulance trusts", "sentence"),
        ("Employers are asked to help.\nKey actions are:\n- publish rotas by May 2025", "employers", "context"),
        ("The report was long. A strategy should be published by May 2025.", None, None),
    ],
)
def test_who_must_do_it(words: str, name: str | None, source: str | None) -> None:
    row = only(words)
    assert (row.body.name if row.body else None, row.body_source) == (name, source)


def test_several_bodies_are_kept_in_order() -> None:
    row = only("ICBs and local authorities must publish joint plans by May 2025.")
    assert [body.name for body in row.bodies] == ["integrated care board", "local authorities"]


@pytest.mark.parametrize(
    ("words", "day", "kind"),
    [
        ("Trusts must publish a plan by the end of June 2024.", datetime.date(2024, 6, 30), "by"),
        ("In 2024/25, NHS England will launch a review.", datetime.date(2025, 3, 31), "during"),
        ("From April 2025, ICBs will take on dental budgets.", datetime.date(2025, 4, 1), "from"),
        ("Trusts must improve day case rates to 85% by Q2 2024/25.", datetime.date(2024, 9, 30), "by"),
    ],
)
def test_a_deadline_is_the_last_day_meant_and_the_first_of_a_beginning(
    words: str, day: datetime.date, kind: str
) -> None:
    row = only(words)
    assert row.deadline is not None
    assert (row.deadline.date, row.deadline.kind) == (day, kind)


def test_a_comparison_year_is_no_deadline() -> None:
    row = only("Systems are asked to reduce delays compared to 2023/24.")
    assert (row.deadline, row.baseline) == (None, "2023/24")


def test_interim_steps_are_linked_to_the_final_level() -> None:
    words = (
        "Systems are expected to improve performance against the 28-day standard "
        "to 77% this year and to 80% by March 2026."
    )
    interim, final = extract_objectives(outline(words))
    assert (interim.value, final.value) == (77, 80)
    assert (interim.milestone_of, final.milestone_of) == (final.id, None)


def test_a_start_level_is_the_baseline() -> None:
    assert only("Providers are expected to raise day case rates from 82% to 85% by March 2025.").baseline == "82%"


def test_exceptions_are_kept_word_for_word() -> None:
    row = only("Trusts must eliminate 65-week waits by May 2024 (except where a family asks for a later date).")
    assert row.exceptions == "except where a family asks for a later date"


def test_thresholds_stay_in_the_metric() -> None:
    row = only("Trusts must ensure that 78% of patients are seen in A&E within 4 hours by March 2025.")
    assert row.threshold is not None
    assert (row.threshold.op, row.threshold.value, row.threshold.unit) == ("<=", 4, "hour")


def test_coverage_goes_to_applies_to() -> None:
    row = only("We ask systems to:\n- ensure all Type 1 providers staff a desk at least 10 hours a day")
    assert row.applies_to == "all Type 1 providers"


def test_a_table_of_measures_by_year_gives_a_row_a_cell() -> None:
    words = (
        "| Measure | 2025/26 | 2026/27 |\n| A&E 4-hour performance | 78% | 82% |\n| 52-week waits | less than 1% | 0 |"
    )
    rows = extract_objectives(outline(words))
    assert [(r.metric, r.comparator, r.value, r.deadline and str(r.deadline.date)) for r in rows] == [
        ("A&E 4-hour performance", ">=", 78, "2026-03-31"),
        ("A&E 4-hour performance", ">=", 82, "2027-03-31"),
        ("waits over 52 weeks", "<=", 1, "2026-03-31"),
        ("waits over 52 weeks", "eliminate", 52, "2027-03-31"),
    ]


def test_a_table_of_objectives_gives_a_row_each() -> None:
    words = (
        "# National objectives\n| Area | Objective |\n"
        "| Cancer | Improve performance against the 62-day standard to 70% |\n"
        "| Workforce | Improve staff retention through better rotas |"
    )
    rows = extract_objectives(outline(words))
    assert [(r.metric, r.comparator, r.value, r.obligation, r.body and r.body.name) for r in rows] == [
        ("62-day cancer standard", ">=", 70, "must", "NHS"),
        ("staff retention through better rotas", "increase_by", None, "must", "NHS"),
    ]


def test_objectives_that_a_conversion_ran_together_are_parted() -> None:
    words = (
        "# Success measures\n- Improve the 62-day cancer standard to 75% "
        "Deliver a balanced financial position for the whole system"
    )
    rows = extract_objectives(outline(words))
    assert [(r.comparator, r.value) for r in rows] == [(">=", 75), ("deliver", None)]


def test_a_line_broken_by_a_conversion_is_read_whole() -> None:
    words = "Trusts must reduce the share of people waiting over 52 weeks to less than\n1% of the list by March 2026."
    row = only(words)
    assert (row.comparator, row.value, row.strict) == ("<=", 1, True)


def test_a_column_of_targets_gives_rows_and_one_of_results_none() -> None:
    words = "| Metric | Target | Actual |\n| Cancer 62 day | 75% | 71.2% |\n| Vacancy rate | 8% | 9.4% |"
    rows = extract_objectives(outline(words, **PAPER))
    assert [(r.metric, r.comparator, r.value, r.obligation) for r in rows] == [
        ("62-day cancer standard", ">=", 75, "ambition"),
        ("vacancy rate", "<=", 8, "ambition"),
    ]


def test_a_level_takes_its_metric_and_its_date_from_its_row() -> None:
    words = "| Area | Measure | Level | By |\n| Urgent care | Bed occupancy | below 92% | March 2026 |"
    (row,) = extract_objectives(outline(f"# Targets\n{words}"))
    assert (row.metric, row.comparator, row.value, row.strict) == ("general and acute bed occupancy", "<=", 92, True)
    assert row.deadline is not None
    assert row.deadline.date == datetime.date(2026, 3, 31)


@pytest.mark.parametrize(("words", "expected"), PAPER_LEVELS)
def test_a_board_paper_names_its_targets_beside_results(words: str, expected: list[tuple[str, float, str]]) -> None:
    rows = extract_objectives(outline(words, **PAPER))
    assert [(row.comparator, row.value, row.unit) for row in rows] == expected


@pytest.mark.parametrize(("words", "expected"), PLAN_LEVELS)
def test_a_plan_of_another_kind_is_read_too(words: str, expected: list[tuple[str, float | None]]) -> None:
    rows = extract_objectives(outline(words, **PLAN))
    assert [(row.comparator, row.value) for row in rows] == expected


@pytest.mark.parametrize(
    "words", ["no 5% target by ", "must reach 9% and ", "52-week waits to be ", "aim of a target is "]
)
def test_a_line_without_an_end_is_read_in_pieces(words: str) -> None:
    document = outline(words * 200)
    assert all(row.end - row.start < 1200 for row in extract_objectives(document))


def test_every_row_stands_on_its_words() -> None:
    document = outline("\n".join(words for words, _ in [*LEVELS, *DEEDS]))
    rows = extract_objectives(document)
    assert len(rows) >= len(LEVELS)
    for row in rows:
        assert document.quote(row) == document.quote(row).strip()
        assert all(0 <= s.start < s.end <= len(document.text) for spans in row.evidence.values() for s in spans)
    assert len({row.id for row in rows}) == len(rows)


# words | metric, comparator, value of each row
METRICS = [
    (
        "Wards are asked to send at least four patients a day to virtual wards.",
        [("patients a day to virtual wards", ">=", 4)],
    ),
    ("To bring down sickness absence we will fill 30 posts by May 2025.", [("posts", ">=", 30)]),
    (
        "All ICBs must make a 20% reduction in missed visits, raising productivity.",
        [("missed visits", "decrease_by", 20)],
    ),
    (
        "Trusts must reach 72% on the 62-day standard and 79% for the FDS by May 2025.",
        [("62-day cancer standard", ">=", 72), ("28-day Faster Diagnosis Standard", ">=", 79)],
    ),
    (
        "Trusts must reach 79% against the four-hour standard and 91% for bed occupancy.",
        [("A&E 4-hour performance", ">=", 79), ("general and acute bed occupancy", "<=", 91)],
    ),
    ("Deliver a 3% productivity improvement by May 2025.", [("productivity", "increase_by", 3)]),
    ("Crews must reach Category 2 calls in 25 minutes.", [("average Category 2 ambulance response time", "<=", 25)]),
    ("Ask six people what a ward is and you will hear six answers.", []),
    ("You'll notice 3 changes by May 2025.", []),
]


@pytest.mark.parametrize(("words", "expected"), METRICS)
def test_a_metric_of_the_register_takes_only_levels_of_its_kind(
    words: str, expected: list[tuple[str, str, float]]
) -> None:
    assert [(row.metric, row.comparator, row.value) for row in extract_objectives(outline(words))] == expected


def test_each_metric_has_its_own_threshold() -> None:
    rows = extract_objectives(outline("Trusts must reach 72% on the 62-day standard and 79% for the FDS by May 2025."))
    assert [row.threshold and row.threshold.value for row in rows] == [62, 28]


def test_an_improvement_of_what_should_be_low_lowers_it() -> None:
    row = only("Trusts are asked to make a 2 percentage point improvement in vacancy rates by May 2025.")
    assert (row.metric, row.comparator) == ("vacancy rate", "decrease_by")


# the row's header, its cell | metric and comparator of each row
ROWS = [
    ("Missed visits", "Reduction by May 2026", [("Missed visits", "decrease_by")]),
    ("Staff survey", "Increase", [("Staff survey", "increase_by")]),
    ("Paper forms", "End by May 2026", [("Paper forms", "eliminate")]),
    ("Retention", "Maintain at 2023/24 level", [("Retention", "maintain")]),
    ("July 2026", "Reduction by May 2026", [("not named", "decrease_by")]),
    (
        "PIFU share",
        "At least 8%, and 3 percentage points above the level of June 2024 in each division by May 2026",
        [("patient initiated follow-up", ">="), ("patient initiated follow-up", "increase_by")],
    ),
    ("Complaints", "≤ 20", [("Complaints", "<=")]),
    ("Wrong-site blocks", "0", [("Wrong-site blocks", "eliminate")]),
    ("Ambulance handover", "100% within 45 minutes", [("Ambulance handover", ">=")]),
]


@pytest.mark.parametrize(("header", "cell", "expected"), ROWS)
def test_a_cell_that_names_no_metric_takes_its_row(header: str, cell: str, expected: list[tuple[str, str]]) -> None:
    rows = extract_objectives(outline(f"# National objectives\n| Area | Objective |\n| {header} | {cell} |"))
    assert [(row.metric, row.comparator) for row in rows] == expected
    assert all(("metric" in row.measurable.missing) == (row.metric == "not named") for row in rows)


def test_a_guessed_day_of_publication_puts_no_deadline_into_the_past() -> None:
    undated = {**PAPER, "published": None, "financial_year": None}
    words = "Waits rose in October 2025.\nTrusts must eliminate 78-week waits by 30 June 2025."
    row = only(words, **undated)
    assert row.deadline is not None
    assert row.deadline.date == datetime.date(2025, 6, 30)
    assert only(words, **{**undated, "published": datetime.date(2025, 11, 6)}).deadline is None


def test_a_deadline_in_the_same_month_is_read_with_the_sentence_before() -> None:
    rows = extract_objectives(
        outline("ICBs must publish plans by May 2026. By the same month trusts must appoint leads.")
    )
    assert [str(row.deadline.date) for row in rows if row.deadline] == ["2026-05-31", "2026-05-31"]


def test_a_list_item_ends_before_a_numbered_paragraph() -> None:
    rows = extract_objectives(
        outline(
            "We must:\n- reach 64.5% on day cases by the end of May 2026\n3.2 Wards must publish rotas by June 2026."
        )
    )
    assert [(row.metric, row.value) for row in rows] == [("day case rate", 64.5), ("rotas", None)]


@pytest.mark.shared
def test_the_rules_of_recording_hold_almost_no_targets(shared) -> None:  # type: ignore[no-untyped-def]
    from pipeline.readers import read

    (path,) = (shared / "documents").glob("nhse_rtt_recording*")
    assert len(extract_objectives(read(path))) <= 5
