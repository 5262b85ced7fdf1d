"""PDF without tags of sources, by reportlab: running heads, page numbers, ruled tables, one column or two."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import html
from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle  # type: ignore[import-untyped]

from corpus.samples.source import Run, Source, caption, cells, items, runs

MARGIN, GUTTER, FOOT = 20 * mm, 8 * mm, 15 * mm
BLUE, GREY, PALE = HexColor("#005eb8"), HexColor("#768692"), HexColor("#e8edee")

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13.5, spaceAfter=6)
NOTE = ParagraphStyle("note", BODY, fontSize=8, leading=10.5, spaceAfter=3)
CELL = ParagraphStyle("cell", BODY, fontSize=8.5, leading=10.5, spaceAfter=0)
CAPTION = ParagraphStyle("caption", BODY, fontName="Helvetica-Bold", fontSize=9, spaceBefore=4, keepWithNext=1)
HEADINGS = {
    "h1": ParagraphStyle("h1", BODY, fontName="Helvetica-Bold", fontSize=19, leading=23, textColor=BLUE, spaceAfter=8),
    "h2": ParagraphStyle(
        "h2", BODY, fontName="Helvetica-Bold", fontSize=13, leading=16, textColor=BLUE, spaceBefore=8, keepWithNext=1
    ),
    "h3": ParagraphStyle("h3", BODY, fontName="Helvetica-Bold", fontSize=11, spaceBefore=4, keepWithNext=1),
}
GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, GREY),
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


def write_untagged_pdf(source: Source, target: Path, *, columns: int = 1) -> None:
    """Write a source as PDF without tags. Bytes depend on the source and the version of reportlab alone."""
    width = (A4[0] - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + n * (width + GUTTER), MARGIN + FOOT, width, A4[1] - 2 * MARGIN - FOOT, 0, 0, 0, 0)
        for n in range(columns)
    ]

    def head_and_foot(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, A4[1] - MARGIN + 4 * mm, source.running_head)
        canvas.drawRightString(A4[0] - MARGIN, MARGIN, f"Page {canvas.getPageNumber()}")

    document = BaseDocTemplate(
        str(target),
        pagesize=A4,
        title=source.title,
        author=source.author,
        subject=source.subject,
        invariant=1,
        pageCompression=0,  # compressed bytes differ between builds of zlib
    )
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head_and_foot))
    document.build(list(_story(source, width)))


def _story(source: Source, width: float) -> Iterator[Flowable]:
    notes: list[str] = []
    for block in source.blocks:
        yield from _flowables(block, width, notes)
    if notes:
        yield Paragraph("Notes", HEADINGS["h3"])
    for number, note in enumerate(notes, start=1):
        yield Paragraph(f"{number} {escape(note)}", NOTE)


def _flowables(block: html.HtmlElement, width: float, notes: list[str]) -> Iterator[Flowable]:
    if block.tag in HEADINGS:
        yield Paragraph(escape(block.text_content()), HEADINGS[block.tag])
    elif block.tag in ("ul", "ol"):
        yield from _list(block, notes)
    elif block.tag == "table":
        yield from _table(block, width, notes)
    else:
        yield Paragraph(_markup(runs(block), notes), BODY)


def _list(block: html.HtmlElement, notes: list[str]) -> Iterator[Flowable]:
    counts: dict[int, int] = {}
    for depth, numbered, text in items(block):
        counts = {d: n for d, n in counts.items() if d <= depth}
        counts[depth] = counts.get(depth, 0) + 1
        mark = f"{counts[depth]}." if numbered else ("•" if depth == 1 else "–")
        style = ParagraphStyle("item", BODY, leftIndent=14 * depth, bulletIndent=14 * depth - 11, spaceAfter=3)
        yield Paragraph(_markup(text, notes), style, bulletText=mark)
    yield Spacer(0, 4)


def _table(block: html.HtmlElement, width: float, notes: list[str]) -> Iterator[Flowable]:
    title = caption(block)
    if title:
        yield Paragraph(escape(title), CAPTION)
    grid = cells(block)
    rows, columns = max(c.row for c in grid) + 1, max(c.column for c in grid) + 1
    content: list[list[object]] = [[""] * columns for _ in range(rows)]
    for cell in grid:
        text = _markup(cell.runs, notes)
        content[cell.row][cell.column] = Paragraph(f"<b>{text}</b>" if cell.header else text, CELL)
    share = [float(s) for s in block.get("data-widths", " ".join(["1"] * columns)).split()]
    table = Table(content, colWidths=[width * s / sum(share) for s in share], repeatRows=1)
    table.setStyle(GRID)
    yield table
    yield Spacer(0, 8)


def _markup(text: Iterator[Run] | tuple[Run, ...], notes: list[str]) -> str:
    """Reportlab's markup of inline text; footnotes leave a raised number and go to `notes`."""
    pieces = []
    for run in text:
        if run.style == "footnote":
            notes.append(run.text)
            pieces.append(f"<super>{len(notes)}</super>")
        elif run.style == "break":
            pieces.append("<br/>")
        else:
            pieces.append(f"<b>{escape(run.text)}</b>" if run.style == "bold" else escape(run.text))
    return "".join(pieces).strip()
