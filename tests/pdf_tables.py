"""Pages with tables, drawn word by word with reportlab: each test says what is printed, and where."""

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document, Table
from pipeline.readers import read

WIDTH, HEIGHT = 595.0, 842.0
LEADING = 14.0
Draw = Callable[[Canvas], None]
PROSE = (
    "The committee met in the spring and heard how the teams share one list of beds and agree who comes",
    "home next. Members asked whether the plan covers the winter and were told that it does in most of the places that",
    "they visited. They thanked the staff for their work and asked for a report before the end of the summer so",
    "that the new wards can open on time and the old ones close without anyone having to wait for longer than before.",
)


def write_pages(path: Path, *pages: Draw, **options: object) -> Document:
    """Write a PDF of pages, each drawn by a function, and read it."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), **options)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read(path)


def row(canvas: Canvas, top: float, cells: dict[float, str], *, bold: bool = False, size: float = 10) -> None:
    """Words at places from the left; from a negative place they end there, as numbers do."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for x, words in cells.items():
        if x < 0:
            canvas.drawRightString(-x, HEIGHT - top, words)
        else:
            canvas.drawString(x, HEIGHT - top, words)
    canvas.setFont("Helvetica", size)


def rows(canvas: Canvas, top: float, lines: Sequence[dict[float, str]], *, leading: float = LEADING) -> float:
    """Lines under each other; gives the place under the last one."""
    for line in lines:
        row(canvas, top, line)
        top += leading
    return top


def prose(canvas: Canvas, top: float, *, lines: int = 4, x: float = 40, size: float = 10) -> float:
    """Running text; gives the place under it."""
    for n in range(lines):
        row(canvas, top, {x: PROSE[n % len(PROSE)]}, size=size)
        top += size * 1.3
    return top


def rule(canvas: Canvas, x0: float, x1: float, top: float) -> None:
    """A level rule."""
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - top)


def wall(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """An upright rule."""
    canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)


def shade(canvas: Canvas, x0: float, top: float, x1: float, bottom: float, grey: float = 0.85) -> None:
    """A filled rectangle without a border."""
    canvas.setFillGray(grey)
    canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    canvas.setFillGray(0)


def tables_of(document: Document) -> list[Table]:
    """The tables of a document, in order."""
    return [block.table for block in document.blocks if block.table]


def texts_of(table: Table) -> list[list[str]]:
    """The words of a table by row and column; a cell that reaches over several places stands in the first."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    return grid
