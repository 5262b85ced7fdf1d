"""The structure tree of a tagged PDF page (ISO 32000, 14.7), as it stands."""

import ctypes
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers.pdf import calls

DEEPEST = 60
MOST_KIDS = 200_000  # looked at for one page: a tree whose parts share parts is never done
MANY_KIDS = 200  # beyond that, most stand on other pages


class Tag(NamedTuple):
    """An element of the tree: its type, and its children in order (marks of its own content, and elements)."""

    type: str
    handle: calls.Handle
    kids: list["int | Tag"]

    @property
    def element(self) -> Any:
        """The element as pypdfium2's functions take it."""
        return ctypes.cast(self.handle, pdfium.FPDF_STRUCTELEMENT)


class TagReader:
    """Reads structure trees; keeps its buffer, the names of types, and how far long elements have been read."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(256)
        self._types: dict[bytes, str] = {}
        self._reached: dict[tuple[int, int], int] = {}
        self._unplaced: set[int] = set()
        self._left = 0

    def tree(self, page: Any, marks: Iterable[int]) -> tuple[Any, list[Tag]]:
        """The handle of the page's tree (to be closed by `close`), and its top elements.

        Args:
            page: the raw handle of the page.
            marks: those of its text; each is read once, other content is left out.
        """
        self._unplaced = {mark for mark in marks if mark >= 0}
        handle = pdfium.FPDF_StructTree_GetForPage(page) if self._unplaced else None
        if not handle:
            return None, []
        self._left = MOST_KIDS
        tops: dict[int, Tag] = {}
        for i in self._places(-1, pdfium.FPDF_StructTree_CountChildren(handle)):
            if top := calls.tree_child(handle, i):
                tops[i] = self._tag(top, 0)
        return handle, [tops[i] for i in sorted(tops)]

    def close(self, handle: Any) -> None:
        """Free a tree."""
        if handle:
            pdfium.FPDF_StructTree_Close(handle)

    def _tag(self, element: calls.Handle, depth: int) -> Tag:
        count = calls.element_count(element)
        kids: dict[int, int | Tag] = {}
        for i in self._places(depth, count):
            mark = calls.element_mark(element, i)
            if mark >= 0:
                if mark in self._unplaced:
                    self._unplaced.remove(mark)
                    kids[i] = mark
            elif depth < DEEPEST and (child := calls.element_child(element, i)):
                kids[i] = self._tag(child, depth + 1)
        in_order = kids.values() if count <= MANY_KIDS else (kids[i] for i in sorted(kids))
        return Tag(self._type(element), element, list(in_order))

    def _places(self, depth: int, count: int) -> Iterable[int]:
        """The children to look at, by index: none any more where too many have been looked at."""
        if count > MANY_KIDS:
            return self._searched(depth, count)
        self._left -= max(0, count)
        return range(count if self._left >= 0 else 0)

    def _searched(self, depth: int, count: int) -> Iterator[int]:
        """Those of a long element.

        Where all pages stand side by side under one element, only a few of its children are on the page: they are
        looked for from where those of the page before ended, until all marks are found.
        """
        first = self._reached.get((depth, count), 0)
        for i in chain(range(first, count), range(first)):
            if self._left <= 0 or not self._unplaced:
                return
            self._left -= 1
            before = len(self._unplaced)
            yield i
            if len(self._unplaced) < before:
                self._reached[depth, count] = i

    def _type(self, element: calls.Handle) -> str:
        length = calls.element_type(element, self._buffer, 256)
        name = self._buffer.raw[: max(0, min(length, 256) - 2)]
        known = self._types.get(name)
        if known is None:
            known = self._types[name] = name.decode("utf-16-le", errors="replace")
        return known


def marks_of(tag: Tag) -> list[int]:
    """The marked-content ids under an element, in order."""
    marks: list[int] = []
    for kid in tag.kids:
        if isinstance(kid, int):
            marks.append(kid)
        else:
            marks += marks_of(kid)
    return marks


def span(cell: Tag, name: bytes) -> int:
    """An attribute of a table cell; 1 where it has none."""
    for i in range(max(0, pdfium.FPDF_StructElement_GetAttributeCount(cell.element))):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(cell.element, i)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
        if value:
            number = ctypes.c_float()
            if pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number) and 1 <= number.value <= 200:
                return int(number.value)
    return 1
