"""A PDF's own word on its headings, read without the project's reader, and copies of PDFs that do not give it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from tests.heading_scores import Heading, fold

_LEVELS = {"Title": 0, "H": 1, **{f"H{n}": n for n in range(1, 7)}}


def without_signals(path: Path, to: Path) -> Path:
    """A copy without structure tree and bookmarks: pages that are imported into a new file leave both behind.

    The properties of the file (its title) are left behind too.
    """
    with pypdfium2.PdfDocument(path) as document, pypdfium2.PdfDocument.new() as copy:
        copy.import_pages(document)
        copy.save(to)
    return to


def headings_by_bookmarks(path: Path) -> list[Heading]:
    """The outline of a file; its top level counts as 1."""
    with pypdfium2.PdfDocument(path) as document:
        found = [(mark.level, mark.get_dest(), mark.get_title()) for mark in document.get_toc(max_depth=8)]
        return _headings((level, place.get_index() + 1, title) for level, place, title in found if place)


def headings_by_tags(path: Path) -> list[Heading]:
    """The elements H, H1 to H6 and Title of a file's structure tree, in its order."""
    with pdfplumber.open(path) as document:
        found: list[tuple[int, int, str]] = []
        for page in document.pages:
            marked: dict[int, str] = {}
            for char in page.chars:
                marked[char["mcid"]] = marked.get(char["mcid"], "") + char["text"]
            for element in page.structure_tree:
                found += [(level, page.page_number, text) for level, text in _tagged(element, marked)]
            page.close()
        return _headings(found)


def _tagged(element: dict[str, Any], marked: dict[int, str]) -> Iterator[tuple[int, str]]:
    level = _LEVELS.get(element["type"])
    if level is not None:
        yield level, _words(element, marked)
        return
    for child in element.get("children", ()):
        yield from _tagged(child, marked)


def _words(element: dict[str, Any], marked: dict[int, str]) -> str:
    own = "".join(marked.get(mark, "") for mark in element.get("mcids", ()))
    return own + "".join(_words(child, marked) for child in element.get("children", ()))


def _headings(found: Any) -> list[Heading]:
    """With levels as the reader counts them: a lone top heading is the title, many are chapters under one."""
    kept = [(level, page, " ".join(text.split())) for level, page, text in found if fold(text)]
    top = min((level for level, _, _ in kept), default=0)
    lone = sum(level == top for level, _, _ in kept) == 1
    return [Heading(level - top + (1 if lone else 2), page, text, fold(text)) for level, page, text in kept]
