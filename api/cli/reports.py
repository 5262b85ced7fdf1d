"""`remit reports`: what readers reported as wrong, for review."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import EXIT_INPUTS, complain, err, out, print_json
from api.cli.options import AsJson, DataFolder, settings

if TYPE_CHECKING:
    from pipeline.reports import Report


def reports(
    done: Annotated[
        list[str] | None, typer.Option("--done", help="Mark this report as done. Repeatable.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Those that are done too.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """List the errors that readers reported; with --json as JSON Lines, each with its row as it was."""
    from pipeline.reports import Reports

    kept = Reports(settings(data).data)
    if done:
        missing = [name for name in done if not kept.finish(name)]
        for name in missing:
            complain(f"{name}: no report has this id. `remit reports --all` lists them.")
        if missing:
            raise typer.Exit(EXIT_INPUTS)
        return
    found = kept.newest(state=None if every else "open")
    for report in found:
        if as_json:
            print_json(report.model_dump(mode="json"))
        else:
            _show(report)
    if not found:
        err().print("No report waits for review." if not every else "Nothing was reported.")


def _show(report: "Report") -> None:
    from corpus.document import printable
    from pipeline.reports import WRONG

    place = f"{report.document} {report.start}–{report.end}"
    out().print(f"{report.id}  {report.created:%Y-%m-%d %H:%M}  {report.state}  {place}", markup=False, soft_wrap=True)
    out().print(f"  “{printable(' '.join(report.quote.split()))}”", style="dim", markup=False, soft_wrap=True)
    said = f"{WRONG[report.wrong]}. {report.words}".strip()
    said += f" ({report.contact})" if report.contact else ""
    lines = said.replace("\n", "\n  ")  # what somebody wrote never begins a line, as reports do
    out().print(f"  {lines}", markup=False, soft_wrap=True)
