"""Repair of text before it is read, recorded edit by edit.

Repaired are: UTF-8 that was read as GBK, cp1252 or latin-1; the "ll" that some print-to-PDF conversions lose; and
characters that stand for others (ligatures, non-breaking spaces, soft hyphens). Nothing is filled in by guessing: a
lost byte of a punctuation mark is decided by its surroundings and counted in `unrepaired`.
The rules are data: `repair.toml`.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.document import Edit, Record, Repair
from pipeline.readers.edits import MARKUP, compose

GBK = "UTF-8 read as GBK"
GBK_LOST = "punctuation that lost a byte"
LATIN = "UTF-8 read as cp1252"
DOUBLE_L = 'lost "ll"'

_CJK = re.compile("[\u4e00-\u9fff\ue000-\uf8ff\u3000-\u303f\uff00-\uffef€]+")
_LATIN_RUN = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122 ]{1,3}"
)
_LOST_QUOTE = "鈥"  # E2 80, the first two bytes of every general punctuation mark
_SPLIT_L = re.compile(r"(?<=[A-Za-z]l) (?=([a-z]+))|(?<=[a-z]l) (?=[.,;:)\]?!’”-])")
_FINAL_L = re.compile(r"\b[A-Za-z]+l\b")


class Repaired(Record):
    """A text and what was done to it.

    `edits` map `text` to `source`; `repairs` counts them by rule; `unrepaired` counts characters lost for good.
    """

    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    repairs: tuple[Repair, ...] = ()
    unrepaired: int = 0


class _Change(NamedTuple):
    start: int
    end: int
    text: str
    rule: str


def repair(text: str) -> Repaired:
    """The text with its damage undone, as far as it can be.

    Args:
        text: text as decoded from a file or as a reader found it.
    """
    repaired = text
    edits: tuple[Edit, ...] = ()
    counts: Counter[str] = Counter()
    for find in (_gbk, _latin, _characters, _double_l):
        changes = find(repaired)
        if changes:
            counts.update(c.rule for c in changes)
            repaired, made = _apply(repaired, changes)
            edits = compose(edits, made) if edits else made
    lost = counts[GBK_LOST]
    repairs = tuple(Repair(rule=rule, count=n) for rule, n in sorted(counts.items()) if rule != GBK_LOST)
    return Repaired(source=text, text=repaired, edits=edits, repairs=repairs, unrepaired=lost)


def _apply(text: str, changes: list[_Change]) -> tuple[str, tuple[Edit, ...]]:
    parts: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for change in changes:
        parts += (text[at : change.start], change.text)
        length += change.start - at
        edits.append(
            Edit(
                start=length,
                end=length + len(change.text),
                source_start=change.start,
                source_end=change.end,
                rule=change.rule,
            )
        )
        length += len(change.text)
        at = change.end
    return "".join([*parts, text[at:]]), tuple(edits)


# ---- UTF-8 read as GBK


def _gbk(text: str) -> list[_Change]:
    """Runs of Chinese characters whose GBK bytes are Latin text in UTF-8 ("鈥檚" is "’s")."""
    if _LOST_QUOTE not in text and "拢" not in text and "鈧" not in text:
        return []
    changes: list[_Change] = []
    opened: list[str] = []
    for run in _CJK.finditer(text):
        for start, end, words, lost in _decoded_gbk(run.group()):
            place = run.start() + start
            shown = _by_surroundings(text, place, opened) if lost else words
            _follow_quotes(opened, shown, before=text[place - 1 : place])
            changes.append(_Change(place, run.start() + end, shown, GBK_LOST if lost else GBK))
    return changes


def _decoded_gbk(run: str) -> list[tuple[int, int, str, bool]]:
    """(start, end, text, lost) of the stretches of a run that were UTF-8; genuine Chinese is left alone."""
    found: list[tuple[int, int, str, bool]] = []
    i = 0
    while i < len(run):
        for width in (1, 2, 3):
            words = _utf8_of_gbk(run[i : i + width])
            if words:
                found.append((i, i + width, words, False))
                i += width
                break
        else:
            if run[i] == _LOST_QUOTE:
                found.append((i, i + 1, "", True))
            i += 1
    return found


def _utf8_of_gbk(chars: str) -> str | None:
    try:
        words = chars.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    return words if all(ord(c) < 0x2E80 for c in words) else None


_CLOSES = {"“": "”", "‘": "’"}


def _follow_quotes(opened: list[str], mark: str, *, before: str) -> None:
    """Keep the stack of open quotation marks; an apostrophe inside a word closes nothing."""
    if mark[:1] in _CLOSES:
        opened.append(mark[0])
    elif opened and _CLOSES[opened[-1]] == mark[:1] and not (mark[1:].isalpha() and before.isalpha()):
        opened.pop()


def _by_surroundings(text: str, place: int, opened: list[str]) -> str:
    """The mark whose last byte is gone: a dash between spaced words, else the quotation mark that is due."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if before.isspace() and after.isspace():
        return "–"
    if before and not before.isspace():
        return _CLOSES[opened[-1]] if opened else "”"
    return "“"


