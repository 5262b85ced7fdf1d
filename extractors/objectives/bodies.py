"""Who must do it: the subject of the clause, of the stem of its list, of the sentence before, or "we"."""

import re
from typing import NamedTuple

from corpus.document import Document, Span
from corpus.facts import BodyName, BodySource
from extractors.bodies import BodyMatch, find_bodies
from extractors.objectives.binding import Binding, clause_start
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations, of_stem

_WE = re.compile(r"(?<!\w)(?:[Ww]e|[Oo]ur)(?!\w)")
_LINK = re.compile(
    r"(?i)\s*(?:,\s*|,?\s*and\s+|\s*&\s*|,?\s*working\s+with\s+|/)?(?:all\s+|their\s+partner\s+|partner\s+|wider\s+)?"
)
_ASKED = re.compile(r"\s+(?:are|is)\s+(?:also\s+)?(?:asked|expected|required)\s+to\b")
_ASKS = re.compile(r"(?i)\b(?:ask|asks|asking|expect|expects)\s+(?:all\s+)?")
INTRO = 3000  # code points of a section's opening that are read
_COVERAGE = re.compile(r"(?i)\b((?:all|every|each)\s+[\w\s&’'-]{0,40})$")


class Responsible(NamedTuple):
    """The bodies of a target, the first the main one, how they were found, and where they stand in the document."""

    bodies: tuple[BodyName, ...]
    source: BodySource | None
    span: Span | None


NOBODY = Responsible((), None, None)


