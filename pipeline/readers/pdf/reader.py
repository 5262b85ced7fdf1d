"""PDF: pypdfium2 reads every page once; structure comes from the first signal that is there, page by page.

Signals in order: the tag tree, bookmarks, numbering, effective size and weight. Tables that tags do not name are found
by the page's words and rules (docs/decisions/0008); pdfplumber stands in where pypdfium2 cannot open the file.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.document import RecognisedPage
from corpus.errors import FileDamaged, FileEmpty
from pipeline.builder import Builder
from pipeline.readers.pdf.blocks import PdfPage
from pipeline.readers.pdf.feed import feed
from pipeline.readers.pdf.ocr import Recogniser
from pipeline.readers.pdf.opening import opened, page_texts
from pipeline.readers.pdf.pages import read_pages
from pipeline.readers.pdf.plumber import pages_by_plumber, texts_by_plumber
from pipeline.readers.pdf.runs import MOST_OBJECTS
from pipeline.readers.pdf.titles import settle_levels
from pipeline.readers.reading import Properties, Reading

NO_TEXT, BLANK = "no text", "blank"


def read_pdf(path: Path, *, max_pages: int, recogniser: Recogniser, ignore: frozenset[str] = frozenset()) -> Reading:
    """The structure of a PDF.

    Args:
        path: the file.
        max_pages: a file with more is refused.
        recogniser: reads the pages that hold a picture and no text.
        ignore: signals of the file that are not asked ("tags", "bookmarks"), to measure the others.

    Raises:
        InputError: neither pypdfium2 nor pdfplumber finds text in it, it wants a password, or has too many pages.
    """
    try:
        with opened(path, max_pages=max_pages) as document:
            pages = read_pages(path, document, recogniser, ignore)
            properties = _properties(document)
        if not any(page.has_text for page in pages):
            raise FileEmpty(path)
    except (FileDamaged, FileEmpty) as error:
        pages = pages_by_plumber(path, error, max_pages)
        properties = Properties()
    builder = Builder()
    settle_levels(pages, properties.title)
    signals = tuple(dict.fromkeys(_signal(p) for p in pages if p.blocks))
    feed(builder, pages)
    empty = tuple(p.number for p in pages if not p.has_text and not p.blank)
    each = tuple(_signal(p) if p.has_text else BLANK if p.blank else NO_TEXT for p in pages)
    return Reading(builder, "pdf", signals, properties, empty, _recognised(pages), each)


def bare_pages(path: Path) -> list[str]:
    """The bare text of each page, by pypdfium2 or where it finds none by pdfplumber; that of scans is empty.

    Raises:
        InputError: as `read_pdf`.
    """
    try:
        texts = page_texts(path)
        if not any(texts):
            raise FileEmpty(path)
    except (FileDamaged, FileEmpty) as error:
        return texts_by_plumber(path, error)
    return texts


def _signal(page: PdfPage) -> str:
    """What the integrity report says of a page with text."""
    return f"{page.signal}, of its first {MOST_OBJECTS:,} objects" if page.cut else page.signal


def _recognised(pages: Sequence[PdfPage]) -> tuple[RecognisedPage, ...]:
    return tuple(RecognisedPage(page=p.number, confidence=p.confidence) for p in pages if p.confidence is not None)


def _properties(document: Any) -> Properties:
    try:
        return Properties(title=document.get_metadata_dict().get("Title") or None)
    except UnicodeDecodeError:  # half a surrogate pair: no text
        return Properties()
