"""Lists of a DOCX: how deep an item stands, and items that were typed with their bullets."""

from typing import NamedTuple

from pipeline.readers.lists import list_marker
from pipeline.readers.word.numbers import Label
from pipeline.readers.word.words import LINE_BREAK, squeezed

INDENT_STEP = 2.0  # points: less is no nesting


class _Open(NamedTuple):
    series: str
    level: int
    indent: float
    opens: bool  # its words end in a colon


class Depths:
    """The depth of list items, from 0: by level in one list, by indent and wording between lists."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def last(self) -> int:
        """The depth of the item before; 0 where there is none."""
        return max(0, len(self._open) - 1)

    @property
    def is_open(self) -> bool:
        """Whether a list goes on here."""
        return bool(self._open)

    def of(self, label: Label, indent: float, text: str) -> int:
        """The depth of the next item."""
        while self._open and not _encloses(self._open[-1], label, indent):
            self._open.pop()
        self._open.append(_Open(label.series, label.level, indent, text.endswith(":")))
        return len(self._open) - 1

    def close(self) -> None:
        """Other text ends all lists."""
        self._open.clear()


def typed_items(raw: str) -> list[tuple[str, bool]]:
    """The lines of a paragraph in which bullets or numbers were typed, without those, and whether each is an item.

    Nothing where the paragraph does not start with a marker and does not hold two of them.
    """
    lines = [line for line in raw.split(LINE_BREAK) if line.strip()]
    markers = [list_marker(line.strip()) for line in lines]
    if not lines or (markers[0] is None and sum(marker is not None for marker in markers) < 2):
        return []
    found: list[tuple[str, bool]] = []
    for line, marker in zip(lines, markers, strict=True):
        if marker is None and found:
            found[-1] = (squeezed(f"{found[-1][0]} {line}"), found[-1][1])
        else:
            words = line.strip()[marker.length :] if marker else line
            found.append((squeezed(words), marker is not None))
    return found


def _encloses(outer: _Open, label: Label, indent: float) -> bool:
    if outer.series == label.series:
        return outer.level < label.level
    return outer.opens or outer.indent + INDENT_STEP < indent
