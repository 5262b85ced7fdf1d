"""Which state of which store something was derived from."""

import sqlite3
from typing import NamedTuple


class Stamp(NamedTuple):
    """A state of a store.

    `state` is drawn anew with each change: a store that was restored from a copy and went another way from there may
    come to the same revision, but not to the same state.
    """

    state: str
    revision: int


def stamp_of(connection: sqlite3.Connection) -> Stamp:
    """The state and revision that a connection sees."""
    values = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('state', 'revision')"))
    return Stamp(values["state"], int(values["revision"]))
