"""Digits that are no quantity: section and service numbers, categories, times of day, versions, list markers, ages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from extractors.lexicon import lexicon, lowered, one_of

ADDRESS = r"(?:https?://|www\.)\S+|\S+@\S+"
PHONE = r"(?<!\w)(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{2,4}(?:[\s-]?\d{2,3})?(?!\d)"
MARKER = (
    r"\A\s*(?:[•*\-–]\s*)?\(?\d{1,3}(?:\.\d{1,2})*[.)](?=\s)|\A\s*\d{1,2}(?-i:[A-Z])\b\.?"
    r"|\A\s*\d{1,2}(?:\.\d{1,2}){1,3}\s(?=(?-i:[A-Z]))|\A\s*\d{1,2}\s+(?=(?-i:[A-Z][a-z]+|NHS)\s(?-i:[a-zA-Z(]))"
)
CONTENTS = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z][^.;:?!]{2,120}?\s\d{1,3}\s*")  # a heading and its page
CLOCK = r"(?<![\w.])\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)|(?<![\w.:])\d{1,2}:\d\d(?!\d)"
CLOCK += (  # "at 10.30 in Room 6", "closed at 13.05."
    r"|(?<=\bat )(?<!stood at )(?<!stands at )(?<!was at )(?:0?[7-9]|1\d|2[0-3])\.[0-5]\d"
    r"(?=[.,;)]?(?:\s+(?:in|on|at|and)\b|\s*$))"
)

SMALL = r"(?:one|two|three|four|five|six)"  # words that can number a thing
IDENTIFIERS = ("reference", "ref", "number", "code", "codes", "dscn", "isn", "dcb", "scci")
QUOTED = r"[‘'“\"]?"

_DECADES = re.compile(r"\ds\s+and\s+over")

TrapKind = Literal["none", "age", "name"]


class Trap(NamedTuple):
    """A range of the text that holds no quantity; `none` is not a number at all."""

    start: int
    end: int
    kind: TrapKind


def traps(text: str) -> list[Trap]:
    """The traps of a text, in order."""
    if CONTENTS.fullmatch(text):
        return [Trap(0, len(text), "none")]
    kinds: dict[str, TrapKind] = {"age": "age", "plan": "name"}
    return [Trap(m.start(), m.end(), kinds.get(str(m.lastgroup), "none")) for m in _scanned(text, lowered(text))]


def _scanned(text: str, low: str) -> Iterator[re.Match[str]]:
    """What `_traps` finds, looked for only where a trap may begin; an address may begin anywhere."""
    if "@" in low or "http" in low or "www." in low:
        yield from _traps(addresses=True).finditer(text)
        return
    scanner = _traps(addresses=False)
    found = scanner.match(text)
    at = found.end() if found else 1
    if found:
        yield found
    for mark in _begins(decades=_DECADES.search(low) is not None).finditer(low):
        for place in (mark.start(), mark.end()) if mark["here"] is not None else (mark.end(),):
            found = scanner.match(text, place) if place >= at else None
            if found:
                yield found
                at = found.end()


@cache
def _begins(*, decades: bool) -> re.Pattern[str]:
    """What stands before a trap other than an address in a text in lower case; superfluous places do no harm.

    Each match is one character, the last one before a trap, or with the group `here` the trap's own first. Nearly all
    traps begin with a word, so that only what is no letter is looked at; `decades` also takes in "118s and over".
    """
    words = lexicon("numbers")
    starts: dict[str, list[str]] = defaultdict(list)
    for names, following in (
        (("aged", "age", "ages", "covid"), r"(?!\w)"),
        (("per",), r"\s+[£\d]"),
        (("for", "in"), r"\s+every\s"),
        (("out",), r"\s+of\s"),
        (("under", "over"), r"[-\s]?\d"),
        (("nhs",), rf"\s+{one_of(words['services']['numbers'])}"),
        (IDENTIFIERS, rf"\s*:?\s+{QUOTED}\d"),
        (map(str.lower, words["named"]["before"]), rf"\s+(?:\d|{SMALL}\b)"),
        (map(str.lower, words["ones"]), r"(?![^\Waotym])"),
    ):
        for name in names:
            starts[name[0]].append(one_of([name[1:]]) + following)
    forms = "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(starts.items()))
    here = r"(?P<here>(?<=\[)(?=\d)|(?<=\w\s)(?=\s*of\s+(?:the|our|its|their|all)\s))"
    plain = rf"\W(?:{here}|(?=\d|\+44|[^\W\d_]{{1,6}}[/-]?\d|{forms}))"
    return re.compile(rf"{plain}|\w(?=\d{{1,2}}s\s)" if decades else plain)


@cache
def _traps(*, addresses: bool) -> re.Pattern[str]:
    patterns = {
        **({"address": ADDRESS} if addresses else {}),
        "phone": PHONE,
        "marker": MARKER,
        "clock": CLOCK,
        "age": _age(),
        **_labels(),
        **_codes(),
    }
    return re.compile("(?i)" + "|".join(f"(?P<{n}>{p})" for n, p in patterns.items()))


def _age() -> str:
    """Such as "aged 14 and over", "under-18s", "16- and 17-year-olds"."""
    number = rf"(?:\d{{1,3}}|{one_of(lexicon('numbers')['ones'])})"
    side = r"(?:over|under|between|from)"
    to = r"\s?(?:-|–|to|and|or)\s?"
    return (
        rf"(?!\d)(?:\b(?:aged|ages?(?:\s+of)?|age\s+of)\s+(?:{side}\s+)?{number}(?:{to}(?:{number}|over|under|above|older))?"
        rf"|\b{one_of(lexicon('numbers')['aged']['words'])}\s+(?:aged\s+)?(?:under|over)\s+(?:the\s+age\s+of\s+)?\d{{1,3}}\b(?!\s?%|\s+(?:per|weeks?|days?|hours?|months?))"
        r"|\b(?:under|over)[-\s]?\d{1,2}s\b)|\d{1,2}s\s+and\s+over\b"
        rf"|\b(?:{number}(?:\s?-?{to}))?{number}[-\s]*(?:years?|months?)[-\s]+"
        r"(?:olds?\b|of\s+age\b|and\s+(?:over|under|above)\b)"
    )


def _labels() -> dict[str, str]:
    """Plans named by their length, labelled things and lists of them, and service numbers."""
    words = lexicon("numbers")
    number = rf"(?:\d{{1,3}}|{one_of(words['ones'])})"
    label, labels = r"\d{1,3}(?:\.\d+)*[a-z]?", words["named"]["before"]
    first = "".join(map(re.escape, sorted({name[0] for name in labels})))  # rejects most places at once
    scaled = r"\s?(?:per\s?cent|million|billion|thousand|percentage)|[\s-]?(?:minute|hour|day|week|month|year)s?\b"
    whole = rf"(?!\d|[.,]\d|\s?%|{scaled})"
    people = r"[-\s]+(?:\w+\s+){0,2}?(?:people|patients|staff|sites|beds|trusts)\b"
    return {
        "plan": rf"\b{number}[-\s]+{one_of(words['scope']['plans'])}",
        "named": rf"\b(?=[{first}]){one_of(labels)}\s+(?:{label}|{SMALL}\b){whole}"
        rf"(?:\s?(?:,|and|or|to|&|[-–/]|,\s*and)\s?{label}{whole})*(?!\w)",
        "service": rf"(?<![\w£.,])(?:NHS\s+)?{one_of(words['services']['numbers'])}(?![\w%]|[.,]\d|{people})",
    }


def _codes() -> dict[str, str]:
    """References and identifiers, and the whole that a number is only compared with ("per 100,000")."""
    compared = r"(?!\d)\b(?:per|for\s+every|in\s+every|out\s+of(?:\s+(?:the|all|a\s+total\s+of))?)\s+"
    counts = "|".join(rf"(?<={word})" for word in ("\\d", *lexicon("numbers")["ones"]))
    of_all = rf"(?=\s)(?:{counts})\s+of\s+(?:(?:the|our|its|their|all)\s+)+\d[\d,]*(?![\w%]|\.\d)"
    return {
        "reference": r"(?<!\w)[A-Z]{1,6}[/-]?\d+(?:[/-]\d+)+\S*|\b\d{1,4}/\d{1,4}\b|\[\d{1,3}\]|\b\d+\.\d+\.\d+\b",
        "identifier": rf"(?!\d)\b{one_of(IDENTIFIERS)}\s*:?\s+{QUOTED}\d[\d/-]*"
        r"(?![\w%]|[.,]\d|\s?%)",
        "dose": rf"\b\d[\d,.]{{0,12}}\s?{one_of(lexicon('numbers')['doses']['units'])}(?!\w)",
        "whole": rf"{of_all}|{compared}(?:£\s?)?\d[\d,]*(?:\s+million)?(?![\w%]|\.\d)",
        "disease": r"(?!\d)\bcovid\s?[-‑–—]\s?\d+",
        "more": rf"(?!\d)\b{SMALL}\s+or\s+more\b",
    }
