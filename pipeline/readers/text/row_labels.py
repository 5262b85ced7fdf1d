"""Tables of two columns that a conversion from PDF broke into lines, the row labels inside the other column's words.

Such a table has its row labels in bold, each broken over several lines ("**Shorter **", "**waits for tests **").
The conversion prints line after line across the page, so that a label's lines stand at the end of, between, and inside
the lines of the objective beside it, and cut its sentence. Where several stretches of bold do so, each is taken for a
part of a label: it stays where it is printed, and the block that it stands in knows it as an aside.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.builder import Builder, Piece
from pipeline.readers.lists import list_marker
from pipeline.readers.text.lines import TextLine, ends_sentence, reads_on

FEWEST_CUTS = 3  # stretches of bold that cut a sentence, for a table to be sure of
FARTHEST = 8  # lines between two of them
LONGEST_LABEL = 8  # words of a label on one line
_BOLD = re.compile(r"\*\*(?P<words>[^*]+)\*\*")
Inline = Callable[[Sequence[Piece]], Sequence[Piece]]


class Stretch(NamedTuple):
    """Words of one line, in bold or not; `alone` where a line in bold holds nothing else."""

    line: int
    piece: Piece
    bold: bool = False
    alone: bool = False

    @property
    def text(self) -> str:
        """The words without marks."""
        return " ".join(self.piece.text.replace("*", " ").split())


class CellPart(NamedTuple):
    """A block of a broken table: its words, the ranges of them that are asides, whether it is an item or a label."""

    words: tuple[Piece, ...]
    asides: tuple[tuple[int, int], ...] = ()
    is_item: bool = False
    is_label: bool = False


class BrokenTable(NamedTuple):
    """A broken table: the index after its last line, and its cells and labels in the order of the text."""

    end: int
    parts: tuple[CellPart, ...]


def broken_tables(lines: Sequence[TextLine], inline: Inline) -> dict[int, BrokenTable]:
    """The tables whose row labels cut the sentences beside them, by the index of the line that they start on.

    Args:
        lines: the lines of a text.
        inline: how the words of a cell are read.
    """
    if sum("**" in line.text for line in lines) < FEWEST_CUTS:
        return {}
    stretches = [s for i, line in enumerate(lines) for s in _stretches(i, line)]
    numbers = [s.line for s in stretches]
    found: dict[int, BrokenTable] = {}
    for cuts in _groups([i for i in range(len(stretches)) if _cuts(lines, stretches, i)], stretches):
        first, last = _first(stretches, cuts[0]), _last(stretches, cuts[-1])
        inside = stretches[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]
        found[first] = BrokenTable(last + 1, tuple(cell_parts(inside, inline)))
    return found


def feed(builder: Builder, table: BrokenTable) -> None:
    """Give a broken table's cells and labels to a builder."""
    for part in table.parts:
        if part.is_item:
            builder.list_item(part.words, asides=part.asides)
        else:
            builder.paragraph(part.words, kind="caption" if part.is_label else "paragraph", asides=part.asides)


def _stretches(index: int, line: TextLine) -> Iterator[Stretch]:
    """The words in bold and those between them, in the order of the line."""
    if "**" not in line.text:
        yield Stretch(index, line.piece())
        return
    at = 0
    alone = not _BOLD.sub("", line.text).strip("* \\")
    for mark in _BOLD.finditer(line.text):
        yield from _plain(index, line, at, mark.start())
        if any(c.isalnum() for c in mark["words"]):
            yield Stretch(index, _cut(line, *mark.span()), bold=True, alone=alone)
        at = mark.end()
    yield from _plain(index, line, at, len(line.text))


def _plain(index: int, line: TextLine, start: int, end: int) -> Iterator[Stretch]:
    if line.text[start:end].strip("* \\"):
        yield Stretch(index, _cut(line, start, end))


def _cut(line: TextLine, start: int, end: int) -> Piece:
    return Piece(line.text[start:end], line.start + start, line.start + end)


def _cuts(lines: Sequence[TextLine], stretches: Sequence[Stretch], i: int) -> bool:
    """Whether bold words cut a sentence: they close their line, nothing ends before them, and it goes on below.

    Emphasis goes on in its own line, or where the line breaks inside a paragraph; a label is parted by a blank line.
    """
    stretch = stretches[i]
    if not stretch.bold or len(stretch.text.split()) > LONGEST_LABEL or ends_sentence(stretch.text):
        return False
    before, after = _plain_beside(stretches, i, -1), _plain_beside(stretches, i, 1)
    if before is None or after is None or after.line == stretch.line or not lines[after.line].after_blank:
        return False
    if list_marker(lines[after.line].text):
        return False
    return reads_on(before.text, after.text)


