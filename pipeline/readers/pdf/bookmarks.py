"""The outline of a PDF: which words are headings, on which page, and of which level."""

import re
from collections.abc import Iterable
from typing import Any

import pypdfium2

from pipeline.readers.outline import is_sentence

DEEPEST = 8
MOST_SENTENCES = 0.2  # share of the bookmarks that may be whole sentences
_NOT_WORDS = re.compile(r"[\W_]+")
_LABEL = re.compile(
    r"(?:(?:section|part|chapter|annex|appendix)\s+(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,5})[.):]*"
    r"|\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]*|[a-z](?:\.\d{1,3})+[.):]*|\(?[a-z][.):]+|[ivx]{1,5}[.):])\s+(?=\S)"
)


class Bookmarks:
    """The file's bookmarks by page: they say which blocks are headings, and of which level."""

    def __init__(self, items: Iterable[tuple[int, str, int]]) -> None:
        self._levels: dict[tuple[int, str], int] = {}
        given = list(items)
        if sum(is_sentence(title) for _, title, _ in given) > MOST_SENTENCES * len(given):
            given = []  # made from tags that are wrong
        tops: set[int] = set()
        for page, title, level in given:
            self._levels.setdefault((page, heading_key(title)), level)
            if level == 1:
                tops.add(page + 1)
        self.parts = frozenset(tops)  # the pages, from 1, that bookmarks of the top level lead to

    def __bool__(self) -> bool:
        return bool(self._levels)

    def __len__(self) -> int:
        return len(self._levels)

    def level(self, page: int, text: str) -> int | None:
        """The bookmark's level, from 1, of words on a page (by index) or at the end of the one before, or None."""
        key = heading_key(text)
        return self._levels.get((page, key)) or self._levels.get((page + 1, key))


def heading_key(text: str) -> str:
    """A heading's letters and digits without its number: equal where two name the same heading."""
    bare = text.strip().lower()
    while label := _LABEL.match(bare):
        bare = bare[label.end() :]
    return _NOT_WORDS.sub("", bare)


def bookmarks_of(document: Any) -> Bookmarks:
    """The outline of a `pypdfium2.PdfDocument`, as far as it can be read."""
    items: list[tuple[int, str, int]] = []
    try:
        for bookmark in document.get_toc(max_depth=DEEPEST):
            place = bookmark.get_dest()
            index = place.get_index() if place else None
            if index is not None:
                items.append((index, bookmark.get_title(), bookmark.level + 1))
    except pypdfium2.PdfiumError:
        return Bookmarks(items)  # a broken outline is no reason to lose the pages
    return Bookmarks(items)
