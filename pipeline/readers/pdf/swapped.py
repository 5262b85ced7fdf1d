"""Letters of a ligature whose bytes come swapped: a "ti" drawn as one glyph is read as U+7400 U+6900.

Of three letters only the first comes so; the other two come as one, the sum of both: "ffi" as U+6600 U+CF00.
"""

import re
from string import ascii_letters

_SWAPPED = "".join(chr(ord(letter) << 8) for letter in ascii_letters)
_ANY = re.compile(f"[{_SWAPPED}]")
_IN_A_WORD = re.compile(rf"(?<=[A-Za-z])[{_SWAPPED}]{{1,3}}|[{_SWAPPED}]{{1,3}}(?=[A-Za-z])")
_SUMS = {
    ligature[0] + chr(ord(ligature[1]) + ord(ligature[2]) << 8): ligature
    for ligature in ("ffi", "ffl", "fft", "ffj", "ffb", "ffh", "ffk", "tti", "fti", "ttf")
}
SUMS = "".join({pair[1] for pair in _SUMS})
_SUMMED = re.compile("|".join(_SUMS))


def unswapped(text: str) -> str:
    """The text with such letters put right, one for one; beside no Latin letter they are Chinese and stay."""
    return _IN_A_WORD.sub(_straight, text) if _ANY.search(text) else text


def unsummed(text: str) -> str:
    """The text, its first letters put right already, with the sums of the other two as those."""
    return _SUMMED.sub(lambda match: _SUMS[match[0]], text)


def _straight(match: re.Match[str]) -> str:
    return "".join(chr(ord(char) >> 8) for char in match[0])
