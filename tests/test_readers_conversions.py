"""What conversions from PDF to text leave behind: running heads in sentences, headings glued to paragraphs."""

import time
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.publishers import publisher_name
from pipeline.readers import read

HEAD = "Plan of the Example Board 2031/32"


def read_text(folder: Path, text: str, name: str = "made.md") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("name", ["made.md", "made.txt"])
def test_running_heads_leave_the_sentences_they_cut(tmp_path: Path, name: str) -> None:
    onwards = ["over", "down", "along", "out", "back", "up", "on"]
    pages = [f"Page words number {n} end here and what stands on it moves {n}\n\n\n" for n in range(2, 9)]
    text = "".join(f"{page}{HEAD} {way} to the page below. " for page, way in zip(pages, onwards, strict=True))
    document = read_text(tmp_path, text, name)
    assert HEAD not in document.text
    assert "what stands on it moves over to the page below." in document.text
    assert "moves 4" not in document.text


def test_a_beginning_that_repeats_without_page_numbers_stays(tmp_path: Path) -> None:
    text = "\n\n".join(f"Plan of the Example Board in place {n} of the region: open beds." for n in range(9))
    assert read_text(tmp_path, text).text.count("Plan of the Example Board") == 9


def test_headings_in_bold_are_parted_from_what_they_are_glued_to(tmp_path: Path) -> None:
    text = (
        "**Plan for beds**\n\nThe board looked at how many beds there are and what they do **Next steps for staff**"
        "\n\nTrusts recruit nurses.\n\n**Money for wards** Wards are built in every region.\n\n"
        "**from hospital** to home is not a heading.\n\n"
        "\u2022 open wards in every region and keep them open all year round **Local plans and choices**\n\n"
        "Places choose."
    )
    document = read_text(tmp_path, text)
    headings = ["Plan for beds", "Next steps for staff", "Money for wards", "Local plans and choices"]
    assert [s.heading for s in document.sections] == headings
    assert "from hospital to home is not a heading." in document.text


@pytest.mark.parametrize("ending", ["", " Integrated Care", " NHS Foundation Trus", " NHS Trust"])
def test_a_line_of_many_capitals_is_read_at_once(ending: str) -> None:
    started = time.perf_counter()
    publisher_name("And Of The " * 2000 + ending)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "[" * 4000,
        "![" * 3000,
        "**a** " * 3000 + "b",
        "*a " * 4000,
        "|" * 4000 + "\n---|---|\n" + "|" * 4000,
        "(" * 5000,
        "_" * 5000,
    ],
)
def test_hostile_marks_are_read_in_time(tmp_path: Path, text: str) -> None:
    started = time.perf_counter()
    document = read_text(tmp_path, f"# Title\n\nFirst words of it.\n\n{text}\n")
    assert time.perf_counter() - started < 5
    assert "First words of it." in document.text


LONG = "Trusts open more beds in every region and keep one list of them that all can see"


def test_a_heading_in_bold_is_parted_from_the_middle_of_an_item(tmp_path: Path) -> None:
    text = f"**Plan for beds**\n\n\u2022 {LONG} **Improve waiting times for all** Waits are long.\n\nThey fall.\n"
    document = read_text(tmp_path, text)
    assert [s.heading for s in document.sections] == ["Plan for beds", "Improve waiting times for all"]
    assert [document.quote(b) for b in document.blocks if b.kind == "paragraph"] == ["Waits are long.", "They fall."]


def test_a_line_in_bold_above_a_picture_is_its_caption(tmp_path: Path) -> None:
    text = f"**Plan for beds**\n\n{LONG}.\n\n**Growth of beds and staff**\n\n\\(https://example.org/growth.png\\)\n\n{LONG}.\n"
    document = read_text(tmp_path, text)
    assert [s.heading for s in document.sections] == ["Plan for beds"]
    assert [document.quote(b) for b in document.blocks if b.kind == "caption"] == ["Growth of beds and staff"]


def test_a_name_in_bold_above_the_title_is_no_title(tmp_path: Path) -> None:
    text = f"**Warden Integrated Care Board**\n\n**Plan for beds**\n\n{LONG}.\n\n**Money**\n\n{LONG}.\n"
    document = read_text(tmp_path, text)
    assert (document.title, document.publisher) == ("Plan for beds", "Warden Integrated Care Board")


def test_headings_that_the_contents_name_stand_at_the_top(tmp_path: Path) -> None:
    contents = "**Contents**\n\nCare\n\nStaff\n\nMoney\n"
    parts = [f"**{name}**\n\n{LONG}.\n" for name in ("Care", "Beds at night", "Staff", "Money")]
    document = read_text(tmp_path, "\n".join(["**Plan for beds**\n", contents, *parts]))
    assert [s.level for s in document.sections] == [1, 2, 2, 3, 2, 2]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("\\- open beds", "list_item", "open beds"),
        ("35\\% of beds", "paragraph", "35% of beds"),
        ("Write to <plan@example.org>.", "paragraph", "Write to plan@example.org."),
        ("Waits fell in wards<sup>2</sup> again.", "paragraph", "Waits fell in wards again."),
        ("A ward has 40 m<sup>2</sup> a bed.", "paragraph", "A ward has 40 m2 a bed."),
    ],
)
def test_marks_that_conversions_leave(tmp_path: Path, line: str, kind: str, words: str) -> None:
    document = read_text(tmp_path, f"# Plan\n\n## Beds {{#beds}}\n\n{line}\n")
    assert document.sections[1].heading == "Beds"
    assert (document.blocks[-1].kind, document.quote(document.blocks[-1])) == (kind, words)
