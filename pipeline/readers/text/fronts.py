"""What stands above a text's first sentences: whose it is, addresses, the fields of a letter or an e-mail."""

import re
from collections.abc import Sequence

from pipeline.builder import Piece
from pipeline.face import is_field_line
from pipeline.publishers import is_body_name
from pipeline.readers.lexicon import words
from pipeline.readers.lists import list_marker
from pipeline.readers.outline import (
    heading_number,
    is_closing,
    is_role,
    is_salutation,
    is_site_line,
    looks_like_heading,
    may_be_title,
)
from pipeline.readers.text.lines import TextLine, ends_sentence, join_onto
from pipeline.readers.text.pipes import table_end

FRONT = 60  # lines among which a letter opens
LEAST_FIELDS = 3  # of an e-mail
SHORT = 60  # characters of a line of an address
LEAST_SHORT = 3  # such lines in a row
LEAST_SITE_LINES = 2  # among the lines that a text starts with make a site's menu of them
LEADING_LINES = 5  # a title stands among the first lines, those not counted that say whose the document is
LONGEST_PREFACE = 200  # characters of a notice or a site's name that may stand before it
LONGEST_TITLE = 200  # characters of a title that goes on over the line's end
_FIELD = re.compile(r"(?P<name>[A-Za-z-]{2,12}):\s*(?P<value>\S.*)?")
_LABELLED = re.compile(r"[A-Z][^:.?!|]{1,40}:\s+[^a-z\s]")


def mail_subject(lines: Sequence[TextLine]) -> int | None:
    """The index of an e-mail's subject among the fields that a text starts with, or None where it is no e-mail."""
    fields = []
    for line in lines[:FRONT]:
        match = _FIELD.fullmatch(line.text)
        if not match or match["name"].lower() not in words("mail_fields"):
            break
        fields.append(match["name"].lower())
    return fields.index("subject") if len(fields) >= LEAST_FIELDS and "subject" in fields else None


def letter_opening(lines: Sequence[TextLine]) -> int | None:
    """The index of the line that opens a letter ("Dear colleagues"), or None."""
    return next(
        (
            i
            for i, line in enumerate(lines[:FRONT])
            if line.text.lower().startswith("dear ") and is_salutation(line.text)
        ),
        None,
    )


def letter_close(lines: Sequence[TextLine]) -> int:
    """The index of the line that closes a letter ("Yours sincerely"), or the number of lines."""
    return next((i for i, line in enumerate(lines) if is_closing(line.text)), len(lines))


def set_lines(lines: Sequence[TextLine]) -> set[int]:
    """The lines that are set one under another and head nothing: addresses, lists of names, fields, signatures."""
    found: set[int] = set()
    group: list[int] = []
    for i, line in enumerate(lines):
        if line.after_blank:
            found.update(_set_together(lines, group))
            group = []
        group.append(i)
    return found | set(_set_together(lines, group))


def _menu(lines: Sequence[TextLine]) -> range:
    """The lines that a text starts with, down to a blank, where they are a web site's menu and not its content."""
    end = next((i for i, line in enumerate(lines[:FRONT]) if i and line.after_blank), 0)
    texts = [line.text for line in lines[:end]]
    of_site = sum(is_site_line(text) for text in texts)
    return range(end if of_site >= LEAST_SITE_LINES and all(map(_is_short, texts)) else 0)


def _set_together(lines: Sequence[TextLine], group: Sequence[int]) -> list[int]:
    """Of lines without a blank between them, those that head nothing."""
    texts = [lines[i].text for i in group]
    if len(group) >= LEAST_SHORT and all(_is_short(text) for text in texts):
        return list(group)
    labelled = [bool(_LABELLED.match(text)) and not list_marker(text) for text in texts]
    kept = [
        i
        for n, i in enumerate(group)
        if labelled[n] and any(labelled[m] for m in (n - 1, n + 1) if 0 <= m < len(group))
    ]
    for n in range(1, len(group)):
        if is_role(texts[n]) and len(texts[n - 1].split()) <= 6:
            kept += group[n - 1 : n + 1]
    return kept


def _is_short(text: str) -> bool:
    return len(text) < SHORT and not ends_sentence(text) and list_marker(text) is None and "|" not in text


def is_face_line(text: str) -> bool:
    """Whether a line above the title says whose a document is, or where it comes from, and not what it is called."""
    return is_body_name(text) or is_field_line(text) or is_site_line(text) or is_salutation(text)


