"""HTML: the main content of a page with its headings, lists and tables, and what its metadata says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from corpus.errors import FileDamaged
from pipeline.builder import Builder, CellWords
from pipeline.readers.lexicon import words
from pipeline.readers.outline import heading_number
from pipeline.readers.reading import Properties, Reading

DEEPEST = 150  # elements within elements
MOST_SPAN = 200  # rows or columns that a cell may claim
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_GONE = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "iframe", "svg", "button", "select",
    "head", "object", "video", "audio", "canvas", "input", "textarea", "dialog",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "ul",
}  # fmt: skip
_PUBLISHED = (
    "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "datepublished", "date",
    "citation_publication_date", "pubdate",
)  # fmt: skip
_PUBLISHERS = ("dcterms.publisher", "dc.publisher", "citation_publisher", "og:site_name", "application-name")


def read_html(path: Path, data: bytes) -> Reading:
    """The structure of a web page.

    Args:
        path: its name, for errors.
        data: its bytes.

    Raises:
        FileDamaged: nothing in it can be parsed.
    """
    tree = _parsed(data)
    if tree is None:
        raise FileDamaged(path, "holds no HTML that can be parsed")
    properties = _properties(tree)
    main = _main(tree)
    reader = _PageReader()
    reader.walk(main, 0)
    return Reading(reader.builder, "html", ("elements",), properties)


def bare_words(data: bytes) -> str:
    """All text of a page, scripts left out, as lxml gives it."""
    tree = _parsed(data)
    if tree is None:
        return ""
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return str(tree.text_content())


def _parsed(data: bytes) -> Any:
    """The page's tree; nothing is fetched, and no entity expanded beyond HTML's own."""
    match = _CHARSET.search(data[:4096])
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8" if _is_utf8(data) else (match[1].decode("ascii") if match else "cp1252")
    try:
        parser = html.HTMLParser(
            encoding=encoding, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
        )
        tree = html.document_fromstring(data, parser=parser)
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            raise RecursionError("elements nested deeper than libxml2 reads")
        return tree
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _main(tree: Any) -> Any:
    """The element that holds the content: main, else the only article, else the body."""
    for path in ("//main", "//*[@role='main']", "//article[not(ancestor::article)]"):
        found = [e for e in tree.xpath(path) if len(e.text_content().strip()) > 100]
        if len(found) == 1 or (found and path != "//article[not(ancestor::article)]"):
            return found[0]
    body = tree.find("body")
    return tree if body is None else body


class _PageReader:
    def __init__(self) -> None:
        self.builder = Builder()

    def walk(self, element: Any, depth: int) -> None:
        """Read an element and what stands in it."""
        tag = _tag(element)
        if depth > DEEPEST:
            self._paragraph(_text(element))
        elif re.fullmatch(r"h[1-6]", tag):
            self._heading(element, int(tag[1]))
        elif tag in ("ul", "ol"):
            self._list(element, 0)
        elif tag == "table":
            self._table(element, depth)
        elif tag in ("p", "dt", "pre", "figcaption", "caption", "summary") or not _has_blocks(element):
            self._paragraph(_text(element), caption=tag in ("figcaption", "caption"))
        else:
            self._container(element, depth)

    def _container(self, element: Any, depth: int) -> None:
        """Blocks one by one; text between them is a paragraph."""
        stray = [element.text or ""]
        for child in element:
            if _is_gone(child):
                pass
            elif _tag(child) in _BLOCKS or _has_blocks(child):
                self._paragraph(_clean("".join(stray)))
                stray = []
                self.walk(child, depth + 1)
            else:
                stray.append(" " if _tag(child) == "br" else _raw_text(child))
            stray.append(child.tail or "")
        self._paragraph(_clean("".join(stray)))

    def _heading(self, element: Any, level: int) -> None:
        text = _text(element)
        numbered = heading_number(text)
        self.builder.heading(text, level=level, number=numbered.number if numbered else None)

    def _paragraph(self, text: str, *, caption: bool = False) -> None:
        if text:
            self.builder.paragraph(text, kind="caption" if caption else "paragraph")

    def _list(self, element: Any, depth: int) -> None:
        for item in element:
            if _tag(item) in ("ul", "ol"):
                self._list(item, depth + 1)
            elif not _is_gone(item):
                self._item(item, depth)

    def _item(self, item: Any, depth: int) -> None:
        own = [item.text or ""]
        for child in item:
            if _tag(child) in ("ul", "ol") or (child.find(".//ul") is not None and _tag(child) in _BLOCKS):
                self.builder.list_item(_clean("".join(own)), depth=depth)
                own = []
                lists = [child] if _tag(child) in ("ul", "ol") else child.findall(".//ul")[:1]
                for nested in lists:
                    self._list(nested, min(depth + 1, DEEPEST))
            elif not _is_gone(child):
                own.append(f" {_raw_text(child)} " if _tag(child) in _BLOCKS | {"br"} else _raw_text(child))
            own.append(child.tail or "")
        self.builder.list_item(_clean("".join(own)), depth=depth)

    def _table(self, element: Any, depth: int) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._paragraph(_text(caption), caption=True)
        cells = list(_cells(element))
        if len({c.column for c in cells if c.words}) < 2:  # a frame around text is no table
            for cell in (c for row in _rows(element) for c in row):
                self._container(cell, depth + 1)
            return
        self.builder.table(cells)


def _cells(table: Any) -> Iterator[CellWords]:
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(_rows(table)):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            taken.update((r + i, column + j) for i in range(height) for j in range(width))
            header = _tag(cell) == "th" or _tag(row.getparent()) == "thead"
            yield CellWords(r, column, _text(cell), height, width, header)
            column += width


def _rows(table: Any) -> Iterator[Any]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield _Row(row)


class _Row:
    """A row of a table: its cells, without what a broken page puts between them."""

    def __init__(self, element: Any) -> None:
        self._element = element

    def __iter__(self) -> Iterator[Any]:
        return (cell for cell in self._element if _tag(cell) in ("td", "th"))

    def getparent(self) -> Any:
        """The element around the row."""
        return self._element.getparent()


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(max(1, int(value)), MOST_SPAN) if value.isdecimal() else 1


def _tag(element: Any) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _is_gone(element: Any) -> bool:
    """Whether an element is page furniture."""
    tag = _tag(element)
    if not tag or tag in _GONE or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    if element.get("role") in ("navigation", "banner", "contentinfo", "complementary", "search"):
        return True
    names = set(re.split(r"[\s_]+|--", f"{element.get('class', '')} {element.get('id', '')}".lower()))
    parts = names | {p for n in names for p in n.split("-")}
    return tag not in ("main", "article", "body") and not parts.isdisjoint(words("page_furniture"))


def _has_blocks(element: Any) -> bool:
    return any(_tag(e) in _BLOCKS for e in element.iterdescendants())


def _text(element: Any) -> str:
    return _clean(_raw_text(element))


def _raw_text(element: Any, depth: int = 0) -> str:
    """Words of an element; blocks and line breaks in it are parted by spaces."""
    if _is_gone(element):
        return ""
    if depth > DEEPEST:
        return str(element.text_content())
    parts = [element.text or ""]
    for child in element:
        apart = " " if _tag(child) in _BLOCKS | {"br", "td", "th", "tr"} else ""
        parts += (apart, _raw_text(child, depth + 1), apart, child.tail or "")
    return "".join(parts)


def _clean(text: str) -> str:
    """White space made single; a non-breaking space stays for the repair to count."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


