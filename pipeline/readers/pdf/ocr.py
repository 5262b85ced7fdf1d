"""Text recognition (OCR) of pages that hold a picture and no text, by Tesseract, where it is installed."""

import logging
import os
import time
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from math import sqrt
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from pipeline.readers.pdf.blocks import PdfPage
from pipeline.readers.pdf.hocr import Recognised, recognised, turned_back
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.runs import PageRuns, Run

logger = logging.getLogger(__name__)

OCR = "OCR"  # the signal of a page that was recognised, before the one that gave its structure
DPI = 300  # what Tesseract is trained on
MOST_PIXELS = 20_000_000  # A3 at 300 dpi has 17 million; a larger page is drawn coarser
PAGE_SECONDS = 60
STAMP_CHARS = 80  # a picture of most of a page with no more text than this, at its edges, is a scan with a stamp
EDGE = 0.1  # share of a page's height
MOST_OF_PAGE = 0.5  # share of its area
MORE = 10  # a scan with a stamp holds at least so many times the text of the stamp
SPECK = 0.01  # a picture with a smaller share holds no text
OUTLINES = 100  # so many paths on a page without text may be letters drawn as outlines
MOST_OBJECTS = 2000  # that are looked at
LARGEST_PAGE = 20_000  # points; the standard allows 14,400


class Recogniser:
    """Tesseract, for the pages of one file.

    Args:
        languages: as Tesseract names them ("eng+cym"); empty for none.
        seconds: that all pages together may take; the pages after that stay without text.
    """

    def __init__(self, languages: str, seconds: float) -> None:
        self._languages = languages
        self._left = seconds
        self._found: dict[int, tuple[float, int]] = {}

    def read(self, document: Any, index: int, found: PageRuns) -> PageRuns | None:
        """The words of a page of a `pypdfium2.PdfDocument`, upright; None where it is no scan, or shows no words.

        Args:
            document: the file.
            index: the page's, from 0.
            found: what the page says that it holds.
        """
        if not self._languages or self._left <= 0 or not _may_be_scan(found):
            return None
        try:
            result = self._scan(document[index], found, index)
        except PdfiumError:  # a page with a broken dictionary can be loaded once, not twice
            return None
        if result is None or _chars(result.runs) <= MORE * _chars(found.runs):
            return None
        self._found[index] = result.confidence, result.turns
        size = (found.height, found.width) if result.turns % 2 else (found.width, found.height)
        return PageRuns(result.runs, *size, horizontal=0, vertical=0)

    def mark(self, pages: Sequence[PdfPage]) -> None:
        """Say on the pages which were recognised, and put the lines of those to where they stand on the page as drawn.

        Args:
            pages: all pages of the file, with their blocks.
        """
        for index, (confidence, turns) in self._found.items():
            page = pages[index]
            page.signal = f"{OCR}, then {page.signal}"
            page.confidence = round(confidence)
            _turn_back(page, turns)

    def _scan(self, page: Any, found: PageRuns, index: int) -> Recognised | None:
        begun = time.monotonic()
        try:
            if not _holds_picture(page, found) or not self._installed:
                return None
            return self._recognised(_drawn(page, found), found, index)
        finally:
            page.close()
            self._left -= time.monotonic() - begun

    @cached_property
    def _installed(self) -> bool:
        """Whether Tesseract is here and knows the languages."""
        import pytesseract

        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost more than they bring (0.9 s against 2.4 s)
        try:
            missing = set(self._languages.split("+")) - set(pytesseract.get_languages())
        except (pytesseract.TesseractNotFoundError, OSError):
            return False
        if missing:
            logger.warning("Tesseract lacks the language %s: scanned pages stay without text", ", ".join(missing))
        return not missing

    def _recognised(self, image: Any, found: PageRuns, index: int) -> Recognised | None:
        import pytesseract

        try:
            hocr = pytesseract.image_to_pdf_or_hocr(
                image,
                lang=self._languages,
                config="--psm 1",  # finds the orientation, too
                extension="hocr",
                timeout=min(PAGE_SECONDS, self._left),
            )
        except RuntimeError as error:  # it took too long, or ended with an error
            logger.warning("page %d stays without text: %s", index + 1, error)
            return None
        return recognised(hocr, width=found.width)


def _turn_back(page: PdfPage, turns: int) -> None:
    if turns % 2:
        page.width, page.height = page.height, page.width

    def placed(lines: list[PdfLine]) -> list[PdfLine]:
        boxes = (turned_back(line[1:5], turns, width=page.width, height=page.height) for line in lines)
        return [
            line._replace(x0=x0, top=top, x1=x1, bottom=bottom)
            for line, (x0, top, x1, bottom) in zip(lines, boxes, strict=True)
        ]

    for block in page.blocks:
        block.lines = placed(block.lines)
        block.cells = [cell._replace(lines=placed(cell.lines)) for cell in block.cells]


def _may_be_scan(found: PageRuns) -> bool:
    """Whether a page of a size that can be drawn has no text but a stamp, a head or a number at its edges."""
    if not (1 <= found.width <= LARGEST_PAGE and 1 <= found.height <= LARGEST_PAGE):
        return False
    edge = EDGE * found.height
    at_edge = all(run.bottom < edge or run.top > found.height - edge for run in found.runs)
    return at_edge and _chars(found.runs) <= STAMP_CHARS


def _chars(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _holds_picture(page: Any, found: PageRuns) -> bool:
    """Whether a picture fills a page with a stamp, or anything that may be letters stands on one without text."""
    largest, paths = 0.0, 0
    for item in islice(page.get_objects(max_depth=1), MOST_OBJECTS):
        if item.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, (right - left) * (top - bottom) / (found.width * found.height))
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
    if found.runs:
        return largest >= MOST_OF_PAGE
    return largest >= SPECK or paths >= OUTLINES


def _drawn(page: Any, found: PageRuns) -> Any:
    """The page as a grey picture (a `PIL.Image`)."""
    scale = min(DPI / 72, sqrt(MOST_PIXELS / (found.width * found.height)))
    bitmap = page.render(scale=scale, grayscale=True)
    image = bitmap.to_pil()
    image.info["dpi"] = (scale * 72, scale * 72)
    return image
