"""Opening PDFs with pypdfium2, and the bare text of their pages."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge


@contextmanager
def opened(path: Path, *, max_pages: int | None = None) -> Iterator[Any]:
    """A `pypdfium2.PdfDocument`, closed at the end.

    Raises:
        FileEncrypted, FileDamaged, FileEmpty, FileTooLarge: it cannot be opened, or has no or too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise FileEncrypted(path) from error
        raise FileDamaged(path, f"is a damaged PDF ({error})") from error
    try:
        pages = len(document)
        if not pages:
            raise FileEmpty(path, "has no pages", "Download it again.")
        if max_pages is not None and pages > max_pages:
            raise FileTooLarge(
                path, f"has {pages:,} pages, the limit is {max_pages:,}", "Split it, or raise max_pages."
            )
        yield document
    finally:
        document.close()


@contextmanager
def loaded_page(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """A page and its text page, as raw handles; (None, None) where the page cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    try:
        yield (page, text_page) if text_page else (None, None)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)


def page_text(text_page: Any) -> str:
    """All characters of a page in the order of its content."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    return bytes(buffer)[:-2].decode("utf-16-le", errors="replace").replace("\x00", "")


def page_texts(path: Path) -> list[str]:
    """The bare text of each page.

    Raises:
        InputError: as `opened`.
    """
    with opened(path) as document:
        texts = []
        for index in range(len(document)):
            with loaded_page(document, index) as (_, text_page):
                texts.append(page_text(text_page) if text_page else "")
        return texts
