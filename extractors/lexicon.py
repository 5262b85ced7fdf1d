"""The rule lexicons: small TOML files beside the code, plain enough for policy staff to check and change."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The tables of `lexicons/NAME.toml`, read once.

    Args:
        name: the file's name without its ending.
    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space in a word stands for any white space."""
    longest_first = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest_first) + ")"
