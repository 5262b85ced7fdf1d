"""Structure of a tagged PDF page: headings, paragraphs, lists and tables from its structure tree (ISO 32000, 14.8)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.document import BlockKind
from pipeline.readers.lists import BULLETS, list_marker
from pipeline.readers.outline import is_contents, is_sentence
from pipeline.readers.pdf.blocks import PdfBlock
from pipeline.readers.pdf.lines import PdfLine, lines_of
from pipeline.readers.pdf.roles import standard_type
from pipeline.readers.pdf.runs import Run
from pipeline.readers.pdf.tag_tables import ROW_GROUPS, cells_of
from pipeline.readers.pdf.tree import Tag, marks_of

LEADER_DOTS = " .·…_"
TEXT_IN_TREE = 0.7  # share of a page's text that its tree must hold
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "NonStruct", "Private", "Aside", "Figure", "Form"}
NOTES = {"Note", "FENote"}
TEXT_KINDS: dict[str, BlockKind] = {"Caption": "caption", "Note": "footnote", "FENote": "footnote"}
WRONG = -1  # the level of a paragraph that has a heading's tag
LEFT_OUT = {"TOC", "TOCI", "Artifact"}
_HEADING = re.compile(r"H([1-6])?$")
_BULLET = re.compile(rf"^[{BULLETS}*o-]\s*$")
_LEADING_BULLET = re.compile(rf"^(?:[{BULLETS}]\s*|o\s+(?=[A-Za-z]))")


def tagged_blocks(tops: list[Tag], runs: list[Run]) -> list[PdfBlock] | None:
    """Blocks of a page from its tags, or None where too much of its text stands outside them."""
    by_mark: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        by_mark[run.mark].append(run)
    named = by_mark.keys() & {mark for top in tops for mark in marks_of(top)}
    inside = [run for mark in named for run in by_mark[mark]]
    if not inside or not _holds_most(inside, [run for mark in by_mark.keys() - named for run in by_mark[mark]]):
        return None
    reader = _PageOfTags(by_mark)
    for top in tops:
        reader.take(top, depth=-1)
    return reader.blocks


def _holds_most(inside: list[Run], outside: list[Run]) -> bool:
    """Whether the tree holds most of the text.

    What is marked for no element and stands at the edges does not count, nor do the dots that lead to page numbers.
    """
    top, bottom = min(r.top for r in inside), max(r.bottom for r in inside)
    lost = sum(len(r.text.strip(LEADER_DOTS)) for r in outside if r.mark >= 0 or (r.top >= top and r.bottom <= bottom))
    held = sum(len(r.text) for r in inside)
    return held >= TEXT_IN_TREE * (held + lost)


class _PageOfTags:
    def __init__(self, by_mark: dict[int, list[Run]]) -> None:
        self.by_mark = by_mark
        self.blocks: list[PdfBlock] = []

    def take(self, tag: Tag, *, depth: int) -> None:
        """Read an element and what is under it; `depth` is that of the list around it."""
        kind = standard_type(tag.type)
        if _HEADING.fullmatch(kind) or kind == "Title":
            level = 1 if kind == "Title" else int(kind[1:] or 0)
            self._add("heading", self._lines(tag), level=level)
        elif kind == "Table":
            self._take_table(tag)
        elif kind in LEFT_OUT:
            self._leave_out()
        elif tag.type == "L":
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    self._take_item(kid, depth=depth + 1)
        elif tag.type == "LI":
            self._take_item(tag, depth=max(depth, 0))
        elif tag.type in GROUPING or self._holds_blocks(tag):
            self._take_group(tag, depth=depth)
        else:
            self._take_text(tag, TEXT_KINDS.get(kind, "paragraph"))

    def _leave_out(self) -> None:
        """Leave a contents page out, which repeats the headings, and the heading over it."""
        if self.blocks and not self.blocks[-1].cells and is_contents(self.blocks[-1].text):
            self.blocks.pop()

    def _take_text(self, tag: Tag, kind: BlockKind) -> None:
        """A paragraph; a footnote inside it follows it."""
        notes = [kid for kid in tag.kids if isinstance(kid, Tag) and kid.type in NOTES]
        if notes:
            tag = tag._replace(kids=[kid for kid in tag.kids if not (isinstance(kid, Tag) and kid.type in NOTES)])
        self._add(kind, self._lines(tag))
        for note in notes:
            self._add("footnote", self._lines(note))

    def _holds_blocks(self, tag: Tag) -> bool:
        """A paragraph with lists, tables or paragraphs in it is a group; a footnote may hold paragraphs."""
        blocks = {"L", "Table"} if tag.type in NOTES else {"L", "Table", "P", "Sect", "Div"}
        return any(isinstance(k, Tag) and (k.type in blocks or _HEADING.fullmatch(k.type)) for k in tag.kids)

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
            kind, level = "paragraph", WRONG
        if kind == "paragraph" and _LEADING_BULLET.match(lines[0].text):
            self.blocks.append(PdfBlock("list_item", _without_bullet(lines), level=level))
        else:
            self.blocks.append(PdfBlock(kind, lines, level=level))

    def _runs(self, tag: Tag) -> list[Run]:
        return [run for mark in marks_of(tag) for run in self.by_mark.get(mark, [])]

    def _lines(self, tag: Tag) -> list[PdfLine]:
        return lines_of(self._runs(tag))

    # ---- tables

    def _take_table(self, tag: Tag) -> None:
        cells = cells_of(tag, self._lines)
        if cells is None:  # a frame around text is no table
            for kid in tag.kids:
                if isinstance(kid, Tag):
                    self._take_frame(kid)
            return
        if not cells:
            return
        for caption in (k for k in tag.kids if isinstance(k, Tag) and k.type == "Caption"):
            self._add("caption", self._lines(caption))
        self.blocks.append(PdfBlock("table", [line for c in cells for line in c.lines], cells=cells))

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


def _without_bullet(lines: list[PdfLine]) -> list[PdfLine]:
    if lines and _BULLET.match(lines[0].text):
        return lines[1:]
    if lines and (match := _LEADING_BULLET.match(lines[0].text)):
        text = lines[0].text[match.end() :]
        return [lines[0]._replace(text=text), *lines[1:]] if text else lines[1:]
    return lines
