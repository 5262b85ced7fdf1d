"""UTF-8 that was read in an encoding of one byte a character, once or twice over: "â€™" or "‚Äô" for "’"."""

import re
from functools import lru_cache

from pipeline.repair.changes import Change, in_order
from pipeline.repair.examined import Examined

ONE_BYTE = "UTF-8 read as {}"
_NAMES = {"sloppy-windows-1252": "cp1252", "latin-1": "latin-1", "macroman": "Mac Roman"}
DEEPEST = 3  # times that a text is read wrongly
_BAD_STARTS = "ÂÃâÄÅÎÏÐï√¬‚≈Œ"  # what the first byte of a mark or an accented letter is read as
# an accented capital before a letter or a full stop may be one; a space at the end was a non-breaking one
_RUN = re.compile(f"[{_BAD_STARTS}][^\\x00-\\x7f]{{1,11}}|Ã (?=[a-z])")
_CUT_QUOTE = re.compile("â€(?![^\\x00-\\x7f])")  # of the marks only ” ends in a byte that cp1252 has not
_CUT_SPACE = re.compile("Â(?=\\s)")  # a non-breaking space, its own byte taken for a space
_ACCENTED = re.compile("[\u00c0-\u024f]+")


def find_one_byte(examined: Examined) -> list[Change]:
    """Short runs that were UTF-8: the longest part of each that can be read as such in one encoding."""
    if examined.signs.isdisjoint(_BAD_STARTS):
        return []
    text = examined.text
    changes: list[Change] = []
    at = 0
    while match := _RUN.search(text, at):
        start, run = match.start(), match.group()
        found = next(((w, f) for w in range(len(run), 1, -1) if (f := _undone(run[:w]))), None)
        if found is None:
            at = start + 1
            continue
        width, (fixed, rule) = found
        changes.append(Change(start, start + width, fixed, rule))
        at = start + width
    changes += [Change(m.start(), m.end(), "”", ONE_BYTE.format("cp1252")) for m in _CUT_QUOTE.finditer(text)]
    if changes:
        changes += [Change(m.start(), m.end(), "", ONE_BYTE.format("cp1252")) for m in _CUT_SPACE.finditer(text)]
    return in_order(changes)


@lru_cache(maxsize=4096)
def _undone(run: str) -> tuple[str, str] | None:
    """What a run was, and the rule's name; None where it is sound as it stands, or of more than one character."""
    if run == "Ã ":
        return "à", ONE_BYTE.format("cp1252")
    if _ACCENTED.fullmatch(run):
        return None  # letters of some language
    rule = None
    for _ in range(DEEPEST):
        step = _decoded(run)
        if step is None:
            break
        run, encoding = step
        rule = rule or ONE_BYTE.format(_NAMES[encoding])
    return (run, rule) if rule and len(run) == 1 and _is_plausible(run) else None


def _decoded(run: str) -> tuple[str, str] | None:
    import ftfy.bad_codecs  # noqa: F401 (registers sloppy-windows-1252)

    for encoding in _NAMES:
        try:
            return run.encode(encoding).decode("utf-8"), encoding
        except UnicodeError:
            continue
    return None


def _is_plausible(char: str) -> bool:
    """Whether a character is one of Latin text: an accented letter, a punctuation mark, a sign; no control."""
    number = ord(char)
    return 0xA0 <= number < 0x250 or 0x2000 <= number < 0x2C00 or number in (0xFB01, 0xFB02, 0xFEFF, 0xF0B7, 0xFFFD)
