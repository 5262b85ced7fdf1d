"""Which way a number in a sentence points: a change its own way, everything else level."""

import re
from functools import cache

from corpus.facts import Direction
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

APART = "".join(rf"(?<!{verb} )" for verb in ("ing", "made", "make", "makes", "taken", "set", "followed"))
NEAR = 70  # characters: how far a verb of change may stand from its number


def moved_from(text: str, number: NumberMatch, before: NumberMatch | None) -> Direction | None:
    """The way of "has risen from 83.5% to 84.2%", at its second number; None elsewhere.

    After a plain verb ("fell from 19% to 11%") the second number is the level that was reached.
    """
    if before is None or before.unit != number.unit or before.value == number.value:
        return None
    start = re.search(r"(?i)\bfrom\s+(?:\w+\s+)?$", text[max(0, before.start - 20) : before.start])
    reached = re.search(r"(?i)\bto\s+(?:\w+\s+)?$", text[max(before.end, number.start - 20) : number.start])
    if not (start and reached) or _moved().search(text[max(0, before.start - NEAR) : before.start]):
        return None
    return "increase" if number.value > before.value else "decrease"


@cache
def _moved() -> re.Pattern[str]:
    verbs = one_of(lexicon("figures")["total_verbs"]["moved"])
    plain = rf"(?<!has )(?<!have )(?<!had )\b{verbs}\s+(?:[^.;,]{{0,30}}?\s)?from\s+(?:\w+\s+)?$"
    return re.compile(rf"(?i){plain}|\bhad\s+{verbs}\s+from\s+$")


def carried(text: str, number: NumberMatch, before: NumberMatch | None) -> bool:
    """Whether a number only continues a list: "increased by 7.8%, and ambulance by 5.7%"."""
    link = r",?\s*(?:(?:and|with|while|whilst)\s+)?[\w\s]{0,40}?\b(?:by|with)\s+|\s+(?:and|or)\s+"
    if re.match(r"\s+of\s", text[number.end : number.end + NEAR]):
        return False  # "energy use fell by 6% and 72% of waste was recycled"
    return before is not None and bool(re.fullmatch(link, text[before.end : number.start]))


def direction_of(text: str, number: NumberMatch) -> Direction | None:
    """Which way the statement points: a change its own way, a variance to plan level; None where nothing is said."""
    if number.kind == "halving" or re.match(r"(?i)(?:doubl|trebl|tripl|quadrupl)(?:ed|ing|es)", number.text):
        return "decrease" if number.kind == "halving" else "increase"
    after = text[number.end : number.end + NEAR]
    ahead = (_after_count() if number.unit in ("count", "GBP") else _after()).match(after)
    if ahead and not _variance().match(after, ahead.end()):
        return "increase" if ahead.lastgroup == "up" else "decrease"
    if ahead:
        return "level"
    before = text[max(0, number.start - NEAR) : number.start]
    found = _before().search(before)
    if found is None:
        return None
    shorter = number.kind == "duration" and re.match(r"(?i)improv", found[0])  # a time that improves is a shorter one
    return "increase" if found.lastgroup == "up" and not shorter else "decrease"


@cache
def _after() -> re.Pattern[str]:
    up, down = (one_of(lexicon("figures")[way]["after"]) for way in ("up", "down"))
    return re.compile(rf"(?i)\s+(?:\w+\s+){{0,2}}?(?:(?P<up>{up})|(?P<down>{down}))\b")


@cache
def _after_count() -> re.Pattern[str]:
    return re.compile(r"(?i)\s+(?:(?P<up>more|additional|extra|higher)|(?P<down>fewer|less|lower))\b")


@cache
def _variance() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s+(?:\w+\s+){{0,2}}?{one_of(lexicon('figures')['variance']['words'])}\b")


@cache
def _before() -> re.Pattern[str]:
    """The last word of change before a number, reaching it by "by", "of" or nothing but a qualifier."""
    qualifiers = one_of(w for forms in lexicon("numbers")["qualifiers"].values() for w in forms)
    reach = r"(?:[^.;,]{0,60}?\s(?:by|of))?"
    up, down = (_moving(way) for way in ("up", "down"))
    return re.compile(
        rf"(?i)\b(?:(?P<up>{up}{reach}|additional|extra|another)|(?P<down>{down}{reach}))\s+"
        rf"(?:(?:{qualifiers}|an?|the|estimated|average)\s+)*$"
    )


def _moving(way: str) -> str:
    """Verbs and nouns that move one way; "freeing up", "cost improvement" and their like do not."""
    words = lexicon("figures")[way]
    bare = [w for w in ("up", "down") if w in words["verbs"]]
    rest = one_of(w for w in (*words["verbs"], *words["nouns"]) if w not in bare)
    return rf"(?:(?<!cost ){rest}" + "".join(rf"|{APART}{w}" for w in bare) + ")"
