"""How a level is compared: at least, at most, by how much more or less. Words: lexicons/comparators.toml."""

import re
from functools import cache
from typing import Literal, NamedTuple

from corpus.facts import Comparator, Unit
from extractors.lexicon import Phrases, by_rank, lexicon, one_of

Way = Literal["up", "down", "better", "reach", "eliminate", "maintain"]
MOVES = frozenset({"up", "down", "better"})
_IN_TIME = re.compile(
    r"(?i)\b(?:(?:no|not)\s+(?:longer|more)\s+than|within|under|inside|less\s+than|fewer\s+than|up\s+to|at\s+most)\s+(?:\w+[\s-]){1,2}?(?:minute|hour|day|week|month)s?\b"
    r"|\b(?:minutes|hours|days|weeks|months)\s+or\s+(?:less|fewer|under|sooner)\b"
)
_OFF_LEVEL = re.compile(r"(?i)\s+(?:(?P<up>above|over|higher\s+than|better\s+than)|below|lower\s+than)\b")
SHORT_UNITS = frozenset({"minute", "hour", "day", "week"})


class Comparison(NamedTuple):
    """A comparator, whether it excludes the number itself, and where its words begin."""

    comparator: Comparator
    strict: bool
    start: int


class ChangeVerb(NamedTuple):
    """A verb that moves, reaches, ends or keeps something."""

    start: int
    end: int
    way: Way


def compare(text: str, start: int, end: int, *, unit: Unit, better: str | None, floor: int = 0) -> Comparison | None:
    """How the number at `text[start:end]` is compared; None where the words do not say.

    Args:
        text: a clause or a sentence.
        start: where the number begins.
        end: where it ends.
        unit: of the number.
        better: whether more ("higher") or less ("lower") of the metric is wanted, where that is known.
        floor: words before this offset belong to another clause.
    """
    verb = last_move(text, start, floor)
    off = _OFF_LEVEL.match(text, end) if unit == "percentage_point" else None
    if off:
        return Comparison("increase_by" if off["up"] else "decrease_by", False, start)
    return (
        _change(text, start, end, verb, better)
        or _phrase_before(text, start, floor)
        or _phrase_after(text, start, end)
        or _moved_to(text, start, verb, unit, better)
    )


def wanted(unit: Unit, better: str | None, text: str = "", end: int = 0) -> Comparator:
    """The comparator of a bare level: what is better for the metric, or else for the unit."""
    if better is not None:
        return ">=" if better == "higher" else "<="
    opening_hours = unit == "hour" and re.match(r"\s*(?:a|per)\s+(?:day|week)", text[end:])
    return "<=" if (unit in SHORT_UNITS and not opening_hours) or unit == "per_million" else ">="


def is_better_low(phrase: str) -> bool:
    """Whether less is wanted of what a phrase names: "ambulance handovers over 45 minutes", "staff sickness".

    Of a share that keeps a time limit more is wanted, though it be of waits: "waiting no longer than 18 weeks".
    """
    return bool(_lower().search(phrase)) and not _IN_TIME.search(phrase)


def last_move(text: str, before: int, floor: int = 0) -> ChangeVerb | None:
    """The last verb before an offset that moves something up, down or to the better."""
    found = [verb for verb in change_verbs(text, floor, before) if verb.way in MOVES]
    return found[-1] if found else None


def change_verbs(text: str, start: int = 0, end: int | None = None) -> list[ChangeVerb]:
    """The verbs of change in `text[start:end]`, in order."""
    return [ChangeVerb(*mark) for mark in _verbs().find(text, start, end)]


def is_baseline(text: str, start: int) -> bool:
    """Whether the number at an offset says where things stand ("up from 72%")."""
    return bool(_baseline().search(text, max(0, start - 40), start))


def _change(text: str, start: int, end: int, verb: ChangeVerb | None, better: str | None) -> Comparison | None:
    after = _change_after().match(text, end)
    if after:
        lowered = after.lastgroup == "down" or ("improve" in after[0].casefold() and better == "lower")
        return Comparison("decrease_by" if lowered else "increase_by", False, start)
    led = text[max(0, start - 60) : start].rstrip().lower().endswith(_CHANGE_ENDS)
    before = _change_before().search(text, max(0, start - 60), start) if led else None
    if before:
        return Comparison("decrease_by" if before.lastgroup == "down" else "increase_by", False, before.start())
    by = re.search(
        r"\bby\s+(?:between\s+|at\s+least\s+|a\s+minimum\s+of\s+|around\s+|up\s+to\s+|over\s+|more\s+than\s+|a\s+further\s+)?$",
        text[:start],
    )
    if by and verb is not None:
        down = verb.way == "down" or (verb.way == "better" and better == "lower")
        return Comparison("decrease_by" if down else "increase_by", False, by.start())
    return None


