"""What is measured: the noun phrase of the clause with its population, or else the name in the register of metrics."""

import re
from functools import cache

from extractors.bodies import find_bodies
from extractors.comparators import change_verbs, is_baseline
from extractors.dates import find_dates
from extractors.lexicon import lexicon, one_of
from extractors.metrics import MetricMatch, find_metrics
from extractors.objectives.binding import clause_start
from extractors.objectives.deadlines import deadlines
from extractors.objectives.levels import Level
from extractors.objectives.registered import fits, opposes
from extractors.objectives.units import Unit

NOT_NAMED = "not named"
SHORT = 4  # words of content: up to here the register names a metric better than the clause
WORDY = 12  # words of content: so long a phrase says more than its metric
FAR = 80  # code points between a level and a metric named elsewhere in its clause
BESIDE = 40  # code points between a count and a metric that it belongs to
LONGEST = 110  # code points of a metric's name
_BINDS = re.compile(
    r"(?i)\b(?:must|should|will|are\s+asked\s+to|expected\s+to|need\s+to|need|required\s+to|aim\s+to)\b"
)
_INTRANSITIVE = re.compile(r"(?i)\s*(?:(?:by|to|from|at|of|in|on|is|are)\b|$)")
_MODAL = re.compile(r"\b(?:should|must|will|shall)\s+(?:be\s+)?")
_RATE = re.compile(r"\d\s+(?!(?:to|or|and)\s+\d)([a-z][\w\s-]*?)\s+(?:per|for\s+every|in\s+every)\b")
_HARD = re.compile(r"[;:()]|\.\s|\s,")
_HOURS = re.compile(r"\s*(?:a|per)\s+(?:day|week)(?:,?\s*\d\s+days\s+a\s+week)?(?:\s+and\b)?")
_MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter"
)
_CHANGE = re.compile(
    r"(?i)\s*(?:[\w-]+\s+){0,2}?(?:improvement|reduction|increase|decrease|cut|growth|saving|savings|rise)\d?\s+"
    r"(?:in|of|to)\s+(?!\d|current)"
)


def metric_name(unit: Unit, level: Level) -> str:
    """The metric of a level: what the clause says is measured, or the register's name where it says too little."""
    return named(unit, _said(unit, level))


def named(unit: Unit, phrase: str | None) -> str:
    """The phrase, or the row's header where it names nothing ("Reduction", "July 2024"), or that it is not named."""
    if phrase and phrase != NOT_NAMED and not names_nothing(phrase):
        return phrase
    match = next(iter(find_metrics(unit.row_name)), None)
    row = chosen(tidy(unit.row_name), match)
    return NOT_NAMED if names_nothing(row) else row  # an empty header names nothing either


def names_nothing(phrase: str) -> bool:
    """Whether a phrase holds only words of change, dates and numbers."""
    for date in reversed(find_dates(phrase)):
        phrase = phrase[: date.start] + " " + phrase[date.end :]
    words = [w for w in _content(phrase) if not re.fullmatch(r"[\d£%&-]+", w)]
    return not any(w not in _empty_words() and len(w) > 1 for w in words)


def _said(unit: Unit, level: Level) -> str:
    if unit.label and not _after(unit, level):
        return chosen(tidy(unit.label), level.metric)
    if level.number.kind in ("halving", "multiple"):
        return chosen(tidy(undated(unit, level.number.end, len(unit.text))), level.metric)
    near = level.metric if level.metric and _gap(level.metric, level) <= FAR else None
    match = near or _earlier(unit, level) or level.metric
    number = level.number
    after = _after(unit, level)
    if after and (match is None or SHORT < len(_content(after)) <= WORDY):
        return after
    if number.unit == "count" and number.counted and (match is None or _gap(match, level) > BESIDE):
        return after or number.counted
    phrase = after or _before(unit, level, match)
    far = match is not None and match is level.metric and _gap(match, level) > FAR
    wordy = phrase is not None and len(_content(phrase)) > WORDY and near is not None
    return phrase if phrase and far and not wordy else chosen(None if wordy else phrase, match)


def _gap(match: MetricMatch, level: Level) -> int:
    return max(match.start - level.number.end, level.number.start - match.end, 0)


def _earlier(unit: Unit, level: Level) -> MetricMatch | None:
    """The metric that the sentence, or else the sentence before, named last ahead of the level."""
    ahead = [m for m in unit.metrics if m.end <= level.start and _is_of(m, level)]
    if ahead:
        return ahead[-1]
    previous = unit.previous
    named = find_metrics(unit.setting.document.quote(previous)) if previous and previous not in unit.stems else []
    named = [m for m in named if _is_of(m, level)]
    return named[-1] if named else None


def _is_of(match: MetricMatch, level: Level) -> bool:
    return fits(match.metric, level.number) and not opposes(match.metric, level.comparison)


def chosen(phrase: str | None, match: MetricMatch | None) -> str:
    """The phrase where it says more than the register's name would, else that name, else the phrase as it is."""
    if phrase and (match is None or len(_content(phrase)) > SHORT):
        return phrase
    if match is not None:
        return match.metric.name
    return phrase or NOT_NAMED


def tidy(words: str) -> str:
    """A noun phrase without what leads to it and what it leads to; at most 110 characters, cut at a word."""
    words = _HARD.split(words.lstrip(" ,;:.)"), maxsplit=1)[0]
    cut = next((m for m in _cuts().finditer(words) if len(_content(words[: m.start()])) > 1), None)
    phrase = " ".join((words[: cut.start()] if cut else words).split())
    phrase = _MODAL.sub("", _tail().sub("", _lead().sub("", phrase)))
    if len(phrase) > LONGEST:
        phrase = phrase[:LONGEST].rsplit(" ", 1)[0]
    return _tail().sub("", phrase).strip(" “”‘’\"'*_-–")


