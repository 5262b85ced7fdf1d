"""Rows as files: JSON Lines, CSV, Parquet. Nested fields become JSON text where a format has no place for them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
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

# Frictionless types of columns that are no text
COLUMN_TYPES = {
    "start": "integer",
    "end": "integer",
    "page": "integer",
    "passages": "integer",
    "value": "number",
    "high": "number",
    "threshold_value": "number",
    "confidence": "number",
    "strict": "boolean",
    "measurable_ok": "boolean",
    "deadline_date": "date",
    "period_start": "date",
    "period_end": "date",
    "earliest": "date",
    "latest": "date",
    "anchor": "date",
    "valid_from": "date",
    "valid_to": "date",
    "published": "date",
}
TOGETHER = 5000  # rows that are held for one part of a Parquet file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet program takes text for a formula


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A JSON object a row."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def csv_lines(
    rows: Iterable[Row], names: Sequence[str], *, header: bool = True, spreadsheet: bool = False
) -> Iterator[str]:
    """Comma-separated values (RFC 4180) with a header, also when there are no rows.

    Args:
        rows: as they are made.
        names: the columns of a row, before it is flattened.
        header: whether the first line names the columns.
        spreadsheet: put an apostrophe before text that a spreadsheet program would run as a formula; what documents
            say is not to be trusted there.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=flat_columns(names), lineterminator="\n")
    if header:
        writer.writeheader()
        yield _taken(buffer)
    for row in rows:
        writer.writerow(_unarmed(flat(row)) if spreadsheet else flat(row))
        yield _taken(buffer)


def write_parquet(rows: Iterable[Row], names: Sequence[str], target: Path | BinaryIO) -> None:
    """A Parquet file, one column a field. No more than `TOGETHER` rows are held at a time."""
    rest = iter(rows)
    with parquet_file(names, target) as write:
        while part := list(islice(rest, TOGETHER)):
            write(part)


@contextmanager
def parquet_file(names: Sequence[str], target: Path | BinaryIO) -> Iterator[Callable[[Sequence[Row]], None]]:
    """A Parquet file that is written part by part: what is given takes the rows of the next part."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, _arrow_type(name)) for name in flat_columns(names)])
    where = target if not isinstance(target, Path) else str(target)
    with pyarrow.parquet.ParquetWriter(where, schema, compression="zstd") as writer:

        def write(rows: Sequence[Row]) -> None:
            table = [flat(row) for row in rows]
            values = {name: [row.get(name) for row in table] for name in schema.names}
            writer.write_table(pyarrow.table(values, schema=schema))

        yield write


def _arrow_type(name: str) -> Any:
    """Days stay text, as in every other format."""
    import pyarrow

    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
    return types.get(COLUMN_TYPES.get(name, ""), pyarrow.string())


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


def _unarmed(row: Row) -> Row:
    """A flat row whose text no spreadsheet program takes for a formula."""
    return {name: f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for name, v in row.items()}
