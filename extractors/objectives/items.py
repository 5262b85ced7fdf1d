"""Deeds said without a verb that binds: items of a dated list, entries of an action log, rows of an action table.

Words: lexicons/deeds.toml.
"""

import re
from collections.abc import Iterator

from corpus.document import Span
from extractors.lexicon import lexicon, one_of, read
from extractors.objectives.binding import Binding
from extractors.objectives.deadlines import deadline_of, deadlines
from extractors.objectives.deed import Deed, inherits, without_particle
from extractors.objectives.logs import (
    FEWEST,
    FINITE,
    any_of_headers,
    deed_of,
    due_behind,
    of_log,
    of_table,
    without_verb,
)
from extractors.objectives.nouns import tidy, undated
from extractors.objectives.openings import opening_obligation
from extractors.objectives.phrases import PHRASE_END
from extractors.objectives.units import Unit, once
from extractors.obligations import find_obligations

_LESS = re.compile(r"(?i)\A\W*(?:fewer|less|lower)\b.*\bthan\b")
_MORE = re.compile(r"(?i)\A\W*(?:more|higher|better|greater)\b.*\bthan\b")
_OUT = re.compile(r"(?i)\b(?:off|out\s+of|away\s+from)\s+(?:all\s+)?[a-z]|\b(?:ended|phased\s+out|eliminated)\b")
_PROMISED = re.compile(
    r"(?i)\b(?:has|have|is|are)\s+(?:also\s+|already\s+|now\s+)?(?:promised|pledged|committed\s+to|guaranteed)\s+(?=(?:an?|the|its|their|our|new|us)\s)"
    r"|\b(?:promises|pledges|commits\s+to)\s+(?=(?:an?|the|its|their|new)\s)"
    r"|\b(?P<asked>(?:asked|asks|calls?|called)\s+for)\s+(?=(?:an?|the|its|their|new)\s)"
)
_PROMISES = frozenset({"promised", "pledged", "committed", "guaranteed", "promises", "pledges", "commits"}) | frozenset(
    {"asked", "asks", "call", "calls", "called"}
)
_TO = re.compile(
    r"(?:(?i:action|agreed|recommendation)(?:\s+\d+)?\s*[:–-]\s*)?(?P<who>[A-Z][\w&,./’'() -]{1,70}?)"
    r"\s+to\s+(?P<verb>be|have|[a-z]{3,})\b"
)
_TO_BE = re.compile(r"(?i)\s+to\s+be\s+(?!held\b|noted\b|considered\b|discussed\b)")


def items(unit: Unit) -> Iterator[Deed]:
    """The deed of a unit that has no binding verb, where its list, its log or its table makes it one."""
    deed = of_log(unit) or of_table(unit) or _of_actor(unit) or _promised(unit) or _of_list(unit)
    if deed is not None:
        yield deed


@once
def may_be_item(unit: Unit) -> bool:
    """Whether a list, a log or a table could make a unit a deed; a quick test."""
    listed = unit.first and unit.listed and bool(unit.stems or unit.headers)
    listed = listed or (unit.is_item and any(re.search(r"\d", heading) for heading in unit.headings[:1]))
    listed = listed or (_may_promise(unit) and bool(_PROMISED.search(unit.text)))
    return listed or bool(_TO.match(unit.text)) or due_behind(unit) is not None


def _may_promise(unit: Unit) -> bool:
    return not read(unit.text).words.isdisjoint(_PROMISES)


def _of_actor(unit: Unit) -> Deed | None:
    """A line that says who is to do what: "Chief Nurse to report back in September 2026"."""
    mark = _TO.match(unit.text) if deadlines(unit) else None
    if mark is None or FINITE.search(mark["who"]) or any(not o.noun for o in find_obligations(unit.text[: mark.end()])):
        return None
    known = any(body.end == mark.end("who") for body in unit.bodies)
    state = len(unit.text) > mark.end() and _TO_BE.match(unit.text, mark.end("who"))
    if mark["verb"] in lexicon("deeds")["no_deed"] and not state:
        return None
    acts = state or known or mark["who"].split()[-1].casefold() in lexicon("deeds")["actors"] or mark["who"].isupper()
    stop = PHRASE_END.search(unit.text, mark.end())
    end = stop.start() if stop else len(unit.text)
    dated = [t for d, t in deadlines(unit) if mark.end() <= d.start < end]
    if not acts or not dated or FINITE.search(unit.text, mark.end(), end):
        return None
    span = Span(start=unit.start + mark.end("who") + 1, end=unit.start + mark.start("verb"))
    bound = Binding("must", span, inherited=False, noun=False)
    named_so = undated(unit, mark.end(), end)
    named_so = f"{mark['who']} {named_so}" if state else named_so
    return deed_of(unit, mark.start("who"), end, tidy(without_particle(named_so)), dated[0], bound)


