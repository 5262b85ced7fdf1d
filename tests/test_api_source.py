"""The source page: a place in its document, whatever the document may be."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from pipeline.copies import kept_copy
from pipeline.places import LONG, parts_of, permalink
from tests.browser import chromium, tab
from tests.pages import Site, serving
from tests.source_door import Door, opened


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with opened(tmp_path_factory.mktemp("source")) as door:
        yield door


def test_the_page_of_a_pdf_is_shown_with_the_passage_marked(door: Door) -> None:
    page = door.page(door.place("pack.pdf", "Trusts should open 40 more beds"))
    [alt] = re.findall(r'<img [^>]*alt="([^"]+)"', page)
    assert alt.startswith("Page 1 of")
    assert "with these words highlighted: Trusts should open 40 more beds" in alt
    assert len(re.findall(r'<rect id="marked"', page)) == 1
    assert "<mark>Trusts should open 40 more beds</mark>" in page
    assert 'id="marked"' not in page.split("page-words")[1]
    assert "style=" not in page  # the policy of content forbids it


def test_pages_follow_each_other(door: Door) -> None:
    page = door.page(f"/source/{door.ids['pack.pdf']}?page=7")
    assert "<strong>Page 7</strong> of 60" in page
    assert f'/source/{door.ids["pack.pdf"]}?page=6" rel="prev"' in page
    assert f'/source/{door.ids["pack.pdf"]}?page=8" rel="next"' in page
    assert 'rel="prev"' not in door.page(f"/source/{door.ids['pack.pdf']}")
    assert 'rel="next"' not in door.page(f"/source/{door.ids['pack.pdf']}?page=60")


def test_a_passage_over_two_pages_shows_both(door: Door) -> None:
    document = door.document("pack.pdf")
    start = document.text.index("40 more beds")
    end = document.text.index("close no ward before") + 20
    assert len({box.page for box in document.boxes(start, end)}) == 2
    page = door.page(permalink(document.id, document.text[start:end], start, end))
    assert len(re.findall(r"<img [^>]*pages/[12]\.png", page)) == 2
    assert "Pages 1 and 2" in page


def test_a_section_is_shown_with_lists_and_tables_and_the_passage_marked(door: Door) -> None:
    page = door.page(door.place("plan.html", "open 40 more beds by March 2032"))
    assert '<li><span><mark id="marked">open 40 more beds by March 2032</mark></span></li>' in page
    assert re.search(r"<li><span>close no ward for:</span>\s*<ul>\s*<li><span>frail people</span></li>", page)
    assert "Agency spending" not in page.split('class="source__beside"')[0]
    table = door.page(door.place("plan.html", "75%"))
    assert re.search(r'<td><mark id="marked">75%</mark></td>', table)
    assert re.search(r"<th[^>]*>Measure</th>", table)


def test_a_slide_is_shown_as_text(door: Door) -> None:
    page = door.page(door.place("deck.pptx", "open 20 more beds"))
    assert "<strong>Page 2</strong> of 2" in page
    assert '<mark id="marked">open 20 more beds</mark>' in page
    assert "Slide on ward 1" not in page.split('class="source"')[1].split('class="source__beside"')[0]
    assert "<img" not in page


def test_what_a_document_says_is_escaped(door: Door) -> None:
    page = door.page(door.place("plan.html", "waits of over 18 weeks"))
    assert "&lt;b&gt;reduce&lt;/b&gt;" in page
    assert "<b>reduce" not in page


def test_rows_of_the_place_stand_beside_it_with_citation_and_report(door: Door) -> None:
    page = door.page(door.place("plan.html", "open 40 more beds by March 2032"))
    beside = page.split('class="source__beside"')[1]
    assert 'class="found__here"' in beside
    assert "/report?document_id=" in beside
    assert "Plan for 2031/32" in beside.split("Citation")[1]
    [row] = re.findall(r'href="(/source/[^"]+fact=[^"]+)"', beside)[:1]
    assert "what the row was read from" in door.page(unescape(row)) or "<mark" in door.page(unescape(row))


def test_the_permalink_on_a_page_leads_to_the_same_place(door: Door) -> None:
    page = door.page(door.place("plan.html", "Agency spending should fall below 3%"))
    [link] = re.findall(r"<pre data-copy>(http://testserver/source/[^<]+)</pre>", page)
    parts = urlsplit(unescape(link))
    assert parts.fragment == "marked"
    assert parse_qs(parts.query)["quote"] == ["Agency spending should fall below 3%"]
    assert '<mark id="marked">Agency spending should fall below 3%</mark>' in door.page(unescape(link))


def test_a_permalink_survives_words_that_moved(door: Door) -> None:
    document = door.document("plan.html")
    words = "Agency spending should fall below 3%"
    page = door.page(permalink(document.id, words, 12, 12 + len(words)))
    assert f'<mark id="marked">{words}</mark>' in page
    assert "its words have moved" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=30&end=20", 422),
        ("start=30&end=30", 422),
        ("start=30", 422),
        ("start=-3&end=5", 422),
        ("start=a&end=5", 422),
        ("start=5&end=99999999", 404),
        ("start=99999999&end=100000000", 404),
        (f"start={10**30}&end={10**31}", 404),
        ("start=5&end=9&quote=words+that+stand+nowhere", 404),
        ("fact=objective_none", 404),
        ("part=400", 404),
        ("page=1", 404),
        ("part=0", 422),
        ("at=99999999", 404),
        ("start=5&end=9&quote=%ED%A0%80%00", 404),
    ],
)
def test_addresses_that_lead_nowhere_say_so(door: Door, query: str, status: int) -> None:
    assert "<h1>" in door.page(f"/source/{door.ids['plan.html']}?{query}", status)


def test_a_document_that_is_gone_is_said_to_be(door: Door) -> None:
    assert "replaced by a later version" in door.page("/source/doc_none?start=1&end=2", 404)


def test_what_an_address_says_is_escaped(door: Door) -> None:
    page = door.page(f"/source/{door.ids['plan.html']}?start=1&end=2&quote=<script>alert(1)</script>", 404)
    assert "<script>alert" not in page


def test_a_long_section_is_shown_in_parts(door: Door) -> None:
    document = door.document("long.txt")
    parts = parts_of(document)
    assert len(parts) > 3
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, len(document.text))
    assert max(part.end - part.start for part in parts) <= LONG
    page = door.page(door.place("long.txt", "Paragraph 60 says little"))
    assert '<mark id="marked">Paragraph 60 says little</mark>' in page
    assert "Paragraph 3 says" not in page


def test_a_page_without_a_picture_shows_its_words(tmp_path: Path) -> None:
    with opened(tmp_path) as other:
        kept_copy(other.folder, other.ids["one.pdf"], "one.pdf").unlink()
        page = other.page(f"/source/{other.ids['one.pdf']}?start=0&end=20")
    assert "Ingest it again" in page
    assert '<mark id="marked">' in page
    assert "<img" not in page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_permalink_opens_the_marked_words_in_a_fresh_browser(
    site: Site, browser: Browser, width: int, scripts: bool
) -> None:
    with tab(browser, width=width, scripts=scripts) as page:
        page.goto(f"{site.base}/source/{site.names['pdf']}?fact={site.names['fact']}#marked")
        page.wait_for_load_state("load")
        seen = page.evaluate(
            """() => {
              const box = document.getElementById("marked").getBoundingClientRect();
              const sheet = document.querySelector(".sheet img");
              return {width: box.width, top: box.top, bottom: box.bottom, drawn: sheet.naturalWidth, high: innerHeight};
            }"""
        )
        assert seen["drawn"] >= 1000
        assert seen["width"] > 0
        assert 0 <= seen["top"] < seen["bottom"] <= seen["high"]


def test_the_marks_lie_over_the_words_of_the_picture(site: Site, browser: Browser) -> None:
    """The picture with marks drawn in, and the page with marks laid over, are marked at the same places."""
    with tab(browser, width=1280) as page:
        page.goto(f"{site.base}/source/{site.names['pdf']}?start={site.names['start']}&end={site.names['end']}")
        over = page.evaluate(
            """() => {
              const sheet = document.querySelector(".sheet img").getBoundingClientRect();
              return [...document.querySelectorAll(".sheet__passage rect")].map(rect => {
                const box = rect.getBoundingClientRect();
                return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height];
              });
            }"""
        )
        drawn = page.get_attribute(".legend a", "href")
        assert drawn is not None
        marked, plain = (
            Image.open(BytesIO(page.request.get(site.base + address).body())).convert("RGB")
            for address in (drawn, drawn.split("?")[0])
        )
    left, top, _, _ = ImageChops.difference(marked, plain).convert("L").point(lambda v: 255 if v > 40 else 0).getbbox()  # type: ignore[misc]
    assert over
    assert min(x for x, _ in over) == pytest.approx(left / marked.width, abs=0.01)
    assert min(y for _, y in over) == pytest.approx(top / marked.height, abs=0.01)
