"""Downloads against a server on this machine that misbehaves in every way a site can."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from corpus.catalogue import CatalogueEntry
from corpus.errors import DownloadError
from pipeline.downloads.fetching import Fetched, fetch_publications
from pipeline.downloads.manifest import MANIFEST, given_of, read_manifest
from pipeline.downloads.politeness import Manners, Visitor
from pipeline.making import job_of

PDF = b"%PDF-1.7\n" + b"An illustrative paper. " * 4000
PAGE = "<!doctype html><html><body><nav>{nav}</nav><main><h1>Guidance</h1><p>{words}</p></main></body></html>"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Paths and what answers them; remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.answers.get(self.path, lambda h: reply(h, 404))(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def gives(body: bytes, kind: str = "application/pdf", status: int = 200, **headers: str) -> Answer:
    return lambda handler: reply(handler, status, body, Content_Type=kind, **headers)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def entry(site: Site, path: str, *, attachment: bool = False) -> CatalogueEntry:
    return CatalogueEntry(
        id="plan", title="The plan", publisher="NHS England", kind="planning_guidance", licence="OGL v3.0",
        url=site.address + path, attachment=attachment, financial_year="2024/25",
    )  # fmt: skip


def fetch(
    site: Site,
    folder: Path,
    path: str = "/plan.pdf",
    *,
    clock: Clock | None = None,
    max_bytes: int = 2**20,
    **how: bool,
) -> Fetched:
    clock = clock or Clock()
    with Visitor(Manners(timeout=5.0), sleep=clock.sleep, clock=lambda: clock.now) as visitor:
        (fetched,) = fetch_publications([entry(site, path, **how)], folder, visitor, max_bytes=max_bytes)
    return fetched


def test_a_new_publication_is_kept_with_its_hash_and_its_metadata(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF)
    fetched = fetch(site, tmp_path)
    assert (fetched.state, fetched.path, fetched.error) == ("new", tmp_path / "plan.pdf", None)
    assert (tmp_path / "plan.pdf").read_bytes() == PDF
    version = read_manifest(tmp_path).publications["plan"].newest
    assert version.sha256 == fetched.sha256 == hashlib.sha256(PDF).hexdigest()
    assert version.bytes == len(PDF)
    given = given_of(tmp_path / "plan.pdf")
    assert given
    assert (given.title, given.financial_year, given.source_url) == ("The plan", "2024/25", site.address + "/plan.pdf")
    assert job_of(tmp_path / "plan.pdf").given.title == "The plan"


def test_an_unchanged_publication_is_asked_for_with_conditions_and_left(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF, ETag='"one"', Last_Modified="Wed, 27 Mar 2024 09:00:00 GMT")
    fetch(site, tmp_path)
    site.answers["/plan.pdf"] = lambda handler: reply(handler, 304)
    assert fetch(site, tmp_path).state == "unchanged"
    asked = site.asked[-1][1]
    assert asked["if-none-match"] == '"one"'
    assert asked["if-modified-since"] == "Wed, 27 Mar 2024 09:00:00 GMT"


def test_a_file_that_was_deleted_is_fetched_again(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF, ETag='"one"')
    fetched = fetch(site, tmp_path)
    assert fetched.path
    fetched.path.unlink()
    assert fetch(site, tmp_path).state == "new"
    assert "if-none-match" not in site.asked[-1][1]


def test_a_changed_publication_is_kept_as_a_new_version(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF)
    fetch(site, tmp_path)
    site.answers["/plan.pdf"] = gives(PDF + b"Corrected.")
    assert fetch(site, tmp_path).state == "changed"
    before, after = read_manifest(tmp_path).publications["plan"].versions
    assert (tmp_path / before.file).read_bytes() == PDF
    assert (tmp_path / after.file).read_bytes() == PDF + b"Corrected."
    assert before.file.startswith(".earlier/")


def test_a_page_whose_furniture_changes_is_unchanged(site: Site, tmp_path: Path) -> None:
    words = "Keep virtual ward utilisation above 80% in every system. " * 5
    for nav, expected in (("Today is Monday", "new"), ("Today is Tuesday", "unchanged")):
        site.answers["/plan"] = gives(PAGE.format(nav=nav, words=words).encode(), "text/html; charset=utf-8")
        assert fetch(site, tmp_path, "/plan").state == expected
    site.answers["/plan"] = gives(PAGE.format(nav="", words=words.replace("80", "85")).encode(), "text/html")
    assert fetch(site, tmp_path, "/plan").state == "changed"


def test_a_broken_transfer_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    cut = len(PDF) // 3

    def breaks_off(handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range")
        if wanted is None:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/pdf")
            handler.send_header("ETag", '"one"')
            handler.send_header("Content-Length", str(len(PDF)))
            handler.end_headers()
            handler.wfile.write(PDF[:cut])
            handler.close_connection = True
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        span = f"bytes {start}-{len(PDF) - 1}/{len(PDF)}"
        reply(handler, 206, PDF[start:], Content_Type="application/pdf", Content_Range=span)

    site.answers["/plan.pdf"] = breaks_off
    assert fetch(site, tmp_path).state == "new"
    assert (tmp_path / "plan.pdf").read_bytes() == PDF
    assert site.asked[-1][1]["range"] == f"bytes={cut}-"
    assert site.asked[-1][1]["if-range"] == '"one"'


def test_a_server_without_ranges_sends_the_whole_again(site: Site, tmp_path: Path) -> None:
    parts = tmp_path / ".parts"
    parts.mkdir()
    (parts / "plan.part").write_bytes(b"what came of an earlier version")
    (parts / "plan.part.tag").write_text('"old"')
    site.answers["/plan.pdf"] = gives(PDF)
    assert fetch(site, tmp_path).state == "new"
    assert site.asked[-1][1]["range"].startswith("bytes=")
    assert (tmp_path / "plan.pdf").read_bytes() == PDF


def test_a_range_that_cannot_be_given_starts_over(site: Site, tmp_path: Path) -> None:
    parts = tmp_path / ".parts"
    parts.mkdir()
    (parts / "plan.part").write_bytes(PDF * 2)
    (parts / "plan.part.tag").write_text('"one"')
    site.answers["/plan.pdf"] = lambda h: reply(h, 416) if h.headers.get("Range") else gives(PDF)(h)
    assert fetch(site, tmp_path).state == "new"
    assert (tmp_path / "plan.pdf").read_bytes() == PDF


@pytest.mark.parametrize("told", [True, False])
def test_a_file_beyond_the_limit_is_refused(site: Site, tmp_path: Path, told: bool) -> None:
    def sends(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.send_header(*(("Content-Length", str(len(PDF))) if told else ("Connection", "close")))
        handler.end_headers()
        handler.wfile.write(PDF)
        handler.close_connection = True

    site.answers["/plan.pdf"] = sends
    fetched = fetch(site, tmp_path, max_bytes=10_000)
    assert fetched.state == "failed"
    assert "larger than the limit" in str(fetched.error)
    assert not list((tmp_path / ".parts").iterdir())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (gives(b"<html><body>Sorry</body></html>", "application/pdf"), "is no document"),
        (gives(PAGE.encode(), "application/pdf"), "is no document"),
        (gives(PDF, "text/html"), "is said to be text/html and is application/pdf"),
        (gives(b"\x00\x01", "image/png"), "is of a type that remit does not read (image/png)"),
        (gives(b"gone", status=404), "is answered with 404"),
        (gives(b"", "application/pdf"), "is no document"),
    ],
)
def test_what_is_no_document_is_refused(site: Site, tmp_path: Path, answer: Answer, reason: str) -> None:
    site.answers["/plan.pdf"] = answer
    fetched = fetch(site, tmp_path)
    assert fetched.state == "failed"
    assert reason in str(fetched.error)
    assert not (tmp_path / MANIFEST).exists()


def test_a_type_that_says_nothing_is_settled_by_the_bytes(site: Site, tmp_path: Path) -> None:
    site.answers["/download?id=7"] = gives(PDF, "application/octet-stream")
    assert fetch(site, tmp_path, "/download?id=7").path == tmp_path / "plan.pdf"


@pytest.mark.parametrize("rules", ["User-agent: *\nDisallow: /", "User-agent: remit\nDisallow: /*.pdf$"])
def test_robots_txt_is_kept(site: Site, tmp_path: Path, rules: str) -> None:
    site.answers["/robots.txt"] = gives(rules.encode(), "text/plain")
    site.answers["/plan.pdf"] = gives(PDF)
    assert "robots.txt forbids it" in str(fetch(site, tmp_path).error)
    assert site.paths() == []


def test_a_site_whose_rules_cannot_be_had_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = gives(b"", status=503)
    site.answers["/plan.pdf"] = gives(PDF)
    assert fetch(site, tmp_path).state == "failed"
    assert site.paths() == []


def test_a_redirect_into_a_forbidden_part_is_not_followed(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = gives(b"User-agent: *\nDisallow: /private/", "text/plain")
    site.answers["/plan.pdf"] = lambda handler: reply(handler, 302, Location="/private/plan.pdf")
    assert "robots.txt forbids it" in str(fetch(site, tmp_path).error)
    assert site.paths() == ["/plan.pdf"]


@pytest.mark.parametrize(("place", "reason"), [("/plan.pdf", "redirects"), ("file:///etc/passwd", "is no web address")])
def test_redirects_that_do_not_end_or_leave_the_web_are_refused(
    site: Site, tmp_path: Path, place: str, reason: str
) -> None:
    site.answers["/plan.pdf"] = lambda handler: reply(handler, 302, Location=place)
    assert reason in str(fetch(site, tmp_path).error)


@pytest.mark.parametrize(("rules", "pause"), [("", 2.0), ("User-agent: *\nCrawl-delay: 7", 7.0)])
def test_requests_to_a_site_are_spaced(site: Site, tmp_path: Path, rules: str, pause: float) -> None:
    site.answers["/robots.txt"] = gives(rules.encode(), "text/plain")
    site.answers["/plan.pdf"] = gives(PDF)
    clock = Clock()
    with Visitor(Manners(), sleep=clock.sleep, clock=lambda: clock.now) as visitor:
        list(fetch_publications([entry(site, "/plan.pdf")] * 3, tmp_path, visitor, max_bytes=2**20))
    assert clock.slept == [pause] * 3


def test_a_busy_site_is_asked_again_after_the_pause_that_it_names(site: Site, tmp_path: Path) -> None:
    answers = iter([gives(b"", status=429, Retry_After="11"), gives(b"", status=503), gives(PDF)])

    def in_turn(handler: BaseHTTPRequestHandler) -> None:
        next(answers)(handler)

    site.answers["/plan.pdf"] = in_turn
    clock = Clock()
    assert fetch(site, tmp_path, clock=clock).state == "new"
    assert 11.0 in clock.slept


def test_a_site_that_wants_a_long_pause_is_left(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(b"", status=503, Retry_After="86400")
    assert "asks for a pause of 86400 s" in str(fetch(site, tmp_path).error)
    assert site.paths() == ["/plan.pdf"]


def test_a_site_that_stays_busy_fails(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(b"", status=503)
    assert "is answered with 503" in str(fetch(site, tmp_path).error)
    assert len(site.paths()) == 3


def test_a_site_that_cannot_be_reached_fails_by_name(tmp_path: Path) -> None:
    closed = Site()
    closed.server.server_close()
    fetched = fetch(closed, tmp_path)
    assert fetched.state == "failed"
    assert "cannot be reached" in str(fetched.error)


def test_a_landing_page_leads_to_its_document(site: Site, tmp_path: Path) -> None:
    page = (
        '<html><body><a href="/menu.pdf">Menu</a><main><a href="files/plan.pdf?v=2">The plan</a></main></body></html>'
    )
    site.answers["/publication/plan/"] = gives(page.encode(), "text/html")
    site.answers["/publication/plan/files/plan.pdf?v=2"] = gives(PDF)
    fetched = fetch(site, tmp_path, "/publication/plan/", attachment=True)
    assert (fetched.state, fetched.path) == ("new", tmp_path / "plan.pdf")
    site.answers["/publication/plan/"] = gives(b"<html><body><p>Withdrawn</p></body></html>", "text/html")
    assert "links to no document" in str(fetch(site, tmp_path, "/publication/plan/", attachment=True).error)


def test_a_link_that_is_no_address_is_passed_over(site: Site, tmp_path: Path) -> None:
    page = b"<html><main><a href='http://[to be added]/x.pdf'>Draft</a><a href='/paper.pdf'>Paper</a></main></html>"
    site.answers |= {"/landing": gives(page, "text/html"), "/paper.pdf": gives(PDF)}
    fetched = fetch(site, tmp_path, "/landing", attachment=True)
    assert fetched.state == "new"


def test_an_address_that_cannot_be_parsed_fails_by_name(site: Site, tmp_path: Path) -> None:
    page = b"<html><main><a href='http://127.0.0.1:port/x.pdf'>Draft</a></main></html>"
    site.answers["/landing"] = gives(page, "text/html")
    fetched = fetch(site, tmp_path, "/landing", attachment=True)
    assert "is no web address" in str(fetched.error)


def test_a_body_that_cannot_be_unpacked_fails_by_name(site: Site, tmp_path: Path) -> None:
    site.answers["/a.pdf"] = gives(PDF[:200], Content_Encoding="gzip")
    fetched = fetch(site, tmp_path, "/a.pdf")
    assert "cannot be unpacked" in str(fetched.error)


def test_a_failure_does_not_stop_the_others(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF)
    entries = [entry(site, "/gone.pdf").model_copy(update={"id": "gone"}), entry(site, "/plan.pdf")]
    with Visitor(Manners(pause=0.0)) as visitor:
        states = [f.state for f in fetch_publications(entries, tmp_path, visitor, max_bytes=2**20)]
    assert states == ["failed", "new"]


def test_a_manifest_that_is_not_ours_stops_a_fetch_and_is_nothing_to_an_ingest(site: Site, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('["of somebody else"]')
    with pytest.raises(DownloadError, match="cannot be used"):
        fetch(site, tmp_path)
    assert given_of(tmp_path / "plan.pdf") is None


def test_the_command_fetches_from_a_catalogue_of_ones_own(site: Site, tmp_path: Path) -> None:
    site.answers["/plan.pdf"] = gives(PDF)
    catalogue = tmp_path / "mine.toml"
    rows = "\n".join(
        f'[[document]]\nid = "{name}"\ntitle = "T"\npublisher = "P"\nkind = "other"\nlicence = "OGL v3.0"\n'
        f'url = "{site.address}/{name}.pdf"\n'
        for name in ("plan", "gone")
    )
    catalogue.write_text(rows)
    into = tmp_path / "publications"
    command = ["corpus", "fetch", "--catalogue", str(catalogue), "--to", str(into), "--pause", "0", "--json"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 3
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["new", "failed"]
    assert "gone: " in done.stderr
    assert CliRunner().invoke(app, [*command, "plan"]).exit_code == 0
    assert CliRunner().invoke(app, [*command, "nothing"]).exit_code == 2
