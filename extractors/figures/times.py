"""What time a number in a sentence speaks of."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus.document import Document
from corpus.facts import Period
from extractors.dates import DateContext, DateMatch, find_dates
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

REACH = 300  # characters: how far a clause is read to either side of a number
LONGEST_TITLE = 120  # characters
OPENING = 5  # blocks that may hold the title of a report


def clause_range(text: str, number: NumberMatch) -> tuple[int, int]:
    """From the last semicolon or colon before a number to the next semicolon, within reach."""
    low, high = max(0, number.start - REACH), min(len(text), number.end + REACH)
    start = max(text.rfind(";", low, number.start) + 1, text.rfind(": ", low, number.start) + 1, low)
    end = text.find(";", number.end, high)
    return start, high if end < 0 else end


def period_of(
    text: str, number: NumberMatch, dates: Sequence[DateMatch], numbers: Sequence[NumberMatch], *, starts: bool = False
) -> DateMatch | None:
    """The date that the figure speaks of: the next one before another number, or else the nearest before it.

    What a change `starts` from has only the date that stands right after it.
    """
    known = [d for d in dates if speaks_of_time(text, d)]
    following = range(bisect_right(numbers, number.start, key=lambda n: n.start), len(numbers))
    others = (numbers[i].start for i in following if numbers[i].kind not in ("duration", "age", "name"))
    limit = min(next(others, len(text)), clause_range(text, number)[1])
    after = [d for d in known if number.end <= d.start < limit and not _turns().search(text[number.end : d.start])]
    if after:
        return after[0]
    before = [d for d in known if d.end <= number.start and not _is_compared(text, d)]
    if before and not starts:
        return before[-1]
    if starts:
        return None
    shared = [d for d in known if d.hint != "by" and re.fullmatch(r"[^,;.():]{0,60}", text[number.end : d.start])]
    return shared[0] if shared else None


def _is_compared(text: str, date: DateMatch) -> bool:
    """Whether a date belongs to a number that was only compared with: "down from 75.1% in August"."""
    return bool(_compared_number().search(text[max(0, date.start - 60) : date.start]))


@cache
def _compared_number() -> re.Pattern[str]:
    lead = r"(?:up|down)\s+from|compared\s+(?:with|to)|against|versus"
    number = r"[^;\d]{0,15}\d[\d.,]*[^;,\d]{0,25}?(?:\s(?:in|at|on|for))?\s*$"
    return re.compile(rf"(?i)\b(?:{lead})\b{number}|\b(?:best|worst|highest|lowest)\s+(?:\w+\s+)?$")


def is_to_date(text: str, number: NumberMatch) -> bool:
    """Whether a figure runs up to the day of the document: "so far", "to date"."""
    start, end = clause_range(text, number)
    near = text[max(start, number.start - 30) : number.start]
    return bool(re.search(r"(?i)\b(?:so\s+far|to\s+date)\b", near + "|" + text[number.end : end]))


@cache
def _turns() -> re.Pattern[str]:
    """Words between a number and a date that turn to something that it is compared with."""
    return re.compile(
        r"(?i)\b(?:below|above|compared|than|against|versus|relative|up\s+from|down\s+from|since|published|target|plan"
        r"|agreed)\b|\("
    )


def speaks_of_time(text: str, date: DateMatch) -> bool:
    """Whether a date says when, rather than what is compared with, or what something is called."""
    if date.role != "time" or (date.latest is None and date.earliest is None):
        return False
    if re.match(r"(?i)the\s+same\b", date.text) or _attributive().match(text, date.end):
        return False
    before = text[max(0, date.start - 30) : date.start]
    if date.type == "date" and re.search(r"(?i)\bon\s+$", before):
        return True
    return not comparison().search(before)


@cache
def comparison() -> re.Pattern[str]:
    """The words before a date or a number that something is compared with."""
    return re.compile(rf"(?i)(?<![\w-]){one_of(lexicon('figures')['comparison']['words'])}\s+(?:the\s+)?$")


@cache
def _attributive() -> re.Pattern[str]:
    """A year that only names a thing: "the 2023/24 scheme", "their 2022/23 baseline", "2023/24 prices"."""
    return re.compile(rf"\s+{one_of(lexicon('figures')['comparison']['attributive'])}\b")


def leans(text: str, number: NumberMatch) -> bool:
    """Whether a clause without a date may lean on a time named before: it tells of the past."""
    start, end = clause_range(text, number)
    clause = text[start:end]
    if re.match(r"\s*(?:\\?\(|(?:This|That|These)\s)", text):
        return True
    return _tells_of_past(text) and bool(_past().search(clause)) and not is_general(text, number)


def is_general(text: str, number: NumberMatch) -> bool:
    """Whether the clause says what holds now or always: in the present, with no past form between it and the number."""
    start, end = clause_range(text, number)
    if not _is_general_somewhere(text):
        return False
    past = [m.start() for m in _past().finditer(text, start, number.start)]
    general = [m.start() for m in _general().finditer(text, start, number.start)]
    if past or general:
        return max(general, default=-1) > max(past, default=-1)
    after = _general().search(text, number.end, end)
    return after is not None and not _past().search(text, number.end, after.start())


@lru_cache(maxsize=64)
def _tells_of_past(text: str) -> bool:
    return _past().search(text) is not None


@lru_cache(maxsize=64)
def _is_general_somewhere(text: str) -> bool:
    return _general().search(text) is not None


@cache
def _past() -> re.Pattern[str]:
    verbs = one_of(lexicon("figures")["periods"]["past"])
    return re.compile(rf"(?i)\b(?:{verbs}|(?<!is )(?<!are )(?<!be )(?<!been )(?<!now )(?<!still )[a-z]{{2,}}ed)\b")


@cache
def _general() -> re.Pattern[str]:
    """What holds in general or now stands in no past time."""
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['periods']['general'])}\b")


def report_period(document: Document, context: DateContext) -> Period | None:
    """The month, quarter or year that a report is on, as its title says ("Performance report: September 2025").

    None for plans and guidance, and where the title names no time that had ended when the document was published.
    """
    if context.planning:
        return None
    for title in _titles(document):
        if not _report().search(title) or _plan().search(title):
            continue
        for date in find_dates(title, context):
            if date.role not in ("time", "name") or date.type == "date" or not (date.earliest and date.latest):
                continue
            if _issued().search(title[: date.start]) or (context.published and date.latest > context.published):
                continue
            return Period(start=date.earliest, end=date.latest)
    return None


def _titles(document: Document) -> list[str]:
    """What may hold a report's title: the title, each of the first blocks, and the short ones of them in a row."""
    blocks = [document.quote(b)[:REACH] for b in document.blocks[:OPENING]]
    return [document.title, *blocks, ", ".join(b for b in blocks if len(b) <= LONGEST_TITLE)]


@cache
def _issued() -> re.Pattern[str]:
    """A date after one of these says when a report came out, not what it is on."""
    return re.compile(r"(?i)\b(?:published|updated|presented|issued|meeting|held|approved|next)\b[^|\n]{0,24}$")


def is_report(document: Document) -> bool:
    """Whether the opening says that the document reports: a later sentence leans on the last time named."""
    return any(_report().search(t) for t in _titles(document)) and not _plan().search(document.title)


@cache
def _report() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['periods']['reports'])}\b")


@cache
def _plan() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['periods']['plans'])}\b")
