"""Marked sentences: `[words]` is an organisation, `[words](LABEL)` a name of another kind."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_MARK = re.compile(r"\[(?P<words>[^\]]+)\](?:\((?P<label>[A-Z]+)\))?")
_FOLDER = Path(__file__).parent / "data"


class Labelled(NamedTuple):
    """A text and the names in it: `(start, end, label)` in code points."""

    text: str
    names: tuple[tuple[int, int, str], ...]


def parse(marked: str) -> Labelled:
    """The text of a marked sentence without its marks, and where the names stand in it."""
    text, names, at = "", [], 0
    for mark in _MARK.finditer(marked):
        if not mark["label"] and not mark["words"][0].isalpha() and mark["words"][0] != "‘":
            continue  # "[00:04:10]" is the clock of a transcript
        text += marked[at : mark.start()]
        names.append((len(text), len(text) + len(mark["words"]), mark["label"] or "ORG"))
        text += mark["words"]
        at = mark.end()
    return Labelled(text + marked[at:], tuple(names))


@cache
def data(name: str) -> Mapping[str, Any]:
    """The tables of `data/NAME.toml`, read once."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
