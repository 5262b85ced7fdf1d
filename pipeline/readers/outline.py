"""Headings in text that marks none: by number, case, length and isolation; and their levels."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.cues import cues
from pipeline.dates import date_line
from pipeline.face import is_field_line
from pipeline.readers.lexicon import words

LONGEST_HEADING = 120  # characters
MOST_WORDS = 16
DEEPEST = 9  # levels of headings
MOST_ROLE_WORDS = 12
LONGEST_MARKED = 40  # words of a heading that the file marks as one
_NUMBER = re.compile(
    r"(?P<number>(?:(?:section|part|chapter|annex|appendix)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}[A-Z]?|[A-Z]|[IVX]{1,5}))(?P<mark>[.):]|\s+[–—-])?\s+(?=\S)",
    re.IGNORECASE,
)
_WORD_NUMBER = re.compile(r"(?:section|part|chapter|annex|appendix)\s", re.IGNORECASE)
_MONTH_LINE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_PAGE_REFERENCE = re.compile(r"(?:\s*\.{4,}\s*|\s*…{2,}\s*|\s{3,}|\t)(?:\d{1,3}|[ivxl]{1,6})$")
_COUNT_LINE = re.compile(r"(?:questions?|pages?|items?|paragraphs?)\s+\d{1,3}\s*[-–]\s*\d{1,3}", re.IGNORECASE)
_MONEY_OR_SHARE = re.compile(r"^[-+£$€]?\d[\d,.]*\s*(?:%|m|bn|k)?$")


class Numbered(NamedTuple):
    """A printed section number and how long it is with the space after it; `style` says which series it is of."""

    number: str
    length: int
    style: str


def heading_number(line: str) -> Numbered | None:
    """The number that a heading starts with ("2A.", "3.1", "Annex B:"), or None."""
    match = _NUMBER.match(line)
    if not match:
        return None
    number, mark = match["number"], match["mark"]
    worded = bool(_WORD_NUMBER.match(number))
    bare = number.split()[-1]
    if not mark and not worded and "." not in bare and not re.fullmatch(r"\d{1,2}[A-Z]", bare):
        return None  # "5 December 2024", "A plan"
    if not worded and bare != bare.upper():
        return None
    if len(bare) == 1 and bare.isalpha() and line[match.end() :][0].islower():
        return None  # "C. difficile"
    return Numbered(number, match.end(), _style(bare, worded=worded))


def _style(bare: str, *, worded: bool) -> str:
    if worded:
        return "word"
    if "." in bare:
        return f"dotted{bare.count('.')}"
    if re.fullmatch(r"\d+", bare):
        return "digit"
    if re.fullmatch(r"\d+[A-Z]", bare):
        return "digit-letter"
    return "roman" if re.fullmatch(r"[IVX]{2,}|[IVX]", bare) and bare not in "CD" else "letter"


def looks_like_heading(text: str, *, most_words: int = MOST_WORDS) -> bool:
    """Whether a line by itself could be a heading: short, capitalised, without the marks of a sentence."""
    if not 3 <= len(text) <= LONGEST_HEADING or len(text.split()) > most_words:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘“'\"") or not re.search(r"[A-Za-z]{3}", text):
        return False
    if re.search(r"[.;,!]$|[.!?]\s+[A-Z]|https?://|@|\||\.{4,}|\s[>»›]\s", text) or _MONEY_OR_SHARE.match(text):
        return False
    if text.split()[-1] in words("open_words") or _is_date(text) or is_entry(text):
        return False
    if is_site_line(text) or is_salutation(text) or is_closing(text):
        return False
    return not (_is_picture(text) or _is_signature(text) or _is_field(text) or is_caption(text))


def is_site_line(text: str) -> bool:
    """Whether a line was brought along from the web site around a text ("Skip to main content", "Was this useful?")."""
    line = text.strip(" :?").lower()
    of_program = line.endswith(tuple(words("program_notes")))
    return of_program or line in words("site_lines") or line.startswith(tuple(words("site_starts")))


def is_salutation(text: str) -> bool:
    """Whether a line opens a letter: "Dear colleagues", "To:", "cc. Regional directors"."""
    first = re.split(r"[\s:.,]", text.lower(), maxsplit=1)[0]
    return first in words("salutations") and (first != "to" or text.rstrip().endswith(":") or ":" in text[:4])


def is_closing(text: str) -> bool:
    """Whether a line closes a letter: "Yours sincerely,"."""
    return text.strip(" ,.").lower() in words("closings")


def is_entry(text: str) -> bool:
    """Whether a line is an entry of a list of contents: it ends in a page number, behind dots or a gap."""
    return bool(_PAGE_REFERENCE.search(text))


def is_role(text: str) -> bool:
    """Whether a line is somebody's role, as below a signature: "Chair", "Secretary of State for Tides"."""
    line = text.lower()
    return len(line.split()) <= MOST_ROLE_WORDS and any(
        re.match(rf"{re.escape(role)}\b|.*\b{re.escape(role)}$", line) for role in words("signature_roles")
    )


def entry_key(text: str) -> str:
    """A heading's wording as it can be found again in a list of contents: without number, leader and page."""
    line = _PAGE_REFERENCE.sub("", text)
    numbered = heading_number(line)
    return " ".join(line[numbered.length if numbered else 0 :].lower().split()).strip(" :")


