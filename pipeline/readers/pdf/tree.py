"""The structure tree of a tagged PDF page (ISO 32000, 14.7), as it stands."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

DEEPEST = 60


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
