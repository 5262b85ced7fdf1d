"""Levels of headings that a text does not mark: by their numbers, by what they stand below, by the list of contents."""

from collections.abc import Mapping

from pipeline.readers.lexicon import words
from pipeline.readers.outline import Numbered, entry_key

DEEPEST = 9  # levels of headings


class Levels:
    """Levels of headings that come without one.

    A series of numbers ("1.", "2A.", "3.1") takes the level below the heading it first stands under; a heading without
    a number stands beside the one before it, below a numbered one, and below one whose text ends in a colon or that
    has no text at all. Capitals and questions are series of their own. What a list of contents names stands where the
    list has it, and what it does not name stands below.

    Args:
        listed: depths of the entries of the list of contents, by `entry_key`.
        capitals: whether headings in capitals stand above others in this text.
    """

    def __init__(self, listed: Mapping[str, int] | None = None, *, capitals: bool = False) -> None:
        self._listed = listed or {}
        self._capitals = capitals
        self._series: dict[str, int] = {}
        self._kinds: dict[str, int] = {}
        self._plain = 2
        self._last = 1
        self._last_numbered = self._in_front = False
        self._named = 1  # the level of the last heading that the list of contents names

    def numbered(self, numbered: Numbered) -> int:
        """The level of a numbered heading."""
        style = numbered.style
        if style not in self._series:
            self._series[style] = self._first_of(numbered)
        level = min(self._series[style], DEEPEST)
        self._series = {s: n for s, n in self._series.items() if n <= level}
        self._kinds = {k: n for k, n in self._kinds.items() if n <= level}
        lettered = style == "letter" and level > 2  # parts of one heading: the next without a letter stands beside that
        self._plain = level - 1 if lettered else level + 1
        self._last, self._last_numbered, self._in_front = level, True, False
        return level

    def plain(self, text: str, *, opens_below: bool) -> int:
        """The level of a heading without a number.

        Args:
            text: the heading.
            opens_below: the text before it ends in a colon, or the heading before it has no text.
        """
        key = entry_key(text)
        if text.split()[0].lower().strip(":.") in words("top_headings"):
            self._restart(2)
        elif key in self._listed:
            self._restart(min(2 + self._listed[key], DEEPEST))
            self._named = self._plain
        else:
            level = self._unlisted(text, opens_below=opens_below)
            self._last = max(level, self._named + 1 if self._listed else 2)
            self._plain = max(self._plain, self._last) if level == self._plain else self._plain
        self._last_numbered = False
        self._in_front = key in words("front_matter") or key.endswith("foreword")
        return self._last

    def _restart(self, level: int) -> None:
        self._series, self._kinds, self._plain, self._last = {}, {}, level, level

    def _unlisted(self, text: str, *, opens_below: bool) -> int:
        below = min(self._last + 1, DEEPEST) if opens_below and not self._last_numbered else self._plain
        if text.endswith("?"):
            return self._kinds.setdefault("question", below)
        if self._capitals and text.isupper():
            level = self._kinds.get("capitals", below if self._series else 2)
            self._kinds, self._plain = {"capitals": level}, level + 1
            return level
        self._plain = below
        return below

    def _first_of(self, numbered: Numbered) -> int:
        if numbered.style.startswith("dotted"):
            return max(2, self._series.get("digit", 1) + int(numbered.style[6:]))
        if numbered.style == "digit-letter" and "digit" in self._series:
            return self._series["digit"] + 1
        if numbered.style == "word" or self._in_front:
            return 2
        return max(2, self._last + 1)
