"""How sure rows are: the features of finished facts, their weights, and how the weights are fitted and judged."""

import json
import math
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from corpus.document import Document, Edit
from corpus.facts import FactKind
from extractors import ALL_KINDS, extract_facts
from extractors.confidence import LEAST, MOST, Setting, calibrated, with_confidence
from extractors.lexicon import lexicon
from tests.benchmarks.calibration import GoldPlace, Judged, fit_kind, judged
from tests.benchmarks.logistic import fit, left_out, strength
from tests.benchmarks.reliability import Curve, bins, brier, calibration_error, chance_error, reliability_svg
from tests.factories import make_body, make_document, make_objective

# Illustrative, written for these tests.
WORDS = [
    "Trusts must see 80% of patients within 4 hours by March 2026.",
    "We spent £2.4 million in 2024/25, and 12,000 people were seen.",
    "Staff at Northfield were asked again last year.",
]


@pytest.fixture
def document() -> Document:
    return make_document(WORDS)


def test_features_say_what_is_known_of_a_fact(document: Document) -> None:
    setting = Setting(document)
    by_kind: dict[str, set[str]] = {}
    for fact in extract_facts(document):
        by_kind.setdefault(fact.kind, set()).update(setting.features(fact))
    assert by_kind["objective"] >= {
        "in.paragraph",
        "rule.level",
        "obligation.must",
        "unit.percent",
        "deadline.within",
        "numbers",
    }
    assert by_kind["figure"] >= {"unit.GBP", "unit.count", "period.given", "direction.level"}
    assert by_kind["date"] >= {"type.financial_year", "role.time", "ends.both", "role.threshold", "ends.none"}
    assert by_kind["body"] >= {"type.trust", "rule.class"}


def test_repaired_words_nearby_are_a_feature(document: Document) -> None:
    (fact,) = [fact for fact in extract_facts(document) if fact.kind == "objective"]

    def features(rule: str, start: int) -> tuple[str, ...]:
        edit = Edit(start=start, end=start + 2, source_start=start, source_end=start + 2, rule=rule)
        mended = document.model_copy(update={"edits": (edit,), "source_text": document.text})
        return Setting(mended).features(fact)

    assert "repaired" in features('lost "ll"', fact.start + 3)
    assert "repaired" not in features("markup", fact.start + 3)
    assert "repaired" not in features('lost "ll"', fact.end + 60)


