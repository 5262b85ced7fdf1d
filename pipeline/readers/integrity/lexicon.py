"""The words that the integrity report goes by, from `integrity.toml`."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def words(name: str) -> frozenset[str]:
    """One list of the lexicon as a set."""
    return frozenset(_lexicon()[name])


def either(name: str) -> str:
    """One list of the lexicon as the alternatives of a regular expression, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))


@cache
def _lexicon() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("integrity.toml").read_text(encoding="utf-8"))
