"""The PDF reader. The way of a page: opening, runs, tree, tags or lines and layout, signals, titles, feed."""

from pipeline.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
