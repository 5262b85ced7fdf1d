"""Who acts: organisations by name, classes of organisations, and "the board".

Names come from the gazetteer of ODS facts and resolve as at the document's date (gazetteer.py), or are read by their
shape (shapes.py); classes ("systems", "acute trusts") come from lexicons/bodies.toml (classes.py); "the Trust" and
short names stand for what the document names (known.py). Not bodies: people, programmes, care settings, and "NHS" as an
adjective.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from corpus.document import Block, Document, content_id
from corpus.facts import Body
from corpus.organisations import Organisation
from extractors.bodies.classes import classes_in
from extractors.bodies.gazetteer import Named, find_names, resolve
from extractors.bodies.known import Known, speaking_for
from extractors.bodies.matches import BodyMatch
from extractors.bodies.shapes import shaped
from extractors.bodies.speakers import known_in, speaker
from extractors.lexicon import lexicon
from extractors.ner.bodies import unknown_bodies
from extractors.parts import Part, blocks_of
from extractors.same import Same
from extractors.text import sentences

__all__ = ["BodyMatch", "Known", "board_of", "extract_bodies", "find_bodies", "known_bodies", "named_bodies"]

_LAST = frozenset({"class", "shape"})  # of two readings of the same words these give way
_PLACE = re.compile(r"(?:\b(?i:in|on|across|near|of|around|from|outside|within)(?:\s+the)?|[A-Z][\w’'-]*)\s+$")
_IS_A_TIME = re.compile(
    r"(?i)\b(?:this|the|next|last|current|of|each|one|new)\s$"
)  # "over the course of this Parliament"
_OF_TRUSTS = re.compile(r"(?i)(?:NHS\s+)?(?:trust|provider|organisation)s?(?:\s+name)?\s*$")
_STOPS = re.compile(r"\s*(?:$|\d|[,;:(.|\n\t])|[’'](?:s\b|\s)")
_AFTER = re.compile(r"\s*([\w’'“-]+)")


def find_bodies(
    text: str,
    *,
    on: date | None = None,
    publisher: str | None = None,
    known: Known | None = None,
    at: int | None = None,
    ranked: bool = False,
) -> list[BodyMatch]:
    """Bodies that a text names, in order, none inside another.

    Args:
        text: a sentence, a page or a query.
        on: the day on which a name must hold; a name that several organisations bore stays out without it.
        publisher: whom "the Board" and "the Trust" stand for, where nothing more is known; without either they are
            no bodies.
        known: what the document of the text names, from `known_bodies`; it goes before `publisher`.
        at: where the text stands in that document, so that "the Council" is the one named before.
        ranked: whether the text is one of a list of trusts, so that a place ("Isle of Wight") is a trust.
    """
    if known is None and publisher:
        known = _of_publisher(publisher, on)
    ranked = ranked or (known is not None and at is not None and known.ranks_trusts(at, at + len(text)))
    found = list(_stated(text, on, ranked, known is None and text == text.lower()))
    if known is not None:
        found += known.find(text, at)
    return _longest_first(found)


def extract_bodies(
    document: Document, part: Part | None = None, *, acronyms: dict[str, str] | None = None, unknown: bool = True
) -> list[Body]:
    """Bodies of a document, headings and tables included, one for each sentence and wording.

    Args:
        document: one that has been read.
        part: which blocks of it; all of them where None.
        acronyms: of the organisations that only the entity model knows (extractors/ner), from the parts before; those
            of this part are added to them.
        unknown: whether to find those organisations at all.
    """
    known = known_bodies(document)
    stretches = [stretch for block in blocks_of(document, part) for stretch in _stretches(document, block)]
    matches = [
        find_bodies(document.text[start:end], on=document.published, known=known, at=start, ranked=ranked)
        for start, end, ranked in stretches
    ]
    found: list[Body] = []
    for (start, _, _), named in zip(stretches, matches, strict=True):
        rows = (_body(document, match, start) for match in reversed(named))  # so that the first of a wording stays
        found += {document.quote(row): row for row in rows}.values()
    if unknown:
        places = [(start, end) for start, end, _ in stretches]
        claimed = [[(m.start, m.end) for m in named] for named in matches]
        found += unknown_bodies(document, places, claimed, {} if acronyms is None else acronyms)
    return sorted(found, key=lambda body: (body.start, body.end))


def known_bodies(document: Document) -> Known:
    """The bodies that "the Trust", "the Board" and short names stand for in a document."""
    return _known_bodies(Same(document))


@lru_cache(maxsize=2)  # a document is read for its bodies and objectives in turn
def _known_bodies(same: Same) -> Known:
    document = same.document
    return known_in(document, lambda text: named_bodies(text, on=document.published))


def named_bodies(text: str, *, on: date | None = None) -> list[BodyMatch]:
    """Bodies that a text names in full, without classes, references and places, in order, none inside another."""
    return list(_named(text, on))


@lru_cache(maxsize=8)  # a document is read for its bodies, objectives and figures in turn
def _named(text: str, on: date | None) -> tuple[BodyMatch, ...]:
    return tuple(_longest_first(_names(text, on, places=False)))


def board_of(document: Document) -> str | None:
    """Whose board "the board" is: that of the body named with a board first, or else of the publisher."""
    known = known_bodies(document)
    whose = known.board or known.publisher
    return whose.name if whose else None


@lru_cache(maxsize=4096)  # objectives ask for the bodies of a sentence several times
def _stated(text: str, on: date | None, ranked: bool, lower_case: bool) -> tuple[BodyMatch, ...]:
    return (*_names(text, on, ranked=ranked, lower_case=lower_case), *classes_in(text))


@lru_cache(maxsize=64)
def _of_publisher(publisher: str, on: date | None) -> Known:
    return speaking_for(speaker(publisher, lambda text: named_bodies(text, on=on)))


def _names(
    text: str, on: date | None, *, ranked: bool = False, places: bool = True, lower_case: bool = False
) -> list[BodyMatch]:
    """Bodies that a text names: those of the gazetteer, and others by the shape of their names.

    Args:
        text: the text.
        on: the day on which a name must hold.
        ranked: whether trusts are named around it, so that a place is one of them.
        places: whether a name that is also a place may be a trust at all.
        lower_case: whether names may stand without capitals, as in a query.
    """
    named = list(find_names(text, lower_case=lower_case))
    if not places:
        named = [name for name in named if not all(n.weak for n in name.names)]
    found = [match for name in named for match in _organisation(text, name, named, on, ranked=ranked)]
    return found + shaped(text, [(match.start, match.end) for match in found if " " in text[match.start : match.end]])


def _stretches(document: Document, block: Block) -> Iterable[tuple[int, int, bool]]:
    """Sentences and cells, and of each whether it stands in a column of trusts."""
    if block.table is not None:
        cells = [cell for cell in block.table.cells if cell.text]
        of_trusts = {cell.column for cell in cells if cell.row == 0 and _OF_TRUSTS.match(cell.text)}
        return [(cell.start, cell.end, cell.column in of_trusts) for cell in cells]
    return [(s.start, s.end, False) for s in sentences(document.text, block.start, block.end)]


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


def _organisation(
    text: str, name: Named, named: list[Named], on: date | None, *, ranked: bool = False
) -> Iterator[BodyMatch]:
    organisation, how = resolve(name.names, on)
    if organisation is None or not _stands_alone(text, name, named, ranked=ranked):
        return
    if organisation.name == "NHS" and not _acts(text, name):
        return
    if organisation.name == "Parliament" and _IS_A_TIME.search(text, max(0, name.start - 24), name.start):
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


def _stands_alone(text: str, name: Named, named: list[Named], *, ranked: bool) -> bool:
    """A name that could be a place ("Isle of Wight") counts beside another trust, and not after "in" or "across"."""
    if not all(n.weak for n in name.names):
        return True
    if _PLACE.search(text[max(0, name.start - 24) : name.start]):
        return False
    if not ranked and all(n.bare for n in name.names):
        return False
    if ranked and (_STOPS.match(text, name.end) or _next_word(text, name.end) in lexicon("bodies")["acts"]):
        return True
    return any(not n.weak and n.organisation.type == "trust" for other in named for n in other.names)


def _acts(text: str, name: Named) -> bool:
    """Whether "NHS" is the service itself: a verb, a preposition or a stop follows."""
    if not re.search(r"\bthe\s$", text[max(0, name.start - 5) : name.start], re.I):
        return False
    rest = text[name.end : name.end + 40]
    if re.match(r"\s*(?:[.,;:)\]?!”\"–—(]|$)|[’']s\b|\s+[“‘\"']\w+ing\b", rest):  # the last: 'sees the NHS "doing ..."'
        return True
    return _next_word(text, name.end) in lexicon("bodies")["acts"]


def _next_word(text: str, end: int) -> str:
    word = _AFTER.match(text, end)
    return word[1].casefold() if word else ""


def _longest_first(found: list[BodyMatch]) -> list[BodyMatch]:
    """No match inside another: the longest wins, then the one that comes first."""
    kept: list[BodyMatch] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, m.resolved_by in _LAST, m.start)):
        at = bisect_left(kept, match.start, key=lambda other: other.start)
        free = at == len(kept) or match.end <= kept[at].start
        if free and (at == 0 or kept[at - 1].end <= match.start):
            kept.insert(at, match)
    return kept
