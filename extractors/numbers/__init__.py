"""Numbers in a text, with their unit, what they count, and how they are qualified.

Dates are read first and left out: a financial year is never a number. So are section numbers, service numbers,
categories, versions and the markers of lists. A count in a name ("the 10 high impact actions") and an age are kept,
and marked by their kind, so that callers can pass them over knowingly.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from corpus.facts import Qualifier, Unit
from extractors.dates import find_dates
from extractors.lexicon import lexicon, one_of
from extractors.numbers.cores import cores_in
from extractors.numbers.nouns import counted_noun
from extractors.numbers.traps import Trap, traps
from extractors.numbers.units import Amount, amount_at
from extractors.wordnumbers import word_number

NumberKind = Literal[
    "percent", "point", "money", "duration", "rate", "fraction", "multiple", "halving", "count", "name", "age"
]


MOST_IN_SCOPE = 150  # a larger count of "actions" or "standards" is a quantity
SMALL_WORDS = 20  # a smaller number in words counts only beside a plural


class NumberMatch(NamedTuple):
    """A number in a text; offsets are relative to the text given and take in sign, currency, scale and unit.

    `value` and `high` are in the unit named: 2.4 billion pounds is 2.4e9 GBP, "half" is 50 percent, "1 in 4" is 25
    percent, "nearly doubling" is 2 multiple, "halve" is 50 percent. `high` closes a range. `counted` is the noun of
    a count. `kind` tells how it was written; `name` and `age` are numbers that measure nothing.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: Unit
    counted: str | None
    qualifier: Qualifier
    text: str
    kind: NumberKind


_OR_MORE = re.compile(r"\s+or\s+more\b")
MOST_DIGITS = 16  # more is a reference or noise, and no amount that anybody states


def find_numbers(text: str) -> list[NumberMatch]:
    """Numbers of a sentence or a cell from left to right, none within another.

    "from 70% to 75%" gives two; "6-12 months" and "between 5 and 10%" give one with `high`.
    """
    return list(_found(text))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[NumberMatch, ...]:
    cores = list(cores_in(text))
    if not cores:
        return ()
    barred = _barred(text)
    none, named = _Barred(t for t in barred if t.kind == "none"), [t for t in barred if t.kind != "none"]
    amounts = []
    at = 0
    for core in cores:
        if core.start() < at or none.touches(core.start(), core.end()):
            continue
        amount = _amount(text, core)
        if amount is not None:
            amounts.append(amount)
            at = amount.end
    return tuple(_match(text, a, named) for a in _ranges(text, amounts))


