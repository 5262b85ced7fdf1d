"""What is measured: the noun phrase of the clause with its population, or else the name in the register of metrics."""

import re

from extractors.lexicon import lexicon
from extractors.metrics import MetricMatch, find_metrics, is_alias
from extractors.numbers import NumberMatch
from extractors.numbers.nouns import function_words
from extractors.objectives.antecedents import measured_before, told_before
from extractors.objectives.before import stands_before
from extractors.objectives.clauses import clause_start
from extractors.objectives.levels import Level
from extractors.objectives.money import saves
from extractors.objectives.nouns import (
    NOT_NAMED,
    SHORT,
    chosen,
    content_words,
    named,
    names_nothing,
    tidy,
    undated,
)
from extractors.objectives.phrases import phrases
from extractors.objectives.registered import fits, is_left_behind, opposes
from extractors.objectives.shares import base_of, done_for, made_up, saved, whole
from extractors.objectives.times import time_to
from extractors.objectives.units import Unit

WORDY = 12  # words of content: so long a phrase says more than its metric
FAR = 80  # code points between a level and a metric named elsewhere in its clause
BESIDE = 40  # code points between a count and a metric that it belongs to
OBLIGED = re.compile(r"(?i)\s+(?:must|should|will|shall|(?:are|is)\s+to|(?:are|is)\s+expected\s+to)\s+(?:be\s+)?")
# "an agency ceiling of £41.8m", "its recruitment target of 400": what is limited stands before the noun.
_OF_NOUN = re.compile(
    r"(?i)(?:^|\s)(?:an?|the|its|our|their|this|national|local|annual|full-year)\s+(?P<what>(?!same\b|full\b|first\b)[\w&’'-]+(?:\s+[\w&’'-]+){0,3}?)\s+"
    r"(?:ceiling|limit|cap|target|goal|ambition|threshold|trajectory)\s+(?:of|is|at)\s+(?:no\s+more\s+than\s+|at\s+least\s+)?$"
)
_SAVING = re.compile(
    r"(?i)(?<![\w’'-])((?:(?!to\b|find\b|deliver\b|make\b|of\b|with\b|required\b|must\b|will\b|should\b|and\b)[\w’'-]+\s+){0,3}"
    r"(?:savings?|efficienc(?:y|ies)|surplus|income|cost\s+improvements?))\s+of\s+(?:at\s+least\s+|around\s+)?$"
)
_SAVED_FROM = re.compile(
    r"(?i)\s+(?:from|on|in)\s+(?!20\d\d|\d\d/)(?:the\s+)?[a-z][\w\s’'-]{2,50}?(?=[.,;:)]|\s+(?:by|in|from|and)\b|\s*$)"
)
_RATE = re.compile(r"\d\s+(?!(?:to|or|and)\s+\d)([a-z][\w\s-]*?)\s+(?:per|for\s+every|in\s+every)\b")
_BROUGHT = re.compile(  # "keep delayed discharges TO NO MORE THAN 90 patients", and not "agreed to build 90 homes"
    r"(?i)\b(?:to|at|below|under|above|within)\s+"
    r"(?:(?:an?|the|about|around|average|of|no|not|at|least|most|more|less|fewer|than|or|under|below|over|maximum|minimum)\s+){0,5}$"
)
_FEWER = re.compile(r"(?i)\s*(?:fewer|less|more|lower|higher|additional|extra)\s+(?!than\b)(?=[a-z])")
_IN_WHAT = re.compile(r"(?i)\s*in\s+(?:the\s+)?(?=[a-z])")
_NAMED_AFTER = re.compile(r"(?i)\s+[a-z-]+\s+(?:target|goal|ambition|requirement|standard|threshold)\b")
_OF_WHICH = re.compile(r"(?i)\bof\s+(?:which|whom)\s+(?:\w+\s+){0,2}$")
_STEP = re.compile(
    r"(?i)(?:\b(?:rising|increasing|growing|going|falling|dropping)|\bthen)\s+(?:further\s+)?to\s+(?:[a-z]+\s+){0,3}$"
)
_OF_NUMBER = re.compile(r"(?i)\s+(?:the\s+)?(?:number|share|proportion|rate|amount|volume)\s+of\s+")
_OF_IT = re.compile(r"(?i)\s*of\s+(?:the|that|this|its|their|our)\s+")
_SUCH = re.compile(r"(?i)\s+such\s+[a-z]")
_THEY_MUST = re.compile(r"(?i)\s*of\s+[^,;.()]{3,80}?\s(?:should|must|will|shall|(?<!and\s)to)\s+(?:be\s+)?")
_EFFICIENCIES = re.compile(
    r"(?i)\s+(?:of|in)\s+(?:the\s+)?((?:[\w-]+\s+){0,2}(?:savings|efficiencies|surplus|cost\s+improvements?))\b"
)
_AND = re.compile(
    r"(?i)(?:,|\band|\bthen|\brising\s+to|\band\s+to)\s+(?:at\s+least\s+|a\s+minimum\s+|no\s+more\s+than\s+|fewer\s+than\s+|less\s+than\s+|over\s+|an?\s+|to\s+)*$"
)
_LEADS_OFF = re.compile(r"(?i)\s*(?:,|(?:and|or|but|by|in|from|on|at|before|after|until|while|with)\b)")
_CHANGE = re.compile(
    r"(?i)\s*(?:[\w-]+\s+){0,2}?(?:improvement|reduction|increase|decrease|cut|growth|saving|savings|rise|drop|fall|decline|uplift|gain)\d?\s+"
    r"(?:in|of|to)\s+(?!\d|current)"
)


