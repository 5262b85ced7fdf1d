"""Blocks that may be headings, with what stands around them and what names them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.lists import list_marker
from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.looks import Look, Numbering

LEAST_DEEPER = 3  # steps down of headings that look alike: fewer may be meant
MOST_BACK = 0.4  # of those, steps up: more, and the author chose each level


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


def only_deepen(candidates: Iterable[Candidate]) -> bool:
    """Whether bookmarks put headings that look and count alike deeper and deeper: whoever joined the file nested them.

    Steps of numbered headings count twice.
    """
    levels: dict[tuple[Look, int], list[int]] = defaultdict(list)
    for found in candidates:
        if found.bookmarked and found.level and found.look is not None:
            levels[found.look, found.numbering.depth].append(found.level)
    deeper = back = 0
    for (_, depth), own in levels.items():
        weight = 2 if depth else 1
        deeper += weight * sum(a < b for a, b in pairwise(own))
        back += weight * sum(a > b for a, b in pairwise(own))
    return deeper >= LEAST_DEEPER and back <= MOST_BACK * deeper
