"""The list of contents of a text: which headings it names, and how deep they stand."""

import re
from collections.abc import Mapping, Sequence

from pipeline.readers.lists import by_indent
from pipeline.readers.outline import entry_key, heading_number, is_contents

FRONT = 150  # lines among which the list of contents starts
LEAST_ENTRIES = 3
_BARE_PAGE = re.compile(r"(?<!\s)\s+\d{1,3}$")


def later_lines(texts: Sequence[str]) -> dict[str, int]:
    """For each wording, as `entry_key` has it, the last line that bears it."""
    return {entry_key(text): i for i, text in enumerate(texts)}


def recurs(text: str, i: int, later: Mapping[str, int]) -> bool:
    """Whether the wording of line `i` stands again further down, its page number left out."""
    return any(later.get(key, i) > i for key in _wordings(text))


def listed_depths(texts: Sequence[str], indents: Sequence[int], later: Mapping[str, int]) -> dict[str, int]:
    """Depths of the headings that a list of contents names, by `entry_key`; empty where there is none.

    Args:
        texts: the lines of a text, without marks.
        indents: their indentation.
        later: what `later_lines` makes of them.
    """
    start = next((i for i, text in enumerate(texts[:FRONT]) if is_contents(text)), None)
    if start is None:
        return {}
    entries = []
    for i in range(start + 1, len(texts)):
        if not recurs(texts[i], i, later):
            break
        entries.append(i)
    if len(entries) < LEAST_ENTRIES:
        return {}
    depths = by_indent([indents[i] for i in entries])
    return {
        key: _depth(texts[i], depth)
        for i, depth in zip(entries, depths, strict=True)
        for key in _wordings(texts[i])
        if later.get(key, i) > i
    }


def _wordings(text: str) -> set[str]:
    """An entry's wording without its page number, whether that is set apart or not."""
    return {entry_key(text), entry_key(_BARE_PAGE.sub("", text))}


def _depth(text: str, by_margin: int) -> int:
    numbered = heading_number(text)
    return numbered.number.rstrip(".").count(".") if numbered else by_margin
