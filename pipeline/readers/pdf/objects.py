"""Which text object of a PDF page holds which of its characters."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.readers.pdf import calls
from pipeline.readers.pdf.swapped import SUMS, unsummed, unswapped

HYPHEN = "\x02"  # pdfium's mark of a hyphen at a line's end
STRIDE = 16  # characters from an object's start to where its end is first looked for
_ODD = re.compile(  # right to left, no letter, half of one, two in one
    f"[\x00\u0590-\u08ff\ud800-\udfff\ufb1d-\ufdff\ufe70-\ufefc{SUMS}]"
)


def object_texts(text_page: Any) -> dict[int | None, str]:
    """The text of each object of a page, by its address; a space at the end stands for the white space after it.

    pdfium's own call for the text of an object goes through all characters of the page. Here the page's text is taken
    once, and where an object ends is found by asking for the object of a few characters: those of an object stand
    together, on one line.
    """
    text = _characters(text_page)
    odd = not _is_western(text)
    if odd:
        text = unswapped(text)
        odd = bool(_ODD.search(text))
    segments = _asked_for_each if odd else _searched
    texts: dict[int | None, str] = {}
    for first, stop in _lines(text):
        for owner, start, end in segments(text_page, first, stop):
            words = text[start : end + 1] if text.startswith(" ", end) else text[start:end]
            before = texts.get(owner)
            texts[owner] = words if before is None else before + words
    return {owner: _whole(words) for owner, words in texts.items()} if odd else texts


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a text start and end: with one space before their words, and none after them."""
    at = 0
    for line in text.replace("\r", "\n").split("\n"):
        if words := line.strip():
            start = at + line.index(words)
            yield start - (start > at and text[start - 1] == " "), start + len(words)
        at += len(line) + 1


def _characters(text_page: Any) -> str:
    """The text of a page, a character for each of pdfium's: characters beyond the basic plane stand as two halves."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    length = pdfium.FPDFText_GetText(text_page, 0, count, buffer) - 1
    if length != count:  # some have no meaning and are left out
        return "".join([chr(calls.character(text_page, i)) for i in range(count)])
    text = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
    if len(text) != count:
        text = "".join(map(chr, buffer[:count]))
    return text.replace("\ufffe", HYPHEN)


def _is_western(text: str) -> bool:
    """Whether a text holds letters and marks of Western Europe only: that is seen sooner than what else it holds."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _whole(text: str) -> str:
    """The text with its pairs of halves joined, pairs in one apart, and without what is no character."""
    return unsummed(text).replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _searched(text_page: Any, first: int, stop: int) -> Iterator[tuple[int | None, int, int]]:
    """The objects of a line and the range of each: its end is looked for in growing steps, then by halving.

    Only a space that pdfium has put in is of no object.
    """
    owner_of, last = calls.text_object, stop - 1
    owner_of_last = owner_of(text_page, last)
    start, owner = first, owner_of(text_page, first)
    while owner != owner_of_last:
        if owner is None:
            start += 1
            owner = owner_of(text_page, start)
            continue
        inside, outside, step, following = start, last, STRIDE, owner_of_last
        while outside - inside > 1:
            probe = min(inside + step, (inside + outside) // 2)
            found = owner_of(text_page, probe)
            if found == owner:
                inside, step = probe, 2 * step
            else:
                outside, following = probe, found
        yield owner, start, outside
        start, owner = outside, following
    yield owner, start, stop


def _asked_for_each(text_page: Any, first: int, stop: int) -> Iterator[tuple[int | None, int, int]]:
    """As `_searched`, where right-to-left words or pairs may stand in any order: every character is asked for."""
    start, owner = first, calls.text_object(text_page, first)
    for i in range(first + 1, stop):
        following = calls.text_object(text_page, i)
        if following != owner:
            yield owner, start, i
            start, owner = i, following
    yield owner, start, stop
