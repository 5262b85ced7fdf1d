"""Structure of a tagged PDF page: headings, paragraphs, lists and tables from its structure tree (ISO 32000, 14.8)."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from corpus.document import BlockKind
from pipeline.readers.lists import BULLETS, list_marker
from pipeline.readers.outline import is_sentence
from pipeline.readers.pdf_blocks import PdfBlock, PdfCell
from pipeline.readers.pdf_lines import PdfLine, lines_of
from pipeline.readers.pdf_runs import Run

DEEPEST = 60
TEXT_IN_TREE = 0.7  # share of a page's text that its tree must hold
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "NonStruct", "Private", "Aside", "Figure", "Form"}
TEXT_KINDS: dict[str, BlockKind] = {"Caption": "caption", "Note": "footnote", "FENote": "footnote"}
CONTENTS = {"TOC", "TOCI"}
ROW_GROUPS = {"THead", "TBody", "TFoot"}
_HEADING = re.compile(r"H([1-6])?$")
_BULLET = re.compile(rf"^[{BULLETS}*o-]\s*$")
_LEADING_BULLET = re.compile(rf"^(?:[{BULLETS}]\s*|o\s+(?=[A-Za-z]))")


class Tag(NamedTuple):
    """An element of the tree: its type, the marks of its own content, its children in order (marks and elements)."""

    type: str
    element: Any
    kids: list["int | Tag"]


class TagReader:
    """Reads structure trees; keeps its buffer."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(256)

    def tree(self, page: Any) -> tuple[Any, list[Tag]]:
        """The handle of the page's tree (to be closed by `close`), and its top elements."""
        handle = pdfium.FPDF_StructTree_GetForPage(page)
        if not handle:
            return None, []
        count = pdfium.FPDF_StructTree_CountChildren(handle)
        tops = (pdfium.FPDF_StructTree_GetChildAtIndex(handle, i) for i in range(max(0, count)))
        return handle, [self._tag(top, 0) for top in tops if top]

    def close(self, handle: Any) -> None:
        """Free a tree."""
        if handle:
            pdfium.FPDF_StructTree_Close(handle)

    def _tag(self, element: Any, depth: int) -> Tag:
        length = pdfium.FPDF_StructElement_GetType(element, self._buffer, 256)
        kind = self._buffer.raw[: max(0, length - 2)].decode("utf-16-le", errors="replace")
        kids: list[int | Tag] = []
        for i in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
            if child:
                if depth < DEEPEST:
                    kids.append(self._tag(child, depth + 1))
            else:
                mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, i)
                if mark >= 0:
                    kids.append(mark)
        return Tag(kind, element, kids)


def marks_of(tag: Tag) -> Iterator[int]:
    """The marked-content ids under an element, in order."""
    for kid in tag.kids:
        if isinstance(kid, int):
            yield kid
        else:
            yield from marks_of(kid)


def tagged_blocks(tops: list[Tag], runs: list[Run]) -> list[PdfBlock] | None:
    """Blocks of a page from its tags, or None where too much of its text stands outside them."""
    by_mark: dict[int, list[Run]] = {}
    for run in runs:
        by_mark.setdefault(run.mark, []).append(run)
    named = {mark for top in tops for mark in marks_of(top)}
    inside = sum(len(r.text) for r in runs if r.mark in named)
    marked = sum(len(r.text) for r in runs if r.mark >= 0 or r.mark in named)
    if not inside or inside < TEXT_IN_TREE * marked:
        return None
    reader = _PageOfTags(by_mark)
    for top in tops:
        reader.take(top, depth=-1)
    return reader.blocks


