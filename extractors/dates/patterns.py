"""How the atoms of dates are written."""

import re
from collections import defaultdict
from functools import cache

from extractors.lexicon import lexicon, one_of

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
FY_TAIL = r"(?![\d/]|[.,]\d|\s?%)"
FY = (
    rf"(?:(?:FY|F/Y)\s?)?(?:20\d\d\s?[/–-]\s?20\d\d|20\d\d\s?[/–-]\s?\d\d|20\d\d/\d|\d\d\s?/\s?\d\d){FY_TAIL}"
    rf"|(?:FY|F/Y)\s?(?:20)?\d\d(?![\d/])"
)
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = (*_ONES, *_TEENS)
_ONE = "|".join(_ONES)
_TEN = "|".join(_TENS)
NUMBER = rf"(?:\d{{1,3}}(?:\.\d+)?|{'|'.join(reversed(SMALL))}|(?:{_TEN})(?:[- ](?:{_ONE}))?)"
_IN_CENTURY = rf"(?:{'|'.join(_TEENS)}|(?:twenty|thirty|forty|fifty)(?:[- ](?:{_ONE}))?)\b"
SPOKEN = rf"twenty\s+{_IN_CENTURY}"  # a year, as it is said
BARRED = r"\w£$€#/.,&="  # none of these stands before an atom
_DIGIT = re.compile(r"\d")

ENDS: dict[str, tuple[str, ...]] = {  # the last words that each rule before a date can have
    "edge": ("end", "close", "start", "beginning", "middle", "of", "the", "month", "year"),
    "vague": ("early", "mid", "late", "in"),
    "week": ("commencing", "beginning", "w/c", "on"),
    "length": ("to", "ending", "ended", "on", "in", "at"),
    "part": ("half", "quarter", "month", "months", "week", "weeks", "of", "in", "the", "year"),
    "to date": ("ytd", "date", "in", "for", "to", "at", "the"),
    "same": ("in", "of"),
    "financial year": ("year", "years", "of"),
    "since": ("since", "the"),
    "before": ("before", "to", "of", "the", "pre"),
    "after": ("after", "beyond", "following", "post"),
    "until": ("to", "until", "including"),
    "years from": ("from", "starting", "beginning", "in", "with"),
    "calendar year": ("year", "of"),
}


@cache
def _trigger() -> re.Pattern[str]:
    words = [*lexicon("dates")["months"], *lexicon("dates")["seasons"]["names"], "quarter", "half", "month", "year"]
    words += ["hour", "minute", "week", "day", "second", "twenty", *lexicon("dates")["feasts"]]
    return re.compile(one_of(words))


def may_hold_atoms(low: str) -> bool:
    """Whether a text in lower case has what no date is without: a digit, a month, a season, a part of a year."""
    return _DIGIT.search(low) is not None or _trigger().search(low) is not None


@cache
def opening() -> re.Pattern[str]:
    """Where an atom may begin in a text in lower case: found much faster than `scanner` tells what begins there."""
    words = lexicon("dates")
    units = "".join(sorted({form[0] for forms in words["duration_units"].values() for form in forms}))
    month = r"(?:(?!\w)|to)"  # or the first of two, joined
    starts: dict[str, list[str]] = defaultdict(list)
    for names, following in (
        ((*words["months"], *words["short_months"]), month),
        (words["weekdays"]["names"], r"[,\s]"),
        (words["seasons"]["names"], r"[\s-]"),
        ((*SMALL, *_TENS), rf"[\s+–{units}-]"),
        (words["feasts"], r"(?!\w)"),
        (("an", "a"), rf"\s+{one_of(words['duration_ones']['units'])}"),
        (("month", "quarter"), r"\s"),
        (("the",), r"\s+\d"),
        (("twentieth", "twenty first", "twenty-first"), r"\s"),
        (("q", "h", "m"), "[0-9]"),
        (("fy", "f/y"), ""),
    ):
        for name in names:
            starts[name[0]].append(re.escape(name[1:]) + following)
    forms = "|".join(f"(?<={first})(?:{'|'.join(rests)})" for first, rests in sorted(starts.items()))
    return re.compile(rf"[\d{''.join(sorted(starts))}](?<![{BARRED}].)(?:(?<=\d)|{forms})")


