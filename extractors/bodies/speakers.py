"""Who speaks in a document, and what else it names: the ground on which "the Trust" and "the Board" are read."""

import re
from collections.abc import Callable

from corpus.document import Document
from extractors.bodies.known import WITH_BOARD, Known, aliases_of
from extractors.bodies.matches import BodyMatch
from extractors.bodies.shorter import shorter_in

OPENING = 6000  # code points in which a document says whose board it speaks of
LONGEST_NAME = 12  # words
_HAS_BOARD = re.compile(r"(?i)\w\s+(?:public\s+)?boards?\b|[’']s\b[^.]{0,60}\bboard\s+(?:meeting|paper)")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")

Names = Callable[[str], list[BodyMatch]]


def known_in(document: Document, names: Names) -> Known:
    """The bodies that references in a document can stand for.

    Args:
        document: the document.
        names: finds the bodies that a text names in full.
    """
    named = tuple(names(document.text))
    publisher = speaker(document.publisher, names)
    board = (
        _board_in(document, names) or _with_board(publisher) or _with_board(speaker(document.title, names, whole=False))
    )
    return Known(publisher, board, named, aliases_of(document.text, named), shorter_in(document.text))


def speaker(name: str | None, names: Names, *, whole: bool = True) -> BodyMatch | None:
    """The body of a publisher's name: one that is known, or else the words as they stand.

    Args:
        name: the publisher.
        names: finds the bodies that a text names in full.
        whole: whether words that name no known body are a body's name all the same.
    """
    words = _ASIDE.sub("", name or "").strip()
    found = names(words)
    if found:
        return found[0]
    if not whole or not words[:1].isupper() or len(words.split()) > LONGEST_NAME:
        return None
    return BodyMatch(0, len(words), words, None, "other", resolved_by="publisher")


def _board_in(document: Document, names: Names) -> BodyMatch | None:
    """The body that the opening names with a board."""
    head = document.title + ". " + document.text[:OPENING]
    return next((b for b in names(head) if b.code and _HAS_BOARD.search(head, b.end - 1, b.end + 70)), None)


def _with_board(body: BodyMatch | None) -> BodyMatch | None:
    return body if body is not None and body.type in WITH_BOARD else None
