"""What on a web page is no content: by element, by role, by class or id, by its words, by being nothing but links."""

import re
from functools import cache
from typing import Any

from pipeline.readers.lexicon import words
from pipeline.readers.outline import is_site_line

_GONE = {
    "script", "style", "noscript", "template", "nav", "iframe", "svg", "select", "head", "object", "video", "audio",
    "canvas", "input", "noframes", "textarea", "dialog", "map", "progress", "meter", "datalist", "math", "link", "meta",
}  # fmt: skip
_GONE_IF_SMALL = {"aside", "footer", "form", "menu"}  # some sites put the whole page into a form
_GONE_ROLES = {
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "alert", "menu",
    "menubar", "tablist", "toolbar", "tooltip",
}  # fmt: skip
_NAMED = {"div", "section", "ul", "ol", "dl", "aside", "header", "span", "table", "li", "p", "a", "figure"}
_NAMED_BY_ID = {"div", "ul", "ol", "aside", "form", "header", "footer"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\W{0,2}(?:\d{1,3}|[a-z]|[*†‡↩↑⏎^]|back)\W{0,3}", re.IGNORECASE)
_PANEL = re.compile(r"accordion|collaps|expand|panel|tab|toggle|details", re.IGNORECASE)
LEAST_LINKS = 3
LEAST_LINKED = 0.7  # of the characters of a menu stand in links
LONGEST_LINK = 80  # characters of a menu's entry
SHORT_LINE = 120  # characters


def tag_of(element: Any) -> str:
    """The name of an element's tag, which the parser gives in small letters; nothing for a comment."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def is_hidden(element: Any, *, large: bool) -> bool:
    """Whether an element is not shown; the closed panel of an accordion is content all the same."""
    if (
        element.get("hidden") is None
        and element.get("aria-hidden") != "true"
        and not _UNSEEN.search(element.get("style", ""))
    ):
        return False
    panel = (
        element.get("role") == "tabpanel" or element.get("hidden") == "until-found" or _PANEL.search(_names(element))
    )
    return not (panel or (large and element.get("hidden") is None))


def is_furniture(element: Any, *, large: bool) -> bool:
    """Whether an element belongs to the page and not to its text.

    Args:
        element: any element.
        large: whether it holds much of the page's text, or its heading: then its class and role do not count.
    """
    tag = tag_of(element)
    if not tag or tag in _GONE:
        return True
    if large:
        return False
    if tag == "button":
        return not is_opener(element)
    if tag in _GONE_IF_SMALL or element.get("role") in _GONE_ROLES:
        return True
    return _is_named_so(element, tag) or _is_site_text(element, tag) or is_link_list(element)


def is_opener(element: Any) -> bool:
    """Whether a button opens a panel, and so heads it."""
    parent = element.getparent()
    inside = parent is not None and (tag_of(parent) in _HEADINGS or tag_of(parent) == "summary")
    opens = (
        element.get("aria-expanded") is not None
        or element.get("aria-controls") is not None
        or _PANEL.search(_names(element))
    )
    return inside or (bool(opens) and element.getnext() is not None and len(element.text_content().split()) > 1)


def is_link_list(element: Any) -> bool:
    """Whether a list holds nothing but links to places on the page itself: a list of contents."""
    if tag_of(element) not in ("ul", "ol"):
        return False
    links = [a.get("href", "") for a in element.iter("a")]
    inner = sum(1 for href in links if "#" in href)
    if len(links) < LEAST_LINKS or inner < LEAST_LINKED * len(links):
        return False
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    return linked >= LEAST_LINKED * len(element.text_content().strip())


def is_menu(element: Any) -> bool:
    """Whether all but a little of an element's words are links, and none of them is a sentence."""
    links = [a.text_content().strip() for a in element.iter("a")]
    words = "".join(element.text_content().split())
    linked = sum(len("".join(link.split())) for link in links)
    return len(links) >= 2 and linked >= LEAST_LINKED * len(words) and all(len(link) < LONGEST_LINK for link in links)


def is_note_mark(element: Any) -> bool:
    """Whether an element is a link to a footnote that is no number ("*", "[1]"), or the way back from one ("↩")."""
    if tag_of(element) not in ("a", "sup"):
        return False
    words = element.text_content().strip()
    if not _NOTE_MARK.fullmatch(words):
        return False
    links = [element, *element.iter("a")]
    leads = any("#" in link.get("href", "") for link in links)
    role = element.get("role", "")
    return leads and ("noteref" in role or "backlink" in role or not words.isalnum())


def _is_named_so(element: Any, tag: str) -> bool:
    if tag in _NAMED and _furniture().search(element.get("class", "").lower()):
        return True
    return tag in _NAMED_BY_ID and bool(_furniture().search(element.get("id", "").lower()))


def _is_site_text(element: Any, tag: str) -> bool:
    """Whether a short element says what sites say: "Share this page", "Page last reviewed: 3 May"."""
    if tag not in ("p", "div", "a", "h2", "h3", "h4", "li", "span"):
        return False
    text = element.text_content().strip() if sum(1 for _ in zip(element.iter(), range(8), strict=False)) < 8 else ""
    return 0 < len(text) <= SHORT_LINE and is_site_line(text)


def _names(element: Any) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


@cache
def _furniture() -> re.Pattern[str]:
    """The names of page furniture as whole words of a class: "nhsuk-breadcrumb__list", but not "relatedness"."""
    names = "|".join(
        re.escape(name).replace("\\-", "[-_]") for name in sorted(words("page_furniture"), key=len, reverse=True)
    )
    return re.compile(rf"(?<![a-z0-9])(?:{names})(?![a-z0-9])")