def responsible(unit: Unit, binding: Binding, start: int) -> Responsible:
    """Who must do what is said at `unit.text[start:]`."""
    if not binding.inherited:
        own = _subject(unit, unit.text, unit.start, binding, start)
        if own:
            return own
    return (
        _from_stems(unit)
        or _from_before(unit, binding)
        or _from_headings(unit)
        or _from_section(unit)
        or _from_intro(unit)
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
    if binding.obligation in ("asked", "expected") and re.search(
        r"(?i)\b(?:asked|ask|asks|asking|expect|expects|expecting|invite)$", text[:end]
    ):
        asked = [b for b in bodies if end <= b.start <= end + 40]
        if asked:
            return _named(text, shift, asked, asked[0], "sentence")
    inner = [b for b in bodies if end <= b.start and b.end <= start]
    if inner and binding.noun:
        return _named(text, shift, inner, inner[0], "sentence")
    before = [b for b in bodies if b.end <= at and not re.search(r"[.;:]", text[b.end : at])]
    if before:
        return _named(text, shift, before, _head(text, before), "sentence")
    we = [m for m in _WE.finditer(text, floor, max(at, floor)) if m[0].casefold() == "we"]
    if we or re.match(r"(?i)we\b", text[at:end]):
        place = we[-1] if we else None
        span = Span(start=shift + place.start(), end=shift + place.end()) if place else binding.span
        return _we(unit, span)
    return None


def _head(text: str, before: list[BodyMatch]) -> BodyMatch:
    """The first of the run of names that ends nearest to the verb: "ICBs, trusts and providers must"."""
    head = before[-1]
    for body in reversed(before[:-1]):
        if _LINK.fullmatch(text, body.end, head.start) is None:
            break
        head = body
    return head


def _named(text: str, shift: int, bodies: list[BodyMatch], head: BodyMatch, source: BodySource) -> Responsible:
    run = [head]
    for body in bodies[bodies.index(head) + 1 :]:
        if _LINK.fullmatch(text, run[-1].end, body.start) is None:
            break
        run.append(body)
    names = tuple(BodyName(text=text[b.start : b.end], name=b.name, code=b.code) for b in run)
    return Responsible(names, source, Span(start=shift + run[0].start, end=shift + run[-1].end))


def _we(unit: Unit, span: Span) -> Responsible | None:
    publisher = unit.setting.publisher
    if publisher is None:
        return None
    words = unit.setting.document.quote(span)
    return Responsible((BodyName(text=words, name=publisher.name, code=publisher.code),), "we", span)


def _from_stems(unit: Unit) -> Responsible | None:
    """The nearest stem or header that names a body or says "we"."""
    document = unit.setting.document
    for span in (*unit.stems, *unit.headers):
        found = _in_opening(unit, document.quote(span), span.start)
        if found:
            return found._replace(source="we" if found.source == "we" else "stem")
    return None


def _in_opening(unit: Unit, words: str, shift: int) -> Responsible | None:
    """Whom an opening asks: after "ask" or "for", else before its verb, else "we"."""
    bodies = find_bodies(words, on=unit.setting.document.published, publisher=unit.setting.board)
    cue = of_stem(words)
    verbs = [m for m in find_obligations(words) if not m.noun]
    asked = re.search(
        r"(?i)\b(?:ask|asks|asking|expect|expects|actions\s+for|priorities\s+for|objectives\s+for)\s+(?:all\s+|that\s+)?",
        words,
    )
    if asked and bodies:
        after = [b for b in bodies if b.end > asked.end()]
        if after:
            return _named(words, shift, bodies, after[0], "sentence")
    if not verbs and not cue:
        return None
    at = verbs[-1].start if verbs else cue.start if cue else len(words)
    before = [b for b in bodies if b.end <= at]
    if before:
        return _named(words, shift, before, _head(words, before), "sentence")
    we = _WE.search(words)
    if we and we[0].casefold() == "we" and not asked:
        return _we(unit, Span(start=shift + we.start(), end=shift + we.end()))
    return _named(words, shift, bodies, bodies[-1], "sentence") if bodies and cue else None


def _from_before(unit: Unit, binding: Binding) -> Responsible | None:
    """The subject of the sentence before, where this one has none; a list's own stem is no such sentence."""
    if unit.previous is None or unit.previous in unit.stems:
        return None
    words = unit.setting.document.quote(unit.previous)
    bodies = find_bodies(words, on=unit.setting.document.published, publisher=unit.setting.board)
    verbs = [m for m in find_obligations(words) if not m.noun]
    if verbs and bodies:
        before = [b for b in bodies if b.end <= verbs[-1].start] or bodies
        return _named(words, unit.previous.start, before, _head(words, before), "context")
    return None


def _from_section(unit: Unit) -> Responsible | None:
    """Whom the same section has asked last before: "Employers are asked to: ..."."""
    document = unit.setting.document
    section = document.section_of(unit.start)
    start = max(section.start, unit.start - INTRO)
    words = document.text[start : unit.start]
    asked = list(_ASKED.finditer(words))
    bodies = find_bodies(words, on=document.published) if asked else []
    subjects = [b for mark in asked for b in bodies if b.end == mark.start()]
    return _named(words, start, subjects, subjects[-1], "context") if subjects else None


def _from_intro(unit: Unit) -> Responsible | None:
    """Whom the opening words of a section above ask: "This annex sets out ... We ask all systems to ..."."""
    document = unit.setting.document
    section = document.section_of(unit.start)
    while section.parent_id is not None:
        section = document.section(section.parent_id)
        child = next((s.start for s in document.sections if s.parent_id == section.id), section.end)
        intro = document.text[section.start : min(child, section.start + INTRO, unit.start)]
        found = _asked_in(document, section.start, intro)
        if found:
            return found
    return None


def _asked_in(document: Document, start: int, intro: str) -> Responsible | None:
    asks = list(_ASKS.finditer(intro))
    bodies = find_bodies(intro, on=document.published) if asks else []
    asked = [b for mark in asks for b in bodies if b.end > mark.end() and b.start <= mark.end() + 20]
    return _named(intro, start, asked, asked[-1], "context") if asked else None


def _from_headings(unit: Unit) -> Responsible | None:
    """Headings: "Actions for systems" over a list; national objectives belong to the NHS."""
    for heading in unit.headings[:2]:
        bodies = find_bodies(heading)
        if bodies and of_stem(heading) and re.search(r"(?i)\bfor\b", heading):
            name = bodies[0]
            return Responsible(
                (BodyName(text=heading[name.start : name.end], name=name.name, code=name.code),), "context", None
            )
    if unit.is_objective or re.search(r"(?i)\b(?:national(?:ly)?|constitution(?:al)?)\b", unit.text):
        return Responsible((BodyName(text="NHS", name="NHS"),), "context", None)
    return None
