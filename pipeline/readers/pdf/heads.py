"""Running heads and page numbers: what repeats at the edge of page after page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.readers.pdf.lines import PdfLine

EDGE = 0.12  # share of a page's height that its head and foot stand in
LEAST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)


class RunningHeads:
    """Which lines of a document are running heads.

    Args:
        pages: for each page its height and its lines.
    """

    def __init__(self, pages: Sequence[tuple[float, Iterable[PdfLine]]]) -> None:
        counts: Counter[str] = Counter()
        for height, lines in pages:
            counts.update({_key(line) for line in lines if at_edge(line, height)})
        least = LEAST_PAGES if len(pages) > LEAST_PAGES else 2
        self._keys = {key for key, n in counts.items() if n >= least}
        self._repeats = len(pages) > 1

    def is_head(self, line: PdfLine, height: float) -> bool:
        """Whether a line is a running head or a page number."""
        if not at_edge(line, height):
            return False
        return (self._repeats and _key(line) in self._keys) or bool(_PAGE_NUMBER.fullmatch(line.text.strip()))


def at_edge(line: PdfLine, height: float) -> bool:
    """Whether a line stands where heads and feet stand."""
    return line.bottom < EDGE * height or line.top > (1 - EDGE) * height


def _key(line: PdfLine) -> str:
    return f"{_DIGITS.sub('#', line.text.lower())} {round(line.top / 4)}"
