"""The name of the metric, the body and the deadline of a target, in the many ways in which texts say or leave them out.

All sentences are illustrative and written for these tests.
"""

import datetime

import pytest

from corpus.facts import Objective
from extractors import extract_objectives
from extractors.comparators import is_better_low
from tests.outline import outline

TRUST = {
    "kind": "other",
    "title": "Annual plan",
    "publisher": "Barts Health NHS Trust",
    "published": datetime.date(2025, 1, 1),
    "financial_year": None,
    "planning_year": None,
}

# words | the metric of each row
METRICS = [
    # shares of a whole
    ("We want no more than 8% of adults smoking by 2028.", ["adults smoking"]),
    (
        "We want walking, cycling and buses to account for 60% of trips by 2030.",
        ["walking, cycling and buses as a share of trips"],
    ),
    ("Divisions must find 3% of their annual budget by March 2027.", ["savings as a share of annual budget"]),
    (
        "Units must have a plan in place for at least 90% of people on dialysis.",
        ["plan in place for people on dialysis"],
    ),
    ("We must reduce agency spend to no more than 2% of the pay bill.", ["agency spend as a share of pay bill"]),
    (
        "90% of carers should start a course within 18 weeks of asking for one.",
        ["carers start a course within 18 weeks of asking for one"],
    ),
    ("By 2030 the mayor wants 75% of visits to be made by bus.", ["visits to be made by bus"]),
    # rates
    ("Units must keep infections of lines under 5 per 100,000 bed days.", ["infections of lines per 100,000 bed days"]),
    ("The loss rate must fall below 3.0 per 1,000 births by 2028.", ["loss rate per 1,000 births"]),
    ("ICBs must hold no more than 15 under-18s in hospital per million population.", ["under-18s in hospital"]),
    # times
    (
        "Our standards are:\n- No more than 12 weeks from referral to first scan by 2026",
        ["time from referral to first scan"],
    ),
    ("Clinics should provide sessions of at least 4 hours, three times a week.", ["length of sessions"]),
    (
        "The Council will:\n- answer damp reports within 5 working days, and finish urgent repairs within 24 hours",
        [
            "time to answer damp reports",
            "time to finish urgent repairs",
        ],
    ),
    (
        "NHS England requires us to have nobody waiting more than 40 weeks by the end of September 2026.",
        ["people waiting more than 40 weeks"],
    ),
    # what the clause leaves to others
    ("Cash was £52.3m, or 29 days of costs; it must stay above £12m until 31 March 2027.", ["Cash"]),
    ("Letters were taking 14 days to type against an internal standard of 5 days.", ["Letters"]),
    (
        "In 2024 only 84.1% of toddlers in Marsh had seen a dentist. We will raise this to 90% by March 2026.",
        ["toddlers in Marsh had seen a dentist"],
    ),
    (
        "The median wait for a visit was 9 weeks. There were 412 calls. We will cut the median to 6 weeks by 2027.",
        ["median wait for a visit"],
    ),
    (
        "In May 19 residents had waited over 40 weeks. We set a limit of no more than 5 such residents by March 2026.",
        ["residents had waited over 40 weeks"],
    ),
    # words that only lead to the metric
    ("We will find £29m of efficiencies by March 2026.", ["efficiencies"]),
    ("The Cabinet has agreed to build 300 homes by March 2027.", ["homes"]),
    ("We want the share of staff who like their work to rise to 65% by 2026.", ["staff who like their work"]),
    ("The Board wants a 15% drop in violent injury by 2027.", ["violent injury"]),
    (
        "Bed occupancy in wards for older people must not go above 92% by 2027, nor below 80%.",
        [
            "Bed occupancy in wards for older people",
            "Bed occupancy in wards for older people",
        ],
    ),
    ("The Combined Authority wants bus journeys to rise by a quarter by 2030.", ["bus journeys"]),
    ("Reduce by half the number of children in hostels by 2029.", ["children in hostels"]),
    ("Our target for recycling is 55% by 2027.", ["recycling"]),
    ("At least 30% of vans will be electric by 2027, rising to 100% by 2032.", ["vans electric", "vans electric"]),
    ("Complaints answered on time were 61% (target 85%).", ["Complaints answered on time"]),
    (
        "Sickness absence should not exceed 4.5% and vacancy rates should fall below 8% by 2026.",
        [
            "staff sickness absence",
            "vacancy rate",
        ],
    ),
    ("The underlying deficit, £147 million last year, has to be halved by 2027.", ["underlying deficit"]),
]

