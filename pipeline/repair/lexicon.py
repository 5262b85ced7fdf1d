"""What the rules of repair go by: `repair.toml`, and how often English words are used."""

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

RARE = 2.0  # of Zipf's scale: a word used less often is no evidence
WORD = re.compile(r"[A-Za-z]+")


@cache
def rules() -> dict[str, Any]:
    """The tables of `repair.toml`."""
    return tomllib.loads(Path(__file__).with_name("repair.toml").read_text(encoding="utf-8"))


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """One list of a table as a set."""
    return frozenset(rules()[table][name])


@lru_cache(maxsize=65536)
def zipf(word: str) -> float:
    """How often a word is used, on Zipf's scale: the logarithm of its uses in 10⁹ words; 0 for none.

    Source: wordfreq (Robyn Speer), its large English list, British spellings included.
    """
    share = _frequencies().get(word.lower(), 0.0)
    return max(0.0, math.log10(share) + 9) if share else 0.0


def is_word(word: str) -> bool:
    """Whether an English word is used often enough to be evidence."""
    return zipf(word) >= RARE


@cache
def _frequencies() -> Mapping[str, float]:
    from wordfreq import get_frequency_dict

    return get_frequency_dict("en", wordlist="large")


__all__ = ["RARE", "WORD", "is_word", "listed", "rules", "zipf"]
