"""What a table's cell of values looks like: a number with its unit, or a mark for none; and the times that head it."""

import re

_YEAR = r"(?:(?:19|20)\d\d\s?[/–-]\s?\d{2}(?:\d\d)?|(?:[A-Z][a-z]+\s)?20\d\d|Q[1-4])"
TIME = re.compile(rf"(?<![\w/]){_YEAR}(?![\w/])")
_MORE = r"(?:at least|no more than|not more than|less than|more than|fewer than|under|over|up to|below|above|around)\s+"
_UNIT = (
    r"%|bn|mn?|k|pp|x|million|billion|thousand|percentage points?|per cent|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|months?|years?|patients?|people|beds?|appointments?|WTEs?"
)
_NUMBER = (
    rf"(?:{_MORE}|[<>≤≥~+−–-]\s?)?£?\d[\d,]*(?:\.\d+)?(?:\s?(?:{_UNIT})(?!\w))*"
    r"(?:\s(?:per\s[\w,]+(?:\smillion)?|or (?:more|less|fewer|above|below)|reduction|increase|improvement)(?!\w))*"
    rf"(?:\sin\s\d+)?(?:\s(?:by|in|from)\s{_YEAR})?"
)
_ANY = rf"(?:{_NUMBER}|[–—-]|n/a|N/A|TBC|tbc|zero|Zero|nil|Nil)"
VALUE = re.compile(_ANY)
LAST_VALUE = re.compile(rf"(?:^|\s)({_NUMBER}|n/a|N/A|TBC|tbc)$")