def test_features_follow_the_fields() -> None:
    document = make_document(WORDS)
    setting = Setting(document)
    stem = make_objective(document.id).model_copy(update={"rule": "objective.level.must.stem", "body_source": "stem"})
    assert {"inherited", "body.stem", "deadline.none"} <= set(setting.features(stem))
    assert "inherited" not in setting.features(make_objective(document.id))
    assert "coded" not in setting.features(make_body(document.id, name="Northfield"))


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_confidence_is_the_weighed_sum(kind: FactKind) -> None:
    table = lexicon("confidence")[kind]
    base = table["base"]
    assert calibrated(kind, []) == pytest.approx(1 / (1 + math.exp(-base)), abs=0.006)
    assert calibrated(kind, ["no.such_feature"]) == calibrated(kind, [])
    for feature, weight in table["weights"].items():
        expected = min(MOST, max(LEAST, 1 / (1 + math.exp(-base - weight))))
        assert calibrated(kind, [feature]) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_nobody_is_certain(kind: FactKind, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {kind: {"base": 0.0, "weights": {"up": 50.0, "down": -50.0}}}
    monkeypatch.setattr("extractors.confidence.lexicon", lambda name: table)
    assert (calibrated(kind, ["up"]), calibrated(kind, ["down"])) == (MOST, LEAST)


def test_the_lexicon_knows_only_features_that_there_are() -> None:
    tables = lexicon("confidence")
    assert set(tables) == set(ALL_KINDS)
    plain = {"anchored", "coded", "inherited", "numbers", "qualified", "range", "repaired", "threshold"}
    heads = {"body", "comparator", "deadline", "direction", "ends", "in", "measure", "metric", "obligation", "period"}
    heads |= {"quote", "resolved", "role", "rule", "status", "type", "unit"}
    for table in tables.values():
        for feature, weight in table["weights"].items():
            assert feature in plain or feature.split(".")[0] in heads, feature
            assert abs(weight) < 4


def test_facts_keep_their_order_and_everything_else(document: Document) -> None:
    facts = extract_facts(document)
    sure = with_confidence(document, facts)
    setting = Setting(document)
    assert [fact.model_copy(update={"confidence": 0}) for fact in sure] == [
        fact.model_copy(update={"confidence": 0}) for fact in facts
    ]
    assert [fact.confidence for fact in sure] == [calibrated(fact.kind, setting.features(fact)) for fact in facts]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_extractor_gives_it(kind: FactKind, document: Document) -> None:
    setting = Setting(document)
    facts = extract_facts(document, kinds=[kind])
    assert facts
    assert [fact.confidence for fact in facts] == [calibrated(kind, setting.features(fact)) for fact in facts]


# --- fitting and judging


def _rows(count: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of four documents with one telling feature (odds 9 to 1 against 1 to 1) and one that tells nothing."""
    chance = np.random.default_rng(1)
    table = chance.integers(0, 2, (count, 2)).astype(float)
    right = (chance.random(count) < np.where(table[:, 0] == 1, 0.9, 0.5)).astype(float)
    return table, right, np.ones(count), np.array([f"{i % 4}.txt" for i in range(count)])


def test_the_fit_finds_what_tells_and_is_the_same_again() -> None:
    table, right, weights, documents = _rows()
    model = fit(table, right, weights, strength=1)
    assert model.base == pytest.approx(0, abs=0.5)
    assert model.weights[0] == pytest.approx(math.log(9), abs=0.7)
    assert abs(model.weights[1]) < 0.5
    again = fit(table, right, weights, strength=1)
    assert again.base == model.base
    assert (again.weights == model.weights).all()
    assert strength(table, right, weights, documents) < 30


def test_a_strong_pull_leaves_the_base_rate() -> None:
    table, right, weights, _ = _rows()
    assert fit(table, right, weights, strength=1e6).shares(table) == pytest.approx(right.mean(), abs=0.01)


def test_rows_that_are_all_right_give_no_certainty() -> None:
    table = np.ones((40, 3))
    shares = fit(table, np.ones(40), np.ones(40), strength=3).shares(table)
    assert ((shares > 0.9) & (shares <= MOST)).all()


def test_a_document_is_judged_by_the_others() -> None:
    table, right, weights, documents = _rows()
    own = documents == "0.txt"
    said = left_out(table, right, weights, documents, strength=3)
    other = left_out(table, np.where(own, 1 - right, right), weights, documents, strength=3)
    assert said[own] == pytest.approx(other[own])
    assert not np.allclose(said[~own], other[~own])


def test_bins_and_scores() -> None:
    said, right = np.array([0.62, 0.64, 0.92, 0.94, 1.0]), np.array([1.0, 0.0, 1.0, 1.0, 1.0])
    found = bins(said, right)
    assert [(one.range, one.rows, one.share) for one in found] == [
        ((0.6, 0.7), 2, 0.5),
        ((0.9, 0.95), 2, 1.0),
        ((0.95, 1.0), 1, 1.0),
    ]
    assert calibration_error(said, right) == pytest.approx((2 * 0.13 + 2 * 0.07) / 5)
    assert brier(said, right) == pytest.approx((0.38**2 + 0.64**2 + 0.08**2 + 0.06**2) / 5)
    assert 0 < chance_error(said) == chance_error(said) < 0.3


def test_the_plot_is_svg() -> None:
    said, right = np.array([0.62, 0.92, 0.94]), np.array([0.0, 1.0, 1.0])
    drawn = reliability_svg([Curve("figures", bins(said, right), bins(said, 0 * right)), Curve("dates", [], [])])
    root = ElementTree.fromstring(drawn)  # noqa: S314  # it was made here
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    assert [circle.get("fill") for circle in circles] == ["#fff", "#fff", "#00577d", "#00577d"]
    assert {"figures", "dates"} <= set(root.itertext())


def test_rows_are_judged_by_gold(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.txt").write_text("A plan\n\n" + "\n\n".join(WORDS), encoding="utf-8")
    quote = {"file": "plan.txt", "quote": "2024/25", "split": "held"}
    ends = [{"start_iso": "2024-04-01", "end_iso": "2025-03-31"}, {"start_iso": "2026-03-01", "end_iso": "2026-03-30"}]
    rows = [{**quote, **ends[0]}, {**quote, "quote": "March 2026", **ends[1]}]
    (tmp_path / "dates.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = [row for row in judged(GoldPlace(tmp_path, (tmp_path / "documents",))) if "role.time" in row.features]
    assert {(row.split, row.right, "type.financial_year" in row.features) for row in found} >= {
        ("held", True, True),
        ("held", False, False),
    }


def test_a_kind_is_fitted_and_shown() -> None:
    table, right, _, documents = _rows()
    rows = [
        Judged(
            "date", ("dev", "mend", "held")[i % 3], documents[i], ("role.time",) * int(row[0]), bool(right[i]), False
        )
        for i, row in enumerate(table)
    ]
    one = fit_kind(rows)
    assert one.names == ("role.time",)
    assert one.model.weights[0] > 1
    assert len(one.held) == len(one.by_left_out) == len(one.by_others)
    assert calibration_error(one.by_left_out, np.array([row.right for row in one.held], float)) < 0.1
