"""Headings in text that marks none: by number, case, length and isolation."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.cues import cues
from pipeline.dates import date_line
from pipeline.face import is_field_line
from pipeline.readers.lexicon import words

LONGEST_HEADING = 120  # characters
MOST_WORDS = 16
MOST_ROLE_WORDS = 12
LONGEST_LEADER = 200  # characters of the dots or the gap before a page number
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
    return _page_reference(text) is not None


def _page_reference(text: str) -> re.Match[str] | None:
    """The page number at a line's end with the dots or the gap before it."""
    return _PAGE_REFERENCE.search(text, max(0, len(text) - LONGEST_LEADER))


def is_role(text: str) -> bool:
    """Whether a line is somebody's role, as below a signature: "Chair", "Secretary of State for Tides"."""
    return len(text.split()) <= MOST_ROLE_WORDS and bool(_role_line().match(text.lower()))


def entry_key(text: str) -> str:
    """A heading's wording as it can be found again in a list of contents: without number, leader and page."""
    reference = _page_reference(text)
    line = text[: reference.start()] if reference else text
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
    return bool(comma) and bool(_role().search(role))


@cache
def _role() -> re.Pattern[str]:
    """A role anywhere in a line."""
    return re.compile(rf"\b(?:{_roles()})\b")


@cache
def _role_line() -> re.Pattern[str]:
    """A line that starts or ends with a role."""
    return re.compile(rf"(?:{_roles()})\b|.*\b(?:{_roles()})$")


def _roles() -> str:
    return "|".join(re.escape(role) for role in sorted(words("signature_roles"), key=len, reverse=True))


def _is_field(text: str) -> bool:
    """Whether a line is a name and its value ("Date published: 3 December", "Tel: 020 7946 0000")."""
    name, colon, value = text.partition(": ")
    marked = bool(colon) and (name.lower() in words("minute_marks") or (len(name.split()) <= 3 and value[:1].isdigit()))
    return is_field_line(text) or marked
