"""Is a number in a sentence reported, or is it a level to reach, a rule, or no quantity at all."""

import re
from functools import cache, lru_cache

from extractors.figures.durations import is_measured_time
from extractors.figures.times import clause_range, comparison
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

LEAST_COMPARED = 100  # a smaller bare number after "than" is as likely a part of a name
MOST_IN_WORDS = 13  # "eight reporting days" describes; a quantity that is measured stands in digits


def is_reported(text: str, number: NumberMatch, *, default: bool) -> bool:
    """Whether the sentence reports the number, rather than sets it as a level to reach.

    The cue nearest before the number in its clause decides, then the nearest after it; without one, `default`. Money
    is always reported, unless somebody must make it or keep to it. What a change starts from is always reported.
    """
    if number.kind in ("name", "age") or beside_a_level(text, number) or _is_criterion(text, number):
        return False
    if number.kind == "duration" and not is_measured_time(text, number):
        return False
    if number.kind == "count" and not _is_quantity(text, number):
        return False
    if is_start(text, number) or _in_brackets(text, number):
        return True
    if number.unit == "GBP":
        return not (_is_bound(text, number, default=not default) and _must_be_made().search(_clause(text, number)))
    return not _is_bound(text, number, default=not default)


def _is_quantity(text: str, number: NumberMatch) -> bool:
    """Whether a count measures something: no small one in words or in a rule, and no bare one without a noun."""
    if number.value < MOST_IN_WORDS and (number.text.isalpha() or number.text.islower()):
        return _is_small_count(text, number)
    if number.value < MOST_IN_WORDS and _if().search(_clause(text, number)):
        return False
    if number.value < MOST_IN_WORDS and _present().search(text[: number.start][-60:]):
        return False
    named = (
        number.counted is not None and number.counted[0].isupper() and text[: number.start].endswith(("The ", "the "))
    )
    if named and number.value < MOST_IN_WORDS:
        return False  # "the 10 Pledges"
    return number.counted is not None or _is_total(text, number)


def _is_small_count(text: str, number: NumberMatch) -> bool:
    """Cases and patients are counted in words too ("Two patients waited over 78 weeks")."""
    opens = not text[: number.start].strip(" •-–*(\"'“‘") or text[: number.start].rstrip().endswith((";", ":"))
    things = lexicon("figures")["small_counts"]["nouns"]
    return bool(opens and number.counted and number.counted.split()[-1].casefold() in things)


def is_start(text: str, number: NumberMatch) -> bool:
    """Whether a number is what a change starts from: "up from 88%", "from 79.6% to 85%"; it was measured once."""
    before = text[max(0, number.start - 30) : number.start]
    if re.search(r"(?i)\b(?:up|down)\s+from\s+(?:\w+\s+){0,2}$", before):
        return True
    if not re.search(r"(?i)\bfrom\s+(?:(?:about|around|nearly|just|over|under|an?|average)\s+){0,2}$", before):
        return False
    after = text[number.end : number.end + 60]
    return bool(re.match(r"(?i)[^.;,:]{0,50}?,?\s+(?:to|below|under)\s+[^.;]{0,24}?\d", after))


def _in_brackets(text: str, number: NumberMatch) -> bool:
    """Whether brackets beside a target hold the level of an earlier year: "(2023: 13.9%)", "(69.7% in 2023)"."""
    opened = text.rfind("(", max(0, number.start - 40), number.start)
    closed = text.find(")", number.end, number.end + 60)
    if opened < 0 or closed < 0:
        return False
    before, after = text[opened + 1 : number.start], text[number.end : closed]
    dated = re.fullmatch(r"[\w\s/–-]{4,24}:\s*", before) and re.search(r"\d", before)
    followed = not before.strip() and re.fullmatch(r"(?i)\s+(?:in|at|for|during)\s+[^()]{0,30}\d{2,4}", after)
    return bool(dated or followed)


