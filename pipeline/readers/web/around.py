"""What stands around an element: blocks in it, notes that it belongs to, words before and behind a list in it."""

import re
from typing import Any

from pipeline.readers.outline import is_contents, looks_like_heading
from pipeline.readers.web.furniture import is_link_list, tag_of
from pipeline.readers.web.tables import is_bold
from pipeline.readers.web.words import BLOCKS, clean, raw_words, words_of

_HEADING = re.compile(r"h[1-6]")
_NOTES = re.compile(r"(?<![a-z])(?:footnotes?|endnotes?|fn\d+|ftn\d+|_ftn\d+|edn\d+)(?![a-z])", re.IGNORECASE)


def holders(root: Any) -> tuple[set[Any], set[Any]]:
    """The elements that hold blocks, and those that hold headings or panels, at any depth."""
    blocks: set[Any] = set()
    headings: set[Any] = set()
    for element in root.iter():
        tag = tag_of(element)
        if tag in BLOCKS:
            _mark(element, blocks)
        if _HEADING.fullmatch(tag) or tag == "details":
            _mark(element, headings)
    return blocks, headings


def _mark(element: Any, holders: set[Any]) -> None:
    """Mark all elements around one; those around a marked one are marked already."""
    around = element.getparent()
    while around is not None and around not in holders:
        holders.add(around)
        around = around.getparent()


def heads_links(element: Any, text: str) -> bool:
    """Whether a heading opens a list of links to places on the page."""
    below = element.getnext()
    return is_contents(text) and (below is None or is_link_list(below) or not clean(below.text_content()))


def is_bold_heading(element: Any) -> bool:
    """Whether a paragraph in bold heads what follows: short, without the marks of a sentence, text below it."""
    if element.find(".//strong") is None and element.find(".//b") is None:
        return False
    below = element.getnext()
    follows = below is not None and tag_of(below) in ("p", "ul", "ol", "table", "div")
    return follows and is_bold(element) and looks_like_heading(words_of(element)) and not is_bold(below)


def is_single_panel(opener: Any) -> bool:
    """Whether the panel that a summary or button opens stands among text, and not below or above another panel."""
    panel = opener.getparent() if tag_of(opener) == "summary" else opener.getnext()
    after = panel.getnext() if panel is not None else None
    return after is not None and tag_of(after) in ("p", "ul", "ol", "table")


def is_note(element: Any) -> bool:
    """Whether an element is a footnote: by its own name, or by that of the list or part that it stands in."""
    around: Any = element
    for _ in range(3):
        if around is None:
            return False
        if around.get("role") in ("doc-footnote", "doc-endnote", "doc-endnotes"):
            return True
        if _NOTES.search(f"{around.get('class', '')} {around.get('id', '')}"):
            return True
        around = around.getparent()
    return False


def words_before(child: Any, listing: Any) -> str:
    """The words of a block above the list in it."""
    parts = [child.text or ""]
    for element in child:
        if element is listing or listing in set(element.iter(listing.tag)):
            break
        parts += (raw_words(element), element.tail or "")
    return "".join(parts)


def words_behind(child: Any, listing: Any) -> str:
    """The words of a block below the list in it."""
    parts: list[str] = []
    for element in reversed(child):
        if element is listing or listing in set(element.iter(listing.tag)):
            parts.append(element.tail or "")
            break
        parts += (element.tail or "", raw_words(element))
    return " ".join(reversed(parts))
