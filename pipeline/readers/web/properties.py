"""What a page's metadata says: title, publisher, date, address, licence."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.publishers import is_body_name
from pipeline.readers.reading import Properties
from pipeline.titles import page_title

MOST_LINKED = 2**20  # characters of a JSON-LD script that is read
_SPACE = re.compile(r"\s+")
_PUBLISHED = (
    "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date",
    "datepublished", "govuk:first-published-at", "citation_publication_date", "citation_date", "publish_date",
    "publication_date", "pubdate", "date", "dcterms.available", "dcterms.modified", "govuk:public-updated-at",
)  # fmt: skip
_PUBLISHERS = (
    "dcterms.publisher", "dc.publisher", "dcterms.creator", "dc.creator", "citation_publisher",
    "govuk:primary-publishing-organisation", "publisher", "og:site_name", "application-name",
)  # fmt: skip
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|webarchive\.nationalarchives\.gov\.uk(?:/ukgwa)?)/\d{4,14}(?:[a-z]{2}_)?/"
    r"(?P<url>https?://.*)"
)
_NEWS_PATH = re.compile(
    r"/(?:[\w-]*news[\w-]*|blogs?|press[\w-]*|media[\w-]*|stor(?:y|ies)|articles?|updates?|(?:19|20)\d\d/\d\d?)/"
)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,5}\)(https?://[^\s>]{1,2000})")


def properties_of(tree: Any, data: bytes) -> Properties:
    """The metadata of a page, unchecked.

    Args:
        tree: the parsed page.
        data: its bytes, where a browser notes what it was saved from.
    """
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    dated = next((item for item in linked if _words(item.get("datePublished"))), {})
    site = meta.get("og:site_name")
    url = _address(tree, meta, data)
    return Properties(
        title=page_title(
            meta.get("og:title") or meta.get("dcterms.title") or meta.get("dc.title") or _first(tree, "//title"), site
        ),
        publisher=_publisher(dated, linked) or _first_of(meta, _PUBLISHERS) or _named_in(_first(tree, "//title")),
        published=_words(dated.get("datePublished")) or _first_of(meta, _PUBLISHED) or _time(tree),
        source_url=url,
        licence=_attribute(tree, "//*[@rel='license']/@href"),
        article=_is_news(meta, str(dated.get("@type", "")), url),
    )


def _is_news(meta: dict[str, str], kind: str, url: str | None) -> bool:
    """Whether a page is a news article or a blog.

    Sites call guidance an "article" too: where the page's address is known, that alone is believed only of an address
    as news and blogs have it.
    """
    if "News" in kind or "Blog" in kind:
        return True
    if meta.get("og:type") != "article" or "Article" not in (kind or "Article"):
        return False
    return url is None or bool(_NEWS_PATH.search(url.lower()))


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        value = _SPACE.sub(" ", element.get("content") or "").strip()
        if name and value:
            found.setdefault(name.replace("dc.terms.", "dcterms.").replace("dcterms:", "dcterms."), value)
    return found


def _first_of(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page, those of its graphs included."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads((script.text or "")[:MOST_LINKED])
        except (ValueError, RecursionError):
            continue  # pages often hold JSON-LD that is cut off: its other metadata still serves
        for item in found if isinstance(found, list) else [found]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                yield from (one for one in (graph if isinstance(graph, list) else [item]) if isinstance(one, dict))


def _publisher(dated: dict[str, Any], linked: list[dict[str, Any]]) -> str | None:
    """The publisher's name, also where the object only points to it; the body that wrote the page goes first."""
    publisher = _only(dated.get("publisher") or dated.get("sourceOrganization"))
    author = _only(dated.get("author"))
    if isinstance(author, dict) and "Organization" in str(author.get("@type")) and _is_body(author):
        publisher = author
    if not isinstance(publisher, dict):
        return _words(publisher)
    named = next((one for one in linked if publisher.get("@id") and one.get("@id") == publisher["@id"]), publisher)
    return _words(publisher.get("name")) or _words(named.get("name"))


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _is_body(value: Any) -> bool:
    """Whether an object of JSON-LD has the name of a body."""
    return isinstance(value, dict) and is_body_name(_words(value.get("name")) or "")


def _named_in(title: str | None) -> str | None:
    """The body that a page's title names beside what the page is called."""
    parts = re.split(r"\s+[|–—·»›-]+\s+", title or "")
    return next((part for part in reversed(parts) if len(parts) > 1 and is_body_name(part)), None)


def _time(tree: Any) -> str | None:
    """A single `time` element, or the one that is marked as the date of publication."""
    marked = tree.xpath("//time[@itemprop='datePublished' or @pubdate or contains(@class, 'published')]/@datetime")
    times = tree.xpath("//time/@datetime")
    return str(marked[0]) if marked else str(times[0]) if len(set(times)) == 1 else None


def _address(tree: Any, meta: dict[str, str], data: bytes) -> str | None:
    """The page's own address, that of an archive's copy undone."""
    saved = _SAVED_FROM.search(data[:4096])
    given = (
        _attribute(tree, "//link[@rel='canonical']/@href"),
        meta.get("og:url"),
        meta.get("dcterms.identifier"),
        saved[1].decode("ascii", "replace") if saved else None,
    )
    for url in given:
        if url and url.startswith(("http://", "https://")):
            archived = _ARCHIVED.match(url)
            return archived["url"] if archived else url
    return None


def _first(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return _SPACE.sub(" ", found[0].text_content()).strip() or None if found else None


def _attribute(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]).strip() or None if found else None


def _words(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
