"""Numbers of DOCX lists and headings as they are printed: "2.1", "(a)", "iv." (ECMA-376, part 1, 17.9)."""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.readers.numerals import LARGEST, roman
from pipeline.readers.word.parts import MC, W, is_on, value, whole

LEVELS = 9
_LETTERS = ("lowerLetter", "upperLetter")


class Label(NamedTuple):
    """The label of a paragraph: what is printed ("" for a bullet), its list and level, its indent in points."""

    text: str
    series: str
    level: int
    indent: float | None


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    template: str = ""
    start: int = 1
    legal: bool = False  # all numbers in it are written in digits
    restarts: int | None = None  # the level after which it starts anew; 0 for none
    indent: float | None = None


@dataclass(slots=True)
class _Series:
    """Levels that are counted together, by number and by the style that is bound to them."""

    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    named_by: str | None = None  # the style whose list this one takes over
    counts: list[int] = field(default_factory=lambda: [0] * LEVELS)


@dataclass(slots=True)
class _List:
    """A list that paragraphs name: a series, with starts and levels of its own."""

    series: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """Counts the lists of a document while its paragraphs are read in order.

    Args:
        root: the part of the numbering, or None.
        style_lists: for each style that is a list, the list that it names.
    """

    def __init__(self, root: Any, style_lists: dict[str, str] | None = None) -> None:
        self._series: dict[str, _Series] = {}
        self._lists: dict[str, _List] = {}
        for element in root.iter(f"{W}abstractNum") if root is not None else ():
            self._series[element.get(f"{W}abstractNumId", "")] = _series(element)
        for element in root.iter(f"{W}num") if root is not None else ():
            self._lists[element.get(f"{W}numId", "")] = _list(element)
        for one in self._lists.values():
            series = self._series.get(one.series)
            linked = self._lists.get((style_lists or {}).get(series.named_by or "", "")) if series else None
            if linked is not None and linked is not one:
                one.series = linked.series

    def level_of(self, list_id: str | None, style: str | None) -> int:
        """The level that a list binds to a style; 0 for none."""
        one = self._lists.get(list_id or "")
        series = self._series.get(one.series) if one else None
        return series.styles.get(style or "", 0) if series else 0

    def label(self, list_id: str | None, level: int) -> Label | None:
        """The label of the next paragraph of a list; None where there is no such list."""
        one = self._lists.get(list_id or "")
        series = self._series.get(one.series) if one else None
        if one is None or series is None or list_id == "0":
            return None
        level = min(max(level, 0), LEVELS - 1)
        levels = series.levels | one.levels
        self._count(series, one, levels, level)
        this = levels.get(level, _Level("bullet"))
        text = "" if this.form in ("bullet", "none") else _printed(this, series.counts, levels)
        return Label(text, one.series, level, this.indent)

    def _count(self, series: _Series, one: _List, levels: dict[int, _Level], level: int) -> None:
        counts = series.counts
        if not one.begun:
            one.begun = True
            for deep in one.starts:
                counts[deep] = 0
        for above in range(level):  # Word counts a level that was passed over as if it had been printed
            counts[above] = counts[above] or _start(one, levels, above)
        counts[level] = counts[level] + 1 if counts[level] else _start(one, levels, level)
        for deeper in range(level + 1, LEVELS):
            restarts = levels[deeper].restarts if deeper in levels else None
            if restarts is None or 0 < level + 1 <= restarts:
                counts[deeper] = 0


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; decimal for those that UK documents do not use, and for what is too large."""
    if number > LARGEST:
        return str(number)
    if form in _LETTERS:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        numeral = roman(number)
        return numeral.upper() if form == "upperRoman" else numeral
    return f"{number:02d}" if form == "decimalZero" else str(number)


def indent_of(properties: Any) -> float | None:
    """The left indent that a paragraph's properties state, in points."""
    element = properties.find(f"{W}ind") if properties is not None else None
    stated = element.get(f"{W}left", element.get(f"{W}start")) if element is not None else None
    return int(stated) / 20 if stated and re.fullmatch(r"-?\d{1,6}", stated) else None


def _printed(this: _Level, counts: list[int], levels: dict[int, _Level]) -> str:
    def number(match: re.Match[str]) -> str:
        deep = int(match[1]) - 1
        level = levels.get(deep, this)
        form = "decimal" if this.legal else level.form
        return written(counts[deep] or level.start, form)

    return re.sub(r"%([1-9])", number, this.template).strip()


def _start(one: _List, levels: dict[int, _Level], level: int) -> int:
    return one.starts.get(level, levels[level].start if level in levels else 1)


def _series(element: Any) -> _Series:
    series = _Series(named_by=value(element, f"{W}numStyleLink"))
    for found in element.iterchildren(f"{W}lvl"):
        deep = whole(found.get(f"{W}ilvl"), 0)
        series.levels[deep] = _level(found)
        style = value(found, f"{W}pStyle")
        if style:
            series.styles[style] = deep
    return series


def _list(element: Any) -> _List:
    made = _List(value(element, f"{W}abstractNumId") or "")
    for override in element.iterchildren(f"{W}lvlOverride"):
        deep = min(whole(override.get(f"{W}ilvl"), 0), LEVELS - 1)
        start = value(override, f"{W}startOverride")
        if start is not None:
            made.starts[deep] = whole(start, 1)
        found = override.find(f"{W}lvl")
        if found is not None:
            made.levels[deep] = _level(found)
    return made


def _level(element: Any) -> _Level:
    form = value(element, f"{W}numFmt") or value(element, f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    restarts = value(element, f"{W}lvlRestart")
    return _Level(
        form=form or "decimal",
        template=value(element, f"{W}lvlText") or "",
        start=whole(value(element, f"{W}start"), 1),
        legal=is_on(element, f"{W}isLgl"),
        restarts=None if restarts is None else whole(restarts, 0),
        indent=indent_of(element.find(f"{W}pPr")),
    )
