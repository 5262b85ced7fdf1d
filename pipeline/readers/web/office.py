"""What Word and SharePoint leave in HTML: paragraphs whose class or style says that they are headings, items, notes."""

import re
from typing import Any, Literal, NamedTuple

from pipeline.readers.lists import list_marker
from pipeline.readers.web.words import words_of

_LEVEL = re.compile(r"\blevel(\d)\b", re.IGNORECASE)
_HEADING = re.compile(r"(?:Mso)?Heading(\d)|ms-rteElement-H(\d)", re.IGNORECASE)
_KINDS: tuple[tuple[str, Literal["heading", "caption", "footnote", "contents"]], ...] = (
    (r"MsoTitle", "heading"), (r"MsoCaption", "caption"), (r"Mso(?:Foot|End)noteText", "footnote"),
    (r"MsoToc\d", "contents"),
)  # fmt: skip


class Office(NamedTuple):
    """What a paragraph is, and its level where it is a heading or an item, counted from 1."""

    kind: Literal["heading", "list_item", "caption", "footnote", "contents"]
    level: int = 1


def office_kind(element: Any) -> Office | None:
    """What the class and the style of an element say; None where they say nothing."""
    names, style = element.get("class", ""), element.get("style", "")
    if "Mso" not in names and "mso-" not in style and "ms-rte" not in names:
        return None
    if match := _HEADING.search(names):
        return Office("heading", int(match[1] or match[2]))
    if "MsoList" in names or "mso-list" in style:
        level = _LEVEL.search(style)
        return Office("list_item", int(level[1]) if level else 1) if list_marker(words_of(element)) else None
    return next((Office(kind) for pattern, kind in _KINDS if re.search(pattern, names)), None)
