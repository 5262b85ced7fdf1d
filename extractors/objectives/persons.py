"""The bodies of a target, and "we", who are the publisher."""

import re
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import BodyName, BodySource
from extractors.bodies import BodyMatch
from extractors.objectives.units import Unit

WE = re.compile(r"(?<!\w)(?:[Ww]e|[Oo]ur)(?!\w)")
_LINK = re.compile(
    r"(?i)\s*(?:,\s*|,?\s*and\s+|\s*&\s*|,?\s*working\s+with\s+|/)?(?:all\s+|their\s+partner\s+|partner\s+|wider\s+)?"
)
_HEARS_OTHERS = re.compile(r"\b(?:Committee|Inquiry|Commission of|Panel)\b")  # "we" are its witnesses as often


class Responsible(NamedTuple):
    """The bodies of a target, the first the main one, how they were found, and where they stand in the document."""

    bodies: tuple[BodyName, ...]
    source: BodySource | None
    span: Span | None


NOBODY = Responsible((), None, None)
NATION = Responsible((BodyName(text="NHS", name="NHS"),), "context", None)


def head_of(text: str, before: list[BodyMatch]) -> BodyMatch:
    """The first of the run of names that ends nearest to the verb: "ICBs, trusts and providers must"."""
    head = before[-1]
    for body in reversed(before[:-1]):
        if _LINK.fullmatch(text, body.end, head.start) is None:
            break
        head = body
    return head


def named_run(text: str, shift: int, bodies: list[BodyMatch], head: BodyMatch, source: BodySource) -> Responsible:
    """The run of names that begins at the head ("ICBs, trusts and providers"); offsets are moved by the shift."""
    run = [head]
    for body in bodies[bodies.index(head) + 1 :]:
        if _LINK.fullmatch(text, run[-1].end, body.start) is None:
            break
        run.append(body)
    names = tuple(BodyName(text=text[b.start : b.end], name=b.name, code=b.code) for b in run)
    return Responsible(names, source, Span(start=shift + run[0].start, end=shift + run[-1].end))


def speaker(unit: Unit, span: Span) -> Responsible | None:
    """Whom "we" at a place of the document stand for: its publisher; None where that is not known."""
    publisher = unit.setting.publisher or unit.setting.known.board
    if publisher is None or _HEARS_OTHERS.search(publisher.name):
        return None
    words = unit.setting.document.quote(span)
    return Responsible((BodyName(text=words, name=publisher.name, code=publisher.code),), "we", span)