# ---- metadata


def _properties(tree: Any) -> Properties:
    meta = _meta(tree)
    linked = _linked_data(tree)
    publisher = linked.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    kind = str(linked.get("@type", ""))
    return Properties(
        title=meta.get("og:title") or _first(tree, "//title"),
        publisher=_words(name) or next((meta[n] for n in _PUBLISHERS if meta.get(n)), None),
        published=_words(linked.get("datePublished"))
        or next((meta[n] for n in _PUBLISHED if meta.get(n)), None)
        or _time(tree),
        source_url=_attribute(tree, "//link[@rel='canonical']/@href") or meta.get("og:url"),
        licence=_attribute(tree, "//link[@rel='license']/@href"),
        article=meta.get("og:type") == "article" and "Article" in (kind or "Article"),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        if name and element.get("content"):
            found.setdefault(name, _SPACE.sub(" ", element.get("content")).strip())
    return found


def _linked_data(tree: Any) -> dict[str, Any]:
    """The JSON-LD object that has a date of publication; empty where there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # pages often hold JSON-LD that is cut off: its other metadata still serves
        items = found if isinstance(found, list) else found.get("@graph", [found]) if isinstance(found, dict) else []
        for item in items:
            if isinstance(item, dict) and item.get("datePublished"):
                return item
    return {}


def _time(tree: Any) -> str | None:
    """A single `time` element, or the one that is marked as the date of publication."""
    marked = tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime")
    times = tree.xpath("//time/@datetime")
    return str(marked[0]) if marked else str(times[0]) if len(times) == 1 else None


def _first(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return _SPACE.sub(" ", found[0].text_content()).strip() or None if found else None


def _attribute(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]).strip() or None if found else None


def _words(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
