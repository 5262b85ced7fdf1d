"""The command line: what it prints where, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import main
from api.cli.answer import source
from api.cli.app import app
from corpus.catalogue import SAMPLES

pytestmark = pytest.mark.usefixtures("tiny_model")

GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

2A. Urgent and emergency care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year
- eliminate waits of more than 65 weeks by September 2024
"""


@pytest.fixture
def guidance(tmp_path: Path) -> Path:
    file = tmp_path / "guidance.txt"
    file.write_text(GUIDANCE)
    return file


def remit(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=True)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def exit_code_of_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["remit", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_ingest_then_search(guidance: Path) -> None:
    ingested = remit("ingest", guidance, "--json")
    assert ingested.exit_code == 0, ingested.stderr
    assert lines(ingested)[0]["added"] == 1
    [answer] = lines(remit("search", "what are the virtual ward targets", "--json"))
    assert answer["no_answer"] is False
    best = answer["answers"][0]  # type: ignore[index]
    assert (best["comparator"], best["value"], best["unit"], best["strict"]) == (">=", 80.0, "percent", True)
    assert best["body"]["name"] == "integrated care system"
    assert best["body_source"] == "stem"
    assert best["section"][-1].startswith("2A")
    assert best["deadline"] is None
    assert best["planning_year"] == "2024/25"
    hit = answer["hits"][0]  # type: ignore[index]
    assert "virtual wards above 80%" in hit["text"]
    assert hit["why"].keys() == {"lexical", "dense"}


def test_a_person_reads_the_same_answer(guidance: Path) -> None:
    remit("ingest", guidance)
    shown = " ".join(remit("search", "virtual ward targets").stdout.split())
    for words in ("above 80%", "integrated care system", "guidance for 2024/25", "2A. Urgent and emergency care"):
        assert words in shown


REPORT = (
    GUIDANCE
    + """
3. Where we are

Virtual ward occupancy was 71% in March 2024. Spending on agency staff was £4.2 million in 2023/24.
"""
)


def shown(*arguments: object) -> str:
    result = remit("search", *arguments)
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def test_a_refusal_says_why(guidance: Path) -> None:
    remit("ingest", guidance)
    [answer] = lines(remit("search", "what is the 31 day zebra standard", "--json"))
    assert answer["no_answer"]
    reasons = "; ".join(answer["reasons"])  # type: ignore[arg-type]
    assert "31 days" in reasons
    assert f"Nothing in the documents here answers this: {reasons}." in shown("what is the 31 day zebra standard")


def test_filters_that_nothing_passes_are_named(guidance: Path) -> None:
    remit("ingest", guidance)
    nothing = shown("virtual wards", "--year", "2031/32", "--kind", "board_paper")
    assert nothing == "No document passes the filters (year 2031/32; kind board paper)."
    assert "above 80%" in shown("virtual wards", "--year", "2024/25")


@pytest.mark.parametrize("question", ["", "???"])
def test_a_question_without_a_word(guidance: Path, question: str) -> None:
    remit("ingest", guidance)
    assert shown(question) == "Type a question: there is no word in this one."


def test_rows_are_marked_and_a_figure_has_a_period(guidance: Path) -> None:
    guidance.write_text(REPORT)
    remit("ingest", guidance)
    assert "above 80% target by when no date given" in shown("virtual ward targets")
    assert "£4.2 million amount of money period 2023/24" in shown("spending on agency staff")


def test_as_many_rows_as_the_limit_allows(guidance: Path) -> None:
    guidance.write_text(GUIDANCE + "".join(f"- keep bed occupancy below {n}% by March 2025\n" for n in range(70, 90)))
    remit("ingest", guidance)
    rows = [shown("bed occupancy", "--limit", limit).count("how binding") for limit in (3, 12)]
    assert rows == [3, 12]
    every = len(lines(remit("search", "bed occupancy", "--json", "--limit", 50))[0]["answers"])  # type: ignore[arg-type]
    assert f"{every - 12} more: --limit {every}" in shown("bed occupancy", "--limit", 12)
    assert "more: --limit" not in shown("bed occupancy", "--limit", 50)


def test_other_names_say_for_what(guidance: Path) -> None:
    guidance.write_text(GUIDANCE + "\nHospital at home is described elsewhere.\n")
    remit("ingest", guidance)
    assert "hospital at home (for virtual ward)" in shown("virtual ward targets")


def test_a_superseded_document_is_said_to_be() -> None:
    row = {"section": ["Title"], "title": "Title", "page": 3}
    assert source(row | {"document_status": "superseded"}) == "Title · page 3 · superseded"
    assert source(row | {"document_status": "current"}) == source(row) == "Title · page 3"


def test_queries_from_a_file_give_an_object_a_line(guidance: Path, tmp_path: Path) -> None:
    remit("ingest", guidance)
    queries = tmp_path / "queries.txt"
    queries.write_text("virtual wards\n\n65 week waits\n")
    answers = lines(remit("search", "--queries", queries, "--json"))
    assert [answer["query"] for answer in answers] == ["virtual wards", "65 week waits"]


def test_data_may_stand_before_or_after_the_command(guidance: Path, tmp_path: Path) -> None:
    assert remit("--data", tmp_path / "one", "ingest", guidance).exit_code == 0
    assert (tmp_path / "one" / "remit.sqlite").exists()
    assert remit("ingest", guidance, "--data", tmp_path / "two").exit_code == 0
    assert (tmp_path / "two" / "remit.sqlite").exists()


def test_some_inputs_failed(guidance: Path) -> None:
    result = remit("ingest", guidance, "absent.pdf")
    assert result.exit_code == 3
    assert "absent.pdf: does not exist" in result.stderr
    assert "1 added" in result.stderr
    assert result.stdout == ""


def test_extract_without_an_index(guidance: Path) -> None:
    rows = lines(remit("extract", guidance, "--kind", "objective"))
    assert {row["kind"] for row in rows} == {"objective"}
    text = lines(remit("parse", guidance, "--json"))[0]["text"]
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"]  # type: ignore[index,misc]
        assert row["document"] == "guidance.txt"
    assert any(row["comparator"] == "eliminate" and row["value"] == 65 for row in rows)


def test_extract_as_csv_and_parquet(guidance: Path, tmp_path: Path) -> None:
    header = remit("extract", guidance, "--format", "csv").stdout.splitlines()[0]
    assert header.startswith("kind,id,document,")
    piped = remit("extract", guidance, "--format", "parquet")
    assert piped.stdout_bytes[:4] == piped.stdout_bytes[-4:] == b"PAR1"
    assert remit("extract", guidance, "--format", "parquet", "-o", tmp_path / "rows.parquet").exit_code == 0
    assert (tmp_path / "rows.parquet").stat().st_size > 0


def test_extract_names_a_bad_file_and_goes_on(guidance: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"not a PDF at all")
    result = remit("extract", bad, guidance, "--kind", "objective")
    assert result.exit_code == 3
    assert "bad.pdf" in result.stderr
    assert lines(result)


def test_extract_shows_what_was_not_claimed(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("A note\n\nThe 10 high impact actions are listed on page 7 of the annex.\n")
    for row in lines(remit("extract", file, "--unclaimed")):
        assert row["reason"]


def test_objectives_and_figures_from_the_index(guidance: Path) -> None:
    remit("ingest", guidance)
    assert len(lines(remit("objectives"))) >= 2
    assert lines(remit("objectives", "--year", "24/25")) == lines(remit("objectives"))
    assert lines(remit("objectives", "--year", "2019/20")) == []
    assert lines(remit("objectives", "--body", "ICS")) == lines(remit("objectives", "--body", "integrated care system"))
    assert remit("figures").exit_code == 0


def test_a_pipe_that_is_closed_early_is_no_fault(guidance: Path, tmp_path: Path) -> None:
    guidance.write_text(GUIDANCE + "".join(f"- keep bed occupancy below {n}% by March 2025\n" for n in range(20, 99)))
    remit("ingest", guidance)
    assert len(remit("objectives").stdout) > 2**16, "the rows must not fit into the pipe"
    python = f"{sys.executable} -c 'from api.cli import main; main()'"
    command = ["bash", "-c", f"{python} objectives --data {tmp_path / '.remit'} | head -c 40"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.startswith('{"kind": "objective"')
    assert result.stderr == ""


def test_export(guidance: Path, tmp_path: Path) -> None:
    remit("ingest", guidance)
    assert remit("export", tmp_path / "dataset").exit_code == 0
    names = {file.name for file in (tmp_path / "dataset").iterdir()}
    assert {"objectives.csv", "objectives.parquet", "remit.sqlite", "schema.json", "datapackage.json"} <= names


def test_verify_finds_all_and_notices_a_lost_file(guidance: Path, tmp_path: Path) -> None:
    remit("ingest", guidance)
    assert remit("verify").exit_code == 0
    [copy] = (tmp_path / ".remit" / "files").iterdir()
    copy.write_text(GUIDANCE.replace("80%", "90%"))
    result = remit("verify", "--json")
    assert result.exit_code == 3
    assert "not the file that was read" in lines(result)[0]["lost"][0]["reason"]  # type: ignore[index]


def test_documents_are_listed_and_removed(guidance: Path, tmp_path: Path) -> None:
    remit("ingest", guidance)
    [document] = lines(remit("documents", "--json"))
    assert (document["file"], document["planning_year"]) == ("guidance.txt", "2024/25")
    assert "guidance.txt" in remit("documents").stdout
    missing = remit("remove", "guidance.txt", "absent.txt")
    assert missing.exit_code == 3
    assert "absent.txt: no document" in missing.stderr
    assert lines(remit("documents", "--json")) == []
    assert lines(remit("objectives")) == []
    assert lines(remit("search", "virtual wards", "--json"))[0]["hits"] == []
    assert list((tmp_path / ".remit" / "files").iterdir()) == []
    assert "1 added" in remit("ingest", guidance).stderr, "what was removed can come back"


def test_corpus_list() -> None:
    entries = lines(remit("corpus", "list", "--json"))
    assert {"title", "publisher", "published", "kind", "licence"} <= set(entries[0])
    assert remit("corpus", "list").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search", "anything"], 2, "nothing has been ingested"),
        (["verify", "--data", "nowhere"], 2, "remit ingest"),
        (["search"], 2, "give a query"),
        (["parse", "absent.pdf"], 3, "does not exist"),
        (["extract", "absent.pdf"], 3, "does not exist"),
        (["ingest"], 2, "Missing argument"),
        (["search", "x", "--year", "banana"], 2, "no financial year"),
        (["objectives", "--kind", "poem"], 2, "no kind of document"),
        (["extract", ".", "-o", "nowhere/rows.jsonl"], 2, "does not exist"),
        (["ingest", ".", "--financial-year", "banana"], 2, "--financial-year"),
        (["ingest", ".", "--kind", "poem"], 2, "--kind"),
        (["ingest", ".", "--published", "yesterday"], 2, "--published"),
        (["extract", ".", "--kind", "poem"], 2, "poem is none of"),
        (["no-such-command"], 2, "No such command"),
    ],
)
def test_errors_are_one_clear_line(
    arguments: list[str], code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of_main(monkeypatch, *arguments) == code
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


HEAVY = ("torch", "spacy", "faiss", "tantivy", "sentence_transformers", "pypdfium2", "pdfplumber", "fastapi", "pyarrow")


@pytest.mark.parametrize("module", ["api.cli", "corpus", "extractors", "index", "pipeline", "pipeline.enquiry"])
def test_imports_are_light(module: str) -> None:
    code = f"import {module}, sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []


def test_an_outline_shows_numbers_and_pages() -> None:
    shown = remit("parse", SAMPLES / "planning-guidance-2024-25.pdf").stdout.splitlines()
    assert "    2A. Urgent and emergency care  page 3" in shown
    assert not any("[" in line for line in shown)
