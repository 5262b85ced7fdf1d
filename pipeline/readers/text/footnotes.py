"""Footnotes in text: the raised digits that mark them, and the lines that begin with the same number."""

import re

_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINE = re.compile(r"\[?(?P<number>\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\]?\s+(?=[A-Z“‘\"(]|https?:)")


def raised_numbers(text: str) -> frozenset[str]:
    """The numbers that stand raised in a text."""
    return frozenset(found.translate(_PLAIN) for found in _RAISED.findall(text))


def note_number(line: str) -> str | None:
    """The number that a line begins with as a footnote does ("2 From referral."), or None."""
    match = _LINE.match(line)
    return match["number"].translate(_PLAIN) if match else None
