"""Contents pages and running heads: kept out of the text, and what they tell of the headings."""

from pathlib import Path

from pipeline.readers import read
from pipeline.readers.pdf.contents import ContentsPages
from pipeline.readers.pdf.heads import RunningHeads
from pipeline.readers.pdf.lines import PdfLine
from tests.pdf_pages import BOLD, PROSE, Flow, Text, draw

NAMES = ("Waits for care", "Staff", "Money and estates", "Next steps")


def chapters() -> list[list[Text]]:
    return [Flow().heading(name, size=11).prose().prose().lines for name in NAMES]


def entries(numbers: bool, dots: int) -> list[Text]:
    page = [Text("Contents", 70, 110, 16, BOLD)]
    for i, name in enumerate(NAMES):
        page.append(Text(f"{name} {'.' * dots} {i + 2}" if dots else name, 70, 150 + 20 * i))
        if numbers and not dots:
            page.append(Text(str(i + 2), 500, 150 + 20 * i))
    return page


def line(words: str, top: float, *, x0: float = 70, size: float = 11) -> PdfLine:
    return PdfLine(words, x0, top, x0 + 200, top + size, size, False)


def assert_read_without_contents(path: Path) -> None:
    document = read(path)
    assert [s.heading for s in document.sections[1:]] == list(NAMES)
    assert document.text.count("Money and estates") == 1
    assert "Contents" not in document.text
    assert "...." not in document.text


def test_a_contents_page_with_dot_leaders_is_left_out(tmp_path: Path) -> None:
    title = Flow().heading("Annual report", size=24).prose().lines
    assert_read_without_contents(draw(tmp_path / "a.pdf", [title, entries(True, 60), *chapters()]))


def test_a_contents_page_with_numbers_at_the_right_is_left_out(tmp_path: Path) -> None:
    title = Flow().heading("Annual report", size=24).prose().lines
    assert_read_without_contents(draw(tmp_path / "a.pdf", [title, entries(True, 0), *chapters()]))


def test_links_to_the_headings_without_numbers_are_left_out(tmp_path: Path) -> None:
    title = Flow().heading("Annual report", size=24).prose().lines
    assert_read_without_contents(draw(tmp_path / "a.pdf", [title, entries(False, 0), *chapters()]))


def test_a_heading_that_only_the_contents_page_tells_is_found(tmp_path: Path) -> None:
    pages = [Flow().heading("Annual report", size=24).prose().lines, entries(True, 60)]
    for name in NAMES:
        pages.append(Flow().prose([name]).prose().prose().lines)
    document = read(draw(tmp_path / "a.pdf", pages))
    assert [s.heading for s in document.sections[1:]] == list(NAMES)


def test_a_table_of_figures_is_no_contents_page() -> None:
    lines = [line(f"Ward {name} 4{i}", 200 + 20 * i) for i, name in enumerate("ABCDEF")]
    assert ContentsPages().take(lines) == set()


def test_a_form_with_dotted_lines_is_no_contents_page() -> None:
    lines = [
        line(f"{name} {'.' * 60}", 200 + 20 * i) for i, name in enumerate(("Name", "Role", "Signed", "Date", "Team"))
    ]
    assert ContentsPages().take(lines) == set()


def test_contents_that_go_on_overleaf_are_left_out() -> None:
    found = ContentsPages()
    first = [line("Contents", 100), *(line(f"Part {n} {'.' * 40} {n}", 120 + 20 * n) for n in range(1, 6))]
    second = [line(f"Part {n} {'.' * 40} {n}", 20 * n) for n in range(6, 9)]
    after = [line(words, 200 + 14 * i) for i, words in enumerate(PROSE)]
    assert found.take(first) == set(range(6))
    assert found.take([*second, *after]) == {0, 1, 2}
    assert found.take(after) == set()
    assert [entry.words for entry in found.entries] == [f"Part {n}" for n in range(1, 9)]


def test_heads_repeat_on_three_pages_or_on_two_in_turn() -> None:
    def page(number: int, *heads: str) -> tuple[float, list[PdfLine]]:
        return 800.0, [*(line(h, 30) for h in heads), line("Text", 400), line(f"Report, page {number}", 770)]

    heads = RunningHeads([page(1), page(2, "Paper A"), page(3, "Paper A"), page(4, "Once"), page(5)])
    assert [heads.on(i) for i in range(5)] == [{1}, {0, 2}, {0, 2}, {2}, {1}]


def test_a_number_that_does_not_count_the_pages_makes_no_head() -> None:
    words = ["Option 7", "Option 2", "Option 9"]
    heads = RunningHeads([(800.0, [line(w, 60), line("Text", 300), line("Text", 400)]) for w in words])
    assert [heads.on(i) for i in range(3)] == [set(), set(), set()]


def test_numbered_headings_at_the_top_of_pages_are_no_heads() -> None:
    pages = [
        (800.0, [line(f"{i}. Part", 60, size=16), *(line("Text", 300 + 14 * n) for n in range(9))]) for i in (1, 2, 3)
    ]
    heads = RunningHeads(pages)
    assert [heads.on(i) for i in range(3)] == [set(), set(), set()]


def test_a_number_beside_other_words_is_no_page_number() -> None:
    row = [line("Beds open", 60), line("13", 60, x0=450)]
    head = [line("Annual report", 30), line("4", 30, x0=500)]
    pages = [(800.0, [*head, *row, line("Text", 300)]), (800.0, [head[0], line("5", 30, x0=500), line("Text", 300)])]
    heads = RunningHeads(pages)
    assert [heads.on(i) for i in range(2)] == [{0, 1}, {0, 1}]


def test_the_first_lines_of_the_text_are_no_heads_though_they_stand_in_one_place() -> None:
    pages = [
        (800.0, [line(f"{a} one", 70), line(f"{a} two", 84), line(f"{a} three", 98), line(a, 112)]) for a in "abcdef"
    ]
    heads = RunningHeads(pages)
    assert all(heads.on(i) == set() for i in range(6))


def test_lines_of_text_with_double_spacing_are_no_heads() -> None:
    pages = [(800.0, [line(f"{a.upper()} line of it", 70 + 28 * n) for n in range(20)]) for a in "abcdef"]
    heads = RunningHeads(pages)
    assert all(heads.on(i) == set() for i in range(6))


def test_a_chapters_name_at_the_foot_of_most_pages_is_a_head() -> None:
    pages = [
        (800.0, [line("Text of it", 300), line("Text of it", 600), line(f"{a.upper()} and its words", 770)])
        for a in "abcdef"
    ]
    heads = RunningHeads(pages)
    assert all(heads.on(i) == {2} for i in range(6))
