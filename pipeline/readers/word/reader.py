"""DOCX: headings, numbers as printed, lists, tables with merged cells, notes; tracked changes are taken as accepted.

Labels that Word counts ("2.1", "a)") are no part of the file's words: a heading's becomes its section's number, an
item's is left out of the text, so that every quotation is found in the file again. Left out are deletions, comments,
hidden text, headers and footers, page numbers and contents pages. A DOCX has no pages until it is laid out: none are
reported.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.builder import Builder
from pipeline.readers.office.graphics import GRAPHICS, Graphics
from pipeline.readers.office.packages import core_properties, open_package
from pipeline.readers.outline import heading_number, is_caption, is_sentence
from pipeline.readers.reading import Reading
from pipeline.readers.word.contents import without_contents
from pipeline.readers.word.drafts import Draft, face_of, graphic_drafts
from pipeline.readers.word.feed import feed
from pipeline.readers.word.forms import parted
from pipeline.readers.word.headings import settle_headings
from pipeline.readers.word.lists import Depths, typed_items
from pipeline.readers.word.notes import Notes
from pipeline.readers.word.numbers import Label, Numbering
from pipeline.readers.word.parts import Parts, W, contents, rules, word_parts
from pipeline.readers.word.styles import Styles
from pipeline.readers.word.tables import GridCell, grid, mark_headers
from pipeline.readers.word.words import Story, Words, drawn_parts

CAPTION_CHARS = 160
PAGE_BLOCKS = 20  # a table that only places so many blocks is the page, no box on it
_BOX = f"{W}txbxContent"


def read_docx(path: Path, *, max_bytes: int) -> Reading:
    """The structure of a DOCX.

    Args:
        path: the file.
        max_bytes: the limit of a file; its parts together may come to four times that.

    Raises:
        FileDamaged: a part is missing or no XML. FileTooLarge: it unpacks to too much.
    """
    with open_package(path, max_bytes=max_bytes, kind="DOCX") as package:
        parts = word_parts(package)
        properties = core_properties(parts.core)
        reader = _WordReader(parts, Graphics(package, parts.relations))
        drafts = settle_headings(without_contents(reader.read(parts.body)), properties.title)
    builder = Builder()
    for draft in drafts:
        feed(builder, draft)
    signal = "styles" if any(d.styled and d.kind == "heading" for d in drafts) else "looks"
    return Reading(builder, "docx", (signal,), properties)


class _WordReader:
    """Makes blocks of a document's body, in its order."""

    def __init__(self, parts: Parts, graphics: Graphics) -> None:
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles.lists)
        self._notes = Notes(parts, self._styles)
        self._graphics = graphics
        self._story = Story(self._styles, self._notes.marks)
        self._depths = Depths()
        self._held: tuple[Any, Words] | None = None  # a paragraph whose end was deleted, and its words
        self._drafts: list[Draft] = []
        self._framed = False

    def read(self, body: Any) -> list[Draft]:
        """The blocks of the body."""
        self._walk(body)
        return self._drafts

    def _walk(self, parent: Any) -> None:
        """Read the blocks of the body or of what wraps blocks in it."""
        for child in contents(parent):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._release()
                self._table(child)
        self._release()

    def _collected(self, parent: Any) -> list[Draft]:
        """The blocks of a cell or a text box, by themselves."""
        outer, framed, self._drafts, self._framed = self._drafts, self._framed, [], True
        self._walk(parent)
        found, self._drafts, self._framed = self._drafts, outer, framed
        return found

    # ---- paragraphs

    def _paragraph(self, paragraph: Any) -> None:
        self._story.fields.next_paragraph(is_heading=self._styles.level_of(paragraph) is not None)
        words = self._story.words(paragraph)
        if self._held:
            self._held[1].join(words)
            words = self._held[1]
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        gone = properties is not None and any(properties.find(f"{W}{n}") is not None for n in ("del", "moveFrom"))
        self._held = (paragraph, words) if gone else None  # it goes on with the next paragraph
        if not gone:
            self._end_paragraph(paragraph, words)

    def _release(self) -> None:
        """End a paragraph that was to go on where no other follows."""
        held, self._held = self._held, None
        if held:
            self._end_paragraph(*held)

    def _end_paragraph(self, paragraph: Any, words: Words) -> None:
        label = self._label(paragraph)
        if self._styles.name_of(paragraph).startswith(tuple(rules("contents_starts"))):
            self._drafts.append(Draft("contents", words.text, words.raw))
        elif words.text:
            self._add(paragraph, words, label)
        elif words.silenced:
            self._drafts.append(Draft("contents", ""))
        elif label and label.text and self._framed:
            self._drafts.append(Draft("paragraph", label.text, framed=True))  # a cell that holds a number alone
        self._drafts += self._notes.of(words.notes)
        self._draw(words)

    def _label(self, paragraph: Any) -> Label | None:
        list_id, level, named_by = self._styles.number_of(paragraph)
        if level is None:
            level = self._numbering.level_of(list_id, named_by)
        return self._numbering.label(list_id, level)

    def _add(self, paragraph: Any, words: Words, label: Label | None) -> None:
        name, level = self._styles.name_of(paragraph), self._styles.level_of(paragraph)
        draft = Draft("paragraph", words.text, words.raw, style=name, face=face_of(words), framed=self._framed)
        draft.number = label.text.strip(" .:()[]–—-") or None if label else None
        in_list = label is not None or self._goes_on(name)
        draft.otherwise = "list_item" if in_list else "paragraph"
        if in_list:
            indent = self._styles.indent_of(paragraph, label.indent if label else None)
            draft.depth = self._depths.of(label, indent, draft.text) if label else self._depths.last
        else:
            self._depths.close()
        if _is_title(name):
            draft.kind, draft.text = "title", words.without_marks
        elif level:
            self._head(draft, words, level)
        elif in_list:
            draft.kind = "list_item"
        elif name in rules("captions") or (is_caption(draft.text) and len(draft.text) < CAPTION_CHARS):
            draft.kind = "caption"
        elif items := typed_items(draft.raw):
            self._drafts += _typed(draft, items)
            return
        self._drafts.append(draft)

    def _head(self, draft: Draft, words: Words, level: int) -> None:
        draft.level = draft.styled = level
        if is_sentence(draft.text):
            draft.kind = draft.otherwise
            return
        draft.kind, draft.text = "heading", words.without_marks
        numbered = heading_number(draft.text)
        draft.number = draft.number or (numbered.number if numbered else None)

    def _goes_on(self, name: str) -> bool:
        """Whether a paragraph without a label is of a list: by its style, or as a further paragraph of an item."""
        if name == "list paragraph":
            opens = bool(self._drafts) and self._drafts[-1].text.endswith(":")
            return self._depths.is_open or opens
        return name.startswith("list ")

    def _draw(self, words: Words) -> None:
        """Read the text boxes, charts and diagrams of a paragraph."""
        for part in drawn_parts(words.drawn, (_BOX, *GRAPHICS)):
            if part.tag == _BOX:
                self._drafts += self._collected(part)
            else:
                self._drafts += graphic_drafts(self._graphics.read(part))

    # ---- tables

    def _table(self, table: Any) -> None:
        self._depths.close()
        cells = grid(table)
        held = [self._collected(cell.element) for cell in cells]
        self._depths.close()
        for cell, drafts in zip(cells, held, strict=True):
            cell.text = " ".join(filter(None, map(_cell_text, drafts)))
            faces = [d.face for d in drafts if d.face]
            cell.bold = bool(faces) and all(face.bold for face in faces)
        if _is_frame(cells, held):
            framed = [draft for drafts in held for draft in drafts]
            for draft in framed:
                draft.framed = self._framed or len(framed) < PAGE_BLOCKS
            self._drafts += framed
            return
        mark_headers(table, cells)
        for is_text, part in parted(list(zip(cells, held, strict=True))):
            drafts = [draft for _, found in part for draft in found]
            if is_text:
                self._drafts += drafts
                continue
            first = part[0][0].row
            for cell, _ in part:
                cell.row -= first
            self._drafts.append(Draft("table", "", cells=[cell for cell, _ in part], framed=self._framed))
            self._drafts += [draft for draft in drafts if draft.kind == "footnote"]


