"""The organisations that documents name: NHS bodies, regulators, government and others, with the dates of each.

The facts are those of the NHS Organisation Data Service (OGL v3); see corpus/lexicons/README.md.
"""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from corpus.document import Record
from corpus.facts import BodyType
from corpus.own_rules import invalid, own_aliases, own_entries, refused


class Organisation(Record):
    """An organisation: canonical name, ODS code where it has one, and the days on which it existed.

    `aliases` are other spellings and former names; `successor` is the code or the name of what took it over.
    """

    name: str
    code: str | None = None
    type: BodyType
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    source: str

    def existed(self, on: date) -> bool:
        """Whether the organisation existed on a day; an open end counts as yes."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@cache
def organisations() -> tuple[Organisation, ...]:
    """All organisations of corpus/lexicons/organisations.csv, in the order of the file, then those of the user's own.

    Raises:
        RulesError: an entry of the user's own that cannot be used.
    """
    text = resources.files("corpus").joinpath("lexicons/organisations.csv").read_text(encoding="utf-8")
    return _with_own(_organisation(row) for row in csv.DictReader(text.splitlines()))


def _with_own(gazetteer: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """The organisations with those of the user's own; an entry that names one that is there adds aliases to it."""
    found = list(gazetteer)
    for place, entry in own_entries("body"):
        known = [at for at, organisation in enumerate(found) if organisation.name == entry.get("name")]
        for at in known:
            aliases = dict.fromkeys((*found[at].aliases, *own_aliases(place, entry, "name")))
            found[at] = found[at].model_copy(update={"aliases": tuple(aliases)})
        if not known:
            found.append(_own(place, entry))
    return tuple(found)


def _own(place: str, entry: dict[str, Any]) -> Organisation:
    try:
        organisation = Organisation.model_validate({"source": "own rules", **entry})
    except ValidationError as error:
        raise invalid(place, error) from error
    if not all(name.strip() for name in (organisation.name, *organisation.aliases)):
        raise refused(place, "a name or an alias is empty")
    return organisation


def _organisation(row: dict[str, str]) -> Organisation:
    filled: dict[str, str | None] = {name: value or None for name, value in row.items()}
    aliases = tuple(row["aliases"].split("|")) if row["aliases"] else ()
    return Organisation.model_validate({**filled, "aliases": aliases})
