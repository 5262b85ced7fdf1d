"""The bodies of a target, and "we", who are the publisher."""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import BodyName, BodySource
from extractors.bodies import BodyMatch
from extractors.lexicon import lexicon
from extractors.numbers.nouns import function_words
from extractors.objectives.clauses import clause_start
from extractors.objectives.units import Unit
from extractors.obligations import find_obligations

WE = re.compile(r"(?<!\w)(?:[Ww]e|[Oo]ur)(?!\w)")
_LINK = re.compile(
    r"(?i)\s*(?:,\s*|,?\s*and\s+|\s*&\s*|,?\s*working\s+with\s+|/)?(?:all\s+|their\s+partner\s+|partner\s+|wider\s+)?"
)
_SUBJECT = re.compile(
    r"(?:(?<![\w’'-])(?:[Ee]ach|[Ee]very|[Aa]ll|[Tt]he|[Aa]ny|[Ss]uch|[Tt]hese|[Oo]ur|[Nn]o)\s+)?(?P<words>(?:[A-Za-z][\w’'-]*\s+){0,3}?(?P<head>[a-zA-Z]+)"
    r"(?P<more>\s+(?:with|of|in|at|for|that|which|who|without)\s+[^,;.()]{2,60}?)?)\s*$"
)
# What opens or is built acts no more than a wall does: "the new hub will open in May", "two clinics must be rebuilt".
_HAPPENS = re.compile(
    r"(?:[a-z]+\s+){1,3}?(?:(?:open|close|start|begin|launch|reopen)\s+(?:in|by|on|from|during|to|this|next|before)\b"
    r"|be\s+(?:[a-z]+ly\s+)?[a-z]+(?:ed|lt|un)\b(?!\s+to\b))"
)
_ALSO = re.compile(r"(?i)(?:,|\band|\bbut|\bor)\s+(?:also\s+|then\s+)?$")
_HEARS_OTHERS = re.compile(r"\b(?:Committee|Inquiry|Commission of|Panel)\b")  # "we" are its witnesses as often


class Responsible(NamedTuple):
    """The bodies of a target, the first the main one, how they were found, and where they stand in the document."""

    bodies: tuple[BodyName, ...]
    source: BodySource | None
    span: Span | None


NOBODY = Responsible((), None, None)
NATION = Responsible((BodyName(text="NHS", name="NHS"),), "context", None)


def head_of(text: str, before: list[BodyMatch]) -> BodyMatch:
    """The first of the run of names that ends nearest to the verb: "ICBs, trusts and providers must"."""
    head = before[-1]
    for body in reversed(before[:-1]):
        if _LINK.fullmatch(text, body.end, head.start) is None:
            break
        head = body
    return head


def named_run(text: str, shift: int, bodies: list[BodyMatch], head: BodyMatch, source: BodySource) -> Responsible:
    """The run of names that begins at the head ("ICBs, trusts and providers"); offsets are moved by the shift."""
    run = [head]
    for body in bodies[bodies.index(head) + 1 :]:
        if _LINK.fullmatch(text, run[-1].end, body.start) is None:
            break
        run.append(body)
    names = tuple(BodyName(text=text[b.start : b.end], name=b.name, code=b.code) for b in run)
    return Responsible(names, source, Span(start=shift + run[0].start, end=shift + run[-1].end))


def hears_others(name: str) -> bool:
    """Whether a body takes evidence from others, so that "we" are its witnesses as often as itself."""
    return bool(_HEARS_OTHERS.search(name))


def speaker(unit: Unit, span: Span) -> Responsible | None:
    """Whom "we" at a place of the document stand for: its publisher; None where that is not known."""
    publisher = unit.setting.publisher or unit.setting.known.board
    if publisher is None or hears_others(publisher.name):
        return None
    words = unit.setting.document.quote(span)
    return Responsible((BodyName(text=words, name=publisher.name, code=publisher.code),), "we", span)


def actor(unit: Unit, text: str, shift: int, at: int) -> Responsible | None:
    """The words of a subject that no list knows but whose noun acts: "each renal centre shall", "teams are to".

    A joined verb shares the subject of the one before: "clinics will get £2m and ARE EXPECTED TO see 900 people".
    """
    floor = clause_start(text, at)
    if _ALSO.search(text, floor, at):
        first = next((v.start for v in find_obligations(text[floor:at]) if not v.noun), None)
        at = at if first is None else floor + first
    mark = _SUBJECT.search(text, floor, at)
    if mark is None or _HAPPENS.match(text, at) or mark["head"].casefold() not in lexicon("bodies")["actors"]["words"]:
        return None
    words = mark["words"]
    span = Span(start=shift + mark.start("words"), end=shift + mark.end("words"))
    proper = any(word[0].isupper() for word in words.removesuffix(mark["more"] or "").split()[1:])
    name = words if proper else words[0].lower() + words[1:]
    if " " not in name:
        name = fuller(unit.setting.document.text, name)
    return Responsible((BodyName(text=words, name=name),), "sentence", span)


@lru_cache(maxsize=64)  # a document speaks of the same few actors again and again
def fuller(text: str, noun: str) -> str:
    """What a document calls its "centres" when it says more: "renal centres"; the noun itself where it says nothing.

    The word before the noun must stand there twice, and more often than any other.
    """
    stem = noun.removesuffix("s")
    before = re.findall(rf"\b([a-z]{{4,}})\s+{re.escape(stem)}s?\b", text.casefold())
    seen = Counter(word for word in before if word not in function_words() and not word.endswith("ing"))
    (first, times), *others = seen.most_common(2) or [("", 0)]
    return f"{first} {noun}" if times > 1 and all(times > n for _, n in others) else noun
