"""Who must do it where the clause does not say: the stem of its list, the sentence before, headings, the section."""

import re

from corpus.document import Span
from corpus.facts import BodyName
from extractors.objectives.binding import Binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.persons import NATION, WE, Responsible, actor, head_of, named_run, speaker
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations, of_stem
from extractors.text import sentences

_ASKED = re.compile(r"\s+(?:are|is)\s+(?:also\s+)?(?:asked|expected|required)\s+to\b")
_ASKS = re.compile(r"(?i)\b(?:ask|asks|asking|expect|expects)\s+(?:all\s+)?")
INTRO = 3000  # code points of a section's opening that are read
_IT = re.compile(r"(?i)(?:^|[,\s])(?:it|they)\s*$")
_NATIONAL = re.compile(
    r"(?i)\bnational\s+(?:[\w-]+\s+){0,3}?(?:target|standard|ambition|objective|requirement|threshold|trajectory|milestone|average)s?\b"
    r"|\bnationally\b|\bconstitution(?:al)?\b"
)
AFTER = 160  # code points behind a unit in which its lead is named
_LEAD = re.compile(
    r"(?<![\w-])(?i:lead|leads|owner|led\s+by|responsible|responsibility|accountable|delivered\s+by|by\s+whom)"
    r"(?:\s+(?i:body|organisation|agency|partner|for\s+delivery))?(?:\s*:|\s+[–-])\s*"
)
_ENDS = re.compile(r"[.;\n]|\s\|")
NEAR = 60  # code points behind a level that may call it national


def from_owner(unit: Unit) -> Responsible | None:
    """The body in the cell of the row that a header calls its owner, or behind "Lead:" in the same item."""
    if unit.owner is None:
        return _from_lead(unit)
    words = unit.setting.document.quote(unit.owner)
    bodies = unit.setting.bodies(words, unit.owner.start)
    return named_run(words, unit.owner.start, bodies, bodies[0], "context") if bodies else None


def _from_lead(unit: Unit) -> Responsible | None:
    """The body that an item names as its lead: "Publish a tree strategy by June. Lead: Marsh Council."."""
    document = unit.setting.document
    block = document.block_at(unit.start)
    end = min(block.end, unit.end + AFTER) if block is not None else unit.end
    mark = _LEAD.search(document.text, unit.start, end)
    if mark is None:
        return None
    words = _ENDS.split(document.text[mark.end() : end], maxsplit=1)[0]
    bodies = unit.setting.bodies(words, mark.end())
    return named_run(words, mark.end(), bodies, bodies[0], "context") if bodies else None


def from_stems(unit: Unit) -> Responsible | None:
    """The nearest stem or header that names a body or says "we"."""
    document = unit.setting.document
    for span in (*unit.stems, *unit.headers):
        found = _in_opening(unit, document.quote(span), span.start)
        if found:
            return found._replace(source="we" if found.source == "we" else "stem")
    return None


def _in_opening(unit: Unit, words: str, shift: int) -> Responsible | None:
    """Whom an opening asks: after "ask" or "for", else before its verb, else "we"."""
    bodies = unit.setting.bodies(words, shift)
    cue = of_stem(words)
    verbs = [m for m in find_obligations(words) if not m.noun]
    asked = re.search(
        r"(?i)\b(?:ask|asks|asking|expect|expects|actions\s+for|priorities\s+for|objectives\s+for)\s+(?:all\s+|that\s+)?",
        words,
    )
    if asked and bodies:
        after = [b for b in bodies if b.end > asked.end()]
        if after:
            return named_run(words, shift, bodies, after[0], "sentence")
    if not verbs and not cue:
        return None
    at = verbs[-1].start if verbs else cue.start if cue else len(words)
    before = [b for b in bodies if b.end <= at]
    ours = next((m for m in WE.finditer(words, before[-1].end, at) if m[0] == "we"), None) if before else None
    if ours:  # "With the Council and the ICB we will:"
        return speaker(unit, Span(start=shift + ours.start(), end=shift + ours.end()))
    if before:
        return named_run(words, shift, before, head_of(words, before), "sentence")
    told = _told_before(unit, words[:at], shift) or (actor(unit, words, shift, at) if verbs else None)
    if told:
        return told
    we = WE.search(words)
    if we and we[0].casefold() == "we" and not asked:
        return speaker(unit, Span(start=shift + we.start(), end=shift + we.end()))
    return named_run(words, shift, bodies, bodies[-1], "sentence") if bodies and cue else None


