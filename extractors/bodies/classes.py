"""Classes of organisations ("systems", "every acute trust", "registered landlords"), by the phrases of bodies.toml."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from corpus.facts import BodyType
from extractors.bodies.matches import BodyMatch
from extractors.lexicon import Found, Phrases, lexicon, one_of

_BEFORE = re.compile(r"([\w’'-]+)\W{0,2}$")
_ACTS = re.compile(r"\s+(?:must|should|will|need|are\s+(?:also\s+)?(?:asked|expected|required|encouraged))\b")
_OPENS = re.compile(r"(?:^|,\s|[.:;!?•\n(“‘|*-]\s*|\d[.)]\s+)$")


class _Class(NamedTuple):
    name: str | None  # None: as worded
    type: BodyType
    after: frozenset[str] | None
    not_after: frozenset[str]
    not_before: re.Pattern[str] | None
    acts: bool = True  # also where it opens a sentence or "must" follows


@cache
def _class_phrases() -> Phrases[tuple[_Class, ...]]:
    """The phrases of all classes, each with the classes that it may stand for."""
    rules = lexicon("bodies")
    classes: dict[str, tuple[_Class, ...]] = {}
    for entry in rules["class"]:
        plain = _class(rules, entry, entry.get("name"))
        for phrase in entry["phrases"]:
            classes[phrase.casefold()] = (*classes.get(phrase.casefold(), ()), plain)
        for modifier in entry.get("modifiers", ()):
            noun = entry["phrases"][-1]
            classes[f"{modifier} {noun}".casefold()] = (_class(rules, entry, f"{modifier} {noun}"),)
        for singular in entry.get("one", ()):
            name = entry.get("name") or _plural(singular)
            one = _class(rules, {**entry, "after": "each_of"}, name)._replace(not_after=frozenset(), acts=False)
            classes[singular.casefold()] = (*classes.get(singular.casefold(), ()), one)
    return Phrases(classes, before=r"\w&-")


def _class(rules: Any, entry: dict[str, Any], name: str | None) -> _Class:
    not_before = entry.get("not_before")
    return _Class(
        name,
        entry["type"],
        frozenset(rules[entry["after"]]) if "after" in entry else None,
        frozenset(entry.get("not_after", ())),
        re.compile(rf"\s*{one_of(not_before)}(?!\w)", re.I) if not_before else None,
    )


def _plural(noun: str) -> str:
    """The plural of a noun of the lexicon, "charities" of "charity"; all of them are regular."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith("s") else "s")


def classes_in(text: str) -> Iterator[BodyMatch]:
    """The classes that a text names, none inside another."""
    for mark in _class_phrases().find(text):
        kind = next((kind for kind in mark.value if _fits(text, mark, kind)), None)
        if kind is not None:
            wording = " ".join(text[mark.start : mark.end].casefold().split())
            yield BodyMatch(mark.start, mark.end, kind.name or wording, None, kind.type)


def _fits(text: str, mark: Found[tuple[_Class, ...]], kind: _Class) -> bool:
    if kind.not_before and kind.not_before.match(text, mark.end):
        return False
    left = text[max(0, mark.start - 30) : mark.start]
    before = _BEFORE.search(left)
    word = before.group(1).casefold() if before else ""
    if word in kind.not_after and not _OPENS.search(left):
        return False
    if kind.after is None or word in kind.after:
        return True
    if word not in lexicon("bodies")["machines"] and _ACTS.match(text, mark.end):
        return kind.acts
    return kind.acts and bool(_OPENS.search(left))
