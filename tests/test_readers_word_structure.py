"""DOCX of different producers: which paragraphs are headings, at which levels, with which numbers; lists; contents."""

from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read
from tests.word_files import abstract, cell, field, num, numbered, p, row, style, table, write_docx

BOLD = "<w:b/>"
TEXT = p("Trusts open beds and keep them open all year round, in every region.")


def outline(document: Document) -> list[tuple[int, str | None, str]]:
    return [(s.level, s.number, s.heading) for s in document.sections]


def headings(document: Document) -> list[str]:
    return [document.quote(b) for b in document.blocks if b.kind == "heading"]


def items(document: Document) -> list[tuple[str, str | None]]:
    return [
        (document.quote(b), document.quote(b.lead_in) if b.lead_in else None)
        for b in document.blocks
        if b.kind == "list_item"
    ]


@pytest.mark.parametrize(
    "styles",
    [
        style("berschrift1", "heading 1") + style("berschrift2", "heading 2"),
        style("berschrift1", "Überschrift 1") + style("berschrift2", "Überschrift 2"),
        style("berschrift1", "Heading1Numbered") + style("berschrift2", "NHS Heading 2"),
        style("berschrift1", "Big", paragraph='<w:outlineLvl w:val="0"/>')
        + style("berschrift2", "Small", based_on="x")
        + style("x", "y", based_on="z")
        + style("z", "heading 2"),
        style("berschrift1", "Section heading") + style("berschrift2", "Sub-heading"),
    ],
)
def test_headings_by_style(tmp_path: Path, styles: str) -> None:
    body = p("Report", "t") + p("Beds", "berschrift1") + TEXT + p("Wards", "berschrift2") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles + style("t", "Title")))
    assert outline(document) == [(1, None, "Report"), (2, None, "Beds"), (3, None, "Wards")]


def test_headings_by_the_outline_level_of_a_paragraph(tmp_path: Path) -> None:
    level = '<w:outlineLvl w:val="0"/>'
    body = p("Beds", properties=level) + TEXT + p("Staff", properties=level) + TEXT
    assert headings(read(write_docx(tmp_path / "a.docx", body))) == ["Beds", "Staff"]


def test_lines_that_are_shown_in_capitals_head_the_text(tmp_path: Path) -> None:
    body = "".join(
        p(name, run="<w:caps/>") + TEXT + TEXT for name in ("Beds for all", "Staff in post", "Money and risk")
    )
    document = read(write_docx(tmp_path / "a.docx", body))
    assert [s.heading for s in document.sections][-3:] == ["Beds for all", "Staff in post", "Money and risk"]


def test_a_heading_style_that_is_taken_out_of_the_outline_heads_nothing(tmp_path: Path) -> None:
    styles = style("h1", "heading 1") + style("n", "Preface", based_on="h1", paragraph='<w:outlineLvl w:val="9"/>')
    body = p("Beds", "h1") + TEXT + p("Not a heading", "n") + TEXT + p("Staff", "h1") + TEXT
    assert headings(read(write_docx(tmp_path / "a.docx", body, styles=styles))) == ["Beds", "Staff"]


def test_several_chapters_and_no_title(tmp_path: Path) -> None:
    body = p("Beds", "h1") + TEXT + p("Staff", "h1") + TEXT
    document = read(write_docx(tmp_path / "winter-plan.docx", body, styles=style("h1", "heading 1")))
    assert [(s.level, s.heading) for s in document.sections[1:]] == [(2, "Beds"), (2, "Staff")]


def test_a_large_line_above_the_headings_is_the_title(tmp_path: Path) -> None:
    styles = style("h1", "heading 1", run='<w:sz w:val="32"/>')
    body = p("Winter plan 2031/32", run='<w:sz w:val="52"/>') + p("Beds", "h1") + TEXT + p("Staff", "h1") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles))
    assert outline(document) == [(1, None, "Winter plan 2031/32"), (2, None, "Beds"), (2, None, "Staff")]


def test_a_title_in_two_paragraphs_is_one(tmp_path: Path) -> None:
    body = p("Winter plan", "t") + p("2031/32", "t") + p("Beds", "h1") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("t", "Title") + style("h1", "heading 1")))
    assert headings(document) == ["Winter plan 2031/32", "Beds"]