def _told_before(unit: Unit, subject: str, start: int) -> Responsible | None:
    """Whom "it" or "they" in an opening stand for: the first body of the sentence before in its block."""
    block = unit.setting.document.block_at(start)
    if block is None or not _IT.search(subject):
        return None
    parts = sentences(unit.setting.document.text, block.start, start)
    if not parts:
        return None
    words = unit.setting.document.text[parts[-1].start : parts[-1].end]
    bodies = unit.setting.bodies(words, parts[-1].start)
    return named_run(words, parts[-1].start, bodies, bodies[0], "stem") if bodies else None


def from_before(unit: Unit, binding: Binding) -> Responsible | None:
    """The subject of the sentence before, where this one has none; a list's own stem is no such sentence."""
    if unit.previous is None or unit.previous in unit.stems:
        return None
    words = unit.setting.document.quote(unit.previous)
    bodies = unit.setting.bodies(words, unit.previous.start)
    verbs = [m for m in find_obligations(words) if not m.noun]
    if verbs and bodies:
        before = [b for b in bodies if b.end <= verbs[-1].start] or bodies
        return named_run(words, unit.previous.start, before, head_of(words, before), "context")
    opens = [b for b in bodies if not words[: b.start].strip() or words[: b.start].strip().casefold() == "the"]
    if opens and speaks_of_it(unit, binding):  # "Practices did 900 checks last year. By 2032 they must do ..."
        return named_run(words, unit.previous.start, bodies, opens[0], "context")
    return None


def speaks_of_it(unit: Unit, binding: Binding) -> bool:
    """Whether the subject of what binds is a pronoun for the sentence before's: "By March THEY are expected to"."""
    at = binding.span.start - unit.start
    return 0 <= at <= len(unit.text) and clause_start(unit.text, at) == 0 and bool(_IT.search(unit.text, 0, at))


def from_section(unit: Unit) -> Responsible | None:
    """Whom the same section has asked last before: "Employers are asked to: ..."."""
    document = unit.setting.document
    section = document.section_of(unit.start)
    start = max(section.start, unit.start - INTRO)
    words = document.text[start : unit.start]
    asked = list(_ASKED.finditer(words))
    bodies = unit.setting.bodies(words, start) if asked else []
    subjects = [b for mark in asked for b in bodies if b.end == mark.start()]
    return named_run(words, start, subjects, subjects[-1], "context") if subjects else None


def from_intro(unit: Unit) -> Responsible | None:
    """Whom the opening words of a section above ask: "This annex sets out ... We ask all systems to ..."."""
    document = unit.setting.document
    section = document.section_of(unit.start)
    while section.parent_id is not None:
        section = document.section(section.parent_id)
        child = next((s.start for s in document.sections if s.parent_id == section.id), section.end)
        intro = document.text[section.start : min(child, section.start + INTRO, unit.start)]
        found = _asked_in(unit, section.start, intro)
        if found:
            return found
    return None


def _asked_in(unit: Unit, start: int, intro: str) -> Responsible | None:
    asks = list(_ASKS.finditer(intro))
    bodies = unit.setting.bodies(intro, start) if asks else []
    asked = [b for mark in asks for b in bodies if b.end > mark.end() and b.start <= mark.end() + 20]
    return named_run(intro, start, asked, asked[-1], "context") if asked else None


def from_headings(unit: Unit) -> Responsible | None:
    """Headings: "Actions for systems" over a list; national objectives belong to the NHS."""
    for heading in unit.headings[:2]:
        bodies = unit.setting.bodies(heading)
        if bodies and of_stem(heading) and re.search(r"(?i)\bfor\b", heading):
            name = bodies[0]
            return Responsible(
                (BodyName(text=heading[name.start : name.end], name=name.name, code=name.code),), "context", None
            )
    if (unit.is_objective and not unit.setting.own_plans) or _NATIONAL.search(unit.text):
        return NATION
    return None


def of_the_nation(unit: Unit, start: int) -> Responsible | None:
    """The NHS, for a level that its own clause calls national."""
    floor = clause_start(unit.text, start)
    return NATION if _NATIONAL.search(unit.text[floor : start + NEAR]) else None
