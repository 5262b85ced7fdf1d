"""Blocks of a page without tags, from where its lines stand and how they look."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.readers.lists import by_indent, list_marker
from pipeline.readers.outline import heading_number, is_caption
from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.lines import PdfLine
from pipeline.readers.pdf.looks import LARGER
from pipeline.readers.text.lines import ends_sentence

GAP = 1.4  # of the usual leading: a wider one starts a paragraph
CLOSE = 1.05
DISPLAY_GAP = 1.6  # of its size: lines of a heading stand no further apart
SHORT = 0.8  # of the column's width: a line that ends earlier may end a paragraph
FULL = 0.88  # of the column's width: a line that ends later may go on in another look
SAME_SIZE = 0.08  # share of the larger size that sizes of one block differ by, at most
BESIDE = 40.0  # points: lines of one column start no further apart
MOST_LINES = 0.9  # of a column: a heading may reach over it
INDENT = 6.0  # points: a smaller step to the right is no deeper list, nor a new paragraph
LABEL_GAP = 90.0  # points between a number and the words that it numbers, at most
LONGEST_CAPTION = 160
FOOT = 0.5  # share of a page's height that footnotes stand below
SMALL = 0.93  # of the body's size: footnotes are so small
_LABEL = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Za-z]|[ivx]{1,5})[.):]?")
_NOTE = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}|[*†‡]{1,3})[.)]?\s*\S")


def body_size(lines: Iterable[PdfLine]) -> float:
    """The size that most of the words are set in; 0 where there are none."""
    chars: Counter[float] = Counter()
    for line in lines:
        chars[line.size] += len(line.text)
    return chars.most_common(1)[0][0] if chars else 0.0


def layout_blocks(lines: Sequence[PdfLine], *, body: float, foot: float | None = None) -> list[PdfBlock]:
    """Paragraphs, list items, captions and footnotes of a page; headings are still among the paragraphs.

    Args:
        lines: the lines in reading order, running heads left out.
        body: the usual size of the document.
        foot: where the lower half of the page begins, in points; None where no footnotes are looked for.
    """
    joined = _with_labels(lines)
    column = _Column(joined, body)
    blocks: list[PdfBlock] = []
    for i, line in enumerate(joined):
        if blocks and column.goes_on(blocks[-1], joined[i - 1], line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_opened(line))
    _set_depths(blocks)
    if foot is not None:
        _mark_footnotes(blocks, body, foot)
    return blocks


class _Column:
    """Where the lines of a page stand, and whether one goes on with the block before it."""

    def __init__(self, lines: Sequence[PdfLine], body: float) -> None:
        self.body = body
        self.step = _leading(lines)
        self._edges: dict[int, list[float]] = defaultdict(list)
        for line in lines:
            self._edges[int(line.x0 / BESIDE)].append(line.x1)
        self._rights: dict[int, float] = {}

    def goes_on(self, block: PdfBlock, before: PdfLine, line: PdfLine) -> bool:
        """Whether a line belongs to the block."""
        if _opens_block(block, before, line) or not self._same_look(block, before, line):
            return False
        gap = line.top - before.top
        if gap <= 0:  # the next column: only a sentence goes on there
            return not ends_sentence(before.text) and line.text[:1].islower()
        if gap > self._most(line):
            return False
        if not ends_sentence(before.text):
            return True
        left = min(n.x0 for n in block.lines)
        ended = before.x1 < left + SHORT * (self._right(before) - left)
        return not ended and not (line.x0 > left + INDENT and not _hangs(block))

    def _right(self, line: PdfLine) -> float:
        """Where the column of a line ends: most lines that start near it end no further."""
        place = int(line.x0 / BESIDE)
        if place not in self._rights:
            ends = sorted(x1 for near in (place - 1, place, place + 1) for x1 in self._edges.get(near, ()))
            self._rights[place] = ends[int(MOST_LINES * (len(ends) - 1))]
        return self._rights[place]

    def _most(self, line: PdfLine) -> float:
        """The widest step down inside a block."""
        display = line.size > self.body * LARGER
        return DISPLAY_GAP * line.size if display or not self.step else GAP * self.step

    def _same_look(self, block: PdfBlock, before: PdfLine, line: PdfLine) -> bool:
        """Whether two lines are set alike, or the second goes on with a sentence in another look."""
        if abs(before.size - line.size) > SAME_SIZE * max(before.size, line.size):
            return False
        if before.bold == line.bold and (before.face == line.face or not _is_display(before, line)):
            return True
        left = min(n.x0 for n in block.lines)
        full = before.x1 >= left + FULL * (self._right(before) - left)
        if before.bold != line.bold:
            close = line.top - before.top <= min(CLOSE * self.step, DISPLAY_GAP * line.size)
            return not ends_sentence(before.text) and (line.text[:1].islower() or (full and line.bold and close))
        return full or line.text[:1].islower()


def _leading(lines: Sequence[PdfLine]) -> float:
    """The distance from a line's top to the next one's inside paragraphs, in points; 0 where there is none."""
    steps = sorted(
        b.top - a.top for a, b in pairwise(lines) if a.size == b.size and 0.8 * a.size < b.top - a.top < 4 * a.size
    )
    return steps[len(steps) // 4] if steps else 0.0


def _is_display(before: PdfLine, line: PdfLine) -> bool:
    """Whether a change of face between two lines may be that from a heading to its text, or back."""
    return line.text[:1].isupper() or line.text[:1].isdigit() or ends_sentence(before.text)


def _opens_block(block: PdfBlock, before: PdfLine, line: PdfLine) -> bool:
    """Whether a line starts with a bullet, or with a number that does not stand inside a sentence."""
    marker = list_marker(line.text)
    if line.text.startswith("o "):
        return True
    if marker:
        return not marker.ordered or ends_sentence(before.text) or line.x0 <= block.lines[0].x0 + INDENT
    may_open = line.x0 <= block.lines[0].x0 + INDENT and (line.bold or ends_sentence(before.text))
    return may_open and heading_number(line.text) is not None


def _hangs(block: PdfBlock) -> bool:
    """Whether the first line of a block stands left of the rest, as a list item's does."""
    return len(block.lines) == 1 or block.lines[0].x0 < block.lines[1].x0 - 1


