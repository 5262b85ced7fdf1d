"""Tables on tagged pages whose tags know them only as paragraphs, one for each cell or line."""

from collections.abc import Callable, Sequence

from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.tables.finder import FoundTable
from pipeline.readers.pdf.tables.text import is_value

LEAST_VALUES = 6  # lines of values outside tables, for a page to be searched
LEAST_LINES = 6  # of a page that a table takes
MOST_LOST = 0.02  # share of the words, as rows of dots, that a table may leave out
SLACK = 2.0  # points


def with_untagged_tables(blocks: list[PdfBlock], find: Callable[[], list[FoundTable]]) -> list[PdfBlock]:
    """The blocks of a tagged page, with tables in the place of the paragraphs that hold their cells.

    Args:
        blocks: as tagged.
        find: gives the tables that words and rules of the page make; asked only where paragraphs hold values alone.
    """
    if sum(_is_value(line) for block in blocks if not block.cells for line in block.lines) < LEAST_VALUES:
        return blocks
    for table in find():
        blocks = _with_table(blocks, table.block)
    return blocks


def _is_value(line: PdfLine) -> bool:
    return line.text[-1:] not in ".:" and all(map(is_value, line.text.split()))


def _with_table(blocks: list[PdfBlock], table: PdfBlock) -> list[PdfBlock]:
    """The blocks with those that stand in a table replaced by it; as they were where one stands in it only in part."""
    around = (
        min(n.x0 for n in table.lines) - SLACK,
        min(n.top for n in table.lines) - SLACK,
        max(n.x1 for n in table.lines) + SLACK,
        max(n.bottom for n in table.lines) + SLACK,
    )
    inside: list[int] = []
    for i, block in enumerate(blocks):
        held = sum(_stands_in(line, around) for line in block.lines)
        if held and (held < len(block.lines) or block.cells):
            return blocks
        if held:
            inside.append(i)
    held_back = sum(len("".join(blocks[i].text.split())) for i in inside) - len("".join(table.text.split()))
    if sum(len(blocks[i].lines) for i in inside) < LEAST_LINES or held_back > MOST_LOST * len(table.text):
        return blocks
    kept = set(inside)
    return [table if i == inside[0] else block for i, block in enumerate(blocks) if i not in kept or i == inside[0]]


def _stands_in(line: PdfLine, box: Sequence[float]) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
