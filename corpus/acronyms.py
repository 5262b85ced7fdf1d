"""Other names for what a query says: acronyms, synonyms, older and lay names of the NHS, from `lexicons/terms/`.

A term has a `name`, the one in official use, and other names for it. Names of equal standing lead to one another: the
name itself, its short forms, its synonyms and its older names. A lay name leads to them ("casualty" to "emergency
department") and they do not lead back; so do its `parts`, and it to what it says to `see`. A short form under
`capitals` counts only in capitals ("IT", not "it"); one under `ambiguous` beside one of the words given with it, or
alone, and is not offered as another name, unless it stands under `capitals` too: elsewhere it means something else.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, ValidationError

from corpus.definitions import name_key, name_words
from corpus.document import Record
from corpus.own_rules import invalid, own_entries, refused

LEXICON = Path(__file__).parent / "lexicons" / "terms"
MOST = 8  # other names of one term, the best first

SINGULAR = 5  # letters: shorter words are not tried with an "s" ("on" is no ONS)

AcronymKind = Literal["acronym", "synonym", "older", "lay", "related"]


class Term(Record):
    """An entry of the lexicon; `means` says what it is, `ambiguous` holds short forms with the words they need."""

    name: str
    means: str = ""
    short: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    ambiguous: dict[str, str] = Field(default_factory=dict)


class Acronym(Record):
    """Two names of the lexicon: `term` may be read as `expansion`. A note of `capitals`: only in capitals."""

    term: str
    expansion: str
    kind: AcronymKind = "acronym"
    note: str = ""


class OtherName(Record):
    """Another name for what a text says; `kind` tells how the two hang together."""

    said: str
    name: str
    kind: AcronymKind


class _Reading(NamedTuple):
    """How a term may be said: in capitals only, or only beside a word that begins with one of the prefixes."""

    term: Term
    kind: AcronymKind
    in_capitals: bool = False
    beside: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """All entries of the lexicon, by file, then those made of the user's own rules.

    Raises:
        RulesError: a row of the user's own that cannot be used.
    """
    files = sorted(LEXICON.glob("*.toml"))
    entries = (entry for file in files for entry in tomllib.loads(file.read_text(encoding="utf-8"))["term"])
    return (*map(Term.model_validate, entries), *(_term(row) for row in _own_rows()))


@cache
def acronyms() -> tuple[Acronym, ...]:
    """The lexicon as pairs of names, in the order of its files, then the user's own.

    Raises:
        RulesError: a row of the user's own that cannot be used.
    """
    own = tuple(_own_rows())
    lexicon = terms()[: len(terms()) - len(own)]
    return (*(row for term in lexicon for row in _pairs(term)), *own)


def _pairs(term: Term) -> Iterator[Acronym]:
    yield from (Acronym(term=short, expansion=term.name) for short in term.short)
    for short in dict.fromkeys((*term.capitals, *term.ambiguous)):
        yield Acronym(term=short, expansion=term.name, note="capitals")
    named: tuple[tuple[Sequence[str], AcronymKind], ...]
    named = ((term.also, "synonym"), (term.older, "older"), (term.lay, "lay"), (term.parts, "related"))
    for names, kind in named:
        yield from (Acronym(term=name, expansion=term.name, kind=kind) for name in names)
    yield from (Acronym(term=term.name, expansion=name, kind="related") for name in term.see)


def _own_rows() -> Iterator[Acronym]:
    for place, entry in own_entries("acronym"):
        try:
            row = Acronym.model_validate(entry)
        except ValidationError as error:
            raise invalid(place, error) from error
        if not row.term.strip() or not row.expansion.strip():
            raise refused(place, "give a `term` and an `expansion`")
        yield row


def _term(row: Acronym) -> Term:
    if row.kind == "related":
        return Term(name=row.term, see=(row.expansion,))
    field = {"acronym": "short", "synonym": "also", "older": "older", "lay": "lay"}[row.kind]
    if row.note.split(";")[0] == "capitals":
        field = "capitals"
    return Term.model_validate({"name": row.expansion, field: (row.term,)})


def expansions(text: str) -> list[str]:
    """Other names for the terms of `text`, each once; see `other_names`."""
    return list(dict.fromkeys(other.name for other in other_names(text)))


def other_names(text: str) -> list[OtherName]:
    """Other names for the terms of `text`, in the order in which the terms stand in it.

    Terms are matched as whole words, the longest first; a plural or possessive "s" is allowed ("ICBs"), and a hyphen
    counts as a space. What the text says already is not offered again.
    """
    return list(_other_names(text))


@lru_cache(maxsize=4096)
def _other_names(text: str) -> tuple[OtherName, ...]:
    words = name_words(text)
    folded = [word.casefold() for word in words]
    spoken = f" {' '.join(folded)} "
    found: dict[str, OtherName] = {}
    for start, end, key in _places(folded):
        said = " ".join(words[start:end])
        others = [*folded[:start], *folded[end:]]
        for reading in _readings()[key]:
            if _is_meant(reading, said, f'"{said}"' in text, others):
                for name, kind in _names_of(reading, key):
                    if _is_new(name_key(name), key, spoken):
                        found.setdefault(name, OtherName(said=said, name=name, kind=kind))
    return tuple(found.values())


def _is_new(name: str, key: str, spoken: str) -> bool:
    """Whether a name says what the text does not say, and more than the same words with others around them."""
    return f" {name} " not in spoken and f" {name}s " not in spoken and f" {key} " not in f" {name} "


def _places(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where terms stand in a text, as ranges of its words, the longest first, none within another."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _longest()), at, -1):
            key = _known(" ".join(words[at:end]))
            if key is not None:
                yield at, end, key
                at = end - 1
                break
        at += 1


def _known(said: str) -> str | None:
    """The key under which the lexicon has what was said, in the plural, as a possessive or in the singular."""
    forms = [said, said.removesuffix("'s"), said.removesuffix("s")]
    if len(said) >= SINGULAR:
        forms.append(f"{said}s")
    return next((form for form in forms if form in _readings()), None)


def _is_meant(reading: _Reading, said: str, quoted: bool, others: Sequence[str]) -> bool:
    if reading.beside:
        return not others or any(word.startswith(reading.beside) for word in others)
    return not reading.in_capitals or quoted or sum(letter.isupper() for letter in said) > 1


def _names_of(reading: _Reading, key: str) -> list[tuple[str, AcronymKind]]:
    term = reading.term
    kind: AcronymKind = reading.kind if reading.kind in ("lay", "older", "related") else "synonym"
    shorts = dict.fromkeys((*term.short, *term.capitals))
    names: list[tuple[str, AcronymKind]] = [(term.name, reading.kind)]
    names += [(name, "acronym" if kind == "synonym" else kind) for name in shorts]
    names += [(name, kind) for name in term.also]
    names += [(name, "older" if kind == "synonym" else kind) for name in term.older]
    names = [(name, how) for name, how in names if name_key(name) != key][:MOST]
    return names + [(name, "related") for name in term.see]


@cache
def _readings() -> dict[str, tuple[_Reading, ...]]:
    """The readings of a name, by its key, in the order of the lexicon."""
    readings: dict[str, list[_Reading]] = {}
    for term in terms():
        for name, reading in _said(term):
            readings.setdefault(name_key(name), []).append(reading)
    return {key: tuple(found) for key, found in readings.items()}


def _said(term: Term) -> Iterator[tuple[str, _Reading]]:
    yield term.name, _Reading(term, "synonym")
    yield from ((name, _Reading(term, "acronym")) for name in term.short)
    yield from ((name, _Reading(term, "acronym", in_capitals=True)) for name in term.capitals)
    yield from ((name, _Reading(term, "acronym", beside=_prefixes(w))) for name, w in term.ambiguous.items())
    yield from ((name, _Reading(term, "synonym")) for name in term.also)
    yield from ((name, _Reading(term, "older")) for name in term.older)
    yield from ((name, _Reading(term, "lay")) for name in term.lay)
    yield from ((name, _Reading(term, "related")) for name in term.parts)


def is_ambiguous(said: str) -> bool:
    """Whether what was said means several things, so that only the words beside it tell."""
    return any(reading.beside for reading in _readings().get(_known(name_key(said)) or "", ()))


@cache
def _longest() -> int:
    return max((key.count(" ") + 1 for key in _readings()), default=1)


@cache
def known_words() -> frozenset[str]:
    """Every word of the lexicon's names, in small letters."""
    return frozenset(word for key in _readings() for word in key.split())


def _prefixes(words: str) -> tuple[str, ...]:
    return tuple(words.casefold().split())
