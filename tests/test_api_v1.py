"""`/v1`: what is asked for comes, in its form, page by page or all at once, and what cannot be used is refused."""

import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import TypeAdapter
from typer.testing import CliRunner

from api.cli.app import app
from api.web import create_app
from corpus.document import Document, Section
from corpus.rows import AnyRow, FigureRow, ObjectiveRow, row_columns
from index import Filters, Index, TinyEncoder
from pipeline.answer_types import AnswerRow, HitRow, PassageRow
from pipeline.enquiry import Answer
from pipeline.formats import flat_columns
from pipeline.intake import ingest
from pipeline.rows import stored_rows
from pipeline.settings import Settings

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
FILES = (
    "board-performance-report-2024-11.pdf",
    "elective-delivery-plan-2025-26.md",
    "planning-guidance-2025-26.docx",
    "planning-guidance-2023-24.html",
)
ROWS = ("/v1/objectives", "/v1/figures")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("v1")
    with Index.open(folder, encoder=TinyEncoder(), create=True) as index:
        list(ingest([SAMPLES / file for file in FILES], index, settings=Settings(data=folder)))
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=folder), encoder=TinyEncoder())) as client:
        for _ in range(200):
            if client.get("/readyz").status_code == 200:
                break
            time.sleep(0.05)
        yield client


@pytest.fixture(scope="module")
def stored(folder: Path) -> dict[str, list[Row]]:
    with Index.open(folder, encoder=None) as index:
        kinds = {"/v1/objectives": "objective", "/v1/figures": "figure"}
        return {
            path: [dict(row) for row in stored_rows(index.store, kind, Filters())]  # type: ignore[arg-type]
            for path, kind in kinds.items()
        }


def walk(client: TestClient, address: str) -> Iterator[Response]:
    """Every page from an address on, as its `next` links lead."""
    following: str | None = address
    while following:
        response = client.get(following)
        assert response.status_code == 200, response.text
        yield response
        following = response.links.get("next", {}).get("url")


def test_an_answer_is_what_the_types_say(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "agency spend", "limit": 20}).json()
    assert body["answers"]
    assert body["hits"]
    Answer.model_validate(body)
    for row in body["answers"]:
        TypeAdapter(AnswerRow).validate_python(row, strict=True)
    for hit in body["hits"]:
        TypeAdapter(HitRow).validate_python(hit, strict=True)


def test_links_lead_somewhere(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "virtual ward utilisation", "limit": 50}).json()
    names = set()
    for row in [*body["answers"], *body["hits"]]:
        names |= set(row["links"])
        assert ("picture" in row["links"]) == row["document"].endswith(".pdf")
        for name in row["links"].keys() & {"document", "passage", "page"}:
            assert client.get(row["links"][name]).status_code == 200, row["links"][name]
    assert names >= {"document", "passage", "page", "picture"}
    [picture, *_] = [row["links"]["picture"] for row in body["hits"] if "picture" in row["links"]]
    assert client.get(picture).headers["content-type"] == "image/png"


def test_the_passage_of_a_row_holds_it(client: TestClient) -> None:
    for row in client.get("/v1/search", params={"q": "virtual ward utilisation", "limit": 50}).json()["answers"]:
        passage = client.get(row["links"]["passage"]).json()
        assert passage["start"] <= row["start"] < passage["end"]


def test_only_passages_that_hold_an_objective(client: TestClient, stored: dict[str, list[Row]]) -> None:
    asked = {"q": "elective care", "limit": 100, "document": FILES[1]}
    every, some = (client.get("/v1/search", params=asked | more).json() for more in ({}, {"target": "yes"}))
    assert 0 < len(some["hits"]) < len(every["hits"])
    for hit in some["hits"]:
        inside = (
            row["document_id"] == hit["document_id"] and row["start"] < hit["end"] and hit["start"] < row["end"]
            for row in stored["/v1/objectives"]
        )
        assert any(inside), hit["text"]
    assert {row["kind"] for row in some["answers"]} <= {"objective"}


@pytest.mark.parametrize("path", ROWS)
@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_pages_and_streams_give_the_rows_of_the_index(
    client: TestClient, stored: dict[str, list[Row]], path: str, limit: int
) -> None:
    pages = list(walk(client, f"{path}?limit={limit}"))
    assert [row for page in pages for row in page.json()] == stored[path]
    assert all(len(page.json()) == limit for page in pages[:-1])
    assert {page.links["first"]["url"] for page in pages} == {f"{path}?limit={limit}"}
    lines = client.get(path, params={"format": "jsonl"})
    assert lines.headers["content-type"] == "application/jsonl"
    assert [json.loads(line) for line in lines.text.splitlines()] == stored[path]


