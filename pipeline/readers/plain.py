"""Plain text: headings by number, case, length and isolation; lists; pipe tables; paragraphs."""

import re
from collections.abc import Sequence

from pipeline.builder import RUN_IN_WORDS, Builder, Piece
from pipeline.readers.lines import TextLine, ends_sentence, is_wrapped, join_onto, runs_on, text_lines
from pipeline.readers.lists import Marker, by_indent, by_wording, list_marker
from pipeline.readers.outline import (
    Levels,
    heading_number,
    is_caption,
    is_contents,
    looks_like_heading,
    may_be_title,
)
from pipeline.readers.pipes import pipe_cells, table_end
from pipeline.readers.reading import Reading
from pipeline.readers.running_heads import without_running_heads
from pipeline.readers.stems import stem_span
from pipeline.repair import Repaired

LEADING_LINES = 5  # a title stands among the first lines
LONGEST_PREFACE = 200  # characters of a notice or a site's name that may stand before it
_REFERENCE_MARK = re.compile(r"\w[)\]]?\*(?!\*)")


def read_plain(source: Repaired) -> Reading:
    """The structure of a plain text.

    Args:
        source: the repaired text of the file.
    """
    lines = without_running_heads(list(text_lines(source.text)))
    reader = _PlainReader(lines, source)
    reader.run()
    return Reading(reader.builder, "plain", ("numbering, case and isolation",))


class _PlainReader:
    """Walks over the lines; each `_take_*` reads one block and returns the index after it."""

    def __init__(self, lines: list[TextLine], source: Repaired) -> None:
        self.builder = Builder(source)
        self.lines = lines
        self.wrapped = is_wrapped(lines)
        self.spaced = sum(line.after_blank for line in lines) > len(lines) / 2
        self.levels = Levels()
        self.bullet = _usual_bullet(lines)
        self.later = {_key(line.text): i for i, line in enumerate(lines)}
        self.headings = self.sentences = 0
        self.before = ""  # the block before: heading, stem, list, text or ""
        self.contents = self.run_in = False

    def run(self) -> None:
        i = 0
        while i < len(self.lines):
            end = table_end(self.lines, i)
            if end > i:
                self.builder.table(pipe_cells(self.lines[i:end]))
                self.before, i = "table", end
            elif self._is_item(i):
                i = self._take_list(i)
            elif self._is_heading(i):
                i = self._take_heading(i)
            else:
                i = self._take_paragraph(i)

    # ---- lists

    def _is_item(self, i: int) -> bool:
        marker = list_marker(self.lines[i].text)
        if marker is None or self._is_footnote(i, marker):
            return False
        if not marker.ordered:
            return True
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
        if self._is_marked(line) or table_end(self.lines, i) > i:
            return False
        if line.after_blank:
            return runs_on(before.text, line.text)
        return self.wrapped or line.indent > indent or runs_on(before.text, line.text)

    def _is_marked(self, line: TextLine) -> bool:
        return list_marker(line.text) is not None or heading_number(line.text) is not None

    # ---- headings

    def _is_heading(self, i: int) -> bool:
        line = self.lines[i]
        numbered = heading_number(line.text)
        words = line.text[numbered.length :] if numbered else line.text
        if i + 1 == len(self.lines) or not looks_like_heading(words):
            return False
        if words.endswith(":") and not self._is_run_in(words):
            return False
        if self.contents and self.later.get(_key(line.text), i) > i:
            return False
        if self.before == "" and i and not self.headings and runs_on(self.lines[i - 1].text, line.text):
            return False
        goes_on = self.lines[i + 1].text[0].islower() and list_marker(self.lines[i + 1].text) is None
        return numbered is not None or (self._stands_alone(i) and not goes_on)

    def _is_run_in(self, words: str) -> bool:
        """Whether words head a list under an open stem ("Workforce:") and are no stem themselves."""
        opens_list = stem_span(words[:-1]) is not None
        return len(words.split()) <= RUN_IN_WORDS and not opens_list and (self.before == "stem" or self.run_in)

    def _stands_alone(self, i: int) -> bool:
        line = self.lines[i]
        if self.spaced or self.wrapped:
            return line.after_blank and (not self.wrapped or self.lines[i + 1].after_blank)
        return True

    def _take_heading(self, i: int) -> int:
        line = self.lines[i]
        numbered = heading_number(line.text)
        if self._is_title(i, line.text):
            level = 1
        elif numbered:
            level = self.levels.numbered(numbered)
        else:
            level = self.levels.plain(line.text, opens_below=self.before in ("stem", "heading"))
        self.builder.heading((line.piece(),), level=level, number=numbered.number if numbered else None)
        self.run_in = line.text.endswith(":")
        self.contents = is_contents(line.text)
        self.before = "title" if level == 1 else "heading"
        self.headings += 1
        return i + 1

    def _is_title(self, i: int, text: str) -> bool:
        before = sum(len(line.text) for line in self.lines[:i])
        first = not self.headings and self.sentences < 2 and i < LEADING_LINES and before <= LONGEST_PREFACE
        return first and may_be_title(text) and table_end(self.lines, i + 1) == i + 1

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
        if marker and self._is_footnote(i, marker):
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
        if self._is_marked(line) or table_end(self.lines, i) > i:
            return False
        if line.after_blank:
            return runs_on(before.text, line.text) and len(before.text) > 40
        return self.wrapped or runs_on(before.text, line.text)


def _depths(items: Sequence[tuple[int, list[Piece], str]]) -> list[int]:
    indents = [indent for indent, _, _ in items]
    return by_indent(indents) if len(set(indents)) > 1 else by_wording([text for _, _, text in items])


def _usual_bullet(lines: Sequence[TextLine]) -> str:
    """The sign that most lists have."""
    signs = [m.sign for line in lines if (m := list_marker(line.text)) and not m.ordered]
    return max(set(signs), key=signs.count) if signs else ""


def _key(text: str) -> str:
    return " ".join(text.lower().split()).strip(" :")
