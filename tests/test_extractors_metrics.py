"""The register of metrics in a text."""

import pytest

from corpus.metrics import metrics
from extractors.metrics import find_metrics

NAMED = [
    ("We raised the number of day cases.", ["day_case"]),
    ("virtual ward occupancy of 80%", ["virtual_wards"]),
    ("78% of patients seen in the emergency department within 4 hours", ["ae_4_hours"]),
    ("Cat 2 response times", ["category_2"]),
    ("people waiting more than 65 weeks", ["waits_65_weeks"]),
    ("waits of over 52 weeks for treatment", ["waits_52_weeks"]),
    ("the 28-day faster diagnosis standard", ["fds_28_days"]),
    ("85% day case and theatre utilisation", ["day_case", "theatre_utilisation"]),
    ("a dementia diagnosis rate of two thirds", ["dementia_diagnosis"]),
    ("out-of-area placements", ["out_of_area_placements"]),
    ("agency spending", ["agency_spend"]),
    ("the weather in March", []),
]


@pytest.mark.parametrize(("text", "ids"), NAMED)
def test_a_metric_is_found_by_its_words(text: str, ids: list[str]) -> None:
    assert [match.metric.id for match in find_metrics(text)] == ids


@pytest.mark.parametrize("metric", metrics(), ids=lambda m: m.id)
def test_each_alias_leads_to_its_metric(metric) -> None:  # type: ignore[no-untyped-def]
    for alias in metric.aliases:
        assert metric.id in {match.metric.id for match in find_metrics(f"the {alias} here")}


def test_a_sentence_does_not_lend_its_words_to_the_next() -> None:
    assert find_metrics("Patients came to A&E. They waited 4 hours at the bus stop.") == []


def test_an_acronym_must_be_printed_in_capitals_unless_nothing_is() -> None:
    assert [m.metric.id for m in find_metrics("fds target")] == ["fds_28_days"]
    assert find_metrics("The sdec of it") == []


def test_spans_hold_the_words() -> None:
    text = "Raise theatre utilisation."
    (match,) = find_metrics(text)
    assert text[match.start : match.end] == "theatre utilisation"
