"""Traps: words that look like a fact of some kind and are none. A row that stands on one fell into it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from corpus.document import Record
from corpus.facts import FactKind
from pipeline.evaluation.claims import Claim, read_records
from pipeline.evaluation.matching import same_place
from pipeline.evaluation.placing import Placed, Texts, place_found, place_gold

Task = Literal["target", "figure", "date", "body"]
TASKS: dict[FactKind, Task] = {"objective": "target", "figure": "figure", "date": "date", "body": "body"}
_TIMES_LONGER, _LONGER = 2, 20  # a row is about the trap where it is not much longer: folded characters


class Trap(Record):
    """Words of a document that must become no fact of the tasks; `trap` says what tempts."""

    id: str
    document: str
    trap: str
    tasks: tuple[Task, ...]
    split: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None


class Fallen(Record):
    """An extracted row that stands on a trap of its task."""

    trap: Trap
    row: Placed


class TrapScores(Record):
    """How many traps there are, and the rows that fell into one."""

    traps: int
    fallen: tuple[Fallen, ...]


def read_traps(path: Path) -> tuple[Trap, ...]:
    """The traps of a gold file."""
    return read_records(path, _trap)


def score_traps(traps: Sequence[Trap], found: Sequence[Claim], texts: Texts) -> TrapScores:
    """Which extracted rows fell into a trap.

    Names are left to the score of bodies, where they are right or wrong; a length of time is no false date.
    """
    fallen = tuple(one for trap in traps for one in _fallen(trap, found, texts))
    return TrapScores(traps=len(traps), fallen=fallen)


def _fallen(trap: Trap, found: Sequence[Claim], texts: Texts) -> list[Fallen]:
    where = _place_of(trap, texts)
    if where.place is None:
        return []
    tempted = [c for c in found if c.document == trap.document and TASKS[c.kind] in trap.tasks and _asserts(c)]
    return [Fallen(trap=trap, row=row) for row in (place_found(c, texts) for c in tempted) if _is_on(row, where)]


def _place_of(trap: Trap, texts: Texts) -> Placed:
    claim = Claim(kind="objective", document=trap.document, quote=trap.quote, start=trap.start, end=trap.end)
    return place_gold(claim, texts)


def _asserts(claim: Claim) -> bool:
    return claim.kind != "body" and (claim.kind != "date" or bool(claim.earliest))


def _is_on(row: Placed, trap: Placed) -> bool:
    if row.place is None or trap.place is None:
        return False
    narrow = row.place.length <= _TIMES_LONGER * trap.place.length + _LONGER
    return narrow and same_place("objective", trap.place, row.place)


def _trap(row: dict[str, object]) -> Trap:
    return Trap.model_validate(
        {
            "id": row["id"],
            "document": row["file"],
            "trap": row["trap"],
            "tasks": tuple(task.strip() for task in str(row["task"]).split(",")),
            **{name: row.get(name) for name in ("quote", "start", "end", "split")},
        }
    )
