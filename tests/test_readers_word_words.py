"""The words of DOCX: tracked changes, fields, notes, symbols, equations, text boxes, tables; other packages; damage."""

import zipfile
from pathlib import Path

import pytest

from corpus.document import Document, Table
from corpus.errors import FileDamaged, FileTooLarge, UnknownType
from pipeline.readers import ReadLimits, bare_text, media_type, read
from pipeline.readers.sniff import DOCX
from pipeline.verification import letters
from tests.word_files import (
    SPACES,
    TYPES,
    abstract,
    cell,
    field,
    num,
    numbered,
    p,
    relations,
    row,
    style,
    table,
    write_docx,
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraphs(document: Document) -> list[str]:
    return [document.quote(b) for b in document.blocks if b.kind == "paragraph"]


def only_table(document: Document) -> Table:
    (found,) = [b.table for b in document.blocks if b.table]
    return found


def cells(found: Table) -> list[tuple[int, int, str]]:
    return [(c.row, c.column, c.text) for c in found.cells]


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
SYMBOL, RAISED = '<w:rFonts w:ascii="Symbol"/>', '<w:vertAlign w:val="superscript"/>'
OLD = f"<mc:Fallback>{run('Old.')}</mc:Fallback>"
CHANGE = 'w:id="1" w:author="A" w:date="2031-01-01T00:00:00Z"'
BOX = f"<w:txbxContent>{p('Beds are open.')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:ins {CHANGE}>{run('200')}</w:ins><w:del {CHANGE}>{run('100')}</w:del>{run(' beds.')}", "200 beds."),
        (f"<w:moveFrom {CHANGE}>{run('Gone.')}</w:moveFrom><w:moveTo {CHANGE}>{run('Come.')}</w:moveTo>", "Come."),
        (f"{run('See ')}{field('REF _Ref1', 'section 4')}{run(' there.')}", "See section 4 there."),
        (f"{run('Page ')}{field('PAGE', '3')}{run(' of the plan.')}", "Page of the plan."),
        (f"{run('Page ')}<w:fldSimple w:instr=' NUMPAGES '>{run('9')}</w:fldSimple>{run(' of it.')}", "Page of it."),
        (f"<w:fldSimple w:instr=' DOCPROPERTY Year '>{run('2031/32')}</w:fldSimple>{run(' plan.')}", "2031/32 plan."),
        (f"{run('Shown.')}{run(' Hidden.', '<w:vanish/>')}", "Shown."),
        (f"<w:hyperlink r:id='rId9'>{run('the long plan')}</w:hyperlink>{run(' of it.')}", "the long plan of it."),
        (f"<w:smartTag>{run('London')}</w:smartTag>{run(' beds.')}", "London beds."),
        (f"<w:sdt><w:sdtContent>{run('Filled in.')}</w:sdtContent></w:sdt>", "Filled in."),
        (f"{PROMPT}<w:sdtContent>{run('Click here.')}</w:sdtContent></w:sdt>{run('Text.')}", "Text."),
        ("<w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t><w:tab/><w:t>plan</w:t></w:r>", "long-term plan"),
        ("<w:r><w:t>invest</w:t><w:softHyphen/><w:t>ment</w:t></w:r>", "investment"),
        (f"{run('waits ')}<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>{run(' 4 hours')}", "waits ≤ 4 hours"),
        (f"{run('waits ')}{run('&#xF0B3;', SYMBOL)}{run(' 4 hours')}", "waits ≥ 4 hours"),
        (f"{run('per m')}{run('2', RAISED)}{run(' of ward')}", "per m² of ward"),
        (f"{run('on the 1')}{run('st', RAISED)}{run(' of May')}", "on the 1st of May"),
        (
            f"<m:oMath>{math('x=')}<m:f><m:num>{math('a+b')}</m:num><m:den>{math('2')}</m:den></m:f>"
            f"<m:sSup><m:e>{math('y')}</m:e><m:sup>{math('2')}</m:sup></m:sSup></m:oMath>",
            "x=(a+b)/2y²",
        ),
        (f"<mc:AlternateContent><mc:Choice>{run('New.')}</mc:Choice>{OLD}</mc:AlternateContent>", "New."),
        (f"<mc:AlternateContent>{OLD}</mc:AlternateContent>", "Old."),
        (f"<w:commentRangeStart w:id='1'/>{run('Words.')}<w:r><w:commentReference w:id='1'/></w:r>", "Words."),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(tmp_path: Path, inside: str, text: str) -> None:
    path = write_docx(tmp_path / "a.docx", p(inside=inside))
    document = read(path)
    assert paragraphs(document) == [text]
    assert letters(text) in letters(bare_text(path)[0]) or "Page" in text


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    gone = f"<w:rPr><w:del {CHANGE}/></w:rPr>"
    document = read(write_docx(tmp_path / "a.docx", p("Trusts open ", properties=gone) + p("200 beds.")))
    assert paragraphs(document) == ["Trusts open 200 beds."]