def test_headings_by_their_looks_where_no_style_says_so(tmp_path: Path) -> None:
    large, bold = f'{BOLD}<w:sz w:val="32"/>', BOLD
    body = (
        p("Winter plan 2031/32", run='<w:b/><w:sz w:val="48"/>')
        + p("Beds", run=large)
        + TEXT * 3
        + p("Wards by region", run=bold)
        + TEXT * 3
        + p("All wards stay open at night.", run=bold)
        + p("Staff", run=large)
        + TEXT * 3
        + table(row(cell("Area", run=bold), cell("Target", run=bold)), row(cell("Beds"), cell("90%")))
    )
    document = read(write_docx(tmp_path / "a.docx", body))
    assert outline(document) == [
        (1, None, "Winter plan 2031/32"), (2, None, "Beds"), (3, None, "Wards by region"), (2, None, "Staff"),
    ]  # fmt: skip
    assert document.integrity.signals == ("looks",)


def test_numbered_headings_by_their_looks(tmp_path: Path) -> None:
    body = "".join(
        p(heading, run=BOLD) + TEXT * 2
        for heading in ("1. Introduction", "2. Beds", "2.1 Wards", "2.2 Homes", "3. Staff")
    )
    document = read(write_docx(tmp_path / "a.docx", body))
    assert [(s.level, s.number) for s in document.sections[1:]] == [
        (2, "1"),
        (2, "2"),
        (3, "2.1"),
        (3, "2.2"),
        (2, "3"),
    ]


def test_bold_lines_are_text_where_there_are_heading_styles(tmp_path: Path) -> None:
    body = p("Beds", "h1") + TEXT + p("Note well", run=BOLD) + TEXT + p("Staff", "h1") + TEXT
    assert headings(read(write_docx(tmp_path / "a.docx", body, styles=style("h1", "heading 1")))) == ["Beds", "Staff"]


def test_numbered_paragraphs_in_a_heading_style_are_no_headings(tmp_path: Path) -> None:
    paragraphs = [
        "The Board meets in public at least four times in each year, and publishes its papers.",
        "Members declare their interests before each meeting, and the secretary keeps the register.",
        "appoint a deputy",
        "The Chair calls a further meeting by writing to all members ten days before it is held.",
    ]
    body = (
        p("Meetings", "h1")
        + "".join(numbered(text, 1, 1, "h2") for text in paragraphs)
        + numbered("Quorum", 1, 1, "h2")
    )
    document = read(
        write_docx(
            tmp_path / "a.docx", body + TEXT,
            styles=style("h1", "heading 1") + style("h2", "heading 2"),
            numbering=abstract(0, ("decimal", "%1"), ("decimal", "%1.%2")) + num(1, 0),
        )
    )  # fmt: skip
    assert headings(document) == ["Meetings", "Quorum"]
    assert [text for text, _ in items(document)] == paragraphs


# ---- numbers


def test_numbers_by_style_legal_numbers_and_letters(tmp_path: Path) -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="h1"/>'
        '<w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="h2"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    )
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("h1", "heading 1", paragraph=listed) + style("h2", "heading 2", paragraph=listed)
    body = (
        p("Beds", "h1") + p("Wards", "h2") + TEXT + p("Homes", "h2") + TEXT + p("Staff", "h1") + p("Pay", "h2") + TEXT
    )
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles, numbering=levels + num(1, 0)))
    numbers = {s.heading: s.number for s in document.sections[1:]}
    assert numbers == {"Beds": "II", "Wards": "2.1", "Homes": "2.2", "Staff": "III", "Pay": "3.1"}


def test_lists_that_start_anew_and_levels_of_their_own(tmp_path: Path) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    own = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="Annex %1:"/></w:lvl></w:lvlOverride>'
    )
    numbering = (
        abstract(0, ("decimal", "%1.")) + abstract(1, ("decimal", "%1.")) + num(1, 0) + num(2, 0, inside=restart)
    )
    body = "".join(numbered(t, n, 0, "h1") + TEXT for t, n in [("Beds", 1), ("Staff", 1), ("Money", 2), ("Tables", 3)])
    document = read(
        write_docx(
            tmp_path / "a.docx", body, styles=style("h1", "heading 1"), numbering=numbering + num(3, 1, inside=own)
        )
    )
    assert [s.number for s in document.sections[1:]] == ["1", "2", "5", "Annex A"]


def test_a_list_that_takes_over_that_of_a_style(tmp_path: Path) -> None:
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
    legal = (
        '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="Legal"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(0, ("upperLetter", "(%1)")) + linked + num(1, 0) + num(2, 1)
    body = numbered("Beds", 2, 0, "h1") + TEXT + numbered("Staff", 2, 0, "h1") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=legal + style("h1", "heading 1"), numbering=numbering))
    assert [s.number for s in document.sections[1:]] == ["A", "B"]