class Front:
    """The lines above a text's first sentences: which of them is the title, and which head nothing.

    Args:
        lines: the lines of the text.
        wrapped: whether its paragraphs are broken into lines of one width.
        spaced: whether blank lines part its blocks.
    """

    def __init__(self, lines: Sequence[TextLine], *, wrapped: bool, spaced: bool) -> None:
        self._lines = lines
        self._wrapped, self._spaced = wrapped, spaced
        self.set_lines = set_lines(lines)
        self._menu = _menu(lines)
        self.subject = mail_subject(lines)
        self._opening = letter_opening(lines)
        self._close = letter_close(lines)
        self._faces = next((i for i, line in enumerate(lines) if not is_face_line(line.text)), len(lines))
        self._first_blank = next((i for i, line in enumerate(lines) if i and line.after_blank), len(lines))

    def heads_nothing(self, i: int, *, titled: bool) -> bool:
        """Whether a line's place tells that it is no heading: in an address, in fields, in a signature.

        Args:
            i: its index.
            titled: whether a heading stands above it.
        """
        if i in self._menu or (self.subject is not None and i < self.subject):
            return True
        if not titled and is_face_line(self._lines[i].text) and self._has_title_below(i):
            return True
        signature = i > self._close and heading_number(self._lines[i].text) is None
        return signature or (i in self.set_lines and self._is_set(i, titled=titled))

    def is_title(self, i: int) -> bool:
        """Whether a line may be the title, where no heading stands above it: near the top, or below a salutation."""
        if not may_be_title(self._lines[i].text) or table_end(self._lines, i + 1) > i + 1:
            return False
        first = 0 if self._opening is None or i < self._opening else self._opening + 1
        if i - first > FRONT:
            return False
        before = [line.text for line in self._lines[first:i] if not is_face_line(line.text)]
        return len(before) < LEADING_LINES and sum(map(len, before)) <= LONGEST_PREFACE

    def is_broken_title(self, i: int) -> bool:
        """Whether a title goes on over its line's end with a small letter ("Minutes of the meeting / held on ...")."""
        below = self._lines[i + 1 : i + 3]
        apart = len(below) == 2 and not below[0].after_blank and below[1].after_blank
        return apart and not ends_sentence(below[0].text) and self.is_title(i)

    def join_title(self, pieces: list[Piece], i: int) -> int:
        """Add the rest of a title that goes on over its line's end; the index after it."""
        capitals = pieces[0].text.isupper()
        while i + 1 < len(self._lines) and not self._lines[i].after_blank and self._lines[i + 1].after_blank:
            text = self._lines[i].text
            goes_on = text[0].islower() or (capitals and text.isupper())
            if not goes_on or ends_sentence(text) or sum(len(p.text) for p in pieces) + len(text) > LONGEST_TITLE:
                break
            join_onto(pieces, self._lines[i].piece())
            i += 1
        return i

    def stands_alone(self, i: int, *, titled: bool) -> bool:
        """Whether blank lines set a line apart, as a heading is; a title may stand among names and above a subtitle."""
        if not (self._spaced or self._wrapped):
            return True
        lines = self._lines
        below_name = not titled and i > 0 and is_face_line(lines[i - 1].text)
        below = lines[i + 1].text
        opens = is_face_line(below) or self._has_subtitle(i) or heading_number(below) is not None
        above_name = not titled and opens
        return (lines[i].after_blank or below_name) and (not self._wrapped or lines[i + 1].after_blank or above_name)

    def _is_set(self, i: int, *, titled: bool) -> bool:
        """Whether a line of an address or of fields is no title, as it would be at the very top of a text."""
        apart = self._spaced or self._wrapped or i < self._first_blank or ":" in self._lines[i].text
        return apart and (titled or self._opening is not None or i > self._faces)

    def _has_subtitle(self, i: int) -> bool:
        """Whether another line like a heading stands directly below, and a blank below that."""
        below = self._lines[i + 1 : i + 3]
        return len(below) == 2 and below[1].after_blank and looks_like_heading(below[0].text)

    def _has_title_below(self, i: int) -> bool:
        """Whether another line near a body's name could be the title."""
        below = range(i + 1, min(i + 1 + LEADING_LINES, len(self._lines) - 1))
        return any(self._could_be_title(n) for n in below)

    def _could_be_title(self, i: int) -> bool:
        text = self._lines[i].text
        if not looks_like_heading(text) or not may_be_title(text) or is_face_line(text) or text.endswith(":"):
            return False
        return not self.heads_nothing(i, titled=False) and self.stands_alone(i, titled=False)
