"""Parts of a sentence with a subject or an obliging verb of their own: "X will publish ... and Y will inspect ...".

A date in one part is no deadline of another.
"""

import re
from bisect import bisect_right
from itertools import pairwise

from extractors.objectives.units import Unit, once
from extractors.obligations import find_obligations

REACH = 110  # code points between the word that joins two parts and the second part's verb
WORDS = 14  # of a subject
_JOINT = re.compile(r"(?:[,;]?\s+(?:and|but|while|whilst|whereas|then|or)|,)\s+(?:(?:then|also|that|in\s+turn)\s+)?")
# What stands between a joint and a verb is no subject where one of these is in it.
_NO_SUBJECT = re.compile(
    r"(?i)(?:^|\s)(?:that|which|who|whose|whom|where|when|if|to|so|as|than|because|unless)\s|[;:]|,\s+(?!and\b)"
)
# Words before a joint that leave a relative clause open: "a plan that residents [and] businesses must follow".
_OPEN = re.compile(r"(?i)\b(?:that|which|who|whom|whose|where|if|when|of|between|both)\s+(?:[\w’'-]+\s*){0,3}$")
# Things that happen in the present tense by a stated day: "and the first courses start in September 2024".
PRESENT = re.compile(
    r"\s(?P<verb>(?:starts?|begins?|opens?|launch(?:es)?|commences?|go(?:es)?\s+live|com(?:e|es)\s+into\s+(?:force|effect|operation|use)"
    r"|takes?\s+effect|ceases?))(?=\s+(?:in|on|from|by|at\s+the|during|this|next|before)\s)"
)
_VERBS = ("start", "begin", "open", "commence", "come", "take", "cease")
PRESENT_VERBS = frozenset(  # without one of these the pattern above is not looked for
    {*_VERBS, *(f"{verb}s" for verb in _VERBS), "launch", "launches", "go", "goes"}
)


@once
def part_starts(unit: Unit) -> list[int]:
    """Where the parts of a unit's text begin, the first at 0; a part opens with its subject, or with its verb."""
    text = unit.text
    verbs = sorted({(v.start, v.end) for v in find_obligations(text) if not v.noun} | _presents(text))
    starts = [0]
    for (_, end), (start, _) in pairwise(verbs):
        found = _joint(text, end, start)
        if found is not None:
            starts.append(found)
    return starts


def part_of(unit: Unit, at: int) -> tuple[int, int]:
    """The part of a unit's text that holds an offset."""
    starts = part_starts(unit)
    i = bisect_right(starts, at) - 1
    return starts[i], starts[i + 1] if i + 1 < len(starts) else len(unit.text)


def _presents(text: str) -> set[tuple[int, int]]:
    return {m.span("verb") for m in PRESENT.finditer(text)}


def _joint(text: str, end: int, start: int) -> int | None:
    """Where the part of the verb at `start` begins, if a subject of its own stands before it."""
    for mark in reversed(list(_JOINT.finditer(text, max(end, start - REACH), start))):
        subject = text[mark.end() : start].strip()
        if not subject or not (_NO_SUBJECT.search(subject + " ") or len(subject.split()) > WORDS):
            return None if _OPEN.search(text, end, mark.start()) else mark.end()
    return None
