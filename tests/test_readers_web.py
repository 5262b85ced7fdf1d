"""HTML: main content without page furniture, lists, tables with spans, metadata."""

from datetime import date
from pathlib import Path

import pytest

from corpus.document import Document
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


ARTICLE = '<meta property="og:type" content="article">'
AT = '<link rel="canonical" href="https://a.example{}">'
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-05-04"}</script>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (ARTICLE, "news"),
        (AT.format("/news/beds/") + ARTICLE, "news"),
        (AT.format("/2031/05/beds/") + ARTICLE, "news"),
        (AT.format("/long-read/beds/") + ARTICLE, "other"),
        (AT.format("/long-read/beds/") + LINKED, "news"),
        ("", "other"),
    ],
)
def test_news_are_told_from_guidance_that_calls_itself_an_article(tmp_path: Path, head: str, kind: str) -> None:
    assert read(page(tmp_path, f"<h1>Beds for all</h1>{WORDS}", head)).kind == kind


def test_a_single_time_element_is_the_date(tmp_path: Path) -> None:
    assert read(page(tmp_path, f"<h1>Plan</h1><time datetime='2031-05-04'>May</time>{WORDS}")).published == date(
        2031, 5, 4
    )


@pytest.mark.parametrize("named", [b"windows-1252", b"iso-8859-1", b"utf-8", b"utf-16", b"x-unknown", b"hex", b""])
def test_the_encoding_is_found(tmp_path: Path, named: bytes) -> None:
    path = tmp_path / "old.html"
    path.write_bytes(
        b"<html><head><meta charset=" + named + b"></head><body>"
        b"<h1>Caf\xe9</h1><p>It costs \xa35 \x96 no more.</p></body></html>"
    )
    document = read(path)
    assert (document.title, "It costs £5 – no more." in document.text) == ("Café", True)


def test_a_damaged_byte_leaves_the_rest_of_a_page_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.html"
    words = (
        "<html><head><meta charset=utf-8></head><body><p>Café – £5 – “no more”.</p><p>Cut off: {}.</p></body></html>"
    )
    path.write_bytes(words.encode("utf-8").replace(b"{}", b"\xe2\x80"))
    assert "Café – £5 – “no more”." in read(path).text


def test_the_bare_text_holds_the_words(tmp_path: Path) -> None:
    path = page(tmp_path, f"<nav>Home</nav><h1>Plan</h1>{WORDS}<script>no()</script>")
    (words,) = bare_text(path)
    assert "Systems agree one plan" in words
    assert "no()" not in words


def test_deep_nesting_is_read_whole(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}" + "<div>" * 1500 + "<p>deep</p>" + "</div>" * 1500))
    assert "Systems agree one plan" in document.text
    assert "deep" in document.text


def items(document: Document) -> list[str]:
    return [document.quote(b) for b in document.blocks if b.kind == "list_item"]


@pytest.mark.parametrize(
    ("listing", "printed"),
    [
        ("<ol start='3'><li>a</li><li>b</li></ol>", ["3. a", "4. b"]),
        ("<ol type='a'><li>x</li><li value='28'>y</li></ol>", ["a. x", "ab. y"]),
        ("<ol type='I' reversed><li>x</li><li>y</li></ol>", ["II. x", "I. y"]),
        ("<ol style='list-style-type: lower-roman'><li>x</li><li>y</li></ol>", ["i. x", "ii. y"]),
        ("<ol style='list-style: none'><li>x</li><li>y</li></ol>", ["x", "y"]),
        ("<ol><li>x<ul><li>y</li></ul>z</li></ol>", ["1. x", "y", "z"]),
    ],
)
def test_items_have_the_numbers_that_a_browser_prints(tmp_path: Path, listing: str, printed: list[str]) -> None:
    assert items(read(page(tmp_path, f"<h1>Plan</h1>{WORDS}{listing}"))) == printed


def test_lines_with_bullets_are_a_list(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}<p>Systems are asked to:<br>• open beds<br>• keep them</p>"))
    assert items(document) == ["open beds", "keep them"]
    assert all(b.lead_in for b in document.blocks if b.kind == "list_item")


def test_skipped_levels_leave_no_gap(tmp_path: Path) -> None:
    body = f"<h1>Plan</h1>{WORDS}<h3>Care</h3>{WORDS}<h5>Wards</h5>{WORDS}<h3>Money</h3>{WORDS}"
    assert [s.level for s in read(page(tmp_path, body)).sections] == [1, 2, 3, 2]


