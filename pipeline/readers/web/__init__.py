"""HTML: the main content of a page with its headings, lists and tables, and what its metadata says."""

from pipeline.readers.web.bare import bare_words
from pipeline.readers.web.reader import read_html

__all__ = ["bare_words", "read_html"]
