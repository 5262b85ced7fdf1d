"""Forms: tables that hold whole texts beside a label or across their width, as the front sheets of board papers do."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.readers.word.drafts import Draft
from pipeline.readers.word.tables import GridCell, has_labels

LEAST_BLOCKS, LEAST_WORDS = 3, 60  # of a cell that holds a text

Held = tuple[GridCell, list[Draft]]


def parted(held: Sequence[Held]) -> Iterator[tuple[bool, list[Held]]]:
    """The parts of a table in their order: rows that are a text (True), and the rows between them (False)."""
    cells = [cell for cell, _ in held]
    columns = max((c.column + c.width for c in cells), default=0)
    pairs = columns == 2 and has_labels(cells, after=0)
    by_row = groupby(held, key=lambda h: h[0].row)
    texts = {number for number, row in by_row if _is_text(list(row), columns, pairs)}
    texts -= {row for c in cells if c.height > 1 for row in range(c.row, c.row + c.height)}
    for is_text, part in groupby(held, key=lambda h: h[0].row in texts):
        yield is_text, list(part)


def _is_text(row: Sequence[Held], columns: int, pairs: bool) -> bool:
    """Whether a row is a text: in one cell over the whole width, or beside a label in a table of such."""
    alone = len(row) == 1 and row[0][0].width == columns
    return (alone or (pairs and len(row) == 2)) and _holds_text(row[-1][1])


def _holds_text(drafts: Sequence[Draft]) -> bool:
    blocks = [d for d in drafts if d.kind not in ("table", "footnote")]
    return len(blocks) >= LEAST_BLOCKS and sum(len(d.text.split()) for d in blocks) >= LEAST_WORDS
