"""Structure of a page without tags: bookmarks, then numbering, then effective size and weight."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.readers.lines import ends_sentence
from pipeline.readers.lists import by_indent, list_marker
from pipeline.readers.outline import heading_number, is_caption, looks_like_heading
from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.lines import PdfLine, leading

LARGER = 1.1  # of the body's size: a line this large is a heading
GAP = 1.4  # of the usual leading: a wider one starts a paragraph
SHORT = 0.8  # of the column's width: a line that ends earlier may end a paragraph
HEADING_SIZES = 4
SAME_SIZE = 0.6  # points
INDENT = 6.0  # points: a smaller step to the right is no deeper list
_NOT_WORDS = re.compile(r"\W+")


class Style:
    """The sizes of a document's untagged pages: the body's, and those of its headings, largest first."""

    def __init__(self, lines: Iterable[PdfLine]) -> None:
        chars: Counter[float] = Counter()
        for line in lines:
            chars[line.size] += len(line.text)
        self.body = chars.most_common(1)[0][0] if chars else 0.0
        larger = sorted((s for s in chars if s > self.body * LARGER), reverse=True)
        self._levels = {size: min(i, HEADING_SIZES) for i, size in enumerate(_distinct(larger), start=1)}
        self._sizes = sorted(self._levels)

    def level(self, line: PdfLine) -> int:
        """The level of a heading by its size; bold headings of the body's size stand below all larger ones."""
        for size in self._sizes:
            if line.size <= size + SAME_SIZE:
                return self._levels[size]
        return len(self._levels) + 1 if line.size <= self.body * LARGER else 1

    def stands_out(self, line: PdfLine) -> bool:
        """Whether a line is set larger than the body, or bold."""
        return line.size > self.body * LARGER or (line.bold and line.size >= self.body * 0.95)

    def is_heading(self, block: PdfBlock) -> bool:
        """Whether a paragraph looks like a heading: short, all of it set larger or bold."""
        text = block.text
        numbered = heading_number(text)
        words = text[numbered.length :] if numbered else text
        short = len(block.lines) <= 3 and looks_like_heading(words) and not words.endswith(":")
        return short and all(self.stands_out(line) for line in block.lines)


class Bookmarks:
    """The file's bookmarks by page: they say which lines are headings, and of which level."""

    def __init__(self, items: Iterable[tuple[int, str, int]]) -> None:
        self._levels = {(page, _key(title)): level for page, title, level in items}

    def __bool__(self) -> bool:
        return bool(self._levels)

    def level(self, page: int, text: str) -> int | None:
        """The bookmark's level, from 1, of a line on a page (by index), or None."""
        return self._levels.get((page, _key(text)))


def layout_blocks(lines: Sequence[PdfLine], *, style: Style, bookmarks: Bookmarks, page: int) -> list[PdfBlock]:
    """Blocks of a page from where its lines stand and how they look.

    Args:
        lines: the lines in reading order, running heads left out.
        style: the sizes of the document.
        bookmarks: its bookmarks.
        page: the page's index, from 0.
    """
    step = leading(lines)
    right = max((line.x1 for line in lines), default=0.0)
    blocks: list[PdfBlock] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        after = lines[i + 1] if i + 1 < len(lines) else None
        level = bookmarks.level(page, line.text) or _heading_level(line, before, after, style, step)
        if level:
            _add_heading(blocks, line, level, before, step)
        elif blocks and before and _goes_on(blocks[-1], before, line, step, right):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_opened(line))
    _set_depths(blocks)
    return blocks


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


def _heading_level(
    line: PdfLine, before: PdfLine | None, after: PdfLine | None, style: Style, step: float
) -> int | None:
    numbered = heading_number(line.text)
    words = line.text[numbered.length :] if numbered else line.text
    if not style.stands_out(line) or not looks_like_heading(words) or (list_marker(line.text) and not numbered):
        return None
    if line.size > style.body * LARGER:
        return style.level(line)
    apart = before is None or _gap(before, line) > step * 1.15 or not before.bold
    runs_over = after is not None and after.bold and _gap(line, after) <= step * 1.15 and after.text[:1].islower()
    return style.level(line) if apart and not runs_over and (numbered or not words.endswith(":")) else None


def _add_heading(blocks: list[PdfBlock], line: PdfLine, level: int, before: PdfLine | None, step: float) -> None:
    """A heading; a second line of the same look, close below and without a number of its own, belongs to it."""
    last = blocks[-1] if blocks else None
    same = last is not None and last.kind == "heading" and last.level == level and not heading_number(line.text)
    close = before is not None and 0 < _gap(before, line) < max(step, line.size) * 1.6
    if last and before and same and close and abs(before.size - line.size) < SAME_SIZE:
        last.lines.append(line)
    else:
        blocks.append(PdfBlock("heading", [line], level=level))


def _opened(line: PdfLine) -> PdfBlock:
    marker = list_marker(line.text)
    if marker and not marker.ordered:
        return PdfBlock("list_item", [line._replace(text=line.text[marker.length :])])
    if marker:
        return PdfBlock("list_item", [line])
    return PdfBlock("caption" if is_caption(line.text) and len(line.text) < 160 else "paragraph", [line])


def _goes_on(block: PdfBlock, before: PdfLine, line: PdfLine, step: float, right: float) -> bool:
    if block.kind == "heading" or list_marker(line.text) or abs(before.size - line.size) > 0.1 * max(before.size, 1):
        return False
    gap = _gap(before, line)
    if gap <= 0:  # the next column: only a sentence goes on there
        return not ends_sentence(before.text)
    if step and gap > step * GAP:
        return False
    left = min(n.x0 for n in block.lines)
    ended = ends_sentence(before.text) and before.x1 < left + SHORT * (right - left)
    return not ended


def _gap(before: PdfLine, line: PdfLine) -> float:
    return line.top - before.top


def _distinct(sizes: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for size in sizes:
        if not kept or kept[-1] - size > SAME_SIZE:
            kept.append(size)
    return kept


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", text.lower())
