"""A document in parts, so that what is made of a long one is never all in memory at once."""

from collections.abc import Iterator, Sequence

from corpus.document import Block, Document

LONGEST = 200_000  # code points after which a part ends with the section that it is in, and at the latest twice that

Part = range  # of the indices of neighbouring blocks


def parts_of(document: Document) -> Iterator[Part]:
    """The blocks of a document in order, as few parts as may be: documents of common length are one.

    A part ends where a section does; a section that is too long for one is cut between two blocks.
    """
    first = 0
    for i in range(1, len(document.blocks)):
        length = document.blocks[i].start - document.blocks[first].start
        at_section = document.blocks[i].section_id != document.blocks[i - 1].section_id
        if length >= LONGEST and (at_section or length >= 2 * LONGEST):
            yield range(first, i)
            first = i
    yield range(first, len(document.blocks))


def blocks_of(document: Document, part: Part | None) -> Sequence[Block]:
    """The blocks of a part; all of them where None."""
    return document.blocks if part is None else document.blocks[part.start : part.stop]
