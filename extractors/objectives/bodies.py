"""Who must do it: the subject of the clause, of the stem of its list, of the sentence before, or "we"."""

import re

from corpus.document import Span
from corpus.facts import BodyName
from extractors.lexicon import lexicon
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.persons import NOBODY, WE, Responsible, head_of, named_run, speaker
from extractors.objectives.surroundings import (
    from_before,
    from_headings,
    from_intro,
    from_owner,
    from_section,
    from_stems,
    of_the_nation,
)
from extractors.objectives.units import Unit

_PRONOUN = re.compile(r"\W*(?:It|They|These|Those|Both|Each|All|This|Their|Its|it|they|their|its)\b")
_ASKS_WHOM = re.compile(
    r"(?i)\b(?:asked|ask|asks|asking|expect|expects|expecting|invite|requires?|(?:recommend|recommends|recommended)(?:\s+that)?)$"
)
_SUBJECT = re.compile(
    r"(?:(?<![\w’'-])(?:[Ee]ach|[Ee]very|[Aa]ll|[Tt]he|[Aa]ny)\s+)?(?P<words>(?:[A-Za-z][\w’'-]*\s+){0,3}?(?P<head>[a-zA-Z]+))\s*$"
)
_COVERAGE = re.compile(r"(?i)\b((?:all|every|each)\s+[\w\s&’'-]{0,40})$")


def responsible(unit: Unit, binding: Binding, start: int) -> Responsible:
    """Who must do what is said at `unit.text[start:]`."""
    if not binding.inherited:
        own = _subject(unit, unit.text, unit.start, binding, start)
        if own:
            return own
    if unit.setting.own_plans:
        return (
            from_owner(unit)
            or from_stems(unit)
            or (from_before(unit, binding) if _PRONOUN.match(unit.text) else None)
            or from_headings(unit)
            or _publisher(unit)
        )
    return (
        from_owner(unit)
        or of_the_nation(unit, start)
        or from_stems(unit)
        or from_before(unit, binding)
        or from_headings(unit)
        or from_section(unit)
        or from_intro(unit)
        or NOBODY
    )


def applies_to(unit: Unit, start: int, end: int, taken: Responsible) -> str | None:
    """Words of coverage in the clause ("all Type 1 providers", "in every ICB") that are not its subject."""
    floor = clause_start(unit.text, start)
    for body in unit.bodies:
        absolute = unit.start + body.start
        subject = taken.span is not None and taken.span.start <= absolute < taken.span.end
        if subject or not floor <= body.start <= end + 60:
            continue
        mark = _COVERAGE.search(unit.text[floor : body.end])
        if (
            mark
            and body.start - floor >= mark.start(1)
            and re.search(r"(?i)^(?:all|every|each)\s+(?:\w+\s+)?$", unit.text[floor + mark.start(1) : body.start])
        ):
            return mark[1]
    return None


def _subject(unit: Unit, text: str, shift: int, binding: Binding, start: int) -> Responsible | None:
    """The body that the obliging words have as their subject or, after "ask", as their object."""
    at, end = binding.span.start - shift, binding.span.end - shift
    floor = clause_start(text, at)
    bodies = [b for b in unit.bodies if b.start >= floor]
    if _ASKS_WHOM.search(text[:end]):
        asked = [b for b in bodies if end <= b.start <= end + 40]
        if asked:
            return named_run(text, shift, asked, asked[0], "sentence")
    inner = [b for b in bodies if end <= b.start and b.end <= start]
    if inner and binding.noun:
        return named_run(text, shift, inner, inner[0], "sentence")
    before = [b for b in bodies if b.end <= at and not re.search(r"[.;:]", text[b.end : at])]
    if not before and not binding.noun:
        actor = _actor(unit, text, shift, at)
        if actor:
            return actor
    we = list(WE.finditer(text, floor, max(at, floor)))
    we = [m for m in we if m[0].casefold() == "we" or (binding.obligation == "ambition" and not before)]
    if before and not (we and we[-1].start() >= before[-1].end and we[-1][0].casefold() == "we"):
        return named_run(text, shift, before, head_of(text, before), "sentence")
    if we or re.match(r"(?i)(?:we|our)\b", text[at:end]):
        place = we[-1] if we else None
        span = Span(start=shift + place.start(), end=shift + place.end()) if place else binding.span
        return speaker(unit, span)
    return None


def _publisher(unit: Unit) -> Responsible:
    """The publisher, for what its own plan or report names nobody else for."""
    publisher = unit.setting.publisher
    if publisher is None:
        return NOBODY
    return Responsible((BodyName(text=publisher.name, name=publisher.name, code=publisher.code),), "context", None)


def _actor(unit: Unit, text: str, shift: int, at: int) -> Responsible | None:
    """The words of a subject that no list knows but whose noun acts: "each renal centre shall", "teams are to"."""
    mark = _SUBJECT.search(text, clause_start(text, at), at)
    if mark is None or mark["head"].casefold() not in lexicon("obligations")["actors"]["words"]:
        return None
    words = mark["words"]
    span = Span(start=shift + mark.start("words"), end=shift + mark.end("words"))
    return Responsible((BodyName(text=words, name=words.lower()),), "sentence", span)
