"""Footnotes, hyphens, ligatures and page breaks in PDFs without tags."""

from pathlib import Path

import pytest

from pipeline.readers import bare_text, read
from pipeline.readers.pdf.lines import PdfLine, Vocabulary, bullets_in_place, joined_lines, lines_of
from pipeline.readers.pdf.runs import Run
from pipeline.readers.pdf.swapped import unsummed, unswapped
from tests.pdf_pages import Flow, Text, column, draw
from tests.raw_pdf import FONT, one_page, stream

CUT = [
    "The trust opens its new wards in the spring, and it",
    "closes the old ones as soon as the staff have",
    "moved and",
]
NOTES = [Text("1 See the annual report.", 70, 740, 8), Text("2 As agreed in May.", 70, 752, 8)]


def test_footnotes_are_a_kind_of_their_own(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", [[*Flow().prose().prose().lines, *NOTES]])
    document = read(path)
    notes = [document.quote(b) for b in document.blocks if b.kind == "footnote"]
    assert notes == ["1 See the annual report.", "2 As agreed in May."]


def test_a_paragraph_goes_on_overleaf_past_the_footnotes(tmp_path: Path) -> None:
    first = [*column(CUT, 70, 600), *NOTES]
    document = read(draw(tmp_path / "a.pdf", [first, column(["then hands the site over to the council."], 70, 110)]))
    texts = [(b.kind, document.quote(b)) for b in document.blocks]
    assert texts[-1] == ("paragraph", " ".join([*CUT, "then hands the site over to the council."]))
    assert [kind for kind, _ in texts] == ["footnote", "footnote", "paragraph"]


def test_a_footnote_of_two_lines_is_one(tmp_path: Path) -> None:
    page = [*Flow().prose().prose().lines, *NOTES[:1], Text("and the letter to the board.", 70, 751, 9)]
    document = read(draw(tmp_path / "a.pdf", [page]))
    notes = [document.quote(b) for b in document.blocks if b.kind == "footnote"]
    assert notes == ["1 See the annual report. and the letter to the board."]


def test_a_comma_that_hangs_below_the_line_does_not_end_it() -> None:
    words = [("opened 41", 50, 110, 100, 110), (",", 111, 113, 108.6, 111.4), ("000 times", 114, 160, 100, 108)]
    runs = [Run(text, x0, top, x1, bottom, 11, False, -1) for text, x0, x1, top, bottom in words]
    assert [line.text for line in lines_of(runs, split_columns=True)] == ["opened 41,000 times"]


def test_a_round_bullet_in_the_font_of_the_text_opens_an_item(tmp_path: Path) -> None:
    lines = ["We ask systems to:", "o Open the new beds before the winter", "o Keep the old ones until the spring"]
    document = read(draw(tmp_path / "a.pdf", [column(lines, 70, 200)]))
    items = [document.quote(b) for b in document.blocks if b.kind == "list_item"]
    assert items == ["Open the new beds before the winter", "Keep the old ones until the spring"]


def test_small_print_without_a_mark_is_no_footnote(tmp_path: Path) -> None:
    page = [*Flow().prose().prose().lines, Text("Published by the Example Board in May.", 70, 720, 8)]
    document = read(draw(tmp_path / "a.pdf", [page]))
    assert "footnote" not in {b.kind for b in document.blocks}


def test_a_word_that_a_line_breaks_is_one_where_it_stands_so_elsewhere(tmp_path: Path) -> None:
    lines = [
        "Each improvement is shown, and every co-",
        "ordination meeting records the next improve-",
        "ment that it agrees.",
    ]
    document = read(draw(tmp_path / "a.pdf", [column(lines, 70, 200)]))
    assert (
        document.text
        == "Each improvement is shown, and every co-ordination meeting records the next improvement that it agrees."
    )


@pytest.mark.parametrize(
    ("read_as", "words"),
    [
        ("Mee琀椀ng", "Meeting"),
        ("a琀琀end", "attend"),
        ("Ma琀琀ers", "Matters"),
        ("會議 琀椀", "會議 琀椀"),
        ("plain", "plain"),
    ],
)
def test_swapped_letters_of_a_ligature_are_put_right(read_as: str, words: str) -> None:
    assert unswapped(read_as) == words


@pytest.mark.parametrize(
    ("read_as", "words"),
    [
        ("O\u6600\ucf00cer", "Officer"),
        ("wa\u6600\ud200e", "waffle"),
        ("Ge\u7400\udd00ng", "Getting"),
        ("fi\u6600\udd00es", "fifties"),
        ("of 켸", "of 켸"),
    ],
)
def test_the_sum_of_two_letters_of_a_ligature_is_taken_apart(read_as: str, words: str) -> None:
    assert unsummed(unswapped(read_as)) == words


def test_a_ligature_of_three_letters_is_read_from_the_page(tmp_path: Path) -> None:
    unicodes = stream(b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <6600CF00> endbfchar")
    font = {5: FONT.removesuffix(b">>") + b"/ToUnicode 6 0 R>>", 6: unicodes}
    path = tmp_path / "a.pdf"
    path.write_bytes(one_page(b"BT /F1 12 Tf 72 700 Td (The oAcer is named in the plan.) Tj ET", more=font))
    assert read(path).text == "The officer is named in the plan."


@pytest.mark.parametrize("hyphen", ["\u2010", "-"])
def test_a_typographic_hyphen_at_a_lines_end_breaks_a_word(hyphen: str) -> None:
    def joined(*texts: str) -> str:
        lines = [PdfLine(text, 0, 0, 0, 0, 10, False) for text in texts]
        return joined_lines(lines, Vocabulary(["A long-term aim"])).text

    assert joined(f"every re{hyphen}", "view") == ("every review" if hyphen == "\u2010" else "every re-view")
    assert joined(f"a long{hyphen}", "term aim") == f"a long{hyphen}term aim"
    assert joined(f"the North{hyphen}", "West") == f"the North{hyphen}West"


def test_a_letter_of_a_word_is_no_bullet() -> None:
    words = [("t", 50, 54), ("o", 54, 59), ("go", 62, 72)]
    runs = [Run(text, x0, 100, x1, 110, 10, False, -1) for text, x0, x1 in words]
    assert list(bullets_in_place(runs)) == [0, 1, 2]
    bullet = Run("o", 40, 200, 45, 210, 10, False, -1)
    item = Run("open more beds", 60, 200, 150, 210, 10, False, -1)
    assert bullets_in_place([item, bullet]) == {0: [bullet]}


def test_digits_that_are_drawn_one_by_one_are_one_number() -> None:
    def line(*runs: tuple[str, float, float]) -> str:
        return lines_of([Run(text, x0, 100, x1, 110, 10, False, -1) for text, x0, x1 in runs])[0].text

    assert line(("£", 50, 56), ("4", 56.3, 62), (".", 63, 64.2), ("1 ", 66.7, 69), ("m", 74, 82)) == "£4.1 m"
    assert line(("2", 50, 55), ("0", 58.5, 63)) == "2 0"
    assert line(("12", 50, 60), ("345", 62.8, 75)) == "12 345"


def test_nested_lists_are_told_by_where_their_bullets_stand(tmp_path: Path) -> None:
    page = [*Flow().prose(["We ask systems to:"]).lines]
    for i, (x, words) in enumerate(
        [(80, "open beds"), (80, "work with:"), (110, "trusts"), (110, "councils"), (80, "report")]
    ):
        page.append(Text(f"• {words}", x, 140 + 16 * i))
    document = read(draw(tmp_path / "a.pdf", [page]))
    stems = {document.quote(b): document.quote(b.lead_in) for b in document.blocks if b.lead_in}
    assert stems["open beds"] == stems["report"] == "We ask systems to:"
    assert stems["trusts"] == stems["councils"] == "work with:"


def test_the_bare_text_holds_what_is_read(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", [[*Flow().prose().prose().lines, *NOTES]])
    document = read(path)
    bare = "".join(bare_text(path)[0].split())
    assert all("".join(document.quote(b).split()) in bare for b in document.blocks)
