"""Other names for what a query says: acronyms, synonyms, older and lay names of the NHS, from `lexicons/acronyms.csv`.

Columns: `term`, `expansion`, `kind` (acronym, synonym, older, lay) and `note`. Rows of the kinds acronym, synonym and
older hold both ways; a lay row leads from the lay name to the NHS's own ("casualty" to "emergency department") and
not back. A note of `capitals` says that the term is an acronym only in capitals ("ED", not "ed").
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from corpus.document import Record
from corpus.own_rules import invalid, own_entries, refused

LEXICON = Path(__file__).parent / "lexicons" / "acronyms.csv"

AcronymKind = Literal["acronym", "synonym", "older", "lay"]


class Acronym(Record):
    """A row of the lexicon: `term` may be read as `expansion`."""

    term: str
    expansion: str
    kind: AcronymKind = "acronym"
    note: str = ""


@cache
def acronyms() -> tuple[Acronym, ...]:
    """All rows of the lexicon, in the order of the file, then those of the user's own rules.

    Raises:
        RulesError: a row of the user's own that cannot be used.
    """
    with LEXICON.open(encoding="utf-8", newline="") as file:
        rows = [Acronym.model_validate(row) for row in csv.DictReader(file)]
    return (*rows, *(_own(place, entry) for place, entry in own_entries("acronym")))


def _own(place: str, entry: dict[str, Any]) -> Acronym:
    try:
        row = Acronym.model_validate(entry)
    except ValidationError as error:
        raise invalid(place, error) from error
    if not row.term.strip() or not row.expansion.strip():
        raise refused(place, "give a `term` and an `expansion`")
    return row


def expansions(text: str) -> list[str]:
    """Other names for the terms of `text`, in the order in which the terms stand in it.

    Terms are matched as whole words, the longest first; a plural "s" is allowed ("ICBs"), and a hyphen counts as a
    space. A term with the note `capitals` counts only as written or in quotation marks; all others in any case. What
    the text says already is not offered again.
    """
    return list(_expansions(text))


@lru_cache(maxsize=4096)
def _expansions(text: str) -> tuple[str, ...]:
    plain = _spaced(text)
    found = dict.fromkeys(name for key in _terms_in(plain) for name in _names()[key])
    said = plain.casefold()
    return tuple(name for name in found if not re.search(rf"(?<!\w){re.escape(_key(name))}s?(?!\w)", said))


def _terms_in(plain: str) -> Iterator[str]:
    for match in _pattern().finditer(plain):
        word = match["term"]
        key = _key(word)
        if key not in _capitals() or word == _capitals()[key] or match["quoted"]:
            yield key


@cache
def _pattern() -> re.Pattern[str]:
    """Any term as a whole word, the longest first, with or without a plural "s"; `quoted` holds an opening quote."""
    terms = "|".join(re.escape(key) for key in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?<![\w&])(?P<quoted>[\"'“‘])?(?P<term>{terms})s?(?!\w)", re.IGNORECASE)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Other names by term, both ways except from an NHS name to a lay one."""
    names: dict[str, dict[str, None]] = {}
    for row in acronyms():
        names.setdefault(_key(row.term), {})[row.expansion] = None
        if row.kind != "lay":
            names.setdefault(_key(row.expansion), {})[row.term] = None
    return {key: tuple(found) for key, found in names.items()}


@cache
def _capitals() -> dict[str, str]:
    """The terms that count only as written, by key."""
    return {_key(row.term): _spaced(row.term) for row in acronyms() if row.note.split(";")[0] == "capitals"}


def _key(term: str) -> str:
    return _spaced(term).casefold()


def _spaced(text: str) -> str:
    """Hyphens and runs of space as one space; curly apostrophes straight, as people type them."""
    return re.sub(r"[\s‐‑–-]+", " ", text.replace("’", "'")).strip()
