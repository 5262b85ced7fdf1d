"""HTML: walks over the content of a page and feeds the builder with what it finds."""

import re
from pathlib import Path
from typing import Any

from corpus.errors import FileDamaged
from pipeline.builder import Builder
from pipeline.readers.lists import list_marker
from pipeline.readers.outline import heading_number, is_caption, is_sentence, looks_like_heading
from pipeline.readers.reading import Reading
from pipeline.readers.text.plain import read_plain
from pipeline.readers.web.around import (
    heads_links,
    holders,
    is_bold_heading,
    is_note,
    is_single_panel,
    words_before,
    words_behind,
)
from pipeline.readers.web.furniture import is_link_list, tag_of
from pipeline.readers.web.numbering import numbers
from pipeline.readers.web.office import Office, office_kind
from pipeline.readers.web.page import content, parsed
from pipeline.readers.web.placed import placed_text
from pipeline.readers.web.properties import properties_of
from pipeline.readers.web.tables import captions_of, cells_of, is_layout, row_cells, rows_of
from pipeline.readers.web.words import BLOCKS, DEEPEST, clean, raw_words, words_of
from pipeline.repair import repair

_HEADING = re.compile(r"h[1-6]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_TEXT = {"p", "pre", "dt", "address", "legend", "figcaption", "caption"}
LEAST_BULLETS = 2  # lines of a paragraph that start with one make it a list
DEEPEST_HEADING = 6
SHORT_VALUE = 60  # characters of a value that stands beside its label


def read_html(path: Path, data: bytes) -> Reading:
    """The structure of a web page.

    Args:
        path: its name, for errors.
        data: its bytes.

    Raises:
        FileDamaged: nothing in it can be parsed.
    """
    tree = parsed(data)
    if tree is None:
        raise FileDamaged(path, "holds no HTML that can be parsed")
    properties = properties_of(tree, data)
    printed = placed_text(tree)
    if printed is not None:
        placed = read_plain(repair(printed, wrapped=True))
        return Reading(placed.builder, "html", ("places of lines",), properties)
    reader = _PageReader(content(tree))
    reader.run()
    return Reading(reader.builder, "html", ("elements",), properties)


class _PageReader:
    def __init__(self, root: Any) -> None:
        self.builder = Builder()
        self.root = root
        self.level = 1  # of the heading that the text stands under, as the page has it
        self.open_levels: list[int] = []  # those of the headings around it
        self.holds_blocks, self.holds_headings = holders(root)
        firsts = list(root.iter("h1"))
        self.title = firsts[0] if len(firsts) == 1 else None
        self.above_title = self.title is not None

    def run(self) -> None:
        self.walk(self.root, 0)

    def walk(self, element: Any, depth: int) -> None:
        """Read an element and what stands in it."""
        tag = tag_of(element)
        if depth > DEEPEST:
            self._paragraph(words_of(element))
        elif _HEADING.fullmatch(tag):
            self._heading(element, int(tag[1]), depth)
        elif tag in ("ul", "ol"):
            self._list(element, 0, depth)
        elif tag == "dl":
            self._terms(element, depth)
        elif tag == "table":
            self._table(element, depth)
        elif tag == "summary" or tag == "button":
            self._opener(element)
        elif tag in _TEXT or element not in self.holds_blocks:
            self._text(element, tag)
        else:
            self._container(element, depth)

    def _container(self, element: Any, depth: int) -> None:
        """Blocks one by one; text between them is a paragraph."""
        stray = [element.text or ""]
        for child in element:
            tag = tag_of(child)
            if tag in BLOCKS or tag == "button" or child in self.holds_blocks:
                self._loose("".join(stray))
                stray = []
                self.walk(child, depth + 1)
            else:
                stray.append(raw_words(child, line_break="\n"))
            stray.append(_flat(child.tail))
        self._loose("".join(stray))

    # ---- headings

    def _heading(self, element: Any, level: int, depth: int) -> None:
        if element in self.holds_blocks and any(tag_of(e) in ("p", "ul", "ol", "table") for e in element):
            self._container(element, depth)  # a page that makes headings of whole texts
            return
        text = words_of(element)
        if not text or heads_links(element, text):
            return
        if is_sentence(text) or (self.above_title and element is not self.title):
            self._paragraph(text)  # a kicker above the title names nothing
            return
        self._feed_heading(text, level)

    def _feed_heading(self, text: str, level: int) -> None:
        self._head(text, level)
        self.level, self.above_title = level, False

    def _head(self, text: str, level: int) -> None:
        """A heading one level below the one that it stands under, whatever levels the page leaves out."""
        while self.open_levels and self.open_levels[-1] >= level:
            self.open_levels.pop()
        self.open_levels.append(level)
        depth = len(self.open_levels) + (self.open_levels[0] > 1)
        numbered = heading_number(text)
        self.builder.heading(text, level=depth, number=numbered.number if numbered else None)

    def _opener(self, element: Any) -> None:
        """What is pressed to open a panel: a heading where panels stand one under another, else a line."""
        inner = next((e for e in element.iter() if _HEADING.fullmatch(tag_of(e))), None)
        text = words_of(element)
        if inner is not None:
            self._feed_heading(text, int(tag_of(inner)[1]))
            return
        if is_single_panel(element) or not looks_like_heading(text.rstrip(".")):
            self._paragraph(text)
        else:
            self._head(text, min(self.level + 1, DEEPEST_HEADING + 1))

    # ---- text

    def _text(self, element: Any, tag: str) -> None:
        office = office_kind(element)
        if office is not None:
            self._office(element, office)
        elif tag in ("figcaption", "caption"):
            self._paragraph(words_of(element), kind="caption")
        elif tag == "pre":
            for part in _BLANK_LINE.split("".join(element.itertext())):
                self._paragraph(clean(part))
        elif tag in ("p", "div") and not self.above_title and is_bold_heading(element):
            self._head(words_of(element), min(self.level + 1, DEEPEST_HEADING + 1))
        else:
            self._loose(raw_words(element, line_break="\n"), note=is_note(element))

    def _loose(self, text: str, *, note: bool = False) -> None:
        """Words with line breaks: two in a row end a paragraph, lines with bullets make a list."""
        for part in _BLANK_LINE.split(text) if "\n" in text else (text,):
            lines = [clean(line) for line in part.split("\n")]
            marks = [list_marker(line) for line in lines]
            bullets = sum(1 for mark in marks if mark and not mark.ordered)
            if bullets < LEAST_BULLETS:
                self._paragraph(clean(part), kind="footnote" if note else "paragraph")
                continue
            for line, mark in zip(lines, marks, strict=True):
                if mark and not mark.ordered:
                    self.builder.list_item(line[mark.length :])
                else:
                    self._paragraph(line)

    def _paragraph(self, text: str, *, kind: Any = "paragraph") -> None:
        if text:
            caption = kind == "paragraph" and is_caption(text) and len(text) < 160
            self.builder.paragraph(text, kind="caption" if caption else kind)

    def _office(self, element: Any, office: Office) -> None:
        """A paragraph that Word exported: its class says what it is."""
        text = words_of(element)
        if office.kind == "heading":
            self._feed_heading(text, office.level)
        elif office.kind == "list_item":
            mark = list_marker(text)
            skip = mark.length if mark and not mark.ordered else 0
            self.builder.list_item(text[skip:], depth=office.level - 1)
        elif office.kind != "contents":
            self._paragraph(text, kind=office.kind)

    # ---- lists

    def _list(self, element: Any, level: int, depth: int) -> None:
        items = [e for e in element if tag_of(e) == "li"]
        if is_link_list(element):
            return
        printed = dict(zip(items, numbers(items, element), strict=True))
        for item in element:
            if tag_of(item) in ("ul", "ol"):
                self._list(item, min(level + 1, DEEPEST), depth + 1)
            elif item in self.holds_headings or item.find(".//table") is not None:
                self._container(item, depth + 1)
            elif tag_of(item):
                self._item(item, level, depth, printed.get(item, ""))

    def _item(self, item: Any, level: int, depth: int, number: str) -> None:
        """An item: its own words first, then the lists in it; words behind those are an item of the same list."""
        own = [number, " ", item.text or ""]
        note = is_note(item)
        for child in item:
            inner = next(child.iter("ul", "ol"), None)
            if inner is not None and depth <= DEEPEST:
                if child is not inner:
                    own.append(words_before(child, inner))
                self._feed_item(clean("".join(own)), level, note=note)
                own = []
                self._list(inner, min(level + 1, DEEPEST), depth + 1)
                if child is not inner:
                    own.append(words_behind(child, inner))
            else:
                words = raw_words(child)
                own.append(f" {words} " if tag_of(child) in BLOCKS else words)
            own.append(child.tail or "")
        self._feed_item(clean("".join(own)), level, note=note)

    def _feed_item(self, text: str, level: int, *, note: bool) -> None:
        if note:
            self._paragraph(text, kind="footnote")
        elif any(c.isalnum() for c in text):
            self.builder.list_item(text, depth=level)

    def _terms(self, element: Any, depth: int) -> None:
        """Terms and their definitions; a short value stands on the line of its label ("Published: 2 June")."""
        label = ""
        for child in (
            e for e in element.iter("dt", "dd") if e.getparent() is element or tag_of(e.getparent()) == "div"
        ):
            words = words_of(child)
            if tag_of(child) == "dt":
                self._paragraph(label)
                label = words
            elif label and child not in self.holds_blocks and (label.endswith(":") or len(words) <= SHORT_VALUE):
                self._paragraph(f"{label} {words}")
                label = ""
            else:
                self._paragraph(label)
                label = ""
                self._container(child, depth + 1)
        self._paragraph(label)

    # ---- tables

    def _table(self, element: Any, depth: int) -> None:
        for caption in captions_of(element):
            self._paragraph(words_of(caption), kind="caption")
        if is_layout(element):
            for cell in (c for row in rows_of(element) for c in row_cells(row)):
                self._container(cell, depth + 1)
            return
        cells = cells_of(element)
        if any(cell.words for cell in cells):
            self.builder.table(cells)


def _flat(text: str | None) -> str:
    """Text between elements, where a line end of the source is no line break."""
    return re.sub(r"[\r\n]+", " ", text or "")