def metric_name(unit: Unit, level: Level) -> str:
    """The metric of a level: what the clause says is measured, or the register's name where it says too little."""
    return named(unit, _said(unit, level))


def _said(unit: Unit, level: Level) -> str:
    number = level.number
    if unit.label and not _after(unit, level):
        return _of_label(tidy(unit.label), level.metric)
    if number.kind in ("halving", "multiple"):
        moved = tidy(undated(unit, level.number.end, len(unit.text)))
        return chosen(moved if not names_nothing(moved) else stands_before(unit, level, level.metric), level.metric)
    if _OF_WHICH.search(unit.text, max(0, number.start - 30), number.start):
        return NOT_NAMED  # a part of the level before
    if _STEP.search(unit.text, max(0, number.start - 50), number.start) and _follows(unit, level):
        return NOT_NAMED  # the next step of the level before: "30% by 2027, rising to 100% by 2032"
    if _SUCH.match(unit.text, number.end):
        return told_before(unit, level) or NOT_NAMED
    share = made_up(unit, level) or saved(unit, level) or (None if level.metric else done_for(unit, level))
    name = share or _of_money(unit, level) or _of_clause(unit, level)
    return _with_base(unit, level, _with_whole(name, whole(unit, level)))


def _follows(unit: Unit, level: Level) -> bool:
    """Whether another number of the same unit stands before a level in its clause."""
    floor = clause_start(unit.text, level.start)
    return any(floor <= n.start and n.end <= level.start and n.unit == level.number.unit for n in unit.numbers)


def _with_base(unit: Unit, level: Level, name: str) -> str:
    """A name with what its rate is taken per: "stillbirths per 1,000 births"."""
    base = base_of(unit, level)
    return name if base is None or name == NOT_NAMED or " per " in name else f"{name} per {base}"


def _with_whole(name: str, of: str | None) -> str:
    """A name with the whole that it is a share of; that whole where nothing else is named ("8% of adults smoking")."""
    if of is None or of in name:
        return name
    if names_nothing(name) or name == NOT_NAMED:
        return of if len(content_words(of)) > 1 else NOT_NAMED
    return f"{name} as a share of {of}"


def _of_money(unit: Unit, level: Level) -> str | None:
    """What money is saved on or limited to: "savings from procurement", "agency spending"."""
    text, number = unit.text, level.number
    if number.unit != "GBP":
        return None
    said = _SAVING.search(text, max(0, level.start - 80), number.start)
    if said or saves(text, number, 0):
        source, named_after = _SAVED_FROM.match(text, number.end), _EFFICIENCIES.match(text, number.end)
        noun = said or named_after
        return f"{tidy(noun[1]) if noun else 'savings'}{source[0].rstrip() if source else ''}"
    limited = _OF_NOUN.search(text, max(0, number.start - 80), number.start)
    return f"{tidy(limited['what'])} spending" if limited and not names_nothing(limited["what"]) else None


def _of_clause(unit: Unit, level: Level) -> str:
    number = level.number
    near = level.metric if level.metric and _gap(level.metric, level) <= FAR else None
    match = near or _earlier(unit, level) or level.metric
    timed = time_to(unit, level) if match is None or match.metric.unit != number.unit else None
    if timed:
        return timed
    after = _after(unit, level)
    if after and (match is None or SHORT < len(content_words(after)) <= WORDY):
        return after
    if (number.counted or "").split(" ")[0] in lexicon("metric_phrases")["only_units"]:
        return stands_before(unit, level, match) or chosen(None, match)
    if number.unit == "count" and number.counted and (match is None or _gap(match, level) > BESIDE):
        return _of_count(unit, level, after or number.counted)
    phrase = after or stands_before(unit, level, match)
    if match is not None and match not in unit.metrics and (phrase is None or names_nothing(phrase)):
        told = measured_before(unit, level) or ""
        if SHORT <= len(content_words(told)) <= WORDY:
            return told
    far = match is not None and match is level.metric and _gap(match, level) > FAR
    wordy = phrase is not None and len(content_words(phrase)) > WORDY and near is not None
    return phrase if phrase and far and not wordy else chosen(None if wordy else phrase, match)


