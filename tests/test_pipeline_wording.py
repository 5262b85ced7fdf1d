"""Rows in words."""

import pytest

from pipeline.wording import by_when, day, level, who


def objective(**fields: object) -> dict[str, object]:
    return {"kind": "objective", "comparator": ">=", "value": None, "unit": None, **fields}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (objective(value=80.0, unit="percent", strict=True), "above 80%"),
        (objective(value=92.0, unit="percent"), "at least 92%"),
        (objective(comparator="<=", value=30.0, unit="minute"), "at most 30 minutes"),
        (objective(comparator="<=", value=1.0, unit="percent", strict=True), "below 1%"),
        (objective(comparator="increase_by", value=5.0, unit="percentage_point"), "increase by 5 percentage points"),
        (objective(comparator="increase_by"), "increase"),
        (objective(baseline="pre-pandemic levels"), "at least pre-pandemic levels"),
        (objective(comparator="increase_by", baseline="pre-pandemic levels"), "increase"),
        (objective(comparator="eliminate", value=65.0, unit="week"), "eliminate 65 weeks"),
        (objective(comparator="eliminate", value=65.0, unit="week", metric="waits over 65 weeks"), "eliminate"),
        (objective(comparator="deliver"), "deliver"),
        (objective(value=12.0, high=15.0, unit="per_million"), "at least 12 to 15 per million"),
        (objective(value=700000.0, unit="count", counted="appointments"), "at least 700,000 appointments"),
        (objective(value=1.0, unit="day"), "at least 1 day"),
        ({"kind": "figure", "value": 2.45e9, "unit": "GBP"}, "£2.45 billion"),
        ({"kind": "figure", "value": 150e6, "high": 200e6, "unit": "GBP"}, "£150 million to £200 million"),
        ({"kind": "figure", "value": 66.7, "unit": "percent"}, "66.7%"),
        ({"kind": "figure", "value": 1234567.0, "unit": "count", "counted": None}, "1,234,567"),
    ],
)
def test_level(row: dict[str, object], words: str) -> None:
    assert level(row) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"deadline": {"text": "March 2026", "date": "2026-03-31", "kind": "by"}}, "March 2026 (31 March 2026)"),
        ({"deadline": {"text": "by 30 June 2024", "date": "2024-06-30", "kind": "by"}}, "by 30 June 2024"),
        ({"deadline": {"text": "in the coming weeks", "date": None, "kind": "by"}}, "in the coming weeks"),
        ({"deadline": None, "planning_year": "2024/25"}, "no date given; guidance for 2024/25"),
        ({"period": {"text": "in 2023", "start": "2023-01-01", "end": "2023-12-31"}}, "in 2023"),
        ({"period": {"text": None, "start": None, "end": "2025-10-31"}}, "31 October 2025"),
        ({"period": {"text": None, "start": "2024-09-30", "end": "2024-09-30"}}, "30 September 2024"),
        ({"period": {"text": None, "start": "2025-04-01", "end": "2025-04-30"}}, "1 April 2025 to 30 April 2025"),
        ({}, ""),
    ],
)
def test_by_when(row: dict[str, object], words: str) -> None:
    assert by_when(row) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, ""),
        ({"text": "ICBs", "name": "integrated care board", "code": None}, "integrated care board (“ICBs”)"),
        ({"text": "NHS England", "name": "NHS England", "code": "X24"}, "NHS England, ODS X24"),
        ("Barts Health NHS Trust", "Barts Health NHS Trust"),
    ],
)
def test_who(body: object, words: str) -> None:
    assert who({"body": body}) == words


def test_day() -> None:
    assert day("2024-09-30") == "30 September 2024"
