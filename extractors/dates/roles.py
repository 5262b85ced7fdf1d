"""What a time is for: a deadline or a period, a threshold, a frequency, a span, a name, an amount."""

import re
from functools import cache

from corpus.facts import DateRole
from extractors.dates.records import Atom
from extractors.lexicon import lexicon, one_of


def is_age(text: str, atom: Atom) -> bool:
    """Whether a length of time is an age, or names something else ("aged 14 years", "5 day cases")."""
    if atom.form != "duration":
        return False
    before, after = _ages()
    return bool(before.search(text[max(0, atom.start - 24) : atom.start]) or after.match(text, atom.end))


@cache
def _ages() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("dates")["ages"]
    lead = rf"(?i)\b{one_of(words['before'])}\s+(?:(?:over|under|from|between)\s+)?$"
    return re.compile(lead), re.compile(
        rf"(?i)[-\s]+{one_of(words['after'])}\b|\s+(?:case|cases|surgery|unit)\b|\s+plan\b"
    )


def role_of(text: str, atom: Atom) -> DateRole:
    """The role of a date, from its form and the words around it."""
    if atom.role in ("availability", "name", "frequency"):
        return atom.role
    if atom.type == "duration":
        return _duration_role(text, atom)
    if atom.form == "relative" and re.match(r"(?i)(?:the\s+)?next\s+\w+\s+\w+s$", text[atom.start : atom.end]):
        return "span"
    return "name" if atom.form in ("year", "financial_year") and _is_name(text, atom) else "time"


@cache
def _roles() -> re.Pattern[str]:
    roles = "|".join(f"(?P<{role}>{one_of(words)})" for role, words in lexicon("dates")["roles"].items())
    return re.compile(rf"(?i)(?<![\w-])(?:{roles})\s+$")


def _duration_role(text: str, atom: Atom) -> DateRole:
    lead = _roles().search(text[max(0, atom.start - 32) : atom.start])
    long = re.search(r"(?i)(?:months?|years?|yrs?)$", text[atom.start : atom.end])
    if lead and lead.lastgroup:
        if lead.lastgroup == "span" and not long and re.search(r"(?i)\bover\s+$", lead[0]):
            return "threshold"
        return lead.lastgroup  # type: ignore[return-value]  # the lexicon's tables are named after the roles
    return "span" if long else "threshold"


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("dates")["names"]
    after = rf"(?:['’]s)?\s+{one_of(words['after'])}"
    return re.compile(rf"\b{one_of(words['before'])}\s+(?:for\s+)?$"), re.compile(after)


def _is_name(text: str, atom: Atom) -> bool:
    before, after = _names()
    return bool(before.search(text[max(0, atom.start - 40) : atom.start]) or after.match(text, atom.end))