def test_words_of_a_deleted_end_stay_where_no_paragraph_follows(tmp_path: Path) -> None:
    gone = f"<w:rPr><w:del {CHANGE}/></w:rPr>"
    inside = table(row(cell("Beds"), cell(inside=p("Open", properties=gone))), row(cell("Staff"), cell("Few")))
    document = read(write_docx(tmp_path / "a.docx", p("One.", properties=gone) + inside + p("Last.", properties=gone)))
    assert paragraphs(document) == ["One.", "Last."]
    assert [text for _, _, text in cells(only_table(document))] == ["Beds", "Open", "Staff", "Few"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = p("Before it.", inside=drawn) + table(row(cell("Area"), cell(inside=p("Beds", inside=drawn))))
    document = read(write_docx(tmp_path / "a.docx", body))
    assert paragraphs(document) == ["Before it.", "Beds are open."]
    assert cells(only_table(document))[1] == (0, 1, "Beds Beds are open.")


def test_notes_have_raised_marks(tmp_path: Path) -> None:
    foot, end = '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="4"/></w:r>'
    body = p("Waits fell by 5%", inside=foot + run(" in May.") + end) + table(
        row(cell("Area"), cell("Share")), row(cell("Beds"), cell(inside=p("90%", inside=foot.replace("2", "3"))))
    )
    path = write_docx(
        tmp_path / "a.docx",
        body,
        footnotes='<w:footnote w:type="separator" w:id="0"/>'
        + "".join(
            f'<w:footnote w:id="{i}">{p(inside=f"<w:r><w:footnoteRef/></w:r>{run(text)}")}</w:footnote>'
            for i, text in ((2, " Final figures."), (3, " Open beds alone."))
        ),
        endnotes=f"<w:endnote w:id='4'>{p(inside='<w:r><w:endnoteRef/></w:r>' + run(' Board papers.'))}</w:endnote>",
    )
    document = read(path)
    blocks = [(b.kind, document.quote(b)) for b in document.blocks]
    assert blocks == [
        ("paragraph", "Waits fell by 5%¹ in May.ⁱ"),
        ("footnote", "¹ Final figures."),
        ("footnote", "ⁱ Board papers."),
        ("table", "Area | Share\nBeds | 90%²"),
        ("footnote", "² Open beds alone."),
    ]
    assert letters("Waits fell by 5%¹ in May.ⁱ") in letters(bare_text(path)[0])


def test_a_heading_is_without_the_marks_of_its_notes(tmp_path: Path) -> None:
    body = p("Beds", "h1", inside='<w:r><w:footnoteReference w:id="2"/></w:r>') + p("Trusts open beds.")
    notes = f'<w:footnote w:id="2">{p("As of May.")}</w:footnote>'
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("h1", "heading 1"), footnotes=notes))
    assert document.sections[0].heading == "Beds"
    assert "As of May." in document.text


# ---- tables


def test_merged_cells_of_all_kinds(tmp_path: Path) -> None:
    span, legacy = '<w:gridSpan w:val="2"/>', '<w:hMerge w:val="{}"/>'
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("Area", properties=down), cell("Waits", properties=span)),
        row(cell(properties=on), cell("2030"), cell("2031")),
        row(cell("All", properties=legacy.format("restart")), cell(properties=legacy.format("continue")), cell("9%")),
    )
    found = only_table(read(write_docx(tmp_path / "a.docx", body)))
    spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in found.cells}
    assert spans == {
        "Area": (0, 0, 2, 1), "Waits": (0, 1, 1, 2), "2030": (1, 1, 1, 1), "2031": (1, 2, 1, 1), "All": (2, 0, 1, 2),
        "9%": (2, 2, 1, 1),
    }  # fmt: skip


def test_borders_out_of_line_make_no_columns(tmp_path: Path) -> None:
    wide = '<w:gridSpan w:val="3"/>'
    body = table(row(cell("Area", properties=wide), cell("Share")), row(cell("Beds", properties=wide), cell("9%")))
    assert only_table(read(write_docx(tmp_path / "a.docx", body))).columns == 2


