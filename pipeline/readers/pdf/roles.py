"""Standard types (ISO 32000, 14.8.4) of the elements that producers name their own way and map to none."""

import re
from functools import cache

_HEADING = re.compile(r"(?:h|heading|head|header|überschrift|titre)(?:20|[\s_.-])*([1-6])(?:\D.*)?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents)(?:20|[\s_.-])*(?:\d|heading|entry)?.*", re.IGNORECASE)
_STANDARD = {
    "title": "Title",
    "doctitle": "Title",
    "documenttitle": "Title",
    "caption": "Caption",
    "footnote": "Note",
    "footnotetext": "Note",
    "endnote": "Note",
    "endnotetext": "Note",
    "header": "Artifact",
    "footer": "Artifact",
    "pageheader": "Artifact",
    "pagefooter": "Artifact",
    "artifact": "Artifact",
}


@cache
def standard_type(name: str) -> str:
    """The type that a name stands for: "Heading_20_1" is H1, "Footnote text" a Note; names of no heading stay."""
    if re.fullmatch(r"H[1-6]?|[A-Z][A-Za-z]?I?", name) or name in {"Table", "Title"}:
        return name
    if match := _HEADING.fullmatch(name):
        return f"H{match[1]}"
    if _CONTENTS.fullmatch(name):
        return "TOCI"
    return _STANDARD.get(re.sub(r"20|[^a-zäöü]", "", name.lower()), name)
