"""Reading the pages of a PDF, one after the other: runs, tags, rules, tables."""

from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.bookmarks import Bookmarks, bookmarks_of
from pipeline.readers.pdf.ocr import Recogniser
from pipeline.readers.pdf.opening import in_windows, loaded_page
from pipeline.readers.pdf.runs import MOST_OBJECTS, PageRuns, RunReader
from pipeline.readers.pdf.signals import BOOKMARKS, LOOKS, TAGS, Untagged, structure, untagged
from pipeline.readers.pdf.tables.finder import table_finder
from pipeline.readers.pdf.tables.strays import with_untagged_tables
from pipeline.readers.pdf.tags import tagged_blocks
from pipeline.readers.pdf.tree import TagReader


def read_pages(path: Path, document: Any, recogniser: Recogniser, ignore: frozenset[str]) -> list[PdfPage]:
    """All pages of an opened `pypdfium2.PdfDocument`, with their blocks; `ignore` as in `read_pdf`."""
    tags, runs, tables = TagReader(), RunReader(), table_finder()
    tagged = TAGS not in ignore and bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
    pages: list[PdfPage] = []
    waiting: dict[int, Untagged] = {}
    cut: list[PdfPage] = []
    for part, index in in_windows(path, document):
        with loaded_page(part, index) as (page, text_page):
            if page is None:
                pages.append(PdfPage(index + 1, 0.0, 0.0, [], LOOKS))
                continue
            found = runs.read(page, text_page)
            blank = not found.runs and not pypdfium2.raw.FPDFPage_CountObjects(page)
            scanned = recogniser.read(part, index, found)
            blocks = _by_tags(tags, page, found) if tagged and not scanned else None
            if blocks:
                blocks = with_untagged_tables(blocks, partial(tables.find, page, text_page, found))
            tables_found = [] if blocks is not None or scanned else tables.find(page, text_page, found)
            found = scanned or found
        label = _label(document, index)
        signal = TAGS if blocks is not None else LOOKS
        has_text = bool(found.runs)
        made = PdfPage(index + 1, found.width, found.height, blocks or [], signal, label, has_text, blank=blank)
        pages.append(made)
        if found.cut:
            cut.append(made)
        if blocks is None:
            waiting[index] = untagged(found, tables_found)
    structure(pages, waiting, lambda: Bookmarks(()) if BOOKMARKS in ignore else bookmarks_of(document))
    recogniser.mark(pages)
    for made in cut:
        made.signal += f", of its first {MOST_OBJECTS:,} objects"
    return pages


def _by_tags(reader: TagReader, page: Any, found: PageRuns) -> list[PdfBlock] | None:
    handle, tops = reader.tree(page, {run.mark for run in found.runs})
    try:
        return tagged_blocks(tops, found.runs) if tops else None
    finally:
        reader.close(handle)


def _label(document: Any, index: int) -> str | None:
    """What is printed as a page's number; None where there is nothing, or nothing that is text."""
    try:
        return document.get_page_label(index) or None
    except UnicodeDecodeError:
        return None
