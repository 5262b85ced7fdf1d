"""Cells and columns of tables that hold nothing."""

from collections.abc import Sequence

from corpus.document import Block, Cell, Table
from corpus.integrity import EmptyColumn

LEAST_ROWS = 2  # below a header


def empty_cells(blocks: Sequence[Block]) -> int:
    """How many cells hold nothing, in all tables; the corner above row labels does not count."""
    cells = (c for b in blocks if b.table for c in b.table.cells)
    return sum(1 for c in cells if not c.text.strip() and (c.row or c.column))


def empty_columns(blocks: Sequence[Block]) -> tuple[EmptyColumn, ...]:
    """Columns that have a header, and no word below it while other columns of the table have some."""
    return tuple(column for block in blocks if block.table for column in _of_table(block, block.table))


def _of_table(block: Block, table: Table) -> list[EmptyColumn]:
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        columns.setdefault(cell.column, []).append(cell)
    filled = {c for c, cells in columns.items() if any(cell.text.strip() for cell in cells[1:])}
    found: list[EmptyColumn] = []
    for column, cells in sorted(columns.items()):
        header, *body = sorted(cells, key=lambda cell: cell.row)
        covered = header.column_span > 1 or len(body) < LEAST_ROWS or any(cell.column_span > 1 for cell in body)
        if column in filled or not filled or covered or header.row or not header.text.strip():
            continue
        words = " ".join(header.text.split())
        found.append(EmptyColumn(start=block.start, end=block.end, header=words, cells=len(body), page=block.page))
    return found