# ---- UTF-8 read as cp1252 or latin-1


def _latin(text: str) -> list[_Change]:
    """Short runs that ftfy knows to be UTF-8 read in a one-byte encoding ("â€™" is "’")."""
    if not any(sign in text for sign in "ÂÃâ"):
        return []
    from ftfy import fix_encoding

    changes = []
    for run in _LATIN_RUN.finditer(text):
        for width in range(len(run.group()), 1, -1):
            broken = run.group()[:width]
            fixed = fix_encoding(broken)
            if len(fixed) == 1 and fixed != broken:
                changes.append(_Change(run.start(), run.start() + width, fixed, LATIN))
                break
    return changes


# ---- characters that stand for others


def _characters(text: str) -> list[_Change]:
    if text.isascii() and not any(c in text for c in "\r\f\v"):
        return []
    pattern, rules = _character_rules()
    return [_Change(m.start(), m.end(), *rules[m.group()]) for m in pattern.finditer(text)]


@cache
def _character_rules() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    table = _lexicon()["characters"]
    rules = {char: (rule["to"], name) for name, rule in table.items() for char in rule["from"]}
    return re.compile("[" + "".join(map(re.escape, rules)) + "]"), rules


# ---- "ll" that was lost in print-to-PDF


def _double_l(text: str) -> list[_Change]:
    """The second "l" of "ll" where the whole document lost it: "bil ion", "Overal ,", "wil"."""
    if "l " not in text:
        return []
    least, finals = _double_l_words()
    changes = [_Change(m.start(), m.end(), "l", DOUBLE_L) for m in _SPLIT_L.finditer(text) if _one_word(text, m)]
    taken = {c.start for c in changes}
    changes += [
        _Change(m.end(), m.end(), "l", DOUBLE_L)
        for m in _FINAL_L.finditer(text)
        if m.group().lower() in finals and m.end() not in taken
    ]
    sure = sum(1 for c in changes if c.end == c.start or text[c.end : c.end + 1].isalpha())
    if sure < least or text.count("ll") > sure:
        return []
    return sorted(changes)


def _one_word(text: str, split: re.Match[str]) -> bool:
    """Whether the letters on both sides of a space were one word ("bil ion", but not "al ages")."""
    after = split.group(1)
    if after is None:
        return True
    table = _lexicon()["double_l"]
    if after in table["words"]:
        before = re.split(r"[^A-Za-z]", text[max(0, split.start() - 20) : split.start()])[-1]
        return before.lower() not in table["finals"]
    return after in table["fragments"]


@cache
def _double_l_words() -> tuple[int, frozenset[str]]:
    table = _lexicon()["double_l"]
    return table["least"], frozenset(table["finals"])


@cache
def _lexicon() -> dict[str, dict]:  # type: ignore[type-arg]
    return tomllib.loads(Path(__file__).with_name("repair.toml").read_text(encoding="utf-8"))


__all__ = ["DOUBLE_L", "GBK", "GBK_LOST", "LATIN", "MARKUP", "Repaired", "repair"]
