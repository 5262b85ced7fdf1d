"""Markdown: marked headings and headings set in bold, lists, pipe tables, footnotes; marks are taken away by edits."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.builder import Builder, Piece
from pipeline.publishers import is_body_name
from pipeline.readers.inline import inline
from pipeline.readers.levels import Levels
from pipeline.readers.lexicon import words as lexicon
from pipeline.readers.lists import by_indent, by_wording, list_marker
from pipeline.readers.outline import (
    LONGEST_HEADING,
    heading_number,
    is_caption,
    is_contents,
    is_value,
    looks_like_heading,
    may_be_title,
)
from pipeline.readers.reading import Reading
from pipeline.readers.stems import stem_span
from pipeline.readers.text.bold import Pieces, cut, heading_inside, plain_words
from pipeline.readers.text.broken_rows import tables_in_lines
from pipeline.readers.text.columns import PrintedTable, printed_tables
from pipeline.readers.text.footnotes import note_number, raised_numbers
from pipeline.readers.text.gutters import labelled_columns, tables_in_gutters
from pipeline.readers.text.lines import TextLine, ends_sentence, join_onto, runs_on, text_lines
from pipeline.readers.text.listed import later_lines, listed_depths
from pipeline.readers.text.pipes import pipe_cells, table_end
from pipeline.readers.text.row_labels import BrokenTable, broken_tables, feed
from pipeline.readers.text.running_heads import running_title, without_running_heads
from pipeline.readers.text.tagged_tables import tagged_table
from pipeline.readers.text.wrappings import front_matter, unwrapped, without_page_marks
from pipeline.repair import Repaired

_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING_HASHES = re.compile(r"\s+#+$")
_UNDERLINE = re.compile(r"=+|-+")
_BREAK = re.compile(r"(?:[-*_]\s*){3,}")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:\s*")
_COMMENT = re.compile(r"<!--.*?-->")
_EMPTY_MARKS = re.compile(r"[*_\s\\]*")
_FENCE = re.compile(r"(?:```|~~~)")
_QUOTE_MARK = re.compile(r"(?:>\s?)+")
_BOLD_START = re.compile(r"(?P<bold>(?:\*\*[^*]+\*\*\s*)+)(?P<after>.*)", re.DOTALL)
MOST_BOLD = 20  # words of a heading in bold
_PICTURE = re.compile(r"\\?[(<]?https?://\S+\.(?:png|jpe?g|gif|svg|webp)\\?[)>]?|!\[.*", re.IGNORECASE)
_ESCAPED_BULLET = re.compile(r"\\[-+]\s+\S")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]{0,200}\}$")
LEADING_LINES = 6  # lines below a body's name in bold among which the title stands
_SHORT_BOLD = re.compile(r"\*\*(?:[^\s*]+\s*){1,3}\*\*")


def read_markdown(source: Repaired) -> Reading:
    """The structure of a Markdown text.

    Args:
        source: the repaired text of the file.
    """
    reader = _MarkdownReader(source)
    reader.run()
    marked = "marked headings" if reader.marked else "headings in bold"
    properties = replace(reader.front, title=reader.front.title or reader.running_title)
    return Reading(reader.builder, "markdown", (marked,), properties)


class _MarkdownReader:
    """Walks over the lines; each `_take_*` reads one block and returns the index after it."""

    def __init__(self, source: Repaired) -> None:
        text = source.text
        self.builder = Builder(source)
        filled = unwrapped([line for line in text_lines(text) if not _EMPTY_MARKS.fullmatch(line.text)])
        skipped, self.front = front_matter(filled)
        filled = filled[skipped:]
        self.lines = without_page_marks(without_running_heads(filled))
        found = [read(self.lines, inline=inline) for read in (printed_tables, tables_in_gutters, tables_in_lines)]
        self.tables = {**found[0], **found[1], **found[2], **_tagged_tables(self.lines, text)}
        self.broken = {**broken_tables(self.lines, inline), **labelled_columns(self.lines, inline)}
        self.notes = raised_numbers(text)
        self.running_title = running_title(filled)
        self.marked = sum(1 for line in self.lines if _HASHES.match(line.text)) >= 2
        self.levels = Levels({} if self.marked else _listed(self.lines))
        self.headings = self.sentences = 0
        self.before = ""
        self.marked_level = 1
        self.below_title = int(self._is_titled_in_front())
        self.in_fence = self.in_cells = False

    def run(self) -> None:
        i = 0
        while i < len(self.lines):
            i = self._take(i)

    def _take(self, i: int) -> int:
        line = self.lines[i]
        if _FENCE.match(line.text):
            self.in_fence = not self.in_fence
            return i + 1
        if self.in_fence:
            self.builder.paragraph((line.piece(),))
            return i + 1
        end = table_end(self.lines, i)
        if end > i:
            self.builder.table(pipe_cells(self.lines[i:end], inline=lambda piece: inline((piece,))))
            self.before = "table"
            return end
        if i in self.tables:
            self.builder.table(self.tables[i].cells)
            self.before = "table"
            return self.tables[i].end
        if i in self.broken:
            return self._take_broken(self.broken[i])
        if _BREAK.fullmatch(line.text) or _COMMENT.fullmatch(line.text):
            return i + 1
        if self._is_marked_heading(i):
            return self._take_marked_heading(i)
        return self._take_list(i) if self._is_item(i) else self._take_paragraph(i)

    def _take_broken(self, table: BrokenTable) -> int:
        feed(self.builder, table)
        self.before = "text"
        return table.end

    # ---- headings

    def _is_marked_heading(self, i: int) -> bool:
        return bool(_HASHES.match(self.lines[i].text)) or self._is_underlined(i)

    def _is_underlined(self, i: int) -> bool:
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        return below is not None and not below.after_blank and bool(_UNDERLINE.fullmatch(below.text))

    def _take_marked_heading(self, i: int) -> int:
        line = self.lines[i]
        match = _HASHES.match(line.text)
        if match:
            level, skip, after = len(match.group(1)), match.end(), i + 1
        else:
            level, skip, after = (1 if self.lines[i + 1].text[0] == "=" else 2), 0, i + 2
        end = _CLOSING_HASHES.search(line.text) if match else None
        stop = end.start() if end else len(line.text)
        attributes = _ATTRIBUTES.search(line.text, skip, stop)
        stop = attributes.start() if attributes else stop
        words = inline((Piece(line.text[skip:stop], line.start + skip, line.start + stop),))
        self._heading(words, level + self.below_title)
        return after

    def _is_titled_in_front(self) -> bool:
        """Whether the title stands in the front matter alone, and the text has several headings of the first level."""
        firsts = [line.text.strip("# *") for line in self.lines if re.match(r"#\s", line.text)]
        return self.front.title is not None and len(firsts) > 1 and firsts[0] != self.front.title

    def _heading(self, pieces: tuple[Piece, ...], level: int | None) -> None:
        """A heading; without a level, one that was set in bold."""
        text = "".join(p.text for p in pieces)
        numbered = heading_number(text)
        if level is None:
            level = self.marked_level + 1 if self.marked else self._bold_level(text)
        else:
            self.marked_level = level
        self.builder.heading(pieces, level=level, number=numbered.number if numbered else None)
        self.before = "title" if level == 1 else "heading"
        self.headings += 1

    def _bold_level(self, text: str) -> int:
        numbered = heading_number(text)
        if not self.headings and not self.sentences and may_be_title(text):
            return 1
        if numbered:
            return self.levels.numbered(numbered)
        return self.levels.plain(text, opens_below=self.before == "heading")

    # ---- lists

    def _is_item(self, i: int) -> bool:
        line = self.lines[i]
        marker = list_marker(_unescaped(line.text))
        if marker is None or line.text.startswith(("**", ">")):
            return False
        if not marker.ordered:
            return True
        return self.before in ("stem", "list") or len(line.text) < 200 or line.indent >= 2

    def _take_list(self, i: int) -> int:
        items: list[tuple[int, tuple[Piece, ...]]] = []
        head: Pieces = ()
        rest: Pieces = ()
        while i < len(self.lines) and self._is_item(i) and not self._is_marked_heading(i):
            line = self.lines[i]
            marker = list_marker(_unescaped(line.text))
            escape = len(line.text) - len(_unescaped(line.text))
            skip = 0 if marker is None or marker.ordered else marker.length + escape
            raw = [line.piece(skip)]
            i += 1
            while i < len(self.lines) and self._continues(i):
                join_onto(raw, self.lines[i].piece())
                i += 1
            words, head, rest = self._heading_inside(tuple(raw))
            items.append((line.indent, inline(words)))
            self.before = "list"
            if head:
                break
        indents = [indent for indent, _ in items]
        texts = ["".join(p.text for p in pieces) for _, pieces in items]
        depths = by_indent(indents) if len(set(indents)) > 1 else by_wording(texts)
        for (_, pieces), depth in zip(items, depths, strict=True):
            self.builder.list_item(pieces, depth=depth)
        self._head_and_rest(head, rest)
        return i

    def _continues(self, i: int) -> bool:
        """Whether a line goes on with the paragraph or item before it; across a blank line only in mid sentence."""
        line, before = self.lines[i], self.lines[i - 1]
        if self._opens_block(i):
            return False
        if not line.after_blank:
            return True
        words = plain_words(before.text)
        broken_off = not self.marked and words.split()[-1:] and words.split()[-1] in lexicon("open_words")
        return bool(broken_off) or runs_on(words, plain_words(line.text))

    def _opens_block(self, i: int) -> bool:
        text = self.lines[i].text
        other = _BREAK.fullmatch(text) or _FENCE.match(text) or _FOOTNOTE.match(text)
        if other or i in self.tables or i in self.broken or table_end(self.lines, i) > i:
            return True
        return self._is_item(i) or self._is_marked_heading(i)

    # ---- paragraphs

    def _take_paragraph(self, i: int) -> int:
        line, first_line = self.lines[i], i
        quote = _QUOTE_MARK.match(line.text)
        raw = [line.piece(quote.end() if quote else 0)]
        i += 1
        while i < len(self.lines) and self._continues(i):
            join_onto(raw, self.lines[i].piece())
            i += 1
        footnote = _FOOTNOTE.match(raw[0].text)
        if note_number(raw[0].text) in self.notes:
            self.builder.paragraph(inline(raw), kind="footnote")
        elif footnote:
            first = Piece(raw[0].text[footnote.end() :], raw[0].start + footnote.end(), raw[0].end)
            self.builder.paragraph(inline((first, *raw[1:])), kind="footnote")
        else:
            self.in_cells = self._among_cells(first_line, i)
            self._bold_or_text(tuple(raw), i)
        return i

    def _among_cells(self, first: int, after: int) -> bool:
        """Whether a line in bold heads the column of a table that a conversion printed one cell a line."""
        follows = [plain_words(line.text) for line in self.lines[after : after + 5]]
        if any(is_value(text) for text in follows[:4]) and not any(len(t) > 120 for t in follows[:2]):
            return True
        beside = self.lines[after].text if after < len(self.lines) else ""
        pair = (self.lines[first].text, beside)
        if all(_SHORT_BOLD.fullmatch(text) for text in pair):
            return not any(is_contents(plain_words(text)) for text in pair)
        return self.in_cells and not (follows and ends_sentence(follows[0]))

    def _is_name_above_title(self, bold: str, after: int) -> bool:
        """Whether the first line in bold is a body's name, and the title stands below it."""
        if self.headings or not is_body_name(plain_words(bold)):
            return False
        below = [line.text for line in self.lines[after : after + LEADING_LINES]]
        return any(_BOLD_START.fullmatch(text) and may_be_title(plain_words(text)) for text in below)

    def _bold_or_text(self, raw: tuple[Piece, ...], after: int) -> None:
        """A paragraph, where a heading in bold may stand at its start, at its end, or be all of it."""
        text = "".join(p.text for p in raw)
        if "**" not in text:
            self._text(raw)
            return
        start = _BOLD_START.fullmatch(text)
        below = self.lines[after].text if after < len(self.lines) else ""
        if start and (self._is_name_above_title(start["bold"], after) or _PICTURE.fullmatch(below)):
            self._text(raw, caption=bool(_PICTURE.fullmatch(below)))
            return
        if start and self._is_bold_heading(start["bold"], start["after"]):
            head, rest = cut(raw, len(start["bold"]))
            self._heading(inline(head), None)
            if start["after"].strip():
                self._text(rest)
            return
        words, head, rest = self._heading_inside(raw) if not start else (raw, (), ())
        self._text(words)
        self._head_and_rest(head, rest)

    def _head_and_rest(self, head: Pieces, rest: Pieces) -> None:
        """A heading that was parted from the words before it, and the words behind it; nothing where there is none."""
        if head:
            self._heading(inline(head), None)
            self._text(rest)

    def _heading_inside(self, raw: Pieces) -> tuple[Pieces, Pieces, Pieces]:
        return (raw, (), ()) if self.marked else heading_inside(raw, self._is_bold_heading)

    def _is_bold_heading(self, bold: str, after: str) -> bool:
        words = plain_words(bold)
        numbered = heading_number(words)
        name = words[numbered.length :] if numbered else words
        if self.in_cells or (after.strip() and not after.lstrip()[0].isupper()):
            return False
        return looks_like_heading(name.rstrip(":"), most_words=MOST_BOLD) and (not self.marked or not after.strip())

    def _text(self, raw: tuple[Piece, ...], *, caption: bool = False) -> None:
        pieces = inline(raw)
        text = "".join(p.text for p in pieces)
        if not text.strip():
            return
        named = caption or (is_caption(text) and len(text) < 200)
        self.builder.paragraph(pieces, kind="caption" if named else "paragraph")
        self.before = "stem" if stem_span(text) else "text"
        self.sentences += ends_sentence(text) and len(text) > 80


def _listed(lines: Sequence[TextLine]) -> dict[str, int]:
    """Depths of the headings that the list of contents names, where they are set in bold and have no level."""
    texts = [plain_words(line.text) if len(line.text) <= LONGEST_HEADING else "" for line in lines]
    return listed_depths(texts, [line.indent for line in lines], later_lines(texts))


def _tagged_tables(lines: Sequence[TextLine], text: str) -> dict[int, PrintedTable]:
    """The tables written with HTML's tags, by the index of the line that they start on."""
    starts = [line.start for line in lines]
    found: dict[int, PrintedTable] = {}
    for i, line in enumerate(lines):
        table = tagged_table(text, line.start, inline=inline)
        if table is not None:
            found[i] = PrintedTable(bisect_left(starts, table.end), table.cells)
    return found


def _unescaped(text: str) -> str:
    """A line without the backslash that a conversion put before its bullet."""
    return text[1:] if _ESCAPED_BULLET.match(text) else text
