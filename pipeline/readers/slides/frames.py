"""Lines in a text frame. A slide has no lines until it is drawn: their places are estimated inside the frame."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.readers.slides.places import Box

CHAR_WIDTH = 0.5  # of the size: the width of a letter
LINE_HEIGHT = 1.2  # of the size
INSET = 7.2  # points that are free at the left and the right
DEPTH = 18.0  # points by which a level is indented


class FrameText(NamedTuple):
    """A paragraph to be placed: words, size in points, level."""

    text: str
    size: float
    level: int = 0


class FrameLine(NamedTuple):
    """A line: its range of the paragraph's words, and its rectangle."""

    start: int
    end: int
    box: Box


def placed_lines(texts: Sequence[FrameText], box: Box, anchor: str = "t") -> list[list[FrameLine]]:
    """For each paragraph its lines; all lie in the frame.

    Args:
        texts: the paragraphs.
        box: the frame.
        anchor: where the text hangs: "t" for the top, "ctr", "b" for the bottom.
    """
    wrapped = [_wrapped(t, box.x1 - box.x0 - 2 * INSET - t.level * DEPTH) for t in texts]
    height = sum(len(lines) * t.size * LINE_HEIGHT for t, lines in zip(texts, wrapped, strict=True))
    room = box.bottom - box.top
    shrink = min(1.0, room / height) if height else 1.0
    free = max(0.0, room - height)
    top = box.top + {"ctr": free / 2, "b": free}.get(anchor, 0.0)
    placed: list[list[FrameLine]] = []
    for text, lines in zip(texts, wrapped, strict=True):
        step = text.size * LINE_HEIGHT * shrink
        x0 = min(box.x0 + INSET + text.level * DEPTH, box.x1)
        placed.append([])
        for start, end in lines:
            x1 = min(x0 + (end - start) * CHAR_WIDTH * text.size, box.x1)
            placed[-1].append(FrameLine(start, end, _rounded(x0, top, max(x0, x1), top + step)))
            top += step
    return placed


def _wrapped(text: FrameText, width: float) -> list[tuple[int, int]]:
    """Ranges of the words that fit on lines of a width."""
    most = max(8, int(width / (CHAR_WIDTH * text.size)))
    lines: list[tuple[int, int]] = []
    start = 0
    while len(text.text) - start > most:
        cut = text.text.rfind(" ", start + 1, start + most + 1)
        cut = cut if cut > start else start + most
        lines.append((start, cut))
        start = cut + 1 if text.text[cut : cut + 1] == " " else cut
    return [*lines, (start, len(text.text))]


def _rounded(x0: float, top: float, x1: float, bottom: float) -> Box:
    return Box(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))
