"""Headings in text that marks none: by number, case, length and isolation; and their levels."""

import re
from typing import NamedTuple

from pipeline.face import is_field_line
from pipeline.readers.lexicon import words

LONGEST_HEADING = 120  # characters
MOST_WORDS = 16
DEEPEST = 9  # levels of headings
LONGEST_MARKED = 40  # words of a heading that the file marks as one
_NUMBER = re.compile(
    r"(?P<number>(?:(?:section|part|chapter|annex|appendix)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}[A-Z]?|[A-Z]|[IVX]{1,5}))(?P<mark>[.):]|\s+[–—-])?\s+(?=\S)",
    re.IGNORECASE,
)
_WORD_NUMBER = re.compile(r"(?:section|part|chapter|annex|appendix)\s", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
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


def looks_like_heading(text: str) -> bool:
    """Whether a line by itself could be a heading: short, capitalised, without the marks of a sentence."""
    if not 3 <= len(text) <= LONGEST_HEADING or len(text.split()) > MOST_WORDS:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘“'\"") or not re.search(r"[A-Za-z]{3}", text):
        return False
    if re.search(r"[.;,!]$|[.!?]\s+[A-Z]|https?://|@|\||\.{4,}|\s[>»›]\s", text) or _MONEY_OR_SHARE.match(text):
        return False
    if text.split()[-1] in words("open_words") or _DATE_LINE.fullmatch(text):
        return False
    if text.strip(" :").lower() in words("site_lines"):
        return False
    return not (_is_picture(text) or _is_signature(text) or _is_field(text) or is_caption(text))


def is_sentence(heading: str) -> bool:
    """Whether words that are marked as a heading are a paragraph after all: they end as a sentence, or are too long."""
    count = len(heading.split())
    return count > LONGEST_MARKED or (count > MOST_WORDS // 2 and heading.rstrip().endswith((".", ";", ",")))


def is_value(text: str) -> bool:
    """Whether a line is nothing but a number, an amount or a share, as in a table's cell."""
    return bool(_MONEY_OR_SHARE.match(text))


def is_caption(text: str) -> bool:
    """Whether a line names a table or figure ("Table 1 – ...")."""
    match = re.match(r"([A-Za-z]+)\s+\d+[a-z]?\b", text)
    return bool(match) and match[1].lower() in words("caption_starts")  # type: ignore[index]


def is_contents(heading: str) -> bool:
    """Whether a heading opens a contents page."""
    return heading.strip(" :").lower() in words("contents")


def may_be_title(text: str) -> bool:
    """Whether the first heading of a document could be its title."""
    return text.strip(" :").lower() not in words("not_titles") and not heading_number(text)


def _is_picture(text: str) -> bool:
    return any(text.lower().startswith(start) for start in words("picture_starts"))


def _is_signature(text: str) -> bool:
    _, comma, role = text.lower().partition(", ")
    return bool(comma) and any(re.search(rf"\b{re.escape(r)}\b", role) for r in words("signature_roles"))


def _is_field(text: str) -> bool:
    """Whether a line is a name and its value ("Date published: 3 December", "Tel: 020 7946 0000")."""
    name, colon, value = text.partition(": ")
    return is_field_line(text) or (bool(colon) and len(name.split()) <= 3 and value[:1].isdigit())


class Levels:
    """Levels of headings that come without one.

    A series of numbers ("1.", "2A.", "3.1") takes the level below the heading it first stands under; a heading without
    a number stands beside the one before it, below a numbered one, and below one whose text ends in a colon or that
    has no text at all.
    """

    def __init__(self) -> None:
        self._series: dict[str, int] = {}
        self._plain = 2
        self._last = 1
        self._last_numbered = False

    def numbered(self, numbered: Numbered) -> int:
        """The level of a numbered heading."""
        style = numbered.style
        if style not in self._series:
            self._series[style] = self._first_of(numbered)
        level = min(self._series[style], DEEPEST)
        self._series = {s: n for s, n in self._series.items() if n <= level}
        self._plain = level + 1
        self._last, self._last_numbered = level, True
        return level

    def plain(self, text: str, *, opens_below: bool) -> int:
        """The level of a heading without a number.

        Args:
            text: the heading.
            opens_below: the text before it ends in a colon, or the heading before it has no text.
        """
        if text.split()[0].lower().strip(":.") in words("top_headings"):
            self._series, self._plain = {}, 2
        elif opens_below and not self._last_numbered:
            self._plain = min(self._last + 1, DEEPEST)
        self._last, self._last_numbered = max(2, self._plain), False
        return self._last

    def _first_of(self, numbered: Numbered) -> int:
        if numbered.style.startswith("dotted"):
            return max(2, self._series.get("digit", 1) + int(numbered.style[6:]))
        if numbered.style == "digit-letter" and "digit" in self._series:
            return self._series["digit"] + 1
        if numbered.style == "word":
            return 2
        return max(2, self._last + 1)
