"""Who must do it: the subject of the clause, of the stem of its list, of the sentence before, or "we"."""

import re
from functools import cache

from corpus.document import Span
from corpus.facts import BodyName
from extractors.bodies import BodyMatch
from extractors.lexicon import lexicon, one_of
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.persons import NOBODY, WE, Responsible, actor, head_of, hears_others, named_run, speaker
from extractors.objectives.surroundings import (
    from_before,
    from_headings,
    from_intro,
    from_owner,
    from_section,
    from_stems,
    of_the_nation,
    speaks_of_it,
)
from extractors.objectives.units import Unit

_PRONOUN = re.compile(r"\W*(?:It|They|These|Those|Both|Each|All|This|Their|Its|it|they|their|its)\b")
_ASKS_WHOM = re.compile(
    r"(?i)\b(?:asked|ask|asks|asking|expect|expects|expecting|invite|requires?|(?:recommend|recommends|recommended)(?:\s+that)?)$"
)
_STOP = re.compile(r"[.;:](?!\d)")
_ASIDE = re.compile(r"\([^()]*\)")
_BY = re.compile(
    r"(?:must|should|will|shall|to|and)\s+(?:also\s+)?be\s+(?:[a-z]+ly\s+)?[a-z]+(?:ed|en|lt|de|ne|ght|un)\b[^.;]{0,60}?\bby\s+(?:the\s+)?(?=(?:the\s+)?[A-Z])"
)
_US = re.compile(r"(?i)\s+(?:that\s+)?(?:us|we)\b")
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
            or (from_before(unit, binding) if _PRONOUN.match(unit.text) or speaks_of_it(unit, binding) else None)
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
    floor = clause_start(_ASIDE.sub(lambda aside: " " * len(aside[0]), text), at)
    bodies = [b for b in unit.bodies if b.start >= floor]
    if _ASKS_WHOM.search(text[:end]):
        us = _US.match(text, end)
        if us:
            return speaker(unit, Span(start=shift + us.start() + 1, end=shift + us.end()))
        asked = [b for b in bodies if end <= b.start <= end + 40]
        if asked:
            return named_run(text, shift, asked, asked[0], "sentence")
    inner = [b for b in bodies if end <= b.start and b.end <= start]
    if inner and binding.noun:
        return named_run(text, shift, inner, inner[0], "sentence")
    before = [b for b in bodies if b.end <= at and not _STOP.search(_ASIDE.sub(" ", text[b.end : at]))]
    before = _leading(text, before, floor)
    if not before and not binding.noun:
        acting = actor(unit, text, shift, at)
        acting = acting or _agent(text, shift, bodies, at)
        if acting:
            return acting
    we = list(WE.finditer(text, floor, max(at, floor)))
    we = [m for m in we if m[0].casefold() == "we" or (binding.obligation == "ambition" and not before)]
    bound = bool(re.match(r"(?i)(?:we|our)\b", text[at:end]))  # "we expect to"
    if before and not bound and not (we and we[-1].start() >= before[-1].end and we[-1][0].casefold() == "we"):
        return named_run(text, shift, before, head_of(text, before), "sentence")
    if we or bound:
        place = we[-1] if we else None
        span = Span(start=shift + place.start(), end=shift + place.end()) if place else binding.span
        return speaker(unit, span)
    return None


def _leading(text: str, before: list[BodyMatch], floor: int) -> list[BodyMatch]:
    """The bodies before a verb without those that only help: "Working with ESSEX POLICE, the Council will"."""
    return [b for b in before if not _companions().search(text, floor, b.start)]


def _agent(text: str, shift: int, bodies: list[BodyMatch], at: int) -> Responsible | None:
    """Whoever does what will be done: "500 trees will be planted by the Council"."""
    doing = _BY.search(text, at)
    by = [b for b in bodies if doing and b.start == doing.end()]
    return named_run(text, shift, bodies, by[0], "sentence") if by else None


@cache
def _companions() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?:^|[\s,])(?:{one_of(lexicon('bodies')['companions']['words'])})\s+(?:the\s+|our\s+|its\s+)?$"
    )


def _publisher(unit: Unit) -> Responsible:
    """The publisher, for what its own plan or report names nobody else for."""
    publisher = unit.setting.publisher
    if publisher is None or hears_others(publisher.name):
        return NOBODY
    return Responsible((BodyName(text=publisher.name, name=publisher.name, code=publisher.code),), "context", None)
