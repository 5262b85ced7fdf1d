"""What stands on a slide, as blocks in reading order, each with the place of its shape."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pipeline.builder import CellWords
from pipeline.readers.lists import list_marker
from pipeline.readers.office.graphics import GRAPHICS, Graphics
from pipeline.readers.outline import is_value, looks_like_heading
from pipeline.readers.slides.deck import A, P
from pipeline.readers.slides.frames import FrameText, placed_lines
from pipeline.readers.slides.places import Box, Placed
from pipeline.readers.slides.texts import Inherited, Paragraph, inherited_by, paragraphs, placeholder_type

TITLES = ("title", "ctrTitle")
FURNITURE = ("dt", "ftr", "sldNum", "hdr")
TOP_SHARE = 0.5  # of the slide's height: where a line that stands for a title stands
LARGER = 1.15  # times the size of the next largest words

_PAGE_NUMBER = re.compile(r"\s*(?:[|–—-]\s*(?:page\s+)?|\b(?:page|slide)\s+)\d{1,3}$", re.IGNORECASE)

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
SlideKind = Literal["heading", "paragraph", "list_item", "caption", "table"]


class PlacedLine(NamedTuple):
    """A line: its range of a block's or cell's words, and its rectangle in points."""

    start: int
    end: int
    box: Box


@dataclass(slots=True)
class SlideBlock:
    """A block of a slide; a table has cells, and for each cell its lines in `cell_lines`.

    `is_title` is set for what stands in a title placeholder.
    """

    kind: SlideKind
    text: str = ""
    depth: int = 0
    size: float = 0.0
    box: Box = NOWHERE
    lines: list[PlacedLine] = field(default_factory=list)
    is_title: bool = False
    cells: list[CellWords] = field(default_factory=list)
    cell_lines: list[list[PlacedLine]] = field(default_factory=list)


class SlideReader:
    """Reads slides.

    Args:
        page: the rectangle of a slide.
        defaults: the presentation's own text styles.
        repeated: words and places of shapes that stand on most slides.
    """

    def __init__(self, page: Box, defaults: Any, repeated: frozenset[tuple[str, int, int]] = frozenset()) -> None:
        self._page, self._defaults, self._repeated = page, defaults, repeated

    def blocks(self, slide: Any, placed: Sequence[Placed], graphics: Graphics) -> list[SlideBlock]:
        """The blocks of a slide from its shapes in reading order; the title is the first one, where it has one."""
        titled = ((p, b) for p in placed if placeholder_type(p.shape) in TITLES for b in self._title(p, slide))
        holder, title = next(titled, (None, None))
        others = [p for p in placed if p is not holder and placeholder_type(p.shape) not in FURNITURE]
        others = [p for p in others if (repetition_key(p) or ("", 0, 0)) not in self._repeated]
        body = [b for p in others for b in self._shape(p, slide, graphics)]
        return [title, *body] if title else _with_title(body, self._page)

    def _title(self, placed: Placed, slide: Any) -> Iterator[SlideBlock]:
        texts = list(self._paragraphs(placed, slide))
        if texts:
            text = " ".join(t.text for t in texts)
            lines = _lines(placed, [FrameText(text, texts[0].size)])[0]
            yield SlideBlock("heading", text, 0, texts[0].size, placed.box, lines, is_title=True)

    def _shape(self, placed: Placed, slide: Any, graphics: Graphics) -> Iterator[SlideBlock]:
        shape = placed.shape
        if getattr(shape, "has_table", False):
            yield _table(placed)
        elif getattr(shape, "has_text_frame", False):
            yield from _text_blocks(placed, list(self._paragraphs(placed, slide)))
        else:
            for element in shape._element.iter(*GRAPHICS):
                yield from _graphic(graphics, element, placed.box)

    def _paragraphs(self, placed: Placed, slide: Any) -> Iterator[Paragraph]:
        body = placed.shape._element.find(f"{P}txBody")
        if body is not None:
            yield from paragraphs(body, inherited_by(placed.shape, slide, self._defaults))


def repetition_key(placed: Placed) -> tuple[str, int, int] | None:
    """A shape's words without a slide number, and its place: what it is known again by; None for one without words."""
    shape = placed.shape
    if not getattr(shape, "has_text_frame", False) or placeholder_type(shape) in TITLES:
        return None
    text = " ".join("".join(t.text or "" for t in shape._element.iter(f"{A}t")).split())
    return (_PAGE_NUMBER.sub(" #", text), round(placed.box.x0), round(placed.box.top)) if text else None


