"""What stands around the routes: problems, caching, headers, HEAD, logs, metrics, telemetry."""

import json
import logging
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.web.problems import KINDS
from api.web.service.caching import Conditional, installed, is_changing
from api.web.service.negotiation import prefers_html
from corpus.errors import SettingsError, StoreBusy
from index import Index, TinyEncoder
from index.stamp import Stamp
from pipeline.settings import Settings
from tests.factories import make_entry
from tests.service import make_app, make_index, serving, started

ASKED = "the words that somebody asked"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("service") / "index")


@pytest.fixture(scope="module")
def client(folder: Path) -> object:
    with serving(folder) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/static/nothing.css", 404),
        ("POST", "/v1/search", 405),
        ("GET", "/v1/search", 422),
        ("GET", "/v1/documents/none", 404),
    ],
)
def test_every_error_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert told["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    assert told["type"] == "about:blank" or told["type"].removeprefix("/developers#problem-") in KINDS


def test_405_says_what_is_allowed(client: TestClient) -> None:
    for path in ("/v1/search", "/static/remit.css"):
        assert sorted(client.post(path).headers["allow"].split(", ")) == ["GET", "HEAD"]
    assert client.get("/mcp").headers["allow"] == "POST"


def test_a_browser_gets_a_page_and_a_program_a_problem(client: TestClient) -> None:
    page = client.get("/nothing/here", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing at this address." in page.text
    assert client.get("/v1/nothing", headers=BROWSER).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html", True),
        (BROWSER["Accept"], True),
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("application/json, text/html;q=0.5", False),
        ("text/html;q=0", False),
        ("text/html;q=nonsense", False),
    ],
)
def test_who_prefers_a_page(accept: str, html: bool) -> None:
    scope = {"path": "/documents", "headers": [(b"accept", accept.encode())]}
    assert prefers_html(scope) is html


def test_a_fault_is_a_problem_that_tells_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    app, router = make_app(folder), APIRouter()

    @router.get("/v1/broken")
    def broken(q: str) -> None:
        raise RuntimeError(f"cannot read {q}")

    app.include_router(router)
    with started(app) as client:
        capfd.readouterr()
        answer = client.get("/v1/broken", params={"q": ASKED})
        assert answer.status_code == 500
        assert answer.json()["type"] == "/developers#problem-fault"
        assert answer.headers["x-content-type-options"] == "nosniff"
        logged = "".join(capfd.readouterr())
    assert ASKED not in answer.text
    assert ASKED not in logged
    assert "RuntimeError" in logged
    assert "broken" in logged


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/livez", "/static/remit.css", "/nothing/here"])
def test_safe_headers_stand_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/v1/search?q=virtual", "/livez", "/static/remit.css", "/none"])
def test_head_has_the_headers_of_get(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    different = {"x-request-id", "date"}
    if got.status_code == 404:
        different |= {"content-length"}  # a problem holds the name of the request, which is as long
    assert {k: v for k, v in head.headers.items() if k not in different} == {
        k: v for k, v in got.headers.items() if k not in different
    }


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/v1/search?q=virtual+wards"])
def test_what_is_held_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "no-cache"
    assert "Accept" in first.headers["vary"]
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_is_of_the_request_and_of_the_index(folder: Path, tmp_path: Path) -> None:
    index = make_index(tmp_path / "index")
    with serving(index) as client:
        tag = client.get("/v1/search?q=wards").headers["etag"]
        assert client.get("/v1/search?q=wards").headers["etag"] == tag
        assert client.get("/v1/search?q=other").headers["etag"] != tag
        assert client.get("/v1/search?q=wards", headers={"Accept": "text/html"}).headers["etag"] != tag
        with Index.open(index, encoder=TinyEncoder()) as writer:
            writer.add([make_entry(["Dementia is diagnosed."], file="new.txt")])
        assert client.get("/v1/search?q=wards", headers={"If-None-Match": tag}).status_code == 200


def test_an_answer_that_may_be_of_either_of_two_states_has_no_etag() -> None:
    """A client that kept an old answer under the new state's tag would be told that it is still the one."""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("[]")(scope, receive, send)

    states = iter("ABBB")
    app = Conditional(answered, stamp=lambda: next(states), installed="", private=False)
    assert ["etag" in TestClient(app).get("/v1/documents").headers for _ in range(2)] == [False, True]


def test_an_index_that_cannot_be_read_is_a_problem_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: object) -> Stamp:
        raise StoreBusy("another process is writing")

    with serving(folder) as client:
        monkeypatch.setattr(client.app.state.remit.index.store.connections, "lend", lambda: None)
        monkeypatch.setattr("index.store.stamp_of", fails)
        answer = client.get("/v1/documents")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/developers#problem-index"
    assert answer.headers["retry-after"] == "1"


def test_what_answers_depend_on_beside_the_index_is_in_their_etag(folder: Path) -> None:
    plain = installed(Settings(data=folder))
    assert installed(Settings(data=folder, port=9000)) == plain
    for setting in ({"public_url": "https://remit.example"}, {"branding": "nhs"}, {"precision": "fp32"}):
        assert installed(Settings(data=folder, **setting)) != plain


def test_what_changes_without_the_index_has_no_etag(client: TestClient) -> None:
    for path in ("/livez", "/readyz"):
        assert "etag" not in client.get(path).headers
    assert is_changing("/v1/jobs/5")
    assert is_changing("/upload")
    assert not is_changing("/uploaded-things")
    assert not is_changing("/v1/documents")