def test_what_stands_above_the_title_is_no_chapter(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<h2>Guidance</h2><h1>Plan</h1>{WORDS}<h2>Care</h2>{WORDS}"))
    assert [s.heading for s in document.sections] == ["Plan", "Care"]


def test_the_name_of_the_site_is_no_title(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<h1><a href='/'>Warden Hospitals NHS Trust</a></h1><h1>Plan</h1>{WORDS}"))
    assert (document.title, "Warden" in document.text) == ("Plan", False)


def test_paragraphs_in_bold_are_headings_where_text_follows(tmp_path: Path) -> None:
    body = f"<h1>Plan</h1>{WORDS}<p><strong>Care</strong></p>{WORDS}<p><b>This is said loudly.</b></p>{WORDS}"
    assert [s.heading for s in read(page(tmp_path, body)).sections] == ["Plan", "Care"]


@pytest.mark.parametrize(
    "panel",
    [
        "<h3><button aria-expanded='false'>Care</button></h3><div aria-hidden='true' class='collapse'>{}</div>",
        "<details><summary>Care</summary>{}</details>",
        "<button class='accordion'>Care of patients</button><div class='panel' style='display:none'>{}</div>",
    ],
)
def test_closed_panels_are_read_under_what_opens_them(tmp_path: Path, panel: str) -> None:
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}{panel.format('<p>Ten beds open in May.</p>')}"))
    block = document.block_at(document.text.index("Ten beds"))
    assert block is not None
    assert document.section(block.section_id).heading.startswith("Care")


@pytest.mark.parametrize(
    "furniture",
    [
        "<ul><li><a href='#a'>Gone one</a></li><li><a href='#b'>Gone two</a></li><li><a href='#c'>Gone</a></li></ul>",
        "<p>Page last reviewed: gone in May</p>",
        "<span class='nhsuk-u-visually-hidden'>Gone</span>",
        "<div style='display: none'>Gone</div>",
        "<p class='social-share'><a href='#'>Gone</a></p>",
        "<div id='wm-ipp-base'>Gone</div>",
    ],
)
def test_more_furniture_is_left_out(tmp_path: Path, furniture: str) -> None:
    assert "gone" not in read(page(tmp_path, f"<h1>Plan</h1>{WORDS}{furniture}{WORDS}")).text.lower()


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div class='page with-sidebar'>{}</div>",
        "<form id='aspnetForm'><input name='x'>{}</form>",
        "<div id='menu-wrapper'>{}</div>",
        "<table role='presentation'><tr><td>{}</td></tr></table>",
        "<table><tr><td><ul><li><a href='/a'>A</a></li><li><a href='/b'>B</a></li></ul></td><td>{}</td></tr></table>",
    ],
)
def test_what_holds_the_text_stays_whatever_it_is_called(tmp_path: Path, wrapper: str) -> None:
    document = read(page(tmp_path, wrapper.format(f"<h1>Plan</h1>{WORDS}")))
    assert document.text.startswith("Plan\nSystems agree one plan")


def test_raised_numbers_stay_raised(tmp_path: Path) -> None:
    body = (
        "<p>Waits fell.<sup><a href='#fn1'>1</a></sup> A ward has 40 m<sup>2</sup> a bed.</p>"
        "<ol class='footnotes'><li id='fn1'>From referral. <a href='#r1'>↩</a></li></ol>"
    )
    document = read(page(tmp_path, f"<h1>Plan</h1>{WORDS}{body}"))
    assert "Waits fell.¹ A ward has 40 m² a bed." in document.text
    assert [document.quote(b) for b in document.blocks if b.kind == "footnote"] == ["1. From referral."]


def test_what_word_exports(tmp_path: Path) -> None:
    body = (
        f"<p class=MsoTitle>Plan</p><p class=MsoToc1>1. Care 2</p>{WORDS}<p class=MsoHeading2>Care</p>{WORDS}"
        "<p class=MsoListParagraph style='mso-list:l0 level1'>·&nbsp; open beds</p><p class=MsoFootnoteText>A note.</p>"
    )
    document = read(page(tmp_path, body))
    assert [s.heading for s in document.sections] == ["Plan", "Care"]
    assert [b.kind for b in document.blocks][-2:] == ["list_item", "footnote"]
    assert "1. Care 2" not in document.text


