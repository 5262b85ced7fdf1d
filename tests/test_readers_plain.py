"""Plain text: encodings, pages, running heads, titles, lists of contents, letters, e-mails."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import bare_text, read

PLAN = (
    "A plan for beds\r\n\r\nWe open £5m worth of beds – “soon” – by March 2032.\r\n\r\nThe board’s plan is short.\r\n"
)
BODY = "Trusts open more beds and share one list of them, which the region keeps up to date."


def read_bytes(folder: Path, data: bytes, name: str = "plan.txt") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def read_text(folder: Path, text: str, name: str = "plan.txt") -> Document:
    return read_bytes(folder, text.encode("utf-8"), name)


def outline(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in document.sections]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    document = read_bytes(tmp_path, PLAN.encode(encoding))
    assert document.title == "A plan for beds"
    assert "We open £5m worth of beds – “soon” – by March 2032." in document.text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_of_web_pages_are_told_apart(tmp_path: Path, encoding: str) -> None:
    page = f"<html><body><h1>A plan</h1><p>{PLAN}</p></body></html>".encode(encoding)
    assert "£5m worth of beds – “soon”" in read_bytes(tmp_path, page, "plan.html").text


def test_one_damaged_byte_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, PLAN.encode().replace("–".encode(), b"\xe2\x80", 1))
    assert "£5m worth of beds \ufffd “soon” – by" in document.text


def test_carriage_returns_alone_end_lines(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, PLAN.replace("\r\n", "\r").encode()).title == "A plan for beds"


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    document = read_text(tmp_path, f"A plan\n\n{BODY}\n\f\nMoney\n\n{BODY}\n\f")
    assert [page.number for page in document.pages] == [1, 2]
    assert [(section.heading, section.page) for section in document.sections] == [("A plan", 1), ("Money", 2)]


def test_a_text_without_form_feeds_has_no_pages(tmp_path: Path) -> None:
    assert read_text(tmp_path, f"A plan\n\n{BODY}\n").pages == ()


@pytest.mark.parametrize("gap", ["\n\f", "\n"])
def test_running_heads_with_page_numbers_go(tmp_path: Path, gap: str) -> None:
    pages = [f"Plan of the board for beds and wards      {n}\n\nPart {w}\n\n{BODY}\n" for n, w in enumerate("ABCDE", 2)]
    document = read_text(tmp_path, f"The plan\n\n{gap.join(pages)}")
    assert "Plan of the board" not in document.text
    assert document.text.count(BODY) == 5


def test_page_labels_and_the_heads_beside_them_go(tmp_path: Path) -> None:
    cut = "Trusts open more beds and share one list of the beds that"
    rest = "they have opened since the winter of the year before last."
    pages = [f"{cut}\n\nWard plan\nPage {n} of 9\n\n{rest}\n\n" for n in range(2, 7)]
    document = read_text(tmp_path, f"The plan\n\n{BODY}\n\n{''.join(pages)}")
    assert "Ward plan" not in document.text
    assert "Page 3" not in document.text
    assert document.text.count(f"{cut} {rest}") == 5


def test_the_list_of_contents_gives_the_levels(tmp_path: Path) -> None:
    contents = "Contents\n\nCare ........ 2\n   Wards ........ 2\nMoney ........ 4\n"
    parts = [f"{name}\n\n{BODY}\n" for name in ("Care", "Wards", "Night shifts", "Money")]
    document = read_text(tmp_path, "\n".join(["The plan\n", contents, *parts]))
    assert outline(document)[1:] == [(2, "Contents"), (2, "Care"), (3, "Wards"), (4, "Night shifts"), (2, "Money")]


FRONTS = [
    ("Ministry of Tides\n\nA plan for harbours\n\n", "A plan for harbours"),
    (
        "WARDEN HOSPITALS NHS TRUST\n\nMinutes of the board\nheld on 6 March 2031\n\n",
        "Minutes of the board held on 6 March 2031",
    ),
    ("Press release\n\nTen beds open in Warden\n\n", "Ten beds open in Warden"),
    ("From: A B <a@example.org>\nTo: All\nSubject: Ten beds by May\n\nDear all,\n\n", "Ten beds by May"),
    ("Care Office\nYard House\n1 Water Lane\nLondon\n\nDear colleagues\n\nTen beds by May\n\n", "Ten beds by May"),
    ("Skip to main content\nHome > Plans\n\nTen beds by May\n\nPublished 4 May 2031\n\n", "Ten beds by May"),
]


@pytest.mark.parametrize(("front", "title"), FRONTS)
def test_the_title_is_told_from_what_stands_around_it(tmp_path: Path, front: str, title: str) -> None:
    document = read_text(tmp_path, f"{front}{BODY}\n\nMoney\n\n{BODY}\n")
    assert document.title == title
    assert outline(document)[1:] == [(2, "Money")]


@pytest.mark.parametrize(
    "line",
    [
        "Yours sincerely,\n\nAda Mbeki",
        "Ada Mbeki\nChair",
        "ACTION: Company Secretary",
        "Tuesday 4 May 2031, 10:00",
        "Is this page useful?",
        "Lead: Ada Mbeki\nReviewed by: Tom Harrow",
    ],
)
def test_what_heads_nothing_is_no_heading(tmp_path: Path, line: str) -> None:
    document = read_text(tmp_path, f"A plan\n\n{BODY}\n\n{line}\n\n{BODY}\n")
    assert outline(document) == [(1, "A plan")]


def test_questions_stand_below_what_heads_them(tmp_path: Path) -> None:
    parts = ["For patients", f"Who is seen?\n\n{BODY}", f"When?\n\n{BODY}", "For staff", f"Who decides?\n\n{BODY}"]
    document = read_text(tmp_path, "\n\n".join(["All questions", *parts]) + "\n")
    assert [level for level, _ in outline(document)] == [1, 2, 3, 3, 2, 3]


def test_chapters_do_not_stand_under_the_summary(tmp_path: Path) -> None:
    text = f"A plan\n\nExecutive summary\n\n{BODY}\n\n1. Care\n\n{BODY}\n\n2. Money\n\n{BODY}\n"
    assert [level for level, _ in outline(read_text(tmp_path, text))] == [1, 2, 2, 2]


def test_a_heading_ends_a_list_that_counts_in_letters(tmp_path: Path) -> None:
    text = f"A plan\n1. AIMS\n1.1. It does not apply to:\na) visitors;\nb) contractors.\n2. MONEY\n2.1. {BODY}\n"
    assert [heading for _, heading in outline(read_text(tmp_path, text))] == ["A plan", "AIMS", "MONEY"]


def test_a_line_with_the_number_of_a_raised_mark_is_a_footnote(tmp_path: Path) -> None:
    notes = "1 From referral.\n\n2 At midnight.\n\n3 wards are open."
    text = f"A plan\n\nWaits fell.¹ Beds rose.² {BODY}\n\n{notes}\n\n{BODY}\n"
    document = read_text(tmp_path, text)
    found = [document.quote(b) for b in document.blocks if b.kind == "footnote"]
    assert found == ["1 From referral.", "2 At midnight."]


def test_the_bare_text_has_the_same_pages(tmp_path: Path) -> None:
    document = read_text(tmp_path, f"A plan\n\n{BODY}\n\fMoney\n\n{BODY}\n\f")
    pages = bare_text(tmp_path / "plan.txt")
    assert all(page.label is None and page.width == 0 for page in document.pages)
    assert [section.heading in pages[(section.page or 0) - 1] for section in document.sections] == [True, True]


@pytest.mark.parametrize("sign", [".", " ", "\u00a0", "`", "**a** ", "[a](b) "])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_line_of_one_sign_over_and_over_is_read(tmp_path: Path, name: str, sign: str) -> None:
    path = tmp_path / name
    path.write_text(f"Plan\n\nWe open {sign * (100_000 // len(sign))} beds.\n\nLast words.\n", encoding="utf-8")
    assert read(path).text.endswith("Last words.")