def _after(unit: Unit, level: Level) -> str | None:
    """What follows the number: "95% of patients ...", "2 patient safety partners ...", "a 4% improvement in ..."."""
    number = level.number
    rate = _RATE.search(number.text)
    if rate:
        return rate[1]
    rest = undated(unit, number.end, len(unit.text))
    change = _CHANGE.match(rest)
    if change:
        return tidy(rest[change.end() :]) or None
    if number.unit == "GBP" and re.match(r"\s+(?:of\s+)?[a-z]+", rest):
        return tidy(rest) or None
    if level.comparison.comparator in ("increase_by", "decrease_by") and number.unit != "count":
        return None
    of = re.match(r"(?i)\s*(?:national\s+average\s+)?of\s+(?!the\s+total)", rest)
    if of:
        phrase = tidy(rest[of.end() :])
        whole = len(_content(phrase)) < 2 and level.comparison.comparator == "<="  # "3.2% of pay" is spend
        return None if whole else phrase or None
    if number.unit == "count" or re.match(r"\s+[A-Za-z]", rest):
        phrase = tidy(rest)
        first = re.match(r"[\w’'-]*", rest.strip())
        verbal = first is None or first[0].casefold() in _function_words() | frozenset(
            lexicon("metric_phrases")["no_metric"]
        )
        return phrase if phrase and not verbal and len(_content(phrase)) > 1 else None
    return None


def _before(unit: Unit, level: Level, match: MetricMatch | None) -> str | None:
    """What stands between the verb and the number: "improve THE 62-DAY STANDARD to 75%".

    Where the nearest verb leaves too little and the register knows the metric, its name serves better.
    """
    text = unit.text
    floor = clause_start(text, level.start)
    same = [n for n in unit.numbers if n.end <= level.start and n.unit == level.number.unit]
    last = max((n.end for n in same if not is_baseline(text, n.start)), default=0)
    hours = _HOURS.match(text, last) if last else None
    last = hours.end() if hours else last
    verbs = [v for v in change_verbs(text, floor, level.start) if not _INTRANSITIVE.match(text, v.end, level.start)]
    verbs = [v for v in verbs if all(v.start < m.start or m.end < v.end for m in unit.metrics)]
    found = [tidy(_without_subject(undated(unit, max(v.end, last), level.start))) for v in reversed(verbs)]
    if found and len(_content(found[0])) > 1:
        return found[0]
    if match is not None:
        return None
    found = [phrase for phrase in found if not any(v.end - v.start == len(phrase) for v in change_verbs(phrase))]
    enough = [phrase for phrase in found if len(_content(phrase)) > 1] or [phrase for phrase in found if phrase]
    return next(iter(enough), None) or _subject(unit, max(floor, last), level.start)


def _subject(unit: Unit, start: int, end: int) -> str | None:
    """What stands before the verb: "THE NUMBER OF UNDER-18S IN HOSPITAL must not exceed 15 per million"."""
    words = undated(unit, start, end)
    verb = _BINDS.search(words) or next((v for v in change_verbs(words)), None)
    at = (verb.start() if isinstance(verb, re.Match) else verb.start) if verb else len(words)
    phrase = tidy(words[:at])
    is_body = any(words[: b.end].rstrip().endswith(phrase) for b in find_bodies(words)) if phrase else False
    if _content(phrase) and not is_body:
        return phrase
    before = unit.text[:start].rstrip()
    label = tidy(re.split(r"[.;:]\s", before[:-1])[-1]) if before.endswith(":") else ""
    return label if len(_content(label)) > 1 else None


def undated(unit: Unit, start: int, end: int) -> str:
    """The words between two offsets without the deadlines among them."""
    words, at = [], start
    for _, timing in deadlines(unit):
        opened, closed = timing.span.start - unit.start, timing.span.end - unit.start
        if at <= opened and closed <= end:
            words.append(unit.text[at:opened])
            at = closed
    return " ".join([*words, unit.text[at:end]])


def _without_subject(words: str) -> str:
    """The words after the last obliging verb, if they stand in it."""
    return _BINDS.split(words)[-1]


def _content(phrase: str) -> list[str]:
    return [w for w in re.findall(r"[\w&-]+", phrase.casefold()) if w not in _function_words()]


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?i)^(?:[\s,•–-]|{one_of(lexicon('metric_phrases')['lead'])}(?=\s|$))+")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:[\s,.;:•–-]|(?<!\S){one_of(lexicon('metric_phrases')['tail'])}(?=[\s,.;:]|$))+$")


@cache
def _cuts() -> re.Pattern[str]:
    words = lexicon("metric_phrases")
    dated = (
        r"(?:by|from|until|before|in|during|across|for)\s+(?:the\s+)?(?:end\s+of\s+)?"
        rf"(?:20\d\d|\d\d/\d\d|[QH]\d|(?:{_MONTHS})\b|this|next)"
    )
    return re.compile(
        rf"(?i),\s(?={one_of(words['cut_after_comma'])}\b)|\s(?={dated}|from\s+£?\d|{one_of(words['cut'])})|\)(?:,|\s|$)"
    )


@cache
def _function_words() -> frozenset[str]:
    return frozenset(lexicon("numbers")["nouns"]["stop"])


@cache
def _empty_words() -> frozenset[str]:
    rules = lexicon("comparators")
    moves = [word for way in ("up", "down", "better") for word in rules["verbs"][way]]
    nouns = [word for words in rules["nouns"].values() for word in words]
    return frozenset((*moves, *nouns, *lexicon("metric_phrases")["names_nothing"]))
