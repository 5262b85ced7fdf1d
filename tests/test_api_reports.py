"""Errors that readers report: kept with the row as it was, bounded, reviewed with the key or on the command line."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli.app import app as command_line
from api.web import create_app
from api.web.v1.reports import A_MINUTE
from index import Index, TinyEncoder
from pipeline import remove_documents
from pipeline.intake import ingest
from pipeline.reports import WRONG, ReportRefused, Reports
from pipeline.settings import Settings

KEY = "an-illustrative-key"
SHOWN = {"Authorization": f"Bearer {KEY}"}
PAGE = {"Accept": "text/html"}
GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

We ask systems to:
- keep the use of virtual wards above 80% throughout the year <b>always</b>
- eliminate waits of more than 65 weeks by September 2024
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "guidance.txt").write_text(GUIDANCE)
    settings = Settings(data=tmp_path / "index", api_key=KEY)
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([tmp_path / "guidance.txt"], index, settings=settings))
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, encoder=TinyEncoder())) as client:
        yield client


@pytest.fixture
def row(client: TestClient) -> dict[str, Any]:
    [found] = [row for row in client.get("/v1/objectives").json() if row["value"] == 80]
    return dict(found)


def place(row: dict[str, Any]) -> dict[str, Any]:
    return {"document_id": row["document_id"], "start": row["start"], "end": row["end"], "fact_id": row["id"]}


def test_a_report_is_kept_with_the_row_as_it_was(client: TestClient, settings: Settings, row: dict[str, Any]) -> None:
    given = place(row) | {"wrong": "number", "words": "It says 85 in the printed version.", "contact": "a@b.example"}
    taken = client.post("/v1/reports", json=given)
    assert taken.status_code == 201
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        revision = index.store.revision
        remove_documents(index, settings.data, [row["document_id"]])
    [report] = client.get("/v1/reports", headers=SHOWN).json()
    assert report["id"] == taken.json()["id"]
    assert report["row"]["value"] == 80, "also when the row is gone"
    assert report["quote"] == row["quote"]
    assert (report["revision"], report["state"], report["wrong"]) == (revision, "open", "number")
    assert report["document"] == "guidance.txt"
    assert re.match(r"\d+\.\d+", report["remit"])
    assert client.get("/v1/reports").status_code == 401, "who reported is for whoever reviews"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"document_id": "doc_none"}, 404),
        ({"fact_id": "objective_none"}, 404),
        ({"end": 10**6}, 404),
        ({"start": 20, "end": 10}, 404),
        ({"start": -1}, 422),
        ({"end": 2**70}, 422),
        ({"wrong": "everything"}, 422),
        ({"words": "x" * 2001}, 422),
        ({"contact": "x" * 201}, 422),
        ({"more": "x"}, 422),
        ({"fact_id": None}, 201),
    ],
)
def test_what_a_report_may_be(client: TestClient, row: dict[str, Any], change: dict[str, Any], status: int) -> None:
    response = client.post("/v1/reports", json=place(row) | {"wrong": "other"} | change)
    assert response.status_code == status
    assert len(client.get("/v1/reports", headers=SHOWN).json()) == (status == 201)


def test_reports_are_bounded_by_rate_and_size(client: TestClient, row: dict[str, Any]) -> None:
    given = place(row) | {"wrong": "other"}
    statuses = [client.post("/v1/reports", json=given).status_code for _ in range(A_MINUTE + 1)]
    assert statuses == [201] * A_MINUTE + [429]
    refused = client.post("/report", data=given, headers=PAGE)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    huge = client.post("/v1/reports", json=given | {"words": "x" * 10**6})
    assert huge.status_code == 413


def test_reports_are_bounded_in_number(client: TestClient, settings: Settings, row: dict[str, Any]) -> None:
    for words in ("first", "second"):
        client.post("/v1/reports", json=place(row) | {"wrong": "other", "words": words})
    reports = Reports(settings.data)
    second, first = reports.newest()
    with pytest.raises(ReportRefused, match="wait for review"):
        reports.add(first.model_copy(update={"id": "rep_x"}), most=2)
    assert reports.finish(first.id)
    reports.add(first.model_copy(update={"id": "rep_x"}), most=2)
    assert [report.id for report in reports.newest()] == ["rep_x", second.id], "one that was done gave way"
    assert [report.id for report in reports.newest(before="rep_x", limit=1)] == [second.id]


def test_the_page_shows_what_it_is_about_and_takes_the_report(client: TestClient, row: dict[str, Any]) -> None:
    results = client.get("/", params={"q": "virtual ward targets"}, headers=PAGE).text
    address = unescape(re.findall(r'href="(/report\?[^"]*)"', results)[0])
    page = client.get(address, headers=PAGE).text
    assert "above 80%" in page
    assert "<b>always</b>" not in page
    for words in WRONG.values():
        assert words in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert hidden == {name: str(value) for name, value in place(row).items()}
    sent = client.post("/report", data=hidden | {"wrong": "date"}, headers=PAGE, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/report/thanks")
    assert "Thank you" in client.get("/report/thanks", headers=PAGE).text
    [report] = client.get("/v1/reports", headers=SHOWN).json()
    assert (report["wrong"], report["contact"], report["row"]["id"]) == ("date", None, row["id"])


def test_the_page_says_what_to_mend_and_keeps_what_was_typed(client: TestClient, row: dict[str, Any]) -> None:
    typed = place(row) | {"wrong": "", "words": "It says <85>.", "contact": "x" * 300}
    page = client.post("/report", data=typed, headers=PAGE)
    assert page.status_code == 422
    assert "Choose what is wrong" in page.text
    assert 'href="#wrong"' in page.text
    assert 'id="wrong"' in page.text, "the summary leads to the first choice"
    assert "Use at most 200 characters" in page.text
    assert "It says &lt;85&gt;." in page.text
    assert client.post("/report", data=typed | {"start": "x"}, headers=PAGE).status_code == 422
    assert client.get("/v1/reports", headers=SHOWN).json() == []


@pytest.mark.parametrize("change", [{"document_id": "doc_none"}, {"end": 10**6}, {"fact_id": "none"}])
def test_a_place_that_is_not_there(client: TestClient, row: dict[str, Any], change: dict[str, Any]) -> None:
    given = place(row) | change
    assert client.get(f"/report?{urlencode(given)}", headers=PAGE).status_code == 404
    assert client.post("/report", data=given | {"wrong": "other"}, headers=PAGE).status_code == 404
    assert client.post("/report", data=given | {"wrong": ""}, headers=PAGE).status_code == 404


def test_a_page_of_another_site_cannot_report(client: TestClient, row: dict[str, Any]) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post("/report", data=place(row) | {"wrong": "other"}, headers=PAGE | elsewhere).status_code == 403
    assert client.post("/v1/reports", json=place(row) | {"wrong": "other"}, headers=elsewhere).status_code == 403


def test_where_reading_wants_the_key_reporting_does(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"host": "10.0.0.1"}), encoder=TinyEncoder())) as client:
        assert client.post("/v1/reports", json={}).status_code == 401


def test_the_command_lists_reports_and_marks_them(client: TestClient, settings: Settings, row: dict[str, Any]) -> None:
    words = "It is \x1b[31m85\x1b[0m.\nSee page 3."
    name = client.post("/v1/reports", json=place(row) | {"wrong": "number", "words": words}).json()["id"]
    data = ["reports", "--data", str(settings.data)]
    runner = CliRunner()
    listed = runner.invoke(command_line, data)
    assert name in listed.stdout
    assert "The number, its unit or its direction. It is \\x1b[31m85" in listed.stdout
    assert "\x1b[31m85" not in listed.stdout, "what people write does not colour the terminal"
    assert [line for line in listed.stdout.splitlines() if not line.startswith("  ")] == [
        line for line in listed.stdout.splitlines() if line.startswith(name)
    ], "nor does it begin a line, as another report would"
    [line] = runner.invoke(command_line, [*data, "--json"]).stdout.splitlines()
    assert json.loads(line)["row"]["value"] == 80
    assert runner.invoke(command_line, [*data, "--done", name]).exit_code == 0
    assert runner.invoke(command_line, data).stdout == ""
    assert name in runner.invoke(command_line, [*data, "--all"]).stdout
    missing = runner.invoke(command_line, [*data, "--done", "rep_none"])
    assert missing.exit_code == 3
