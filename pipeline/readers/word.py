"""DOCX: styles, numbered and bulleted lists, tables with merged cells, footnotes; tracked deletions left out.

Labels that Word counts ("2.1", "a)") are no part of the file's words: a heading's becomes its section's number, an
item's is left out of the text, so that every quotation is found in the file again.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import FileDamaged, FileTooLarge
from pipeline.builder import Builder, CellWords
from pipeline.readers.outline import heading_number, is_caption, is_sentence
from pipeline.readers.reading import Properties, Reading
from pipeline.readers.word_numbers import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BODY, FOOTNOTES, STYLES, NUMBERS = "word/document.xml", "word/footnotes.xml", "word/styles.xml", "word/numbering.xml"
UNPACKED = 4  # times the limit of a file: what its parts may come to
MOST_XML = 64 * 2**20  # bytes of the parts that are parsed: a thousand pages of text have a tenth of it
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,8}")
DEEPEST_STYLE = 12  # styles based on styles
_DELETED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{MC}Fallback",
    f"{W}footnoteReference",
    f"{W}txbxContent",
}
_HEADING_STYLE = re.compile(r"heading ?([1-9])$", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|table of (?:contents|figures))\b.*", re.IGNORECASE)


def read_docx(path: Path, *, max_bytes: int) -> Reading:
    """The structure of a DOCX.

    Args:
        path: the file.
        max_bytes: the limit of a file; its parts together may come to four times that.

    Raises:
        FileDamaged: a part is missing or no XML. FileTooLarge: it unpacks to too much.
    """
    parts = _parts(path, max_bytes)
    reader = _WordReader(parts)
    body = parts[BODY].find(f"{W}body")
    if body is None:
        raise FileDamaged(path, "has no body")
    reader.walk(body)
    return Reading(reader.builder, "docx", ("styles",), _properties(parts))


def bare_words(path: Path) -> str:
    """All `w:t` of the document and its notes, a paragraph a line."""
    parts = _parts(path, 2**40)
    lines = []
    for name in (BODY, FOOTNOTES, "word/endnotes.xml"):
        for paragraph in parts[name].iter(f"{W}p") if name in parts else ():
            lines.append(
                "".join(t.text or "" if t.tag == f"{W}t" else " " for t in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"))
            )
    return "\n".join(lines)


def _parts(path: Path, max_bytes: int) -> dict[str, Any]:
    """The XML parts that the reader needs, parsed without entities and network."""
    wanted = (BODY, FOOTNOTES, "word/endnotes.xml", STYLES, NUMBERS, "docProps/core.xml")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > UNPACKED * max_bytes:
                raise FileTooLarge(path, f"unpacks to {unpacked / 2**20:,.0f} MB, far more than the limit")
            present = set(archive.namelist())
            if any(archive.getinfo(n).flag_bits & 1 for n in present):
                raise FileDamaged(path, "holds parts with a password")
            if sum(archive.getinfo(n).file_size for n in wanted if n in present) > MOST_XML:
                raise FileTooLarge(path, f"holds more than {MOST_XML // 2**20} MB of XML")
            trees = {n: etree.fromstring(archive.read(n), parser) for n in wanted if n in present}
            if any(tree.getroottree().docinfo.internalDTD is not None for tree in trees.values()):
                raise FileDamaged(path, "defines entities of its own, as no word processor does")
            return trees
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        KeyError,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, PermissionError):
            raise
        raise FileDamaged(path, f"is a damaged DOCX ({error})") from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "_lzma", "lzma"):
            raise FileDamaged(path, "is a damaged DOCX (its compression is broken)") from error
        raise


class _WordReader:
    def __init__(self, parts: dict[str, Any]) -> None:
        self.builder = Builder()
        self.styles = _Styles(parts.get(STYLES))
        self.numbering = Numbering(parts.get(NUMBERS))
        self.notes = _notes(parts.get(FOOTNOTES))

    def walk(self, parent: Any) -> None:
        """Read the blocks of the body or of what wraps blocks in it."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self.walk(content)
            elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self.walk(child)

    def _paragraph(self, paragraph: Any) -> None:
        name = self.styles.name_of(paragraph)
        if _CONTENTS_STYLE.fullmatch(name):
            return  # a contents page repeats the headings
        label = self.numbering.label(*self.styles.number_of(paragraph))
        text = _text(paragraph)
        if text:
            self._add(paragraph, name, text, label)
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(e.tag == f"{MC}Fallback" for e in box.iterancestors()):
                self.walk(box)
        for mark in paragraph.iter(f"{W}footnoteReference"):
            note = self.notes.get(mark.get(f"{W}id", ""))
            if note:
                self.builder.paragraph(note, kind="footnote")

    def _add(self, paragraph: Any, name: str, text: str, label: "tuple[str, int] | None") -> None:
        level = self.styles.level_of(paragraph)
        if name.lower() == "title":
            self.builder.heading(text, level=1)
        elif level and not is_sentence(text):
            printed = label[0].rstrip(".):") if label and label[0] else None
            numbered = heading_number(text)
            number = printed or (numbered.number if numbered else None)
            self.builder.heading(text, level=level, number=number)
        elif label or name.lower().startswith("list "):
            self.builder.list_item(text, depth=label[1] if label else 0)
        else:
            caption = name.lower() == "caption" or (is_caption(text) and len(text) < 160)
            self.builder.paragraph(text, kind="caption" if caption else "paragraph")

    # ---- tables

    def _table(self, table: Any) -> None:
        cells = list(self._cells(table))
        if len({c.column for c in cells if c.words}) < 2:  # a frame around text is no table
            for cell in table.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl"), None) is table:
                    self.walk(cell)
            return
        self.builder.table(cells)

    def _cells(self, table: Any) -> Iterator[CellWords]:
        heights = _merged_heights(table)
        for r, row in enumerate(_rows(table)):
            header = row.find(f"{W}trPr/{W}tblHeader") is not None or (not r and _first_row_is_header(table))
            column = _before(row)
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr"), None) is not row:
                    continue
                width = _grid_span(cell)
                if not _is_merged_away(cell):
                    yield CellWords(r, column, _cell_text(cell), heights.get((r, column), 1), width, header)
                column += width


