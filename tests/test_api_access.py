"""Who may read and write: loopback, the key, other sites, names of the server."""

import base64
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from api.web.service.access import Access, RequiresKey, access_of, is_loopback, shown_key
from corpus.errors import SettingsError
from pipeline.settings import Settings
from tests.service import KEY, make_app, make_index, serving, started

EVERYWHERE = "0.0.0.0"  # noqa: S104 (a setting; the tests listen on nothing)
READ = ("/v1/search?q=virtual+wards", "/v1/documents", "/", "/openapi.json", "/nothing/here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("access") / "index")


def basic(password: str, user: str = "anyone") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("192.168.1.4", False),
        ("remit.example.nhs.uk", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_reading_is_open_on_loopback(folder: Path) -> None:
    with serving(folder) as client:
        assert client.get("/v1/documents").status_code == 200
    with serving(folder, api_key=KEY) as client:
        assert client.get("/v1/documents").status_code == 200


@pytest.mark.parametrize("beyond", [{"host": EVERYWHERE}, {"host": "192.168.1.4"}, {"proxies": ("127.0.0.1",)}])
def test_beyond_loopback_there_must_be_a_key_or_open(beyond: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"REMIT_API_KEY.*--open"):
        access_of(Settings(**beyond))  # type: ignore[arg-type]
    assert access_of(Settings(open=True, **beyond)) == Access(None, reading=False)  # type: ignore[arg-type]
    assert access_of(Settings(api_key=KEY, **beyond)).reading  # type: ignore[arg-type]


@pytest.mark.parametrize("path", READ)
def test_beyond_loopback_reading_wants_the_key(folder: Path, path: str) -> None:
    with serving(folder, host=EVERYWHERE, api_key=KEY) as client:
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == 'Bearer realm="remit"'
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["type"] == "/developers#problem-key"
        for headers in (bearer(KEY), basic(KEY), basic(KEY, user=""), {"X-API-Key": KEY}):
            assert client.get(path, headers=headers).status_code != 401
        for headers in (bearer("another-key-altogether"), basic(f"{KEY} "), {"X-API-Key": ""}, bearer(""), bearer("é")):
            encoded = {name: value.encode() for name, value in headers.items()}
            assert client.get(path, headers=encoded).status_code == 401


def test_health_and_static_files_are_open(folder: Path) -> None:
    with serving(folder, host=EVERYWHERE, api_key=KEY) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert client.get("/static/remit.css").status_code == 200


def test_a_browser_is_asked_for_a_password(folder: Path) -> None:
    with serving(folder, host=EVERYWHERE, api_key=KEY) as client:
        page = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert page.status_code == 401
        assert page.headers["www-authenticate"].startswith("Basic realm=")
        assert page.headers["content-type"].startswith("text/html")
        assert client.get("/", headers=basic(KEY) | {"Accept": "text/html"}).status_code == 200


def test_answers_behind_a_key_stay_out_of_shared_caches(folder: Path) -> None:
    with serving(folder, host=EVERYWHERE, api_key=KEY) as client:
        assert client.get("/v1/documents", headers=bearer(KEY)).headers["cache-control"] == "private, no-cache"


def writing(folder: Path, **settings: object) -> TestClient:
    app = make_app(folder, **settings)
    router = APIRouter()

    @router.post("/v1/written", dependencies=[RequiresKey])
    def write() -> dict[str, str]:
        return {"written": "yes"}

    app.include_router(router)
    return TestClient(app)


@pytest.mark.parametrize("settings", [{}, {"host": EVERYWHERE, "open": True}])
def test_writing_always_wants_the_key(folder: Path, settings: dict[str, object]) -> None:
    with writing(folder, api_key=KEY, **settings) as client:
        assert client.post("/v1/written").status_code == 401
        assert client.post("/v1/written", headers=bearer("not-the-key-at-all")).status_code == 401
        assert client.post("/v1/written", headers=bearer(KEY)).json() == {"written": "yes"}


def test_without_a_key_nothing_is_written(folder: Path) -> None:
    with writing(folder) as client:
        refused = client.post("/v1/written", headers=bearer(""))
        assert refused.status_code == 403
        assert "REMIT_API_KEY" in refused.json()["detail"]


def test_the_key_may_stand_in_a_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    with writing(folder, api_key_file=file) as client:
        assert client.post("/v1/written", headers=bearer(KEY)).status_code == 200
    file.write_text("short")
    with pytest.raises(SettingsError, match="16 characters"):
        access_of(Settings(api_key_file=file))
    with pytest.raises(SettingsError, match="cannot be read"):
        access_of(Settings(api_key_file=tmp_path / "none"))


def test_a_key_that_is_too_short_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.settings import load_settings

    monkeypatch.setenv("REMIT_API_KEY", "hunter2")
    with pytest.raises(SettingsError, match="api_key") as raised:
        load_settings()
    assert "hunter2" not in str(raised.value)
    assert KEY not in repr(Settings(api_key=KEY))  # type: ignore[arg-type]


def test_shown_keys() -> None:
    assert shown_key([]) is None
    assert shown_key([(b"authorization", b"Basic not base64!")]) is None
    assert shown_key([(b"authorization", b"bEaReR  key")]) == b"key"
    assert shown_key([(b"authorization", b"Basic " + base64.b64encode(b"a:b:c"))]) == b"b:c"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_another_site_changes_nothing(folder: Path, headers: dict[str, str]) -> None:
    with writing(folder, api_key=KEY) as client:
        refused = client.post("/v1/written", headers=headers | basic(KEY))
        assert refused.status_code == 403
        assert refused.json()["type"] == "/developers#problem-other-site"
        assert client.get("/v1/documents", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
def test_programs_and_own_pages_may_write(folder: Path, headers: dict[str, str]) -> None:
    with writing(folder, api_key=KEY) as client:
        assert client.post("/v1/written", headers=headers | basic(KEY)).status_code == 200


def test_a_site_that_the_settings_name_may_write_with_the_key(folder: Path) -> None:
    origin = {"Origin": "https://dashboard.example", "Sec-Fetch-Site": "cross-site"}
    with writing(folder, api_key=KEY, cors_origins=("https://dashboard.example",)) as client:
        assert client.post("/v1/written", headers=origin | bearer(KEY)).status_code == 200
        assert client.post("/v1/written", headers={"Origin": "https://other.example"} | bearer(KEY)).status_code == 403
    with writing(folder, api_key=KEY, cors_origins=("*",)) as client:
        assert client.post("/v1/written", headers=origin | bearer(KEY)).status_code == 200
        assert client.post("/v1/written", headers=origin | basic(KEY)).status_code == 403  # a browser's kept password


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8000"])
def test_names_that_the_server_does_not_have_are_refused(folder: Path, host: str) -> None:
    with serving(folder) as client:
        refused = client.get("/v1/documents", headers={"Host": host})
        assert refused.status_code == 421
        assert refused.json()["type"] == "/developers#problem-host"


def test_the_public_address_may_be_of_ipv6(folder: Path) -> None:
    with serving(folder, allowed_hosts=("testserver",), public_url="http://[2001:db8::1]:8080/remit") as client:
        assert client.get("/v1/documents", headers={"Host": "[2001:DB8::1]:8080"}).status_code == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000", "remit.example.nhs.uk"])
def test_names_that_the_server_has(folder: Path, host: str) -> None:
    with serving(folder, allowed_hosts=("testserver", "remit.example.nhs.uk")) as client:
        assert client.get("/v1/documents", headers={"Host": host}).status_code == 200


def test_listening_everywhere_any_name_will_do_until_some_are_listed(folder: Path) -> None:
    named = {"host": EVERYWHERE, "open": True}
    with started(make_app(folder, allowed_hosts=(), **named)) as client:
        assert client.get("/v1/documents", headers={"Host": "any.example"}).status_code == 200
    with serving(folder, **named) as client:
        assert client.get("/v1/documents", headers={"Host": "any.example"}).status_code == 421
        assert client.get("/livez", headers={"Host": "10.0.0.7:8000"}).status_code == 200, "a probe asks by an address"