def _of_label(label: str, match: MetricMatch | None) -> str:
    """The row's own words, or the register's name where they are one of its aliases or say too little."""
    if match is not None and is_alias(label, match.metric):
        return match.metric.name
    return label if len(content_words(label)) > 1 and not names_nothing(label) else chosen(label, match)


def _of_count(unit: Unit, level: Level, counted: str) -> str:
    """What is counted, or, of a bare noun, what is brought to it: "keep DELAYED DISCHARGES to 90 patients"."""
    if len(content_words(counted)) > 1 or not _BROUGHT.search(unit.text, max(0, level.start - 30), level.number.start):
        return counted
    return stands_before(unit, level, None) or counted


def _gap(match: MetricMatch, level: Level) -> int:
    return max(match.start - level.number.end, level.number.start - match.end, 0)


def _earlier(unit: Unit, level: Level) -> MetricMatch | None:
    """The metric that the sentence, or else the sentence before, named last ahead of the level."""
    ahead = [m for m in unit.metrics if m.end <= level.start and _is_of(m, level)]
    ahead = [m for m in ahead if not is_left_behind(unit, m, level.number)]
    if ahead:
        return ahead[-1]
    previous = unit.told_before
    named = find_metrics(unit.setting.document.quote(previous)) if previous else []
    named = [m for m in named if _is_of(m, level)]
    return named[-1] if named else None


def _is_of(match: MetricMatch, level: Level) -> bool:
    return fits(match.metric, level.number) and not opposes(match.metric, level.comparison)


def _is_theirs(unit: Unit, number: NumberMatch, verb: int) -> bool:
    """Whether a verb is what those counted must do: "90% of CHILDREN should START treatment within 18 weeks"."""
    return bool(_THEY_MUST.fullmatch(unit.text, number.end, verb))


def _moved(number: NumberMatch, rest: str) -> str | None:
    """What a change moves, where that stands behind it: "by half THE NUMBER OF ...", "a third of ..."."""
    what = _IN_WHAT.match(rest)
    if what:
        return tidy(rest[what.end() :]) or None
    if _OF_NUMBER.match(rest):
        return tidy(rest) or None
    of_it = _OF_IT.match(rest)
    return tidy(rest[of_it.end() :]) or None if of_it and number.kind == "fraction" else None


def _after(unit: Unit, level: Level) -> str | None:
    """What follows the number: "95% of patients ...", "2 patient safety partners ...", "a 4% improvement in ..."."""
    number = level.number
    rate = _RATE.search(number.text)
    if rate or number.unit == "per_million":
        return rate[1] if rate else None
    following = [n.start for n in unit.numbers if n.start > number.end and _AND.search(unit.text, number.end, n.start)]
    further = [p.start for p in phrases(unit) if p.start > number.end + 2 and not _is_theirs(unit, number, p.start)]
    rest = undated(unit, number.end, min([len(unit.text), *following, *further]))
    change = _CHANGE.match(rest) or (_FEWER.match(rest) if number.unit == "percent" else None)
    if change:
        return tidy(rest[change.end() :]) or None
    if number.unit == "GBP" and re.match(r"\s+(?:of\s+)?[a-z]+", rest):
        return tidy(rest) or None
    if level.comparison.comparator in ("increase_by", "decrease_by") and number.unit != "count":
        return _moved(number, rest)
    of = re.match(r"(?i)\s*(?:national\s+average\s+)?of\s+(?!the\s+total)", rest)
    if of:
        phrase = tidy(rest[of.end() :])
        if phrase.casefold() in lexicon("metric_phrases")["of_cases"]:
            clause = undated(unit, clause_start(unit.text, level.start), level.start)
            return tidy(OBLIGED.sub(" ", clause)) or None
        return None if whole(unit, level) else phrase or None
    if _LEADS_OFF.match(unit.text, number.end):
        return None
    if number.unit == "count" or re.match(r"\s+[A-Za-z]", rest):
        phrase = tidy(rest)
        first = re.match(r"[\w’'-]*", rest.strip())
        verbal = first is None or first[0].casefold() in function_words() | frozenset(
            lexicon("metric_phrases")["no_metric"]
        )
        enough = len(content_words(phrase)) > 1 or _NAMED_AFTER.match(rest)
        return phrase if phrase and not verbal and enough else None
    return None
