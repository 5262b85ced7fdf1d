"""How blocks look: size, weight, face, capitals and the depth of their number; and the look of the text."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.readers.outline import heading_number
from pipeline.readers.pdf.blocks import PdfBlock

LARGER = 1.05  # of the text's size
DISPLAY = 1.3  # of the text's size: the headings of chapters
AS_LARGE, AS_LARGE_BOLD = 0.92, 0.88
SAME_SIZE = 0.6  # points
CAPITALS = 5  # letters: shorter words are acronyms
NOT_NUMBERED = 0
_LABEL = re.compile(
    r"(?P<word>(?:section|part|chapter|schedule|annex|appendix)\s+"
    r"(?:[\dA-Z]{1,3}|[IVX]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[.:]?"
    r"|schedule|annex|appendix)|\d{1,2}(?:\.\d{1,2})*\.?",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[A-Z]\d{1,2}(?:\.\d{1,2})*[.):]?\s+(?=[A-Z])")  # "A1. Networks"
_SINGLE = re.compile(r"\d{1,2}\s+(?=[A-Z])")  # "2 Composition of the board"
_INITIALS = re.compile(r"[A-Z]\.\s*[A-Z]\.")
_DOTTED = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*[A-Z]?")


class Look(NamedTuple):
    """The look of a whole block; blocks of one look play one part in the document."""

    size: float
    bold: bool
    capitals: bool
    face: int


class Numbering(NamedTuple):
    """A printed number: how many levels it counts (0: none), and how long it is."""

    depth: int
    length: int


def look_of(block: PdfBlock) -> Look | None:
    """The look of a block; None where its lines differ. A label on a line of its own ("Chapter 1") lends its size."""
    lines = block.lines
    main = lines[-1]
    if any(n.bold != main.bold or abs(n.size - main.size) > SAME_SIZE for n in lines[1:]):
        return None
    label = label_of(lines[0].text) if len(lines) > 1 else None
    if abs(lines[0].size - main.size) > SAME_SIZE and not (label or numbering_of(f"{lines[0].text} A").length):
        return None
    size = max(main.size, lines[0].size) if label and label["word"] else main.size
    return Look(round(size * 2) / 2, main.bold, _is_capitals(block.text), main.face)


def label_of(text: str) -> re.Match[str] | None:
    """The label that a line is, as "Chapter 1" or "2.1"; its group `word` is None where it is a number alone."""
    return _LABEL.fullmatch(text.strip())


def numbering_of(text: str) -> Numbering:
    """The number that a block starts with."""
    if single := _SINGLE.match(text):
        return Numbering(1, single.end())
    if lettered := _LETTERED.match(text):
        return Numbering(2 + lettered[0].rstrip(" .):").count("."), lettered.end())
    numbered = heading_number(text)
    if numbered is None or _INITIALS.match(text):
        return Numbering(NOT_NUMBERED, 0)
    bare = numbered.number.split()[-1]
    if numbered.style == "word" or not _DOTTED.fullmatch(bare):
        return Numbering(NOT_NUMBERED, numbered.length)
    depth = bare.removesuffix(".0").count(".") + 1 + (numbered.style == "digit-letter")
    return Numbering(depth, numbered.length)


def text_look(blocks: Iterable[PdfBlock]) -> Look:
    """The look that most of the words of a document have."""
    looks: Counter[tuple[float, bool, int]] = Counter()
    for block in blocks:
        for line in block.lines:
            looks[line.size, line.bold, line.face] += len(line.text)
    sizes: Counter[float] = Counter()
    faces: Counter[tuple[float, bool, int]] = Counter()
    for (exact, bold, face), count in looks.items():
        size = round(exact * 2) / 2
        sizes[size] += count
        faces[size, bold, face] += count
    if not sizes:
        return Look(0.0, False, False, 0)
    size = sizes.most_common(1)[0][0]
    bold = 2 * sum(n for key, n in faces.items() if key[:2] == (size, True)) > sizes[size]
    _, _, face = max((key for key in faces if key[:2] == (size, bold)), key=lambda key: faces[key])
    return Look(size, bold, False, face)


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= CAPITALS
