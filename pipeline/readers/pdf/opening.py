"""Opening PDFs with pypdfium2, and the bare text of their pages."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge, InputError, UnknownType
from pipeline.readers.pdf.swapped import unswapped

WINDOW_PAGES = 256
WINDOW_BYTES = 2**26  # of the file: a window of pages with large pictures is shorter


@contextmanager
def opened(path: Path, *, max_pages: int | None = None) -> Iterator[Any]:
    """A `pypdfium2.PdfDocument`, closed at the end.

    Raises:
        FileEncrypted, FileDamaged, FileEmpty, FileTooLarge, UnknownType: it cannot be opened, has no or too many pages,
            or is a form whose content stands outside of its page.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, error) from error
    try:
        pages = len(document)
        if not pages:
            raise _without_pages(path)
        if max_pages is not None and pages > max_pages:
            raise too_many_pages(path, pages, max_pages)
        if pages == 1 and pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL:
            raise UnknownType(path, "is an XFA form, which few programs show", "Print it to PDF and give that.")
        yield document
    finally:
        document.close()


def _refusal(path: Path, error: pypdfium2.PdfiumError) -> InputError:
    """Why a file cannot be opened; of one without pages, pypdfium2 says what was wrong with some file before it."""
    handle = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    if handle:
        pdfium.FPDF_CloseDocument(handle)
        return _without_pages(path)
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return FileEncrypted(path)
    return FileDamaged(path, f"is a damaged PDF ({str(error).rstrip('.')})")


def _without_pages(path: Path) -> FileEmpty:
    return FileEmpty(path, "has no pages", "Download it again.")


def too_many_pages(path: Path, pages: int, most: int) -> FileTooLarge:
    """The error of a file with more pages than it may have."""
    return FileTooLarge(path, f"has {pages:,} pages, the limit is {most:,}", "Split it, or raise max_pages.")


def in_windows(path: Path, document: Any) -> Iterator[tuple[Any, int]]:
    """The index of each page with the document to read it from.

    pdfium keeps all that it has parsed until a document is closed, pictures and tags included; so the file is opened
    anew every so many pages.

    Args:
        path: the file.
        document: the same, opened; the first pages are read from it.
    """
    pages = len(document)
    window = max(1, min(WINDOW_PAGES, WINDOW_BYTES * pages // max(1, path.stat().st_size)))
    for index in range(min(window, pages)):
        yield document, index
    for start in range(window, pages, window):
        with opened(path) as part:
            for index in range(start, min(start + window, pages)):
                yield part, index


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
    return unswapped(bytes(buffer)[:-2].decode("utf-16-le", errors="replace").replace("\x00", ""))


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
