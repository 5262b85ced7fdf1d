"""A body in a text, as all the readers of this package give it."""

from datetime import date
from typing import NamedTuple

from corpus.facts import BodyType


class BodyMatch(NamedTuple):
    """A body in a text: its range, canonical name, ODS code and how it was resolved."""

    start: int
    end: int
    name: str
    code: str | None
    type: BodyType
    valid_from: date | None = None
    valid_to: date | None = None
    resolved_by: str = "class"
