"""Is a number in a sentence reported, which way does it point, and what time does it speak of."""

import re
from collections.abc import Sequence
from functools import cache

from corpus.facts import Direction
from extractors.dates import DateMatch
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

LEAST_COMPARED = 100  # a smaller bare number after "than" is as likely a part of a name
MOST_IN_WORDS = 13  # "eight reporting days" describes; a quantity that is measured stands in digits
REACH = 300  # characters: how far a clause is read to either side of a number
NEAR = 70  # characters: how far a verb of change may stand from its number


def is_reported(text: str, number: NumberMatch, *, default: bool) -> bool:
    """Whether the sentence reports the number, rather than sets it as a level to reach.

    The cue nearest before the number in its clause decides, then the nearest after it; without one, `default`. Money
    is always reported, unless it is savings or a surplus that somebody must make.
    """
    if number.kind in ("name", "age") or beside_a_level(text, number):
        return False
    if number.kind == "duration" and not _is_measured_time(text, number):
        return False
    if number.kind == "count" and number.value < MOST_IN_WORDS and number.text.isalpha():
        return False
    if number.kind == "count" and number.value < MOST_IN_WORDS and _if().search(_clause(text, number)):
        return False
    if number.kind == "count" and number.counted is None and not _is_total(text, number):
        return False
    if number.unit == "GBP":
        return not (_is_bound(text, number, default=not default) and _must_be_made().search(_clause(text, number)))
    return not _is_bound(text, number, default=not default)


def _is_bound(text: str, number: NumberMatch, *, default: bool) -> bool:
    start, end = _clause_range(text, number)
    if _order().match(text):
        return True
    before = list(_cues().finditer(text, start, number.start))
    if before:
        return before[-1].lastgroup == "binding"
    after = _cues().search(text, number.end, end)
    return after.lastgroup == "binding" if after else default


@cache
def _order() -> re.Pattern[str]:
    imperatives = [form for verb in lexicon("figures")["binding"]["imperatives"] for form in (verb, verb.capitalize())]
    opening = r"[\s•*‘“'\"–-]*(?:\(?[\da-z]{1,3}[.)]\s+)?"
    noun = r"(?!(?:in|of|on|for|from|was|were|is|has|have)\b)"
    return re.compile(rf"{opening}{one_of(imperatives)}\s+{noun}")


def _clause_range(text: str, number: NumberMatch) -> tuple[int, int]:
    """From the last semicolon or colon before a number to the next semicolon, within reach."""
    low, high = max(0, number.start - REACH), min(len(text), number.end + REACH)
    start = max(text.rfind(";", low, number.start) + 1, text.rfind(": ", low, number.start) + 1, low)
    end = text.find(";", number.end, high)
    return start, high if end < 0 else end


def _clause(text: str, number: NumberMatch) -> str:
    start, end = _clause_range(text, number)
    return text[start:end]


@cache
def _cues() -> re.Pattern[str]:
    words = lexicon("figures")
    perfect = r"(?:will|would|should|may|might|could|to)\s+have\s+(?:been\s+)?\w+"
    passive = r"(?:is|are|was|were)\s+(?:required|expected|asked|due|to)\b(?!\s+(?:be|have))"
    reported = one_of(words["reported"]["words"])
    binding = rf"\w+[’']ll|{one_of(words['binding']['words'])}"
    return re.compile(
        rf"(?i)(?<![\w-])(?:(?P<reported>{perfect}|could\s+realise|{reported})|(?P<binding>{passive}|{binding}))(?![\w-])"
    )


@cache
def _must_be_made() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:sav(?:e|ings?)|surplus|efficienc(?:y|ies)|break-?even)\b")


