"""Plain text: headings by number, case, length and isolation; lists; pipe tables; transcripts; paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.builder import RUN_IN_WORDS, Builder, Piece
from pipeline.readers.levels import Levels
from pipeline.readers.lists import Marker, by_indent, by_wording, list_marker
from pipeline.readers.outline import (
    heading_number,
    is_caption,
    is_contents,
    is_entry,
    is_salutation,
    looks_like_heading,
)
from pipeline.readers.reading import Properties, Reading
from pipeline.readers.stems import stem_span
from pipeline.readers.text.bare_items import bare_items
from pipeline.readers.text.broken_rows import tables_in_lines
from pipeline.readers.text.captions import is_captions, read_captions
from pipeline.readers.text.columns import printed_tables
from pipeline.readers.text.footnotes import note_number, raised_numbers
from pipeline.readers.text.fronts import Front
from pipeline.readers.text.gutters import labelled_columns, tables_in_gutters
from pipeline.readers.text.lines import (
    TextLine,
    awaits_number,
    ends_sentence,
    is_wrapped,
    join_onto,
    page_breaks,
    runs_on,
    text_lines,
)
from pipeline.readers.text.listed import later_lines, listed_depths, recurs
from pipeline.readers.text.pipes import pipe_cells, table_end
from pipeline.readers.text.quoted import parted_quotes
from pipeline.readers.text.row_labels import feed
from pipeline.readers.text.running_heads import running_title, without_running_heads
from pipeline.readers.text.transcripts import Speech, turns
from pipeline.readers.text.unspaced import spaced_out
from pipeline.repair import Repaired

LEAST_CAPITALS = 2  # headings in capitals that make them a level of their own
_REFERENCE_MARK = re.compile(r"\w[)\]]?\*(?!\*)")


def read_plain(source: Repaired) -> Reading:
    """The structure of a plain text.

    Args:
        source: the repaired text of the file.
    """
    lines, breaks = parted_quotes(list(text_lines(source.text))), page_breaks(source)
    if is_captions(lines):
        return read_captions(source, lines)
    reader = _PlainReader(without_running_heads(lines, breaks), source, breaks)
    reader.run()
    properties = Properties(title=running_title(lines, breaks))
    return Reading(reader.builder, "plain", ("numbering, case and isolation",), properties)


class _PlainReader:
    """Walks over the lines; each `_take_*` reads one block and returns the index after it."""

    def __init__(self, lines: list[TextLine], source: Repaired, breaks: Sequence[int]) -> None:
        self.builder = Builder(source)
        self.wrapped = is_wrapped(lines)
        lines, self.bare_items = bare_items(spaced_out(lines) if self.wrapped else lines, wrapped=self.wrapped)
        self.lines = lines
        self.breaks = list(breaks)
        self.spaced = sum(line.after_blank for line in lines) > len(lines) / 2
        texts = [line.text for line in lines]
        self.later = later_lines(texts)
        capitals = sum(1 for t in texts if t.isupper() and len(t.split()) > 1 and looks_like_heading(t))
        listed = listed_depths(texts, [line.indent for line in lines], self.later)
        self.levels = Levels(listed, capitals=capitals >= LEAST_CAPITALS)
        self.bullet = _usual_bullet(lines)
        self.notes = raised_numbers(source.text)
        self.turns = turns(lines)
        found = [] if self.turns else [read(lines) for read in (printed_tables, tables_in_gutters, tables_in_lines)]
        self.tables = {i: table for tables in found for i, table in tables.items()}
        self.broken = {} if self.turns else labelled_columns(lines, tuple)
        self.speech = Speech(self.builder)
        self.front = Front(lines, wrapped=self.wrapped, spaced=self.spaced)
        nameless = self.turns and not any(turn.name for turn in self.turns.values())
        self.nameless_from = min(self.turns) if nameless else len(lines)  # lines of speech all look like headings there
        self.headings = self.sentences = 0
        self.counts = ""  # the sign of the last item of a counted list
        self.before = ""  # the block before: heading, stem, list, text or ""
        self.contents = self.run_in = False

    def run(self) -> None:
        i = 0
        while i < len(self.lines):
            self._turn_pages(self.lines[i].start)
            i = self._take_turn(i) if i in self.turns else self._take(i)
        self.speech.close()

    def _take(self, i: int) -> int:
        self.speech.close()
        end = table_end(self.lines, i)
        if end > i or i in self.tables:
            cells = pipe_cells(self.lines[i:end]) if end > i else self.tables[i].cells
            self.builder.table(cells)
            self.before = "table"
            return end if end > i else self.tables[i].end
        if i in self.broken:
            feed(self.builder, self.broken[i])
            self.before = "text"
            return self.broken[i].end
        if self._is_item(i):
            return self._take_list(i)
        return self._take_heading(i) if i == self.front.subject or self._is_heading(i) else self._take_paragraph(i)

    def _turn_pages(self, offset: int) -> None:
        """Start the pages that begin at or before an offset."""
        while self.breaks and self.breaks[0] <= offset:
            self.builder.page(width=0, height=0)
            del self.breaks[0]

    def _take_turn(self, i: int) -> int:
        """A turn of a transcript, with the lines below it up to a blank."""
        line, turn = self.lines[i], self.turns[i]
        self.speech.turn((Piece(line.text[: turn.label_end], line.start, line.start + turn.label_end),), turn.name)
        if turn.words < len(line.text):
            self.speech.say(line.piece(turn.words))
        empty = turn.words == len(line.text)
        i += 1
        while i < len(self.lines) and i not in self.turns and (empty or not self.lines[i].after_blank):
            self.speech.say(self.lines[i].piece())
            empty, i = False, i + 1
        return i

    # ---- lists

    def _is_item(self, i: int) -> bool:
        if i in self.bare_items:
            return True
        marker = list_marker(self.lines[i].text)
        if marker is None or self._is_footnote(i, marker):
            return False
        if not marker.ordered:
            return True
        if self.counts and self._counts_otherwise(i, marker):
            return False
        return self._counts_on(i, marker) and not self._is_numbered_paragraph(i, marker)

    def _is_footnote(self, i: int, marker: Marker) -> bool:
        """Whether a line is "* ..." below a word with an asterisk, in a text whose lists have another bullet."""
        if marker.sign != "*" or self.bullet == "*":
            return False
        return any(_REFERENCE_MARK.search(line.text) for line in self.lines[max(0, i - 12) : i])

    def _counts_on(self, i: int, marker: Marker) -> bool:
        """Whether a counted line belongs to a list: after a stem or another item, indented, or one of several."""
        if self.before in ("stem", "counted list") or self.lines[i].indent >= 2:
            return True
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        follower = list_marker(after.text) if after else None
        return follower is not None and follower.ordered and follower.sign != marker.sign

    def _counts_otherwise(self, i: int, marker: Marker) -> bool:
        """Whether a numbered heading stands below a list that counts in letters, or the other way round."""
        line = self.lines[i]
        other = marker.sign.strip("(.)").isdigit() != self.counts.strip("(.)").isdigit()
        return other and line.indent < 2 and looks_like_heading(line.text[marker.length :])

    def _is_numbered_paragraph(self, i: int, marker: Marker) -> bool:
        """Board papers number their paragraphs: "5. Overall, activity has grown. In particular, ..."."""
        line = self.lines[i]
        at_margin = line.indent < 2 and self.before not in ("stem",)
        return at_margin and len(line.text) > 200 and marker.sign[:-1].isdigit()

    def _take_list(self, i: int) -> int:
        items: list[tuple[int, list[Piece], str]] = []
        while i < len(self.lines) and self._is_item(i):
            line = self.lines[i]
            marker = list_marker(line.text)
            skip = 0 if marker is None or marker.ordered else marker.length
            pieces = [line.piece(skip)]
            self.before = "counted list" if marker and marker.ordered else "list"
            self.counts = marker.sign if marker and marker.ordered else ""
            i += 1
            while i < len(self.lines) and self._continues(self.lines[i - 1], i, line.indent):
                join_onto(pieces, self.lines[i].piece())
                i += 1
            items.append((line.indent, pieces, "".join(p.text for p in pieces)))
        for (_, words, _), depth in zip(items, _depths(items), strict=True):
            self.builder.list_item(words, depth=depth)
        return i

    def _continues(self, before: TextLine, i: int, indent: int) -> bool:
        line = self.lines[i]
        if i in self.bare_items or self._is_marked(line) or is_salutation(line.text) or self._is_table(i):
            return False
        if line.after_blank:
            return runs_on(before.text, line.text)
        if self.wrapped or line.indent > indent or runs_on(before.text, line.text):
            return True
        return awaits_number(before.text, line.text)

    def _is_table(self, i: int) -> bool:
        return i in self.tables or i in self.broken or table_end(self.lines, i) > i

    def _is_marked(self, line: TextLine) -> bool:
        return list_marker(line.text) is not None or heading_number(line.text) is not None

    # ---- headings

    def _is_heading(self, i: int) -> bool:
        line = self.lines[i]
        numbered = heading_number(line.text)
        words = line.text[numbered.length :] if numbered else line.text
        if i + 1 == len(self.lines) or not looks_like_heading(words) or i > self.nameless_from:
            return False
        titled = self.headings > 0
        if self.front.heads_nothing(i, titled=titled):
            return False
        if words.endswith(":") and not self._is_run_in(words):
            return False
        if self.contents and recurs(line.text, i, self.later):
            return False
        if self.before == "" and i and not self.headings and runs_on(self.lines[i - 1].text, line.text):
            return False
        below = self.lines[i + 1]
        goes_on = below.text[0].islower() and list_marker(below.text) is None
        goes_on = goes_on or (not below.after_blank and awaits_number(line.text, below.text))
        alone = self.front.stands_alone(i, titled=titled)
        return numbered is not None or (
            alone and (not goes_on or (self._may_title() and self.front.is_broken_title(i)))
        )

    def _may_title(self) -> bool:
        return not self.headings and self.sentences < 2

    def _is_run_in(self, words: str) -> bool:
        """Whether words head a list under an open stem ("Workforce:") and are no stem themselves."""
        opens_list = stem_span(words[:-1]) is not None
        return len(words.split()) <= RUN_IN_WORDS and not opens_list and (self.before == "stem" or self.run_in)

    def _take_heading(self, i: int) -> int:
        line = self.lines[i]
        numbered = heading_number(line.text)
        pieces, after = [line.piece()], i + 1
        if i == self.front.subject:
            skip = len(line.text) - len(line.text.partition(":")[2].lstrip())
            pieces, numbered, level = [line.piece(skip)], None, 1
        elif self._may_title() and self.front.is_title(i):
            level, after = 1, self.front.join_title(pieces, i + 1)
        elif numbered:
            level = self.levels.numbered(numbered)
        else:
            level = self.levels.plain(line.text, opens_below=self.before in ("stem", "heading"))
        self.builder.heading(pieces, level=level, number=numbered.number if numbered else None)
        self.run_in = line.text.endswith(":")
        self.contents = is_contents(line.text)
        self.before = "title" if level == 1 else "heading"
        self.headings += 1
        return after

    # ---- paragraphs

    def _take_paragraph(self, i: int) -> int:
        line = self.lines[i]
        pieces = [line.piece()]
        end = i + 1
        while end < len(self.lines) and self._goes_on(end):
            join_onto(pieces, self.lines[end].piece())
            end += 1
        text = "".join(p.text for p in pieces)
        marker = list_marker(line.text)
        if (marker and self._is_footnote(i, marker)) or note_number(line.text) in self.notes:
            self.builder.paragraph(pieces, kind="footnote")
            self.before = "text"
            return end
        self.builder.paragraph(pieces, kind="caption" if is_caption(text) and len(text) < 200 else "paragraph")
        self.before = "stem" if stem_span(text) else "text"
        self.run_in = self.run_in and self.before == "stem"
        self.sentences += ends_sentence(text)
        return end

    def _goes_on(self, i: int) -> bool:
        before, line = self.lines[i - 1], self.lines[i]
        if (
            self._is_marked(line)
            or i in self.bare_items
            or i in self.turns
            or i in self.front.set_lines
            or self._is_table(i)
        ):
            return False
        if is_entry(before.text) or is_entry(line.text):
            return False
        if line.after_blank:
            return runs_on(before.text, line.text) and len(before.text) > 40
        return self.wrapped or runs_on(before.text, line.text) or awaits_number(before.text, line.text)


def _depths(items: Sequence[tuple[int, list[Piece], str]]) -> list[int]:
    indents = [indent for indent, _, _ in items]
    return by_indent(indents) if len(set(indents)) > 1 else by_wording([text for _, _, text in items])


def _usual_bullet(lines: Sequence[TextLine]) -> str:
    """The sign that most lists have."""
    signs = Counter(m.sign for line in lines if (m := list_marker(line.text)) and not m.ordered)
    return next((sign for sign, _ in signs.most_common(1)), "")
