"""The subject of the clause that a number stands in, or the object that its verb moved."""

import re
from collections.abc import Sequence
from functools import cache

from extractors.figures.phrases import around, phrase_after, phrase_before, words_of
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

_JOINS = (",", "and", "while", "but")  # what may part a clause from the number before it
REACH = 300  # characters: how far the words of a measure are looked for


def subject_of(text: str, number: NumberMatch) -> str | None:
    """The object that was moved ("increased productivity by"), or else the subject of the clause."""
    window = text[max(0, number.start - REACH) : number.start]
    window = _own_part(window)
    before = re.split(r"[;:!?]|\.\s|,\s(?=(?:and|but|while|whilst|with|which)\b)", window)[-1]
    label = re.search(r"(?:^|[;.]\s)\s*([^:;.]{3,80}):\s*$", window)
    if label:
        return phrase_before(label[1])
    beside = re.match(r"(?i)\s*with\s+([\w\s-]{3,40}?)\s+at\s+$", before)
    if beside:
        return phrase_before(beside[1])
    before = _leads().sub(" ", before)
    verbs = list(_verbs().finditer(before))
    if not verbs:
        return _tail(before)
    if re.fullmatch(r"(?i)costs?", verbs[-1][0]):
        return _cost(before[: verbs[-1].start()], before[verbs[-1].end() :])
    moved = _object(before[verbs[-1].end() :])
    if re.match(r"(?i)\s*(?:which|that)\s", before):
        return moved or _antecedent(text, number, before)
    return moved or _subject(before, verbs) or _nested(before)


def _own_part(window: str) -> str:
    """What stands after the last number before, where that is a clause of its own ("and admissions were 9% lower")."""
    if not any(word in window for word in _JOINS):
        return window
    part = re.split(r"\d[\d.,]*%?\s*(?:[mbk]n?\b)?[^\d]{0,40}?(?:,|\band\b|\bwhile\b|\bbut\b)\s", window)[-1]
    verb = _verbs().search(part)
    return part if verb and len(part[: verb.start()].split()) > 1 else window


@cache
def _verbs() -> re.Pattern[str]:
    noun = (
        r"costs?\s+(?:improvement|saving|pressure|reduction|of|base|per|was|were|is|are|has|have|rose|fell|grew|for)\b"
    )
    return re.compile(rf"(?i)\b(?!{noun}){words_of('verbs')}\b")


def _cost(who: str, whom: str) -> str:
    """As in "Reoffending costs society £18 billion": the cost of reoffending to society."""
    subject, borne = named_before(re.sub(r"(?i)\b(?:has|have|had|will)\s*$", "", who)), phrase_after(whom)
    return "cost" + (f" of {subject}" if subject else "") + (f" to {borne}" if borne else "")


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
    nested = around("change", r"\b", r"\s+in\s+(?:the\s+)?(.+)$").search(words)
    plain = around("fillers", r"\b", r"\b").sub("", nested[1] if nested else words)
    plain = re.split(r"(?i)\bwith\s+(?:an?\s+)?", plain)[-1] or plain
    empty = around("change", r"\b(?:", rf"|{words_of('leads')}|and|that|than|year)\b|[\W_]")
    return phrase_after(plain) if empty.sub("", plain) else None


def _subject(before: str, verbs: Sequence[re.Match[str]]) -> str | None:
    """The words before the last verb group, back to where its clause begins; None for a pronoun."""
    first = verbs[-1]
    for verb in reversed(verbs[:-1]):
        if re.fullmatch(r"\s*(?:\w+ly\s+|been\s+|be\s+|now\s+|\w+ed\s+to\s+)?", before[verb.end() : first.start()]):
            first = verb
    return named_before(before[: first.start()])


def named_before(words: str) -> str | None:
    """What stands before a verb, back to where its clause begins; None for a pronoun."""
    words = re.sub(r"\s*\([^()]*\)\s*$", "", words)  # "deaths (three-year average) were"
    pieces = [p for p in around("turns", r",(?!\d)|[(|]|\b", r"\b").split(words) if p.strip()]
    own = _moved_and().sub("", pieces[-1]) if pieces else ""
    named = phrase_before(own) if own else None
    return None if named is None or around("pronouns", "", "").fullmatch(named) else named


@cache
def _moved_and() -> re.Pattern[str]:
    """What stands before the second of two clauses: "admissions fell and ..." ."""
    moved = one_of(lexicon("figures")["total_verbs"]["moved"])
    return re.compile(rf"(?i)^.*\b{moved}\b[^,]{{0,40}}?\band\s+(?=\w)")


def opening_subject(text: str) -> str | None:
    """What a sentence is about, up to its first verb: what "they" and "it" at the head of the next one stand for."""
    verb = _verbs().search(text)
    return named_before(text[: verb.start()][-REACH:]) if verb else None


def _nested(before: str) -> str | None:
    """What has changed: "a fall in ward moves at night"."""
    found = around("change", r"\b", r"\s+(?:in|of)\s+(?:the\s+)?([^|,;]+)$").search(before)
    return phrase_after(found[1]) if found else None


def _tail(before: str) -> str | None:
    """What stands at the end of a clause without a verb; None where that is one word, or says only that it changed."""
    words = next((w for w in reversed(re.split(r",(?!\d)|[(|]", before)) if w.strip()), "")
    if around("change", r"\b(?:a|an|total)\s+", r"\s*$").search(words):
        return None
    content = around("change", r"\b(?:", r"|from|to|and|whilst|while|by|of|with|including)\b").sub(" ", words)
    return _nested(before) or (phrase_before(words) if len(content.split()) > 1 else None)