def _is_criterion(text: str, number: NumberMatch) -> bool:
    """Whether a number says whom a rule is for: "businesses with fewer than 250 staff"."""
    return bool(_of_size().search(text[max(0, number.start - 40) : number.start]))


@cache
def _of_size() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:with|having|of|employing)\s+(?:fewer|less|more)\s+than\s+$")


@cache
def _present() -> re.Pattern[str]:
    """Who was at a meeting."""
    return re.compile(r"(?i)\b(?:present|in\s+attendance|apologies|quorum)\b[^.]*$")


def _is_bound(text: str, number: NumberMatch, *, default: bool) -> bool:
    start, end = clause_range(text, number)
    if _order().match(text):
        return True
    if not _has_cue(text):
        return default
    before = list(_cues().finditer(text, start, number.start))
    if before:
        return before[-1].lastgroup == "binding"
    after = _cues().search(text, number.end, end)
    return after.lastgroup == "binding" if after else default


@lru_cache(maxsize=64)
def _has_cue(text: str) -> bool:
    return _cues().search(text) is not None


@cache
def _order() -> re.Pattern[str]:
    imperatives = [form for verb in lexicon("figures")["binding"]["imperatives"] for form in (verb, verb.capitalize())]
    opening = r"[\s•*‘“'\"–-]*(?:\(?[\da-z]{1,3}[.)]\s+|\d{1,4}[/.]\d{1,4}\s+)?"
    noun = r"(?!(?:in|of|on|for|from|was|were|is|has|have)\b)"
    return re.compile(rf"{opening}{one_of(imperatives)}\s+{noun}")


def _clause(text: str, number: NumberMatch) -> str:
    start, end = clause_range(text, number)
    return text[start:end]


@cache
def _cues() -> re.Pattern[str]:
    words = lexicon("figures")
    perfect = r"(?:will|would|should|may|might|could|to)\s+have\s+(?:been\s+)?\w+"
    passive = r"(?:is|are|was|were|be)\s+(?:required|expected|asked|due|obliged|to)\b(?!\s+(?:be|have))"
    told = r"(?:asked|expected|required|obliged|told)\s+(?:\w+\s+){1,4}?to\b"
    growing = (
        r"expects?\s+(?:the\s+)?(?:number|population|demand|volumes?|need|prevalence|costs|inflation)\b(?:\s+to\b)?"
    )
    foreseen = r"(?:forecast|projected|predicted|estimated|likely|set|thought)\s+to\b(?:\s+(?:reach|increase|reduce))?"
    reported = rf"{growing}|{foreseen}|{one_of(words['reported']['words'])}"
    binding = rf"\w+[’']ll|{told}|{one_of(words['binding']['words'])}"
    return re.compile(
        rf"(?i)(?<![\w-])(?:(?P<reported>{perfect}|could\s+realise|{reported})|(?P<binding>{passive}|{binding}))(?![\w-])"
    )


@cache
def _must_be_made() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{one_of(lexicon('figures')['binding']['money'])}\b")


def beside_a_level(text: str, number: NumberMatch) -> bool:
    """Whether the number is itself the target or standard: "a standard of 75%", "the 2% productivity target"."""
    named, follows, stands = _level_words()
    before = named.search(text[max(0, number.start - 60) : number.start])
    after = follows.match(text[number.end : number.end + 50])
    bare = stands.search(text[max(0, number.start - 24) : number.start])
    return bool(after or before or (bare and number.unit != "GBP"))


@cache
def _level_words() -> tuple[re.Pattern[str], ...]:
    """A word for a level that leads to a number, one that follows it, and one that stands right before it."""
    level = one_of(lexicon("figures")["levels"]["words"])
    verbs = r"(?!(?:fail|meet|miss)(?:s|ed|ing)?\b|met\b|against\b|below\b|above\b)"
    return (
        re.compile(rf"(?i)\b{level}\s+(?:[\w/-]+\s+){{0,5}}?(?:of|is)\s+(?:[\w-]+\s+){{0,2}}$"),
        re.compile(rf"(?i)\s+(?:{verbs}[\w’'&-]+\s+){{0,3}}?{level}\b"),
        re.compile(rf"(?i)\b(?:{level}|plan)\s*[:=]?\s*$"),
    )


