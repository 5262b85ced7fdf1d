"""Further steps of a deed, each with a day of its own: "in 2026 and again in 2030", "to the whole region by 2027"."""

import re
from collections.abc import Iterator

from extractors.objectives.deadlines import deadlines
from extractors.objectives.deed import Deed
from extractors.objectives.nouns import tidy
from extractors.objectives.phrases import deed_verbs
from extractors.objectives.units import Unit

_STEP_LEAD = re.compile(
    r"(?i),?\s+(?:(?:and|then|before|followed\s+by|with)\s+)*(?:(?:rolling|extending|expanding)\s+it\s+(?:out\s+)?)?$"
)
_STEP = re.compile(
    r",?\s+(?P<joint>(?:and|then|before|followed\s+by|with)\s+)?(?:then\s+)?(?P<again>again\s+|a\s+second\s+time\s+)?"
    r"(?:(?:rolling|extending|expanding)\s+it\s+(?:out\s+)?)?(?:to\s+be\s+)?(?P<what>(?P<led>to(?=\s+(?:the|all|every|each|our|other|both|an?)\b|\s+[A-Z0-9])|in|across|for|at)\s+(?!be\b)(?:[\w’'-]+\s+){1,6}?|(?:fully\s+)?[a-z]+ed\s+|(?P<noun>(?:[\w’'-]+\s+){1,5}?)|)"
)


def with_steps(unit: Unit, deed: Deed, found: list[Deed]) -> list[Deed]:
    """A deed, cut before its further steps, and those; nothing where its words are taken."""
    if not is_apart(deed, found):
        return []
    steps = [step for step in _repeated(unit, deed) if is_apart(step, found)]
    if not steps:
        return [deed]
    end = _STEP_LEAD.sub("", unit.text[deed.start : min(deed.end, steps[0].start)])
    metric = _before_step(deed.metric, _words(steps[0], unit))
    return [deed._replace(end=deed.start + len(end.rstrip(" ,")), metric=metric), *steps]


def is_apart(deed: Deed, found: list[Deed]) -> bool:
    """Whether a deed shares no words with those found."""
    return all(deed.start >= other.end or deed.end <= other.start for other in found)


def _repeated(unit: Unit, deed: Deed) -> Iterator[Deed]:
    """The steps that follow a deed's own day, in order."""
    timing = deed.timing
    if timing is None or deed.comparator != "deliver":
        return
    last = timing.span.end - unit.start
    for date, step in deadlines(unit):
        opened = step.span.start - unit.start
        mark = _STEP.fullmatch(unit.text, last, opened) if last <= opened and date.end <= deed.end + 80 else None
        if mark is None or not (mark["joint"] or mark["what"]) or (mark["noun"] and not _is_other_thing(mark)):
            continue
        what = mark["what"].strip()
        base = deed.metric if mark["again"] else _before_step(deed.metric, what)
        base = re.sub(rf"\s{what.split()[0]}\s.*$", "", base) if mark["led"] and what else base
        metric = tidy(what) if mark["noun"] else tidy(f"{base} {what}") if what else base
        start = mark.start("again") if mark["again"] else mark.start("what")
        yield deed._replace(start=start, end=date.end, metric=metric, timing=step)
        last = date.end


def _is_other_thing(mark: re.Match[str]) -> bool:
    """Whether a step names another thing that the same is done to: "plans by May and FINAL TEMPLATES by June"."""
    verb = deed_verbs().match(mark["noun"])
    return (
        verb is None
        and (mark["joint"] or "").strip() == "and"
        and not re.search(r"\b(?:will|must|should|is|are|to|which|that)\b", mark["noun"])
    )


def _words(step: Deed, unit: Unit) -> str:
    """What a step adds before its day: "to the whole region"."""
    day = step.timing.span.start - unit.start if step.timing else step.end
    return " ".join(unit.text[step.start : day].split())


def _before_step(metric: str, what: str) -> str:
    """A deed's metric up to the words of its next step, where it runs on into them."""
    cut = metric.rfind(what) if what else -1
    return _STEP_LEAD.sub("", metric[:cut].rstrip() + " ").strip() if cut > 0 else metric
