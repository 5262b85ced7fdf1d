"""One spelling for amounts, the same in passages and in queries.

"four-hour" is 4-hour, "£2.4bn" is £2400000000, "12h" is 12 hours, "77.40 per cent" is 77.4 %. What a query puts in
quotation marks is matched as it is spelt and does not come here.
"""

import re
from decimal import Decimal

_ONES = ("two", "three", "four", "five", "six", "seven", "eight", "nine")  # "one" is mostly no number ("one of the")
_STARTS = ("thir", "four", "fif", "six", "seven", "eigh", "nine")
_TEENS = ("ten", "eleven", "twelve", *(f"{start}teen" for start in _STARTS))
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {
    "one": 1,
    **{word: value for value, word in enumerate([*_ONES, *_TEENS], start=2)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SCALES = {  # powers of ten
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "mn", "million"), 6),
    **dict.fromkeys(("b", "bn", "billion"), 9),
    **dict.fromkeys(("tn", "trillion"), 12),
}
_SHORT_UNITS = {  # what a unit behind a number is written for
    **dict.fromkeys(("h", "hr", "hrs"), "hours"),
    **dict.fromkeys(("min", "mins"), "minutes"),
    **dict.fromkeys(("wk", "wks"), "weeks"),
    **dict.fromkeys(("yr", "yrs"), "years"),
    **dict.fromkeys(("pp", "ppt", "ppts"), "percentage points"),
    "ww": "week waits",
}
# stems of what makes a level of the number before
UNITS = frozenset({"%", "hour", "minut", "day", "week", "month", "year", "percentag"})

_HINTS = ("two", "hree", "four", "five", "six", "even", "eight", "nine", " ten", "twe", "thirt", "fift", "fort", "one-")
_SPELT = re.compile(
    rf"\b(?=[tfseno])(?:(?P<tens>{'|'.join(_TENS)})(?:[-\s](?P<one>one|{'|'.join(_ONES)}))?"
    rf"|(?P<low>{'|'.join([*_TEENS, *_ONES])}|one(?=-(?:hour|day|week|month|year|minute)s?\b)))\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"£\s?(?P<pounds>\d+(?:\.\d+)?)\s?(?P<letter>[mbk])\b"
    r"|(?<![\w./])(?P<number>\d+(?:\.\d+)?)(?:"
    r"(?P<percent>\s?(?:%|per\s?cent\b))"
    r"|\s?(?P<scale>thousand|mn|million|bn|billion|tn|trillion)\b|(?P<glued>m)\b"
    r"|\s?(?P<unit>hrs?|mins?|wks?|yrs?|ppts?|pp)\b|(?P<stuck>h|ww)\b)",
    re.IGNORECASE,
)
_PARAGRAPH = r"(?<!£)(?:1?\d|20)\.[1-9]0(?!\d|\s?%|[\s-](?:hour|day|week|month|year|minute|percent))"
# a decimal with zeros at its end: no version (1.10.0), no year (2024.0), no number of a paragraph (2.10, not 2.10%)
_ZEROS = re.compile(rf"(?<![\w./])(?!20\d\d\.|{_PARAGRAPH})(\d+)(?:\.0+|(\.\d*[1-9])0+)(?![\w/]|\.\d)")


def one_spelling(text: str) -> str:
    """A text with its amounts written in one way; commas inside numbers must be gone already."""
    lower = f" {text.lower()}"
    if any(hint in lower for hint in _HINTS):
        text = _SPELT.sub(_digits, text)
    return without_zeros(_MEASURED.sub(_plain, text))


def without_zeros(text: str) -> str:
    """A text whose decimals have no zeros at their end: "78.0" is 78, "77.40" is 77.4."""
    return _ZEROS.sub(r"\1\2", text) if "0" in text and "." in text else text


def _digits(match: re.Match[str]) -> str:
    if match["tens"]:
        return str(_VALUES[match["tens"].lower()] + _VALUES.get((match["one"] or "").lower(), 0))
    return str(_VALUES[match["low"].lower()])


def _plain(match: re.Match[str]) -> str:
    if match["percent"]:
        return f"{match['number']} %"
    scale = match["scale"] or match["glued"] or match["letter"]
    if scale:
        whole = Decimal(match["number"] or match["pounds"]) * 10 ** _SCALES[scale.lower()]
        return f"{'£' * bool(match['pounds'])}{whole.normalize():f}"
    return f"{match['number']} {_SHORT_UNITS[(match['unit'] or match['stuck']).lower()]}"