@cache
def scanner() -> re.Pattern[str]:
    """All atoms in one pattern, a named group for each form; of two at one place the first listed wins."""
    words = lexicon("dates")
    long, short = one_of(words["months"]), one_of([*words["months"], *words["short_months"]])
    weekday, seasons = one_of(words["weekdays"]["names"]), one_of(words["seasons"]["names"])
    units = one_of(u for unit, forms in words["duration_units"].items() for u in forms)
    ones = one_of(words["duration_ones"]["units"])
    of = r"(?:\s+of)?(?:\s+the)?\s*,?\s*"
    patterns = {
        "numeric": r"(?:20\d\d-\d\d-\d\d|\d{1,2}([./-])\d{1,2}\1(?:20\d\d|\d\d))(?![\d/]|\.\d)",
        "availability": r"24\s?/\s?7|24\s+hours\s+a\s+day(?:,?\s+(?:7|seven)\s+days\s+a\s+week)?",
        "quarter": rf"(?i:Q[1-4]|quarter\s+(?:[1-4]|one|two|three|four))(?![\w%])"
        rf"(?:(?:{of}|[-–])(?:{FY}|{YEAR})(?!\d))?",
        "quarter_after": rf"(?:{FY})\s+(?:Q[1-4]|H[12])(?!\w)",
        "half": rf"(?<!-)H[12](?!\w)(?:(?:{of}|[-–])(?:{FY}|{YEAR})(?!\d))?",
        "month_number": rf"(?:[Mm]onth\s+(?:1[0-2]|0?[1-9])|M(?:1[0-2]|0?[1-9]))(?!\w|\.\d)(?:{of}(?:{FY}))?",
        "season_year": rf"(?i:{seasons})(?:\s+of)?(?:\s+|\s?-\s?)(?:{FY}|{YEAR})(?!\d)",
        "day_month": rf"(?:(?i:{weekday}),?\s+)?(?i:the\s+)?(?:{DAY}\s?(?:-|–|to|and|&)\s?)?{DAY}(?:\s+of)?[\s-]+"
        rf"(?i:{short})\b\.?(?:(?:,?\s+|-){YEAR}(?!\d)|\s+(?i:{SPOKEN}))?",
        "month_day": rf"(?i:{short})\.?\s+{DAY},\s+{YEAR}(?!\d)|(?i:{long})\s+\d{{1,2}}(?:st|nd|rd|th)\b",
        "month_year": rf"(?i:{short})\b\.?(?:\s+of)?[\s,–-]+{YEAR}(?![\d/])"
        rf"|(?i:{long})\s+(?i:{SPOKEN})|(?i:{short})(?:\s?['’‘]\s?|-)\d\d(?![\d/])|(?i:{short})\s+[23]\d(?![\d/]|\s?(?:per|%))",
        "month": "(?:" + "|".join(m.capitalize() for m in words["months"]) + r")(?!\w|-[a-z])"
        rf"|(?i:{short})(?=\s?(?:-|–|/|to)\s?(?i:{short})\.?\s+{YEAR})",
        "feast": rf"(?i:{one_of(words['feasts'])})(?!\w|[’']s)(?:,?\s+{YEAR}(?!\d))?",
        "century": r"(?:\d\dst|\d\dth|[Tt]wenty[- ]first|[Tt]wentieth)\s+[Cc]entury",
        "financial_year": FY,
        "duration_rate": rf"{NUMBER}\s+hours\s+(?:a|per)\s+day(?:,?\s+(?:and\s+)?{NUMBER}\s+days\s+(?:a|per)\s+week)?",
        "duration": rf"(?i:(?:{NUMBER}(?:\s?[-–]\s?|\s+(?:to|or|and)\s+))?{NUMBER}\+?(?:\s?[-–]?\s?|\s+)){units}\b"
        rf"(?:(?:(?<=hour)|(?<=hours)|(?<=minute)|(?<=minutes))(?:,?\s+and)?\s+{NUMBER}\s+(?:minutes?|seconds?)\b)?",
        "duration_one": rf"(?i:an?\s+{ones})(?![\w-])",
        "spoken_financial_year": rf"(?i:{SPOKEN}\s+{_IN_CENTURY})(?!\s+(?:{_TEN}))",
        "spoken_year": rf"(?i:{SPOKEN})(?![\s-]+(?:{units}|per|percent|percentage)\b)",
        "year": rf"{YEAR}(?![\d,]\d|[\w%]|\.\d|/\d)",
    }
    start = rf"(?<![{BARRED}])(?<!No\s)"
    return re.compile(start + "(?:" + "|".join(f"(?P<{n}>{_flat(p)})" for n, p in patterns.items()) + ")")


def _flat(pattern: str) -> str:
    """The one back reference among the patterns, named, so that the alternatives can be joined."""
    return pattern.replace(r"([./-])", r"(?P<mark>[./-])").replace(r"\1", r"(?P=mark)")
