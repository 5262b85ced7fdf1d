"""Blocks of a PDF page, whatever signal they were found by."""

from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.document import BlockKind
from pipeline.readers.pdf.lines import PdfLine

# the signals that give a page its structure
TAGS, BOOKMARKS, LOOKS = "tags", "bookmarks", "numbering, size and weight"
TAGS_AND_BOOKMARKS, TAGS_AND_LOOKS = "tags, then bookmarks", "tags, then size and weight"


class PdfCell(NamedTuple):
    """A table's cell and its printed lines."""

    row: int
    column: int
    lines: list[PdfLine]
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(slots=True)
class PdfBlock:
    """A block and its printed lines.

    `level` is a heading's (0: not known yet), `depth` a list item's; `labelled` says whether an item shows its bullet
    or number, which the rest of an item on the next page does not.
    """

    kind: BlockKind
    lines: list[PdfLine]
    level: int = 0
    depth: int = 0
    labelled: bool = True
    cells: list[PdfCell] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, for judging; line ends as spaces."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class PdfPage:
    """A page that has been read: its blocks in reading order, and the signal they were found by.

    `confidence` is that of text recognition (OCR), 0 to 100; None for a page that has text of its own. `blank`
    says that nothing at all is drawn on it, `cut` that it holds too many objects for all to be read.
    """

    number: int
    width: float
    height: float
    blocks: list[PdfBlock]
    signal: str
    label: str | None = None
    has_text: bool = False
    confidence: int | None = None
    blank: bool = False
    cut: bool = False

    @property
    def is_tagged(self) -> bool:
        """Whether its blocks come from tags, wherever its headings do."""
        return self.signal in (TAGS, TAGS_AND_BOOKMARKS, TAGS_AND_LOOKS)
