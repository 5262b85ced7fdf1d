"""Pages whose text runs up or down the sheet, as a landscape table on a portrait page that is not rotated itself."""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.runs import Run

LEAST_CHARS = 4  # of a run whose shape tells its direction
TALL = 1.5  # times its width


class Turn(Enum):
    """Which way the text runs."""

    UP = "up"
    DOWN = "down"


def turn_of(runs: Sequence[Run]) -> Turn | None:
    """Which way most of the text of a page runs; None where it stands upright.

    The lines of text that runs up follow each other from left to right, of text that runs down from right to left.
    """
    telling = [r for r in runs if len(r.text) >= LEAST_CHARS]
    tall = [r for r in telling if r.bottom - r.top > TALL * (r.x1 - r.x0)]
    if 2 * len(tall) <= len(telling):
        return None
    rightward = sum((b.x0 > a.x0) - (b.x0 < a.x0) for a, b in pairwise(tall))
    return Turn.UP if rightward >= 0 else Turn.DOWN


def upright(runs: Sequence[Run], turn: Turn, width: float, height: float) -> list[Run]:
    """The runs as they stand on the sheet when it is turned so that they can be read."""
    if turn is Turn.UP:
        return [r._replace(x0=height - r.bottom, top=r.x0, x1=height - r.top, bottom=r.x1) for r in runs]
    return [r._replace(x0=r.top, top=width - r.x1, x1=r.bottom, bottom=width - r.x0) for r in runs]


def turn_back(blocks: Sequence[PdfBlock], turn: Turn, width: float, height: float) -> None:
    """Put the lines of blocks back to where they stand on the page."""
    for block in blocks:
        if not block.cells:
            block.lines = [_back(line, turn, width, height) for line in block.lines]


def _back(line: PdfLine, turn: Turn, width: float, height: float) -> PdfLine:
    if turn is Turn.UP:
        return line._replace(x0=line.top, top=height - line.x1, x1=line.bottom, bottom=height - line.x0)
    return line._replace(x0=width - line.bottom, top=line.x0, x1=width - line.top, bottom=line.x1)
