"""DOCX: styles, numbers as printed, merged cells, tracked changes, footnotes."""

import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.document import Document
from pipeline.readers import bare_text, media_type, read
from pipeline.readers.word.numbers import written


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter with every part that the reader knows."""
    docx = python_docx.Document()
    docx.core_properties.title = "Microsoft Word - letter.docx"
    docx.add_paragraph("Winter letter", style="Title")
    docx.add_paragraph("Contents", style="TOC Heading") if "TOC Heading" in docx.styles else None
    docx.add_heading("Beds", level=1)
    docx.add_paragraph("We ask systems to:")
    docx.add_paragraph("open 20 beds", style="List Bullet")
    docx.add_paragraph("keep them open", style="List Bullet")
    docx.add_heading("Staff", level=2)
    paragraph = docx.add_paragraph("Trusts recruit ")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>100</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>200</w:t></w:r></w:ins>"))
    paragraph.add_run(" nurses.")
    table = docx.add_table(rows=3, cols=2)
    for r, row in enumerate([("Area", "Target"), ("Beds", "90%"), ("", "95%")]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    path = tmp_path_factory.mktemp("docx") / "letter.docx"
    docx.save(str(path))
    return path


@pytest.fixture(scope="module")
def document(letter: Path) -> Document:
    return read(letter)


def test_sections_come_from_styles(document: Document) -> None:
    assert [(s.heading, s.level) for s in document.sections] == [("Winter letter", 1), ("Beds", 2), ("Staff", 3)]
    assert document.title == "Winter letter"


def test_items_know_their_stem(document: Document) -> None:
    items = [b for b in document.blocks if b.kind == "list_item"]
    assert [document.quote(b) for b in items] == ["open 20 beds", "keep them open"]
    assert [document.quote(b.lead_in) for b in items if b.lead_in] == ["We ask systems to:"] * 2


def test_tracked_changes_are_accepted(document: Document) -> None:
    assert "Trusts recruit 200 nurses." in document.text
    assert "100" not in document.text


def test_merged_cells_span(document: Document) -> None:
    table = next(b.table for b in document.blocks if b.table)
    spans = {c.text: (c.row, c.column, c.row_span) for c in table.cells}
    assert spans["Beds"] == (1, 0, 2)
    assert spans["95%"] == (2, 1, 1)
    assert (table.rows, table.columns) == (3, 2)


def test_the_bare_text_holds_every_quotation(document: Document, letter: Path) -> None:
    words = " ".join(" ".join(bare_text(letter)).split())
    assert all(document.quote(b) in words for b in document.blocks if b.kind in ("list_item", "heading"))


def test_headings_carry_the_number_that_is_printed(tmp_path: Path) -> None:
    docx = python_docx.Document()
    numbering = docx.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>'
            "</w:abstractNum>"
        )
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in [("Money", 0), ("Capital", 1), ("Revenue", 1), ("People", 0)]:
        paragraph = docx.add_heading(text, level=level + 1)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>')
        )
        docx.add_paragraph("Some words about it.")
    docx.save(str(tmp_path / "numbered.docx"))
    sections = read(tmp_path / "numbered.docx").sections
    assert [(s.number, s.heading) for s in sections if s.number] == [
        ("1", "Money"), ("1.a", "Capital"), ("1.b", "Revenue"), ("2", "People"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "decimal", "3"),
        (7, "decimalZero", "07"),
        (90, "upperRoman", "XC"),
    ],
)
def test_numbers_as_printed(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_footnotes_follow_the_paragraph_that_names_them(tmp_path: Path, letter: Path) -> None:
    path = tmp_path / "noted.docx"
    w = nsdecls("w")
    with zipfile.ZipFile(letter) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b" nurses.</w:t>", b' nurses.</w:t><w:footnoteReference w:id="5"/>')
            new.writestr(name, data)
        new.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {w}><w:footnote w:id="5"><w:p><w:r><w:t>By March 2032.</w:t></w:r></w:p>'
            "</w:footnote></w:footnotes>",
        )
    document = read(path)
    kinds = [(b.kind, document.quote(b)) for b in document.blocks]
    assert kinds[kinds.index(("paragraph", "Trusts recruit 200 nurses.¹")) + 1] == ("footnote", "By March 2032.")


def test_its_type_is_found_by_content(letter: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.bin"
    other.write_bytes(letter.read_bytes())
    assert media_type(other) == media_type(letter)
