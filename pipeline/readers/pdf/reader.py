"""PDF: pypdfium2 reads every page once; structure comes from the first signal that is there, page by page.

Signals in order: the tag tree, bookmarks, numbering, effective size and weight. pdfplumber is asked only for tables on
pages without tags that draw enough rules, and stands in where pypdfium2 cannot open the file.
"""

from pathlib import Path
from typing import Any

from corpus.errors import FileDamaged
from pipeline.builder import Builder
from pipeline.readers.pdf.feed import feed
from pipeline.readers.pdf.opening import opened
from pipeline.readers.pdf.pages import read_pages
from pipeline.readers.pdf.plumber import pages_by_plumber
from pipeline.readers.pdf.titles import settle_levels
from pipeline.readers.reading import Properties, Reading


def read_pdf(path: Path, *, max_pages: int) -> Reading:
    """The structure of a PDF.

    Args:
        path: the file.
        max_pages: a file with more is refused.

    Raises:
        InputError: it cannot be opened by pypdfium2 nor by pdfplumber, wants a password, or has too many pages.
    """
    try:
        with opened(path, max_pages=max_pages) as document:
            pages = read_pages(path, document)
            properties = _properties(document)
    except FileDamaged as error:
        pages = pages_by_plumber(path, error, max_pages)
        properties = Properties()
    builder = Builder()
    settle_levels(pages, properties.title)
    feed(builder, pages)
    signals = tuple(dict.fromkeys(p.signal for p in pages if p.blocks))
    empty = tuple(p.number for p in pages if not p.has_text)
    return Reading(builder, "pdf", signals, properties, empty)


def _properties(document: Any) -> Properties:
    try:
        return Properties(title=document.get_metadata_dict().get("Title") or None)
    except UnicodeDecodeError:  # half a surrogate pair: no text
        return Properties()
