"""What stands around the words of a Markdown file: front matter, a fence around all of it, marks of pages, anchors."""

import re
from collections.abc import Sequence

from pipeline.publishers import is_body_name
from pipeline.readers.reading import Properties
from pipeline.readers.text.lines import TextLine

MOST_FIELDS = 60  # lines of front matter
_FENCE = "---"
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w .-]{0,30}):(?:\s+(?P<value>\S.*))?")
_WRAPPER = re.compile(r"(?:```|~~~)\s*(?:markdown|md)?", re.IGNORECASE)
_CLOSE = re.compile(r"(?:```|~~~)")
_HEADING = re.compile(r"#{1,6}\s+\S")
_ANCHOR = re.compile(r"(?:<(?P<tag>span|a)\s[^<>]{0,200}>\s*</(?P=tag)>\s*)+")
_PAGE_MARK = re.compile(
    r"\{\d{1,4}\}-{3,}|(?P<bold>\*{1,2}|_{1,2})?(?:page|slide)\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?(bold)(?P=bold))|"
    r"\[(?:page|p\.)\s*\d{1,4}\]|<page_number>.{0,20}</page_number>",
    re.IGNORECASE,
)
_PUBLISHERS = ("publisher", "organisation", "organization", "institution", "institute", "author")
_DATES = ("published", "date", "publication_date", "date published")


def unwrapped(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without a fence around all of them and without empty anchors."""
    kept = list(lines)
    if len(kept) > 2 and _WRAPPER.fullmatch(kept[0].text) and _CLOSE.fullmatch(kept[-1].text):
        fences = sum(1 for line in kept if _CLOSE.match(line.text))
        if fences % 2 == 0 and any(_HEADING.match(line.text) for line in kept):
            kept = kept[1:-1]
    return [_without_anchor(line) for line in kept]


def without_page_marks(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without those that say which page begins or ends ("{4}-----", "**Page 4 of 20**")."""
    return [line for line in lines if not _PAGE_MARK.fullmatch(line.text)]


def front_matter(lines: Sequence[TextLine]) -> tuple[int, Properties]:
    """How many lines at the top are YAML front matter, and what they say; 0 where there is none."""
    if not lines or lines[0].text != _FENCE:
        return 0, Properties()
    closing = (i for i, line in enumerate(lines[1:MOST_FIELDS], 1) if line.text in (_FENCE, "..."))
    end = next(closing, 0)
    fields: dict[str, str] = {}
    for line in lines[1:end]:
        field = _FIELD.fullmatch(line.text) if not line.indent else None
        if field is not None:
            fields[field["name"].lower()] = (field["value"] or "").strip("\"' ")
        elif not (fields and (line.indent or line.text.startswith("- "))):
            return 0, Properties()
    if not fields:
        return 0, Properties()
    named = (name for key in _PUBLISHERS if (name := fields.get(key)) and (key != "author" or is_body_name(name)))
    dated = (value for key in _DATES if (value := fields.get(key)))
    return end + 1, Properties(
        title=fields.get("title") or None, publisher=next(named, None), published=next(dated, None)
    )


def _without_anchor(line: TextLine) -> TextLine:
    anchor = _ANCHOR.match(line.text)
    if anchor is None or anchor.end() == len(line.text):
        return line
    return line._replace(text=line.text[anchor.end() :], start=line.start + anchor.end())
