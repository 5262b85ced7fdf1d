"""Rankings: "A with 14.3 percent; followed by B with 14.2 percent; and C with 11.9 percent"."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from extractors.bodies import find_bodies
from extractors.numbers import NumberMatch

_NAME = r"(?:[A-Z][\w’'&.-]*|of|and|the|for|in|on|upon|St\.?|&)"


def is_ranking(text: str, numbers: Sequence[NumberMatch]) -> bool:
    """Whether a sentence sets two or more organisations beside a number each."""
    return sum(1 for n in numbers if organisation_of(text, n, numbers) is not None) > 1


def organisation_of(text: str, number: NumberMatch, numbers: Sequence[NumberMatch]) -> tuple[int, int, str] | None:
    """The organisation that a number belongs to: range and name; None where its part of the sentence names none.

    A number's part runs from the number before it, or from the last semicolon. A name of one word counts only where
    it stands for a known body.
    """
    before = bisect_right(numbers, number.start, key=lambda n: n.end)
    start = max(numbers[before - 1].end if before else 0, text.rfind(";", 0, number.start) + 1)
    found = _named().search(text, start, number.start) or _bare_name().search(text, start, number.start)
    if found is None:
        return None
    name = re.sub(r"[’']s$", "", found["name"]).strip()
    name = re.sub(r"^(?:Overall|Next|And|was|by|The)\s+(?=[A-Z])", "", name)
    full = _full_name(name)
    if full == name and len(name.split()) == 1:
        return None
    at = text.find(name, found.start())
    return at, at + len(name), full


def _full_name(name: str) -> str:
    """The trust that a short name stands for ("Isle of Wight" in a ranking of trusts), or else the name itself."""
    for words in (name, f"{name} NHS Trust", f"{name} NHS Foundation Trust"):
        known = find_bodies(words)
        if len(known) == 1 and known[0].code and known[0].end - known[0].start > len(words) - 5:  # "The "
            return known[0].name
    return name


@cache
def _named() -> re.Pattern[str]:
    """A capitalised name and what leads from it to the number."""
    moved = r"gained|lost|grew\s+by|rose\s+by|improved\s+by|followed\s+(?:on|with|at)|came\s+in\s+at|stood\s+at"
    verbs = rf"with|at|on|achieved|recorded|reported|spent|saw|had|reached|posted|managed|{moved}"
    link = rf"(?:[’']s(?:\s+(?:[\w-]+\s+){{0,5}}of)?|\s+(?:{verbs})(?:\s+an?)?|:|,\s+on|\s+\()"
    return re.compile(rf"(?P<name>[A-Z][\w’'&.-]*(?:\s+{_NAME}){{0,8}}?){link}\s*(?:\w+\s+)?$")


@cache
def _bare_name() -> re.Pattern[str]:
    """A name of two words or more with nothing between it and the number ("and Leeds Teaching Hospitals 7.2%")."""
    return re.compile(rf"(?P<name>[A-Z][\w’'&.-]*(?:\s+{_NAME}){{1,8}})\s+$")