def _plain_beside(stretches: Sequence[Stretch], i: int, step: int) -> Stretch | None:
    """The nearest words before or after that are not bold, within a few lines."""
    near = range(i + step, i + step * (FARTHEST + 1), step)
    found = next((k for k in near if 0 <= k < len(stretches) and not stretches[k].bold), None)
    far = found is None or abs(stretches[found].line - stretches[i].line) > FARTHEST // 2
    return None if found is None or far else stretches[found]


def _groups(cuts: Sequence[int], stretches: Sequence[Stretch]) -> Iterator[list[int]]:
    """The cuts that stand near each other, where they are enough and one label at least is broken over lines."""
    group: list[int] = []
    for i in cuts:
        if group and stretches[i].line - stretches[group[-1]].line > FARTHEST:
            yield from [group] if _is_table(group, stretches) else []
            group = []
        group.append(i)
    if group and _is_table(group, stretches):
        yield group


def _is_table(group: Sequence[int], stretches: Sequence[Stretch]) -> bool:
    """Whether cuts are lines of labels: enough of them, and labels that go on from line to line with a small letter."""
    if len(group) < FEWEST_CUTS:
        return False
    bold = [s for s in stretches[group[0] : group[-1] + 1] if s.bold]
    broken = sum(a.line < b.line and reads_on(a.text, b.text) for a, b in pairwise(bold))
    return broken > 0 and any(stretches[i].alone for i in group)


def _first(stretches: Sequence[Stretch], i: int) -> int:
    """The line on which the cell starts that the first label cuts."""
    while i and (stretches[i].bold or stretches[i - 1].line == stretches[i].line or _follows(stretches, i)):
        i -= 1
    return stretches[i].line


def _follows(stretches: Sequence[Stretch], i: int) -> bool:
    before = _plain_beside(stretches, i, -1)
    return before is not None and reads_on(before.text, stretches[i].text)


def _last(stretches: Sequence[Stretch], i: int) -> int:
    """The line that ends the cell, and the label, that the last cut stands in."""
    label, cell = stretches[i].text, _plain_beside(stretches, i, -1)
    words = cell.text if cell else ""
    while i + 1 < len(stretches):
        after = stretches[i + 1]
        if not (after.line == stretches[i].line or reads_on(label if after.bold else words, after.text)):
            break
        label, words = (after.text, words) if after.bold else (label, after.text)
        i += 1
    return stretches[i].line


def cell_parts(stretches: Sequence[Stretch], inline: Inline) -> Iterator[CellPart]:
    """The cells, each with the labels that cut it; the labels between two cells as blocks of their own.

    Args:
        stretches: the words of the table in the order of the text, those of labels in bold.
        inline: how the words of a cell are read.
    """
    cell: list[Stretch] = []
    for stretch in stretches:
        words = [s for s in cell if not s.bold]
        is_new_line = not (words and words[-1].line == stretch.line)
        starts = bool(list_marker(stretch.piece.text)) or not words or not reads_on(words[-1].text, stretch.text)
        if words and not stretch.bold and is_new_line and starts:
            yield from _cell(cell, inline)
            cell = []
        cell.append(stretch)
    yield from _cell(cell, inline)


def _cell(stretches: Sequence[Stretch], inline: Inline) -> Iterator[CellPart]:
    """A cell with the labels inside it; those before and behind it stand alone."""
    plain = [i for i, s in enumerate(stretches) if not s.bold]
    first, last = (plain[0], plain[-1] + 1) if plain else (len(stretches), len(stretches))
    for stretch in stretches[:first]:
        yield CellPart(tuple(inline((stretch.piece,))), is_label=True)
    if plain:
        yield _joined(stretches[first:last], inline)
    for stretch in stretches[last:]:
        yield CellPart(tuple(inline((stretch.piece,))), is_label=True)


def _joined(stretches: Sequence[Stretch], inline: Inline) -> CellPart:
    marker = list_marker(stretches[0].piece.text)
    skip = marker.length if marker and not marker.ordered else 0
    made: list[Piece] = []
    asides: list[tuple[int, int]] = []
    for i, stretch in enumerate(stretches):
        piece = stretch.piece
        pieces = inline((Piece(piece.text[skip:], piece.start + skip, piece.end) if not i else piece,))
        if made and pieces:
            made.append(Piece(" ", made[-1].end, pieces[0].start))
        start = sum(len(p.text) for p in made)
        made += pieces
        if stretch.bold:
            asides.append((start, sum(len(p.text) for p in made)))
    return CellPart(tuple(made), tuple(asides), is_item=marker is not None)
