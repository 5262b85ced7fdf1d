"""Tables of untagged pages: pdfplumber finds the ruled cells and the words in them."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from pipeline.readers.pdf.blocks import PdfBlock, PdfCell
from pipeline.readers.pdf.lines import lines_of
from pipeline.readers.pdf.runs import Run

logger = logging.getLogger(__name__)
Box = tuple[float, float, float, float]


class FoundTable(NamedTuple):
    """A table, and the indexes of the page's runs that stand in it."""

    block: PdfBlock
    runs: frozenset[int]


class RuledTables:
    """pdfplumber on one file, opened when the first page asks for it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._plumber: Any = None

    def __enter__(self) -> "RuledTables":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._plumber is not None:
            with suppress(Exception):  # pdfminer parses what is left on closing; all that was wanted has been read
                self._plumber.close()

    def find(self, index: int, runs: Sequence[Run]) -> list[FoundTable]:
        """The ruled tables of a page; none where pdfplumber cannot read it.

        Args:
            index: the page's index, from 0.
            runs: its runs.
        """
        import pdfplumber

        try:
            if self._plumber is None:
                self._plumber = pdfplumber.open(self._path)
            page = self._plumber.pages[index]
            grids = [_grid(table) for table in page.find_tables()]
            words = [_word(w) for w in page.extract_words()] if grids else []
            page.close()
        except Exception as error:  # pdfminer raises whatever a broken object makes Python raise
            logger.warning("pdfplumber cannot read page %d of %s: %s", index + 1, self._path.name, error)
            return []
        return [found for grid in grids if (found := _table(grid, words, runs))]


def _grid(table: Any) -> list[list[Box | None]]:
    return [[tuple(cell) if cell else None for cell in row.cells] for row in table.rows]


def _word(word: dict[str, Any]) -> Run:
    """A word as pdfplumber finds it; a run of the page may reach over several cells, a word does not."""
    return Run(
        word["text"], word["x0"], word["top"], word["x1"], word["bottom"], word["bottom"] - word["top"], False, -1
    )


def _table(grid: Sequence[Sequence[Box | None]], words: Sequence[Run], runs: Sequence[Run]) -> FoundTable | None:
    """The table of a grid; None for frames around text, and for grids with less than two filled rows and columns."""
    cells: list[PdfCell] = []
    taken: set[int] = set()
    for r, row in enumerate(grid):
        for c, box in enumerate(row):
            if box is None:
                continue
            inside = [i for i, word in enumerate(words) if i not in taken and _stands_in(word, box)]
            taken.update(inside)
            height, width = _spans(grid, r, c, box)
            cells.append(PdfCell(r, c, lines_of([words[i] for i in inside]), height, width, header=False))
    filled = [cell for cell in cells if cell.lines]
    if len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return None
    cells = [cell._replace(header=cell.row == 0) for cell in cells]
    boxes = [box for row in grid for box in row if box]
    around = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    block = PdfBlock("table", [n for cell in cells for n in cell.lines], cells=cells)
    return FoundTable(block, frozenset(i for i, run in enumerate(runs) if _stands_in(run, around)))


def _stands_in(run: Run, box: Box) -> bool:
    x, y = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _spans(grid: Sequence[Sequence[Box | None]], row: int, column: int, box: Box) -> tuple[int, int]:
    """How many rows and columns a cell covers: places without a cell that its box reaches over."""
    width = 1
    while column + width < len(grid[row]) and grid[row][column + width] is None and _reaches(grid, column + width, box):
        width += 1
    height = 1
    while row + height < len(grid) and grid[row + height][column] is None and _below(grid[row + height], box):
        height += 1
    return height, width


def _reaches(grid: Sequence[Sequence[Box | None]], column: int, box: Box) -> bool:
    left = next((cell[0] for row in grid if (cell := row[column])), None)
    return left is not None and left < box[2] - 1


def _below(row: Sequence[Box | None], box: Box) -> bool:
    top = next((cell[1] for cell in row if cell), None)
    return top is not None and top < box[3] - 1