def test_a_level_that_does_not_start_anew(tmp_path: Path) -> None:
    numbering = abstract(0, ("decimal", "%1"), ("decimal", "%2."), more='<w:lvlRestart w:val="0"/>') + num(1, 0)
    order = [("Beds", 0), ("Wards", 1), ("Homes", 1), ("Staff", 0), ("Pay", 1)]
    body = "".join(numbered(text, 1, level, f"h{level + 1}") + TEXT for text, level in order)
    styles = style("h1", "heading 1") + style("h2", "heading 2")
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering))
    assert [s.number for s in document.sections if s.level == 3] == ["1", "2", "3"]


# ---- lists


def test_bullets_under_a_numbered_paragraph_hang_on_it(tmp_path: Path) -> None:
    numbering = abstract(0, ("decimal", "%1."), ("lowerLetter", "(%2)")) + abstract(1, ("bullet", "\uf0b7"))
    body = (
        numbered("Trusts must:", 1)
        + numbered("open beds", 2)
        + numbered("keep them open", 2)
        + numbered("Boards should:", 1)
        + numbered("review waits, to:", 1, 1)
        + numbered("publish them", 2)
        + numbered("report costs", 1, 1)
    )
    document = read(write_docx(tmp_path / "a.docx", body, numbering=numbering + num(1, 0) + num(2, 1)))
    assert items(document) == [
        ("Trusts must:", None),
        ("open beds", "Trusts must:"),
        ("keep them open", "Trusts must:"),
        ("Boards should:", None),
        ("review waits, to:", "Boards should:"),
        ("publish them", "review waits, to:"),
        ("report costs", "Boards should:"),
    ]


def test_bullets_that_were_typed(tmp_path: Path) -> None:
    lines = "<w:br/>".join(
        f"</w:t></w:r><w:r><w:t>• {t}</w:t></w:r><w:r><w:t>" for t in ("open beds", "recruit nurses")
    )
    body = (
        p("Trusts will:")
        + p("•\topen wards")
        + p("–\tkeep them open")
        + p("Boards will:")
        + f"<w:p><w:r><w:t>{lines}</w:t></w:r></w:p>"
    )
    body = body.replace("<w:br/>", "</w:t><w:br/><w:t>")
    document = read(write_docx(tmp_path / "a.docx", body))
    assert items(document) == [
        ("open wards", "Trusts will:"),
        ("keep them open", "Trusts will:"),
        ("open beds", "Boards will:"),
        ("recruit nurses", "Boards will:"),
    ]


def test_a_list_style_without_its_numbering_part(tmp_path: Path) -> None:
    body = p("Trusts will:") + numbered("open beds", 7, 0, "lb") + p("keep them open", "lb")
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("lb", "List Bullet")))
    assert items(document) == [("open beds", "Trusts will:"), ("keep them open", "Trusts will:")]


# ---- contents


CONTENTS = {
    "by styles": p("Contents", "h1") + p("Beds\t3", "toc1") + p("Staff\t4", "toc1"),
    "by a field": p("Contents")
    + p("", inside=field('TOC \\o "1-3"', "Beds 3").removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    + p("Staff 4")
    + p("", inside='<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    "in a control": "<w:sdt><w:sdtPr><w:docPartObj>"
    '<w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    f"<w:sdtContent>{p('Contents')}{p('Beds 3')}{p('Staff 4')}</w:sdtContent></w:sdt>",
    "typed": p("Table of contents")
    + "".join(p(f"{t}\t{n}") for t, n in [("Beds", 3), ("Staff", 4), ("Pay", 5), ("Rents", 9)]),
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_contents_pages_are_left_out(tmp_path: Path, contents: str) -> None:
    body = p("Plan", "t") + contents + p("Beds", "h1") + TEXT + p("Staff", "h1") + TEXT
    styles = style("t", "Title") + style("h1", "heading 1") + style("toc1", "toc 1")
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles))
    assert headings(document) == ["Plan", "Beds", "Staff"]
    assert "ontents" not in document.text
    assert document.text.count("Staff") == 1


def test_figures_that_are_set_with_tabs_are_no_contents_page(tmp_path: Path) -> None:
    lines = [("Beds", 120), ("Wards", 14), ("Theatres", 31), ("Clinics", 8), ("Depots", 2)]
    body = TEXT + "".join(p(inside=f"<w:r><w:t>{a}</w:t><w:tab/><w:t>{b}</w:t></w:r>") for a, b in lines) + TEXT
    document = read(write_docx(tmp_path / "a.docx", body))
    assert all(f"{a} {b}" in document.text for a, b in lines)


def test_a_contents_field_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    body = p("", inside=field("TOC", "Beds 3").removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    body += p("Beds", "h1") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("h1", "heading 1")))
    assert "Trusts open beds" in document.text


