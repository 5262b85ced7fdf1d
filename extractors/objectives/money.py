"""Money that is a target: a saving, a surplus, a ceiling to keep to; what is handed out or spent is a figure."""

import re
from functools import cache

from extractors.comparators import change_verbs, compare
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch
from extractors.objectives.clauses import clause_start

_SAVES = re.compile(
    r"(?i)\b(?:save|saving|saves|find|release|cut|deliver)\s+(?:(?!and\b|to\b)[\w’'-]+\s+){0,4}?(?:at\s+least\s+|a\s+further\s+|up\s+to\s+|around\s+)?$"
)
# "an agency ceiling of £41.8m", "the target for the year is £26m", "must stay above £12m", "may not exceed £15m"
_LIMITED = re.compile(
    r"(?i)\b(?:(?:target|ceiling|limit|cap|control\s+total|goal)\s+(?:for\s+[\w\s/]{2,30}?\s)?(?:of|is|at|:|remains)"
    r"|(?:not|never)\s+(?:to\s+)?(?:exceed|go\s+above|go\s+over|rise\s+above|fall\s+below)|stay\s+(?:above|below|within|under|over)"
    r"|(?:ideas|schemes|savings|plans|initiatives|efficiencies|projects)\s+(?:worth|of|totalling)|(?:kept|held|remain|keep|hold)\s+(?:[\w’'-]+\s+){0,5}?(?:above|below|within|under|over|at))\s+(?:an?\s+)?$"
)
_TAKEN_OUT = re.compile(r"(?i)\s+out\s+of\b")


def is_saving(text: str, number: NumberMatch) -> bool:
    """Whether money is something to achieve or to keep to: a saving, a target, a ceiling."""
    floor = clause_start(text, number.start)
    if _TAKEN_OUT.match(text, number.end) and re.search(
        r"(?i)\b(?:take|taking|strip|remove)\s+$", text[: number.start]
    ):
        return True
    if _LIMITED.search(text, max(floor, number.start - 80), number.start):
        return True
    near = text[max(floor, number.start - 60) : number.end + 40]
    if _SAVES.search(text, max(floor, number.start - 60), number.start):
        return True
    gained = any(v.way == "reach" for v in change_verbs(text, floor, number.start)) or "target" in near
    gained = gained or compare(text, number.start, number.end, unit=number.unit, better=None) is not None
    return gained and bool(money_noun().search(near))


@cache
def money_noun() -> re.Pattern[str]:
    """Nouns of money that is to be made or kept to ("saving", "surplus")."""
    return re.compile(rf"(?i)\b{one_of(lexicon('comparators')['money']['words'])}\b")


def saves(text: str, number: NumberMatch, floor: int) -> bool:
    """Whether a verb of saving stands before money: "save the Council at least £3 million"."""
    return number.unit == "GBP" and bool(_SAVES.search(text, max(floor, number.start - 60), number.start))
