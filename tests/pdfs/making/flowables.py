"""PDFs by ReportLab, from the sources: no tags."""

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.pdfs.making.sources import BOLD, Part, parts


def reportlab(
    target: Path,
    names: list[str],
    *,
    head: str,
    bookmarks: bool = False,
    columns: int = 1,
    landscape: bool = False,
    flat: bool = False,
) -> None:
    """No tags; `flat` sets headings in bold of the body's size."""
    from reportlab.lib import pagesizes
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    size = pagesizes.landscape(pagesizes.A4) if landscape else pagesizes.A4
    width, height = size
    gap, edge = 18, 56
    column = (width - 2 * edge - gap * (columns - 1)) / columns
    frames = [Frame(edge + n * (column + gap), edge, column, height - 2 * edge, 0, 0, 0, 0) for n in range(columns)]

    class Paper(BaseDocTemplate):  # type: ignore[misc]
        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 (ReportLab's name)
            level = getattr(flowable, "level", None)
            if level is None:
                return
            if bookmarks:
                self.canv.bookmarkPage(str(id(flowable)))
                self.canv.addOutlineEntry(flowable.getPlainText(), str(id(flowable)), level)
            if level in (1, 2):
                self.notify("TOCEntry", (level - 1, flowable.getPlainText(), self.page))

    def furniture(canvas: Any, paper: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(edge, height - 36, head)
        canvas.drawRightString(width - edge, 30, f"{paper.page}")

    paper = Paper(str(target), pagesize=size, invariant=1)
    paper.addPageTemplates([PageTemplate("paper", frames, onPage=furniture)])
    paper.multiBuild(list(_flowables([p for name in names for p in parts(name)], flat, column)))


def _flowables(found: list[Part], flat: bool, width: float) -> Iterator[Any]:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, Table
    from reportlab.platypus.tableofcontents import TableOfContents

    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=7)
    sizes = {"h1": 20, "h2": 10 if flat else 15, "h3": 10 if flat else 12, "h4": 10}
    bold = {
        kind: ParagraphStyle(
            kind,
            plain,
            fontName="Helvetica-Bold" if kind != "h4" else "Helvetica-BoldOblique",
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=8,
            keepWithNext=1,
        )
        for kind, size in sizes.items()
    }
    item = ParagraphStyle("item", plain, leftIndent=16, bulletIndent=4)
    count = 0
    for kind, words in found:
        count = count + 1 if kind == "item" else 0
        if kind == "table":
            grid = Table(
                [[Paragraph(cell, plain) for cell in row] for row in words],
                colWidths=[width / len(words[0])] * len(words[0]),
            )
            grid.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])
            yield grid
        elif kind == "command" and words == "page":
            yield PageBreak()
        elif kind == "command":
            yield Paragraph(f"<b>{words[4:]}</b>", plain)
            yield TableOfContents(dotsMinLevel=0)
        elif kind in bold:
            heading = Paragraph(html.escape(words), bold[kind])
            heading.level = int(kind[1]) - 1
            yield heading
        elif kind in ("bullet", "item"):
            yield Paragraph(html.escape(words), item, bulletText=f"{count}." if count else "•")
        else:
            yield Paragraph(BOLD.sub(r"<b>\1</b>", html.escape(words)), plain)