@pytest.mark.parametrize("path", ROWS)
def test_csv_has_a_header_and_every_row(client: TestClient, stored: dict[str, list[Row]], path: str) -> None:
    response = client.get(path, params={"format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="{path.rsplit("/")[-1]}.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert [row["id"] for row in rows] == [row["id"] for row in stored[path]]
    empty = client.get(path, params={"format": "csv", "year": "2031/32"}).text
    assert empty == ",".join(flat_columns(row_columns(stored[path][0]["kind"]))) + "\r\n"


def test_rows_are_what_the_types_say(client: TestClient) -> None:
    for path, row in (("/v1/objectives", ObjectiveRow), ("/v1/figures", FigureRow)):
        rows = client.get(path, params={"limit": 1000}).json()
        assert rows
        TypeAdapter(list[row]).validate_python(rows, strict=True)  # type: ignore[valid-type]


@pytest.mark.parametrize(
    ("path", "asked", "holds"),
    [
        ("/v1/objectives", {"year": "2025-26"}, lambda row: row["document"] != FILES[0]),
        ("/v1/objectives", {"kind": "board_paper"}, lambda row: row["document"] == FILES[0]),
        ("/v1/objectives", {"document": FILES[2].upper()}, lambda row: row["document"] == FILES[2]),
        ("/v1/objectives", {"obligation": ["must", "asked"]}, lambda row: row["obligation"] in ("must", "asked")),
        ("/v1/objectives", {"statement": "standard"}, lambda row: row["statement"] == "standard"),
        ("/v1/objectives", {"measurable": "true"}, lambda row: row["measurable"]["ok"]),
        ("/v1/objectives", {"measurable": "no"}, lambda row: not row["measurable"]["ok"]),
        ("/v1/objectives", {"metric": "agency spend"}, lambda row: row["metric"] == "agency spend"),
        ("/v1/figures", {"status": "money"}, lambda row: row["status"] == "money"),
        ("/v1/figures", {"direction": ["increase"]}, lambda row: row["direction"] == "increase"),
    ],
)
def test_filters(
    client: TestClient,
    stored: dict[str, list[Row]],
    path: str,
    asked: dict[str, Any],
    holds: Callable[[Row], bool],
) -> None:
    rows = client.get(path, params=asked | {"limit": 1000}).json()
    assert rows
    assert all(map(holds, rows))
    if "year" not in asked and "kind" not in asked:
        assert rows == [row for row in stored[path] if holds(row)]


def test_words_of_a_row(client: TestClient) -> None:
    rows = client.get("/v1/objectives", params={"q": "virtual ward"}).json()
    assert rows
    assert len(rows) < len(client.get("/v1/objectives", params={"q": "virtual"}).json() + rows)
    assert client.get("/v1/objectives", params={"q": "virtual zebra"}).json() == []


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/jsonl", "application/jsonl"),
        ("application/x-ndjson", "application/jsonl"),
        ("text/csv;q=0.9, application/json;q=0.1", "text/csv; charset=utf-8"),
        ("text/html, */*", "application/json"),
        ("text/csv;q=0", "application/json"),
        ("text/csv;q=much", "application/json"),
    ],
)
def test_the_accept_header_asks_for_a_format(client: TestClient, accept: str, kind: str) -> None:
    assert client.get("/v1/objectives", headers={"Accept": accept}).headers["content-type"] == kind
    named = client.get("/v1/objectives", params={"format": "json"}, headers={"Accept": accept})
    assert named.headers["content-type"] == "application/json"


def test_a_batch_answers_as_one_by_one(client: TestClient) -> None:
    queries = ["agency spend", "virtual wards", "zebra"]
    alone = [client.get("/v1/search", params={"q": q, "limit": 3, "year": "2025/26"}).json() for q in queries]
    asked = {"queries": queries, "limit": 3, "year": ["2025/26"]}
    assert client.post("/v1/search/batch", json=asked).json() == alone
    lines = client.post("/v1/search/batch", json=asked, headers={"Accept": "application/jsonl"})
    assert lines.headers["content-type"] == "application/jsonl"
    assert [json.loads(line) for line in lines.text.splitlines()] == alone


def test_documents_by_pages(client: TestClient) -> None:
    documents = [one for page in walk(client, "/v1/documents?limit=3") for one in page.json()]
    assert [one["file"] for one in documents] == sorted(FILES)
    assert all("origin" not in one for one in documents), "where a file lies on the server is not told"
    assert {one["status"] for one in documents} == {"current", "superseded"}
    [paper] = client.get("/v1/documents", params={"kind": "board_paper"}).json()
    assert paper["file"] == FILES[0]