def _is_total(text: str, number: NumberMatch) -> bool:
    """Whether words around a bare count say what it counts, or what it is compared with."""
    before = text[max(0, number.start - 90) : number.start]
    bracketed = re.search(r"\(\s*[\w/ -]{4,16}\s*:\s*$", before)
    labelled = number.value >= MOST_IN_WORDS and _labelled().search(before)
    verb = re.search(r"(?i)\b(?:was|were|is|are|at|of|scored|to|averaged)\s+$", before)
    scored = verb and not number.value.is_integer()
    compared = number.value > LEAST_COMPARED and comparison().search(before)
    total = number.value >= MOST_IN_WORDS and _total().search(before[-45:])
    stated = number.value >= MOST_IN_WORDS and (_stated().search(before) or _stated_after().match(text, number.end))
    return bool(total or bracketed or labelled or compared or scored or stated or _against().search(before))


@cache
def _stated() -> re.Pattern[str]:
    """A verb that states how many, right before a bare number: "there were 83", "rose to 64, from 51"."""
    moved = one_of(lexicon("figures")["total_verbs"]["moved"])
    still = one_of(lexicon("figures")["total_verbs"]["still"])
    lead = r"(?:(?:only|just|about|around|nearly|over|almost|some)\s+)?"
    change = one_of(lexicon("figures")["phrases"]["change"])
    return re.compile(
        rf"(?i)\b(?:{change}\s+of|there\s+(?:were|was|are)|(?:it|this|that|they)\s+(?:was|were|is|are)|{still}"
        rf"|{moved}\s+(?:[^.;,]{{0,30}}?\s)?(?:to|from)|(?:up|down)\s+from|[\d,]+\s+to|\d,?\s+from)\s+{lead}$"
    )


@cache
def _stated_after() -> re.Pattern[str]:
    """Or a verb right after it: "only 26 had one", "2,400 have opened"; or what falls short of something."""
    return re.compile(
        r"(?i)\s+(?:(?:more|others)\s+)?(?:had|have|has|are|were|was|did|failed|passed|short\s+of|more\s+than|fewer\s+than"
        r"|of\s+(?:them|these|those|whom|which)|(?:\w+\s+){0,2}per\s+[\d£])\b"
    )


@cache
def _against() -> re.Pattern[str]:
    """A bare number set against another, or listed after it: "118 beds, against 94", "Fife 2,045 and Tayside 913"."""
    named = r"\d[^.;]{0,60}(?:,|\band)\s(?:and\s)?(?-i:[A-Z][\w’'.-]*\s){1,6}(?:with\s|at\s)?"
    return re.compile(
        rf"(?i){named}$|\d[^.;]{{0,80}},?\s(?:against|compared\s+(?:with|to)|versus|(?:up|down)\s+from)\s+$"
    )


@cache
def _labelled() -> re.Pattern[str]:
    """A label before a bare count ("cancellations on the day: 41"), where it is none of a paper's own numbers."""
    own = r"pages?|ref|reference|paper|item|minutes?|tel|telephone|phone|ext|room|number|no|version|draft|date|time"
    return re.compile(rf"(?i)(?<![a-z])(?!(?:{own})\b)[a-z]+\)?\s*:\s*$")


@cache
def _if() -> re.Pattern[str]:
    """A small count in a rule ("when a patient declines 2 offers") says what may happen."""
    return re.compile(r"(?i)\b(?:if|when|where|whether|unless|once)\b")


@cache
def _total() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:number|total|volume|count|attendances|appointments|admissions|referrals|list)\b")
