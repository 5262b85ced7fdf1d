"""Letters of a ligature whose bytes come swapped: a "ti" drawn as one glyph is read as U+7400 U+6900."""

import re
from string import ascii_letters

_SWAPPED = "".join(chr(ord(letter) << 8) for letter in ascii_letters)
_ANY = re.compile(f"[{_SWAPPED}]")
_IN_A_WORD = re.compile(rf"(?<=[A-Za-z])[{_SWAPPED}]{{1,3}}|[{_SWAPPED}]{{1,3}}(?=[A-Za-z])")


def unswapped(text: str) -> str:
    """The text with such letters put right, one for one; beside no Latin letter they are Chinese and stay."""
    return _IN_A_WORD.sub(_straight, text) if _ANY.search(text) else text


def _straight(match: re.Match[str]) -> str:
    return "".join(chr(ord(char) >> 8) for char in match[0])
