"""Reading the pages of a PDF, one after the other: runs, tags, rules, tables."""

from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from pipeline.readers.pdf.blocks import BOOKMARKS, LOOKS, TAGS, PdfBlock, PdfPage
from pipeline.readers.pdf.bookmarks import Bookmarks, bookmarks_of
from pipeline.readers.pdf.ocr import Recogniser
from pipeline.readers.pdf.opening import in_windows, loaded_page
from pipeline.readers.pdf.runs import PageRuns, RunReader
from pipeline.readers.pdf.signals import Untagged, structure, untagged
from pipeline.readers.pdf.tables.finder import table_finder
from pipeline.readers.pdf.tables.strays import with_untagged_tables
from pipeline.readers.pdf.tags import tagged_blocks
from pipeline.readers.pdf.tree import TagReader


def read_pages(path: Path, document: Any, recogniser: Recogniser, ignore: frozenset[str]) -> list[PdfPage]:
    """All pages of an opened `pypdfium2.PdfDocument`, with their blocks; `ignore` as in `read_pdf`."""
    tagged = TAGS not in ignore and bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
    reader = _PageReader(recogniser, tagged=tagged)
    pages: list[PdfPage] = []
    waiting: dict[int, Untagged] = {}
    for part, index in in_windows(path, document):
        page, rest = reader.read(part, index)
        page.label = _label(document, index)
        pages.append(page)
        if rest is not None:
            waiting[index] = rest
    structure(pages, waiting, lambda: Bookmarks(()) if BOOKMARKS in ignore else bookmarks_of(document))
    recogniser.mark(pages)
    return pages


class _PageReader:
    """Reads the pages of one file by the first that is there: text recognition for a scan, tags, words and rules.

    Args:
        recogniser: reads the pages that hold a picture and no text.
        tagged: whether tags are asked.
    """

    def __init__(self, recogniser: Recogniser, *, tagged: bool) -> None:
        self._recogniser, self._tagged = recogniser, tagged
        self._tags, self._runs, self._tables = TagReader(), RunReader(), table_finder()

    def read(self, document: Any, index: int) -> tuple[PdfPage, Untagged | None]:
        """A page, and what waits for the look of the whole document where tags do not give its blocks."""
        with loaded_page(document, index) as (page, text_page):
            if page is None:
                return PdfPage(index + 1, 0.0, 0.0, [], LOOKS), None
            found = self._runs.read(page, text_page)
            if scanned := self._recogniser.read(document, index, found):
                return _page(index, scanned), untagged(scanned, [])
            blocks = self._tagged_blocks(page, text_page, found)
            if blocks is not None:
                return _page(index, found, blocks), None
            made = _page(index, found)
            made.blank = not found.runs and not pypdfium2.raw.FPDFPage_CountObjects(page)
            return made, untagged(found, self._tables.find(page, text_page, found))

    def _tagged_blocks(self, page: Any, text_page: Any, found: PageRuns) -> list[PdfBlock] | None:
        """The blocks that tags name, and the tables that they do not; None where the tags are not to be used."""
        if not self._tagged:
            return None
        handle, tops = self._tags.tree(page, {run.mark for run in found.runs})
        try:
            blocks = tagged_blocks(tops, found.runs) if tops else None
        finally:
            self._tags.close(handle)
        return with_untagged_tables(blocks, partial(self._tables.find, page, text_page, found)) if blocks else blocks


def _page(index: int, found: PageRuns, blocks: list[PdfBlock] | None = None) -> PdfPage:
    signal = LOOKS if blocks is None else TAGS
    return PdfPage(index + 1, found.width, found.height, blocks or [], signal, has_text=bool(found.runs), cut=found.cut)


def _label(document: Any, index: int) -> str | None:
    """What is printed as a page's number; None where there is nothing, or nothing that is text."""
    try:
        return document.get_page_label(index) or None
    except UnicodeDecodeError:
        return None
