"""Numbers in words: "seven", "twenty-five", "one hundred and twenty"."""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of


@cache
def _values() -> dict[str, int]:
    words = lexicon("numbers")
    return {**words["ones"], **words["tens"]}


@cache
def word_number_pattern() -> str:
    """A pattern, without groups, for a whole number in words below a million million."""
    words = lexicon("numbers")
    small = rf"(?:{one_of(words['tens'])}(?:[-\s]{one_of(words['ones'])})?|{one_of(words['ones'])})"
    scale = one_of(words["scales"])
    return rf"(?:{small}|hundred(?=\s+and\b)|(?:a|an)(?=\s+{scale}\b))\b(?:(?:\s+and)?\s+(?:{scale}|{small})\b){{0,6}}"


def word_number(words: str) -> float | None:
    """The number that the words say; None where they say none ("twenty thirty" is two numbers, not one)."""
    total = group = 0
    scales = lexicon("numbers")["scales"]
    for word in re.findall("[a-z]+", words.casefold()):
        if word in ("and", "a", "an"):
            group = group or (word != "and")
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in scales:
            total, group = total + max(group, 1) * scales[word], 0
        elif word not in _values() or (group % 100 and (_values()[word] > 9 or group % 10)):
            return None
        else:
            group += _values()[word]
    return float(total + group)


def small_number(words: str) -> float:
    """A number in digits or words, as date phrases use it.

    Raises:
        ValueError: when the words are neither.
    """
    try:
        return float(words.replace(",", ""))
    except ValueError:
        value = word_number(words.replace("-", " "))
        if value is None:
            raise
        return value