def is_sentence(heading: str) -> bool:
    """Whether words that are marked as a heading are a paragraph after all: they end as a sentence, or are too long."""
    count = len(heading.split())
    return count > LONGEST_MARKED or (count > MOST_WORDS // 2 and heading.rstrip().endswith((".", ";", ",")))


def is_value(text: str) -> bool:
    """Whether a line is nothing but a number, an amount or a share, as in a table's cell."""
    return bool(_MONEY_OR_SHARE.match(text))


def is_caption(text: str) -> bool:
    """Whether a line names a table or figure ("Table 1 – ...", "Diagram showing ...")."""
    match = re.match(r"([A-Za-z]+)\s+(?:\d+[a-z]?\b|showing\b)", text)
    return bool(match) and match[1].lower() in words("caption_starts")  # type: ignore[index]


def is_contents(heading: str) -> bool:
    """Whether a heading opens a contents page."""
    return heading.strip(" :").lower() in words("contents")


def may_be_title(text: str) -> bool:
    """Whether the first heading of a document could be its title."""
    return text.strip(" :").lower() not in words("not_titles") and not heading_number(text)


def _is_date(text: str) -> bool:
    """Whether a line is a date, a month, or a span of numbers ("Questions 1 - 6"), and says nothing else."""
    if _MONTH_LINE.fullmatch(text) or _COUNT_LINE.fullmatch(text):
        return True
    return bool(re.search(r"\d", text)) and date_line(text, beside=frozenset(cues()["published"]["beside"])) is not None


def _is_picture(text: str) -> bool:
    return any(text.lower().startswith(start) for start in words("picture_starts"))


def _is_signature(text: str) -> bool:
    _, comma, role = text.lower().partition(", ")
    return bool(comma) and any(re.search(rf"\b{re.escape(r)}\b", role) for r in words("signature_roles"))


def _is_field(text: str) -> bool:
    """Whether a line is a name and its value ("Date published: 3 December", "Tel: 020 7946 0000")."""
    name, colon, value = text.partition(": ")
    marked = bool(colon) and (name.lower() in words("minute_marks") or (len(name.split()) <= 3 and value[:1].isdigit()))
    return is_field_line(text) or marked


class Levels:
    """Levels of headings that come without one.

    A series of numbers ("1.", "2A.", "3.1") takes the level below the heading it first stands under; a heading without
    a number stands beside the one before it, below a numbered one, and below one whose text ends in a colon or that
    has no text at all. Capitals and questions are series of their own. What a list of contents names stands where the
    list has it, and what it does not name stands below.

    Args:
        listed: depths of the entries of the list of contents, by `entry_key`.
        capitals: whether headings in capitals stand above others in this text.
    """

    def __init__(self, listed: Mapping[str, int] | None = None, *, capitals: bool = False) -> None:
        self._listed = listed or {}
        self._capitals = capitals
        self._series: dict[str, int] = {}
        self._kinds: dict[str, int] = {}
        self._plain = 2
        self._last = 1
        self._last_numbered = self._in_front = False
        self._named = 1  # the level of the last heading that the list of contents names

    def numbered(self, numbered: Numbered) -> int:
        """The level of a numbered heading."""
        style = numbered.style
        if style not in self._series:
            self._series[style] = self._first_of(numbered)
        level = min(self._series[style], DEEPEST)
        self._series = {s: n for s, n in self._series.items() if n <= level}
        self._kinds = {k: n for k, n in self._kinds.items() if n <= level}
        lettered = style == "letter" and level > 2  # parts of one heading: the next without a letter stands beside that
        self._plain = level - 1 if lettered else level + 1
        self._last, self._last_numbered, self._in_front = level, True, False
        return level

    def plain(self, text: str, *, opens_below: bool) -> int:
        """The level of a heading without a number.

        Args:
            text: the heading.
            opens_below: the text before it ends in a colon, or the heading before it has no text.
        """
        key = entry_key(text)
        if text.split()[0].lower().strip(":.") in words("top_headings"):
            self._restart(2)
        elif key in self._listed:
            self._restart(min(2 + self._listed[key], DEEPEST))
            self._named = self._plain
        else:
            level = self._unlisted(text, opens_below=opens_below)
            self._last = max(level, self._named + 1 if self._listed else 2)
            self._plain = max(self._plain, self._last) if level == self._plain else self._plain
        self._last_numbered = False
        self._in_front = key in words("front_matter") or key.endswith("foreword")
        return self._last

    def _restart(self, level: int) -> None:
        self._series, self._kinds, self._plain, self._last = {}, {}, level, level

    def _unlisted(self, text: str, *, opens_below: bool) -> int:
        below = min(self._last + 1, DEEPEST) if opens_below and not self._last_numbered else self._plain
        if text.endswith("?"):
            return self._kinds.setdefault("question", below)
        if self._capitals and text.isupper():
            level = self._kinds.get("capitals", below if self._series else 2)
            self._kinds, self._plain = {"capitals": level}, level + 1
            return level
        self._plain = below
        return below

    def _first_of(self, numbered: Numbered) -> int:
        if numbered.style.startswith("dotted"):
            return max(2, self._series.get("digit", 1) + int(numbered.style[6:]))
        if numbered.style == "digit-letter" and "digit" in self._series:
            return self._series["digit"] + 1
        if numbered.style == "word" or self._in_front:
            return 2
        return max(2, self._last + 1)
