"""`remit extract`, `remit objectives`, `remit figures` and `remit export`: rows from files and from the index."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.console import EXIT_FAULT, EXIT_INPUTS, EXIT_USAGE, complain, err, print_lines
from api.cli.options import Bodies, DataFolder, Documents, Kinds, Publishers, Years, settings

if TYPE_CHECKING:
    from corpus.facts import FactKind
    from pipeline.rows import FileRows


class Format(StrEnum):
    """File formats of rows."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


As = Annotated[Format, typer.Option("--format", "-f", help="File format.")]
OutputFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file (Parquet needs one).", show_default=False)
]
FactKinds = Annotated[str, typer.Option(help="Kinds of fact, with commas: objective,figure,date,body.")]
ALL_KINDS = ("objective", "figure", "date", "body")
EVERY_KIND = ",".join(ALL_KINDS)


def extract(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or globs.", show_default=False)],
    form: As = Format.jsonl,
    kind: FactKinds = EVERY_KIND,
    unclaimed: Annotated[
        bool, typer.Option("--unclaimed", help="Instead, what has a number or a deadline and became no fact.")
    ] = False,
    output: OutputFile = None,
) -> None:
    """Extract facts straight from files, without an index."""
    from pipeline.logs import configure_logs
    from pipeline.rows import extract_rows
    from pipeline.settings import load_settings

    configure_logs()
    failed: list[FileRows] = []
    rows: list[dict[str, Any]] = []
    streamed = form is Format.jsonl and output is None  # a long run can be watched and piped
    for found in extract_rows(paths, limits=load_settings().limits, kinds=_kinds(kind), unclaimed=unclaimed):
        if found.error:
            failed.append(found)
        elif streamed:
            write_rows(found.rows, form, None)
        else:
            rows += found.rows
    if not streamed:
        write_rows(rows, form, output)
    for one in failed:
        complain(one.error or "")
    if failed:
        raise typer.Exit(EXIT_FAULT if any(one.fault for one in failed) else EXIT_INPUTS)


def objectives(
    form: As = Format.jsonl,
    year: Years = None,
    kind: Kinds = None,
    publisher: Publishers = None,
    body: Bodies = None,
    document: Documents = None,
    output: OutputFile = None,
    data: DataFolder = None,
) -> None:
    """Print the objectives in the index."""
    from pipeline.question import filters_of

    wanted = filters_of(years=year, kinds=kind, publishers=publisher, bodies=body, documents=document)
    _stored("objective", wanted, form, output, data)


def figures(
    form: As = Format.jsonl,
    year: Years = None,
    kind: Kinds = None,
    publisher: Publishers = None,
    body: Bodies = None,
    document: Documents = None,
    output: OutputFile = None,
    data: DataFolder = None,
) -> None:
    """Print the figures in the index."""
    from pipeline.question import filters_of

    wanted = filters_of(years=year, kinds=kind, publishers=publisher, bodies=body, documents=document)
    _stored("figure", wanted, form, output, data)


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write the dataset.", show_default=False)],
    year: Years = None,
    kind: Kinds = None,
    publisher: Publishers = None,
    body: Bodies = None,
    document: Documents = None,
    data: DataFolder = None,
) -> None:
    """Write the dataset: CSV, Parquet, SQLite, JSON Schema and datapackage.json."""
    from index import Store
    from pipeline.export import export as write
    from pipeline.question import filters_of

    wanted = filters_of(years=year, kinds=kind, publishers=publisher, bodies=body, documents=document)
    with Store.open(settings(data).data) as store:
        result = write(store, folder, filters=wanted)
    err().print(f"{', '.join(f'{count} {name}' for name, count in result.rows.items())} written to {result.folder}")


def write_rows(rows: Iterable[dict[str, Any]], form: Format, output: Path | None) -> None:
    """Write rows to a file, or to stdout."""
    from pipeline.formats import csv_lines, json_lines, write_parquet

    if form is Format.parquet:
        if output is None:
            complain("Parquet is no text: name a file with --output.")
            raise typer.Exit(EXIT_USAGE)
        write_parquet(list(rows), output)
        return
    lines = json_lines(rows) if form is Format.jsonl else csv_lines(list(rows))
    if output is None:
        print_lines(lines)
        sys.stdout.flush()
    else:
        output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _stored(kind: "FactKind", wanted: Any, form: Format, output: Path | None, data: Path | None) -> None:
    from index import Store
    from pipeline.rows import stored_rows

    with Store.open(settings(data).data) as store:
        write_rows(stored_rows(store, kind, wanted), form, output)


def _kinds(given: str) -> "tuple[FactKind, ...]":
    kinds = tuple(part.strip() for part in given.split(",") if part.strip())
    unknown = [kind for kind in kinds if kind not in ALL_KINDS]
    if unknown or not kinds:
        raise typer.BadParameter(f"--kind: {', '.join(unknown) or 'nothing'} is none of {', '.join(ALL_KINDS)}")
    return kinds  # type: ignore[return-value]  # each was just found in ALL_KINDS
