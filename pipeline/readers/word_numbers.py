"""Numbers of DOCX lists and headings as they are printed: "2.1", "(a)", "iv." (ECMA-376, 17.9)."""

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Numbering:
    """Counts the lists of a document while its paragraphs are read in order.

    Args:
        root: the part `word/numbering.xml`, or None.
    """

    def __init__(self, root: Any) -> None:
        self._abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int]] = {}
        self._seen: set[str] = set()
        if root is not None:
            self._load(root)

    def label(self, list_id: str | None, level: int) -> tuple[str, int] | None:
        """The printed label of the next paragraph of a list and its level; "" for a bullet; None for no list."""
        abstract = self._lists.get(list_id or "")
        if list_id in (None, "0") or abstract is None:
            return None
        level = min(max(level, 0), LEVELS - 1)
        levels = self._abstract.get(abstract, {})
        form, template, _ = levels.get(level, ("bullet", "", 1))
        counts = self._counts.setdefault(abstract, [0] * LEVELS)
        if list_id not in self._seen:
            self._seen.add(list_id)
            for deep in range(LEVELS):
                if (list_id, deep) in self._starts:
                    counts[deep] = 0
        for above in range(level):  # Word counts a level that was passed over as if it had been printed
            counts[above] = counts[above] or self._start(list_id, levels, above)
        counts[level] = counts[level] + 1 if counts[level] else self._start(list_id, levels, level)
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if form in ("bullet", "none"):
            return "", level
        return self._printed(template, counts, levels), level

    def _printed(self, template: str, counts: list[int], levels: dict[int, tuple[str, str, int]]) -> str:
        def number(match: re.Match[str]) -> str:
            deep = int(match[1]) - 1
            form, _, start = levels.get(deep, ("decimal", "", 1))
            return written(counts[deep] or start, form)

        return re.sub(r"%([1-9])", number, template).strip()

    def _start(self, list_id: str | None, levels: dict[int, tuple[str, str, int]], level: int) -> int:
        return self._starts.get((list_id or "", level), levels.get(level, ("", "", 1))[2])

    def _load(self, root: Any) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                deep = int(level.get(f"{W}ilvl", "0"))
                levels[deep] = (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    _whole(_value(level, "start"), 1),
                )
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iter(f"{W}num"):
            list_id = number.get(f"{W}numId", "")
            self._lists[list_id] = _value(number, "abstractNumId") or ""
            for override in number.iter(f"{W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    self._starts[list_id, _whole(override.get(f"{W}ilvl"), 0)] = _whole(start, 1)


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; decimal for those that UK documents do not use."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    value = found.get(f"{W}val") if found is not None else None
    return str(value) if value is not None else None


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() else otherwise
