"""What the user's own rule file adds to the extractors' lexicons: phrases to lists, and entries to lists of entries.

The lexicon itself says what may be added: a key that it does not have, or a value of another type, is refused.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from corpus.facts import BodyType, Obligation
from corpus.own_rules import own_table, refused

# Fitted to data, told apart by their place in the list, or patterns: nothing can be added to these.
CLOSED = frozenset(
    {"confidence", "dates.months", "dates.short_months", "dates.weekdays", "dates.seasons", "dates.cues.relative"}
)
_WORDS = re.compile(
    r"(?:[^\\*+?^$|\[\](){}]|\([^\\*+?^$|\[\](){}]+\))+"
)  # no signs of patterns; pairs of brackets are plain
_CHOICES = {"type": get_args(BodyType), "obligation": get_args(Obligation)}  # fields with names that the code knows


def with_additions(name: str, lexicon: Mapping[str, Any]) -> Mapping[str, Any]:
    """A lexicon with what the rules in use add to it.

    Args:
        name: of the lexicon, and of the table of the rules.
        lexicon: its tables.

    Raises:
        RulesError: an addition that does not fit the lexicon.
    """
    own = own_table(name)
    return lexicon if own is None else _table(lexicon, own, name)


def _table(kept: Mapping[str, Any], own: Any, place: str) -> dict[str, Any]:
    if not isinstance(own, dict):
        raise refused(f"[{place}]", f"is a table. Its keys are: {_listed(kept)}")
    if place in CLOSED:
        raise refused(f"[{place}]", "takes no additions")
    return {**kept, **{key: _value(kept, key, value, place) for key, value in own.items()}}


def _value(kept: Mapping[str, Any], key: str, own: Any, place: str) -> Any:
    here = f"{place}.{key}"
    if _is_glossary(kept):
        return _meaning(kept, key, own, place)
    if key not in kept:
        raise refused(f"[{place}]", f"has no {key!r}. There are: {_listed(kept)}")
    if isinstance(kept[key], dict):
        return _table(kept[key], own, here)
    if here in CLOSED or not isinstance(kept[key], list):
        raise refused(here, "takes no additions")
    if kept[key] and isinstance(kept[key][0], dict):
        return [*kept[key], *_entries(kept[key], own, here)]
    return list(dict.fromkeys((*kept[key], *_phrases(own, here))))


def _is_glossary(kept: Mapping[str, Any]) -> bool:
    """Whether the table has words as keys, each with the number that it stands for."""
    return bool(kept) and all(isinstance(value, int | float) for value in kept.values())


def _meaning(kept: Mapping[str, Any], word: str, own: Any, place: str) -> Any:
    if word in kept:
        raise refused(f"{place}.{word}", f"stands for {kept[word]} already")
    if not _is_phrase(word) or type(own) not in {type(value) for value in kept.values()}:
        raise refused(f"{place}.{word}", f"give a word and the number it stands for (given: {own!r})")
    return own


def _phrases(own: Any, place: str) -> list[str]:
    if not isinstance(own, list) or not all(map(_is_phrase, own)):
        raise refused(place, f"give a list of phrases, in plain words (given: {own!r})")
    return [phrase.strip() for phrase in own]


def _is_phrase(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and _WORDS.fullmatch(value) is not None


def _entries(kept: Sequence[Mapping[str, Any]], own: Any, place: str) -> list[dict[str, Any]]:
    if not isinstance(own, list) or not all(isinstance(entry, dict) for entry in own):
        raise refused(place, f"write each entry under [[{place}]]")
    return [_entry(kept, entry, f"[[{place}]] {number}") for number, entry in enumerate(own, start=1)]


def _entry(kept: Sequence[Mapping[str, Any]], own: Mapping[str, Any], place: str) -> dict[str, Any]:
    """An entry like those of the lexicon: with the fields that all of them have, and none that none has."""
    samples = {field: value for entry in kept for field, value in entry.items()}
    needed = set.intersection(*(set(entry) for entry in kept))
    if unknown := sorted(set(own) - set(samples)):
        raise refused(place, f"has no {unknown[0]!r}. There are: {_listed(samples)}")
    if missing := sorted(needed - set(own)):
        raise refused(place, f"needs {', '.join(missing)}")
    return {field: _field(value, samples[field], field, f"{place}: {field}") for field, value in own.items()}


def _field(own: Any, sample: Any, field: str, place: str) -> Any:
    if isinstance(sample, list):
        return _phrases(own, place)
    if type(own) is not type(sample) or own == "":
        raise refused(place, f"give a value like {sample!r} (given: {own!r})")
    if field in _CHOICES and own not in _CHOICES[field]:
        raise refused(place, f"is one of {', '.join(_CHOICES[field])} (given: {own!r})")
    return own


def _listed(keys: Mapping[str, Any]) -> str:
    return ", ".join(sorted(keys))
