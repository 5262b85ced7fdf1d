"""DOCX and PPTX from the sources, converted by LibreOffice."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.pdfs.making.sources import BOLD, HEADINGS, Part, parts, run


def word(target: Path, names: list[str], *, head: str, bold_only: bool = False, plain_style: bool = False) -> None:
    """A DOCX; `bold_only` sets headings as bold text, `plain_style` gives heading styles no colour."""
    import docx
    from docx.shared import Pt, RGBColor

    document = docx.Document()
    document.core_properties.title = ""
    document.styles["Normal"].font.name = "Carlito"
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    for name in ("Heading 1", "Heading 2") if plain_style else ():
        font = document.styles[name].font
        font.size, font.color.rgb, font.name = Pt(12 if name == "Heading 1" else 11), RGBColor(0, 0, 0), "Carlito"
    section.header.paragraphs[0].text = head
    _word_fields(section.footer.paragraphs[0])
    found = [part for name in names for part in parts(name)]
    for i, (kind, words) in enumerate(found):
        if kind == "command" and words.startswith("toc"):
            document.add_paragraph().add_run(words[4:]).bold = True
            _word_contents(document, [part for part in found if part[0] in ("h2", "h3")])
        elif kind == "command" and i + 1 < len(found):
            document.add_page_break()
        else:
            _word_part(document, kind, words, bold_only)
    document.save(str(target))


def _word_contents(document: Any, heads: list[Part]) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    for n, (_, words) in enumerate(heads):
        line = document.add_paragraph(f"{words}\t{3 + n // 4}")
        line.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _word_part(document: Any, kind: str, words: Any, bold_only: bool) -> None:
    from docx.shared import Pt

    if kind == "table":
        table = document.add_table(rows=0, cols=len(words[0]), style="Table Grid")
        for row in words:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    elif kind in HEADINGS.values() and bold_only:
        run = document.add_paragraph().add_run(words)
        run.bold, run.font.size = True, Pt(16 if kind == "h1" else 11)
    elif kind in HEADINGS.values():
        document.add_heading(words, level=list(HEADINGS.values()).index(kind))
    elif kind in ("bullet", "item"):
        document.add_paragraph(words, style="List Bullet" if kind == "bullet" else "List Number")
    elif kind == "caption":
        document.add_paragraph(words, style="Caption")
    else:
        paragraph = document.add_paragraph()
        for n, text in enumerate(BOLD.split(words)):
            paragraph.add_run(text).bold = bool(n % 2)


def _word_fields(paragraph: Any) -> None:
    """Page x of y."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for before, name in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        field.append(OxmlElement("w:r"))
        text = OxmlElement("w:t")
        text.text = "1"
        field[0].append(text)
        paragraph._p.append(field)


def slides(target: Path, names: list[str]) -> None:
    import pptx
    from pptx.util import Cm, Pt

    show = pptx.Presentation()
    found: list[list[Part]] = [[]]
    for part in (part for name in names for part in parts(name)):
        if part[0] == "command":
            found.append([])
        else:
            found[-1].append(part)
    for n, page in enumerate(found):
        slide = show.slides.add_slide(show.slide_layouts[1 if n else 0])
        slide.shapes.title.text = page[0][1]
        body = slide.placeholders[1]
        frame = body.text_frame
        lines = [words for kind, words in page[1:] if kind != "table"]
        frame.text = "\n".join(lines)
        for rows in (words for kind, words in page[1:] if kind == "table"):
            body._element.getparent().remove(body._element)
            grid = slide.shapes.add_table(len(rows), len(rows[0]), Cm(2), Cm(5), Cm(20), Cm(6)).table
            for r, row in enumerate(rows):
                for c, text in enumerate(row):
                    grid.cell(r, c).text = text
        note = slide.shapes.add_textbox(Cm(20), Cm(17.6), Cm(4), Cm(1)).text_frame
        note.text = f"{n + 1}"
        note.paragraphs[0].runs[0].font.size = Pt(10)
    show.save(str(target))


def libreoffice(
    target: Path,
    names: list[str],
    *,
    tagged: bool,
    write: Callable[..., None] = word,
    bookmarks: bool = False,
    **given: Any,
) -> None:
    with tempfile.TemporaryDirectory() as room:
        source = Path(room) / f"{target.stem}.{'pptx' if write is slides else 'docx'}"
        write(source, names, **given)
        options = (
            f'{{"UseTaggedPDF":{{"type":"boolean","value":"{str(tagged).lower()}"}},'
            f'"ExportBookmarks":{{"type":"boolean","value":"{str(bookmarks).lower()}"}}}}'
        )
        kind = "impress" if write is slides else "writer"
        convert = ["soffice", f"-env:UserInstallation=file://{room}/user", "--headless", "--convert-to"]
        run([*convert, f"pdf:{kind}_pdf_Export:{options}", "--outdir", room, str(source)])
        shutil.move(Path(room) / f"{target.stem}.pdf", target)
