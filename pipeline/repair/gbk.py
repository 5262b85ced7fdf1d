"""UTF-8 that was read as GBK: "鈥檚" for "’s"."""

import re

from pipeline.repair.changes import Change
from pipeline.repair.examined import Examined

GBK = "UTF-8 read as GBK"
GBK_LOST = "punctuation that lost a byte"

_FOREIGN = "\u4e00-\u9fff\ue000-\uf8ff\u3000-\u303f\uff00-\uffef\ufffd€"
_CJK = re.compile(f"[{_FOREIGN}]+")
_ANY_CJK = re.compile("[\u4e00-\u9fff]")
_LOST_QUOTE = "鈥"  # E2 80, the first two bytes of every general punctuation mark
_CLOSES = {"“": "”", "‘": "’"}
LATIN_SHARE = 0.6  # of all Chinese characters: so many must be Latin text, or the text is Chinese


def find_gbk(examined: Examined) -> list[Change]:
    """Runs of Chinese characters whose GBK bytes are Latin text in UTF-8."""
    if not any(map(_ANY_CJK.match, examined.signs)):
        return []
    text = examined.text
    changes: list[Change] = []
    opened: list[str] = []
    decoded = chinese = 0
    for run in _CJK.finditer(text):
        chinese += len(_ANY_CJK.findall(run.group()))
        for start, end, words, lost in _decoded(run.group()):
            place = run.start() + start
            decoded += len(_ANY_CJK.findall(run.group()[start:end]))
            shown = _by_surroundings(text, place, run.start() + end, opened) if lost else words
            _follow_quotes(opened, shown, before=text[place - 1 : place])
            changes.append(Change(place, run.start() + end, shown, GBK_LOST if lost else GBK))
    return changes if decoded >= LATIN_SHARE * chinese else []


def _decoded(run: str) -> list[tuple[int, int, str, bool]]:
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
                found.append((i, i + 2 if run[i + 1 : i + 2] == "\ufffd" else i + 1, "", True))
            i = found[-1][1] if found and found[-1][1] > i else i + 1
    return found


def _utf8_of_gbk(chars: str) -> str | None:
    try:
        words = chars.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    return words if all(ord(c) < 0x2E80 for c in words) else None


def _follow_quotes(opened: list[str], mark: str, *, before: str) -> None:
    """Keep the stack of open quotation marks; an apostrophe inside a word closes nothing."""
    if mark[:1] in _CLOSES:
        opened.append(mark[0])
    elif opened and _CLOSES[opened[-1]] == mark[:1] and not (mark[1:].isalpha() and before.isalpha()):
        opened.pop()


def _by_surroundings(text: str, start: int, end: int, opened: list[str]) -> str:
    """The mark whose last byte is gone: a dash between spaced words, else the quotation mark that is due."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isspace() and after.isspace():
        return "–"
    if before and not before.isspace():
        return _CLOSES[opened[-1]] if opened else "”"
    return "“"
