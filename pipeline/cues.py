"""The cues that metadata is read by, from `metadata.toml`."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_ESCAPES = re.compile(r"\\.|\[[^\]]*\]")  # and classes
_GROUP = re.compile(r"\([^()]*\)")
_REPEATED = re.compile(r".\{[^}]*\}|.[?*]")
_META = re.compile(r"[\0.^$+()]")


@cache
def cues() -> dict[str, Any]:
    """The lexicon as it stands in the file."""
    return tomllib.loads(Path(__file__).with_name("metadata.toml").read_text(encoding="utf-8"))


def any_found(patterns: Sequence[str], text: str) -> bool:
    """Whether one of the lexicon's patterns is found in a text; case counts only where a pattern says so."""
    plain = text.lower()
    return any(needed(p) in plain and pattern(p).search(text) for p in patterns)


@cache
def needed(words: str) -> str:
    """The longest stretch of plain characters that all matches of a pattern hold, in small letters; "" for none.

    Such characters are found in a text many times faster than the pattern.
    """
    plain = _ESCAPES.sub("\0", words)
    while (opened := _GROUP.sub("\0", plain)) != plain:
        plain = opened
    if "|" in plain:
        return ""
    return max(_META.split(_REPEATED.sub("\0", plain)), key=len).lower()


@cache
def pattern(words: str) -> re.Pattern[str]:
    """A pattern of the lexicon, ready to search with."""
    return re.compile(words, re.IGNORECASE | re.MULTILINE)
