"""DOCX files of sources: Word's own styles, lists, tables with merged cells, footnotes; the same bytes each time."""

import datetime
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from lxml import html

from corpus.samples.source import Run, Source, caption, cells, items, runs

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
STAMP = datetime.datetime(2025, 1, 1)


def write_docx(source: Source, target: Path) -> None:
    """Write a source as DOCX. Bytes depend on the source and the version of python-docx alone."""
    document = Document()
    _set_properties(document, source)
    notes: list[str] = []
    for block in source.blocks:
        _add_block(document, block, notes)
    if notes:
        _add_footnotes(document, notes)
    _running_head(document, source.running_head)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(_without_times(buffer.getvalue()))


def _set_properties(document: WordDocument, source: Source) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.subject = source.title, source.author, source.subject
    properties.last_modified_by = source.author
    properties.created = properties.modified = STAMP
    properties.comments = ""


def _add_block(document: WordDocument, block: html.HtmlElement, notes: list[str]) -> None:
    if block.tag == "h1":
        document.add_paragraph(block.text_content(), style="Title")
    elif block.tag in ("h2", "h3", "h4"):
        document.add_heading(block.text_content(), level=int(block.tag[1]) - 1)
    elif block.tag in ("ul", "ol"):
        for depth, numbered, text in items(block):
            style = ("List Number" if numbered else "List Bullet") + (f" {depth}" if depth > 1 else "")
            _fill(document.add_paragraph(style=style), text, notes)
    elif block.tag == "table":
        _add_table(document, block, notes)
    else:
        _fill(document.add_paragraph(), tuple(runs(block)), notes)


def _fill(paragraph: Paragraph, text: tuple[Run, ...], notes: list[str]) -> None:
    for run in _trimmed(text):
        if run.style == "footnote":
            notes.append(run.text)
            _refer(paragraph.add_run(), len(notes))
        elif run.style == "break":
            paragraph.add_run().add_break()
        else:
            paragraph.add_run(run.text).bold = True if run.style == "bold" else None


def _trimmed(text: tuple[Run, ...]) -> list[Run]:
    """Runs without the white space that HTML ignores: at both ends and after a line break."""
    found: list[Run] = []
    for run in text:
        starts_line = not found or found[-1].style == "break"
        found.append(run._replace(text=run.text.lstrip()) if starts_line else run)
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return found


def _add_table(document: WordDocument, block: html.HtmlElement, notes: list[str]) -> None:
    title = caption(block)
    if title:
        document.add_paragraph(title, style="Caption")
    grid = cells(block)
    rows, columns = max(c.row for c in grid) + 1, max(c.column for c in grid) + 1
    table = document.add_table(rows, columns, style="Table Grid")
    for cell in grid:
        place = table.cell(cell.row, cell.column)
        if cell.row_span > 1:
            place = place.merge(table.cell(cell.row + cell.row_span - 1, cell.column))
        bold = tuple(r._replace(style="bold") if cell.header and r.style == "plain" else r for r in cell.runs)
        _fill(place.paragraphs[0], bold, notes)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _refer(run: WordRun, number: int) -> None:
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _add_footnotes(document: WordDocument, notes: list[str]) -> None:
    """A footnotes part, as Word writes it: two separators, then the notes."""
    separators = "".join(
        f'<w:footnote w:type="{name}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for name, number, tag in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p>{mark}<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{separators}{body}</w:footnotes>'
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _running_head(document: WordDocument, text: str) -> None:
    document.sections[0].header.paragraphs[0].text = text


def _without_times(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
