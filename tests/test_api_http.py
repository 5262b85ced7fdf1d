"""The HTTP API and the search page."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.web import create_app
from corpus.encoder import Vectors
from index import Index, TinyEncoder
from pipeline.enquiry import ask
from pipeline.intake import ingest
from pipeline.settings import Settings

GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

2A. Urgent and emergency care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year <b>always</b>
- eliminate waits of more than 65 weeks by September 2024

Hospital at home is described elsewhere.
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("http")
    (folder / "guidance.txt").write_text(GUIDANCE)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([folder / "guidance.txt"], index, settings=settings))
    with TestClient(create_app(settings, encoder=TinyEncoder())) as client:
        for _ in range(200):
            if client.get("/readyz").status_code == 200:
                break
            time.sleep(0.05)
        yield client


def test_health(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["revision"] > 0


def test_alive_before_it_is_ready(tmp_path: Path) -> None:
    class SlowEncoder(TinyEncoder):
        may_go_on = threading.Event()

        def encode(self, texts: Sequence[str]) -> Vectors:
            assert self.may_go_on.wait(30)
            return super().encode(texts)

    (tmp_path / "guidance.txt").write_text(GUIDANCE)
    settings = Settings(data=tmp_path / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([tmp_path / "guidance.txt"], index, settings=settings))
    with TestClient(create_app(settings, encoder=SlowEncoder())) as client:
        assert client.get("/livez").status_code == 200
        waiting = client.get("/readyz")
        assert waiting.status_code == 503
        assert waiting.headers["content-type"] == "application/problem+json"
        SlowEncoder.may_go_on.set()


def test_answers_are_whole_while_a_document_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "guidance.txt"
    file.write_text(GUIDANCE)
    settings = Settings(data=tmp_path / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([file], index, settings=settings))
        stop = threading.Event()

        def replace() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                file.write_text(f"{GUIDANCE}\nThis is version {number} of the guidance.\n")
                list(ingest([file], index, settings=settings))

        writer = threading.Thread(target=replace)
        writer.start()
        try:
            for _ in range(60):
                answer = ask(index, "virtual ward targets")
                assert len(answer.answers) == 1
                assert {hit["document_id"] for hit in answer.hits} == {answer.answers[0]["document_id"]}
        finally:
            stop.set()
            writer.join()


def test_search(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "what are the virtual ward targets", "limit": 3}).json()
    told = {"query", "read_as", "corrections", "expanded", "expansions", "preferred", "no_answer", "reasons"}
    assert answer.keys() == told | {"answers", "hits"}
    assert answer["answers"][0]["value"] == 80
    assert answer["answers"][0]["document_status"] == "current"
    hit = answer["hits"][0]
    document = client.get(hit["links"]["document"]).json()
    assert document["text"][hit["start"] : hit["end"]] == hit["text"]
    marked = [document["text"][start:end] for start, end in hit["highlights"]]
    assert "virtual" in marked


def test_rows_and_documents(client: TestClient) -> None:
    assert len(client.get("/v1/objectives").json()) >= 2
    assert client.get("/v1/objectives", params={"year": "2031/32"}).json() == []
    assert isinstance(client.get("/v1/figures").json(), list)
    [document] = client.get("/v1/documents").json()
    assert document["planning_year"] == "2024/25"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/search?q=x&year=banana", 422),
        ("/v1/objectives?kind=poem", 422),
        ("/v1/search", 422),
        ("/v1/search?q=x&limit=0", 422),
        ("/v1/documents/none", 404),
        ("/nowhere", 404),
    ],
)
def test_errors_are_problem_details(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_a_wrong_method_is_a_problem_too(client: TestClient) -> None:
    response = client.post("/v1/search")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_openapi_is_3_1(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["openapi"].startswith("3.1")


def test_nothing_ingested_is_said_at_start(tmp_path: Path) -> None:
    from corpus.errors import StoreMissing

    with (
        pytest.raises(StoreMissing, match="remit ingest"),
        TestClient(create_app(Settings(data=tmp_path / "none"), encoder=TinyEncoder())),
    ):
        pass
