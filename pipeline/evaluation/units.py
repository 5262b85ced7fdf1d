"""Units and qualifiers as they are compared: spellings of one unit are one, and what is counted is a count."""

from typing import get_args

from corpus.facts import Unit

UNITS = frozenset(get_args(Unit)) - {"count"}
SPELLINGS = {
    "%": "percent",
    "percentage": "percent",
    "pp": "percentage_point",
    "ppt": "percentage_point",
    "percentage_points": "percentage_point",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "minutes": "minute",
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "times": "multiple",
    "fold": "multiple",
}
QUALIFIERS = frozenset({"over", "around", "nearly", "up_to"})
WORDS_OF_QUALIFIERS = {"above": "over", "about": "around", "circa": "around", "almost": "nearly", "up to": "up_to"}


def unit_of(unit: str | None) -> str | None:
    """The unit that a row means; any noun that is no unit of its own is what a count counts."""
    if unit is None:
        return None
    known = SPELLINGS.get(unit, unit)
    return known if known in UNITS else "count"


def qualifier_of(word: str | None) -> str:
    """The qualifier that a row means; "none" for a word that is none."""
    known = WORDS_OF_QUALIFIERS.get(str(word), str(word))
    return known if known in QUALIFIERS else "none"
