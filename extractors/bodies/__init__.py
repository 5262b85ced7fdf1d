"""Who acts: organisations by name, classes of organisations, and "the board".

Names come from the gazetteer of ODS facts and resolve as at the document's date; classes ("systems", "acute trusts",
"cancer alliances") from lexicons/bodies.toml. Not bodies: people, programmes, care settings,
and "NHS" as an adjective.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from corpus.document import Block, Document, content_id
from corpus.facts import Body, BodyType
from corpus.organisations import Organisation, organisations
from extractors.bodies.gazetteer import Named, find_names, resolve
from extractors.lexicon import Found, Phrases, lexicon, lowered, one_of
from extractors.ner.bodies import unknown_bodies
from extractors.text import sentences

_BOARD = re.compile(
    r"(?:(?<![\w-])(?:NHS|NHSE)\s+board|(?<![\w-])the\s+board)(?!\s+(?:member|paper|of\s+trustees)|[\w-])", re.I
)
_PLACE = re.compile(r"(?:\b(?i:in|on|across|near|of|around|from|outside|within)(?:\s+the)?|[A-Z][\w’'-]*)\s+$")
_BEFORE = re.compile(r"([\w’'-]+)\W{0,2}$")
_ACTS = re.compile(r"\s+(?:must|should|will|need|are\s+(?:also\s+)?(?:asked|expected|required|encouraged))\b")
_OWN = {
    "trust": re.compile(r"(?i)(?<![\w-])(?:the|our|this)\s+trust(?![\w-])"),
    "icb": re.compile(r"(?i)(?<![\w-])(?:the|our|this)\s+ICB(?![\w-])"),
}
_HAS_BOARD = re.compile(r"(?i)\w\s+(?:public\s+)?boards?\b|[’']s\b[^.]{0,60}\bboard\s+(?:meeting|paper)")
_AFTER = re.compile(r"\s*([\w’'“-]+)")
_OPENS = re.compile(r"(?:^|,\s|[.:;!?•\n(“‘|*-]\s*|\d[.)]\s+)$")


class BodyMatch(NamedTuple):
    """A body in a text: its range, canonical name, ODS code and how it was resolved."""

    start: int
    end: int
    name: str
    code: str | None
    type: BodyType
    valid_from: date | None = None
    valid_to: date | None = None
    resolved_by: str = "class"


def find_bodies(text: str, *, on: date | None = None, publisher: str | None = None) -> list[BodyMatch]:
    """Bodies that a text names, in order, none inside another.

    Args:
        text: a sentence, a page or a query.
        on: the day on which a name must hold; a name that several organisations bore stays out without it.
        publisher: whom "the board" stands for; without it "the board" is no body.
    """
    return list(_found(text, on, publisher))


@lru_cache(maxsize=4096)
def _found(text: str, on: date | None, publisher: str | None) -> tuple[BodyMatch, ...]:
    low = lowered(text)
    named = list(find_names(text, lower_case=text == low))
    found = [match for name in named for match in _organisation(text, name, named, on)]
    found += _classes(text)
    if publisher:
        found += _boards(text, low, publisher)
    return tuple(_longest_first(found))


def extract_bodies(document: Document, *, unknown: bool = True) -> list[Body]:
    """Bodies of a document, headings and tables included, one for each sentence and wording.

    Args:
        document: one that has been read.
        unknown: also the organisations that only the entity model knows (extractors/ner).
    """
    publisher = board_of(document)
    stretches = [stretch for block in document.blocks for stretch in _stretches(document, block)]
    matches = [find_bodies(document.text[s:e], on=document.published, publisher=publisher) for s, e in stretches]
    found: list[Body] = []
    for (start, _), named in zip(stretches, matches, strict=True):
        rows = (_body(document, match, start) for match in reversed(named))  # so that the first of a wording stays
        found += {document.quote(row): row for row in rows}.values()
    if unknown:
        found += unknown_bodies(document, stretches, [[(m.start, m.end) for m in named] for named in matches])
    return sorted(found, key=lambda body: (body.start, body.end))


def board_of(document: Document) -> str | None:
    """Whose board "the board" is: that of the body named with a board first, or else of the publisher."""
    head = document.title + ". " + document.text[:6000]
    for match in find_bodies(head, on=document.published):
        if match.code and _HAS_BOARD.search(head, match.start, match.end + 70):
            return match.name
    for name in (document.publisher, document.title):
        of_publisher = find_bodies(name or "", on=document.published)
        if of_publisher and of_publisher[0].type in ("national", "trust", "icb"):
            return of_publisher[0].name
    return None


def _stretches(document: Document, block: Block) -> Iterable[tuple[int, int]]:
    if block.table is not None:
        return [(cell.start, cell.end) for cell in block.table.cells if cell.text]
    return [(s.start, s.end) for s in sentences(document.text, block.start, block.end)]


def _body(document: Document, match: BodyMatch, shift: int) -> Body:
    start, end = match.start + shift, match.end + shift
    return Body(
        id=content_id("body", document.id, start, end, match.name),
        document_id=document.id,
        start=start,
        end=end,
        name=match.name,
        code=match.code,
        type=match.type,
        valid_from=match.valid_from,
        valid_to=match.valid_to,
        resolved_by=match.resolved_by,
        rule=f"body.{'gazetteer' if match.resolved_by.startswith('gazetteer') else match.resolved_by}",
        confidence=0.9 if match.resolved_by.startswith("gazetteer") else 0.85,
    )


def _organisation(text: str, name: Named, named: list[Named], on: date | None) -> Iterator[BodyMatch]:
    organisation, how = resolve(name.names, on)
    if organisation is None or not _stands_alone(text, name, named):
        return
    if organisation.name == "NHS" and not _acts(text, name):
        return
    start = name.start - 4 if text[max(0, name.start - 4) : name.start].lower() == "the " else name.start
    if organisation.type == "trust" or organisation.name == "NHS":
        yield _match(organisation, start, name.end, how)
    else:
        yield _match(organisation, name.start, name.end, how)


def _match(organisation: Organisation, start: int, end: int, how: str) -> BodyMatch:
    return BodyMatch(
        start,
        end,
        organisation.name,
        organisation.code,
        organisation.type,
        organisation.valid_from,
        organisation.valid_to,
        how,
    )


def _stands_alone(text: str, name: Named, named: list[Named]) -> bool:
    """A name that could be a place ("Isle of Wight") counts beside another trust, and not after "in" or "across"."""
    if not all(n.weak for n in name.names):
        return True
    if _PLACE.search(text[max(0, name.start - 24) : name.start]):
        return False
    return any(not n.weak and n.organisation.type == "trust" for other in named for n in other.names)


def _acts(text: str, name: Named) -> bool:
    """Whether "NHS" is the service itself: a verb, a preposition or a stop follows."""
    if not re.search(r"\bthe\s$", text[max(0, name.start - 5) : name.start], re.I):
        return False
    rest = text[name.end : name.end + 40]
    if re.match(r"\s*(?:[.,;:)\]?!”\"–—(]|$)|[’']s\b|\s+[“‘\"']\w+ing\b", rest):  # the last: 'sees the NHS "doing ..."'
        return True
    word = _AFTER.match(rest)
    return bool(word) and word.group(1).casefold() in lexicon("bodies")["acts"]  # type: ignore[union-attr]


def _boards(text: str, low: str, publisher: str) -> Iterator[BodyMatch]:
    organisation = _by_name().get(publisher)
    if organisation is None:
        return
    for mark in _BOARD.finditer(text) if "board" in low else ():
        yield _match(organisation, mark.start(), mark.end(), "publisher")
    own = _OWN.get(organisation.type) if organisation.type in low else None
    for mark in own.finditer(text) if own else ():
        yield _match(organisation, mark.start(), mark.end(), "publisher")


@cache
def _by_name() -> dict[str, Organisation]:
    return {organisation.name: organisation for organisation in organisations()}


class _Class(NamedTuple):
    name: str | None  # None: as worded
    type: BodyType
    after: frozenset[str] | None
    not_after: frozenset[str]
    not_before: re.Pattern[str] | None


@cache
def _class_phrases() -> Phrases[tuple[_Class, ...]]:
    """The phrases of all classes, each with the classes that it may stand for."""
    rules = lexicon("bodies")
    classes: dict[str, tuple[_Class, ...]] = {}
    for entry in rules["class"]:
        plain = _class(rules, entry, entry.get("name"))
        for phrase in entry["phrases"]:
            classes[phrase.casefold()] = (*classes.get(phrase.casefold(), ()), plain)
        for modifier in entry.get("modifiers", ()):
            noun = entry["phrases"][-1]
            classes[f"{modifier} {noun}".casefold()] = (_class(rules, entry, f"{modifier} {noun}"),)
    return Phrases(classes, before=r"\w&-")


def _class(rules: Any, entry: dict[str, Any], name: str | None) -> _Class:
    not_before = entry.get("not_before")
    return _Class(
        name,
        entry["type"],
        frozenset(rules[entry["after"]]) if "after" in entry else None,
        frozenset(entry.get("not_after", ())),
        re.compile(rf"\s*{one_of(not_before)}(?!\w)", re.I) if not_before else None,
    )


def _classes(text: str) -> Iterator[BodyMatch]:
    for mark in _class_phrases().find(text):
        kind = next((kind for kind in mark.value if _fits(text, mark, kind)), None)
        if kind is not None:
            wording = " ".join(text[mark.start : mark.end].casefold().split())
            yield BodyMatch(mark.start, mark.end, kind.name or wording, None, kind.type)


def _fits(text: str, mark: Found[tuple[_Class, ...]], kind: _Class) -> bool:
    if kind.not_before and kind.not_before.match(text, mark.end):
        return False
    left = text[max(0, mark.start - 30) : mark.start]
    before = _BEFORE.search(left)
    word = before.group(1).casefold() if before else ""
    if kind.after is not None and word not in lexicon("bodies")["machines"] and _ACTS.match(text, mark.end):
        return True
    if word in kind.not_after and not _OPENS.search(left):
        return False
    return kind.after is None or word in kind.after or bool(_OPENS.search(left))


def _longest_first(found: list[BodyMatch]) -> list[BodyMatch]:
    """No match inside another: the longest wins, then the one that comes first."""
    kept: list[BodyMatch] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, m.resolved_by == "class", m.start)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept)