def test_rows_and_cells_in_controls_and_changes(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    gone = f"<w:del {CHANGE}/>"
    body = table(
        control.format(row(cell("Area"), control.format(cell("Share")))),
        row(cell("Gone"), cell("1%"), properties=gone),
        row(cell("Beds"), cell("9%")),
    )
    document = read(write_docx(tmp_path / "a.docx", body))
    assert cells(only_table(document)) == [(0, 0, "Area"), (0, 1, "Share"), (1, 0, "Beds"), (1, 1, "9%")]


@pytest.mark.parametrize(
    ("rows", "look", "headers"),
    [
        ([("Area", ""), ("Beds", "")], "0000", []),
        ([("Area", "<w:b/>"), ("Beds", "")], "0000", ["Area", "Area share"]),
        ([("Area", ""), ("Beds", "")], "04A0", ["Area", "Area share"]),
    ],
)
def test_header_rows(tmp_path: Path, rows: list[tuple[str, str]], look: str, headers: list[str]) -> None:
    made = [row(cell(text, run=bold), cell(f"{text} share", run=bold)) for text, bold in rows]
    body = table(*made, properties=f'<w:tblLook w:val="{look}"/>')
    assert [c.text for c in only_table(read(write_docx(tmp_path / "a.docx", body))).cells if c.header] == headers


def test_names_and_values_have_labels_and_no_header_row(tmp_path: Path) -> None:
    rows = [("Report title", "Winter plan"), ("Author", "The director"), ("Date", "5 May 2031")]
    made = [row(cell(name, run="<w:b/>"), cell(words)) for name, words in rows]
    found = only_table(read(write_docx(tmp_path / "a.docx", table(*made, properties='<w:tblLook w:val="04A0"/>'))))
    assert [c.text for c in found.cells if c.header] == ["Report title", "Author", "Date"]


def test_names_of_columns_below_a_banner(tmp_path: Path) -> None:
    banner = row(cell("Waits", properties='<w:gridSpan w:val="2"/>', run="<w:b/>"), properties="<w:tblHeader/>")
    names = row(cell("Area", run="<w:b/>"), cell("Share", run="<w:b/>"))
    body = table(banner, names, row(cell("Beds"), cell("9%")))
    found = only_table(read(write_docx(tmp_path / "a.docx", body)))
    assert [c.text for c in found.cells if c.header] == ["Waits", "Area", "Share"]


def test_a_frame_is_no_table(tmp_path: Path) -> None:
    body = table(row(cell(inside=p("Beds", "h1") + p("Trusts open beds.") + p("They stay open.") + p("All year."))))
    document = read(write_docx(tmp_path / "a.docx", body, styles=style("h1", "heading 1")))
    assert [b.kind for b in document.blocks] == ["heading", "paragraph", "paragraph", "paragraph"]


def test_a_table_in_a_cell_stays_in_it(tmp_path: Path) -> None:
    inner = table(row(cell("Wards"), cell("4")))
    body = table(row(cell("Area"), cell("Share")), row(cell("Beds"), cell(inside=inner + p("in all"))))
    assert cells(only_table(read(write_docx(tmp_path / "a.docx", body))))[-1] == (1, 1, "Wards 4 in all")


def test_a_cell_that_holds_a_number_of_a_list(tmp_path: Path) -> None:
    rows = [row(cell(inside=numbered("", 1)), cell(text)) for text in ("Open beds", "Recruit nurses")]
    numbering = abstract(0, ("decimal", "%1.")) + num(1, 0)
    document = read(write_docx(tmp_path / "a.docx", table(*rows), numbering=numbering))
    assert [c.text for c in only_table(document).cells] == ["1.", "Open beds", "2.", "Recruit nurses"]


def test_charts_and_diagrams(tmp_path: Path) -> None:
    graphic = "<w:r><w:drawing><a:graphic><a:graphicData><{}/></a:graphicData></a:graphic></w:drawing></w:r>"
    body = p("Before.", inside=graphic.format('c:chart r:id="rId1"'))
    body += p("After.", inside=graphic.format('dgm:relIds r:dm="rId2"'))

    def points(*values: str) -> str:
        return "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))

    def words(text: str) -> str:
        return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"

    series = (
        f"<c:tx><c:strRef><c:strCache>{points('Share')}</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{points('2030', '2031')}</c:strCache></c:strRef></c:cat>"
        "<c:val><c:numRef><c:numCache><c:formatCode>0.0%</c:formatCode>"
        f"{points('0.715', '0.78')}</c:numCache></c:numRef></c:val>"
    )
    chart = (
        f"<c:chartSpace {SPACES}><c:chart><c:title><c:tx><c:rich>{words('Waits')}</c:rich></c:tx></c:title>"
        f"<c:plotArea><c:barChart><c:ser>{series}</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    nodes = "".join(
        f'<dgm:pt modelId="{i}"><dgm:t>{words(text)}</dgm:t></dgm:pt>'
        for i, text in enumerate(("Beds", "Wards", "Staff"), start=1)
    )
    order = ((0, 3, 1), (0, 1, 0), (1, 2, 0))
    links = "".join(f'<dgm:cxn srcId="{s}" destId="{d}" srcOrd="{o}"/>' for s, d, o in order)
    data = f'<dgm:dataModel {SPACES}><dgm:pt modelId="0" type="doc"/>{nodes}{links}</dgm:dataModel>'
    named = relations(("chart", "charts/chart1.xml"), ("diagramData", "diagrams/data1.xml"))
    parts = {
        "word/_rels/document.xml.rels": named,
        "word/charts/chart1.xml": chart,
        "word/diagrams/data1.xml": data,
    }
    path = write_docx(tmp_path / "a.docx", body, **parts)
    document = read(path)
    assert [(b.kind, document.quote(b)) for b in document.blocks] == [
        ("paragraph", "Before."),
        ("caption", "Waits"),
        ("table", " | Share\n2030 | 71.5%\n2031 | 78.0%"),
        ("paragraph", "After."),
        ("list_item", "Beds"),
        ("list_item", "Wards"),
        ("list_item", "Staff"),
    ]
    assert letters("71.5%") in letters(bare_text(path)[0])


# ---- packages


def test_a_strict_package(tmp_path: Path) -> None:
    common = write_docx(tmp_path / "a.docx", p("Beds", "h1") + p("Trusts open beds."), styles=style("h1", "heading 1"))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(common) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for kind in ("wordprocessingml", "officeDocument", "drawingml"):
                text = text.replace(
                    f"http://schemas.openxmlformats.org/{kind}/2006/", f"http://purl.oclc.org/ooxml/{kind}/"
                )
            new.writestr(name, text)
    assert read(strict).text == read(common).text


@pytest.mark.parametrize("kind", ["wordprocessingml.template.main+xml", "ms-word.document.macroEnabled.main+xml"])
def test_a_main_part_of_another_name_and_type(tmp_path: Path, kind: str) -> None:
    path = write_docx(tmp_path / "a.docm", p("Trusts open beds."), main="word/document2.xml")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("wordprocessingml.document.main+xml", kind)
    with zipfile.ZipFile(path, "w") as new:
        for name, text in parts.items():
            new.writestr(name, text)
    assert media_type(path) == DOCX
    assert paragraphs(read(path)) == ["Trusts open beds."]


def test_names_with_backslashes(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p("Trusts open beds."))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name.replace("/", "\\"), data)
    assert paragraphs(read(path)) == ["Trusts open beds."]


