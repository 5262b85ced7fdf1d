"""Uploads over HTTP and on the pages: what is taken, what is refused, and what is told of it."""

import io
import json
import re
import shutil
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.web import create_app
from api.web.jobs import MOST_RECEIVED
from api.web.v1 import jobs as v1_jobs
from index import Index, TinyEncoder
from pipeline.jobs import MOST_FILES, Arrival, Bounds, Queue
from pipeline.settings import Settings

KEY = "an-illustrative-key"
SHOWN = {"Authorization": f"Bearer {KEY}"}
PAGE = {"Accept": "text/html"}
PLAN = b"""Operational plan of an illustrative trust 2025/26

Publisher: An Illustrative NHS Trust
Published: 2 April 2025

We will reduce the number of patients who wait longer than 52 weeks to 120 by March 2026.
"""
PATIENCE = 180.0


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.jobs.runner.POLL", 0.05)
    monkeypatch.setattr("api.web.jobs.DRAINED", 1.0)


def settings_of(folder: Path, **given: Any) -> Settings:
    return Settings(**{"data": folder / "index", "uploads": True, "api_key": KEY, "max_upload_mb": 1, **given})


@contextmanager
def served(settings: Settings) -> Iterator[TestClient]:
    with Index.open(settings.data, encoder=TinyEncoder(), create=True):
        pass
    with TestClient(create_app(settings, encoder=TinyEncoder()), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with served(settings) as client:
        yield client


@pytest.fixture
def idle(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server that takes uploads and does not come to run them."""
    monkeypatch.setattr("pipeline.jobs.runner.JobRunner.start", lambda self: None)
    with served(settings) as client:
        yield client


def files(*given: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("file", (name, content, "application/x-whatever")) for name, content in given]


def ended(client: TestClient | httpx.Client, address: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(address).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"has not ended: {job}")


def kept(settings: Settings) -> list[Path]:
    return list((settings.data / "uploads").glob("job_*"))


def test_an_upload_becomes_a_document_that_is_found_and_can_go(client: TestClient, settings: Settings) -> None:
    taken = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
    assert taken.status_code == 202
    assert taken.json()["state"] == "queued"
    address = taken.headers["location"]
    assert taken.json()["links"]["self"] == address
    job = ended(client, address)
    [file] = job["files"]
    assert (job["state"], file["outcome"], file["media_type"]) == ("done", "added", "text/plain")
    assert file["facts"]["objective"] == 1
    await_that(lambda: kept(settings) == [])  # the pipeline keeps a copy of its own

    document = f"/v1/documents/{file['document_id']}"
    assert job["links"]["documents"] == [document]
    assert client.get(document).json()["file"] == "plan.txt"
    assert client.get("/v1/search", params={"q": "52 week waits"}).json()["hits"][0]["document"] == "plan.txt"
    assert str(settings.data) not in client.get("/v1/documents").text, "no path of the machine"

    assert client.delete(document).status_code == 401
    assert client.delete(document, headers=SHOWN).status_code == 204
    assert client.get(document).status_code == 404
    assert client.delete(document, headers=SHOWN).status_code == 404
    assert client.delete("/v1/documents/plan.txt", headers=SHOWN).status_code == 422, "only ids remove"
    assert not any((settings.data / "files").iterdir())


def test_the_same_file_twice_is_unchanged(client: TestClient) -> None:
    first = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
    again = client.post("/v1/documents", files=files(("plan.txt", PLAN), ("copy.txt", PLAN)), headers=SHOWN)
    assert [file["outcome"] for file in ended(client, first.headers["location"])["files"]] == ["added"]
    job = ended(client, again.headers["location"])
    assert [file["outcome"] for file in job["files"]] == ["unchanged", "unchanged"]
    assert len(client.get("/v1/documents").json()) == 1
    assert [one["id"] for one in client.get("/v1/jobs").json()] == [job["id"], first.json()["id"]]


def test_two_uploads_at_once_are_both_taken(client: TestClient) -> None:
    taken: list[httpx.Response] = []

    def send(number: int) -> None:
        content = PLAN + f"\nThis is plan {number}.\n".encode()
        taken.append(client.post("/v1/documents", files=files(("plan.txt", content)), headers=SHOWN))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    jobs = [ended(client, response.headers["location"]) for response in taken]
    assert [job["files"][0]["outcome"] for job in jobs] == ["added"] * 4
    assert len({job["files"][0]["document_id"] for job in jobs}) == 4


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"X-API-Key": KEY[:-1]}, 401), ({"X-API-Key": KEY}, 202)],
)
def test_only_with_the_key(idle: TestClient, settings: Settings, headers: dict[str, str], status: int) -> None:
    response = idle.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=headers)
    assert response.status_code == status
    assert len(kept(settings)) == (status == 202)


def test_switched_off_it_says_so(tmp_path: Path) -> None:
    with served(settings_of(tmp_path, uploads=False)) as client:
        refused = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
        assert refused.status_code == 403
        assert refused.headers["content-type"] == "application/problem+json"
        assert "REMIT_UPLOADS" in refused.json()["detail"]
        page = client.get("/upload", headers=PAGE)
        assert page.status_code == 403
        assert "switched off" in page.text
        assert "<form method" not in page.text
        assert client.post("/upload", files=files(("plan.txt", PLAN)), headers=PAGE).status_code == 403
        assert 'href="/upload"' not in client.get("/", headers=PAGE).text, "no link where it leads nowhere"
        assert client.get("/v1/jobs").json() == []


def test_without_a_key_nothing_is_written(tmp_path: Path) -> None:
    with served(settings_of(tmp_path, api_key=None)) as client:
        assert client.post("/v1/documents", files=files(("plan.txt", PLAN))).status_code == 403
        assert "it has no key" in client.get("/upload", headers=PAGE).text


def docx_bomb(size: int = 2**30) -> bytes:
    """A DOCX of some megabytes' worth of one letter that unpacks to `size` bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(size // 2**20):
                part.write(b"a" * 2**20)
    return archive.getvalue()


REFUSED: dict[str, tuple[list[tuple[str, bytes]], int, str]] = {
    "too large": ([("big.txt", b"x" * (2**20 + 1))], 413, "larger"),
    "too large together": ([("a.txt", b"x" * 2**19), ("b.txt", b"x" * 2**19), ("c.txt", b"xx")], 413, "larger"),
    "empty": ([("empty.txt", b"")], 422, "empty.txt is empty"),
    "of no type": ([("table.xlsx", b"\x00\x01\x02" * 99)], 415, "table.xlsx is of a type"),
    "no zip": ([("plan.docx", b"a letter")], 422, "plan.docx is no DOCX"),
    "no PDF": ([("plan.pdf", b"a letter")], 422, "plan.pdf is no PDF"),
    "one of two": ([("plan.txt", PLAN), ("x.bin", b"\x00" * 9)], 415, "x.bin is of a type"),
    "too many": ([(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)], 413, f"More than {MOST_FILES} files"),
    "ten thousand": ([(f"{n}.txt", b"x") for n in range(5000)], 413, ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(idle: TestClient, settings: Settings, case: str) -> None:
    given, status, words = REFUSED[case]
    response = idle.post("/v1/documents", files=files(*given), headers=SHOWN)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["detail"]
    assert kept(settings) == []
    assert idle.get("/v1/jobs").json() == []


def test_a_bomb_is_unpacked_within_limits_and_is_one_files_failure(tmp_path: Path) -> None:
    with served(settings_of(tmp_path, max_upload_mb=3)) as client:
        given = files(("bomb.docx", docx_bomb()), ("plan.txt", PLAN))
        job = ended(client, client.post("/v1/documents", files=given, headers=SHOWN).headers["location"])
    bomb, plan = job["files"]
    assert (bomb["outcome"], plan["outcome"]) == ("failed", "added")
    assert bomb["error"].startswith("bomb.docx")


@pytest.mark.parametrize("name", ["../../../evil.txt", "..\\evil.txt", "/etc/evil.txt"])
def test_names_lead_nowhere(idle: TestClient, settings: Settings, name: str) -> None:
    response = idle.post("/v1/documents", files=files((name, PLAN)), headers=SHOWN)
    assert response.status_code == 202
    assert [file["file"] for file in response.json()["files"]] == ["evil.txt"]
    [folder] = kept(settings)
    assert [path.relative_to(folder) for path in folder.rglob("evil*")] == [Path("0/evil.txt")]
    assert list(settings.data.parent.iterdir()) == [settings.data]


BODIES: dict[str, tuple[str, bytes, int]] = {
    "no form": ("application/json", b"{}", 415),
    "no boundary": ("multipart/form-data", b"--x\r\n", 415),
    "another boundary": (
        "multipart/form-data; boundary=other",
        b'--x\r\nContent-Disposition: form-data; name="file"',
        400,
    ),
    "a boundary too long": (f"multipart/form-data; boundary={'x' * 300}", b"--x", 400),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="plan.txt"\r\n\r\nhalf of a pl',
        400,
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--\r\n", 400),
    "a huge field": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 5000 + b"\r\n--x--\r\n",
        413,
    ),
    "a huge header": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; " + b"x" * 100_000 + b"\r\n\r\nx\r\n--x--\r\n",
        400,
    ),
    "many fields": (
        "multipart/form-data; boundary=x",
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n for n in range(20))
        + b"--x--\r\n",
        413,
    ),
    "nothing": ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
    "an empty choice": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n',
        422,
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_broken_forms_are_refused_in_words(idle: TestClient, settings: Settings, case: str) -> None:
    kind, body, status = BODIES[case]
    response = idle.post("/v1/documents", content=body, headers={**SHOWN, "Content-Type": kind})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json()["detail"].endswith(".")
    assert kept(settings) == []


def test_a_pdf_by_another_name_is_a_pdf(idle: TestClient) -> None:
    response = idle.post("/v1/documents", files=files(("minutes.txt", b"%PDF-1.7\n...")), headers=SHOWN)
    assert response.json()["files"][0]["media_type"] == "application/pdf"


def test_waiting_uploads_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.jobs.runner.JobRunner.start", lambda self: None)
    with served(settings_of(tmp_path, max_uploads=2)) as client:
        for _ in range(2):
            assert client.post("/v1/documents", files=files(("p.txt", PLAN)), headers=SHOWN).status_code == 202
        full = client.post("/v1/documents", files=files(("p.txt", PLAN)), headers=SHOWN)
        assert full.status_code == 503
        assert int(full.headers["retry-after"]) > 0
        page = client.post("/upload", files=files(("p.txt", PLAN)), headers=SHOWN | PAGE)
        assert page.status_code == 503
        assert "2 uploads are waiting already" in page.text
        first, second = reversed(client.get("/v1/jobs").json())
        assert (first["ahead"], second["ahead"]) == (0, 1)


def test_a_full_disk_is_said(idle: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("pipeline.jobs.arrival.shutil.disk_usage", lambda path: usage._replace(free=1000))
    response = idle.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
    assert response.status_code == 507
    assert kept(settings) == []


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_form_leads_to_the_page_of_the_job(client: TestClient) -> None:
    form = client.get("/upload", headers=PAGE).text
    assert 'type="password"' in form
    assert form.index('name="key"') < form.index('name="file"'), "the key is read before anything is kept"
    assert 'enctype="multipart/form-data"' in form
    sent = client.post(
        "/upload", data={"key": KEY}, files=files(("plan.txt", PLAN)), headers=PAGE, follow_redirects=False
    )
    assert sent.status_code == 303
    address = sent.headers["location"]
    job = ended(client, f"/v1{address}")
    page = client.get(address, headers=PAGE).text
    document = job["files"][0]["document_id"]
    assert "<h1>1 file read</h1>" in page
    assert f'href="/documents/{document}"' in page
    assert f'href="/objectives?document={document}">1</a>' in page
    assert "Refresh" not in page, "it has ended"
    assert f'href="{address}"' in client.get("/upload", headers=PAGE).text


@pytest.mark.parametrize("data", [{}, {"key": "wrong"}, {"key": ""}])
def test_the_form_without_the_key_keeps_nothing(idle: TestClient, settings: Settings, data: dict[str, str]) -> None:
    page = idle.post("/upload", data=data, files=files(("plan.txt", PLAN)), headers=PAGE)
    assert page.status_code == 403
    assert "nhsuk-error-summary" in page.text
    assert 'href="#key"' in page.text
    assert kept(settings) == []


def test_a_key_that_comes_after_the_files_is_too_late(idle: TestClient, settings: Settings) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="plan.txt"\r\n\r\n' + PLAN + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n' + KEY.encode() + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert idle.post("/upload", content=body, headers=PAGE | kind).status_code == 403
    assert kept(settings) == []


def test_who_has_shown_the_key_is_not_asked_for_it(idle: TestClient) -> None:
    assert 'name="key"' not in idle.get("/upload", headers=PAGE | SHOWN).text
    sent = idle.post("/upload", files=files(("p.txt", PLAN)), headers=PAGE | SHOWN, follow_redirects=False)
    assert sent.status_code == 303


def test_the_form_names_each_file_of_no_use(idle: TestClient) -> None:
    given = files(("a.xlsx", b"\x00\x01" * 99), ("b.txt", b""), ("plan.txt", PLAN))
    page = idle.post("/upload", files=given, headers=PAGE | SHOWN)
    assert page.status_code == 422
    assert page.text.count('href="#files"') == 2
    assert "b.txt is empty" in page.text


def test_a_page_of_another_site_cannot_send_the_form(idle: TestClient) -> None:
    given = files(("plan.txt", PLAN))
    response = idle.post("/upload", files=given, headers=PAGE | SHOWN | {"Origin": "https://elsewhere.example"})
    assert response.status_code == 403


def test_a_page_that_waits_is_refreshed_only_when_it_is_asked_to_be(idle: TestClient) -> None:
    address = idle.post("/v1/documents", files=files(("p.txt", PLAN)), headers=SHOWN).json()["links"]["page"]
    plain, fresh = idle.get(address, headers=PAGE).text, idle.get(f"{address}?fresh=true", headers=PAGE).text
    assert 'http-equiv="refresh"' not in plain, "WCAG 2.2.2: nothing moves by itself"
    assert "Refresh every 5 seconds" in plain
    assert '<meta http-equiv="refresh" content="5">' in fresh
    assert "Stop refreshing by itself" in fresh
    assert "1 file waits to be read" in plain


def test_pages_escape_names(idle: TestClient) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    address = idle.post("/v1/documents", files=files((name, PLAN)), headers=SHOWN).json()["links"]["page"]
    for page in (idle.get(address, headers=PAGE).text, idle.get("/upload", headers=PAGE).text):
        assert "<img" not in page
        assert "&lt;img" in page


def test_unknown_jobs_are_not_found(idle: TestClient) -> None:
    for address in ("/v1/jobs/job_none", "/jobs/job_none", "/v1/jobs/job_none/events"):
        assert idle.get(address).status_code == 404


# --- over a real connection ---------------------------------------------------------------------------------------


@contextmanager
def listening(settings: Settings) -> Iterator[str]:
    """The address of a server with real connections."""
    with Index.open(settings.data, encoder=TinyEncoder(), create=True):
        pass
    app = create_app(settings, encoder=TinyEncoder())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        yield "http://{}:{}".format(*server.servers[0].sockets[0].getsockname())
    finally:
        server.should_exit = True
        thread.join()


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Id and data of each event."""
    found = []
    for event in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in event.splitlines() if not line.startswith(":"))
        if lines:
            assert lines["event"] == "job"
            found.append((lines["id"], json.loads(lines["data"])))
    return found


def test_events_follow_a_job_to_its_end(settings: Settings) -> None:
    with listening(settings) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        links = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN).json()["links"]
        response = client.get(links["events"])
        assert response.headers["content-type"].startswith("text/event-stream")
        events = events_of(response.text)
        revisions = [int(name) for name, _ in events]
        assert revisions == sorted(set(revisions))
        assert events[-1][1]["state"] == "done", "the stream ends with the job"
        assert events[-1][1] == client.get(links["self"]).json()

        last = events[-1][0]
        known = client.get(links["events"], headers={"Last-Event-ID": last})
        assert (known.status_code, known.content) == (204, b""), "an EventSource comes no more"
        before = client.get(links["events"], headers={"Last-Event-ID": str(int(last) - 1)})
        assert [name for name, _ in events_of(before.text)] == [last]
        assert events_of(client.get(links["events"], headers={"Last-Event-ID": "nonsense"}).text)[-1][0] == last


def test_listeners_are_bounded_and_give_their_place_back(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.jobs.runner.JobRunner.start", lambda self: None)
    monkeypatch.setattr(v1_jobs, "MOST_LISTENERS", 1)
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.05)
    with listening(settings) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        events = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN).json()["links"]["events"]
        with client.stream("GET", events) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: job"
            assert any(line.startswith(": ping") for line in lines), "a silent stream is kept alive"
            assert client.get(events).status_code == 503
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with client.stream("GET", events) as stream:
                if stream.status_code == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the place was not given back")


def test_a_client_that_goes_away_leaves_nothing(settings: Settings) -> None:
    with listening(settings) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(
                f"POST /v1/documents HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
                '--x\r\nContent-Disposition: form-data; name="file"; filename="plan.txt"\r\n\r\nhalf'.encode()
            )
            await_that(lambda: len(kept(settings)) == 1)
        await_that(lambda: kept(settings) == [])
        assert httpx.get(f"{address}/v1/jobs").json() == []


def test_a_client_that_sends_too_slowly_is_given_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.receiving.GRACE", 0.2)
    with listening(settings) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(
                f"POST /v1/documents HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n".encode()
            )
            connection.settimeout(PATIENCE)
            assert b"408" in connection.recv(100)
        assert kept(settings) == []


def test_so_many_are_received_at_once(settings: Settings) -> None:
    with listening(settings) as address:
        host, port = address.removeprefix("http://").split(":")
        opened = [socket.create_connection((host, int(port))) for _ in range(MOST_RECEIVED)]
        for connection in opened:
            connection.sendall(
                f"POST /v1/documents HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {KEY}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n".encode()
            )
        await_that(lambda: len(kept(settings)) == MOST_RECEIVED)
        refused = httpx.post(f"{address}/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
        assert refused.status_code == 503
        assert httpx.get(f"{address}/livez").status_code == 200
        for connection in opened:
            connection.close()
        await_that(lambda: kept(settings) == [])


def test_what_was_accepted_before_uploads_were_switched_off_is_read(tmp_path: Path) -> None:
    on = settings_of(tmp_path)
    with Arrival(on.data, Bounds(1, 2**20, 2**20)) as arrival:
        arrival.begin("plan.txt")
        arrival.write(PLAN)
        arrival.end()
        job = arrival.accept(Queue(on.data), most=1)
    with served(settings_of(tmp_path, uploads=False)) as client:
        assert ended(client, f"/v1/jobs/{job.id}")["state"] == "done"


def await_that(what: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.01)


def test_the_schema_names_what_is_taken(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/documents"]["post"]
    assert list(operation["requestBody"]["content"]) == ["multipart/form-data"]
    assert operation["responses"]["202"]["headers"]["Location"]
    assert {"401", "403", "413", "415", "422", "503", "507"} <= operation["responses"].keys()
    assert re.search("JobStatus", json.dumps(operation["responses"]["202"]))
