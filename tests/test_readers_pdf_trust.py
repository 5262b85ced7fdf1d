"""Tags of PDFs that say what is not so, and the signals that take over."""

import ctypes
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read
from pipeline.readers.pdf import Recogniser, read_pdf, runs
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.bookmarks import Bookmarks, heading_key
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.roles import standard_type
from pipeline.readers.pdf.runs import Run
from pipeline.readers.pdf.tags import tagged_blocks
from pipeline.readers.pdf.tree import Tag
from pipeline.readers.pdf.trust import Trust, judge

STYLE = "<style>h1{font-size:22pt} h2{font-size:15pt} .a{font-size:15pt;font-weight:bold} .b{font-size:11pt}</style>"
LONG = "Hospitals and community teams share one list of beds and agree each morning who comes home next. " * 3


def made(path: Path, body: str) -> Path:
    """A tagged PDF, with bookmarks for its heading elements."""
    import weasyprint

    html = f'<html lang="en"><head><title>A plan</title>{STYLE}</head><body>{body}</body></html>'
    weasyprint.HTML(string=html).write_pdf(str(path), pdf_variant="pdf/ua-1")
    return path


def headings(document: Document) -> list[tuple[int, str]]:
    return [(s.level, s.heading) for s in document.sections]


def test_a_heading_tag_on_every_paragraph_is_found_out(tmp_path: Path) -> None:
    parts = "".join(
        f'<h2 class="a">Part {n}</h2>' + f'<h2 class="b" style="font-weight:normal">{LONG}</h2>' * 4 for n in "abc"
    )
    document = read(made(tmp_path / "a.pdf", f"<h1>Winter plan</h1>{parts}"))
    assert headings(document) == [(1, "Winter plan"), (2, "Part a"), (2, "Part b"), (2, "Part c")]
    assert document.integrity.signals == ("tags, then size and weight",)


def test_levels_come_from_the_looks_where_all_headings_have_one_tag(tmp_path: Path) -> None:
    part = f'<h1 style="font-size:16pt">Care</h1><p>{LONG}</p><h1 style="font-size:12pt">At home</h1><p>{LONG}</p>'
    document = read(made(tmp_path / "a.pdf", f"<h1>Winter plan</h1><p>{LONG}</p>{part * 3}"))
    assert headings(document) == [(1, "Winter plan"), *[(2, "Care"), (3, "At home")] * 3]


def test_headings_that_are_tagged_as_paragraphs_are_found(tmp_path: Path) -> None:
    part = f'<p class="a">Care</p><p>{LONG}</p><p>{LONG}</p>'
    document = read(made(tmp_path / "a.pdf", f'<p style="font-size:22pt">Winter plan</p>{part * 3}'))
    assert headings(document) == [(1, "Winter plan"), *[(2, "Care")] * 3]
    assert document.integrity.signals == ("tags, then size and weight",)


def test_tags_that_are_right_keep_their_word_whatever_the_looks(tmp_path: Path) -> None:
    body = f'<h1>Winter plan</h1><p>{LONG}</p><h2 style="font-size:11pt;font-weight:normal">Care</h2><p>{LONG}</p>'
    document = read(made(tmp_path / "a.pdf", f'{body}<p style="font-size:15pt">A pull quote</p><p>{LONG}</p>'))
    assert headings(document) == [(1, "Winter plan"), (2, "Care")]
    assert document.integrity.signals == ("tags",)


def test_levels_that_no_tag_names_are_skipped(tmp_path: Path) -> None:
    body = f"<h1>Winter plan</h1><p>{LONG}</p><h3>Care</h3><p>{LONG}</p><h6>Beds</h6><p>{LONG}</p><h3>Staff</h3>"
    document = read(made(tmp_path / "a.pdf", body))
    assert headings(document) == [(1, "Winter plan"), (2, "Care"), (3, "Beds"), (2, "Staff")]


