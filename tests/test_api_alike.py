"""Answers that say the same are one answer with several places; what differs in anything shown stays apart."""

from typing import Any

import pytest

from api.web.templating import environment
from api.web.views.alike import folded


def answer(number: int, **fields: Any) -> dict[str, Any]:
    """An objective as a page shows it."""
    row = {
        "id": f"objective_{number}",
        "document_id": f"doc_{number}",
        "kind": "objective",
        "metric": "virtual ward utilisation",
        "comparator": ">=",
        "value": 80.0,
        "high": None,
        "unit": "percent",
        "strict": True,
        "obligation": "asked",
        "statement": "target",
        "planning_year": "2024/25",
        "deadline": {"text": "by March 2025", "date": "2025-03-31"},
        "body": {"name": "integrated care board", "text": "ICBs", "code": None},
        "bodies": [{"name": "integrated care board", "text": "ICBs", "code": None}],
        "quote": "keep virtual wards\u2019 use above 80% by March 2025",
    }
    return row | fields


def also(rows: list[dict[str, Any]]) -> list[list[str]]:
    """The ids of each answer: its own first, then those under it."""
    return [[row["id"], *(other["id"] for other in row["also"])] for row in folded(rows)]


def test_the_same_words_of_two_files_are_one_answer() -> None:
    printed = answer(2, quote="Keep virtual wards' use  above 80 % by March 2025.")
    assert also([answer(1), printed, answer(3, value=90.0)]) == [["objective_1", "objective_2"], ["objective_3"]]


@pytest.mark.parametrize(
    "other",
    [
        {"value": 85.0},
        {"high": 90.0},
        {"unit": "percentage_point"},
        {"comparator": "<="},
        {"strict": False},
        {"obligation": "must"},
        {"metric": "bed occupancy"},
        {"planning_year": "2025/26"},
        {"deadline": {"text": "by March 2026", "date": "2026-03-31"}},
        {"deadline": None},
        {"body": None, "bodies": []},
        {"bodies": [{"name": "NHS trusts"}]},
        {"quote": "keep the use of virtual wards above 80% by March 2025"},
    ],
    ids="-".join,
)
def test_what_differs_in_anything_that_is_shown_stays_apart(other: dict[str, Any]) -> None:
    assert also([answer(1), answer(2, **other)]) == [["objective_1"], ["objective_2"]]


def test_figures_of_two_periods_stay_apart() -> None:
    figure = {
        "kind": "figure",
        "measure": "long waits",
        "status": "reported",
        "value": 47.0,
        "quote": "47",
        "body": None,
    }
    september = figure | {"id": "a", "period": {"text": None, "start": "2024-09-30", "end": "2024-09-30"}}
    october = figure | {"id": "b", "period": {"text": None, "start": "2024-10-31", "end": "2024-10-31"}}
    again = september | {"id": "c"}
    assert also([september, october, again]) == [["a", "c"], ["b"]]


def test_dates_that_are_not_known_are_told_apart_by_their_words() -> None:
    soon, later = ({"text": text, "date": None} for text in ("in the coming weeks", "in due course"))
    assert len(folded([answer(1, deadline=soon), answer(2, deadline=later)])) == 2


def test_a_card_and_a_table_name_the_other_places() -> None:
    place = {
        "title": "Plan, saved as text",
        "publisher": None,
        "published": "2024-03-27",
        "document_status": "current",
        "confidence": 0.9,
        "href": "/source/doc_2?start=1&end=9",
        "report": "/report",
        "citation": "x",
    }
    rows = folded([answer(1, **place | {"title": "Plan"}), answer(2, **place)])
    macros = environment().get_template("macros/rows.html").module
    for shown in (macros.card(rows[0]), macros.table(rows, "Answers")):
        assert "Also stated in" in shown
        assert '<a href="/source/doc_2?start=1&amp;end=9">Plan, saved as text</a>' in shown
        assert "27 March 2024" in shown
