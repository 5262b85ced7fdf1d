"""PDFs drawn line by line, for tests of what stands where on a page and how it looks."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
PROSE = (
    "The board reviewed the figures for the quarter and noted",
    "that most services stayed within the time that patients",
    "were promised, with two wards still behind their plan.",
)


class Text(NamedTuple):
    """A line of text; the place of its left end in points from the page's top left, its font, size and colour."""

    words: str
    x: float
    top: float
    size: float = 11
    font: str = REGULAR
    colour: str = "#000000"


def draw(
    path: Path,
    pages: Sequence[Sequence[Text]],
    *,
    size: tuple[float, float] = A4,
    up: bool = False,
    title: str | None = None,
) -> Path:
    """A PDF without tags and bookmarks, its lines drawn in the order given.

    Args:
        path: where it is written.
        pages: the lines of each page.
        size: of the pages as they are read, in points.
        up: whether the text runs up a sheet of the other orientation.
        title: what the file's properties name it.
    """
    canvas = Canvas(str(path), pagesize=size[::-1] if up else size)
    if title:
        canvas.setTitle(title)
    for page in pages:
        if up:
            canvas.translate(size[1], 0)
            canvas.rotate(90)
        for text in page:
            canvas.setFont(text.font, text.size)
            canvas.setFillColor(HexColor(text.colour))
            canvas.drawString(text.x, size[1] - text.top - text.size, text.words)
        canvas.showPage()
    canvas.save()
    return path


def column(lines: Sequence[str], x: float, top: float, *, step: float = 14, size: float = 11) -> list[Text]:
    """Lines of a paragraph, one below the other."""
    return [Text(words, x, top + i * step, size) for i, words in enumerate(lines)]


class Flow:
    """A page that is filled from the top: headings and paragraphs with their usual distances."""

    def __init__(self, *, left: float = 70, top: float = 110) -> None:
        self.lines: list[Text] = []
        self._left, self._top = left, top

    def heading(self, words: str, *, size: float = 11, font: str = BOLD, colour: str = "#000000") -> "Flow":
        """A heading with space above it."""
        self._top += 12
        self.lines.append(Text(words, self._left, self._top, size, font, colour))
        self._top += size + 9
        return self

    def prose(self, lines: Sequence[str] = PROSE) -> "Flow":
        """A paragraph in the look of the text."""
        self.lines += column(lines, self._left, self._top)
        self._top += 14 * len(lines) + 8
        return self
