"""What is to happen to a subject by a day: "will be delegated by", "is due in", "starts in", "there will be".

The subject opens the verb's own part of the sentence; words: lexicons/deeds.toml.
"""

import re
from collections.abc import Iterator

from corpus.document import Span
from corpus.facts import Comparator, Deadline, DeadlineKind
from extractors.lexicon import lexicon, may_hold
from extractors.objectives.binding import Binding, binding
from extractors.objectives.clauses import clause_start
from extractors.objectives.deadlines import Timing, has_time, lies_ahead
from extractors.objectives.deed import Deed, is_open_ended, timing_of, trimmed
from extractors.objectives.levels import Level
from extractors.objectives.nouns import NOT_NAMED, named, tidy, undated
from extractors.objectives.phrases import PHRASE_END, SHORTEST, Phrase
from extractors.objectives.subjects import PRESENT, PRESENT_VERBS, part_of
from extractors.objectives.undergoing import due, participles, undergoes
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations

_RELATIVE = re.compile(r"(?i)(?:\b(?:which|that|who)|,)\s+$")
_NO_STATE = re.compile(
    r"(?i)\s*(?:living|older|younger|larger|smaller|bigger|higher|lower|more|less|fewer|worse|better|around|about|over|under|above|below|one|two"
    r"|three|some|many|likely|aged|born|here|there|what|when|because|due)\b"
)
_WAS = re.compile(r"\s(?:was|were|is|are|has|have)\s")
_PRONOUN = re.compile(r"(?i)\b(?:it|they|these|those|he|she|you|I|what|there)\s*$")
_SUBORDINATE = re.compile(
    r"(?i)(?:,\s+|\b(?:and|but)\s+)(?:since|because|as|when|once|after|before|until|although|though|if|unless)\s|\d\s*(?:%|per\s*cent)\s+of\s"
)
# "The hub, which opened in 2024, will be extended": words between commas behind the subject.
_ASIDE = re.compile(r",\s+(?:which|who|whose|where|including|such\s+as|led\s+by|now)\b[^,]*,\s*$")
_LED = re.compile(r"(?i)\b(?:is|are|be|was|ensure|sure|agreed|so)\s+that\s+$")
_THERE = re.compile(r"\b[Tt]here\s+(?P<modal>will|must|should|shall|is\s+to|are\s+to)\s+be\s+")
# Without one of these words the patterns are not looked for.
_BE, _THERE_IS = frozenset({"be"}), frozenset({"there"})
_DUE = frozenset({"due", "scheduled", "planned", "expected", "timetabled", "anticipated"})
_SOON = 40  # code points from "is due" to its day
# "We want every practice to be ...", "our aim is for all letters to be ...".
_WANTED = re.compile(
    r"(?i)\b(?:wants?|like|hopes?|for|see)\s+(?P<who>(?:all|every|each|the|our|an?|its|their|most|more)\s[^.;:,]{3,70}?)\s+to(?=\s+be\s)"
)
# "Our aim is that ALL LETTERS ARE digital by 2027".
_NOW = re.compile(r"(?i)\s+(?P<who>(?!no\b)[^.;:,]{3,70}?)\s+(?:is|are|has|have|can)(?=\s)")
_BEFORE_DAY = re.compile(
    r"(?i)\s+(?:(?:also|again|nationally|locally|online)\s+)?(?P<day>(?:in|on|by|during|at|from)\s+(?:the\s+|early\s+|late\s+|mid-?\s?)*)"
)
_OUT_OF = re.compile(r"(?i)\b(?:off|out\s+of|away\s+from)\s+(?!date\b|hours?\b|the\s+ground)")


