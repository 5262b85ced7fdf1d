"""What extraction from PDFs, copying from web pages and language models leave in texts and Markdown."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read

SENTENCE = "Teams meet each morning to see who can go home that day and what still stands in the way of it"


def read_text(folder: Path, text: str, name: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def texts(document: Document, kind: str) -> list[str]:
    return [document.quote(block) for block in document.blocks if block.kind == kind]


def stems(document: Document) -> list[tuple[str, str]]:
    items = [block for block in document.blocks if block.kind == "list_item"]
    return [(document.quote(b.lead_in) if b.lead_in else "", document.quote(b)) for b in items]


def test_paragraphs_without_blank_lines_are_parted(tmp_path: Path) -> None:
    lines = ["Our bed plan"]
    for name in ("Where we stand", "What we do", "Money"):
        lines += [
            name,
            f"{SENTENCE},",
            "and the matron keeps the list of all who wait. They are told at noon when they",
            "leave.",
        ]
        lines += [f"{SENTENCE},", "which takes an hour."]
    document = read_text(tmp_path, "\n".join([*lines, *lines[1:]]), "plan.txt")
    assert [s.heading for s in document.sections][:4] == ["Our bed plan", "Where we stand", "What we do", "Money"]
    first, second = texts(document, "paragraph")[:2]
    assert (first[:5], first[-6:]) == ("Teams", "leave.")
    assert second == f"{SENTENCE}, which takes an hour."


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_pasted_items_hang_on_their_stem(tmp_path: Path, gap: str) -> None:
    document = read_text(
        tmp_path,
        f"Bed plan\n\nEach ward must:{gap}open at eight\nkeep a list\nclose at six\n\nWe end here.\n",
        "plan.txt",
    )
    assert stems(document) == [("Each ward must:", item) for item in ("open at eight", "keep a list", "close at six")]


def test_bullets_that_stand_apart_from_their_items(tmp_path: Path) -> None:
    document = read_text(
        tmp_path, "Bed plan\n\nEach ward must:\n•\n•\n\nopen at eight\nkeep a list\n\nWe end here.\n", "plan.txt"
    )
    assert stems(document) == [("Each ward must:", "open at eight"), ("Each ward must:", "keep a list")]
    assert "•" not in document.text


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    document = read_text(
        tmp_path,
        '---\ntitle: "Bed plan: 2031"\nauthor: Fell Integrated Care Board\ndate: 3 May 2031\ntags:\n  - a\n---\n\n'
        "# Beds\n\nWe open beds.\n\n# Money\n\nWe spend it.\n",
        "plan.md",
    )
    assert document.title == "Bed plan: 2031"
    assert (document.publisher, str(document.published)) == ("Fell Integrated Care Board", "2031-05-03")
    assert [(s.level, s.heading) for s in document.sections[1:]] == [(2, "Beds"), (2, "Money")]
    assert "tags" not in document.text


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    document = read_text(tmp_path, "---\n\nWe open beds.\n\n---\n\n# Beds\n\nThere are 12.\n", "plan.md")
    assert texts(document, "paragraph") == ["We open beds.", "There are 12."]


def test_a_fence_around_all_of_it_is_taken_away(tmp_path: Path) -> None:
    document = read_text(tmp_path, "```markdown\n# Bed plan\n\n## Beds\n\n- open 12\n```\n", "plan.md")
    assert [s.heading for s in document.sections] == ["Bed plan", "Beds"]
    assert texts(document, "list_item") == ["open 12"]


@pytest.mark.parametrize("mark", ["{3}------------", "**Page 3**", "*Page 3 of 9*", "[page 3]"])
def test_marks_of_pages_go(tmp_path: Path, mark: str) -> None:
    document = read_text(tmp_path, f"# Bed plan\n\n## Beds\n\nWe open 12.\n\n{mark}\n\nWe close 2.\n", "plan.md")
    assert texts(document, "paragraph") == ["We open 12.", "We close 2."]


def test_an_anchor_before_a_bullet(tmp_path: Path) -> None:
    document = read_text(
        tmp_path, '# Bed plan\n\n## Beds\n\nWe will:\n\n<span id="page-2-0"></span>- open 12\n- close 2\n', "plan.md"
    )
    assert stems(document) == [("We will:", "open 12"), ("We will:", "close 2")]


def test_the_menu_of_a_pasted_page_is_no_title(tmp_path: Path) -> None:
    menu = "Skip to main content\nHome\nCare and health\nHospital beds\n"
    document = read_text(
        tmp_path, f"{menu}\nHow to plan beds\n\nThis says how beds are planned.\n\nMoney\n\nBeds cost.\n", "a.txt"
    )
    assert [(s.level, s.heading) for s in document.sections] == [(1, "How to plan beds"), (2, "Money")]


def test_a_title_stands_right_above_the_first_number(tmp_path: Path) -> None:
    text = "".join(f"{SENTENCE},\nand in which order they leave.\n\n{n}. Part {n}\n" for n in range(2, 6))
    document = read_text(
        tmp_path, f"Fell Integrated Care Board\n\nBed plan\n1. Why we plan\n{text}{SENTENCE}.\n", "a.txt"
    )
    assert (document.title, document.sections[1].heading) == ("Bed plan", "Why we plan")


def test_paragraphs_of_a_quoted_mail_are_parted(tmp_path: Path) -> None:
    mail = (
        "Dear Ann,\n\nPlease see below.\n\nOn 3 May 2031, Bo wrote:\n> The ward opens at eight and closes\n> at six.\n"
        ">\n> Can we keep a list of all who wait and\n> who left?\n"
    )
    paragraphs = texts(read_text(tmp_path, mail, "mail.txt"), "paragraph")
    assert paragraphs[-2:] == [
        "The ward opens at eight and closes at six.",
        "Can we keep a list of all who wait and who left?",
    ]
