"""The words that the readers go by, from `reading.toml`."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def words(name: str) -> frozenset[str]:
    """One list of the lexicon as a set.

    Args:
        name: its name in `reading.toml`; KeyError for another.
    """
    return frozenset(_lexicon()[name])


@cache
def _lexicon() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("reading.toml").read_text(encoding="utf-8"))
