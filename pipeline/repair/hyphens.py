"""Words that a line end broke: "improve-" and "ment"."""

import re

from pipeline.repair.changes import Change
from pipeline.repair.examined import Examined
from pipeline.repair.lexicon import RARE, zipf

LINE_HYPHEN = "line-break hyphen"
SOFT = "soft hyphen"
CLEARLY = 1.5  # of Zipf's scale: how much likelier the whole word must be than its parts
LONGEST = 32  # characters of the first part of a word
_LINE_END = re.compile(r"-[ \t]*\r?\n[ \t]*([a-z]{2,})(?![\w-])")
_FIRST_PART = re.compile(r"(?<![\w-])[A-Za-z]?[a-z]+\Z")
_SPELT = re.compile(r"[a-z]+(?:-[a-z]+)*")
_SOFT = re.compile("(?<=[A-Za-z])\u00ad[ \t]*\r?\n[ \t]*(?=[a-z])")


def find_hyphens(examined: Examined) -> list[Change]:
    """Hyphens at line ends inside words that are written without one.

    The document's own spelling decides; where it has neither, the word that English has.
    """
    text = examined.text
    changes: list[Change] = []
    if "\u00ad" in examined.signs:
        changes += [Change(m.start(), m.end(), "", SOFT) for m in _SOFT.finditer(text)]
    if any(map(examined.has, ("-\n", "- \n", "-\r"))):
        broken = list(_LINE_END.finditer(text))
        spelt = frozenset(_SPELT.findall(text.lower())) if broken else frozenset()
        for match in broken:
            first = _FIRST_PART.search(text, max(0, match.start() - LONGEST), match.start())
            if first and _is_one_word(first.group().lower(), match[1], spelt):
                changes.append(Change(match.start(), match.start(1), "", LINE_HYPHEN))
    return sorted(changes)


def _is_one_word(left: str, right: str, spelt: frozenset[str]) -> bool:
    if f"{left}-{right}" in spelt:
        return False
    if left + right in spelt:
        return True
    whole = zipf(left + right)
    return whole >= RARE and whole > zipf(left) + zipf(right) - 9 + CLEARLY
