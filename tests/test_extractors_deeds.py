"""Targets without a number: what is to be finished, ended, kept or moved, and its own day; texts are illustrative."""

import datetime

import pytest

from corpus.facts import Objective
from extractors import extract_objectives
from tests.outline import outline

PLAN = {
    "kind": "other",
    "title": "Wessex action plan",
    "publisher": "Wessex Council",
    "published": datetime.date(2026, 1, 30),
    "financial_year": None,
    "planning_year": None,
}

# words | comparator, metric, deadline of each row
FINISHED = [
    (
        "The Ministry will consult on sentencing in March 2026 and the Board will adopt a rule book in June 2026.",
        [("deliver", "sentencing", "2026-03-31"), ("deliver", "rule book", "2026-06-30")],
    ),
    (
        "The Agency plans to hand over the archive in May 2026 and must finish the audit by 30 June 2026.",
        [("deliver", "archive", "2026-05-31"), ("deliver", "audit", "2026-06-30")],
    ),
    (
        "The landlord register will be live in spring 2026 and will be open to tenants by December 2026.",
        [
            ("deliver", "landlord register live", "2026-05-31"),
            ("deliver", "landlord register open to tenants", "2026-12-31"),
        ],
    ),
    (
        "Contactless ticketing will be extended to Kent in 2026 and to Essex in 2027.",
        [
            ("deliver", "Contactless ticketing extended", "2026-12-31"),
            ("deliver", "Contactless ticketing extended to Essex", "2027-12-31"),
        ],
    ),
    (
        "The scheme will be reviewed in 2026 and again in 2030.",
        [("deliver", "scheme reviewed", "2026-12-31"), ("deliver", "scheme reviewed", "2030-12-31")],
    ),
    ("We will review the charges in 2026.", [("deliver", "review of charges", "2026-12-31")]),
    ("The first breakfast clubs open in April 2026.", [("deliver", "first breakfast clubs", "2026-04-30")]),
    ("The new policy comes into force on 1 January 2027.", [("deliver", "new policy", "2027-01-01")]),
    ("There will be a new bus station in Harlow by 2028.", [("deliver", "new bus station in Harlow", "2028-12-31")]),
    ("The station lift is due to open in August 2026.", [("deliver", "station lift", "2026-08-31")]),
    ("A decision on the route is expected by July 2026.", [("deliver", "decision on the route", "2026-07-31")]),
    ("The results are to be published in July 2026.", [("deliver", "results published", "2026-07-31")]),
    ("Teams will submit the plan on 30 March 2026.", [("deliver", "plan", "2026-03-30")]),
    (
        "Our aim is that all letters are digital by April 2027.",
        [("deliver", "letters digital", "2027-04-30")],
    ),
    (
        "The aim is for every practice to be using the new system by April 2027.",
        [("deliver", "every practice using the new system", "2027-04-30")],
    ),
    (
        "We recommend that the Department publish a kidney strategy by the end of 2026.",
        [("deliver", "kidney strategy", "2026-12-31")],
    ),
    ("The Mayor has promised a decision on the site by May 2026.", [("deliver", "decision on the site", "2026-05-31")]),
    (
        "The hub, which opened in 2024, will be extended in 2026.",
        [("deliver", "hub extended", "2026-12-31")],
    ),
]

ENDED = [
    ("Corridor care will end by March 2027.", [("eliminate", "Corridor care", "2027-03-31")]),
    (
        "Off-framework bookings are to stop completely from 1 July 2026.",
        [("eliminate", "Off-framework bookings", "2026-07-01")],
    ),
    (
        "The council will move families out of nightly paid hotels by March 2027.",
        [("eliminate", "families on nightly paid hotels", "2027-03-31")],
    ),
    (
        "No family is to live in bed and breakfast for a school term by 2028.",
        [("eliminate", "family live in bed and breakfast for a school term", "2028-12-31")],
    ),
    (
        "We will make sure that by 2028 no child waits in a police station for a bed.",
        [("eliminate", "child waits in a police station for a bed", "2028-12-31")],
    ),
    ("We will phase out gas boilers in schools by 2035.", [("eliminate", "gas boilers in schools", "2035-12-31")]),
]

