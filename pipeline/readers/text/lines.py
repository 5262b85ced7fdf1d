"""Lines of a plain text with their offsets, and how they join to paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.builder import Piece
from pipeline.readers.lexicon import words as lexicon
from pipeline.repair import Repaired

_TERMINAL = re.compile(r"[.!?:;][”’\")\]]*$")
_GOES_ON = re.compile(r"[(\"'“‘]?[a-z]")
_QUANTITY = re.compile(r"[£$]?\d[\d,.]*(?:%|\b)(?!\w)")
WRAP_WIDTH = 130
WRAP_SHARE = 0.4
LONG_SHARE = 0.02  # of a wrapped text's lines may be long all the same
FORM_FEED = "form feed"  # the repair's name in `repair.toml`


class TextLine(NamedTuple):
    """A line without the white space around it; `indent` counts columns, `start` and `end` are offsets."""

    text: str
    start: int
    end: int
    indent: int
    after_blank: bool

    def piece(self, skip: int = 0) -> Piece:
        """The line as words, without its first characters."""
        return Piece(self.text[skip:], self.start + skip, self.end)


def text_lines(text: str) -> Iterator[TextLine]:
    """The lines that hold something."""
    at, blank = 0, True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            lead = len(raw) - len(raw.lstrip())
            indent = len(raw[:lead].expandtabs(4))
            yield TextLine(stripped, at + lead, at + lead + len(stripped), indent, blank)
        blank = not stripped
        at += len(raw)


def page_breaks(source: Repaired) -> list[int]:
    """Offsets at which the pages of a text start, where form feeds part them; empty for a text of one page."""
    last = len(source.text.rstrip())
    breaks = [edit.end for edit in source.edits if edit.rule == FORM_FEED and edit.end < last]
    return [0, *breaks] if breaks else []


def is_wrapped(lines: Sequence[TextLine]) -> bool:
    """Whether the text's paragraphs were broken into lines of one width."""
    if sum(1 for line in lines if len(line.text) > WRAP_WIDTH * 2) > LONG_SHARE * len(lines):
        return False
    followed = [(a, b) for a, b in pairwise(lines) if not b.after_blank and len(a.text) > 40]
    if len(followed) < 3:
        return False
    runs_on = sum(1 for a, b in followed if not ends_sentence(a.text) and b.text[0].islower())
    return runs_on / len(followed) >= WRAP_SHARE


def ends_sentence(text: str) -> bool:
    """Whether the text ends in a mark that closes a sentence or opens a list."""
    return bool(_TERMINAL.search(text))


def runs_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on: the first part has no end, the second starts small."""
    return bool(after) and after[0].islower() and not ends_sentence(before)


def reads_on(before: str, after: str) -> bool:
    """Whether a cell's words go on from one line to the next: small letters follow, or an open word stands before."""
    last = before.split()[-1:]
    if not last or ends_sentence(before):
        return False
    if last[0].lower() in lexicon("open_words") or _GOES_ON.match(after):
        return True
    return awaits_number(before, after)


def awaits_number(before: str, after: str) -> bool:
    """Whether a line breaks before the number that its last word calls for ("no less than" / "4 hours")."""
    last = before.split()[-1:]
    called_for = bool(last) and last[0].lower() in lexicon("before_numbers") | lexicon("open_words")
    return called_for and bool(_QUANTITY.match(after))


def join_onto(pieces: list[Piece], more: Piece) -> None:
    """Put a line after the pieces before it, with a space between; after a hyphen at the line's end without."""
    last = pieces[-1]
    hyphened = last.text.endswith("-") and not last.text.endswith(" -") and more.text[:1].isalpha()
    if not (hyphened or last.text.endswith(" ") or more.text.startswith(" ")):
        pieces.append(Piece(" ", last.end, more.start))
    pieces.append(more)