def happenings(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """The targets of a unit whose subject is what changes, in order."""
    if not has_time(unit):
        return
    yield from _obliged(unit, levels)
    yield from _said(unit, levels)


def _obliged(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """What must, should or will happen, is wanted to happen, or is aimed at ("our aim is that")."""
    text = unit.text
    for bound in find_obligations(text):
        mark = None if bound.noun else undergoes().match(text, bound.end)
        if mark and not (mark["be"] is None and mark["happen"] is None and not text[: bound.end].endswith("be")):
            yield from _of_modal(unit, bound.start, mark, levels)
    for wanted in _WANTED.finditer(text) if may_hold(text, _BE) else ():
        mark = undergoes().match(text, wanted.end())
        if mark and mark["be"]:
            yield from _of_modal(unit, wanted.end("who"), mark, levels, wanted.span("who"))
    for bound in find_obligations(text):
        mark = _NOW.match(text, bound.end) if text[: bound.end].endswith("that") else None
        if mark:
            named_by = binding(unit, mark.end(), mark.end())
            yield from _made(unit, mark.end("who"), mark, named_by, "state", levels, mark.span("who"))


def _said(unit: Unit, levels: list[Level]) -> Iterator[Deed]:
    """What there will be, is due, or is told of the future in the present tense."""
    text = unit.text
    for mark in _THERE.finditer(text) if may_hold(text, _THERE_IS) else ():
        bound_by = binding(unit, mark.end(), mark.end())
        yield from _made(unit, mark.start(), mark, bound_by, "there", levels)
    for mark in due().finditer(text) if may_hold(text, _DUE) else ():
        obligation = "expected" if mark["how"] in ("due", "expected", "anticipated") else "will"
        yield from _made(unit, mark.start() + 1, mark, _own(unit, mark.span("how"), obligation), "due", levels)
    for mark in PRESENT.finditer(text) if may_hold(text, PRESENT_VERBS) else ():
        yield from _made(unit, mark.start(), mark, _own(unit, mark.span("verb"), "will"), "present", levels)


def may_happen(unit: Unit) -> bool:
    """Whether a unit's words, though none of them binds, could say that something is due; a quick test."""
    text = unit.text
    if may_hold(text, PRESENT_VERBS) and PRESENT.search(text):
        return True
    return may_hold(text, _DUE) and due().search(text) is not None


def _own(unit: Unit, span: tuple[int, int], obligation: str) -> Binding:
    where = Span(start=unit.start + span[0], end=unit.start + span[1])
    return Binding(obligation, where, inherited=False, noun=False)  # type: ignore[arg-type]


def _of_modal(
    unit: Unit, modal: int, mark: re.Match[str], levels: list[Level], subject: tuple[int, int] | None = None
) -> Iterator[Deed]:
    done = (mark["done"] or "").casefold()
    if done and (done in lexicon("deeds")["no_done"] or (not done.endswith("ed") and done not in participles())):
        return
    kind = "happen" if mark["happen"] else "plain" if done in participles() else "done" if done else "state"
    kind = "ready" if kind == "state" and mark["state"] else kind
    bound = binding(unit, mark.end(), mark.end()) or (_own(unit, subject, "ambition") if subject else None)
    yield from _made(unit, modal, mark, bound, kind, levels, subject)


def _made(
    unit: Unit,
    modal: int,
    mark: re.Match[str],
    bound: Binding | None,
    kind: str,
    levels: list[Level],
    named_at: tuple[int, int] | None = None,
) -> Iterator[Deed]:
    text = unit.text
    opened, closed = part_of(unit, modal)
    floor = named_at[0] if named_at else max(clause_start(text, modal), opened)
    stop = PHRASE_END.search(text, mark.end(), closed)
    end = len(text[: stop.start() if stop else closed].rstrip(" ,;"))
    end = len(re.sub(r"(?:,?\s+(?:and|but|while|whereas|or))$", "", text[:end]))
    phrase = Phrase(modal, mark.end(), max(end, mark.end()), mark[0].casefold(), None)
    timing = _on_the_day(unit, mark, kind) or timing_of(unit, phrase)
    aside = _ASIDE.search(text, floor, modal)
    relative = _RELATIVE.search(text[:modal]) and not _LED.search(text[:modal]) and not aside
    hangs = bool(relative) or _PRONOUN.search(text[floor:modal]) or _SUBORDINATE.search(text[floor:modal])
    if bound is None or timing is None or hangs or is_open_ended(text, phrase):
        return
    if any(floor <= level.start < end for level in levels) or not _is_due(unit, mark, timing, kind):
        return
    where = (mark.end(), end) if kind == "there" else (floor, aside.start() if aside else modal)
    subject = tidy(undated(unit, *where))
    subject = subject or _carried(unit, floor)
    metric = _metric(unit, floor, mark, end, kind, subject)
    if metric == NOT_NAMED or _is_idle(subject, mark, kind):
        return
    ends = _ends(mark, text[mark.start() : end], kind)
    comparator: Comparator = "eliminate" if ends else "deliver"
    yield Deed(floor, trimmed(text, end), comparator, named(unit, metric), None, None, None, None, bound, timing)


def _on_the_day(unit: Unit, mark: re.Match[str], kind: str) -> Timing | None:
    """The day that stands right behind the words of a happening: "will be introduced IN MAY 2026"."""
    if kind not in ("plain", "happen", "present", "due"):
        return None
    for date in unit.dates:
        lead = _BEFORE_DAY.fullmatch(unit.text, mark.end(), date.start)
        if lead and date.role == "time" and date.latest is not None:
            kind_of: DeadlineKind = "by" if lead["day"].startswith("by") else "at" if date.type == "date" else "during"
            kind_of = "from" if lead["day"].startswith("from") else kind_of
            words = " ".join(unit.text[lead.start("day") : date.end].split())
            day = date.earliest if kind_of == "from" else date.latest
            span = Span(start=unit.start + lead.start("day"), end=unit.start + date.end)
            timing = Timing(Deadline(text=words, date=day, kind=kind_of), span)
            return timing if lies_ahead(unit, date, timing) else None
    return None


def _carried(unit: Unit, floor: int) -> str:
    """The subject of the part before, for one that has none: "will be live in May AND WILL BE open in June"."""
    if floor == 0:
        return ""
    opened, closed = part_of(unit, floor - 1)
    words = unit.text[opened:closed]
    verbs = [v.start for v in find_obligations(words) if not v.noun]
    verbs += [m.start() for m in (PRESENT.search(words), _WAS.search(words)) if m]
    return tidy(undated(unit, opened, opened + min(verbs))) if verbs else ""


def _is_due(unit: Unit, mark: re.Match[str], timing: Timing, kind: str) -> bool:
    """Whether the time is one to be done by: near the words that lean on it, and no stretch where a state is meant."""
    at = timing.span.start - unit.start
    if kind in ("due", "present"):
        return mark.end() - 12 <= at <= mark.end() + _SOON
    if kind == "done":
        return timing.deadline.kind in ("by", "from")
    if kind != "state":
        return True
    if timing.deadline.kind not in ("by", "from"):
        return False
    if _NO_STATE.match(unit.text, mark.end()):
        return False
    between = unit.text[mark.end() : at]
    return at < mark.start() or (0 < len(between.split()) < SHORTEST and "," not in between)


def _is_idle(subject: str, mark: re.Match[str], kind: str) -> bool:
    """Whether a subject begins or ends by the calendar alone: "the financial year starts in April"."""
    words = subject.casefold().split()
    rules = lexicon("deeds")
    calendar = kind in ("happen", "present", "due") and bool(words) and words[-1] in rules["calendar"]
    verb = mark[0].strip().rpartition(" ")[2].casefold()
    finite = verb in ("end", "ends", "conclude", "close") and any(w in rules["finite"] for w in words)
    return calendar or finite or (bool(words) and words[0] in rules["no_subject"])


def _metric(unit: Unit, floor: int, mark: re.Match[str], end: int, kind: str, subject: str) -> str:
    """What is done to whom: the subject and what happens to it, or, where that is a body, what it is given."""
    if kind in ("there", "happen", "present", "due"):
        return subject or NOT_NAMED
    rest = undated(unit, mark.end(), end).strip()
    if kind in ("ready", "state"):
        state = mark["state"] if kind == "ready" else ""
        return tidy(f"{subject} {state} {rest}") if subject else NOT_NAMED
    if kind == "done":
        return tidy(f"{subject} {mark['done']} {rest}") if subject else NOT_NAMED
    if mark["done"].casefold() in lexicon("deeds")["ended"]:
        return tidy(f"{subject} {rest}") if subject else NOT_NAMED
    if any(body.start >= floor and body.end <= mark.start() for body in unit.bodies):
        return tidy(rest) or subject or NOT_NAMED
    return tidy(f"{subject} {mark['done']}") if subject else NOT_NAMED


def _ends(mark: re.Match[str], words: str, kind: str) -> bool:
    """Whether what happens is an end: "will end", "will be phased out", "moved off paper"."""
    if kind in ("happen", "present"):
        return mark[0].strip().rpartition(" ")[2].casefold() in ("end", "cease", "ceases", "stop")
    done = (mark.groupdict().get("done") or "").casefold()
    moved = done in ("moved", "taken", "brought", "transferred", "lifted") and _OUT_OF.search(words)
    return kind in ("plain", "done") and (done in lexicon("deeds")["ended"] or bool(moved))
