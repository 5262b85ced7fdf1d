"""The words of an element: white space made single, blocks and line breaks parted, raised numbers as such."""

import re
from typing import Any

from pipeline.readers.office.raised import raised
from pipeline.readers.web.furniture import is_note_mark, tag_of

DEEPEST = 150  # elements within elements
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul",
}  # fmt: skip
_PARTED = BLOCKS | {"td", "th", "tr", "caption", "option", "thead", "tbody", "tfoot"}
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_NUMBER = re.compile(r"[\[(]?(\d{1,3})[\])]?")  # a note's mark or a power
_ICON = re.compile(r"^[\ue000-\uf8ff\s]+$")


def words_of(element: Any) -> str:
    """All words of an element, on one line."""
    return clean(raw_words(element))


def raw_words(element: Any, depth: int = 0, *, line_break: str = " ") -> str:
    """The words of an element as they stand; blocks in it are parted by spaces, line breaks are what is asked for."""
    tag = tag_of(element)
    if tag == "br":
        return line_break
    if tag == "sup" and (mark := _NUMBER.fullmatch(element.text_content().strip())):
        return raised(mark[1])
    if not tag or is_note_mark(element):
        return ""
    if depth > DEEPEST:
        return str(element.text_content())
    parts = [element.text or ""]
    for child in element:
        apart = " " if tag_of(child) in _PARTED else ""
        parts += (apart, raw_words(child, depth + 1, line_break=line_break), apart, child.tail or "")
    return "".join(parts)


def clean(text: str) -> str:
    """White space made single; a non-breaking space stays for the repair to count."""
    words = _SPACE.sub(" ", text).strip()
    return "" if _ICON.match(words) else words
