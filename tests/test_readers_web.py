"""HTML: main content without page furniture, lists, tables with spans, metadata."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.readers import bare_text, read

WORDS = "<p>Systems agree one plan for the winter, and boards review it each month of the year.</p>" * 3


def page(folder: Path, body: str, head: str = "") -> Path:
    path = folder / "page.html"
    path.write_text(
        f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><p>Gone</p></nav>",
        "<footer>Gone</footer>",
        "<aside><p>Gone</p></aside>",
        "<script>var gone = 'Gone'</script>",
        "<div class='cookie-banner'><p>Gone</p></div>",
        "<div id='related'><ul><li>Gone</li></ul></div>",
        "<p hidden>Gone</p>",
        "<ol class='nhsuk-breadcrumb__list'><li>Gone</li></ol>",
        "<div role='navigation'>Gone</div>",
    ],
)
def test_page_furniture_is_left_out(tmp_path: Path, furniture: str) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{furniture}{WORDS}"))
    assert "gone" not in document.text.lower()
    assert "Systems agree one plan" in document.text


@pytest.mark.parametrize("wrapper", ["main", "article", "div role='main'"])
def test_only_the_main_content_is_read(tmp_path: Path, wrapper: str) -> None:
    body = f"<div><p>Elsewhere</p></div><{wrapper}><h1>Plan</h1>{WORDS}</{wrapper.split()[0]}>"
    assert "Elsewhere" not in read(page(tmp_path, body)).text


def test_tables_with_spans(tmp_path: Path) -> None:
    head = "<tr><th>Area</th><th colspan='2'>2031/32</th></tr>"
    rows = "<tr><td rowspan='2'>Beds</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}<table>{head}{rows}</table>"))
    table = next(b.table for b in document.blocks if b.table)
    places = {c.text: (c.row, c.column, c.row_span, c.column_span, c.header) for c in table.cells}
    assert places["2031/32"] == (0, 1, 1, 2, True)
    assert places["Beds"] == (1, 0, 2, 1, False)
    assert places["4"] == (2, 2, 1, 1, False)


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='DCTERMS.issued' content='2031-05-04'><meta name='DCTERMS.publisher' content='Example Board'>",
        "<meta property='article:published_time' content='2031-05-04T09:00:00Z'>"
        "<meta property='og:site_name' content='Example Board'>",
        """<script type='application/ld+json'>{"@type": "NewsArticle", "datePublished": "2031-05-04",
        "publisher": {"name": "Example Board"}}</script>""",
    ],
)
def test_date_and_publisher_come_from_metadata(tmp_path: Path, head: str) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}", head))
    assert (document.published, document.publisher) == (date(2031, 5, 4), "Example Board")


def test_a_single_time_element_is_the_date(tmp_path: Path) -> None:
    assert read(page(tmp_path, f"<h1>Plan</h1><time datetime='2031-05-04'>May</time>{WORDS}")).published == date(
        2031, 5, 4
    )


def test_the_encoding_is_found(tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    path.write_bytes(
        b"<html><head><meta charset=windows-1252></head><body>"
        b"<h1>Caf\xe9</h1><p>It costs \xa35 \x96 no more.</p></body></html>"
    )
    document = read(path)
    assert (document.title, "It costs £5 – no more." in document.text) == ("Café", True)


def test_the_bare_text_holds_the_words(tmp_path: Path) -> None:
    path = page(tmp_path, f"<nav>Home</nav><h1>Plan</h1>{WORDS}<script>no()</script>")
    (words,) = bare_text(path)
    assert "Systems agree one plan" in words
    assert "no()" not in words


def test_deep_nesting_is_read_whole(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}" + "<div>" * 1500 + "<p>deep</p>" + "</div>" * 1500))
    assert "Systems agree one plan" in document.text
    assert "deep" in document.text