def test_a_document_and_its_parts(client: TestClient) -> None:
    for listed in client.get("/v1/documents").json():
        body = client.get(listed["links"]["document"]).json()
        document = Document.model_validate(body)
        sections = client.get(listed["links"]["sections"]).json()
        assert tuple(TypeAdapter(list[Section]).validate_python(sections)) == document.sections
        passages = [one for page in walk(client, listed["links"]["passages"] + "?limit=50") for one in page.json()]
        assert len(passages) == listed["passages"]
        TypeAdapter(list[PassageRow]).validate_python(passages, strict=True)
        assert all(one["text"] == document.text[one["start"] : one["end"]] for one in passages)
        assert client.get(passages[-1]["links"]["passage"]).json() == passages[-1]


def test_a_passage_of_another_document_is_not_there(client: TestClient) -> None:
    first, second = client.get("/v1/documents", params={"limit": 2}).json()
    passage = client.get(first["links"]["passages"]).json()[0]["passage_id"]
    assert client.get(f"{first['links']['passages']}/{passage}").status_code == 200
    assert client.get(f"{second['links']['passages']}/{passage}").status_code == 404


@pytest.mark.parametrize(
    ("path", "parameter", "words"),
    [
        (
            "/v1/search?q=x&yaer=2024/25",
            "yaer",
            "There are: body, document, expand, kind, limit, publisher, q, target, year",
        ),
        ("/v1/objectives?offset=10", "offset", "No parameter has this name"),
        ("/v1/documents/doc_1?page=2", "page", "There are none here"),
        ("/v1/objectives?cursor=nonsense", "cursor", "Take it from the `Link` header"),
        ("/v1/objectives?cursor=WzFd", "cursor", "Take it from the `Link` header"),
        ("/v1/objectives?cursor=WyJhIiwiYiIsLTEsMCwiaWQiXQ", "cursor", "Take it from the `Link` header"),
        ("/v1/figures?limit=1001", "limit", "less than or equal to 1000"),
        ("/v1/objectives?format=xml", "format", "json"),
        (f"/v1/search?q={'a' * 1001}", "q", "at most 1000"),
        (f"/v1/search?q=x&body={'a' * 301}", "body.0", "at most 300"),
        (f"/v1/search?q=x{'&body=a' * 51}", "body", "at most 50"),
        ("/v1/objectives?obligation=perhaps", "obligation.0", "must"),
        ("/v1/documents/a b", "document_id", "pattern"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(
    client: TestClient, path: str, parameter: str, words: str
) -> None:
    response = client.get(path)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    [error] = response.json()["errors"]
    assert error["parameter"] == parameter
    assert words in error["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        {"queries": []},
        {"queries": ["a"] * 51},
        {"queries": ["a"], "querys": 1},
        {"queries": ["a"], "limit": "3"},
        {"queries": ["a"], "year": ["2024/99"]},
        {"queries": [""]},
    ],
)
def test_a_batch_that_cannot_be_used(client: TestClient, asked: dict[str, Any]) -> None:
    response = client.post("/v1/search/batch", json=asked, headers={"Accept": "application/jsonl"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_told_all_right_ones(client: TestClient) -> None:
    response = client.put("/v1/documents/doc_1")
    assert response.status_code == 405
    assert set(re.split(", ?", response.headers["allow"])) == {"GET", "HEAD", "DELETE"}


def test_the_command_line_gives_what_the_types_say(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.opening.load_encoder", lambda *given, **options: TinyEncoder())
    paper = str(SAMPLES / FILES[0])
    for command, row in (
        (["objectives"], ObjectiveRow),
        (["figures"], FigureRow),
        (["extract", paper], AnyRow),
        (["search", "agency spend", "--json"], Answer),
    ):
        given = ["--data", str(folder)] if command[0] != "extract" else []
        lines = CliRunner().invoke(app, [*command, *given]).stdout.splitlines()
        assert lines
        for line in lines:
            TypeAdapter(row).validate_json(line)
            if row is not Answer:
                assert tuple(json.loads(line)) == row_columns(json.loads(line)["kind"])
    [answer] = lines
    TypeAdapter(list[AnswerRow]).validate_python(json.loads(answer)["answers"], strict=True)
    TypeAdapter(list[HitRow]).validate_python(json.loads(answer)["hits"], strict=True)
