"""The reader of DOCX: package, styles, numbers, words, tables, headings."""

from pipeline.readers.word.bare import bare_words
from pipeline.readers.word.reader import read_docx

__all__ = ["bare_words", "read_docx"]
