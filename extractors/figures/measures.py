"""What a figure measures, as a short noun phrase taken from the words around the number."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from extractors.dates import DateMatch
from extractors.figures.phrases import WORD, is_mere_change, is_mere_number, phrase_after, phrase_before, words_of
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

REACH = 300  # characters: how far the words of a measure are looked for


def measure_of(cut: str, number: NumberMatch, last: str | None, own: str | None = None) -> str | None:
    """The measure of a number in a sentence; None where neither its words nor `last` name one.

    Args:
        cut: the sentence, its dates struck out.
        number: a number in it.
        last: the measure spoken of before, for a clause that names none.
        own: the measure of the number before it in the sentence, which "up 6.4%" and its like go on with.
    """
    near = _counted(cut, number) if number.kind == "count" else _inside(number) or _after_number(cut, number, last)
    if near is None and own is not None and _continues(cut, number):
        return own
    for phrase in (near, None if near else _clause(cut, number)):
        if phrase and not is_mere_number(phrase) and not is_mere_change(phrase):
            return phrase
    return last


def struck_out(text: str, dates: Sequence[DateMatch]) -> str:
    """A sentence with its positioned dates struck out by bars, which no phrase crosses; offsets stay."""
    for d in dates:
        if d.type != "duration":
            end = d.end + 2 * text.startswith(("’s", "'s"), d.end)
            text = text[: d.start] + "|" * (end - d.start) + text[end:]
    return text


def _inside(number: NumberMatch) -> str | None:
    """What a rate counts: "27 Never Events per million"."""
    found = re.match(
        r"(?i)(?:[\d.,]+\s?(?:[-–]|to|or)\s?)?[\d.,]+\s+(\w.*?)\s+(?:per|for\s+every|in\s+every)\b", number.text
    )
    return found[1] if found else None


def _counted(text: str, number: NumberMatch) -> str | None:
    """The counted noun with the words that narrow it: "people receiving two or more contacts"."""
    if not number.counted:
        return None
    rest = text[text.find(number.counted, number.end) + len(number.counted) :][:REACH]
    tail = re.match(rf"(?i)\s+{words_of('narrowing')}\s+(?:{WORD}\s*){{1,6}}", rest)
    return phrase_after(number.counted + tail[0], wide=True) if tail else number.counted


def _after_number(text: str, number: NumberMatch, last: str | None) -> str | None:
    """What follows: "increase in X", "more X", "of X"; of money, what it is for."""
    after = text[number.end : number.end + REACH]
    change, more, of = _change_in().match(after), _more().match(after), _of().match(after)
    if change or more:
        return phrase_after(after[(change or more).end() :])  # type: ignore[union-attr]
    if of and number.unit == "percent":
        return _share(text, number, after[of.end() :], last)
    if number.unit == "GBP":
        return _money(after)
    if number.kind == "fraction" and " in " in number.text:
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
    return re.compile(r"(?i)\s+(?:more|fewer|less|additional|extra)\s+(?!(?:than|since|compared|in|on|at)\b)")


@cache
def _of() -> re.Pattern[str]:
    return re.compile(r"(?i)\s+of\s+(?:(?:all|the|their|our|its)\s+)?")


@cache
def _changed() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s+((?:{WORD}\s+){{0,2}}{words_of('change')})\b")


def _share(text: str, number: NumberMatch, after: str, last: str | None) -> str | None:
    """What a percentage is a share of; in brackets it is the share of what was named before."""
    whole = phrase_after(after, wide=True)
    bracketed = text[: number.start].rstrip().endswith("(")
    return f"{last} share of {whole}" if bracketed and last and whole else whole


def _money(after: str) -> str | None:
    """What an amount is for: "of savings", "a year in X", "Discharge Fund", "allocated to X", "to develop X"."""
    for lead, wide in (
        (r"(?:\s+a\s+(?:month|year|week|day))?\s+(?:of|in|for|on|worth\s+of)\s+(?:the\s+)?|\s+(?=(?-i:[A-Z]))", False),
        _given(),
    ):
        found = re.match(rf"(?i){lead}", after)
        if found:
            return phrase_after(after[found.end() :], wide=wide)
    named = re.match(rf"\s+((?:{WORD}\s+){{0,3}}?{words_of('money')})\b", after)
    if named:
        return named[1]
    purpose = re.match(r"\s+to\s+", after)
    return phrase_after("money to " + after[purpose.end() :], wide=True) if purpose else None


def _given() -> tuple[str, bool]:
    return rf"\s+(?={words_of('given')}\b)", True


def _clause(text: str, number: NumberMatch) -> str | None:
    """The object that was moved ("increased productivity by"), or else the subject of the clause."""
    window = text[max(0, number.start - REACH) : number.start]
    before = re.split(r"[;:!?]|\.\s|,\s(?=(?:and|but|while|whilst|with|which)\b)", window)[-1]
    label = re.match(r"\s*([^:;.]{3,80}):\s*$", window)
    if label:
        return phrase_before(label[1])
    beside = re.match(r"(?i)\s*with\s+([\w\s-]{3,40}?)\s+at\s+$", before)
    if beside:
        return phrase_before(beside[1])
    before = _leads().sub(" ", before)
    verbs = list(_verbs().finditer(before))
    if not verbs:
        return _tail(before)
    moved = _object(before[verbs[-1].end() :])
    if re.match(r"(?i)\s*(?:which|that)\s", before):
        return moved or _antecedent(text, number, before)
    return moved or _subject(before, verbs) or _nested(before)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{words_of('verbs')}\b")


@cache
def _leads() -> re.Pattern[str]:
    """Qualifiers and prepositions that stand between a measure and its number."""
    qualifiers = one_of(w for forms in lexicon("numbers")["qualifiers"].values() for w in forms)
    return re.compile(rf"(?i)(?<!\S)(?:(?:{qualifiers}|{words_of('leads')}|\()(?:\s+|$))+$")


def _antecedent(text: str, number: NumberMatch, clause: str) -> str | None:
    """What "which" stands for: the words just before it, or what they say has changed."""
    at = text.rfind(clause.split()[0], 0, number.start)
    return _tail(text[max(0, at - REACH) : at].rstrip(", \n"))


def _object(words: str) -> str | None:
    nested = re.search(rf"(?i)\b{words_of('change')}\s+in\s+(?:the\s+)?(.+)$", words)
    plain = re.sub(rf"(?i)\b{words_of('fillers')}\b", "", nested[1] if nested else words)
    empty = rf"(?i)\b(?:{words_of('change')}|{words_of('leads')}|and|that|than|year)\b|[\W_]"
    return phrase_after(plain) if re.sub(empty, "", plain) else None


def _subject(before: str, verbs: Sequence[re.Match[str]]) -> str | None:
    """The words before the last verb group, back to where its clause begins; None for a pronoun."""
    first = verbs[-1]
    for verb in reversed(verbs[:-1]):
        if re.fullmatch(r"\s*(?:\w+ly\s+|been\s+|be\s+|now\s+|\w+ed\s+to\s+)?", before[verb.end() : first.start()]):
            first = verb
    pieces = [p for p in re.split(rf"(?i),(?!\d)|[(|]|\b{words_of('turns')}\b", before[: first.start()]) if p.strip()]
    named = phrase_before(pieces[-1]) if pieces else None
    return None if named is None or re.fullmatch(rf"(?i){words_of('pronouns')}", named) else named


def _nested(before: str) -> str | None:
    """What has changed: "a fall in ward moves at night"."""
    found = re.search(rf"(?i)\b{words_of('change')}\s+(?:in|of)\s+(?:the\s+)?([^|,;]+)$", before)
    return phrase_after(found[1]) if found else None


def _tail(before: str) -> str | None:
    """What stands at the end of a clause without a verb; None where that is one word, or says only that it changed."""
    words = re.split(r",(?!\d)|[(|]", before)[-1]
    if re.search(rf"(?i)\b(?:a|an|total)\s+{words_of('change')}\s*$", words):
        return None
    content = re.sub(rf"(?i)\b(?:{words_of('change')}|from|to|and|whilst|while|by|of|with|including)\b", " ", words)
    return _nested(before) or (phrase_before(words) if len(content.split()) > 1 else None)


def _continues(text: str, number: NumberMatch) -> bool:
    """Whether a number goes on with the measure of the one before it: "up 6.4%", "compared with 62.8%"."""
    if _of().match(text, number.end):
        return False
    return bool(_going_on().search(text[max(0, number.start - 40) : number.start]))


@cache
def _going_on() -> re.Pattern[str]:
    lead = (
        r"\b(?:(?<!ing\s)up|down|compared\s+(?:with|to)|(?:up|down)\s+from|versus|representing|,\s*to)|\(|,|[%\d]\s+and"
    )
    return re.compile(rf"(?i)(?:{lead})\s*(?:an?\s+)?(?:by\s+)?(?:\w+\s+)?$")


@lru_cache(maxsize=64)
def topic_of(text: str) -> str | None:
    """The measure that a sentence is about, which a ranking after it ranks; None where it names none."""
    found = _heads().search(text)
    return found[0].lower() if found else None


@cache
def _heads() -> re.Pattern[str]:
    words = lexicon("figures")["measures"]
    return re.compile(rf"(?i)\b(?:{one_of(words['kinds'])}\s+)?{one_of(words['heads'])}\b")