class _Barred:
    """Ranges, some of which may overlap."""

    def __init__(self, ranges: Iterable[Trap]) -> None:
        ordered = sorted(ranges)
        self._starts = [trap.start for trap in ordered]
        self._furthest = list(accumulate((trap.end for trap in ordered), max))

    def touches(self, start: int, end: int) -> bool:
        """Whether any of them shares a place with another range."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start


def _barred(text: str) -> list[Trap]:
    """What must not be read as a number: dates that are more than a length, and the traps of the lexicon."""
    timed = [Trap(d.start, d.end, "none") for d in find_dates(text) if d.type != "duration" or d.role == "availability"]
    return [*timed, *traps(text)]


def _amount(text: str, core: re.Match[str]) -> Amount | None:
    group = str(core.lastgroup)
    if group == "digits":
        plain = re.sub(r"[^\d.]", "", core[0])
        if len(plain) > MOST_DIGITS:
            return None
        value = float(plain) * (-1 if core[0][0] in "-−" else 1)
        return amount_at(text, core.start(), core.end(), value, money="£" in core[0] or "GBP" in core[0])
    if group == "words":
        return _in_words(text, core)
    return _part_or_multiple(text, core, group)


def _in_words(text: str, core: re.Match[str]) -> Amount | None:
    """A number in words; "one" as a pronoun and other small ones count only with a unit or beside a plural."""
    number = word_number(core[0].replace("-", " "))
    amount = None if number is None else amount_at(text, core.start(), core.end(), number, money=False)
    small = amount is not None and amount.kind == "count" and amount.value < SMALL_WORDS
    if amount and small and (amount.value == 1 or counted_noun(text, amount.end)[0] is None):
        return None
    return amount


def _part_or_multiple(text: str, core: re.Match[str], group: str) -> Amount | None:
    before, after = text[max(0, core.start() - 24) : core.start()], text[core.end() : core.end() + 24]
    value = float(lexicon("numbers")[group + "s"][re.sub(r"\s+", " ", core[0].lower())])
    if group == "halving":
        return Amount(core.start(), core.end(), value, "percent", "halving")
    if group == "multiple":
        if re.match(
            r"(?i)[-\s]+(?:check|running|digit|room|bed|glazed|a\s|daily|weekly|yearly|per\s|counting|bass|edge)", after
        ):
            return None
        return Amount(core.start(), core.end(), value, "multiple", "multiple")
    if re.search(r"(?i)\b(?:first|second|last|final|other|next|this|latter|each|every)\s+$", before):
        return None
    leading, following, closing = _beside_parts()
    if following.match(after) or (leading.search(before) and closing.match(after)):
        return Amount(core.start(), core.end(), value, "percent", "fraction")
    return None


@cache
def _beside_parts() -> tuple[re.Pattern[str], ...]:
    """What leads to a part of a whole, what follows one, and what closes one that something leads to."""
    before, after, closing = (one_of(lexicon("numbers")["parts"][side]) for side in ("before", "after", "closing"))
    return (
        re.compile(rf"(?i)\b{before}\s+$"),
        re.compile(rf"(?i)\s+{after}\b"),
        re.compile(rf"\s*(?:[^-\w\s]|$)|(?:\s+{closing}\b)"),
    )


def _ranges(text: str, amounts: list[Amount]) -> list[Amount]:
    """Two ends made one range; of "from A to B" the first takes the unit of the second."""
    out: list[Amount] = []
    for amount in amounts:
        pair = _joined(text, out[-1], amount) if out else None
        if pair is None:
            out.append(amount)
        else:
            out[-1:] = pair
    return out


def _joined(text: str, first: Amount, second: Amount) -> tuple[Amount, ...] | None:
    """One amount for a range, two with a unit each for a change; None where they stand for themselves."""
    link = _link().fullmatch(text[first.end : second.start])
    if link is None or not _same_scale(first, second):
        return None
    lead = re.search(r"(?i)\b(from|between)\s+$", text[max(0, first.start - 10) : first.start])
    word = lead[1].lower() if lead else ""
    by = re.search(r"(?i)\bby\s+$", text[max(0, first.start - 4) : first.start])
    if not link["dash"] and second.value > 3 * first.value and by:
        return None  # "rose by £38m to £791m": a change, and the level it led to
    low = first.value * (second.scale if first.scale == 1 and second.value > first.value else 1)
    if word == "from" and not link["dash"]:
        return first._replace(value=low, unit=second.unit, kind=second.kind), second
    if (link["and"] and word != "between") or low >= second.value:
        return None
    whole = first if first.kind == "money" else second
    return (second._replace(start=first.start, value=low, high=second.value, unit=whole.unit, kind=whole.kind),)


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"(?P<dash>\s?[-–—]\s?)|\s+(?:to|or|(?P<and>and))\s+")


def _same_scale(first: Amount, second: Amount) -> bool:
    """Whether the first can be the low end of the second: the same unit, or a bare number before one."""
    if first.unit == second.unit and first.kind == second.kind:
        return True
    if first.kind == "money":
        return first.scale == 1 and second.kind == "count" and second.scale > 1
    return (
        first.kind == "count" and first.scale == 1 and second.kind in ("percent", "point", "duration", "money", "rate")
    )


def _match(text: str, amount: Amount, named: list[Trap]) -> NumberMatch:
    """The number; `named` are the ranges of names and ages, in order, none within another."""
    kind: NumberKind = amount.kind
    counted, over = None, text.startswith("+", amount.end) or bool(_OR_MORE.match(text, amount.end))
    at = bisect_right(named, amount.start, key=lambda trap: trap.start)
    if at and amount.start < named[at - 1].end:
        kind = "age" if named[at - 1].kind == "age" else "name"
    if kind == "count":
        counted, is_scope = counted_noun(text, amount.end)
        kind = "name" if is_scope and amount.value <= MOST_IN_SCOPE else "count"
    stated = qualifier_before(text, amount.start)
    qualifier: Qualifier = "over" if over and stated == "none" else stated
    words = text[amount.start : amount.end]
    return NumberMatch(
        amount.start, amount.end, amount.value, amount.high, amount.unit, counted, qualifier, words, kind
    )


@cache
def _qualifiers() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{one_of(words)})" for name, words in lexicon("numbers")["qualifiers"].items())
    return re.compile(
        rf"(?i)(?<![\w-])(?<!\bno )(?<!\bnot )(?<!handed )(?<!taken )(?<!turned )(?:{groups})\s*(?:an?\s+|the\s+)?"
        r"(?:(?:estimated|further|additional|average\s+of)\s+)?$"
    )


@cache
def _qualifier_ends() -> tuple[str, ...]:
    """What the words before a number end with where they qualify it, in lower case."""
    ends = {words.lower().split()[-1] for forms in lexicon("numbers")["qualifiers"].values() for words in forms}
    return (*ends, "a", "an", "the", "estimated", "further", "additional", "of")


def qualifier_before(text: str, start: int) -> Qualifier:
    """The qualifier that ends where a number starts: over, around, nearly, up_to, or none."""
    lead = text[max(0, start - 40) : start]
    found = _qualifiers().search(lead) if lead.rstrip().lower().endswith(_qualifier_ends()) else None
    return found.lastgroup if found else "none"  # type: ignore[return-value]  # the tables bear the names