def test_styles_that_are_set_for_other_things_head_nothing(tmp_path: Path) -> None:
    styles = style("h1", "heading 1") + style("t", "Table Heading", based_on="h1") + style("b", "Body after Heading 1")
    body = p("Beds", "h1") + p("In thousands", "t") + p("Words below it", "b") + p("Staff", "h1") + TEXT
    assert headings(read(write_docx(tmp_path / "a.docx", body, styles=styles))) == ["Beds", "Staff"]


def test_titles_of_chapters_stand_over_headings(tmp_path: Path) -> None:
    body = p("Plan", "t") + TEXT + "".join(p(f"Part {n}", "t") + p(f"Beds {n}", "h1") + TEXT for n in ("A", "B"))
    styles = style("t", "Title") + style("h1", "heading 1")
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles))
    assert [s.level for s in document.sections] == [1, 2, 3, 2, 3]


def test_lists_within_lists_by_styles(tmp_path: Path) -> None:
    ind = '<w:numPr><w:numId w:val="{}"/></w:numPr><w:ind w:left="{}"/>'
    styles = style("b1", "List Bullet", paragraph=ind.format(1, 360)) + style(
        "b2", "List Bullet 2", paragraph=ind.format(2, 720)
    )
    numbering = abstract(0, ("bullet", "•")) + abstract(1, ("bullet", "o")) + num(1, 0) + num(2, 1)
    body = p("Trusts will:") + p("open beds, that is:", "b1") + p("wards", "b2") + p("recruit nurses", "b1")
    document = read(write_docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering))
    assert items(document) == [
        ("open beds, that is:", "Trusts will:"),
        ("wards", "open beds, that is:"),
        ("recruit nurses", "Trusts will:"),
    ]


def test_a_list_that_starts_beyond_all_measure(tmp_path: Path) -> None:
    levels = abstract(0, ("lowerLetter", "%1.")).replace('w:start w:val="1"', 'w:start w:val="999999999"')
    body = numbered("Beds", 1, 0, "h1") + TEXT + numbered("Staff", 1, 0, "h1") + TEXT
    path = write_docx(tmp_path / "a.docx", body, styles=style("h1", "heading 1"), numbering=levels + num(1, 0))
    assert [s.number for s in read(path).sections[1:]] == ["999999999", "1000000000"]


def test_a_document_that_stands_in_a_frame_has_headings_by_looks(tmp_path: Path) -> None:
    inside = "".join(p(heading, run=BOLD) + TEXT * 6 for heading in ("Beds", "Staff", "Money"))
    document = read(write_docx(tmp_path / "a.docx", table(row(cell(inside=inside)))))
    assert headings(document) == ["Beds", "Staff", "Money"]
    box = table(row(cell(inside=p("In short", run=BOLD) + TEXT)))
    document = read(write_docx(tmp_path / "b.docx", box + p("Beds", run=BOLD) + TEXT * 4))
    assert headings(document) == ["Beds"]


def test_what_stands_above_the_title_of_a_cover_is_no_heading(tmp_path: Path) -> None:
    body = (
        p("NHS Example Trust", run='<w:sz w:val="28"/>')
        + p("Winter plan", run='<w:b/><w:sz w:val="56"/>')
        + p("1.\tBeds", run='<w:b/><w:sz w:val="32"/>')
        + TEXT * 3
        + p("2.\tStaff", run='<w:b/><w:sz w:val="32"/>')
        + TEXT * 3
    )
    document = read(write_docx(tmp_path / "a.docx", body))
    assert outline(document) == [(1, None, "Winter plan"), (2, "1", "Beds"), (2, "2", "Staff")]


def test_lines_in_capitals_are_headings_but_acronyms_are_not(tmp_path: Path) -> None:
    body = p("BEDS AND WARDS") + TEXT * 2 + p("NHSE") + TEXT * 2 + p("STAFF") + TEXT * 2
    assert headings(read(write_docx(tmp_path / "a.docx", body))) == ["BEDS AND WARDS", "STAFF"]


def test_a_style_that_is_not_among_the_styles_is_known_by_its_id(tmp_path: Path) -> None:
    body = p("Beds", "Heading1") + TEXT + p("Staff", "Heading1") + TEXT
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("other", "Other")))
    assert headings(document) == ["Beds", "Staff"]
