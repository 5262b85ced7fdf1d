"""How a question is read."""

import pytest

from pipeline.dates import financial_years
from pipeline.question import filters_of, understand


@pytest.mark.parametrize(
    ("query", "wants", "topic"),
    [
        ("what are the virtual ward targets", {"objective"}, "virtual ward"),
        ("how much was spent on agency staff", {"figure"}, "agenc staff"),
        ("community pharmacy", set(), "communiti pharmaci"),
        ("targets", {"objective"}, "target"),
    ],
)
def test_what_is_wanted_and_what_it_is_about(query: str, wants: set[str], topic: str) -> None:
    question = understand(query)
    assert question.wants == wants
    assert question.topic == set(topic.split())


@pytest.mark.parametrize(
    ("query", "metric"),
    [
        ("what are the virtual ward targets", "virtual ward"),
        ("FDS 24/25", "Faster Diagnosis"),
        ("waits over 65 weeks", "65 weeks"),
    ],
)
def test_metrics_are_found(query: str, metric: str) -> None:
    assert any(metric.casefold() in name.casefold() for name in understand(query).metrics)


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("targets for 2025/26", ["2025/26"]),
        ("FDS 24/25", ["2024/25"]),
        ("from 2023-24 to 2024-25", ["2023/24", "2024/25"]),
        ("crisis lines open 24/7", []),
        ("in 2024", []),
    ],
)
def test_financial_years(query: str, years: list[str]) -> None:
    assert financial_years(query) == years


def test_filters_take_a_year_in_any_spelling_and_leave_out_what_is_empty() -> None:
    filters = filters_of(years=["24/25", ""], kinds=[""], publishers=None)
    assert filters.years == ("2024/25",)
    assert not filters.kinds