@pytest.mark.parametrize("broken", ["_rels/.rels", "word/_rels/document.xml.rels"])
def test_broken_relations_are_done_without(tmp_path: Path, broken: str) -> None:
    path = write_docx(
        tmp_path / "a.docx", p("Beds", "h1") + p("Text."), styles=style("h1", "heading 1"), **{broken: "<Rel"}
    )
    assert read(path).sections[0].heading == "Beds"


def test_styles_that_are_lost(tmp_path: Path) -> None:
    document = read(
        write_docx(
            tmp_path / "a.docx", p("Beds", "Heading1") + p("Trusts open beds.") + p("Staff", "Heading1") + p("More.")
        )
    )
    assert [document.quote(b) for b in document.blocks if b.kind == "heading"] == ["Beds", "Staff"]


def test_a_body_that_is_lost(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p("Text."))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    with pytest.raises(FileDamaged, match="has no body"):
        read(path)


def test_a_workbook_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "book.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet"))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnknownType):
        read(path)


def test_parts_that_unpack_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", b" " * 2**23)
    with pytest.raises(FileTooLarge):
        read(path, limits=ReadLimits(max_bytes=2**20))


def test_a_front_sheet_is_a_table_with_texts_in_it(tmp_path: Path) -> None:
    long = "The Board has looked at how many beds there are in each of its hospitals and what they cost in a year."
    text = (
        p(long) + p("The Board is asked to:") + numbered("note the plan", 1) + numbered(f"agree it. {long} {long}", 1)
    )
    bold = "<w:b/>"
    body = table(
        row(cell("Date", run=bold), cell("5 May 2031")),
        row(cell("Summary", run=bold), cell(inside=text)),
        row(cell("Author", run=bold), cell("The director")),
    )
    numbering = abstract(0, ("bullet", "•")) + num(1, 0)
    document = read(write_docx(tmp_path / "a.docx", body, numbering=numbering))
    assert [b.kind for b in document.blocks] == [
        "table", "paragraph", "paragraph", "paragraph", "list_item", "list_item", "table",
    ]  # fmt: skip
    assert [document.quote(b.lead_in) for b in document.blocks if b.lead_in] == ["The Board is asked to:"] * 2
    assert [c.text for b in document.blocks if b.table for c in b.table.cells if c.header] == ["Date", "Author"]
