"""Reading order of PDF pages without tags."""

from itertools import chain
from pathlib import Path

import pypdfium2
import pytest

from corpus.document import Document
from pipeline.readers import read
from pipeline.readers.pdf.columns import in_reading_order
from pipeline.readers.pdf.lines import PdfLine
from tests.pdf_pages import A4, BOLD, PROSE, Text, column, draw

LEFT = [f"left {i} of the many words that fill a column" for i in range(8)]
RIGHT = [f"right {i} of the many words that fill a column" for i in range(8)]


def line(words: str, x0: float, top: float, x1: float) -> PdfLine:
    return PdfLine(words, x0, top, x1, top + 10, 10, False)


def read_order(document: Document, *words: str) -> list[str]:
    """The words given, in the order in which the document has them."""
    return sorted(words, key=document.text.index)


def test_two_columns_are_read_one_after_the_other_though_drawn_row_by_row(tmp_path: Path) -> None:
    page = [text for pair in zip(column(LEFT, 50, 130), column(RIGHT, 320, 130), strict=True) for text in pair]
    document = read(draw(tmp_path / "a.pdf", [[Text("Report in columns", 50, 100, 18, BOLD), *page]]))
    assert " ".join(LEFT) in document.text.replace("\n", " ")
    assert read_order(document, "right 0", "left 7", "left 0") == ["left 0", "left 7", "right 0"]


def test_a_sentence_that_ends_at_the_end_of_a_line_ends_no_paragraph_of_a_column(tmp_path: Path) -> None:
    left = [f"{words}." if i == 3 else words for i, words in enumerate(LEFT)]
    document = read(draw(tmp_path / "a.pdf", [[*column(left, 50, 130), *column(RIGHT, 320, 130)]]))
    assert document.quote(document.blocks[0]).startswith(" ".join(left))


def test_a_heading_across_both_columns_stands_between_them(tmp_path: Path) -> None:
    across = Text("A heading that reaches over both of the columns of the page", 50, 260, 16, BOLD)
    page = [*column(LEFT, 50, 130), *column(RIGHT, 320, 130), across, *column(LEFT, 50, 300), *column(RIGHT, 320, 300)]
    document = read(draw(tmp_path / "a.pdf", [page]))
    texts = [document.quote(b) for b in document.blocks]
    middle = texts.index(across.words)
    assert "right 7" in " ".join(texts[:middle])
    assert "left 0" in " ".join(texts[middle + 1 :])


def test_three_columns_on_a_landscape_page(tmp_path: Path) -> None:
    columns = [[f"{name} {i} with words of its own" for i in range(8)] for name in ("first", "second", "third")]
    drawn = [column(words, 40 + 265 * n, 90) for n, words in enumerate(columns)]
    page = [text for texts in reversed(drawn) for text in texts]
    document = read(draw(tmp_path / "a.pdf", [page], size=(A4[1], A4[0])))
    assert read_order(document, "third 0", "second 7", "second 0", "first 7") == [
        "first 7", "second 0", "second 7", "third 0",
    ]  # fmt: skip
    assert (document.pages[0].width, document.pages[0].height) == (A4[1], A4[0])


def test_labels_and_their_values_are_read_row_by_row() -> None:
    rows = [("Date", "4 May 2031"), ("Author", "A person"), ("Purpose", "To note"), ("Status", "Public")] * 2
    lines = [
        item
        for i, (label, value) in enumerate(rows)
        for item in (line(label, 50, 100 + 20 * i, 90), line(value, 300, 100 + 20 * i, 360))
    ]
    assert in_reading_order(lines) == lines


def test_lines_that_are_drawn_in_any_order_are_read_from_the_top() -> None:
    lines = [line(str(i), 50, 100 + 14 * i, 500) for i in range(12)]
    shuffled = [lines[i] for i in (7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 4, 6)]
    assert in_reading_order(shuffled) == lines


def test_a_frame_that_is_drawn_last_goes_to_its_place() -> None:
    lines = [line(str(i), 50, 100 + 14 * i, 500) for i in range(20)]
    assert in_reading_order([*lines[8:], *lines[:8]]) == lines