def test_signals_can_be_ignored(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", f"<h1>Winter plan</h1><p>{LONG}</p><h2>Care</h2><p>{LONG}</p>")

    def signals(*ignore: str) -> tuple[str, ...]:
        return read_pdf(path, max_pages=9, recogniser=Recogniser("off", 1.0), ignore=frozenset(ignore)).signals

    assert signals() == ("tags",)
    assert signals("tags") == ("bookmarks",)
    assert signals("tags", "bookmarks") == ("numbering, size and weight",)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Heading 1", "H1"), ("Heading_20_2", "H2"), ("heading3", "H3"), ("Heading1", "H1"), ("H4", "H4"), ("H", "H"),
        ("Title", "Title"), ("Document Title", "Title"), ("Footnote text", "Note"), ("TOC 2", "TOCI"),
        ("Contents_20_1", "TOCI"), ("Footer", "Artifact"), ("Normal", "Normal"), ("Textbody", "Textbody"), ("P", "P"),
        ("Table", "Table"), ("THead", "THead"), ("TH", "TH"), ("Heading", "Heading"), ("LI", "LI"), ("LBody", "LBody"),
    ],
)  # fmt: skip
def test_names_of_producers_stand_for_types(name: str, type_: str) -> None:
    assert standard_type(name) == type_


# ---- trees made by hand


def run(words: str, top: float, mark: int) -> Run:
    return Run(words, 50, top, 500, top + 10, 10, False, mark)


def tag(type_: str, *kids: "int | Tag") -> Tag:
    return Tag(type_, ctypes.c_void_p(), list(kids))


def test_a_page_whose_text_stands_outside_the_tree_has_no_tags() -> None:
    inside = [run("A short line that has a tag", 100, 0), run("Another one at the foot", 700, 1)]
    outside = [run("Words of a paragraph that no element of the tree holds", 200 + 12 * i, -1) for i in range(9)]
    tops = [tag("Document", tag("P", 0), tag("P", 1))]
    assert tagged_blocks(tops, [*inside, *outside]) is None
    assert tagged_blocks(tops, inside) is not None


def test_heads_without_a_tag_do_not_speak_against_the_tree() -> None:
    runs = [run("Running head of the report, in many words", 20, -1), run("The text", 100, 0), run("The rest", 120, 1)]
    blocks = tagged_blocks([tag("Document", tag("P", 0), tag("P", 1))], runs)
    assert blocks is not None
    assert [b.text for b in blocks] == ["The text", "The rest"]


def test_a_note_is_a_footnote_wherever_it_stands_and_its_paragraph_stays_whole() -> None:
    runs = [run("The aim was met", 100, 0), run("1 See the annex.", 700, 1), run("in every region.", 112, 2)]
    blocks = tagged_blocks([tag("P", 0, tag("Note", tag("P", 1)), 2)], runs)
    assert blocks is not None
    assert [(b.kind, b.text) for b in blocks] == [
        ("paragraph", "The aim was met in every region."),
        ("footnote", "1 See the annex."),
    ]


def test_a_list_that_is_tagged_as_a_note_stays_a_list() -> None:
    runs = [run("open more beds", 100, 0), run("1 See the annex.", 700, 1)]
    blocks = tagged_blocks([tag("Note", tag("L", tag("LI", tag("LBody", 0)))), tag("Note", tag("P", 1))], runs)
    assert blocks is not None
    assert [b.kind for b in blocks] == ["list_item", "footnote"]


def test_a_tagged_contents_page_goes_with_its_heading_and_empty_headings_go() -> None:
    runs = [run("Contents", 100, 0), run("Care 2", 120, 1), run("Care", 200, 2)]
    blocks = tagged_blocks([tag("H1", 0), tag("TOC", tag("TOCI", 1)), tag("H1"), tag("H1", 2)], runs)
    assert blocks is not None
    assert [(b.kind, b.text) for b in blocks] == [("heading", "Care")]


