"""Whose a document is: names that publishers give themselves, and lines that are nothing but such a name.

Where its first lines do not say, a document shows it by how it speaks: "the Council" in the papers of one. The cues are
data: `[publisher_name]` and `[publisher_voice]` of `metadata.toml`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from extractors.bodies import BodyMatch, named_bodies
from extractors.bodies.known import reference_keys
from extractors.bodies.nouns import key_of
from pipeline.cues import any_found, cues

LONGEST_NAME = 12  # words before the ending
LONGEST_LINE = 160  # characters; a longer line is a sentence about a body
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)\s*$")
_MARK = re.compile(r"^(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:©\s*)?|\s*,?\s*(?:19|20)\d\d$", re.IGNORECASE)
_PRESENTED = re.compile(
    r"[Pp]resented to Parliament\s+(?:pursuant [^.]{0,80})?by the\s+"
    r"(?:Secretary of State|Minister|Lord Chancellor)[^.\n]{0,40}? for (?:the )?"
    r"(?P<office>[A-Z][^.;()\n]*?)(?=\s+(?:by|on|in)\b|[.;()\n]|$)"
)
LONGEST_COVER = 260  # characters; a line of a face may hold several fields
_COVER_END = re.compile(
    r"\s*(?:$|[:·|(,•]|\s[-–—]|(?:19|20)\d\d\b|(?:and|with|&) (?:the )?[A-Z][^.]*$|"
    r"[A-Z][a-z]+(?: [A-Za-z]+){0,3}:|"
    r"(?:Trust )?(?:Board|Council|Committee|Cabinet|Meeting|Annual|Integrated|Strategic|Corporate|Joint|Quality)\b)"
)
_ADDRESSED = re.compile(
    r"(?:To|Meeting|Meeting of|Report to|Report for|Minutes of|Agenda of|Paper for|Committee)\b", re.IGNORECASE
)
_ANSWERED = re.compile(r"(?i)\b(?:response|reply|replies|evidence|submission|letter|representations?) to (?:the )?$")
_BEFORE_LAST = re.compile(r"(?:[:|–—-]|\b(?:of|for|by|from)(?: the)?)\s*$")
_PUBLISHED_BY = re.compile(
    r"\b(?:[Pp]ublished|[Ii]ssued|[Pp]roduced|[Pp]repared)(?: (?:on )?\d{1,2} \w+ \d{4},?)? by (?:the )?"
    r"(?P<name>[A-Z].*)"
)


def on_cover(lines: Sequence[str]) -> str | None:
    """The body that a document's first lines name as theirs, as the words stand.

    A line opens with it ("Marsh Council · adopted on 4 May"), is addressed to it ("To: Finance Committee, Marsh Trust")
    or, being the title, ends with it ("Winter plan - Marsh Council"). Committees and boards count where nobody else is
    named.
    """
    face = takewhile(lambda line: len(line) <= LONGEST_COVER, lines)
    found = [name for number, line in enumerate(face) for name in _of_line(line.strip(), title=number == 0)]
    return next((name for name in found if key_of(name) not in _voice()["organs"]), None) or next(iter(found), None)


def by_voice(text: str) -> str | None:
    """The one body of its kind that a document names where it says "the Trust", "the Council" or "the department".

    Failing that, the government whose paper it says it is ("command paper").

    Args:
        text: the document, or as much of it as there is time to read.
    """
    spoken = reference_keys(text)
    bodies = named_bodies(text)
    answered = {b.name for b in bodies if _ANSWERED.search(text, max(0, b.start - 40), b.start)}
    named = [body.name for body in bodies if body.name not in answered]
    for key, _ in Counter(key for key in spoken if key in _voice()["keys"]).most_common():
        bearers = {name for name in named if key_of(name) == key}
        if len(bearers) == 1:
            return bearers.pop()
    if not any_found(_voice()["government_papers"], text[:4000] + "\n" + text[-1000:]):
        return None
    governments = Counter(name for name in named if name in _voice()["governments"])
    departments = Counter(name for name in named if key_of(name) == "department")
    return next((name for name, _ in (*departments.most_common(1), *governments.most_common(1))), "UK Government")


def _of_line(line: str, *, title: bool) -> list[str]:
    """The names of a line that say whose the document is."""
    bodies = [body for body in named_bodies(line) if body.name not in _voice()["nobody"]]
    start = _MARK.match(line)
    opens = start.end() if start and start.start() == 0 else 0
    addressed = bool(_ADDRESSED.match(line))
    return [
        line[body.start : body.end]
        for body in bodies
        if (body.start == opens and _COVER_END.match(line, body.end))
        or (addressed and _listed(line, body))
        or (title and body.end == len(line) and _BEFORE_LAST.search(line, 0, body.start))
    ]


def _listed(line: str, body: BodyMatch) -> bool:
    """Whether a name stands right after the label or a comma."""
    return bool(re.search(r"(?:^[^:]{0,30}:|,|\bof(?: the)?|[–—-])\s*(?:the )?$", line[: body.start]))


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
    """The body of "published by the Office for Tests", where its name ends as names do or its line does.

    Or the department of the Secretary of State who presents a paper to Parliament.
    """
    for match in _PUBLISHED_BY.finditer(text):
        name = re.split(r"[.,;(\n]| (?:on|in|at|as) (?=\d|[A-Z])", match["name"], maxsplit=1)[0].strip()
        if is_body_name(name) or name in _names()["whole"]:
            return name
    minister = _PRESENTED.search(text)
    return _department(" ".join(minister["office"].split())) if minister else None


def _department(office: str) -> str | None:
    """The department of a minister's office: "Health and Social Care"."""
    for form in _voice()["departments"]:
        found = named_bodies(form.format(office))
        if found and found[0].resolved_by.startswith("gazetteer"):
            return found[0].name
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
def _voice() -> dict[str, Any]:
    return {name: tuple(listed) for name, listed in cues()["publisher_voice"].items()}


@cache
def _names() -> dict[str, Any]:
    return {
        name: tuple(listed) if name == "endings" else frozenset(listed)
        for name, listed in cues()["publisher_name"].items()
    }
