"""The search page: what it shows, how it is filtered, and what it gives as files."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from api.web.pages.search import csv_of
from api.web.views.addresses import Search
from tests.pages import ADDRESSES, Site, page_routes

ASKED = {"q": "virtual ward targets"}


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[httpx.Client]:
    with site.client() as client:
        yield client


def _words(html: str) -> str:
    """The text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _links(html: str) -> dict[str, str]:
    """Where the links of a page lead, by their words."""
    found = re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {_words(words): unescape(address) for address, words in found}


def test_every_page_is_looked_at() -> None:
    assert page_routes() == set(ADDRESSES)


def test_every_address_shows_a_page(site: Site, client: httpx.Client) -> None:
    shown = {address: client.get(address) for address in site.addresses()}
    assert {address: r.status_code for address, r in shown.items() if r.status_code != 200} == {}
    assert all(r.headers["content-type"] == "text/html; charset=utf-8" for r in shown.values())


def test_before_a_question_the_page_says_what_there_is(client: httpx.Client) -> None:
    page = client.get("/").text
    assert "16 documents for 2023/24 to 2025/26, published by Illustrative, after NHS England" in _words(page)
    links = _links(page)
    assert links["65 week waits"] == "/?q=65+week+waits"
    assert links["Compare years"] == "/compare"


def test_an_answer_is_a_card_with_all_that_is_known_of_it(client: httpx.Client) -> None:
    page = client.get("/", params=ASKED).text
    card = page[page.index('<article class="row-card') :]
    card = card[: card.index("</article>")]
    words = _words(card)
    assert "Virtual ward utilisation" in words
    assert re.search(r"Above 80% target By when .+ Who .+ How binding (Must|Will|Asked to|Ambition)", words)
    assert re.search(r"Extracted automatically: (very )?likely right, 9\d%", words)
    assert re.search(r"From (current|superseded) version [0-9a-f]{8}", words)
    assert re.search(r'href="/source/doc_\w+\?start=\d+&amp;end=\d+', card)
    assert re.search(r'href="/report\?document_id=doc_\w+&amp;start=\d+&amp;end=\d+&amp;fact_id=objective_\w+"', card)
    assert 'href="/metric/virtual-ward-utilisation"' in card
    assert re.search(r'href="/bodies/[a-z-]+"', card)


def test_a_passage_says_why_it_matched(client: httpx.Client) -> None:
    page = client.get("/", params=ASKED).text
    passage = page[page.index('<article class="hit"') :]
    assert "<mark>virtual</mark>" in passage.lower()
    words = _words(passage[: passage.index("</article>")])
    assert "Words that matched: " in words
    assert "Also searched: hospital at home." in words
    assert re.search(r"Of all passages, this one came \d+(st|nd|rd|th) by its (words|meaning)", words)


def test_the_table_has_the_same_rows_as_the_cards(client: httpx.Client) -> None:
    cards = client.get("/", params=ASKED).text
    table = client.get("/", params=ASKED | {"view": "table"}).text
    assert cards.count('<article class="row-card') == table.count('<th scope="row">') > 0
    assert cards.count("<pre data-copy>") == table.count("<pre data-copy>")
    for heading in ("By when", "Who", "How binding", "Source"):
        assert f'<th scope="col">{heading}</th>' in table


def test_citations_can_be_copied_and_lead_back(site: Site, client: httpx.Client) -> None:
    page = client.get("/", params=ASKED).text
    cited = [unescape(text) for text in re.findall(r"<pre data-copy>(.*?)</pre>", page, re.DOTALL)]
    assert len(cited) == page.count('<article class="')
    for text in cited[:3]:
        address = text.rpartition(" ")[2]
        assert address.startswith(f"{site.base}/source/doc_")
        assert client.get(address).status_code == 200


def test_filters_are_in_the_address_and_can_be_taken_away_one_by_one(client: httpx.Client) -> None:
    asked = [("q", "virtual wards"), ("year", "2024/25"), ("kind", "board_paper"), ("target", "yes")]
    page = client.get("/", params=asked).text
    links = _links(page)
    assert links["Remove filter: Financial year, 2024/25 ×"] == "/?q=virtual+wards&kind=board_paper&target=yes"
    assert links["Remove filter: Target, States a target ×"] == "/?q=virtual+wards&year=2024%2F25&kind=board_paper"
    assert links["Clear all filters"] == "/?q=virtual+wards"
    assert '<input type="checkbox" name="year" value="2024/25" form="ask" checked>' in page
    assert "in 4 documents that pass your filters" in _words(page)


def test_every_filter_is_kept_where_the_search_changes(client: httpx.Client) -> None:
    asked = {
        "q": "virtual ward targets",
        "year": "2024/25",
        "kind": "planning_guidance",
        "publisher": "Illustrative, after NHS England",
        "body": "ICS",
        "document": "planning-guidance-2024-25.pdf",
    }
    page = client.get("/", params=asked).text
    typed = _links(page)["Search only for what was typed"]
    assert dict(parse_qsl(urlsplit(typed).query)) == asked | {"expand": "false"}
    ticked = re.findall(r'name="(\w+)" value="([^"]*)" form="ask" checked', page)
    assert {"year", "kind", "publisher", "body", "document"} == {name for name, _ in ticked}


