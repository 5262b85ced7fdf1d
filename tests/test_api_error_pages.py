"""Pages of errors: plain words, a reference number instead of the terms of the API, and ways on."""

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.web.service.logs import Faults
from api.web.service.request_id import new_id
from api.web.templating import coded
from pipeline.settings import Settings
from tests.pages import Site


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[httpx.Client]:
    with site.client() as client:
        yield client


def words(html: str) -> str:
    """The text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nowhere", 404, "Page not found"),
        ("/documents/doc_none", 404, "Page not found"),
        ("/metric/zebra", 404, "Page not found"),
        ("/bodies/zebra", 404, "Page not found"),
        ("/objectives?page=zebra", 422, "This address cannot be used"),
        ("/source/{pdf}?start=99999999&end=999999999", 404, "Page not found"),
    ],
)
def test_an_error_is_told_in_plain_words_with_ways_on(
    site: Site, client: httpx.Client, address: str, status: int, heading: str
) -> None:
    answer = client.get(address.format(**site.names))
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert f"<title>{heading} \u2013 remit</title>" in answer.text
    assert "parameter" not in words(answer.text)
    for way in ("/", "/documents", "/objectives", "/figures", "/metric", "/bodies"):
        assert f'<li><a href="{way}">' in answer.text or f' <a href="{way}">' in answer.text


def test_a_fault_is_told_with_a_reference_number_and_not_in_terms_of_the_api() -> None:
    app = FastAPI()
    app.state.settings = Settings()
    app.add_middleware(Faults)
    given: list[str] = []

    @app.get("/broken")
    async def broken() -> None:
        given.append(new_id())
        raise RuntimeError("of a kind that nobody foresaw")

    answer = TestClient(app).get("/broken", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "<h1>Something went wrong</h1>" in answer.text
    assert "instance" not in words(answer.text)
    assert "nobody foresaw" not in answer.text
    assert f"reference number: {given[0]}" in words(answer.text)


def test_what_is_to_be_typed_is_shown_as_code() -> None:
    assert str(coded("set `a < b` here")) == "set <code>a &lt; b</code> here"
    assert str(coded("<b> nothing to type")) == "&lt;b&gt; nothing to type"