def beside_a_level(text: str, number: NumberMatch) -> bool:
    """Whether the number is itself the target or standard: "a standard of 75%", "the 2% productivity target"."""
    level = one_of(lexicon("figures")["levels"]["words"])
    leads = rf"(?i)\b{level}\s+(?:[\w/-]+\s+){{0,5}}?(?:of|is)\s+(?:[\w-]+\s+){{0,2}}$"
    before = re.search(leads, text[max(0, number.start - 60) : number.start])
    after = re.match(rf"(?i)\s+(?:[\w’'&-]+\s+){{0,3}}?{level}\b", text[number.end : number.end + 50])
    bare = re.search(rf"(?i)\b(?:{level}|plan)\s*[:=]?\s*$", text[max(0, number.start - 24) : number.start])
    return bool(after or before or (bare and number.unit != "GBP"))


def _is_total(text: str, number: NumberMatch) -> bool:
    """Whether words before a bare count say what it counts, or what it is compared with."""
    before = text[max(0, number.start - 90) : number.start]
    bracketed = re.search(r"\(\s*[\w/ -]{4,16}\s*:\s*$", before)
    verb = re.search(r"(?i)\b(?:was|were|is|are|at|of|scored|to|averaged)\s+$", before)
    scored = verb and not number.value.is_integer()
    compared = number.value > LEAST_COMPARED and _comparison().search(before)
    total = number.value >= MOST_IN_WORDS and _total().search(before[-45:])
    return bool(total or bracketed or compared or scored)


@cache
def _if() -> re.Pattern[str]:
    """A small count in a rule ("when a patient declines 2 offers") says what may happen."""
    return re.compile(r"(?i)\b(?:if|when|where|whether|unless|once)\b")


@cache
def _total() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:number|total|volume|count|attendances|appointments|admissions|referrals|list)\b")


def _is_measured_time(text: str, number: NumberMatch) -> bool:
    """A length of time that was measured: "2 million hours of staff time", "an average of 36 minutes"."""
    if "-" in number.text or re.match(r"(?i)\s+or\s+(?:more|longer|less|under)\b", text[number.end :]):
        return False
    if re.match(r"\s+of\s+(?!age|the\b|referral|arrival)", text[number.end :]) and number.value > LEAST_COMPARED:
        return True
    before = text[max(0, number.start - NEAR) : number.start]
    led = re.search(
        r"(?i)\b(?:by|was|were|is|of|at|to|from|took|averaged|around|about|reached)\s+(?:an?\s+)?(?:\w+\s+)?$", before
    )
    return bool(led and _time_measure().search(text))


@cache
def _time_measure() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['time_measures']['words'])}\b")


def moved_from(text: str, number: NumberMatch, before: NumberMatch | None) -> Direction | None:
    """The way of "from 83.5% to 84.2%", at its second number; None elsewhere."""
    if before is None or before.unit != number.unit or before.value == number.value:
        return None
    start = re.search(r"(?i)\bfrom\s+(?:\w+\s+)?$", text[max(0, before.start - 20) : before.start])
    reached = re.search(r"(?i)\bto\s+(?:\w+\s+)?$", text[max(before.end, number.start - 20) : number.start])
    if not (start and reached):
        return None
    return "increase" if number.value > before.value else "decrease"


def carried(text: str, number: NumberMatch, before: NumberMatch | None) -> bool:
    """Whether a number only continues a list: "increased by 7.8%, and ambulance by 5.7%"."""
    link = r",?\s*(?:(?:and|with|while|whilst)\s+)?[\w\s]{0,40}?\b(?:by|with)\s+|\s+(?:and|or)\s+"
    return before is not None and bool(re.fullmatch(link, text[before.end : number.start]))


def direction_of(text: str, number: NumberMatch) -> Direction | None:
    """Which way the statement points: a change its own way, a variance to plan level; None where nothing is said."""
    if number.kind == "halving" or re.match(r"(?i)(?:doubl|trebl|tripl|quadrupl)(?:ed|ing|es)", number.text):
        return "decrease" if number.kind == "halving" else "increase"
    after = text[number.end : number.end + NEAR]
    ahead = (_after_count() if number.unit in ("count", "GBP") else _after()).match(after)
    if ahead and not _variance().match(after, ahead.end()):
        return "increase" if ahead.lastgroup == "up" else "decrease"
    if ahead:
        return "level"
    before = text[max(0, number.start - NEAR) : number.start]
    found = _before().search(before)
    if found is None:
        return None
    shorter = number.kind == "duration" and re.match(r"(?i)improv", found[0])  # a time that improves is a shorter one
    return "increase" if found.lastgroup == "up" and not shorter else "decrease"