def _promised(unit: Unit) -> Deed | None:
    """What a body has promised by a day: "has promised a decision on the site before the end of May"."""
    for mark in _PROMISED.finditer(unit.text) if deadlines(unit) and _may_promise(unit) else ():
        stop = PHRASE_END.search(unit.text, mark.end())
        end = stop.start() if stop else len(unit.text)
        dated = [t for d, t in deadlines(unit) if mark.end() <= d.start < end]
        span = Span(start=unit.start + mark.start(), end=unit.start + mark.end())
        if dated:
            bound = Binding("asked" if mark["asked"] else "will", span, inherited=False, noun=False)
            return deed_of(unit, mark.end(), end, tidy(undated(unit, mark.end(), end)), dated[0], bound)
    return None


def _of_list(unit: Unit) -> Deed | None:
    """An item that names what is to be there by a day: "lead pipes replaced in all schools during 2025"."""
    bound = _list_bound(unit)
    if bound is None:
        return None
    stop = PHRASE_END.search(unit.text)
    end = stop.start() if stop else len(unit.text)
    words = unit.text[:end]
    less = _LESS.search(words) or _MORE.search(words)
    timing = deadline_of(unit, 0, end)
    if timing is None or len(words.split()) < FEWEST or FINITE.search(words) or _idle(words):
        return None
    stretch = timing.deadline.kind == "during" and re.match(
        r"(?i)(?:for|across|throughout|over)\b", timing.deadline.text
    )
    agenda = words.split()[0].casefold() in lexicon("deeds")["agenda"]
    if stretch or agenda or (timing.deadline.kind == "during" and inherits(unit, timing)):
        return None
    if less:
        return deed_of(
            unit, 0, end, _compared(words), timing, bound, "decrease_by" if _LESS.search(words) else "increase_by"
        )
    metric = tidy(without_verb(undated(unit, 0, end).strip()))
    return deed_of(unit, 0, end, metric, timing, bound, "eliminate" if _OUT.search(words) else "deliver")


def _list_bound(unit: Unit) -> Binding | None:
    """What the stem of an item's list makes of it: its own words that bind, or words of a timetable."""
    if not (unit.first and unit.listed and unit.stems):
        return None
    opening = opening_obligation(unit)
    if opening is not None and any(span.start <= opening[0].start < span.end for span in unit.stems):
        return Binding(opening[1], opening[0], inherited=True, noun=False)  # type: ignore[arg-type]
    for span in unit.stems[:1]:
        mark = any_of_headers("timetables").search(unit.setting.document.quote(span))
        if mark:
            named_by = Span(start=span.start + mark.start(), end=span.start + mark.end())
            return Binding("will", named_by, inherited=True, noun=False)
    return None


def _compared(words: str) -> str:
    """What there is to be less or more of: "FEWER AGENCY SOCIAL WORKERS in 2024/25 than in 2023/24"."""
    return tidy(
        re.sub(r"(?i)\A\W*(?:fewer|less|lower|more|higher|better|greater)\s+", "", re.split(r"(?i)\bthan\b", words)[0])
    )


def _idle(words: str) -> bool:
    """Whether an item only goes on: "continuing support for families"."""
    first = re.match(r"\W*(?:to\s+)?(\w+)", words)
    rules = lexicon("deeds")
    idle = (
        first is not None and first[1].casefold() in rules["no_deed"] and first[1].casefold() not in rules["articles"]
    )
    return idle or bool(re.match(rf"(?i)\W*(?:to\s+)?{one_of(rules['open_ended'])}\b", words))
