"""Completeness: for twelve metrics and more, every target that a reader finds in the annotated documents is found.

tests/completeness/targets.toml holds the labels; what is not found yet is named there, and comes out once it is.
"""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from extractors import extract_objectives
from pipeline.readers import read
from tests.completeness.labels import Label, Outcome, in_file, outcomes, read_labels
from tests.outline import outline

FILES, LABELS = read_labels()
METRICS = sorted({label.metric for label in LABELS})


@pytest.fixture(scope="module")
def results(shared: Path) -> list[Outcome]:
    found: list[Outcome] = []
    for name, sha256 in FILES.items():
        path = shared / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, f"{name} is not the file that was labelled"
        document = read(path)
        here = [label for label in LABELS if label.file == name]
        found += outcomes(here, in_file(document, extract_objectives(document)))
    return found


def test_the_labels_are_whole() -> None:
    assert len(METRICS) >= 12
    assert {label.file for label in LABELS} == set(FILES)
    for label in LABELS:
        assert 0 <= label.start < label.end, label.name
        assert (label.value is None) == (label.unit is None), label.name
        assert not (label.known_failure and label.known_wrong), label.name
    assert max(Counter((b.file, b.start, b.end, b.what, b.value) for b in LABELS).values()) == 1


@pytest.mark.shared
@pytest.mark.parametrize("metric", METRICS)
def test_every_target_of_a_metric_is_found(metric: str, results: list[Outcome]) -> None:
    here = [one for one in results if one.label.metric == metric]
    assert here
    got = {one.label.name: one.state for one in here if one.state != "found"}
    known = {label.name for label in LABELS if label.metric == metric and label.known_failure}
    fresh = {name: state for name, state in got.items() if name not in known}
    assert not fresh, f"recall {1 - len(got) / len(here):.2f}: {fresh}"
    assert not known - set(got), f"found now, take known_failure out: {known - set(got)}"


@pytest.mark.shared
@pytest.mark.parametrize("metric", METRICS)
def test_what_is_found_has_the_right_fields(metric: str, results: list[Outcome]) -> None:
    here = [one for one in results if one.label.metric == metric and one.state == "found"]
    wrong = {one.label.name: sorted(one.wrong) for one in here if one.wrong}
    known = {one.label.name: sorted(one.label.known_wrong) for one in here if one.label.known_wrong}
    assert wrong == known


WORDS = "Trusts must see 81% of patients within 4 hours by March 2025."


def became(words: str, **label: object) -> Outcome:
    """What becomes of a label over the first 40 characters of a paragraph of ours."""
    document = outline(words)
    start = document.text.index(words)
    given = Label(metric="x", file="outline.txt", start=start, end=start + 40, what="x", **label)  # type: ignore[arg-type]
    (one,) = outcomes([given], in_file(document, extract_objectives(document)))
    return one


def test_a_label_is_found_with_its_value_only() -> None:
    assert became(WORDS, value=81, unit="percent").state == "found"
    wrong = became(WORDS, value=82, unit="percent")
    assert (wrong.state, wrong.read) == ("wrong value", (81,))
    assert became("Patients like short waits, and trusts know.", value=81, unit="percent").state == "missed"


def test_a_wrong_field_is_told() -> None:
    assert became(WORDS, value=81, unit="percent", deadline="2025-03-31", comparator=">=").wrong == ()
    assert became(WORDS, value=81, unit="percent", deadline="none", comparator=["<="]).wrong == (
        "comparator",
        "deadline",
    )


def test_an_objective_serves_one_label() -> None:
    document = outline(WORDS)
    start = document.text.index(WORDS)
    twice = [Label("x", "outline.txt", start, start + 40, what, 81, "percent") for what in ("a", "b")]
    states = [one.state for one in outcomes(twice, in_file(document, extract_objectives(document)))]
    assert states == ["found", "missed"]
