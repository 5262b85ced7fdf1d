"""Rows as files: JSON Lines, CSV, Parquet. Nested fields become JSON text where a format has no place for them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

Format = Literal["jsonl", "csv", "parquet"]
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


def csv_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Comma-separated values with a header (RFC 4180); nothing at all for no rows."""
    table = [flat(row) for row in rows]
    if not table:
        return
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=columns(table), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    yield from buffer.getvalue().splitlines()


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """A Parquet file, one column a field."""
    import pyarrow
    import pyarrow.parquet

    table = [flat(row) for row in rows]
    names = columns(table)
    pyarrow.parquet.write_table(
        pyarrow.table({name: [row.get(name) for row in table] for name in names}), path, compression="zstd"
    )


def flat(row: Row) -> dict[str, Any]:
    """A row without nesting: `deadline` becomes `deadline_text`, `deadline_date` and so on; lists become JSON."""
    result: dict[str, Any] = {}
    for name, value in row.items():
        if name in FLATTENED and (value is None or isinstance(value, Mapping)):
            parts = value or {}
            result |= {f"{name}_{part}": _plain(parts.get(part)) for part in FLATTENED[name]}
        else:
            result[name] = _plain(value)
    return result


def columns(table: Iterable[Row]) -> list[str]:
    """Every column that a row has, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in table for name in row))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value
