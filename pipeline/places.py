"""A place in a document: where an address leads, what is shown of the document there, and what stands beside it.

An address names a place by its range of the text, with the first of its words beside it: the two selectors of W3C Web
Annotation, TextPositionSelector and TextQuoteSelector. When a later reading of the same file has moved the words, they
are looked for, and the nearest place where they stand is shown (docs/source-view.md).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from corpus.document import Block, Document, Page, Record
from corpus.errors import PlaceError
from corpus.facts import Mention

QUOTED = 40  # code points of its words that an address carries at most
LONG = 6000  # code points: a longer section without pages is shown in parts
MOST_PARTS = 3  # that are shown at once, where a passage runs over several


Strength = Literal["passage", "evidence"]


class Mark(NamedTuple):
    """A place that is marked: what an address names, or what the fields of a row were read from."""

    start: int
    end: int
    strength: Strength = "passage"


class Place(Record):
    """A range of `Document.text`; `moved` says that its words were found elsewhere than its address says."""

    start: int
    end: int
    moved: bool = False


class Part(NamedTuple):
    """What is shown at once: a page, or of a document without pages a section or a part of one.

    `number` counts from 1; `page` is there where the document has pages.
    """

    number: int
    start: int
    end: int
    page: Page | None = None


def permalink(document_id: str, text: str, start: int, end: int, *, fact_id: str | None = None) -> str:
    """The address of a place, from the root of the server.

    Args:
        document_id: the document.
        text: the words of the place, or more, from its start.
        start: its first code point.
        end: the one behind its last.
        fact_id: a fact of the place, whose evidence is marked too.
    """
    words = opening_words(text[: end - start])
    given = {"start": start, "end": end, "quote": words, "fact": fact_id}
    query = urlencode({name: value for name, value in given.items() if value not in (None, "")})
    return f"/source/{quoted(document_id, safe='')}?{query}#marked"


def opening_words(text: str) -> str:
    """The first words of a text, whole ones, on one line; a first word that is too long is cut."""
    words = " ".join(text[: 2 * QUOTED].split())
    if len(words) <= QUOTED:
        return words
    return words[: QUOTED + 1].rpartition(" ")[0] or words[:QUOTED]


def find_place(document: Document, start: int, end: int, words: str | None = None) -> Place:
    """Where an address leads.

    Args:
        document: that it names.
        start: the first code point that it gives.
        end: the one behind the last.
        words: that the place begins with, where the address gives them; any white space may stand between them.

    Raises:
        PlaceError: the range is none, or lies outside the text; or the words stand nowhere.
    """
    if start >= end:
        raise PlaceError(f"The place ends before it begins: it starts at {start} and ends at {end}.")
    if end <= len(document.text) and _begins_with(document.text, start, words):
        return Place(start=start, end=end)
    if not words:
        raise PlaceError(f"The place ends at {end}, and the text of the document at {len(document.text)}.")
    found = min(_places_of(document.text, words), key=lambda at: (abs(at - start), at), default=None)
    if found is None:
        raise PlaceError(f"“{words}” does not stand in the document as it is read now.")
    return Place(start=found, end=min(found + end - start, len(document.text)), moved=True)


def _begins_with(text: str, start: int, words: str | None) -> bool:
    return not words or _pattern(words).match(text, start) is not None


def _places_of(text: str, words: str) -> Iterator[int]:
    """Where words stand in a text, whatever white space is between them."""
    return (found.start() for found in _pattern(words).finditer(text))


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def parts_of(document: Document) -> list[Part]:
    """All parts of a document, in order; together they hold its whole text."""
    if document.pages:
        return [Part(page.number, page.start, page.end, page) for page in document.pages]
    bounds = [*_cuts(document), len(document.text)]
    return [Part(number, start, end) for number, (start, end) in enumerate(pairwise(bounds), start=1)]


def parts_at(parts: Sequence[Part], start: int, end: int) -> list[Part]:
    """The parts that a range stands on, at most MOST_PARTS of them."""
    first = max(0, bisect_right(parts, start, key=lambda part: part.start) - 1)
    found = [part for part in parts[first : first + MOST_PARTS] if part.start < end]
    return found or [parts[first]]


def _cuts(document: Document) -> Iterator[int]:
    """Where the parts of a document without pages begin: with each section that has text, and within long ones."""
    at, has_text = 0, False
    yield 0
    starts = {section.start for section in document.sections}
    for block in document.blocks:
        opens = has_text and block.start in starts
        if opens or (has_text and block.end - at > LONG and not _hangs(block)):
            at, has_text = block.start, False
            yield at
        has_text = has_text or block.kind != "heading"


def _hangs(block: Block) -> bool:
    """Whether a block should not be the first of a part: an item of a list is not torn from its stem."""
    return block.kind == "footnote" or (block.kind == "list_item" and block.lead_in is not None)


def marks_of(place: Place, fact: Mention | None = None) -> list[Mark]:
    """What is marked at a place: its words, and where the fields of a fact were read from."""
    evidence = [span for spans in fact.evidence.values() for span in spans] if fact else []
    return [*(Mark(span.start, span.end, "evidence") for span in evidence), Mark(place.start, place.end)]
