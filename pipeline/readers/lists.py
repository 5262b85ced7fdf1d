"""List markers in plain text, and the depth of items where lines are not indented."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.readers.lexicon import words

LONGEST_MARKER = 7  # characters: "(xviii)"
DEEPEST = 5  # lists within lists
LOOK_BACK = 40  # items that are looked at to see whether a nested list is over
BULLETS = "•◦▪‣●○■□–—·\u25aa\uf0b7\uf0a7\u2756\u27a2"
_BULLET = re.compile(rf"([-*+{BULLETS}]|o(?=\s+[a-z0-9£A-Z])|[»➔➜✓✔❖►➤⁃]|>(?=\s+[A-Za-z0-9£]))\s+(?=\S)")
_ORDERED = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")


class Marker(NamedTuple):
    """A list marker: its sign, its length with the space after it, and whether it counts."""

    sign: str
    length: int
    ordered: bool


def list_marker(line: str) -> Marker | None:
    """The marker that a line starts with, or None."""
    head = line[:LONGEST_MARKER]
    if head[1:2].isalpha() and "." not in head and ")" not in head:  # a word: most lines are done with here
        return None
    if match := _BULLET.match(line):
        return Marker(match.group(1), match.end(), ordered=False)
    if match := _ORDERED.match(line):
        return Marker(match.group(1), match.end(), ordered=True)
    return None


def by_indent(indents: Sequence[int]) -> list[int]:
    """Depths of a list's items from their indentation."""
    depths: list[int] = []
    stack: list[int] = []
    for indent in indents:
        while stack and stack[-1] > indent:
            stack.pop()
        if not stack or stack[-1] < indent:
            stack.append(indent)
        depths.append(len(stack) - 1)
    return depths


def by_wording(items: Sequence[str]) -> list[int]:
    """Depths of a list's items where all stand at one margin.

    An item that ends in a colon opens a nested list. It closes where an item has the form of the outer items again
    and not that of the nested ones ("-ing", an imperative, a noun), or after a nested item with a full stop at its end
    while the others have none.
    """
    depths: list[int] = []
    forms: list[str] = []  # form of the first item of each open level
    for i, item in enumerate(items):
        form = _form(item)
        if not forms or (items[i - 1].rstrip().endswith(":") and len(forms) < DEEPEST):
            forms.append(form)
        while len(forms) > 1 and _closes(forms, form, items, depths, i):
            forms.pop()
        depths.append(len(forms) - 1)
    return depths


def _closes(forms: Sequence[str], form: str, items: Sequence[str], depths: Sequence[int], i: int) -> bool:
    depth = len(forms) - 1
    if items[i - 1].rstrip().endswith(":") and depths[i - 1] == depth - 1:
        return False
    if form != forms[-1] and form in forms[:-1]:
        return True
    near = range(max(0, i - LOOK_BACK), i)
    nested = [items[k] for k in near if depths[k] == depth]
    outer = [items[k] for k in near if depths[k] == depth - 1]
    return nested[-1:] != [] and _stops(nested[-1]) and not any(map(_stops, [*nested[:-1], *outer]))


def _stops(item: str) -> bool:
    return item.rstrip().endswith(".")


def _form(item: str) -> str:
    first = re.split(r"[\s,;]", item.strip(), maxsplit=1)[0].lower()
    if first.endswith("ing"):
        return "ing"
    return "verb" if first in words("imperatives") else "noun"
