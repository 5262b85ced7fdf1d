"""Headings of PDFs without tags: by size, weight, colour, capitals, numbers; and their levels."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read
from tests.pdf_pages import BOLD, PROSE, REGULAR, Flow, Text, draw


def outline(document: Document) -> list[tuple[int, str | None, str]]:
    """Levels, numbers and words of the sections below the title."""
    return [(s.level, s.number, s.heading) for s in document.sections[1:]]


@pytest.mark.parametrize(
    ("font", "size", "colour", "words"),
    [
        (BOLD, 14, "#000000", "Waits for care"),
        (REGULAR, 14, "#000000", "Waits for care"),
        (BOLD, 11, "#000000", "Waits for care"),
        (REGULAR, 11, "#005eb8", "Waits for care"),
        (REGULAR, 11, "#000000", "WAITS FOR CARE"),
    ],
    ids=["large and bold", "large", "bold", "coloured", "capitals"],
)
def test_headings_are_told_by_their_look(tmp_path: Path, font: str, size: float, colour: str, words: str) -> None:
    flow = Flow().heading("Report of the year", size=20)
    for _ in range(4):
        flow.prose().heading(words, size=size, font=font, colour=colour)
    document = read(draw(tmp_path / "a.pdf", [flow.prose().lines]))
    assert document.sections[0].heading == "Report of the year"
    assert outline(document) == [(2, None, words)] * 4


def test_a_bold_sentence_and_a_bold_start_are_no_headings(tmp_path: Path) -> None:
    flow = Flow().heading("Report of the year", size=20).prose()
    for _ in range(3):
        flow.heading("The board agreed to open the new wards in May.").prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert outline(document) == []


def test_names_above_roles_are_no_headings(tmp_path: Path) -> None:
    flow = Flow().heading("Report of the year", size=20).prose().heading("Waits").prose().heading("Staff").prose()
    for name in ("Ana Lima", "Bo Chen"):
        flow.heading(name).prose(["Director of finance"])
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [h for _, _, h in outline(document)] == ["Waits", "Staff"]


def test_links_one_below_the_other_are_no_headings(tmp_path: Path) -> None:
    flow = Flow().heading("Guide to care", size=20).prose().heading("Scope", size=14).prose()
    for words in ("Guidance on winter", "Guidance on beds", "Guidance on staff", "Guidance on money"):
        flow.heading(words, font=REGULAR, colour="#0000ee")
    document = read(draw(tmp_path / "a.pdf", [flow.prose().lines]))
    assert [h for _, _, h in outline(document)] == ["Scope"]


def test_figures_and_quotations_set_large_are_no_headings(tmp_path: Path) -> None:
    flow = Flow(top=60).heading("Annual review", size=26).prose().heading("Waits", size=16).prose()
    for words in ("£4.2bn", "78%", "“I would go further if I knew that there would be a therapist”"):
        flow.heading(words, size=20).prose()
    document = read(draw(tmp_path / "a.pdf", [flow.heading("Staff", size=16).prose().lines]))
    assert [h for _, _, h in outline(document)] == ["Waits", "Staff"]


def test_numbers_tell_headings_from_numbered_paragraphs(tmp_path: Path) -> None:
    flow = Flow().heading("Policy on leave", size=20)
    for i in (1, 2, 3):
        flow.heading(f"{i}. Part of the policy", size=14)
        flow.prose([f"{i}.1 {PROSE[0]}", *PROSE[1:]]).prose([f"{i}.2 {PROSE[0]}", *PROSE[1:]])
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert outline(document) == [(2, str(i), "Part of the policy") for i in (1, 2, 3)]


def test_short_items_of_a_numbered_list_are_no_headings(tmp_path: Path) -> None:
    flow = Flow().heading("Policy on leave", size=20).prose().heading("Scope", size=14).prose()
    flow.prose(["1. One case of measles"]).prose(["2. Two cases of flu"]).prose(["3. A closed ward"]).prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [h for _, _, h in outline(document)] == ["Scope"]
    assert next(document.quote(b) for b in document.blocks if b.kind == "list_item") == "1. One case of measles"


def test_bold_labels_of_a_numbered_list_under_a_numbered_heading_are_no_headings(tmp_path: Path) -> None:
    flow = Flow(top=60).heading("Policy on leave", size=20)
    for i in (1, 2):
        flow.heading(f"{i}. Part of the policy", size=14)
        flow.heading("1. Precision").prose(PROSE[:2]).heading("2. Header line").prose(PROSE[:2])
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [h for _, _, h in outline(document)] == ["Part of the policy"] * 2


def test_numbers_of_one_depth_have_one_level_whatever_their_looks(tmp_path: Path) -> None:
    flow = Flow(top=60).heading("Standing orders", size=20).heading("Foreword", size=14).prose(PROSE[:2])
    for i in (1, 2, 3):
        flow.heading(f"{i} Meetings", size=14).heading(f"{i}.1 Calling them", font=REGULAR).prose(PROSE[:2])
        flow.heading(f"{i}.2 Papers", font=BOLD).prose(PROSE[:2])
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [level for level, _, _ in outline(document)] == [2, *[2, 3, 3] * 3]


def test_levels_go_by_the_depth_of_numbers_where_looks_are_one(tmp_path: Path) -> None:
    flow = Flow().heading("Standing orders", size=20)
    for i in (1, 2):
        flow.heading(f"{i}. Meetings", size=13).prose()
        flow.heading(f"{i}.1 Calling them", size=13).prose().heading(f"{i}.2 Chair", size=13).prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [level for level, _, _ in outline(document)] == [2, 3, 3, 2, 3, 3]


def test_levels_go_by_size_then_weight(tmp_path: Path) -> None:
    flow = Flow(top=60).heading("Strategy", size=24)
    for _ in range(2):
        flow.heading("Care", size=16).heading("At home", size=13).prose().heading("Visits", size=11).prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [(level, h) for level, _, h in outline(document)] == [(2, "Care"), (3, "At home"), (4, "Visits")] * 2


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    flow = Flow().heading("Report of the year", size=20).prose()
    page = [*flow.lines]
    page += [Text("Improving access to urgent", 70, 300, 15, BOLD), Text("dental care", 70, 318, 15, BOLD)]
    page += [Text(words, 70, 350 + 14 * i) for i, words in enumerate(PROSE)]
    document = read(draw(tmp_path / "a.pdf", [page]))
    assert [h for _, _, h in outline(document)] == ["Improving access to urgent dental care"]


def test_a_chapters_label_and_its_words_are_one_heading(tmp_path: Path) -> None:
    pages = [Flow().heading("Annual report", size=26).prose().lines]
    for name in ("Chapter 1", "Chapter 2"):
        pages.append(Flow().heading(name, size=14).heading("How we did", size=18).prose().prose().lines)
    document = read(draw(tmp_path / "a.pdf", pages))
    assert [h for _, _, h in outline(document)] == ["How we did", "How we did"]
    assert [n for _, n, _ in outline(document)] == ["Chapter 1", "Chapter 2"]


def test_the_lines_of_a_cover_make_no_sections(tmp_path: Path) -> None:
    cover = Flow().heading("Eastmere Hospitals", size=28).heading("Infection report 2031", size=22)
    cover.heading("Director's report to the board", size=15)
    body = Flow().heading("Foreword", size=16).prose().heading("Key messages", size=16).prose()
    document = read(draw(tmp_path / "a.pdf", [cover.lines, body.lines]))
    assert document.sections[0].heading == "Infection report 2031"
    assert outline(document) == [(2, None, "Foreword"), (2, None, "Key messages")]


def test_chapters_with_colours_of_their_own_are_chapters(tmp_path: Path) -> None:
    pages = [Flow().heading("Annual report", size=30).heading("Northfield Hospitals", size=15).lines]
    for title, colour in (("Performance", "#005eb8"), ("Accountability", "#7c2855"), ("Finance", "#00703c")):
        flow = Flow().heading(title, size=22, colour=colour).heading("Overview", size=13, colour=colour).prose()
        pages.append(flow.heading("Risks", size=13, colour=colour).prose().lines)
    document = read(draw(tmp_path / "a.pdf", pages))
    chapters = [(2, None, "Performance"), (2, None, "Accountability"), (2, None, "Finance")]
    below = [(3, None, "Overview"), (3, None, "Risks")]
    assert outline(document) == [heading for chapter in chapters for heading in (chapter, *below)]


def test_papers_of_a_pack_stand_side_by_side_whatever_their_looks(tmp_path: Path) -> None:
    pages = [Flow().heading("Meeting of the board", size=26).prose().heading("Agenda", size=18).prose().lines]
    for title, size, below in (("Finance report", 22, 14), ("Quality report", 16, 12), ("Policy on leave", 24, 13)):
        colour = f"#0000{size}"
        flow = Flow().heading(title, size=size, colour=colour).heading("Summary", size=below, colour=colour).prose()
        pages.append(flow.heading("Risks", size=below, colour=colour).prose().lines)
    document = read(draw(tmp_path / "a.pdf", pages))
    assert [level for level, _, _ in outline(document)] == [2, *[2, 3, 3] * 3]


def test_words_over_a_box_head_no_section(tmp_path: Path) -> None:
    flow = Flow().heading("Guide", size=20).heading("Scope").prose().heading("Note").prose().heading("Terms").prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert [h for _, _, h in outline(document)] == ["Scope", "Terms"]


def test_a_letter_before_a_small_word_is_no_number(tmp_path: Path) -> None:
    flow = Flow().heading("Infection report", size=20).heading("C. difficile").prose().heading("Audit").prose()
    document = read(draw(tmp_path / "a.pdf", [flow.lines]))
    assert outline(document) == [(2, None, "C. difficile"), (2, None, "Audit")]