KEPT_OR_MOVED = [
    ("The trust will hold spending on travel at the 2023/24 level.", [("=", "spending on travel", None)]),
    (
        "We will bring elective activity back to 2019/20 levels by March 2027.",
        [(">=", "elective activity", "2027-03-31")],
    ),
    (
        "We will increase the number of home births compared with 2024/25.",
        [("increase_by", "home births", None)],
    ),
]

LISTED = [
    (
        "By March 2027 we will:\n\n- launch a carers' passport\n- publish a directory of services\n"
        "- continue to support families\n- free swimming for under-fives",
        [
            ("deliver", "carers' passport", "2027-03-31"),
            ("deliver", "directory of services", "2027-03-31"),
            ("deliver", "free swimming for under-fives", "2027-03-31"),
        ],
    ),
    (
        "The partners have these dates to meet:\n\n- lead pipes replaced in all nurseries during 2026\n"
        "- the fund out of fossil fuels by 2030",
        [
            ("deliver", "lead pipes replaced in all nurseries", "2026-12-31"),
            ("eliminate", "fund out of fossil fuels", "2030-12-31"),
        ],
    ),
    (
        "Bring the winter plan to the Board. Owner: Chief Operating Officer. Due: 25 September 2026.",
        [("deliver", "winter plan to the Board", "2026-09-25")],
    ),
    (
        "Chief Nurse to report back on falls in March 2026.",
        [("deliver", "falls", "2026-03-31")],
    ),
    (
        "| Action | Owner | Due |\n| --- | --- | --- |\n| Publish the travel plan | Director of Estates | June 2026 |",
        [("deliver", "travel plan", "2026-06-30")],
    ),
    (
        "| Milestone | Date |\n| --- | --- |\n| Contract signed for the depot | October 2026 |",
        [("deliver", "Contract signed for the depot", "2026-10-31")],
    ),
]

NOTHING = [
    "She will have been in post for two years by March 2027.",
    "Demand will have grown by 2030.",
    "The population will be older by 2040.",
    "If approved, the changes would take effect in 2027.",
    "The Board is asked to note the report on the 2026/27 plan.",
    "Progress next year will depend on the hard work of staff.",
    "The next meeting will be held on 4 May 2026.",
    "The guidance published in March 2026 will be helpful to schools.",
    "The plan sets out how ICBs will work until 2030.",
    "The current contract ends in March 2027.",
    "By the end of 2030 nobody will have to travel more than an hour for dialysis.",
    "The Committee asked when the works would finish.",
]


def rows(words: str) -> list[tuple[str, str, str | None]]:
    found: list[Objective] = extract_objectives(outline(words, **PLAN))
    return [(r.comparator, r.metric, str(r.deadline.date) if r.deadline else None) for r in found]


@pytest.mark.parametrize(("words", "expected"), FINISHED)
def test_what_is_to_be_finished_takes_its_own_day(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(words) == expected


@pytest.mark.parametrize(("words", "expected"), ENDED)
def test_what_is_to_end_is_eliminated(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(words) == expected


@pytest.mark.parametrize(("words", "expected"), KEPT_OR_MOVED)
def test_a_reference_stands_for_a_level(words: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(words) == expected


@pytest.mark.parametrize(("words", "expected"), LISTED)
def test_lists_logs_and_tables_need_no_verb_that_binds(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(words) == expected


@pytest.mark.parametrize("words", NOTHING)
def test_forecasts_talk_and_what_only_goes_on_are_no_targets(words: str) -> None:
    assert rows(words) == []


def test_a_deed_quotes_its_own_part_of_the_sentence() -> None:
    document = outline(
        "NHS England will publish a report in December 2026 and the Care Quality Commission will inspect in 2028.",
        **PLAN,
    )
    first, *_ = extract_objectives(document)
    assert document.quote(first) == "publish a report in December 2026"
    assert first.body is not None
    assert first.body.name == "NHS England"


def test_an_entry_of_an_action_log_must_be_done() -> None:
    (row,) = extract_objectives(outline("Write to members about parking. Owner: CFO. Due 9 August 2026.", **PLAN))
    assert (row.obligation, row.rule) == ("must", "objective.deliver.must.stem")
