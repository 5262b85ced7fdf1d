"""Blocks of a DOCX before it is settled which of them are headings."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.readers.office.graphics import Graphic
from pipeline.readers.word.tables import GridCell
from pipeline.readers.word.words import Words

DraftKind = Literal["title", "heading", "paragraph", "list_item", "table", "caption", "footnote", "contents"]


class Face(NamedTuple):
    """How a paragraph looks: its usual size in points, and whether all of it is bold, underlined, in capitals."""

    size: float
    bold: bool
    underlined: bool
    capitals: bool


@dataclass(slots=True)
class Draft:
    """A block.

    `style` names its style and `styled` is the heading level that it gives; `otherwise` is what a heading is where it
    turns out to be none. `raw` keeps tabs and line breaks. `framed` says that it stands in a table or a text box.
    """

    kind: DraftKind
    text: str
    raw: str = ""
    level: int = 0
    number: str | None = None
    depth: int = 0
    style: str = ""
    styled: int | None = None
    otherwise: DraftKind = "paragraph"
    face: Face | None = None
    framed: bool = False
    cells: list[GridCell] = field(default_factory=list)


def face_of(words: Words) -> Face:
    """The look of a paragraph's words."""
    looks = [(len(text.strip()), look) for text, look in words.runs if any(c.isalnum() for c in text)]
    sizes: Counter[float] = Counter()
    for length, look in looks:
        sizes[look.size] += length
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    lettered = bool(looks)
    return Face(
        size,
        lettered and all(look.bold for _, look in looks),
        lettered and all(look.underlined for _, look in looks),
        words.raw.isupper() or (lettered and all(look.capitals for _, look in looks)),
    )


def graphic_drafts(found: Graphic) -> Iterator[Draft]:
    """A chart as a caption and a table, a diagram as a list."""
    if found.title:
        yield Draft("caption", found.title, framed=True)
    if found.rows:
        yield Draft("table", "", framed=True, cells=[
            GridCell(r, c, 1, None, text=text, header=not r or not c)
            for r, row in enumerate(found.rows)
            for c, text in enumerate(row)
        ])  # fmt: skip
    for depth, text in found.items:
        yield Draft("list_item", text, depth=depth, framed=True)
