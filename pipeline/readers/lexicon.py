"""The words that the readers go by: lists in TOML files, `reading.toml` unless another is named."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

READING = Path(__file__).with_name("reading.toml")


@cache
def words(name: str, lexicon: Path = READING) -> frozenset[str]:
    """One list of a lexicon as a set.

    Args:
        name: its name in the file; KeyError for another.
        lexicon: the file.
    """
    return frozenset(entries(lexicon)[name])


@cache
def entries(lexicon: Path) -> dict[str, Any]:
    """All that a lexicon holds, read once."""
    return tomllib.loads(lexicon.read_text(encoding="utf-8"))
