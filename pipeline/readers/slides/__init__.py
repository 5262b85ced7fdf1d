"""The reader of PPTX: package, places, texts, blocks."""

from pipeline.readers.slides.bare import bare_slides
from pipeline.readers.slides.reader import read_pptx

__all__ = ["bare_slides", "read_pptx"]