def test_counts_are_of_documents_that_pass_the_other_filters(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "virtual wards", "year": "2025/26"}).text
    listed = client.get("/v1/documents", params={"year": "2025/26"}).json()
    documents = listed["items"] if isinstance(listed, dict) else listed
    papers = sum(document["kind"] == "board_paper" for document in documents)
    assert papers > 0
    assert re.search(rf"Board paper {papers} document", _words(page))
    assert re.search(r"2024/25 \d+ document", _words(page))  # a year's own count does not depend on the year chosen


def test_the_parameters_of_an_address_have_one_order(client: httpx.Client) -> None:
    mixed = "/?expand=false&view=table&body=NHS+England&year=2024-25&q=virtual++wards&kind=Board_Paper"
    wide = _links(client.get(mixed).text)["Search other names and spellings too"]
    assert [name for name, _ in parse_qsl(urlsplit(wide).query)] == ["q", "year", "kind", "body", "view"]
    assert "year=2024%2F25&kind=board_paper" in wide


def test_csv_and_json_hold_exactly_what_the_page_shows(client: httpx.Client) -> None:
    asked = ASKED | {"year": "2024/25", "target": "yes", "expand": "false"}
    page = client.get("/", params=asked)
    links = _links(page.text)
    answer = client.get(links["Download JSON"]).json()
    assert [row["id"] for row in answer["answers"]] == re.findall(r'fact_id=(\w+)"', page.text)
    rows = list(csv.DictReader(io.StringIO(client.get(links["Download CSV"]).content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [row["id"] for row in answer["answers"]]
    assert rows[0]["value"] == "80.0"
    assert rows[0]["title"]
    assert client.get("/v1/search", params=asked | {"target": "yes"}).json()["answers"]


def test_more_can_be_asked_for(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "targets"}).text
    links = _links(page)
    assert links["Show up to 25"] == "/?q=targets&limit=25"
    assert client.get(links["Show up to 25"]).text.count('<article class="hit"') > page.count('<article class="hit"')


def test_other_names_are_said_and_can_be_switched_off(client: httpx.Client) -> None:
    page = client.get("/", params=ASKED).text
    assert "Also searched: hospital at home (for virtual ward)." in _words(page).replace("home (", "home (")
    off = client.get(_links(page)["Search only for what was typed"]).text
    assert "Also searched" not in _words(off)
    assert _links(off)["Search other names and spellings too"] == "/?q=virtual+ward+targets"


def test_a_slip_of_spelling_is_offered_where_it_was_switched_off(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "zebra dementai", "expand": "false"}).text
    assert _links(page)["zebra dementia"] == "/?q=zebra+dementai"


def test_a_page_without_an_answer_says_why_and_where_to_go(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "the 31 day zebra standard"}).text
    words = _words(page)
    assert "Nothing in the documents here answers this" in words
    assert "The nearest passages are below." in words
    assert any(address.startswith("/metric/") for address in _links(page).values())


def test_a_filter_that_leaves_nothing_is_named_and_can_be_taken_away(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "virtual wards", "year": "2031/32", "kind": "board_paper"}).text
    words = _words(page)
    assert "No document passes the filters (year 2031/32; kind board paper)" in words
    assert re.search(r"Search without “2031/32” \( ?\d documents\)", words)
    assert _links(page)["Search without “2031/32”"] == "/?q=virtual+wards&kind=board_paper"
    assert re.search(r"Search without “Board paper” \(0 documents\)", words)


def test_a_question_without_words_is_asked_again(client: httpx.Client) -> None:
    assert "Type a question: there is no word in this one" in _words(client.get("/", params={"q": "???"}).text)


def test_what_people_and_documents_write_is_escaped(client: httpx.Client) -> None:
    page = client.get("/", params={"q": 'virtual <script>alert(1)</script>"', "body": "<b>x</b>"}).text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_a_parameter_that_cannot_be_used_is_a_page_too(client: httpx.Client) -> None:
    wrong = client.get("/", params={"q": "x", "year": "banana"})
    assert wrong.status_code == 422
    assert "banana" in _words(wrong.text)
    assert '<main class="nhsuk-main-wrapper"' in wrong.text


def test_an_address_leaves_out_what_is_as_usual() -> None:
    assert Search().address() == "/"
    assert Search(q="a b", target=True, limit=25).address("/search.csv") == "/search.csv?q=a+b&target=yes&limit=25"


def test_a_spreadsheet_program_runs_nothing_that_a_document_says() -> None:
    table = "".join(csv_of([{"metric": "=HYPERLINK(1)", "quote": "virtual wards"}], ["metric", "quote"]))
    assert list(csv.reader(io.StringIO(table.removeprefix("\ufeff")))) == [
        ["metric", "quote"],
        ["'=HYPERLINK(1)", "virtual wards"],
    ]
