"""Items of a list that lost their bullets: pasted from a web page, or parted from them by an extraction from a PDF."""

import re
from collections.abc import Sequence

from pipeline.readers.lists import BULLETS, list_marker
from pipeline.readers.stems import stem_span
from pipeline.readers.text.lines import TextLine

LEAST_ITEMS, MOST_ITEMS = 2, 50
LONGEST = 200  # characters of an item
_LONE_BULLET = re.compile(rf"[{BULLETS}]")


def bare_items(lines: Sequence[TextLine], *, wrapped: bool) -> tuple[list[TextLine], set[int]]:
    """The lines without bullets that stand alone, and the indexes among them of items without a bullet.

    Args:
        lines: the lines of a text.
        wrapped: whether its paragraphs are broken into lines of one width.
    """
    kept: list[TextLine] = []
    items: set[int] = set()
    i = 0
    while i < len(lines):
        bullets = _lone_bullets(lines, i)
        if bullets:
            i += bullets
            found = bullets if _together(lines, i, most=bullets + 1) == bullets else 0
        else:
            found = 0 if wrapped or not kept else _pasted_items(kept[-1], lines, i)
        items.update(range(len(kept), len(kept) + found))
        taken = max(found, 1)
        kept += lines[i : i + taken]
        i += taken
    return kept, items


def _lone_bullets(lines: Sequence[TextLine], start: int) -> int:
    """How many lines from an index on are a bullet each; 0 for a single one."""
    end = start
    while end < len(lines) and _LONE_BULLET.fullmatch(lines[end].text):
        end += 1
    return end - start if end - start >= LEAST_ITEMS else 0


def _together(lines: Sequence[TextLine], start: int, *, most: int) -> int:
    """How many lines from an index on stand together, without a blank between them."""
    end = start + 1
    while end < min(len(lines), start + most) and not lines[end].after_blank:
        end += 1
    return min(end, len(lines)) - start


def _pasted_items(stem: TextLine, lines: Sequence[TextLine], start: int) -> int:
    """How many lines from an index on are the items of a stem: each starts small, none is long or has a marker."""
    if not stem.text.endswith(":") or stem_span(stem.text) is None:
        return 0
    size = _together(lines, start, most=MOST_ITEMS)
    found = lines[start : start + size]
    small = all(line.text[0].islower() and len(line.text) <= LONGEST and not list_marker(line.text) for line in found)
    ends = any(line.text[-1] in ".?!:" for line in found[:-1])
    return size if size >= LEAST_ITEMS and small and not ends else 0