# words | the body of every row
BODIES = [
    ("NHS England will invest £12.3 million in networks and will publish a dashboard in May 2026.", "NHS England"),
    (
        "NHS Blood and Transplant will cut waits below 500 days by 2026 (last year: 559 days), and shall keep "
        "donation at the 2024 level.",
        "NHS Blood and Transplant",
    ),
    ("NHS England requires us to have nobody waiting more than 40 weeks by May 2026.", "Barts Health NHS Trust"),
    ("With Essex Police and the Environment Agency we will:\n- plant 500 trees by 2027", "Barts Health NHS Trust"),
    ("Working with Essex Police, the Trust will cut thefts by 10% by 2027.", "Barts Health NHS Trust"),
    ("Working with NHS Supply Chain, we expect to take £1.1m out of implants by May 2026.", "Barts Health NHS Trust"),
    ("500 trees will be planted by Essex Police by 2027.", "Essex Police"),
    (
        "Local stop smoking services will get £70 million and are expected to support 900 people by May 2026.",
        ("local stop smoking services"),
    ),
    ("Every prison with a women's wing has to complete a review by May 2026.", "prison with a women's wing"),
    ("The training college at Newbold will open a second site in January 2027.", "training college at Newbold"),
    ("The steering group will publish a plan by May 2026.", "steering group"),
    ("- Publish a tree strategy by June 2025. Lead: Essex Police", "Essex Police"),
    (
        "Housing associations let 900 flats last year. By March 2026 they are expected to let 950 flats.",
        ("housing associations"),
    ),
    ("Renal centres are few. Any renal centre may join.\nEach centre shall:\n- publish a plan by 2027", "renal centre"),
    (
        "NHS North East London Integrated Care Board pays for most of what the wards and clinics in its places do each "
        "year.\nThe Board wants turnover below 9% by March 2026.",
        "Barts Health NHS Trust",
    ),
    ("The new hub will open in May 2026.", "Barts Health NHS Trust"),
    ("Two local clinics must be rebuilt by May 2026.", "Barts Health NHS Trust"),
    ("Local clinics must see 900 people by May 2026.", "local clinics"),
    ("Residents should recycle 60% of waste by 2027.", "Barts Health NHS Trust"),
]

# words | the deadline of the last row
DEADLINES = [
    ("We want turnover below 9% by March 2026 and a response rate of at least 55% in the next survey.", None),
    ("By March 2026 we want turnover below 9% and a response rate of at least 55%.", "2026-03-31"),
    ("By 2028 we will have 900 staff, of whom 300 will be in post by March 2026.", "2028-12-31"),
    ("94% were seen in the month of May 2025, compared with a standard of 95%.", None),
    (
        "We will cut waits to 9 weeks by March 2029. Over the same period, the share seen in a day will reach 60%.",
        ("2029-03-31"),
    ),
    ("The panel set a ceiling of 3 falls from 1 April 2026, and wards are expected to see 90% of cases.", None),
    ("From 2025/26 to 2027/28, clinics must reach 80% uptake.", "2028-03-31"),
    ("From April 2026, clinics must reach 80% uptake.", "2026-04-01"),
    (
        "Raise uptake to 70% by March 2027, with every clinic expected to deliver a 5% gain2\n"
        "2Against the 2024 baseline, with all clinics required to increase uptake to a minimum of 60%",
        "2027-03-31",
    ),
]


def rows(words: str) -> list[Objective]:
    return extract_objectives(outline(words, **TRUST))


@pytest.mark.parametrize(("words", "names"), METRICS)
def test_the_metric_is_what_the_words_are_about(words: str, names: list[str]) -> None:
    assert [row.metric for row in rows(words)] == names


@pytest.mark.parametrize(("words", "name"), BODIES)
def test_the_body_is_who_must_do_it(words: str, name: str) -> None:
    assert {row.body.name if row.body else None for row in rows(words)} == {name}


@pytest.mark.parametrize(("words", "day"), DEADLINES)
def test_the_deadline_is_that_of_its_own_part(words: str, day: str | None) -> None:
    last = rows(words)[-1]
    due = last.deadline.date if last.deadline else None
    assert (due.isoformat() if due else None) == day


def test_a_committee_that_hears_others_is_not_the_body_of_what_it_is_told() -> None:
    words = "Oakham Hospital has promised to run its theatres at no less than 85% utilisation."
    evidence = {**TRUST, "publisher": "Health and Social Care Committee", "title": "Oral evidence"}
    (row,) = extract_objectives(outline(words, **evidence))
    assert row.body is None or row.body.name != "Health and Social Care Committee"


def test_who_guides_others_is_not_the_body_of_a_target_without_a_subject() -> None:
    words = "A plan should be published by May 2026."
    guide = {**TRUST, "publisher": "National Audit Office"}
    assert [row.body for row in extract_objectives(outline(words, **guide))] == [None]
    assert [row.body.name for row in rows(words) if row.body] == ["Barts Health NHS Trust"]


@pytest.mark.parametrize(
    ("label", "lower"),
    [
        ("Handovers over 45 minutes", True),
        ("Waiting list over 52 weeks", True),
        ("Mean wait in days", True),
        ("Patients waiting no longer than 18 weeks", False),
        ("Calls waiting under two minutes", False),
        ("Waits of 18 weeks or less", False),
    ],
)
def test_a_share_that_keeps_a_time_limit_is_wanted_high(label: str, lower: bool) -> None:
    assert is_better_low(label) is lower
