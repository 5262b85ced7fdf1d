"""What an amount of money is for, or was spent on."""

import re
from functools import cache

from extractors.figures.phrases import WORD, phrase_after, words_of
from extractors.figures.subjects import subject_of
from extractors.numbers import NumberMatch

REACH = 300  # characters: how far the words of a measure are looked for
NEAR = 60  # characters: how far the words that lead to a number may stand from it


def money_measure(text: str, number: NumberMatch) -> str | None:
    """What an amount of money is for, by the verb before it or the words after it; None where neither says."""
    return _spent(text, number) or _was(text, number) or _purpose(text[number.end : number.end + REACH])


def _spent(text: str, number: NumberMatch) -> str | None:
    """What money was spent or invested in, by the verb before it: "spent £4m on X" is spending on X."""
    verb = re.search(
        r"(?i)\b(spen[dt]|invest)(?:s|ed|ing)?\b(?![^.;,]*\b(?:was|were|is|are|stood|of|per)\b)[^.;,]{0,30}$",
        text[: number.start][-60:],
    )
    on = re.match(r"(?i)(?:\s+a\s+(?:month|year))?\s+(?:on|in|into)\s+", text[number.end :])
    if verb is None or on is None:
        return None
    thing = phrase_after(text[number.end + on.end() :][:REACH])
    named = "spending on" if verb[1].lower() in ("spend", "spent") else "investment in"
    return f"{named} {thing}" if thing else None


def _was(text: str, number: NumberMatch) -> str | None:
    """The subject of "spending per head was £2,750 in England": where the amount is for nothing that follows."""
    at = re.search(r"(?i)\b(?:was|were|is|are|stood\s+at|stands\s+at)\s+(?:\w+\s+)?$", text[: number.start][-40:])
    place = re.match(r"(?i)\s+(?:in|on|at)\s", text[number.end :])
    return subject_of(text, number) if at and place else None


def _purpose(after: str) -> str | None:
    """What an amount is for: "of savings", "a year in X", "Discharge Fund", "allocated to X", "to develop X"."""
    set_aside = re.match(
        r"(?i)\s+(?:has|have|had|was|will)\s+(?:been|be)?\s*(?:made\s+available|set\s+aside|allocated|provided|committed)"
        r"\s+(?P<link>to|for)\s+",
        after,
    )
    if set_aside:
        return phrase_after(("money to " if set_aside["link"] == "to" else "") + after[set_aside.end() :], wide=True)
    source = re.match(r"(?i)\s+(?:comes?|came|is|was)\s+from\s+(?:the\s+)?", after)
    if source:
        return f"funding from {phrase_after(after[source.end() :])}"
    for lead, wide in (
        (
            r"(?:\s+a\s+(?:month|year|week|day))?\s+(?:of|in|into|towards|for|on|worth\s+of)\s+(?:the\s+)?(?!a\s+full)"
            r"|\s+(?=(?-i:[A-Z]))",
            False,
        ),
        _given(),
    ):
        found = re.match(rf"(?i){lead}", after)
        if found:
            return phrase_after(after[found.end() :], wide=wide)
    into = re.match(r"(?i)\s+to\s+(?:the|its|our|their)\s+", after)
    if into:
        return phrase_after(after[into.end() :])
    named = _named_money().match(after)
    if named:
        goes_on = re.match(r"(?i)\s+(?:of|in|for)\s+(?!the\s+(?:next|first|year)\b)", after[named.end() :])
        return phrase_after(after) if goes_on else named[1]
    purpose = re.match(r"\s+to\s+(?!£|\d|date\b|the\b)", after)
    return phrase_after("money to " + after[purpose.end() :], wide=True) if purpose else None


@cache
def _named_money() -> re.Pattern[str]:
    """The name of a sum: "120 million of capital FUNDING"."""
    return re.compile(rf"\s+((?:{WORD}\s+){{0,3}}?{words_of('money')})\b")


def _given() -> tuple[str, bool]:
    return rf"\s+(?={words_of('given')}\b)", True


@cache
def of_what_follows() -> re.Pattern[str]:
    """The "of" after a number, with what stands before its noun."""
    return re.compile(r"(?i)\s+of\s+(?:(?:all|the|their|our|its)\s+)?")
