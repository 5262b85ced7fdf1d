"""Paragraphs of a text that has no blank lines, as bare extraction from a PDF leaves it: where a line ends early."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.lists import list_marker
from pipeline.readers.outline import looks_like_heading
from pipeline.readers.text.lines import TextLine, ends_sentence

MOST_BLANKS = 0.25  # of the lines stand after a blank one, where blank lines do not part the paragraphs
WIDTH_RANK = 0.9  # of the lines are as wide as the column or narrower
FITS = 0.88  # of the column's width: a word that ends before it would have stood on the line above
HEADING_WIDTH = 0.75  # of the column's width
LEAST_LINES = 20


def spaced_out(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, each that opens a paragraph or is a heading as if it stood after a blank.

    A paragraph ends with a sentence on a line that the next word would have fitted on. A heading is a short line
    below such an end, with a capital letter on the line below it.
    """
    blanks = sum(line.after_blank for line in lines)
    if len(lines) < LEAST_LINES or blanks > MOST_BLANKS * len(lines):
        return list(lines)
    width = sorted(len(line.text) for line in lines)[int(WIDTH_RANK * (len(lines) - 1))]
    heads = _headings(lines, width)
    spaced = list(lines)
    for i, (above, line) in enumerate(pairwise(lines), 1):
        if i in heads or i - 1 in heads or _ends_early(above, line, width):
            spaced[i] = line._replace(after_blank=True)
    return spaced


def _ends_early(above: TextLine, line: TextLine, width: int) -> bool:
    first = line.text.split(maxsplit=1)[0]
    fits = above.indent + len(above.text) + 1 + len(first) < FITS * width
    return fits and ends_sentence(above.text) and not above.text.endswith(":") and not line.text[0].islower()


def _headings(lines: Sequence[TextLine], width: int) -> set[int]:
    found: set[int] = set()
    for i, line in enumerate(lines[:-1]):
        below = lines[i + 1].text
        opens = i == 0 or line.after_blank or i - 1 in found or ends_sentence(lines[i - 1].text)
        short = len(line.text) < HEADING_WIDTH * width and not ends_sentence(line.text)
        if opens and short and below[0].isupper() and looks_like_heading(line.text) and not list_marker(line.text):
            found.add(i)
    return found
