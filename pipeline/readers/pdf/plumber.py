"""pdfplumber stands in where pypdfium2 cannot open a file, or finds no text in it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpus.errors import FileTooLarge, InputError
from pipeline.readers.pdf.blocks import LOOKS, PdfPage
from pipeline.readers.pdf.bookmarks import Bookmarks
from pipeline.readers.pdf.opening import too_many_pages
from pipeline.readers.pdf.runs import PageRuns, Run, family_of, has_bold_name
from pipeline.readers.pdf.signals import structure, untagged
from pipeline.readers.pdf.tables.finder import FoundTable, tables_of
from pipeline.readers.pdf.tables.rules import MOST_RULES, Rule
from pipeline.readers.pdf.tables.words import Word

Found = TypeVar("Found")
PLUMBER = "pdfplumber"  # the signal of its pages, before the one that gave their structure


class _ReadPage(NamedTuple):
    """What pdfplumber finds on a page; `blank` where nothing at all is drawn on it."""

    runs: PageRuns
    tables: list[FoundTable]
    blank: bool


def pages_by_plumber(path: Path, error: InputError, max_pages: int) -> list[PdfPage]:
    """The pages as pdfplumber reads them, structured by their looks.

    Args:
        path: the file.
        error: what pypdfium2 says of it.
        max_pages: a file with more is refused.

    Raises:
        InputError: that of pypdfium2, where pdfplumber finds no text either; or the file has too many pages.
    """
    found = _each_page(path, error, _read, max_pages)
    if not any(read.runs.runs for read in found):
        raise error
    pages = [
        PdfPage(number, read.runs.width, read.runs.height, [], LOOKS, has_text=bool(read.runs.runs), blank=read.blank)
        for number, read in enumerate(found, start=1)
    ]
    waiting = {index: untagged(read.runs, read.tables) for index, read in enumerate(found)}
    structure(pages, waiting, lambda: Bookmarks(()))
    for done in pages:
        done.signal = f"{PLUMBER}, then {done.signal}"
    return pages


def texts_by_plumber(path: Path, error: InputError) -> list[str]:
    """The bare text of each page, in the order of its content.

    Raises:
        InputError: that of pypdfium2, where pdfplumber finds no text either.
    """
    texts = _each_page(path, error, lambda page: "".join(char["text"] for char in page.chars))
    if not any(texts):
        raise error
    return texts


def _each_page(path: Path, error: InputError, of_page: Callable[[Any], Found], most: int | None = None) -> list[Found]:
    import pdfplumber

    for library in ("pdfminer", "pdfplumber"):  # asked where much is broken: each piece would be a warning
        logging.getLogger(library).setLevel(logging.ERROR)
    found: list[Found] = []
    try:
        with pdfplumber.open(path) as document:
            if most is not None and len(document.pages) > most:
                raise too_many_pages(path, len(document.pages), most)
            for page in document.pages:
                found.append(of_page(page))
                page.close()  # what pdfplumber keeps of a page
    except (FileTooLarge, MemoryError):
        raise
    except Exception as second:  # pdfminer raises whatever a broken object makes Python raise
        raise error from second
    return found


def _read(page: Any) -> _ReadPage:
    words = page.extract_words(use_text_flow=True, extra_attrs=["fontname", "size"])
    runs = [_run(word) for word in words]
    rules = [Rule(*(float(edge[side]) for side in ("x0", "top", "x1", "bottom"))) for edge in page.edges[:MOST_RULES]]
    tables = tables_of([Word(*run[:7], run=i) for i, run in enumerate(runs)], rules, runs)
    found = PageRuns(runs, float(page.width), float(page.height), horizontal=0, vertical=0)
    return _ReadPage(found, tables, blank=not any(page.objects.values()))


def _run(word: dict[str, Any]) -> Run:
    bold = has_bold_name(family_of(str(word["fontname"])))
    place = float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"])
    return Run(word["text"], *place, round(float(word["size"]), 1), bold, mark=-1)
