"""The words that the integrity report goes by, from `integrity.toml`."""

from pathlib import Path

from pipeline.readers import lexicon

INTEGRITY = Path(__file__).with_name("integrity.toml")


def words(name: str) -> frozenset[str]:
    """One list of the lexicon as a set."""
    return lexicon.words(name, INTEGRITY)


def either(name: str) -> str:
    """One list of the lexicon as the alternatives of a regular expression, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))
