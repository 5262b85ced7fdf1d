"""`remit ingest`: files into the index."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import EXIT_FAULT, EXIT_INPUTS, EXIT_INTERRUPTED, complain, err, print_json
from api.cli.options import AsJson, DataFolder, RulesFile, settings
from api.cli.options import chosen as given_before

if TYPE_CHECKING:
    from pipeline.intake import Outcome
    from pipeline.metadata import GivenMetadata
    from pipeline.settings import Settings

NICE = 10  # steps by which an ingest stands back behind whoever asks questions meanwhile
Paths = Annotated[list[Path], typer.Argument(help="Files, folders or globs.", readable=False, show_default=False)]


def ingest(
    paths: Paths,
    workers: Annotated[int | None, typer.Option(help="Processes that read and extract.", show_default=False)] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of these files.", show_default=False)] = None,
    published: Annotated[str | None, typer.Option(help="Publication date, as 2024-03-27.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help="Kind of these files.", show_default=False)] = None,
    financial_year: Annotated[str | None, typer.Option(help="Financial year, as 2024/25.", show_default=False)] = None,
    rules: RulesFile = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 when a document has integrity findings.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Read files into the index; what has not changed is left as it is."""
    given = _given(publisher=publisher, published=published, kind=kind, financial_year=financial_year)
    outcomes = run_ingest(paths, settings(data, workers=workers, rules=rules), given)
    if as_json:
        print_json(summary(outcomes))
    else:
        report(outcomes)
    _exit(outcomes, strict=strict)


def run_ingest(paths: Sequence[Path], chosen: "Settings", given: "GivenMetadata | None" = None) -> "list[Outcome]":
    """Ingest with a progress bar on stderr; an interruption ends it with what is finished kept."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from pipeline import ingest as ingest_files
    from pipeline import open_index
    from pipeline.logs import configure_logs
    from pipeline.metadata import GivenMetadata

    configure_logs()
    if given_before.program:
        os.nice(NICE)

    outcomes: list[Outcome] = []
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as progress, open_index(chosen, create=True) as index:
        task = progress.add_task("reading", total=None)
        try:
            for outcome in ingest_files(
                paths,
                index,
                settings=chosen,
                given=given or GivenMetadata(),
                started=lambda inputs: progress.update(task, total=len(inputs.files) + len(inputs.failures)),
            ):
                outcomes.append(outcome)
                progress.update(task, advance=1, description=outcome.path.name[:40])
        except KeyboardInterrupt:
            complain(f"interrupted; {sum(o.state in _STORED for o in outcomes)} finished documents are kept.")
            raise typer.Exit(EXIT_INTERRUPTED) from None
    return outcomes


_STORED = frozenset({"added", "replaced"})


def report(outcomes: "Sequence[Outcome]", *, findings: bool = True) -> None:
    """A line for each failure and, if wanted, each document with findings, and one that sums up."""
    for outcome in outcomes:
        if outcome.error:
            complain(outcome.error)
        elif outcome.findings and findings:
            text = f"  {outcome.path.name}: {'; '.join(outcome.findings)}"
            err().print(text, style="yellow", markup=False, soft_wrap=True)
    totals = summary(outcomes)
    err().print(
        f"{totals['added']} added, {totals['replaced']} replaced, {totals['unchanged']} unchanged, "
        f"{totals['failed']} failed; {totals['passages']} passages, {totals['facts']} facts."
    )


def summary(outcomes: "Sequence[Outcome]") -> dict[str, object]:
    """Counts by state, and the outcomes themselves."""
    states = ("added", "replaced", "unchanged", "failed", "fault")
    return {
        **{state: sum(o.state == state for o in outcomes) for state in states},
        "passages": sum(o.passages for o in outcomes),
        "facts": sum(sum(o.facts.values()) for o in outcomes),
        "outcomes": [o.model_dump(mode="json") for o in outcomes],
    }


def _exit(outcomes: "Sequence[Outcome]", *, strict: bool) -> None:
    states = {outcome.state for outcome in outcomes}
    if "fault" in states:
        raise typer.Exit(EXIT_FAULT)
    if "failed" in states or (strict and any(outcome.findings for outcome in outcomes)):
        raise typer.Exit(EXIT_INPUTS)


def _given(**fields: str | None) -> "GivenMetadata":
    from pydantic import ValidationError

    from corpus.document import printable
    from pipeline.metadata import GivenMetadata

    try:
        return GivenMetadata.model_validate({n: printable(value) for n, value in fields.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise typer.BadParameter(f"{option}: {first['msg']} (given: {first['input']!r})") from error
