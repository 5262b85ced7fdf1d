"""Is a length of time one that was measured, or a threshold, an age or a rule."""

import re
from functools import cache

from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

LEAST_WORKED = 100  # of "hours of nursing time": fewer are a rule
NEAR = 70  # characters: how far the words that lead to a time may stand from it


def is_measured_time(text: str, number: NumberMatch) -> bool:
    """A length of time that was measured: "2 million hours of staff time", "an average of 36 minutes"."""
    after = text[number.end : number.end + NEAR]
    before = text[max(0, number.start - NEAR) : number.start]
    if "-" in number.text or re.match(r"(?i)\s+or\s+(?:more|longer|less|under)\b", after):
        return False
    if re.search(r"(?i)\b(?:within|than|under|inside|every|next|last|past|over|beyond|after)\s+(?:\w+\s+)?$", before):
        return False
    if re.match(r"\s+of\s+(?!age|the\b|referral|arrival)", after) and number.value > LEAST_WORKED:
        return True
    if _compared_time().match(after) or re.search(
        r"(?i)\b(?:took|taking|takes|lost|losing|taken\s+part\s+in)\s+$", before
    ):
        return True
    if re.search(r"(?i)\b(?:compared\s+(?:with|to)|against|versus)\s+$", before) and _lengths().search(before):
        return True
    led = re.search(
        r"(?i)\b(?:by|was|were|is|of|at|to|from|took|averaged|around|about|reached|or)\s+(?:an?\s+)?(?:\w+\s+)?$|:\s*$",
        before,
    )
    return bool(led and (_time_measure().search(text) or re.match(r"\s+of\s+\w+\s+(?:costs?|stock|cover)", after)))


@cache
def _lengths() -> re.Pattern[str]:
    return re.compile(r"(?i)\d\s+(?:years|months|weeks|days|hours|minutes)\b")


@cache
def _compared_time() -> re.Pattern[str]:
    """A difference between lives or waits ("6.4 years earlier"), or a rate of days ("11.9 days a year")."""
    more = r"(?:less|more|fewer|earlier|later|longer|shorter|lower|higher|sooner|younger|quicker|faster|slower)"
    return re.compile(
        rf"(?i)\s+(?:{more}\b|in\s+(?:poor|good|ill)\b|(?:a|per)\s+(?:year|person|head|employee|patient))"
    )


@cache
def _time_measure() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['time_measures']['words'])}\b")
