"""The integrity report on the command line: what `parse` and `ingest` say, and when `--strict` fails."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app

pytestmark = pytest.mark.usefixtures("tiny_model")

SOUND = "Winter plan\n\nAll is well in the north.\n"
DAMAGED = (
    "Winter plan\n\nThe board鈥檚 guidance sets out 32 national objectives, which all know.\n\n"
    "It costs 鈥\ufffd5.\n\nPeople were given new devices to manage their\n\nNo ward has closed.\n\n"
    "| Area | Objective |\n| --- | --- |\n| Beds |  |\n| Waits |  |\n| Staff |  |\n"
)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    file = tmp_path / "damaged.txt"
    file.write_text(DAMAGED, encoding="utf-8")
    return file


def remit(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_parse_shows_each_finding_with_its_place(damaged: Path) -> None:
    result = remit("parse", damaged)
    assert result.exit_code == 0
    assert "Winter plan" in result.stdout
    for line in (
        "read as plain",
        "repaired: 1 × UTF-8 read as GBK",
        "“board鈥檚” read as “board’s” (under “Winter plan”)",
        "lost for good: 1 characters",
        "empty: 3 cells under “Objective”",
        "breaks off: “…",
        "does not match: “32 national objectives” stated, 0 found",
    ):
        assert line in result.stderr


def test_parse_of_a_sound_file_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "sound.txt").write_text(SOUND)
    assert remit("parse", "sound.txt").stderr.splitlines() == ["read as plain: numbering, case and isolation"]


def test_the_whole_report_is_in_the_json(damaged: Path) -> None:
    document = json.loads(remit("parse", damaged, "--json").stdout)
    report, text = document["integrity"], document["text"]
    (repair,) = report["repairs"]
    example = repair["examples"][0]
    assert (example["source"], text[example["start"] : example["end"]]) == ("board鈥檚", "board’s")
    assert (report["unrepaired"], report["empty_cells"], report["mismatches"][0]["found"]) == (1, 3, 0)
    assert report["empty_columns"][0]["header"] == "Objective"
    assert [text[s["start"] : s["end"]] for s in report["broken_sentences"]] == ["their"]


def test_ingest_prints_a_line_for_each_document_with_findings(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "sound.txt").write_text(SOUND)
    result = remit("ingest", damaged, "sound.txt")
    assert result.exit_code == 0
    (line,) = [line for line in result.stderr.splitlines() if "damaged.txt" in line]
    assert "3 cells under “Objective” are empty; 1 sentence breaks off" in line
    assert "sound.txt" not in result.stderr


def test_strict_fails_where_there_are_findings_also_the_second_time(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "sound.txt").write_text(SOUND)
    assert remit("ingest", "sound.txt", "--strict").exit_code == 0
    assert remit("ingest", damaged, "--strict").exit_code == 3
    again = remit("ingest", damaged, "--strict")
    assert again.exit_code == 3
    assert "damaged.txt" in again.stderr