def _text_blocks(placed: Placed, texts: Sequence[Paragraph]) -> Iterator[SlideBlock]:
    lines = _lines(placed, [FrameText(t.text, t.size, t.level) for t in texts])
    for text, placed_at in zip(texts, lines, strict=True):
        marker = list_marker(text.text)
        skipped = marker.length if marker and not marker.ordered else 0  # a bullet that was typed
        kept = [PlacedLine(max(0, n.start - skipped), n.end - skipped, n.box) for n in placed_at if n.end > skipped]
        is_item = text.bulleted or skipped > 0
        kind: SlideKind = "list_item" if is_item else "paragraph"
        yield SlideBlock(kind, text.text[skipped:], text.level if is_item else 0, text.size, placed.box, kept)


def _table(placed: Placed) -> SlideBlock:
    """A table with the places of its cells; rows and columns share the frame as the file states their sizes."""
    table = placed.shape.table
    columns = _edges([float(c.width) for c in table.columns], placed.box.x0, placed.box.x1)
    rows = _edges([float(r.height) for r in table.rows], placed.box.top, placed.box.bottom)
    has_head = bool(table.first_row) and len(table.rows) > 1
    block = SlideBlock("table", box=placed.box)
    for r, row in enumerate(table._tbl.tr_lst):
        for c, cell in enumerate(row.tc_lst):
            if cell.is_spanned:
                continue
            height = max(1, min(cell.rowSpan, len(rows) - 1 - r))  # no cell reaches beyond the table
            width = max(1, min(cell.gridSpan, len(columns) - 1 - c))
            texts = list(paragraphs(cell.txBody, Inherited(()))) if cell.txBody is not None else []
            words = " ".join(t.text for t in texts)
            header = (has_head and r == 0) or (bool(table.first_col) and c == 0 and bool(words))
            block.cells.append(CellWords(r, c, words, height, width, header))
            box = Box(_at(columns, c), _at(rows, r), _at(columns, c + width), _at(rows, r + height))
            size = texts[0].size if texts else 0.0
            block.cell_lines.append(_frame_lines(words, size, box))
    return block


def _at(edges: Sequence[float], index: int) -> float:
    """An edge of a table; the last one for cells that the table has no room for."""
    return edges[min(index, len(edges) - 1)]


def _frame_lines(words: str, size: float, box: Box) -> list[PlacedLine]:
    found = placed_lines([FrameText(words, size)], box)[0] if words else []
    return [PlacedLine(*line) for line in found]


def _edges(sizes: Sequence[float], start: float, end: float) -> list[float]:
    """Where rows or columns start and end in a frame, by their sizes."""
    whole = sum(sizes) or 1.0
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + (end - start) * size / whole)
    return edges


def _graphic(graphics: Graphics, element: Any, box: Box) -> Iterator[SlideBlock]:
    """A chart as a caption and a table, a diagram as a list."""
    found = graphics.read(element)
    if found.title:
        yield SlideBlock("caption", found.title, box=box, lines=[PlacedLine(0, len(found.title), box)])
    if found.rows:
        cells = [
            CellWords(r, c, text, header=not r or not c)
            for r, row in enumerate(found.rows)
            for c, text in enumerate(row)
        ]
        places = [[PlacedLine(0, len(cell.words), box)] if cell.words else [] for cell in cells]
        yield SlideBlock("table", box=box, cells=cells, cell_lines=places)
    for depth, text in found.items:
        yield SlideBlock("list_item", text, depth, box=box, lines=[PlacedLine(0, len(text), box)])


def _with_title(body: list[SlideBlock], page: Box) -> list[SlideBlock]:
    """The blocks of a slide without a title: a line at the top that is larger than all others stands for it."""
    lines = [b for b in body if b.kind in ("paragraph", "list_item") and not is_value(b.text)]  # figures are set large
    largest = max(lines, key=lambda b: b.size, default=None)
    if largest is None or largest.box.top > page.top + TOP_SHARE * (page.bottom - page.top):
        return body
    others = max((b.size for b in lines if b is not largest), default=0.0)
    if largest.size < LARGER * others or not looks_like_heading(largest.text):
        return body
    largest.kind = "heading"
    return [largest, *(b for b in body if b is not largest)]


def _lines(placed: Placed, texts: Sequence[FrameText]) -> list[list[PlacedLine]]:
    properties = placed.shape._element.find(f"{P}txBody/{A}bodyPr")
    anchor = properties.get("anchor", "t") if properties is not None else "t"
    return [[PlacedLine(*line) for line in lines] for lines in placed_lines(texts, placed.box, anchor)]