def turned(path: Path, degrees: int) -> Path:
    """The file with its pages rotated clockwise by the viewer."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.set_rotation(degrees)
        document.save(path.with_stem("turned"))
    return path.with_stem("turned")


@pytest.mark.parametrize("rotated", [True, False], ids=["by the viewer", "not at all"])
def test_a_landscape_page_on_a_portrait_sheet_is_read_as_it_is_held(tmp_path: Path, rotated: bool) -> None:
    page = [Text("Report of the year", 60, 120, 20, BOLD), *column(LEFT, 60, 160), *column(RIGHT, 60, 300)]
    wanted = read(draw(tmp_path / "a.pdf", [page], size=A4[::-1]))
    path = draw(tmp_path / "b.pdf", [page], size=A4[::-1], up=True)
    document = read(turned(path, 90) if rotated else path)
    assert document.text == wanted.text
    assert [s.heading for s in document.sections] == [s.heading for s in wanted.sections]
    box = document.boxes(document.text.index("left 0"), document.text.index("left 0") + 6)[0]
    upright = wanted.boxes(wanted.text.index("left 0"), wanted.text.index("left 0") + 6)[0]
    if rotated:
        assert (box.x0, box.top) == pytest.approx((upright.x0, upright.top), abs=1)
    else:
        assert (box.x0, box.bottom) == pytest.approx((upright.top, A4[1] - upright.x0), abs=1)


def test_a_number_a_tab_before_its_heading_belongs_to_it(tmp_path: Path) -> None:
    page = [Text("Standing orders", 60, 90, 20, BOLD)]
    for i in range(3):
        page += [Text(f"{i + 1}.1", 60, 140 + 120 * i, 13, BOLD), Text("Meetings", 120, 140 + 120 * i, 13, BOLD)]
        page += column(LEFT[:4], 60, 165 + 120 * i)
    document = read(draw(tmp_path / "a.pdf", [page]))
    assert [(s.number, s.heading) for s in document.sections[1:]] == [(f"{i}.1", "Meetings") for i in (1, 2, 3)]


def test_text_beside_a_chart_is_not_cut_by_its_labels(tmp_path: Path) -> None:
    beside = column(["In the year the two wards", *PROSE, "which they agreed in May."], 300, 240)
    caption = Text("Figure: waits in weeks by month", 50, 330, 9)
    labels = [Text(words, 52, 245 + 16 * i, 6) for i, words in enumerate(("100", "80", "60", "40", "20"))]
    above, below = column(PROSE, 50, 150), column(PROSE, 50, 380)
    text = read(draw(tmp_path / "a.pdf", [[*above, caption, *beside, *below, *labels]])).text
    assert " ".join(line.words for line in beside) in text
    assert " ".join(line.words for line in below) in text
    assert text.index("100") < text.index("Figure: waits") < text.rindex(PROSE[0])


def test_cards_in_a_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    def card(x: float, title: str, words: str) -> list[Text]:
        lines = [
            f"{words} opened its wards in",
            "May and closes the old",
            "ones as soon as all the",
            "staff have moved there.",
        ]
        return [Text(title, x, 300, 13, BOLD), *column(lines, x, 325)]

    cards = [card(50, "Joint work", "Carrow"), card(225, "Records", "Penfold"), card(400, "Leaders", "Selwick")]
    text = read(draw(tmp_path / "a.pdf", [[*column(PROSE, 50, 200), *chain.from_iterable(cards)]])).text
    for _, *lines in cards:
        assert " ".join(line.words for line in lines) in text


def test_numbers_drawn_after_their_items_stand_before_them() -> None:
    above = [line("paragraph", 60, 60 + 14 * i, 400) for i in range(2)]
    items = [line(f"item {i}", 90, 100 + 14 * i, 400) for i in range(9)]
    numbers = [line(f"{i}.", 75, 100 + 28 * i, 84) for i in range(3)]
    ordered = in_reading_order([*above, *items, *numbers])
    assert [ordered.index(number) + 1 for number in numbers] == [ordered.index(i) for i in items[:6:2]]