def _typed(draft: Draft, items: list[tuple[str, bool]]) -> Iterator[Draft]:
    """The items of a paragraph in which bullets were typed; a line in bold may be a heading with a number."""
    if len(items) == 1 and heading_number(draft.text):
        yield draft if draft.face and draft.face.bold else _item(draft, items[0][0])
        return
    for text, is_item in items:
        yield _item(draft, text) if is_item else Draft("paragraph", text, text, face=draft.face, framed=draft.framed)


def _item(draft: Draft, text: str) -> Draft:
    return Draft("list_item", text, draft.raw, face=draft.face, framed=draft.framed)


def _is_title(name: str) -> bool:
    return name in rules("titles")


def _cell_text(draft: Draft) -> str:
    """The words of a block in a cell; a table in it line by line."""
    if draft.kind == "table":
        return " ".join(cell.text for cell in draft.cells if cell.text)
    return "" if draft.kind == "footnote" else draft.text


def _is_frame(cells: list[GridCell], held: list[list[Draft]]) -> bool:
    """Whether a table only places text: words in one column alone, or a heading with its text in one cell."""
    if len({c.column for c in cells if c.text}) < 2:
        return True
    return any(d.kind in ("heading", "title") and len(drafts) > i + 2 for drafts in held for i, d in enumerate(drafts))