def test_a_first_row_in_bold_is_a_header(tmp_path: Path) -> None:
    rows = "<tr><td><b>Area</b></td><td><b>Beds</b></td></tr><tr><td>North</td><td>12</td></tr>"
    table = next(b.table for b in read(page(tmp_path, f"<h1>Plan</h1>{WORDS}<table>{rows}</table>")).blocks if b.table)
    assert [c.header for c in table.cells] == [True, True, False, False]


def test_tables_within_tables_place_the_page(tmp_path: Path) -> None:
    inner = "<table><tr><th>Area</th><th>Beds</th></tr><tr><td>North</td><td>12</td></tr></table>"
    body = f"<table><tr><td><h1>Plan</h1>{WORDS}</td><td>{inner}</td></tr></table>"
    assert [b.kind for b in read(page(tmp_path, body)).blocks] == ["heading", *["paragraph"] * 3, "table"]


def test_spans_reach_no_further_than_the_table(tmp_path: Path) -> None:
    rows = "<tr><td rowspan='65000' colspan='1000'>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"
    table = next(b.table for b in read(page(tmp_path, f"<h1>Plan</h1>{WORDS}<table>{rows}</table>")).blocks if b.table)
    assert {c.text: (c.row, c.column, c.row_span) for c in table.cells}["c"] == (1, 1000, 1)
    assert table.rows == 2


def test_a_tag_with_too_many_attributes_loses_them(tmp_path: Path) -> None:
    attributes = " ".join(f"a{n}=b" for n in range(5000))
    assert "Systems agree" in read(page(tmp_path, f"<div {attributes}><h1>Plan</h1>{WORDS}</div>")).text


HEADS = [
    ("<meta name='DC.date.issued' content='20310504'>", "published", date(2031, 5, 4)),
    ("<meta name='govuk:first-published-at' content='2031-05-04T00:15:00+01:00'>", "published", date(2031, 5, 4)),
    ("<link rel='canonical' href='https://example.org/plan'>", "source_url", "https://example.org/plan"),
    (
        "<link rel='canonical' href='https://web.archive.org/web/20310504093000/https://example.org/plan'>",
        "source_url",
        "https://example.org/plan",
    ),
    ("<title>Plan | Warden Hospitals NHS Trust</title>", "publisher", "Warden Hospitals NHS Trust"),
    (
        """<script type='application/ld+json'>{"@graph": [{"@type": "WebPage", "datePublished": "2031-05-04",
        "publisher": {"@id": "#o"}}, {"@id": "#o", "name": "Example Board"}]}</script>""",
        "publisher",
        "Example Board",
    ),
]


@pytest.mark.parametrize(("head", "field", "value"), HEADS)
def test_metadata_of_pages(tmp_path: Path, head: str, field: str, value: object) -> None:
    assert getattr(read(page(tmp_path, f"<h1>Plan</h1>{WORDS}", head)), field) == value


def test_a_page_without_a_heading_is_called_by_its_title(tmp_path: Path) -> None:
    head = "<title>Winter plan - Example Board</title><meta property='og:site_name' content='Example Board'>"
    assert read(page(tmp_path, WORDS, head)).title == "Winter plan"


def test_the_bare_text_has_the_printed_numbers(tmp_path: Path) -> None:
    (words,) = bare_text(page(tmp_path, f"<h1>Plan</h1>{WORDS}<ol type='a'><li>open beds</li></ol>"))
    assert "a. open beds" in words


def test_a_heading_by_its_role_is_one(tmp_path: Path) -> None:
    heads = ['<div role="heading" aria-level="1">Bed plan</div>', '<span role="heading" aria-level="2">Money</span>']
    body = "".join(f"{head}{WORDS}" for head in heads)
    assert [(s.level, s.heading) for s in read(page(tmp_path, body)).sections] == [(1, "Bed plan"), (2, "Money")]


def test_the_body_that_wrote_goes_before_the_site_of_many(tmp_path: Path) -> None:
    data = (
        '{"datePublished": "2031-05-03", "publisher": {"@type": "Organization", "name": "Public Pages"},'
        ' "author": [{"@type": "Organization", "name": "Department of Sleep"}]}'
    )
    head = f'<script type="application/ld+json">{data}</script>'
    assert read(page(tmp_path, f"<h1>Bed plan</h1>{WORDS}", head)).publisher == "Department of Sleep"
