"""What a figure measures, as a short noun phrase taken from the words around the number."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from extractors.dates import DateMatch
from extractors.figures.counts import counted_measure, given_in, of_those_named, without_auxiliaries
from extractors.figures.money import money_measure, of_what_follows
from extractors.figures.phrases import WORD, around, is_mere_change, is_mere_number, phrase_after, words_of
from extractors.figures.subjects import subject_of
from extractors.lexicon import lexicon, may_hold, one_of
from extractors.numbers import NumberMatch

NEAR = 60  # characters: how far the words that lead to a number may stand from it
REACH = 300  # characters: how far the words of a measure are looked for


def measure_of(cut: str, number: NumberMatch, last: str | None, own: str | None = None) -> str | None:
    """The measure of a number in a sentence; None where neither its words nor `last` name one.

    Args:
        cut: the sentence, its dates struck out.
        number: a number in it.
        last: the measure spoken of before, for a clause that names none.
        own: the measure of the number before it in the sentence, which "up 6.4%" and its like go on with.
    """
    shared = _of_what(cut, number, own) or given_in(cut, number) or of_those_named(cut, number, own or last)
    if shared is not None:
        return shared
    near = (
        counted_measure(cut, number) if number.kind == "count" else _inside(number) or _after_number(cut, number, last)
    )
    if near is None and own is not None and _continues(cut, number):
        return re.split(r" share of ", own)[0] if number.unit != "percent" else own
    for phrase in (near, None if near else subject_of(cut, number)):
        if phrase and not is_mere_number(phrase) and not is_mere_change(phrase):
            return _whole(phrase, last)
    if own is not None:
        return own if number.unit == "percent" else own.split(" share of ")[0]
    return last


def struck_out(text: str, dates: Sequence[DateMatch]) -> str:
    """A sentence with its positioned dates struck out by bars, which no phrase crosses; offsets stay."""
    for d in dates:
        if d.type != "duration":
            end = d.end + 2 * text.startswith(("’s", "'s"), d.end)
            text = text[: d.start] + "|" * (end - d.start) + text[end:]
    return text


def _whole(phrase: str, last: str | None) -> str:
    """A pronoun for the people or things named before takes their name ("41% of them recur")."""
    if last is None or re.search(r"(?i)\bthose who\b", phrase):
        return phrase
    return re.sub(r"(?i)^(?:them|these|this|it|that|those)\b", last, phrase)


def _of_what(text: str, number: NumberMatch, own: str | None) -> str | None:
    """The measure of a number that stands on the one before it: its distance from plan, its share, what part is for."""
    if own is None:
        return None
    after = text[number.end : number.end + REACH]
    base = re.split(r", variance| share of ", own)[0]
    if _variance().match(after):
        return f"{base}, variance to plan"
    planned = re.search(r"(?i)\b(plan|budget|forecast)\s+(?:of|for)\s+(?:\w+\s+)?$", text[: number.start][-NEAR:])
    if planned and number.unit == "GBP":
        return f"{base}, {planned[1].lower()}"
    if re.search(r"(?i)\bvariance\s+of\s+(?:\w+\s+)?$", text[: number.start][-NEAR:]):
        return f"{base}, variance to plan"
    purpose = re.match(r"(?i)\s+(?:is|was|are|were|will\s+be)\s+for\s+", after)
    if purpose and re.search(r"(?i)\bwhich\s+(?:\w+\s+)?$", text[: number.start][-NEAR:]):
        return f"{base} for {_plain(phrase_after(after[purpose.end() :]))}"
    if re.search(r"(?i)\bat\s+a\s+cost\s+of\s+(?:\w+\s+)?$", text[: number.start][-NEAR:]):
        return f"cost of {base}"
    share = of_what_follows().match(after)
    if share and number.unit == "percent" and _stands_alone(text, number):
        whole = phrase_after(after[share.end() :])
        return f"{base} share of {whole}" if whole else None
    return None


def _plain(phrase: str | None) -> str:
    return phrase or ""


def _bare_end(before: str) -> str:
    """The words before a number without its qualifier."""
    return re.sub(
        r"(?i)\b(?:(?:more|less|fewer)\s+than|about|around|nearly|just|over|under|almost|only)\s*$", "", before
    ).rstrip()


def _stands_alone(text: str, number: NumberMatch) -> bool:
    """Whether a share stands beside the number that it is a share of: "£2.1m (4.4% of pay)", "equal to 2% of ..."."""
    before, after = _bare_end(text[: number.start][-NEAR:]), text[number.end :]
    led = before.endswith(("(", ",", "\\(")) or re.search(
        r"(?i)\b(?:equal|equivalent)\s+to|\brepresenting|\bor$", before
    )
    return bool(led) and bool(re.match(r"\s+of\s+[^.;,)(]{2,40}?\s*(?:[.;,)(\\|]|compared|against|$)", after))


@cache
def _variance() -> re.Pattern[str]:
    """How far from plan, as in "£3.1m worse than plan", "£2.2m short", "0.4% below budget"."""
    way = r"worse|better|adverse|favourable|ahead|behind|short|below|above|under|over"
    plan = r"plan|planned|budget|profile|trajectory|forecast|target"
    return re.compile(
        rf"(?i)\s+(?:{way})\s+(?:(?:than|to|of|the|its|our)\s+)*(?:{plan})\b|\s+(?:short|adverse)\s*[.,;)]"
    )


def _inside(number: NumberMatch) -> str | None:
    """What a rate counts: "27 Never Events per million"."""
    found = re.match(
        r"(?i)(?:[\d.,]+\s?(?:[-–]|to|or)\s?)?[\d.,]+\s+(\w.*?)\s+(?:per|for\s+every|in\s+every)\b", number.text
    )
    return found[1] if found else None


def _after_number(text: str, number: NumberMatch, last: str | None) -> str | None:
    """What follows: "increase in X", "more X", "of X"; of money, what it is for."""
    after = text[number.end : number.end + REACH]
    change, more, of = _change_in().match(after), _more().match(after), of_what_follows().match(after)
    if change or more:
        return phrase_after(after[(change or more).end() :])  # type: ignore[union-attr]
    if of and number.unit == "percent":
        return _share(text, number, after[of.end() :], last)
    if number.unit == "GBP":
        return money_measure(text, number)
    if number.kind == "fraction" and re.search(r" in | out of ", number.text):
        return phrase_after(after, wide=True)
    if of and number.kind == "duration":
        return phrase_after(after[of.end() :])
    named = _changed().match(after)
    return None if named is None or is_mere_change(named[1]) else named[1]


@cache
def _change_in() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)\s+(?:{WORD}\s+){{0,2}}?{words_of('change')}\s+(?:in|of|to)\s+(?:(?:the|their|its|our)\s+)?"
    )


@cache
def _more() -> re.Pattern[str]:
    return re.compile(r"(?i)\s+(?:more|fewer|less|additional|extra)\s+(?!(?:than|since|compared|in|on|at|a)\b)")


@cache
def _changed() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s+((?:{WORD}\s+){{0,2}}{words_of('change')})\b")


def _share(text: str, number: NumberMatch, after: str, last: str | None) -> str | None:
    """What a percentage is a share of; in brackets it is the share of what was named before."""
    whole = phrase_after(without_auxiliaries(after), wide=True)
    bracketed = text[: number.start].rstrip().endswith("(")
    return f"{last.split(' share of ')[0]} share of {whole}" if bracketed and last and whole else whole


def _continues(text: str, number: NumberMatch) -> bool:
    """Whether a number goes on with the measure of the one before it: "up 6.4%", "compared with 62.8%"."""
    if of_what_follows().match(text, number.end):
        return False
    before = text[max(0, number.start - 80) : number.start]
    if around("change", r"\b", r"\s+of\s+(?:\w+\s+)?$").search(before):
        return True
    if re.search(
        r"(?i)\b(?:to|than|with|against)\s+(?:the|an?)\s+(?:\w+\s+){0,2}(?:rate|average|figure)\s+of\s+$", before
    ):
        return True
    if re.search(r"(?i)\bfrom\s[^.;]{1,60}\sto\s+(?:\w+\s+)?$", before):
        return True
    return bool(_going_on().search(text[max(0, number.start - 60) : number.start]))


@cache
def _going_on() -> re.Pattern[str]:
    lead = (
        r"\b(?:(?<!ing\s)up|down|compared\s+(?:with|to)|against|(?:up|down)\s+from|versus|representing|,\s*(?:to|from))"
        r"|\(\s*\|*[\w\s]{0,14}:|followed\s+by\s+[^.;\d]{2,60}?\s(?:at|with|on)"
        r"|(?:,|\band)\s+(?-i:[A-Z][\w’'.-]*\s+){1,6}(?:at|with|on)?|\(|,|[%\d]\s+and|\d[\d.,%]*\s+(?:\w+\s+)?to|\|\s+(?:and|to|but)"
    )
    return re.compile(rf"(?i)(?:{lead})\s*(?:an?\s+)?(?:by\s+)?(?:\w+\s+)?$")


@lru_cache(maxsize=64)
def topic_of(text: str) -> str | None:
    """The measure that a sentence is about, which a ranking after it ranks; None where it names none."""
    found = _heads().search(text) if may_hold(text, _first_of_heads()) else None
    return found[0].lower() if found else None


def fuller(head: str, text: str) -> str | None:
    """A measure in a sentence whose head is that of a bare one: "agency spending" for "spend"."""
    return next((m[0] for m in _heads().finditer(text) if " " in m[0] and head.casefold()[:5] in m[0].casefold()), None)


@cache
def _first_of_heads() -> frozenset[str]:
    """The first words of the heads, in small letters."""
    return frozenset(re.findall(r"\w+", head.lower())[0] for head in lexicon("figures")["measures"]["heads"])


@cache
def _heads() -> re.Pattern[str]:
    words = lexicon("figures")["measures"]
    return re.compile(rf"(?i)\b(?:{one_of(words['kinds'])}\s+)?{one_of(words['heads'])}\b")
