"""The atoms of dates: what one look at the text can read, before neighbours and the document's time are asked."""

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.dates.patterns import may_hold_atoms, opening, scanner
from extractors.dates.readings import readers
from extractors.dates.records import Atom
from extractors.lexicon import lowered

LONGEST = 4_000  # code points: what is read from longer texts is not kept


def atoms(text: str) -> list[Atom]:
    """The atoms of a text from left to right, none within another; impossible dates (31 June) are left out."""
    return list(_kept(text) if len(text) <= LONGEST else _atoms(text))


def _atoms(text: str) -> tuple[Atom, ...]:
    low = lowered(text)
    return tuple(_read(text, low)) if may_hold_atoms(low) else ()


_kept = lru_cache(maxsize=4096)(_atoms)  # a sentence is read with the time of its document and without


def _read(text: str, low: str) -> Iterator[Atom]:
    known = readers()
    for found in _scanned(text, low):
        form = str(found.lastgroup)
        atom = known[form](form, found)
        if atom is not None:
            yield atom


def _scanned(text: str, low: str) -> Iterator[re.Match[str]]:
    """What `scanner` finds in a text, looked for only where an atom may begin."""
    start, at = opening().search(low), 0
    while start is not None:
        found = scanner().match(text, start.start())
        at = found.end() if found else start.start() + 1
        if found:
            yield found
        start = opening().search(low, at)