@cache
def _after() -> re.Pattern[str]:
    up, down = (one_of(lexicon("figures")[way]["after"]) for way in ("up", "down"))
    return re.compile(rf"(?i)\s+(?:\w+\s+){{0,2}}?(?:(?P<up>{up})|(?P<down>{down}))\b")


@cache
def _after_count() -> re.Pattern[str]:
    return re.compile(r"(?i)\s+(?:(?P<up>more|additional|extra|higher)|(?P<down>fewer|less|lower))\b")


@cache
def _variance() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s+(?:\w+\s+){{0,2}}?{one_of(lexicon('figures')['variance']['words'])}\b")


@cache
def _before() -> re.Pattern[str]:
    """The last word of change before a number, reaching it by "by", "of" or nothing but a qualifier."""
    qualifiers = one_of(w for forms in lexicon("numbers")["qualifiers"].values() for w in forms)
    reach = r"(?:[^.;,]{0,60}?\s(?:by|of))?"
    up, down = (_moving(way) for way in ("up", "down"))
    return re.compile(
        rf"(?i)\b(?:(?P<up>{up}{reach}|additional|extra|further)|(?P<down>{down}{reach}))\s+"
        rf"(?:(?:{qualifiers}|an?|the|estimated|average)\s+)*$"
    )


def _moving(way: str) -> str:
    """Verbs and nouns that move one way; "freeing up" and its like do not."""
    words = lexicon("figures")[way]
    pattern = one_of([*words["verbs"], *words["nouns"]])
    return pattern.replace("|up", "|(?<!ing )up").replace("|down", "|(?<!ing )down")


def period_of(
    text: str, number: NumberMatch, dates: Sequence[DateMatch], numbers: Sequence[NumberMatch]
) -> DateMatch | None:
    """The date that the figure speaks of: the next one before another number, or else the nearest before it."""
    known = [d for d in dates if speaks_of_time(text, d)]
    others = (n.start for n in numbers if n.start > number.start and n.kind not in ("duration", "age", "name"))
    limit = min(next(others, len(text)), _clause_range(text, number)[1])
    after = [d for d in known if number.end <= d.start < limit and not _turns(text[number.end : d.start])]
    if after:
        return after[0]
    before = [d for d in known if d.end <= number.start]
    if before:
        return before[-1]
    shared = [d for d in known if re.fullmatch(r"[^,;.():]{0,60}", text[number.end : d.start])]
    return shared[0] if shared else None


def is_to_date(text: str, number: NumberMatch) -> bool:
    """Whether a figure runs up to the day of the document: "so far", "to date"."""
    return bool(re.search(r"(?i)\b(?:so\s+far|to\s+date)\b", text[number.end : _clause_range(text, number)[1]]))


def _turns(between: str) -> bool:
    """Whether the words between a number and a date turn to something that it is compared with."""
    return bool(
        re.search(
            r"(?i)\b(?:below|above|compared|than|against|versus|relative|up\s+from|down\s+from|since|published|target|plan)\b|\(",
            between,
        )
    )


def speaks_of_time(text: str, date: DateMatch) -> bool:
    """Whether a date says when, rather than what is compared with, or what something is called."""
    if date.role != "time" or (date.latest is None and date.earliest is None):
        return False
    if re.match(r"(?i)the\s+same\b", date.text) or _attributive().match(text, date.end):
        return False
    return not _comparison().search(text[max(0, date.start - 30) : date.start])


@cache
def _comparison() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-]){one_of(lexicon('figures')['comparison']['words'])}\s+(?:the\s+)?$")


@cache
def _attributive() -> re.Pattern[str]:
    """A year that only names a thing: "the 2023/24 scheme", "their 2022/23 baseline"."""
    return re.compile(rf"\s+{one_of(lexicon('figures')['comparison']['attributive'])}\b")