def test_an_error_is_not_kept(client: TestClient) -> None:
    answer = client.get("/v1/documents/none")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_static_files_are_kept_for_ever_by_their_hash(client: TestClient) -> None:
    from api.web.templating import static

    assert client.get(static("remit.css")).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/remit.css").headers["cache-control"] == "no-cache"


def test_long_answers_are_compressed(client: TestClient) -> None:
    plain = client.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    small = client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < len(plain.content) / 2
    assert small.json() == plain.json()


def test_other_sites_read_by_setting_only(folder: Path) -> None:
    origin = {"Origin": "https://dashboard.example"}
    with serving(folder) as client:
        answer = client.get("/v1/documents", headers=origin)
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    with serving(folder, cors_origins=("https://dashboard.example",)) as client:
        answer = client.get("/v1/documents", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://dashboard.example"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        asked = origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
        assert client.options("/v1/documents", headers=asked).status_code == 200
        other = client.get("/v1/documents", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers


def requests_logged(output: str) -> list[dict[str, object]]:
    return [event for line in output.splitlines() if (event := json.loads(line))["event"] == "request"]


@pytest.mark.parametrize("shown", [False, True])
def test_questions_are_logged_by_setting_only(folder: Path, capfd: pytest.CaptureFixture[str], shown: bool) -> None:
    from pipeline.logs import configure_logs

    configure_logs(as_json=True)
    with serving(folder, log_queries=shown) as client:
        capfd.readouterr()
        answer = client.get("/v1/search", params={"q": ASKED})
        client.get(f"/v1/documents/{ASKED}")
        output = capfd.readouterr().err
    [search, document] = requests_logged(output)
    assert search["id"] == answer.headers["x-request-id"]
    assert (search["method"], search["route"], search["status"]) == ("GET", "/v1/search", 200)
    assert search["bytes"] == int(answer.headers["content-length"])
    assert float(str(search["ms"])) > 0
    assert document["route"] == "/v1/documents/{document_id}"
    assert ("somebody" in output) is shown
    assert "testclient" not in output  # who asked


def test_health_checks_that_pass_are_not_logged(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(folder) as client:
        capfd.readouterr()
        client.get("/livez")
        assert "livez" not in "".join(capfd.readouterr())


def test_metrics_by_setting(folder: Path) -> None:
    with serving(folder) as client:
        assert client.get("/metrics").status_code == 404
    with serving(folder, prometheus=True) as client:
        client.get("/v1/search", params={"q": ASKED})
        client.get("/v1/documents/one")
        client.get("/nothing/here")
        shown = client.get("/metrics")
    assert shown.headers["content-type"].startswith("text/plain")
    assert 'remit_http_request_seconds_count{method="GET",route="/v1/search",status="200"} 1.0' in shown.text
    assert 'route="/v1/documents/{document_id}",status="404"' in shown.text
    assert 'route="unmatched",status="404"' in shown.text
    assert "remit_documents 2.0" in shown.text
    assert "remit_passages 2.0" in shown.text
    assert "remit_ready 1.0" in shown.text
    assert "remit_uploads_waiting 0.0" in shown.text
    assert "process_resident_memory_bytes" in shown.text
    assert "somebody" not in shown.text
    assert "/nothing/here" not in shown.text


def test_metrics_want_the_key_as_all_reading_does(folder: Path) -> None:
    beyond = {"host": "0.0.0.0", "api_key": "a-key-of-the-tests", "prometheus": True}  # noqa: S104
    with serving(folder, **beyond) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"X-API-Key": "a-key-of-the-tests"}).status_code == 200


def test_spans_hold_no_questions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from api.web import app as application
    from api.web.service.telemetry import telemetry_of

    spans = InMemorySpanExporter()
    monkeypatch.setattr(application, "telemetry_of", lambda settings: telemetry_of(settings, spans=spans))
    with serving(folder, telemetry=True) as client:
        client.get("/v1/search", params={"q": ASKED})
    found = spans.get_finished_spans()
    assert "GET /v1/search" in {span.name for span in found}
    assert "somebody" not in "".join(span.to_json() for span in found)
    [search] = [span for span in found if span.name == "GET /v1/search"]
    assert (search.attributes or {})["http.route"] == "/v1/search"
    assert (search.attributes or {})["url.query"] == "REDACTED"


def test_telemetry_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.web.service import telemetry

    for name in telemetry.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        telemetry.telemetry_of(Settings(telemetry=True))
    monkeypatch.setattr(telemetry, "NEEDED", ("not_installed.here",))
    with pytest.raises(SettingsError, match=r"pip install 'remit\[telemetry\]'"):
        telemetry.telemetry_of(Settings(telemetry=True))


def test_what_libraries_log_becomes_an_event(capfd: pytest.CaptureFixture[str]) -> None:
    from api.web.service.serving import log_faults_of_libraries
    from pipeline.logs import configure_logs

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure_logs(as_json=True)
        log_faults_of_libraries()
        logging.getLogger("a.library").warning("Invalid HTTP request received.")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    [event] = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert (event["event"], event["source"], event["message"]) == (
        "server",
        "a.library",
        "Invalid HTTP request received.",
    )
