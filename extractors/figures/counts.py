"""What is counted: the noun after a number with the words that narrow it, or what those named before did."""

import re
from functools import cache

from extractors.figures.money import of_what_follows
from extractors.figures.phrases import WORD, around, phrase_after
from extractors.figures.subjects import named_before, subject_of
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch

REACH = 300  # characters: how far the words of a measure are looked for
NEAR = 60  # characters: how far the words that lead to a number may stand from it
LONGEST_ACTOR = 5  # words of a subject that is named beside what it did
AREA = re.compile(r"(?i)\s(?:across|throughout|during)\s")  # where or when, which no measure needs


def counted_measure(text: str, number: NumberMatch) -> str | None:
    """The counted noun with the words that narrow it: "people receiving two or more contacts".

    Where nothing narrows it, what stood at the number ("the backlog stood at 78,329 cases"), or who did it.
    """
    if not number.counted:
        return None
    rest = text[text.find(number.counted, number.end) + len(number.counted) :][:REACH]
    tail = _tail().match(rest)
    if (
        tail
        and re.search(r"(?i)\b(?:with|of|from|for|by)\s+$", text[: number.start][-NEAR:])
        and _auxiliary().match(rest)
    ):
        tail = None  # the verb belongs to what has them: "a pilot with 240 families was good"
    narrowed = phrase_after(AREA.split(number.counted + without_auxiliaries(tail[0]))[0], wide=True) if tail else None
    if narrowed and narrowed != number.counted:
        return narrowed
    stood = _stood_at().search(text[max(0, number.start - 60) : number.start])
    if stood:
        return named_before(text[: max(0, number.start - 60) + stood.start()][-REACH:]) or number.counted
    return _done(text, number) or number.counted


@cache
def _tail() -> re.Pattern[str]:
    """Words that go on after a counted noun; a new clause ends them."""
    link = r"and|or|but|while|whilst|as|since|than|compared|up|down|from|to\s+[\d£]|over|across|so|against|more|fewer"
    return re.compile(rf"(?i)\s+(?!(?:{link})\b)(?:(?:{WORD}|,(?=\d))\s*){{1,14}}")


def without_auxiliaries(words: str) -> str:
    """The words without "was", "have been" and their like, so that what was done reads as a name."""
    return _auxiliary().sub("", words)


@cache
def _auxiliary() -> re.Pattern[str]:
    return re.compile(r"(?i)\s(?:had|have|has|were|was|are|is)(?:\s+(?:been|being|also|now|still))*(?=\s)")


@cache
def _stood_at() -> re.Pattern[str]:
    moved = one_of(lexicon("figures")["total_verbs"]["moved"])
    still = r"stood\s+at|stands\s+at|remained\s+at|averaged|totalled|was|were|is|are"
    lead = r"(?:(?:about|around|nearly|over|just|an?|some|almost)\s+)*"
    return re.compile(rf"(?i)\b(?:{still}|{moved}\s+(?:[^.;]{{0,30}}?\s)?to)\s+{lead}$|,\s+to\s+$")


@cache
def _did() -> re.Pattern[str]:
    done = lexicon("figures")["done"]
    return re.compile(rf"(?i)\b{one_of(done)}\s+(?:(?:about|around|nearly|over|just|some|almost|more\s+than)\s+)*$")


def _done(text: str, number: NumberMatch) -> str | None:
    """The counted noun with what was done and by whom: "calls answered by the charity", "people employed"."""
    before = text[max(0, number.start - REACH) : number.start]
    verb = _did().search(before)
    if verb is None or not number.counted:
        return None
    form = lexicon("figures")["done"][re.match(r"\w+", verb[0])[0].casefold()]  # type: ignore[index]
    actor = subject_of(text[: number.start - len(before) + verb.end()], number)
    plain = (
        actor
        and not re.search(r"\d", actor)
        and len(actor.split()) <= LONGEST_ACTOR
        and not around("pronouns", "", "").fullmatch(actor)
    )
    return f"{number.counted} {form} by {actor}" if plain else f"{number.counted} {form}"


def of_those_named(text: str, number: NumberMatch, base: str | None) -> str | None:
    """What some of those named before did: "92% were answered" after "calls taken" is calls answered."""
    if base is None or number.unit not in ("percent", "count") or number.counted:
        return None
    after = text[number.end : number.end + REACH]
    if not _did_then().match(after):
        return None
    did = phrase_after(without_auxiliaries(re.sub(r"(?i)^\s+of\s+(?:them|these|those)\b", "", after)), wide=True)
    head = re.split(r"(?i)\s(?=\w+(?:ed|ing)\b|who\b|in\b|with\b|by\b|taken\b|given\b|seen\b|held\b|said\b)|, ", base)[
        0
    ]
    return f"{head} {did}" if did else None


@cache
def _did_then() -> re.Pattern[str]:
    did = r"said|says?|felt|feel|lives?|got|went|thought|fails?|met|meets?|came|took|leaves?|smokes?|own|[a-z]{3,}ed"
    compared = r"(?!(?:above|below|better|worse|higher|lower|up|down|in|on|at|by|since|compared)\b)"
    return re.compile(
        rf"(?i)\s+(?:of\s+(?:them|these|those)\s+)?(?:also\s+)?"
        rf"(?:(?:had|have|has|were|was)\s+(?!(?:the|an?)\b)|(?:{did})\s+){compared}[a-z]"
    )


def given_in(text: str, number: NumberMatch) -> str | None:
    """Where something was done in a share of them: "care had been given in 99% of births" is births with it."""
    before = text[: number.start][-REACH:]
    of, led = (
        of_what_follows().match(text, number.end),
        re.search(r"(?i)\b(?:(?:has|have|had)\s+been|was|were)\s+\w+\s+in\s+(?:\w+\s+)?$", before),
    )
    if of is None or led is None or number.unit != "percent":
        return None
    whole, thing = phrase_after(text[of.end() :][:REACH]), named_before(before[: led.start()])
    return f"{whole} with {thing}" if whole and thing else whole
