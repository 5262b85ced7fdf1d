"""Blocks of a DOCX into the builder."""

from pipeline.builder import Builder, CellWords
from pipeline.readers.word.drafts import Draft


def feed(builder: Builder, draft: Draft) -> None:
    """Hand a block to the builder."""
    if draft.kind == "heading":
        builder.heading(draft.text, level=draft.level, number=draft.number)
    elif draft.kind == "list_item":
        builder.list_item(draft.text, depth=draft.depth)
    elif draft.kind == "table":
        cells = draft.cells
        builder.table(CellWords(c.row, c.column, c.text, c.height, c.width, c.header) for c in cells)
    elif draft.kind in ("caption", "footnote"):
        builder.paragraph(draft.text, kind=draft.kind)
    else:
        builder.paragraph(draft.text)