class _Styles:
    """Names, heading levels and list numbers of styles, inherited from the styles they are based on."""

    def __init__(self, root: Any) -> None:
        elements = root.iter(f"{W}style") if root is not None else ()
        self._styles = {e.get(f"{W}styleId"): e for e in elements}
        self._default = next((i for i, e in self._styles.items() if _is_default(e)), None)

    def name_of(self, paragraph: Any) -> str:
        """The name of a paragraph's style; "" for none."""
        style = self._styles.get(_value(paragraph, f"{W}pPr/{W}pStyle"))
        return _value(style, f"{W}name") or "" if style is not None else ""

    def level_of(self, paragraph: Any) -> int | None:
        """The level of a heading, from 1, by the style's name or its outline level; None for other text."""
        for element in self._chain(paragraph):
            match = _HEADING_STYLE.match(_value(element, f"{W}name") or "")
            if match:
                return int(match[1])
            outline = _value(element, f"{W}pPr/{W}outlineLvl")
            if outline and outline.isdecimal() and int(outline) < 9:
                return int(outline) + 1
        return None

    def number_of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list that a paragraph counts in, by its id, and its level from 0."""
        for element in self._chain(paragraph):
            numbers = element.find(f"{W}pPr/{W}numPr")
            if numbers is not None:
                level = _value(numbers, f"{W}ilvl") or "0"
                return _value(numbers, f"{W}numId"), int(level) if level.isdecimal() else 0
        return None, 0

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        yield paragraph
        name = _value(paragraph, f"{W}pPr/{W}pStyle") or self._default
        for _ in range(DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, f"{W}basedOn")


def _is_default(style: Any) -> bool:
    return style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph"


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    value = found.get(f"{W}val") if found is not None else None
    return str(value) if value is not None else None


def _text(paragraph: Any) -> str:
    """Words of a paragraph without deletions, field codes and text boxes."""
    return re.sub(r"[ \t\r\n]+", " ", "".join(_words(paragraph))).strip()


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _DELETED:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr") and element.tag == f"{W}r":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{W}pPr", f"{W}rPr"):
            yield from _words(child)


def _notes(root: Any) -> dict[str, str]:
    """Footnotes by id; Word's separators have no text."""
    notes = root.iter(f"{W}footnote") if root is not None else ()
    return {n.get(f"{W}id", ""): " ".join(t for p in n.iter(f"{W}p") if (t := _text(p))) for n in notes}


def _rows(table: Any) -> Iterator[Any]:
    for row in table.iter(f"{W}tr"):
        deleted = row.find(f"{W}trPr/{W}del") is not None
        if next(row.iterancestors(f"{W}tbl"), None) is table and not deleted:
            yield row


def _cell_text(cell: Any) -> str:
    return " ".join(text for p in cell.iter(f"{W}p") if (text := _text(p)))


def _grid_span(cell: Any) -> int:
    span = _value(cell, f"{W}tcPr/{W}gridSpan") or "1"
    return max(1, int(span)) if span.isdecimal() else 1


def _before(row: Any) -> int:
    skipped = _value(row, f"{W}trPr/{W}gridBefore") or "0"
    return int(skipped) if skipped.isdecimal() else 0


def _is_merged_away(cell: Any) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _merged_heights(table: Any) -> dict[tuple[int, int], int]:
    heights: dict[tuple[int, int], int] = {}
    owner: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(_rows(table)):
        column = _before(row)
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr"), None) is not row:
                continue
            if _is_merged_away(cell) and column in owner:
                heights[owner[column]] += 1
            else:
                owner[column] = (r, column)
                heights[r, column] = 1
            column += _grid_span(cell)
    return heights


def _first_row_is_header(table: Any) -> bool:
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    bits = look.get(f"{W}val") or "0"
    return look.get(f"{W}firstRow") == "1" or bool(_HEXADECIMAL.fullmatch(bits) and int(bits, 16) & 0x20)


def _properties(parts: dict[str, Any]) -> Properties:
    core = parts.get("docProps/core.xml")
    if core is None:
        return Properties()
    dublin = "{http://purl.org/dc/elements/1.1/}"
    return Properties(title=core.findtext(f"{dublin}title"), publisher=core.findtext(f"{dublin}publisher"))
