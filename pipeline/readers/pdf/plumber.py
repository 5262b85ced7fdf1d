"""pdfplumber stands in where pypdfium2 cannot open a file."""

from pathlib import Path

from corpus.errors import FileDamaged
from pipeline.readers.pdf.blocks import PdfPage
from pipeline.readers.pdf.layout import Bookmarks, Style, layout_blocks
from pipeline.readers.pdf.lines import PdfLine

FALLBACK = "pdfplumber lines"


def pages_by_plumber(path: Path, error: FileDamaged, max_pages: int) -> list[PdfPage]:
    """The lines that pdfplumber reads where pypdfium2 cannot open the file."""
    import pdfplumber

    pages: list[PdfPage] = []
    try:
        with pdfplumber.open(path) as document:
            for number, page in enumerate(document.pages[:max_pages], start=1):
                lines = [
                    PdfLine(n["text"], n["x0"], n["top"], n["x1"], n["bottom"], 10.0, False)
                    for n in page.extract_text_lines()
                ]
                style = Style(lines)
                blocks = layout_blocks(lines, style=style, bookmarks=Bookmarks(()), page=number - 1)
                pages.append(
                    PdfPage(number, float(page.width), float(page.height), blocks, FALLBACK, has_text=bool(lines))
                )
                page.close()
    except Exception as second:  # pdfminer raises whatever a broken object makes Python raise
        raise error from second
    if not pages:
        raise error
    return pages
