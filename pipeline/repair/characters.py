"""Characters that stand for others, or for nothing: spaces, soft hyphens, ligatures, quotation marks, controls."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from pipeline.repair.changes import Change, in_order
from pipeline.repair.examined import Examined
from pipeline.repair.lexicon import rules

CONTROL = "control character"
QUOTE = "wrong quotation mark"
WIDE = "full-width form"
WINDOWS = "Windows character read as latin-1"
NUMBER_SPACE = "space inside a number"

_NUMBER_SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f\u2005\u2006"
_THOUSANDS = re.compile(r"(?: 000){1,5}(?![\d.,]|[ ]\d)")  # between plain spaces only noughts are sure to belong
_LEADING = re.compile(rf"(?:\A|[^\d.,+)])(?<![\d.,)][ {_NUMBER_SPACES}])[1-9]\d{{0,2}}\Z")
_IN_WORD = r"(?<=[A-Za-z].)(?=(?:s|t|re|ve|ll|d|m)\b)"
_AFTER_PLURAL = r"(?<=[A-Za-z]s.)(?=\s)"
_TEX = re.compile(r"``(?=[^\s`])([^`\n]{1,300}?)(?<=[^\s'])''(?!')")
_WIDE = re.compile("[\uff01-\uff5e\uffe1]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_TABLE = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)} | {0xFFE1: 0xA3}
_C1_QUOTES = re.compile("[\u0080\u0082-\u0084\u0091-\u0097]")


def find_characters(examined: Examined) -> list[Change]:
    """All characters of the table, and those that their neighbours tell to be wrong."""
    text, signs = examined.text, examined.signs
    changes: list[Change] = []
    if examined.has(" 000"):
        changes += _commas(text, _THOUSANDS)
    for bent in [*(c for c in "´′" if c in signs), *(["`"] if examined.has("`") else [])]:
        places = bent + _IN_WORD if bent == "`" else f"{bent}(?:{_IN_WORD}|{_AFTER_PLURAL})"
        changes += [Change(m.start(), m.end(), "’", QUOTE) for m in re.finditer(places, text)]
    if examined.has("``"):
        for m in _TEX.finditer(text):
            changes += [Change(m.start(), m.start() + 2, "“", QUOTE), Change(m.end() - 2, m.end(), "”", QUOTE)]
    if signs:
        changes += _odd(text, signs)
    return in_order(changes)


def _odd(text: str, signs: frozenset[str]) -> list[Change]:
    changes: list[Change] = []
    for space in signs.intersection(_NUMBER_SPACES):
        group = rf"{space}\d{{3}}"
        changes += _commas(text, re.compile(rf"{group}(?:{group}){{0,4}}(?![\d{space}])"))
    if any("\uff01" <= c <= "\uffe1" for c in signs):
        changes += [Change(m.start(), m.end(), m.group().translate(_WIDE_TABLE), WIDE) for m in _latin_wide(text)]
    if any(c < " " or "\x7f" <= c <= "\x9f" for c in signs):
        changes += _windows(text, signs)
    table = _table()
    for char in signs.intersection(table):  # one by one, as a single character is found fast
        changes += [Change(m.start(), m.end(), *_made(text, m, table)) for m in re.finditer(re.escape(char), text)]
    return changes


def _made(text: str, match: re.Match[str], table: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """What stands for a character, and the rule; a carriage return alone ends a line, as on old Macs."""
    made, rule = table[match.group()]
    return ("\n" if match.group() == "\r" and text[match.end() : match.end() + 1] != "\n" else made), rule


def _commas(text: str, groups: re.Pattern[str]) -> list[Change]:
    """The spaces between groups of three digits as commas: a number keeps its length, and is read whole."""
    return [
        Change(at, at + 1, ",", NUMBER_SPACE)
        for match in groups.finditer(text)
        if _LEADING.search(text[max(0, match.start() - 6) : match.start()])
        for at in range(match.start(), match.end(), 4)
    ]


def _latin_wide(text: str) -> Iterable[re.Match[str]]:
    """Full-width letters and digits that do not stand in Chinese or Japanese."""
    return (m for m in _WIDE.finditer(text) if not _CJK.search(text, max(0, m.start() - 2), m.end() + 2))


def _windows(text: str, signs: frozenset[str]) -> list[Change]:
    """Bytes of Windows' quotation marks and dashes that were read as control characters."""
    if not _C1_QUOTES.search(text):
        return []
    known = {c: bytes([ord(c)]).decode("cp1252", "ignore") for c in signs if "\x80" <= c <= "\x9f"}
    pattern = re.compile("[" + "".join(c for c, shown in known.items() if shown) + "]")
    return [Change(m.start(), m.end(), known[m.group()], WINDOWS) for m in pattern.finditer(text)]


@cache
def _table() -> dict[str, tuple[str, str]]:
    """For each character that stands for another, that one and the rule's name."""
    named = {c: (rule["to"], name) for name, rule in rules()["characters"].items() for c in rule["from"]}
    controls = {chr(n): ("", CONTROL) for n in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)}
    return {c: made for c, made in (controls | named).items() if c not in "\t\n"}


def is_mark(char: str) -> bool:
    """Whether a character is neither letter, digit nor space, nor a plain sign: it may stand for lost letters."""
    return unicodedata.category(char) in ("Co", "Cc", "Cn") or char == "\ufffd" or "\u0100" <= char <= "\u024f"
