"""The organisations that documents name: NHS bodies, regulators, government and others, with the dates of each.

The facts are those of the NHS Organisation Data Service (OGL v3); see corpus/lexicons/README.md.
"""

import csv
from datetime import date
from functools import cache
from importlib import resources

from corpus.document import Record
from corpus.facts import BodyType


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
    """All organisations of corpus/lexicons/organisations.csv, in the order of the file."""
    text = resources.files("corpus").joinpath("lexicons/organisations.csv").read_text(encoding="utf-8")
    return tuple(_organisation(row) for row in csv.DictReader(text.splitlines()))


def _organisation(row: dict[str, str]) -> Organisation:
    filled: dict[str, str | None] = {name: value or None for name, value in row.items()}
    aliases = tuple(row["aliases"].split("|")) if row["aliases"] else ()
    return Organisation.model_validate({**filled, "aliases": aliases})
