"""Rows to compare: what an annotator wrote down and what was extracted, in the same words.

Gold names some columns otherwise than remit's rows (`modality` is `obligation`, `start_iso` is `earliest`); here both
become a `Claim`. A row that cannot be read as one is an error that names its file and line.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from corpus.document import Record
from corpus.errors import FileMissing, InputError
from corpus.facts import FactKind, Number
from pipeline.evaluation.units import qualifier_of, unit_of

SECOND_MENTION = "second mention"  # the note of a gold row that repeats a target
_TEXTS = ("document", "unit", "task")  # columns that are read before a record checks them
Row = Mapping[str, Any]
T = TypeVar("T")


class Claim(Record):
    """One row, of gold or extracted, as it is compared.

    Dates are ISO text. `names` are the canonical names any of which is right (gold), or the one that was found.
    `counts` is false for gold rows that reasonable people would not agree on: they score neither way. `split` is the
    part of the gold that a row belongs to. `length` is the number of code points of the text that `start` counts in,
    where that is known. `rule` and `confidence` are those of extracted rows.
    """

    kind: FactKind
    document: str
    id: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    length: int | None = None
    value: Number | None = None
    unit: str | None = None
    topic: str | None = None
    comparator: str | None = None
    deadline: str | None = None
    obligation: str | None = None
    names: tuple[str, ...] = ()
    qualifier: str = "none"
    direction: str | None = None
    earliest: str | None = None
    latest: str | None = None
    counts: bool = True
    split: str | None = None
    rule: str | None = None
    confidence: float | None = None

    @property
    def level(self) -> float | None:
        """The value to reach; ending something altogether has none."""
        return None if self.comparator == "eliminate" and self.value == 0 else self.value

    @property
    def tier(self) -> str:
        """The group of rows that it is scored with."""
        if self.kind != "objective":
            return "all"
        return "unquantified" if self.level is None else "numeric"


def gold_claim(kind: FactKind, row: Row) -> Claim:
    """The claim of a gold row.

    Args:
        kind: of the facts that the row's file annotates.
        row: a line of that file.
    """
    duty = row.get("modality")
    return Claim(
        kind=kind,
        document=row["file"],
        quote=(row.get("quote_repaired") or row["quote"]) if "quote" in row else None,
        obligation="must" if duty == "must_maintain" else duty,
        deadline=row.get("deadline_iso"),
        topic=row.get("metric") if kind == "objective" else row.get("measure"),
        names=_gold_names(kind, row),
        earliest=row.get("start_iso") if kind == "date" else row.get("period_start_iso"),
        latest=row.get("end_iso") if kind == "date" else row.get("period_end_iso"),
        counts=not row.get("borderline") and row.get("note") != SECOND_MENTION,
        split=row.get("split"),
        **_shared(row),
    )


def found_claim(row: Row) -> Claim:
    """The claim of an extracted row."""
    kind: FactKind = row["kind"]
    period = row.get("period") if isinstance(row.get("period"), dict) else {}
    return Claim(
        kind=kind,
        document=Path(row.get("document") or "").name,
        quote=row.get("quote") or "",
        prefix=row.get("prefix") or "",
        suffix=row.get("suffix") or "",
        length=row.get("length") or None,
        obligation=row.get("obligation"),
        deadline=_inner(row.get("deadline"), "date"),
        topic=row.get("metric") if kind == "objective" else row.get("measure"),
        names=_found_names(kind, row),
        earliest=row.get("earliest") if kind == "date" else (period or {}).get("start"),
        latest=row.get("latest") if kind == "date" else (period or {}).get("end"),
        rule=row.get("rule"),
        confidence=row.get("confidence"),
        **_shared(row),
    )


def read_claims(path: Path, kind: FactKind) -> tuple[Claim, ...]:
    """The claims of a file of gold rows."""
    return read_records(path, lambda row: gold_claim(kind, row))


def read_found(path: Path) -> tuple[Claim, ...]:
    """The claims of a file of extracted rows, as `remit extract --format jsonl` writes them."""
    return read_records(path, found_claim)


def read_records(path: Path, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    """What is made of each object in a file of JSON Lines."""
    if not path.is_file():
        raise FileMissing(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(path, f"is not UTF-8 at byte {error.start}", "Save it as UTF-8.") from error
    return tuple(_record(path, number, line, make) for number, line in enumerate(lines, start=1) if line.strip())


def _record(path: Path, number: int, line: str, make: Callable[[dict[str, Any]], T]) -> T:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON in line {number}", "Give JSON Lines: one object a line.") from error
    if not isinstance(row, dict):
        raise InputError(path, f"holds no object in line {number}", "Give JSON Lines: one object a line.")
    odd = next((name for name in _TEXTS if not isinstance(row.get(name), str | None)), None)
    if odd:
        raise InputError(path, f"cannot be compared in line {number}, {odd}: Give a string or null", "Mend the row.")
    try:
        return make(row)
    except KeyError as error:
        raise InputError(path, f"has no column {error} in line {number}", "Add it.") from error
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        reason = f"cannot be compared in line {number}, {column}: {first['msg']}"
        raise InputError(path, reason, "Mend the row.") from error


def _shared(row: Row) -> dict[str, Any]:
    """Columns that gold and extracted rows name alike."""
    return {
        "id": row.get("id"),
        "start": row.get("start"),
        "end": row.get("end"),
        "value": row.get("value"),
        "unit": unit_of(row.get("unit")),
        "comparator": row.get("comparator"),
        "qualifier": qualifier_of(row.get("qualifier")),
        "direction": row.get("direction") or None,
    }


def _gold_names(kind: FactKind, row: Row) -> tuple[str, ...]:
    if kind == "body":
        return (row["canonical"],) if row.get("canonical") else ()
    names = row.get("body_canonical") or ()
    return (names,) if isinstance(names, str) else tuple(names)


def _found_names(kind: FactKind, row: Row) -> tuple[str, ...]:
    name = row.get("name") if kind == "body" else _inner(row.get("body"), "name")
    return (name,) if name else ()


def _inner(value: Any, field: str) -> Any:
    """A field of a nested object, or the value itself where it is none."""
    return value.get(field) if isinstance(value, dict) else value