class _PageOfTags:
    def __init__(self, by_mark: dict[int, list[Run]]) -> None:
        self.by_mark = by_mark
        self.blocks: list[PdfBlock] = []

    def take(self, tag: Tag, *, depth: int) -> None:
        """Read an element and what is under it; `depth` is that of the list around it."""
        heading = _HEADING.fullmatch(tag.type)
        if heading or tag.type == "Title":
            level = int(heading[1]) if heading and heading[1] else (1 if tag.type == "Title" else 0)
            self._add("heading", self._lines(tag), level=level)
        elif tag.type == "Table":
            self._take_table(tag)
        elif tag.type in CONTENTS:
            return  # a contents page repeats the headings
        elif tag.type == "L":
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    self._take_item(kid, depth=depth + 1)
        elif tag.type == "LI":
            self._take_item(tag, depth=max(depth, 0))
        elif tag.type in GROUPING or self._holds_blocks(tag):
            self._take_group(tag, depth=depth)
        else:
            self._add(TEXT_KINDS.get(tag.type, "paragraph"), self._lines(tag))

    def _holds_blocks(self, tag: Tag) -> bool:
        """A paragraph with lists, tables or paragraphs in it is a group."""
        return any(
            isinstance(k, Tag) and (k.type in {"L", "Table", "P", "Sect", "Div"} or _HEADING.fullmatch(k.type))
            for k in tag.kids
        )

    def _take_group(self, tag: Tag, *, depth: int) -> None:
        """Elements one by one; stray content between them is a paragraph."""
        stray: list[Run] = []
        for kid in tag.kids:
            if isinstance(kid, int):
                stray += self.by_mark.get(kid, [])
            elif kid.type in {"Span", "Link", "Reference", "Annot", "Lbl", "Em", "Strong"}:
                stray += self._runs(kid)
            else:
                self._add("paragraph", lines_of(stray))
                stray = []
                self.take(kid, depth=depth)
        self._add("paragraph", lines_of(stray))

    def _take_item(self, tag: Tag, *, depth: int) -> None:
        if tag.type == "L":
            self.take(tag, depth=depth - 1 if not self.blocks else depth)
            return
        own: list[Run] = []
        first = len(self.blocks)
        for kid in _unwrapped(tag):
            if isinstance(kid, int):
                own += self.by_mark.get(kid, [])
            elif kid.type in {"L", "Table"}:
                self._add_item(own, depth)
                own = []
                self.take(kid, depth=depth)
            elif kid.type == "P" and own and len(self.blocks) > first:
                self._add_item(own, depth)
                own = self._runs(kid)
            else:
                own += self._runs(kid)
        self._add_item(own, depth)

    def _add_item(self, runs: list[Run], depth: int) -> None:
        printed = lines_of(runs)
        lines = _without_bullet(printed)
        if lines:
            labelled = lines[0] is not printed[0] or list_marker(lines[0].text) is not None
            self.blocks.append(PdfBlock("list_item", lines, depth=depth, labelled=labelled))

    def _add(self, kind: BlockKind, lines: list[PdfLine], *, level: int = 0) -> None:
        if not lines:
            return
        if kind == "heading" and _is_wrongly_marked(lines):
            kind, level = "paragraph", 0
        if kind == "paragraph" and _LEADING_BULLET.match(lines[0].text):
            self.blocks.append(PdfBlock("list_item", _without_bullet(lines)))
        else:
            self.blocks.append(PdfBlock(kind, lines, level=level))

    def _runs(self, tag: Tag) -> list[Run]:
        return [run for mark in marks_of(tag) for run in self.by_mark.get(mark, [])]

    def _lines(self, tag: Tag) -> list[PdfLine]:
        return lines_of(self._runs(tag))

    # ---- tables

    def _take_table(self, tag: Tag) -> None:
        cells: list[PdfCell] = []
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(_rows(tag)):
            column = 0
            for cell in row.kids:
                if not isinstance(cell, Tag) or cell.type not in {"TH", "TD"}:
                    continue
                while (r, column) in taken:
                    column += 1
                height, width = _span(cell, b"RowSpan"), _span(cell, b"ColSpan")
                taken |= {(r + i, column + j) for i in range(height) for j in range(width)}
                cells.append(PdfCell(r, column, self._cell_lines(cell), height, width, cell.type == "TH"))
                column += width
        filled = [c for c in cells if c.lines]
        if not filled:
            return
        if 1 + max(c.column for c in cells) == 1 or len(filled) == 1:  # a frame around text is no table
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    self._take_frame(kid)
            return
        for caption in (k for k in tag.kids if isinstance(k, Tag) and k.type == "Caption"):
            self._add("caption", self._lines(caption))
        lines = [line for c in cells for line in c.lines]
        self.blocks.append(PdfBlock("table", lines, cells=_with_header_row(cells)))

    def _take_frame(self, tag: Tag) -> None:
        if tag.type in ROW_GROUPS | {"TR", "TH", "TD"}:
            stray: list[Run] = []
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    self._take_frame(kid)
                else:
                    stray += self.by_mark.get(kid, [])
            self._add("paragraph", lines_of(stray))
        else:
            self.take(tag, depth=-1)

    def _cell_lines(self, cell: Tag) -> list[PdfLine]:
        """Lines of a cell; the items of a list in it start with their bullets as printed."""
        return lines_of(self._runs(cell))


def _is_wrongly_marked(lines: list[PdfLine]) -> bool:
    """A "heading" that is a paragraph, an address or a link."""
    text = " ".join(line.text for line in lines)
    return is_sentence(text) or "@" in text or text.startswith(("http", "www."))


def _unwrapped(item: Tag) -> Iterator["int | Tag"]:
    """The parts of a list item with its label and body opened up."""
    for kid in item.kids:
        if isinstance(kid, Tag) and kid.type in {"LBody", "Lbl", "LI", "Div", "NonStruct"}:
            yield from _unwrapped(kid)
        else:
            yield kid


def _rows(table: Tag) -> Iterator[Tag]:
    for kid in table.kids:
        if isinstance(kid, Tag):
            if kid.type == "TR":
                yield kid
            elif kid.type in ROW_GROUPS:
                yield from _rows(kid)


def _with_header_row(cells: list[PdfCell]) -> list[PdfCell]:
    """A table whose tags name no header has its first row for one, where that row is all bold."""
    if any(c.header for c in cells):
        return cells
    first = [c for c in cells if c.row == 0]
    if first and all(line.bold for c in first for line in c.lines):
        return [c._replace(header=c.row == 0) for c in cells]
    return cells


def _without_bullet(lines: list[PdfLine]) -> list[PdfLine]:
    if lines and _BULLET.match(lines[0].text):
        return lines[1:]
    if lines and (match := _LEADING_BULLET.match(lines[0].text)):
        text = lines[0].text[match.end() :]
        return [lines[0]._replace(text=text), *lines[1:]] if text else lines[1:]
    return lines


def _span(cell: Tag, name: bytes) -> int:
    """An attribute of a table cell; 1 where it has none."""
    for i in range(max(0, pdfium.FPDF_StructElement_GetAttributeCount(cell.element))):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(cell.element, i)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
        if value:
            number = ctypes.c_float()
            if pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number) and 1 <= number.value <= 200:
                return int(number.value)
    return 1
