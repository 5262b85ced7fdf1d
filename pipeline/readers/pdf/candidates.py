"""Blocks that may be headings, with what stands around them and what names them."""

from dataclasses import dataclass

from pipeline.readers.lists import list_marker
from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.looks import Look, Numbering


@dataclass(slots=True)
class Candidate:
    """A block that may be a heading."""

    block: PdfBlock
    page: int
    look: Look | None
    numbering: Numbering
    before: PdfBlock | None
    after: PdfBlock | None
    level: int | None = None  # where a tag or a bookmark gives one
    bookmarked: bool = False
    listed: bool = False
    opens_page: bool = False  # but for a short line or two, nothing stands above it on its page

    @property
    def words(self) -> str:
        """Its words without the number, or the letter that counts it."""
        text = self.block.text
        marker = None if self.numbering.length else list_marker(text)
        return text[marker.length if marker else self.numbering.length :]

    @property
    def named(self) -> bool:
        """Whether a tag, a bookmark or the contents page names it."""
        return self.level is not None or self.listed
