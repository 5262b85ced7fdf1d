"""A page's tree, and of it the part that holds the content: what is no content is taken out in one walk."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from pipeline.publishers import is_body_name
from pipeline.readers.sniff import decode, wide_encoding
from pipeline.readers.web.furniture import is_furniture, is_hidden, is_menu, tag_of

MOST_CANDIDATES = 20
LEAST_MAIN = 100  # characters of text that the main element holds at the least
LEAST_SHARE = 0.4  # of the page's prose: what holds more is no furniture, whatever its class says
PROSE = 30  # characters of a stretch of text that is prose and no label
MOST_ATTRIBUTES = 2000
_LONG_TAG = re.compile(rb"<([a-zA-Z][\w:-]{0,40})(\s[^<>]{10000,})>")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # lxml gives it, and takes it not back
_LATIN = ("iso-8859-1", "latin-1", "latin1")  # browsers read them as cp1252
_LISTS = ("ul", "ol", "p", "div", "td", "table", "dl")


def parsed(data: bytes) -> Any:
    """The page's tree, or None where nothing can be parsed; nothing is fetched, and only HTML's own entities expand.

    Raises:
        RecursionError: elements are nested deeper than libxml2 reads.
    """
    data = _LONG_TAG.sub(_shortened, _in_utf8(data))
    try:
        parser = html.HTMLParser(
            encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
        )
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise RecursionError("elements nested deeper than libxml2 reads")
    return tree


def _shortened(tag: re.Match[bytes]) -> bytes:
    """A tag without its attributes where there are more than any page has: libxml2 compares each with each."""
    return b"<" + tag[1] + b">" if _attributes(tag[2]) > MOST_ATTRIBUTES else tag[0]


def _attributes(words: bytes) -> int:
    bare = _QUOTED.sub(b"", words)
    return max(bare.count(b"="), len(bare.split()))


def _in_utf8(data: bytes) -> bytes:
    """A page in UTF-8, whatever it was written in: sound UTF-8 wins over what the page names, as it is no accident."""
    if not wide_encoding(data):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return _decoded(data).encode("utf-8", errors="replace")
        return data
    return decode(data).lstrip("\ufeff").encode("utf-8", errors="replace")


def _decoded(data: bytes) -> str:
    """The text of a page that is no sound UTF-8, in the encoding that it names where there is such a one."""
    match = _CHARSET.search(data[:4096])
    named = (match[1] or match[2]).decode("ascii").lower() if match else ""
    if not named or named.startswith("utf") or named in _LATIN:
        return decode(data)
    try:
        return data.decode(named, errors="replace")
    except LookupError:
        return decode(data)


def content(tree: Any) -> Any:
    """The element that holds the content, with all page furniture taken out of it.

    That is main, else the only article, else the body. An element that holds much of the page's text, or its heading,
    stays whatever its class is called.
    """
    body = tree.find("body")
    whole = tree if body is None else body
    _name_headings(whole)
    root = _main(whole)
    for name in _site_names(root):
        _take_out(name)
    prose, kept = _prose(root), _holders(root)
    least = max(1.0, LEAST_SHARE * prose[root])
    for element in list(_furniture(root, {e for e, size in prose.items() if size >= least} | kept)):
        _take_out(element)
    if root is whole:
        for element in list(_outer_links(root)):
            _take_out(element)
    return root


def _name_headings(root: Any) -> None:
    """Give what is a heading by its role alone (role="heading", aria-level="2") the tag of one."""
    for element in root.iter("div", "span", "p"):
        if element.get("role") == "heading" and element.get("aria-level", "2") in ("1", "2", "3", "4", "5", "6"):
            element.tag = f"h{element.get('aria-level', '2')}"


def _site_names(root: Any) -> list[Any]:
    """Headings of the first level that name the site and stand above the page's own."""
    firsts = list(root.iter("h1"))
    return [first for first in firsts[:-1] if is_body_name(" ".join(first.text_content().split()))]


def _outer_links(root: Any) -> Iterator[Any]:
    """Lists of links above the title and below the last prose: menus that are not marked as such."""
    order = {element: i for i, element in enumerate(root.iter())}
    title = next((i for e, i in order.items() if tag_of(e) == "h1"), 0)
    last = max((i for e, i in order.items() if _length(e.text) or _length(e.tail)), default=0)
    gone: set[Any] = set()
    for element, i in order.items():
        if element.getparent() in gone:
            gone.add(element)
        elif (i < title or i > last) and tag_of(element) in _LISTS and is_menu(element):
            gone.add(element)
            yield element


def _main(body: Any) -> Any:
    for path in (".//main", ".//*[@role='main']"):
        for found in body.xpath(path)[:MOST_CANDIDATES]:
            if len(found.text_content().strip()) > LEAST_MAIN:
                return found
    articles = [
        e
        for e in body.xpath(".//article[not(ancestor::article)]")[:MOST_CANDIDATES]
        if len(e.text_content().strip()) > LEAST_MAIN
    ]
    return articles[0] if len(articles) == 1 else body


def _prose(root: Any) -> dict[Any, int]:
    """Characters of prose in each element, the elements in it included."""
    sizes: dict[Any, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = _length(element.text) if tag_of(element) not in ("script", "style", "a", "noscript") else 0
        sizes[element] = own + sum(sizes[child] + _length(child.tail) for child in element)
    return sizes


def _length(text: str | None) -> int:
    length = len((text or "").strip())
    return length if length >= PROSE else 0


def _holders(root: Any) -> set[Any]:
    """The elements around the page's only heading of the first level."""
    firsts = list(root.iter("h1"))
    return {firsts[0], *firsts[0].iterancestors()} if len(firsts) == 1 else set()


def _furniture(root: Any, large: set[Any]) -> Iterator[Any]:
    """The elements that are no content; what stands in one of them is not looked at."""
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        if is_hidden(element, large=element in large) or is_furniture(element, large=element in large):
            yield element
        else:
            waiting.extend(element)


def _take_out(element: Any) -> None:
    """Remove an element; the text behind it stays."""
    parent = element.getparent()
    before = element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = _NO_XML.sub("", f"{before.tail or ''}{tail}")
    else:
        parent.text = _NO_XML.sub("", f"{parent.text or ''}{tail}")
    element.tail = None
    parent.remove(element)