def _phrase_before(text: str, start: int, floor: int) -> Comparison | None:
    sign = _SIGN.fullmatch(text, 0, start)
    if sign:
        op = _OPS[_SIGNS[sign[1]]]
        return Comparison(op[0], op[1], sign.start())
    mark = _before().search(text, max(floor, start - 60), start)
    if mark is None:
        return None
    op = _OPS[str(mark.lastgroup)]
    return Comparison(op[0], op[1], mark.start())


def _phrase_after(text: str, start: int, end: int) -> Comparison | None:
    mark = _after().match(text, end) or _OR_LESS.match(text, end)
    return Comparison(_OPS[str(mark.lastgroup)][0], False, start) if mark else None


def _moved_to(text: str, start: int, verb: ChangeVerb | None, unit: Unit, better: str | None) -> Comparison | None:
    """Words like "improve ... to 77%", "rising ... to", "bring ... down to"."""
    to = re.search(
        r"\b(?:to|towards|at)\s+(?:(?:an?|the|its)\s+)?(?:(?:national|average|overall|mean)\s+)?(?:(?:of)\s+)?$",
        text[:start],
    )
    if to is None or verb is None:
        return None
    if verb.way == "better":
        return Comparison(wanted(unit, better), False, to.start())
    return Comparison(">=" if verb.way == "up" else "<=", False, to.start())


_OR_LESS = re.compile(
    r"(?i)(?:\s+[a-z-]+){1,3}?\s+or\s+(?:(?P<le>fewer|less|lower|under|below)|(?P<ge>more|higher|above|over|better))(?![\w-])(?!\s+than)"
)
_OPS: dict[str, tuple[Comparator, bool]] = {
    "ge": (">=", False), "gt": (">=", True), "le": ("<=", False), "lt": ("<=", True), "eq": ("=", False),
}  # fmt: skip
_SIGN = re.compile(r"\s*([<>]=|[<>≤≥])\s*")  # a cell opens with it; elsewhere it is as likely an arrow or a band
# What the words before a number end with where they are a noun of change, in lower case.
_CHANGE_ENDS = ("of", "least", "around", "to", "over", "than", "another", "additional", "extra", "further")
_SIGNS = {"<": "lt", "<=": "le", "≤": "le", ">": "gt", ">=": "ge", "≥": "ge"}
_GROUPS = {">=": "ge", ">": "gt", "<=": "le", "<": "lt", "=": "eq"}


def _ops(table: str) -> str:
    """The table's phrases, a named group for each comparator."""
    return "|".join(f"(?P<{_GROUPS[op]}>{one_of(words)})" for op, words in lexicon("comparators")[table].items())


@cache
def _before() -> re.Pattern[str]:
    between = one_of(lexicon("comparators")["between"]["words"])
    year = r"(?:20)?\d\d[/-]\d\d"  # "at or under its 2023/24 level of 27%"
    return re.compile(rf"(?i)(?<![\w-])(?:{_ops('before')})[\s-]+(?:(?:{between}|{year})\s+){{0,4}}$")


@cache
def _lower() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-]){one_of(lexicon('comparators')['lower']['words'])}(?![\w-])")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*(?:{_ops('after')})(?![\w-])")


@cache
def _verbs() -> Phrases[Way]:
    return Phrases(by_rank(lexicon("comparators")["verbs"].items()))


@cache
def _change_after() -> re.Pattern[str]:
    nouns = lexicon("comparators")["nouns"]
    return re.compile(
        r"(?i)\s+(?:(?:overall|annual|real-terms|minimum|net|further)\s+)?"
        rf"(?:(?P<up>{one_of(nouns['up'])})|(?P<down>{one_of(nouns['down'])}))(?![a-z-])"
    )


@cache
def _change_before() -> re.Pattern[str]:
    nouns = lexicon("comparators")["nouns"]
    least = r"(?:at\s+least|around|up\s+to|a\s+minimum\s+of|over|more\s+than)"
    of = rf"(?:\s+in\s+[\w\s]{{1,30}}?)?\s+of\s+(?:{least}\s+)?"
    noun = rf"(?:(?P<up>{one_of(nouns['up'])})|(?P<down>{one_of(nouns['down'])}))"
    return re.compile(rf"(?i)(?<![\w-]){noun}{of}$|\b(?:another|additional|extra|further)\s+$")


@cache
def _baseline() -> re.Pattern[str]:
    words = one_of(lexicon("comparators")["baseline"]["before"])
    return re.compile(rf"(?i)(?<![\w-]){words}\s+(?:(?:an?|the|their|its|our|of|around|about)\s+){{0,2}}$")
