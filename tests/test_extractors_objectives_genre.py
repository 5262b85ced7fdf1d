"""Objectives in the words of plans, strategies, boards' papers and minutes of many publishers."""

from pathlib import Path

import pytest

from corpus.facts import Objective
from extractors import extract_objectives
from pipeline.readers import read
from tests.outline import outline

# words | metric, comparator, value, unit, deadline, obligation of each row
SENTENCES = [
    (
        "By March 2027, trusts should cut the rate of stillbirth to no more than 2.6 per 1,000 births.",
        [("stillbirth per 1,000 births", "<=", 2.6, "count", "2027-03-31", "should")],
    ),
    (
        "Local authorities must reduce rough sleeping by 50% against the 2024 baseline by 2028, and end it by 2030.",
        [
            ("rough sleeping", "decrease_by", 50, "percent", "2028-12-31", "must"),
            ("rough sleeping", "eliminate", None, None, "2030-12-31", "must"),
        ],
    ),
    (
        "Sickness absence should not exceed 4.5% and vacancy rates should fall below 8% by Q4 2025/26.",
        [
            ("staff sickness absence", "<=", 4.5, "percent", "2026-03-31", "should"),
            ("vacancy rate", "<=", 8, "percent", "2026-03-31", "should"),
        ],
    ),
    (
        "ICBs are expected to increase the dementia diagnosis rate by 2 percentage points, to 66.7%, by 31 March 2026.",
        [
            ("dementia diagnosis rate", "increase_by", 2, "percentage_point", "2026-03-31", "expected"),
            ("dementia diagnosis rate", ">=", 66.7, "percent", "2026-03-31", "expected"),
        ],
    ),
    (
        "It is our ambition to eliminate new HIV transmissions in England by 2030.",
        [("new HIV transmissions in England", "eliminate", None, None, "2030-12-31", "ambition")],
    ),
    (
        "The mayor wants 80 per cent of trips in the city to be made on foot or by bus by 2041.",
        [("trips in the city to be made on foot or by bus", ">=", 80, "percent", "2041-12-31", "ambition")],
    ),
    (
        "We pledge to restore the 18-week standard, with 92% of patients treated on time by March 2029.",
        [("patients waiting 18 weeks or less for treatment", ">=", 92, "percent", "2029-03-31", "will")],
    ),
    (
        "Each neighbourhood must have an integrated team in place by April 2026.",
        [("integrated team in place", "deliver", None, None, "2026-04-30", "must")],
    ),
    (
        "Children's services are to publish a sufficiency strategy no later than 1 October 2025.",
        [("sufficiency strategy", "deliver", None, None, "2025-10-01", "must")],
    ),
    (
        "Emissions from the Council's own vehicles must reach net zero by 2030.",
        [("Emissions from the Council's own vehicles", "eliminate", None, None, "2030-12-31", "must")],
    ),
    (
        "Bed occupancy must not go above 92%, nor below 80%, from April 2028.",
        [
            ("general and acute bed occupancy", "<=", 92, "percent", "2028-04-01", "must"),
            ("general and acute bed occupancy", ">=", 80, "percent", "2028-04-01", "must"),
        ],
    ),
    (
        "The thresholds for activity are 70% in April 2026, 75% in May 2026 and 85% from July 2026 onwards.",
        [
            ("thresholds for activity", ">=", 70, "percent", "2026-04-30", "ambition"),
            ("thresholds for activity", ">=", 75, "percent", "2026-05-31", "ambition"),
            ("thresholds for activity", ">=", 85, "percent", "2026-07-01", "ambition"),
        ],
    ),
    (
        "The trust must find savings of £12.4m in 2025/26.",
        [("savings", ">=", 12_400_000, "GBP", "2026-03-31", "must")],
    ),
    (
        "NHS England will take £450 million out of the cost of its headquarters by 2027/28.",
        [("out of the cost of its headquarters", ">=", 450_000_000, "GBP", "2028-03-31", "will")],
    ),
    (
        "Teams are expected to see a patient within 4 hours of referral.",
        [("time to see a patient from referral", "<=", 4, "hour", None, "expected")],
    ),
    (
        "Complaints must be answered within 25 working days in at least 90% of cases.",
        [("Complaints answered within 25 working days", ">=", 90, "percent", None, "must")],
    ),
    (
        "The Authority will retrofit 25,000 homes by 2030, create 8,000 jobs and plant 1 million trees.",
        [
            ("homes", ">=", 25_000, "count", "2030-12-31", "will"),
            ("jobs", ">=", 8_000, "count", "2030-12-31", "will"),
            ("trees", ">=", 1_000_000, "count", "2030-12-31", "will"),
        ],
    ),
    (
        "We recommend that the Department publish, by July 2026, a costed plan.",
        [("costed plan", "deliver", None, None, "2026-07-31", "should")],
    ),
    (
        "The chief nurse confirmed that the college would carry out a review in October 2026.",
        [("review", "deliver", None, None, "2026-10-31", "will")],
    ),
]

