"""Scores against rows made by hand: each definition on examples of our own, and all of them against the scorer."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app
from corpus.document import Document
from corpus.errors import InputError, SettingsError
from extractors import ALL_KINDS
from pipeline.evaluation import evaluate
from pipeline.evaluation.agreement import alike, name_key
from pipeline.evaluation.claims import found_claim, gold_claim, read_found
from pipeline.evaluation.folding import FoldedText, Place, Surroundings, fold
from pipeline.evaluation.gold import document_folders, load_gold, read_texts
from pipeline.evaluation.matching import same_place
from pipeline.evaluation.report import as_json
from pipeline.evaluation.units import qualifier_of, unit_of
from pipeline.readers import ReadLimits
from pipeline.rows import extract_rows

# Illustrative, written for these tests.
PLAN = (
    "Plan for 2025/26\n\n"
    "Trusts must see 80% of patients within 4 hours by March 2026.\n"
    "Systems should see 60% of callers within a day.\n"
    "Spending was £2.5 million in 2024/25.\n"
)
Row = dict[str, Any]


def target(quote: str, value: float | None, unit: str | None = "percent", **fields: Any) -> Row:
    start = PLAN.index(quote)
    shared = {"file": "plan.txt", "quote": quote, "start": start, "end": start + len(quote), "comparator": ">="}
    named = {"metric": "patients seen within 4 hours", "modality": "must", "deadline_iso": "2026-03-31"}
    return shared | named | {"value": value, "unit": unit, "body_canonical": ["acute trusts"]} | fields


def extracted(quote: str, value: float | None, unit: str | None = "percent", **fields: Any) -> Row:
    start = PLAN.find(quote)
    place = {"start": start, "end": start + len(quote)} if start >= 0 else {"start": 0, "end": len(quote)}
    named = {"kind": "objective", "document": "plan.txt", "quote": quote, "comparator": ">=", "rule": "objective.level"}
    further = {
        "metric": "patients seen within 4 hours",
        "obligation": "must",
        "deadline": {"text": "by March 2026", "date": "2026-03-31", "kind": "by"},
        "body": {"text": "Trusts", "name": "acute trust", "code": None},
    }
    return named | place | further | {"value": value, "unit": unit, "confidence": 0.8} | fields


def write_gold(folder: Path, **rows: list[Row]) -> Path:
    """A gold folder with the plan beside it, one file for each name."""
    gold = folder / "gold"
    (gold / "documents").mkdir(parents=True)
    (gold / "documents" / "plan.txt").write_text(PLAN, encoding="utf-8")
    for name, lines in rows.items():
        (gold / f"{name}.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return gold


def scores_of(folder: Path, found: list[Row], covered: Mapping[str, Any] | None = None, **rows: list[Row]) -> Row:
    gold = write_gold(folder, **rows)
    if covered is not None:
        (gold / "covered.json").write_text(json.dumps(covered))
    wanted = load_gold(gold)
    texts = read_texts(wanted, document_folders(gold, []), limits=ReadLimits())
    return as_json(evaluate(wanted, [found_claim(row) for row in found], texts))


FIRST, SECOND = "see 80% of patients within 4 hours by March 2026", "see 60% of callers within a day"


# --- folding and places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  Trust’s\n“plan”", 'the trust\'s "plan"'),
        ("2024–25 — now", "2024-25 - now"),
        ("**Bold** and _plain_", "bold and plain"),
        ("## Heading | cell • item", "heading cell item"),
        ("see [the plan](https://example.org/plan) now", "see the plan now"),
        ("ﬁve per\u00a0cent, hy\u00adphen", "five per cent, hyphen"),
    ],
)
def test_folding_leaves_the_words(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_what_tells_values_apart() -> None:
    assert len({fold(text) for text in ("3.2%", "32%", "3.2", "£3.2")}) == 4


def test_a_quotation_stands_where_its_range_says() -> None:
    text = FoldedText("80% here, 80% there, 80% everywhere")
    assert text.holds_at(10, 13, "80%")
    assert text.range_of(text.place_of(10, 13)) == (10, 13)
    assert not text.holds_at(9, 12, "80%")


def test_of_several_places_the_nearest_counts_and_surroundings_more() -> None:
    text = FoldedText("80% here, 80% there, 80% everywhere")

    def found(**around: Any) -> int:
        place = text.find("80%", Surroundings(**around))
        assert place is not None
        return place.start

    assert [found(), found(share=0.5), found(share=0.9)] == [0, 21 if abs(21 - 17.5) < abs(10 - 17.5) else 10, 21]
    assert found(share=0.0, prefix="there, ", suffix=" everywhere") == 21


@pytest.mark.parametrize(("quote", "found"), [("£3.5 billion", True), ("3.5 billionth", False), ("5 billion", False)])
def test_letters_alone_are_looked_for_where_words_are_broken(quote: str, found: bool) -> None:
    text = FoldedText("It cost £3.5 bil ion last year.")
    assert (text.find(quote, Surroundings()) is not None) is found


def test_an_empty_or_unknown_quotation_stands_nowhere() -> None:
    assert FoldedText(PLAN).find(" ", Surroundings()) is None
    assert FoldedText(PLAN).find("not in it", Surroundings()) is None


@pytest.mark.parametrize(
    ("kind", "gold", "found", "same"),
    [
        ("objective", (0, 40), (20, 60), True),  # half of the shorter
        ("objective", (0, 40), (21, 61), False),
        ("objective", (0, 40), (0, 300), True),
        ("objective", (0, 40), (0, 301), False),  # a page, not a clause
        ("figure", (0, 200), (0, 600), True),
        ("date", (0, 10), (0, 40), True),
        ("date", (0, 10), (0, 41), False),
    ],
)
def test_one_place(kind: Any, gold: tuple[int, int], found: tuple[int, int], same: bool) -> None:
    assert same_place(kind, Place(*gold), Place(*found)) is same


# --- agreement


def test_units_and_qualifiers_have_spellings() -> None:
    assert [unit_of(u) for u in ("%", "pp", "weeks", "beds", "count", None)] == [
        "percent",
        "percentage_point",
        "week",
        "count",
        "count",
        None,
    ]
    assert [qualifier_of(q) for q in ("above", "circa", "up to", "estimated", None)] == [
        "over",
        "around",
        "up_to",
        "none",
        "none",
    ]


def test_names_are_compared_by_their_own_words() -> None:
    assert name_key("The Northfield NHS Foundation Trust") == name_key("Northfield")
    assert name_key("Health & care boards") == name_key("health and care board")
    assert name_key("NHS") == "nhs"


def test_phrases_agree_where_they_share_half_of_their_words() -> None:
    assert alike("cancer waits over 62 days", "62 day cancer waits")
    assert not alike("cancer waits", "ambulance response times")
    assert not alike(None, None)


# --- scores


def test_a_match_takes_place_value_and_unit(tmp_path: Path) -> None:
    found = [extracted("80% of patients within 4 hours", 80, "%")]
    tiers = scores_of(tmp_path, found, targets=[target(FIRST, 80)])["targets"]["tiers"]
    assert tiers == {"numeric": {"precision": 1, "recall": 1, "f1": 1, "gold": 1, "predicted": 1, "hits": 1}}


@pytest.mark.parametrize(
    "found",
    [
        extracted(FIRST, 81),
        extracted(FIRST, 80, "percentage_point"),
        extracted(FIRST, None, None),
        extracted(SECOND, 80),
        extracted("words that stand nowhere in it", 80),
    ],
)
def test_another_value_unit_or_place_is_a_miss_and_a_false_row(tmp_path: Path, found: Row) -> None:
    report = scores_of(tmp_path, [found], targets=[target(FIRST, 80)])["targets"]
    assert [row["quote"] for row in report["misses"]] == [FIRST]
    assert [row["quote"] for row in report["extras"]] == [found["quote"]]
    assert report["ungrounded"] == int(found["quote"] not in PLAN)
    assert sum(tier["hits"] for tier in report["tiers"].values()) == 0


def test_matching_is_one_to_one(tmp_path: Path) -> None:
    found = [extracted("80% of patients", 80), extracted(FIRST, 80)]
    report = scores_of(tmp_path, found, targets=[target(FIRST, 80)])["targets"]
    assert report["tiers"]["numeric"] == pytest.approx(
        {"precision": 0.5, "recall": 1, "f1": 0.6667, "gold": 1, "predicted": 2, "hits": 1}
    )
    assert [row["quote"] for row in report["extras"]] == ["80% of patients"]


@pytest.mark.parametrize("mark", [{"borderline": True}, {"note": "second mention"}])
def test_what_people_would_not_agree_on_scores_neither_way(tmp_path: Path, mark: Row) -> None:
    found = [extracted(FIRST, 99), extracted(SECOND, 60)]
    report = scores_of(tmp_path, found, targets=[target(FIRST, 80, **mark), target(SECOND, 60)])["targets"]
    assert report["tiers"]["numeric"]["gold"] == report["tiers"]["numeric"]["predicted"] == 1
    assert report["misses"] == report["extras"] == []


def test_rows_outside_of_what_was_annotated_are_passed_over(tmp_path: Path) -> None:
    covered = {"targets": {"plan.txt": [[0, PLAN.index("Systems")]]}}
    found = [extracted(FIRST, 80), extracted(SECOND, 60)]
    report = scores_of(tmp_path, found, covered, targets=[target(FIRST, 80)])["targets"]
    assert report["tiers"]["numeric"]["predicted"] == 1


def test_ending_something_altogether_has_no_value(tmp_path: Path) -> None:
    gold = target(FIRST, None, None, comparator="eliminate")
    found = extracted(FIRST, 0, "count", comparator="eliminate")
    report = scores_of(tmp_path, [found], targets=[gold])["targets"]
    assert report["tiers"]["unquantified"]["hits"] == 1


def test_fields_are_scored_on_matched_rows(tmp_path: Path) -> None:
    gold = [target(FIRST, 80, modality="must_maintain"), target(SECOND, 60, deadline_iso=None, body_canonical=None)]
    found = [extracted(FIRST, 80, metric="something else"), extracted(SECOND, 60, comparator="=")]
    fields = scores_of(tmp_path, found, targets=gold)["targets"]["fields"]
    assert fields == {
        "body": 1.0,
        "comparator": 0.5,
        "deadline": 0.5,
        "deadline_given": 1.0,
        "metric": 0.5,
        "obligation": 1.0,
    }


def test_figures_dates_and_bodies(tmp_path: Path) -> None:
    place = {"file": "plan.txt", "quote": "£2.5 million"}
    when = {"file": "plan.txt", "quote": "2024/25", "start_iso": "2024-04-01", "end_iso": "2025-03-31"}
    who = {"file": "plan.txt", "quote": "Systems", "canonical": "integrated care systems"}
    figure = {"kind": "figure", "document": "plan.txt", "quote": "Spending was £2.5 million", "value": 2.5e6}
    more = {"unit": "£", "measure": "spending", "direction": "increase", "period": {"end": "2025-03-31"}}
    report = scores_of(
        tmp_path,
        [
            {**figure, **more, "qualifier": "none"},
            {"kind": "date", "document": "x/plan.txt", "quote": "2024/25", "earliest": "2024-04-01", "latest": None},
            {"kind": "body", "document": "plan.txt", "quote": "Systems", "name": "integrated care system"},
        ],
        figures=[
            {**place, "value": 2500000, "unit": "GBP", "measure": "spending", "direction": "level"}
            | {"qualifier": "estimated", "period_end_iso": "2025-03-31"}
        ],
        dates=[when],
        bodies=[who],
    )
    assert {name: part["tiers"]["all"]["hits"] for name, part in report.items()} == {
        "figures": 1,
        "dates": 0,
        "bodies": 1,
    }
    assert report["figures"]["fields"] == {"direction": 0.0, "measure": 1.0, "period": 1.0, "qualifier": 1.0}


def test_each_rule_has_its_precision(tmp_path: Path) -> None:
    found = [extracted(FIRST, 80), extracted(SECOND, 61, rule="objective.guess"), extracted(SECOND, 60, metric="calls")]
    rules = scores_of(tmp_path, found, targets=[target(FIRST, 80), target(SECOND, 60)])["targets"]["rules"]
    assert list(rules) == ["objective.guess", "objective.level"]
    assert rules["objective.level"] == {"rows": 2, "right": 2, "right_throughout": 1, "precision": 1.0}
    assert rules["objective.guess"]["precision"] == 0.0


def test_rows_on_a_trap_of_their_task_fell_into_it(tmp_path: Path) -> None:
    trap = {"id": "X1", "file": "plan.txt", "quote": "within 4 hours", "trap": "a threshold", "task": "target,date"}
    on_it, wide = extracted("within 4 hours", 4, "hour"), extracted(PLAN[20:120], 80)
    other = {"kind": "figure", "document": "plan.txt", "quote": "within 4 hours", "value": 4, "unit": "hour"}
    length = {"kind": "date", "document": "plan.txt", "quote": "4 hours", "earliest": None, "latest": None}
    report = scores_of(tmp_path, [on_it, wide, other, length], negatives=[trap])["negatives"]
    assert report == {
        "traps": 1,
        "rows": 1,
        "extras": [{"id": "X1", "trap": "a threshold", "quote": "within 4 hours"}],
    }


# --- gold folders


def test_a_repaired_copy_is_what_rows_quote(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80, quote_repaired=FIRST.replace("80", "85"))])
    (gold / "repaired").mkdir()
    (gold / "repaired" / "plan.txt").write_text(PLAN.replace("80", "85"), encoding="utf-8")
    wanted = load_gold(gold)
    texts = read_texts(wanted, document_folders(gold, []), limits=ReadLimits())
    report = as_json(evaluate(wanted, [], texts))["targets"]
    assert (report["gold_not_found"], report["misses"][0]["quote"]) == (0, FIRST.replace("80", "85"))


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80), target(SECOND, 60) | {"value": "sixty"}])
    with pytest.raises(InputError, match=r"targets\.jsonl: .* line 2, value"):
        load_gold(gold)
    (gold / "targets.jsonl").write_text('{"quote": "no file"}')
    with pytest.raises(InputError, match="no column 'file' in line 1"):
        load_gold(gold)
    for line in ("quote", "[" * 100_000):
        (gold / "targets.jsonl").write_text(line)
        with pytest.raises(InputError, match="not JSON in line 1"):
            load_gold(gold)
    (gold / "targets.jsonl").write_text(json.dumps(target(FIRST, 80, unit=["percent"])))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="line 1, unit"):
        load_gold(gold)
    (gold / "targets.jsonl").write_bytes('{"file": "plan.txt", "quote": "£2"}'.encode("cp1252"))
    with pytest.raises(InputError, match="not UTF-8 at byte 31"):
        load_gold(gold)
    (gold / "targets.jsonl").write_text("\n")
    with pytest.raises(SettingsError, match="hold no rows"):
        load_gold(gold)


def test_a_byte_order_mark_is_no_part_of_a_row(tmp_path: Path) -> None:
    gold = write_gold(tmp_path)
    (gold / "targets.jsonl").write_text(json.dumps(target(FIRST, 80)), encoding="utf-8-sig")
    assert [claim.value for claim in load_gold(gold).rows["objective"]] == [80]


def test_documents_in_the_coding_of_windows_are_read_as_such(tmp_path: Path) -> None:
    spent = "£2.5 million"
    gold = write_gold(tmp_path, targets=[target(spent, 2_500_000, "GBP")])
    (gold / "documents" / "plan.txt").write_bytes(PLAN.encode("cp1252"))
    wanted = load_gold(gold)
    texts = read_texts(wanted, document_folders(gold, []), limits=ReadLimits())
    assert as_json(evaluate(wanted, [], texts))["targets"]["gold_not_found"] == 0


def test_the_tasks_of_a_trap_are_kinds_of_rows(tmp_path: Path) -> None:
    trap = {"id": "X1", "file": "plan.txt", "quote": "within 4 hours", "trap": "a threshold", "task": "figure, target"}
    on_it = extracted("within 4 hours", 4, "hour")
    assert scores_of(tmp_path, [on_it], negatives=[trap])["negatives"]["rows"] == 1
    for number, task in enumerate((["target"], None, "targets")):
        gold = write_gold(tmp_path / str(number), negatives=[trap | {"task": task}])
        with pytest.raises(InputError, match="line 1, task"):
            load_gold(gold)


def test_a_split_is_scored_alone(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80, split="held"), target(SECOND, 60, split="mend")])
    assert [claim.value for claim in load_gold(gold, split="held").rows["objective"]] == [80]
    with pytest.raises(SettingsError, match="no rows of the split 'other'"):
        load_gold(gold, split="other")


def test_gold_claims_and_extracted_claims_meet() -> None:
    gold, found = gold_claim("objective", target(FIRST, 80)), found_claim(extracted(FIRST, 80))
    assert (gold.obligation, gold.deadline, gold.value) == (found.obligation, found.deadline, found.value)


# --- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_the_command_extracts_scores_and_writes_a_page(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80), target(SECOND, 61)])
    page = tmp_path / "page.html"
    result = run("--gold", gold, "--report", page)
    assert result.exit_code == 0, result.output
    assert "numeric" in result.stdout
    assert "objective.level" in result.stdout
    html = page.read_text(encoding="utf-8")
    assert f"<mark>{SECOND}</mark>" in html
    assert "value differs" in html
    assert "http" not in html.replace("http-equiv", "")


def test_the_command_scores_rows_that_are_given(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80)])
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps(extracted(FIRST, 80)))
    result = run("--gold", gold, "--predictions", rows, "--json")
    assert json.loads(result.stdout)["targets"]["tiers"]["numeric"]["f1"] == 1.0


def test_the_page_shows_words_as_words(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80)])
    rows, page = tmp_path / "rows.jsonl", tmp_path / "page.html"
    rows.write_text(json.dumps(extracted(SECOND, 60, metric="<script>alert(1)</script>")))
    run("--gold", gold, "--predictions", rows, "--report", page)
    html = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_what_cannot_be_evaluated_is_said(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, targets=[target(FIRST, 80) | {"file": "lost.txt"}, target(SECOND, 60)])
    result = run("--gold", gold)
    assert result.exit_code == 3
    assert "lost.txt: named by the gold" in result.stderr
    assert run("--gold", gold, "--report", tmp_path / "nowhere" / "page.html").exit_code == 2
    assert run("--gold", gold, "--report", tmp_path).exit_code == 2
    for gone in ([tmp_path / "nothing"], [tmp_path], [gold, "--documents", tmp_path / "nothing"]):
        assert isinstance(run("--gold", *gone).exception, SettingsError)
    (gold / "documents" / "plan.txt").unlink()
    (gold / "documents").rmdir()
    with pytest.raises(SettingsError, match="no folder of documents"):
        document_folders(gold, [])


# --- against the scorer


@pytest.fixture(scope="module")
def dev_rows(shared: Path) -> list[Row]:
    found = list(extract_rows([shared / "documents", shared / "excerpts"], limits=ReadLimits(), kinds=ALL_KINDS))
    return [row for one in found for row in one.rows]


def shaken(rows: list[Row], seed: int) -> list[Row]:
    """Rows with faults of all kinds: moved, cut, widened, doubled, with other values and fields."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    out = []
    for row in rows:
        new = json.loads(json.dumps(row))
        fault = chance.randrange(12)
        if fault == 0:
            new["start"] += 400
            new["end"] += 400
        elif fault == 1:
            new["quote"] = new["quote"][: len(new["quote"]) // 2]
        elif fault == 2:
            new["quote"] = new["prefix"] + new["quote"] + new["suffix"]
        elif fault == 3:
            new |= {"start": None, "end": None, "prefix": None}
        elif fault == 4:
            new |= {"value": 7.5, "unit": "weeks", "name": "NHS England", "earliest": "2020-01-01"}
        elif fault == 5:
            new["quote"] = new["quote"].replace(" ", "").upper()
        elif fault == 6:
            new |= {"quote": "words that no document holds", "deadline": None, "period": None, "body": None}
        out += [new] * (1 + (fault == 7))
    return out


@pytest.mark.shared
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("with_covered", [True, False])
def test_every_number_is_the_scorers(
    shared: Path, dev_rows: list[Row], tmp_path: Path, seed: int, with_covered: bool
) -> None:
    rows = shaken(dev_rows, seed) if seed else dev_rows
    predictions = tmp_path / "rows.jsonl"
    predictions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    gold = shared / "gold" / "dev"
    nothing = tmp_path / "covered.json"
    nothing.write_text("{}")
    theirs = _scorer(shared, predictions, gold / "covered.json" if with_covered else nothing)
    wanted = load_gold(gold, covered=None if with_covered else nothing)
    texts = read_texts(wanted, document_folders(gold, []), limits=ReadLimits())
    ours = as_json(evaluate(wanted, read_found(predictions), texts))
    assert ours.keys() == theirs.keys()
    for name, part in theirs.items():
        for key, value in part.items():
            assert _sorted(ours[name][key]) == _sorted(value), (name, key)


def _scorer(shared: Path, predictions: Path, covered: Path) -> Row:
    places = ["--gold", shared / "gold" / "dev", "--documents", shared / "documents", shared / "excerpts"]
    command = [sys.executable, shared / "score" / "score.py", "facts", *places]
    options = ["--predictions", predictions, "--covered", covered, "--json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True, timeout=300)
    report: Row = json.loads(done.stdout)
    return report


def _sorted(value: Any) -> Any:
    """Lists in one order, numbers of one kind: the scorer lists misses in the order of a set."""
    if not isinstance(value, list):
        return value
    floats = [{k: float(v) if isinstance(v, int) else v for k, v in row.items()} for row in value]
    return sorted(floats, key=lambda row: json.dumps(row, sort_keys=True))


def test_read_text_of_packed_files_is_what_is_read(tmp_path: Path) -> None:
    from corpus.catalogue import bundled_documents
    from pipeline.readers import read

    sample = next(entry.path for entry in bundled_documents() if entry.path.suffix == ".docx")
    document: Document = read(sample)
    gold = tmp_path / "gold"
    gold.mkdir()
    line = {"file": sample.name, "quote": document.text[100:140], "canonical": "nobody"}
    (gold / "bodies.jsonl").write_text(json.dumps(line))
    texts = read_texts(load_gold(gold), [sample.parent], limits=ReadLimits())
    assert texts[sample.name].raw == document.text