def block(kind: str, words: str, *, level: int = 0, size: float = 11) -> PdfBlock:
    return PdfBlock(kind, [PdfLine(words, 50, 100, 300, 110, size, False)], level=level)  # type: ignore[arg-type]


def page(*blocks: PdfBlock) -> PdfPage:
    return PdfPage(1, 595, 842, list(blocks), "tags", has_text=True)


@pytest.mark.parametrize(
    ("pages", "trust"),
    [
        ([page(block("heading", "Care", level=1), block("paragraph", LONG))] * 4, Trust.WHOLE),
        ([page(block("paragraph", LONG))] * 4, Trust.NONE),
        ([page(block("paragraph", "Yes"))], Trust.WHOLE),
        (
            [page(block("heading", "Care", level=1), block("paragraph", LONG)), *[page(block("paragraph", LONG))] * 9],
            Trust.SOME,
        ),
        ([page(block("heading", "Of the care of people", level=2))] * 9, Trust.NONE),
        (
            [
                page(block("heading", "Care", level=1, size=s), block("paragraph", LONG))
                for s in (22, 16, 12, 16, 12, 12)
            ],
            Trust.NAMES,
        ),
    ],
    ids=["right", "no headings", "one short page", "hardly any", "everything", "one level, three sizes"],
)
def test_tags_are_trusted_as_far_as_they_go(pages: list[PdfPage], trust: Trust) -> None:
    assert judge(pages) is trust


def test_bookmarks_that_are_sentences_are_none() -> None:
    assert not Bookmarks([(0, LONG, 1), (0, "Care", 1)])
    found = Bookmarks([(0, "1. Care", 1), (2, "2.1 At home", 2)])
    assert (found.level(0, "Care"), found.level(2, "2.1 At home"), found.level(1, "Care")) == (1, 2, None)


@pytest.mark.parametrize(
    ("text", "key"), [("2.1 Our plan:", "ourplan"), ("Annex A: Our plan", "ourplan"), ("A plan", "aplan")]
)
def test_headings_are_compared_without_their_numbers(text: str, key: str) -> None:
    assert heading_key(text) == key


@pytest.mark.parametrize(("stray", "is_told"), [(" . . . ." * 40, True), ("Words that no tag names. " * 12, False)])
def test_dots_that_lead_to_page_numbers_need_no_tag(stray: str, is_told: bool) -> None:
    runs = [
        Run("A page that is tagged, line by line.", 70, 100, 300, 110, 10, False, 0),
        Run(stray, 70, 120, 300, 130, 10, False, -1),
        Run("Its last line.", 70, 140, 300, 150, 10, False, 1),
    ]
    assert (tagged_blocks([tag("P", 0), tag("P", 1)], runs) is not None) is is_told


def test_bookmarks_are_named_where_they_stand_in_for_tags_that_name_no_heading(tmp_path: Path) -> None:
    style = "bookmark-level:1;bookmark-label:content(text);break-before:page"
    page = f'<p class="a" style="{style}">{{}}</p><p>{LONG}</p>'
    document = read(made(tmp_path / "a.pdf", "".join(page.format(name) for name in ("Care", "Beds", "Staff", "Money"))))
    assert {s.heading for s in document.sections} == {"Care", "Beds", "Staff", "Money"}
    assert document.integrity.signals == ("tags, then bookmarks",)


def test_levels_by_tags_stay_on_a_page_of_too_many_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = f"<h2>Plan</h2><p>{LONG}</p>"
    path = made(
        tmp_path / "a.pdf", f"<h1>Winter plan</h1><h3>Foreword</h3><p>{LONG}</p>{chapter}<h2>Care</h2>{LONG * 9}"
    )
    whole = headings(read(path))
    monkeypatch.setattr(runs, "MOST_OBJECTS", 20)
    cut = read(path)
    assert cut.integrity.pages[0].signal.startswith("tags, of its first ")
    assert headings(cut) == whole
