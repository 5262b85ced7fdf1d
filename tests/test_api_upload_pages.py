"""Uploads and reports in a browser: with scripts and without, by keyboard, and what is read aloud."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.jobs import Queue
from pipeline.settings import Settings
from tests.browser import chromium, tab, violations
from tests.test_api_uploads import KEY, PLAN, SHOWN, ended, files, listening, settings_of

WIDTHS = (1200, 320)
BAD = {"name": "table.xlsx", "mimeType": "x/y", "buffer": b"\x00\x01" * 99}
CUT = {"name": "cut.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nnothing more"}
SEND = "button:has-text('Add documents')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_of(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with listening(settings) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


def plan(number: int) -> dict[str, object]:
    return {"name": f"plan{number}.txt", "mimeType": "x/y", "buffer": PLAN + f"\nThis is plan {number}.\n".encode()}


def choose(page: Page, *chosen: dict[str, object]) -> None:
    page.set_input_files("input[type=file]", list(chosen))  # type: ignore[arg-type]


def wrong(page: Page) -> list[str]:
    """What axe-core finds wrong, once the styles are there."""
    page.wait_for_load_state()
    return violations(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_an_upload_from_the_form_to_the_documents(
    browser: Browser, address: str, client: httpx.Client, width: int, scripts: bool
) -> None:
    number = width + scripts
    with tab(browser, width=width, scripts=scripts) as page:
        page.goto(f"{address}/upload")
        assert wrong(page) == []
        page.fill("#key", "not the key")
        choose(page, plan(number))
        page.click(SEND)
        expect(page.locator(".nhsuk-error-summary")).to_contain_text("not the key of the server")
        assert page.title().startswith("Error: ")
        assert wrong(page) == []

        page.fill("#key", KEY)
        choose(page, plan(number), BAD)
        page.click(SEND)
        expect(page.locator(".nhsuk-error-summary")).to_contain_text("table.xlsx is of a type")
        assert wrong(page) == []

        page.fill("#key", KEY)
        choose(page, plan(number), CUT)
        page.focus(SEND)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/jobs/job_\w+$"))
        assert wrong(page) == []
        job = ended(client, f"/v1{page.url.removeprefix(address)}")
        if not scripts:
            page.reload()
        expect(page.locator("h1")).to_have_text("1 of 2 files read", timeout=30_000)
        expect(page.locator(f'a[href="/documents/{job["files"][0]["document_id"]}"]')).to_be_visible()
        expect(page.locator("text=Is a damaged PDF")).to_be_visible()
        if scripts:
            expect(page.locator("[data-said]")).to_have_text("1 of 2 files read")
        assert wrong(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_page_follows_its_job_and_can_be_paused(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.jobs.runner.JobRunner.start", lambda self: None)
    settings = settings_of(tmp_path)
    with listening(settings) as address, tab(browser, width=1200) as page:
        taken = httpx.post(f"{address}/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN).json()
        page.goto(address + taken["links"]["page"])
        expect(page.locator("h1")).to_have_text("1 file waits to be read")
        queue = Queue(settings.data)
        queue.claim()
        expect(page.locator("h1")).to_have_text("Reading 1 file")
        page.click("button:has-text('Pause updates')")
        queue.change(taken["id"], lambda job: job.model_copy(update={"note": "Another process is writing."}))
        page.wait_for_timeout(700)
        expect(page.locator(".note")).to_have_count(0)
        page.click("button:has-text('Go on with updates')")
        expect(page.locator(".note")).to_have_text("Another process is writing.")
        queue.change(taken["id"], lambda job: job.model_copy(update={"state": "failed", "error": "It died of it."}))
        expect(page.locator("h1")).to_have_text("The file could not be read")
        expect(page.locator("button:has-text('updates')")).to_have_count(0)
        assert wrong(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_from_the_row_to_the_thanks(
    browser: Browser, address: str, client: httpx.Client, scripts: bool
) -> None:
    taken = client.post("/v1/documents", files=files(("plan.txt", PLAN)), headers=SHOWN)
    ended(client, taken.headers["location"])
    row = client.get("/v1/objectives").json()[0]
    place = f"document_id={row['document_id']}&start={row['start']}&end={row['end']}&fact_id={row['id']}"
    with tab(browser, width=320, scripts=scripts) as page:
        page.goto(f"{address}/report?{place}")
        assert wrong(page) == []
        page.click("button:has-text('Send the report')")
        page.click(".nhsuk-error-summary a")
        assert page.evaluate("document.activeElement.name") == "wrong"
        assert wrong(page) == []
        page.keyboard.press("Space")
        page.fill("#words", "It says 130.")
        page.click("button:has-text('Send the report')")
        page.wait_for_url("**/report/thanks")
        assert wrong(page) == []
    report = client.get("/v1/reports", headers=SHOWN).json()[0]
    assert (report["wrong"], report["words"]) == ("number", "It says 130.")