LISTS = [
    (
        "The Council will:\n- insulate 1,750 homes by March 2027 and 4,000 by March 2030\n"
        "- cut the number of families in bed and breakfast for more than six weeks to zero by December 2026",
        [
            ("homes", ">=", 1750, "count", "2027-03-31", "will"),
            ("homes", ">=", 4000, "count", "2030-03-31", "will"),
            ("families in bed and breakfast for more than six weeks", "eliminate", 6, "week", "2026-12-31", "will"),
        ],
    ),
    (
        "Our key performance indicators are:\n- Patients waiting over 52 weeks: fewer than 300\n- Vacancy rate: 7%\n"
        "- A reduction of 20% in falls with harm\n- 95% of letters answered on time",
        [
            ("Patients waiting over 52 weeks", "<=", 300, "count", None, "ambition"),
            ("vacancy rate", "<=", 7, "percent", None, "ambition"),
            ("falls with harm", "decrease_by", 20, "percent", None, "ambition"),
            ("letters answered on time", ">=", 95, "percent", None, "ambition"),
        ],
    ),
    (
        "By summer 2026 we will have put in:\n- 5,000 more secure cycle parking spaces\n"
        "- a rapid charger within 500 metres of each home",
        [
            ("secure cycle parking spaces", "increase_by", 5000, "count", "2026-08-31", "will"),
            ("rapid charger within 500 metres of each home", "deliver", None, None, "2026-08-31", "will"),
        ],
    ),
]

NO_TARGETS = [
    "By 2043 it will be one in four.",
    "Our borough has 22,000 homes, and one in four fails the energy standard we would want.",
    "Across the region 2,310 people a day were in hospital with no need to be there, 140 more than last year.",
    "Orders above the threshold will be paid at 120% of tariff.",
    "We expect demand to rise, and residents' homes, at around 46% of the total, must wait.",
    "Trusts met the standard in 94% of cases last year.",
]


def row(objective: Objective) -> tuple[object, ...]:
    due = objective.deadline.date if objective.deadline else None
    told = (objective.metric, objective.comparator, objective.value, objective.unit)
    return (*told, due.isoformat() if due else None, objective.obligation)


@pytest.mark.parametrize(("words", "expected"), SENTENCES)
def test_a_sentence_of_the_genre_gives_its_rows(words: str, expected: list[tuple[object, ...]]) -> None:
    assert [row(o) for o in extract_objectives(outline(words, kind="other"))] == expected


@pytest.mark.parametrize(("words", "expected"), LISTS)
def test_items_take_what_their_stem_says(words: str, expected: list[tuple[object, ...]]) -> None:
    assert [row(o) for o in extract_objectives(outline(words, kind="other"))] == expected


@pytest.mark.parametrize("words", NO_TARGETS)
def test_what_is_foreseen_reported_or_paid_is_no_target(words: str) -> None:
    assert extract_objectives(outline(words, kind="other")) == []


def test_the_column_of_where_things_stand_holds_no_target(tmp_path: Path) -> None:
    text = (
        "| Measure | Start | Commitment | By when |\n|---|---|---|---|\n| Clinics held | 56.8% | 61.8% | March 2031 |\n"
    )
    (tmp_path / "plan.md").write_text(f"# Plan 2030/31\n\nWhat the trust has committed to:\n\n{text}")
    found = extract_objectives(read(tmp_path / "plan.md"))
    assert [(o.value, o.comparator) for o in found] == [(61.8, ">=")]
