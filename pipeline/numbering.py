"""Levels that printed numbers prove wrong: "4.1" stands below "4", chapters that start again are of an appendix."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_APPENDED = re.compile(r"(?:annex|appendix|schedule)\b", re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3})*")


class Numbered(NamedTuple):
    """A heading's level, from 1, and its printed number."""

    level: int
    number: str | None

    @property
    def is_appendix(self) -> bool:
        """Whether it opens an annex, an appendix or a schedule."""
        return bool(self.number and _APPENDED.match(self.number))

    @property
    def parts(self) -> tuple[int, ...]:
        """The steps of a dotted number; none where it is of another kind ("2A", "Annex B")."""
        return tuple(map(int, self.number.split("."))) if self.number and _DOTTED.fullmatch(self.number) else ()


class _Open(NamedTuple):
    """A heading whose section has not ended: its level as given and as settled, and the steps of its number."""

    given: int
    settled: int
    parts: tuple[int, ...]


def settled_levels(headings: Sequence[Numbered]) -> list[int]:
    """The levels of headings in their order, put right where their numbers say otherwise.

    A heading only ever moves down: below the one whose number its own continues, or below the appendix in which the
    chapters of its level start again at 1. What stands below it moves with it.
    """
    given = _below_appendices(headings)
    settled: list[int] = []
    stack: list[_Open] = []
    for level, heading in zip(given, headings, strict=True):
        above = next((h for h in reversed(stack) if h.given < level), None)
        own = level + above.settled - above.given if above else level
        parts = heading.parts
        continued = next((h for h in reversed(stack) if parts[1:] and h.parts == parts[:-1]), None)
        if continued:
            own = max(own, continued.settled + 1)
        while stack and stack[-1].settled >= own:
            stack.pop()
        stack.append(_Open(level, own, parts))
        settled.append(own)
    return settled


def _below_appendices(headings: Sequence[Numbered]) -> list[int]:
    """Levels with the chapters of an appendix, where they stand beside it and start again at 1, one further down."""
    levels: list[int] = []
    counted: set[int] = set()  # levels that have had a chapter 1
    holds: int | None = None  # the level of the appendix whose chapters move down
    for before, heading in zip([Numbered(0, None), *headings], headings, strict=False):
        beside = before.is_appendix and before.level == heading.level
        if beside and heading.parts == (1,) and heading.level in counted:
            holds = heading.level
        elif heading.is_appendix or (holds is not None and _ends(heading, holds)):
            holds = None
        if heading.parts == (1,):
            counted.add(heading.level)
        levels.append(heading.level + (holds is not None and heading.level >= holds))
    return levels


def _ends(heading: Numbered, appendix: int) -> bool:
    return heading.level < appendix or (heading.level == appendix and not heading.parts)