def _with_labels(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Lines with the numbers that stand alone before them: "2.1" and, a tab further on, "Board membership"."""
    joined: list[PdfLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and _LABEL.fullmatch(last.text) and _beside(last, line):
            joined[-1] = line._replace(
                text=f"{last.text} {line.text}",
                x0=last.x0,
                top=min(last.top, line.top),
                bottom=max(last.bottom, line.bottom),
            )
        else:
            joined.append(line)
    return joined


def _beside(label: PdfLine, line: PdfLine) -> bool:
    shared = min(label.bottom, line.bottom) - max(label.top, line.top)
    return shared > 0 and 0 <= line.x0 - label.x1 <= LABEL_GAP and abs(label.size - line.size) <= SAME_SIZE * line.size


def _opened(line: PdfLine) -> PdfBlock:
    if line.text.startswith("o ") and len(line.text) > 2:
        return PdfBlock("list_item", [line._replace(text=line.text[2:])])  # a round bullet, in the font of the text
    marker = list_marker(line.text)
    if marker and not marker.ordered:
        return PdfBlock("list_item", [line._replace(text=line.text[marker.length :])])
    if marker:
        return PdfBlock("list_item", [line])
    return PdfBlock("caption" if is_caption(line.text) and len(line.text) < LONGEST_CAPTION else "paragraph", [line])


def _set_depths(blocks: Sequence[PdfBlock]) -> None:
    """Depths of list items that follow each other, from where their bullets stand."""
    run: list[PdfBlock] = []
    for block in [*blocks, PdfBlock("paragraph", [])]:
        if block.kind == "list_item":
            run.append(block)
            continue
        for item, depth in zip(run, by_indent([round(b.lines[0].x0 / INDENT) for b in run]), strict=True):
            item.depth = depth
        run = []


def _mark_footnotes(blocks: list[PdfBlock], body: float, foot: float) -> None:
    """The last blocks of a page are footnotes where they are small and each begins with its mark."""
    notes: list[PdfBlock] = []
    for block in reversed(blocks):
        if block.lines[0].top < foot or max(n.size for n in block.lines) > SMALL * body:
            break
        notes.append(block)
    while notes and not _NOTE.match(notes[-1].text):
        notes.pop()
    for note in notes:
        note.kind, note.depth = "footnote", 0
    for before, note in pairwise(reversed(notes)):
        if not _NOTE.match(note.text):
            note.lines[:0] = before.lines
            before.lines = []
    blocks[:] = [block for block in blocks if block.lines]
