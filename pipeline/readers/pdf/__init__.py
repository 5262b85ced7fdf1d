"""The PDF reader. The way of a page: opening, runs, tree, tags or lines and layout, signals, titles, feed."""

from pipeline.readers.pdf.ocr import Recogniser
from pipeline.readers.pdf.reader import bare_pages, read_pdf

__all__ = ["Recogniser", "bare_pages", "read_pdf"]
