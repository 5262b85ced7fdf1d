"""Whose a document is: names that publishers give themselves, and lines that are nothing but such a name.

The cues are data: `[publisher_name]` of `metadata.toml`.
"""

import re
from functools import cache
from typing import Any

from pipeline.cues import cues

LONGEST_NAME = 12  # words before the ending
LONGEST_LINE = 160  # characters; a longer line is a sentence about a body
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)\s*$")
_MARK = re.compile(r"^(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:©\s*)?|\s*,?\s*(?:19|20)\d\d$", re.IGNORECASE)
_PUBLISHED_BY = re.compile(r"\b(?:[Pp]ublished|[Ii]ssued|[Pp]roduced) by (?:the )?(?P<name>[A-Z].*)")


def publisher_name(line: str) -> str | None:
    """The name of a trust, board or other body in a line: the capitalised words that end (or start) as such names do.

    Args:
        line: a line of the text; a sentence or a list of several bodies names no publisher.
    """
    line = line.strip()
    words = _MARK.sub("", line) if len(line) <= LONGEST_LINE else ""
    if not words or words.endswith("."):
        return None
    if words in _names()["whole"]:
        return words
    if is_body_name(words):
        return _ASIDE.sub("", words)
    for ending in _names()["endings"]:
        before, found, _ = words.partition(ending)
        if found:
            return _ending_in(before, ending)
    return None


def published_by(text: str) -> str | None:
    """The body of "published by the Office for Tests", where its name ends as names do or its line does."""
    for match in _PUBLISHED_BY.finditer(text):
        name = re.split(r"[.,;(\n]| (?:on|in|at|as) (?=\d|[A-Z])", match["name"], maxsplit=1)[0].strip()
        if is_body_name(name) or name in _names()["whole"]:
            return name
    return None


def is_body_name(line: str) -> bool:
    """Whether a line is the name of a body and nothing else: "Ministry of Tides", "NORTH WARD NHS TRUST"."""
    line = line.strip()
    words = _ASIDE.sub("", line).split() if len(line) <= LONGEST_LINE else []
    if not 1 < len(words) <= LONGEST_NAME:
        return " ".join(words) in _names()["whole"]
    names, last = _names(), words[-1].lower()
    if any(word.lower().strip(",.:") in names["document_nouns"] for word in words) or not _capitalised(words):
        return False
    start = " ".join(words[:2]).lower()
    return last in names["last_words"] or start in names["first_words"] or line in names["whole"]


def _ending_in(before: str, ending: str) -> str | None:
    name: list[str] = []
    joining = _names()["joining"]
    for word in reversed(before.split()[-LONGEST_NAME:]):
        if not (word[0].isupper() or word in joining):
            break
        name.insert(0, word)
    while name and name[0] in joining:
        name.pop(0)
    return " ".join([*name, ending]) if name else None


def _capitalised(words: list[str]) -> bool:
    joining = _names()["joining"]
    return all(word[0].isupper() or word.lower() in joining for word in words) and words[0][0].isupper()


@cache
def _names() -> dict[str, Any]:
    return {
        name: tuple(listed) if name == "endings" else frozenset(listed)
        for name, listed in cues()["publisher_name"].items()
    }
