"""Reading the pages of a PDF, one after the other: runs, tags, rules, tables."""

from pathlib import Path
from typing import Any

import pypdfium2

from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.layout import Bookmarks
from pipeline.readers.pdf.opening import loaded_page
from pipeline.readers.pdf.runs import PageRuns, RunReader
from pipeline.readers.pdf.signals import LOOKS, TAGS, Untagged, bookmarks_of, structure, untagged
from pipeline.readers.pdf.tables import RuledTables
from pipeline.readers.pdf.tags import tagged_blocks
from pipeline.readers.pdf.tree import TagReader


def read_pages(path: Path, document: Any) -> list[PdfPage]:
    """All pages of an opened `pypdfium2.PdfDocument`, with their blocks."""
    tags, runs = TagReader(), RunReader()
    tagged = bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
    pages: list[PdfPage] = []
    waiting: dict[int, Untagged] = {}
    with RuledTables(path) as ruled:
        for index in range(len(document)):
            with loaded_page(document, index) as (page, text_page):
                if page is None:
                    pages.append(PdfPage(index + 1, 0.0, 0.0, [], LOOKS))
                    continue
                found = runs.read(page, text_page)
                blocks = _by_tags(tags, page, found) if tagged else None
            label = _label(document, index)
            signal = TAGS if blocks is not None else LOOKS
            has_text = bool(found.runs)
            pages.append(PdfPage(index + 1, found.width, found.height, blocks or [], signal, label, has_text))
            if blocks is None:
                waiting[index] = untagged(found, ruled.find(index, found.runs) if found.may_hold_ruled_table else [])
    structure(pages, waiting, bookmarks_of(document) if waiting else Bookmarks(()))
    return pages


def _by_tags(reader: TagReader, page: Any, found: PageRuns) -> list[PdfBlock] | None:
    handle, tops = reader.tree(page)
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
