"""`remit extract`, `remit objectives`, `remit figures` and `remit export`: rows from files and from the index."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.console import EXIT_FAULT, EXIT_INPUTS, complain, err
from api.cli.options import Bodies, DataFolder, Documents, Kinds, Publishers, RulesFile, Years, settings
from api.cli.tables import Format, TableOutput

if TYPE_CHECKING:
    from corpus.facts import FactKind
    from index import Filters
    from pipeline.rows import FileRows


As = Annotated[Format, typer.Option("--format", "-f", help="File format.")]
OutputFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.", show_default=False)
]
FactKinds = Annotated[str, typer.Option(help="Kinds of fact, with commas: objective,figure,date,body.")]
ALL_KINDS = ("objective", "figure", "date", "body")
EVERY_KIND = ",".join(ALL_KINDS)


def extract(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or globs.", readable=False, show_default=False)],
    form: As = Format.jsonl,
    kind: FactKinds = EVERY_KIND,
    unclaimed: Annotated[
        bool, typer.Option("--unclaimed", help="Instead, what has a number or a deadline and became no fact.")
    ] = False,
    rules: RulesFile = None,
    output: OutputFile = None,
) -> None:
    """Extract facts straight from files, without an index."""
    from pipeline.logs import configure_logs
    from pipeline.rows import UNCLAIMED, columns_of, extract_rows

    configure_logs()
    chosen = settings(None, rules=rules)
    kinds = _kinds(kind)
    table = TableOutput.of(form, output, UNCLAIMED if unclaimed else columns_of(kinds))
    failed: list[FileRows] = []

    def rows() -> Iterator[dict[str, Any]]:
        for found in extract_rows(
            paths, limits=chosen.limits, kinds=kinds, unclaimed=unclaimed, workers=chosen.workers
        ):
            if found.error:
                failed.append(found)
            yield from found.rows

    table.write(rows())
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


def _stored(kind: "FactKind", wanted: "Filters", form: Format, output: Path | None, data: Path | None) -> None:
    from index import Store
    from pipeline.rows import columns_of, stored_rows

    table = TableOutput.of(form, output, columns_of([kind]))
    with Store.open(settings(data).data) as store, closing(stored_rows(store, kind, wanted)) as rows:
        table.write(rows)


def _kinds(given: str) -> "tuple[FactKind, ...]":
    kinds = tuple(part.strip() for part in given.split(",") if part.strip())
    unknown = [kind for kind in kinds if kind not in ALL_KINDS]
    if unknown or not kinds:
        raise typer.BadParameter(f"--kind: {', '.join(unknown) or 'nothing'} is none of {', '.join(ALL_KINDS)}")
    return kinds  # type: ignore[return-value]  # each was just found in ALL_KINDS
