"""How a question is read."""

from datetime import date

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
        ("agency limits in board papers for 2024-25", {"objective"}, "agenc"),
        ("four-hour standard by March 2025", {"objective"}, "4 hour"),
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


def test_a_kind_of_document_is_preferred_and_gets_no_other_names() -> None:
    assert understand("planning guidance on LD health checks").expanded == understand("LD health checks").expanded


@pytest.mark.parametrize(
    ("query", "years", "bodies", "kinds", "deadline"),
    [
        ("targets for 2025/26", ("2025/26",), (), (), None),
        ("what must ICBs do by March 2026", ("2025/26",), ("integrated care board",), (), date(2026, 3, 31)),
        ("waits to end by the end of September 2024", ("2024/25",), (), (), date(2024, 9, 30)),
        ("FDS in 24/25 planning guidance", ("2024/25",), (), ("planning_guidance",), None),
        ("board papers or a press release", (), (), ("board_paper", "news"), None),
        ("waits in March 2026", ("2025/26",), (), (), None),
        ("waits in 2026", (), (), (), None),
        ("agency staff in the first half of 2024-25", ("2024/25",), (), (), None),
        ("virtual wards", (), (), (), None),
    ],
)
def test_what_a_question_prefers(
    query: str, years: tuple[str, ...], bodies: tuple[str, ...], kinds: tuple[str, ...], deadline: date | None
) -> None:
    preferred = understand(query).preferred
    assert (preferred.years, preferred.bodies, preferred.kinds, preferred.deadline) == (years, bodies, kinds, deadline)
    assert bool(preferred) == bool(years or bodies or kinds)


def test_filters_take_a_year_in_any_spelling_and_leave_out_what_is_empty() -> None:
    filters = filters_of(years=["24/25", ""], kinds=[""], publishers=None)
    assert filters.years == ("2024/25",)
    assert not filters.kinds
