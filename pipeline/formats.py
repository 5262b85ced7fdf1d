"""Rows as files: JSON Lines, CSV, Parquet. Nested fields become JSON text where a format has no place for them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

Row = Mapping[str, Any]

# columns whose parts are worth columns of their own in a table
FLATTENED = {
    "deadline": ("text", "date", "kind"),
    "body": ("text", "name", "code"),
    "threshold": ("op", "value", "unit"),
    "period": ("text", "start", "end"),
    "measurable": ("ok", "missing"),
}


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A JSON object a row."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def csv_lines(rows: Iterable[Row], names: Sequence[str]) -> Iterator[str]:
    """Comma-separated values (RFC 4180) with a header, also when there are no rows.

    Args:
        rows: as they are made.
        names: the columns of a row, before it is flattened.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=flat_columns(names), lineterminator="\n")
    writer.writeheader()
    yield _taken(buffer)
    for row in rows:
        writer.writerow(flat(row))
        yield _taken(buffer)


def write_parquet(rows: Iterable[Row], names: Sequence[str], target: Path | BinaryIO) -> None:
    """A Parquet file, one column a field."""
    import pyarrow
    import pyarrow.parquet

    table = [flat(row) for row in rows]
    where = target if not isinstance(target, Path) else str(target)
    values = {name: [row.get(name) for row in table] for name in flat_columns(names)}
    pyarrow.parquet.write_table(pyarrow.table(values), where, compression="zstd")


def flat_columns(names: Iterable[str]) -> list[str]:
    """The columns of a flattened row."""
    return [column for name in names for column in ([f"{name}_{part}" for part in FLATTENED.get(name, ())] or [name])]


def flat(row: Row) -> dict[str, Any]:
    """A row without nesting: `deadline` becomes `deadline_text`, `deadline_date` and so on; lists become JSON.

    A figure's body, which is a name alone, becomes `body_name`.
    """
    result: dict[str, Any] = {}
    for name, value in row.items():
        if name in FLATTENED:
            parts = {"name": value} if isinstance(value, str) else value or {}
            result |= {f"{name}_{part}": _plain(parts.get(part)) for part in FLATTENED[name]}
        else:
            result[name] = _plain(value)
    return result


def _taken(buffer: io.StringIO) -> str:
    """What has been written to a buffer, without the last line's end; the buffer is empty afterwards."""
    text = buffer.getvalue().removesuffix("\n")
    buffer.seek(0)
    buffer.truncate()
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value
