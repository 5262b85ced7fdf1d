"""`remit check`: whether this installation and its index are sound."""

import typer

from api.cli.console import EXIT_INPUTS, out, print_json
from api.cli.options import AsJson, DataFolder, settings

MARKS = {"fine": "[green]fine[/green]", "warning": "[yellow]warning[/yellow]", "failed": "[red]failed[/red]"}


def check(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Check this installation and the index: Python, packages, model, store, search, quotations; exit 3 on a failure.

    Nothing is changed. Of the quotations a sample is looked for; `remit verify` looks for all.
    """
    from api.web.checks import check_service
    from pipeline.installation import check_installation

    chosen = settings(data)
    findings = [*check_installation(chosen), *check_service(chosen)]
    if as_json:
        print_json([finding.model_dump(mode="json") for finding in findings])
    else:
        from rich.markup import escape
        from rich.table import Table

        table = Table("check", "state", "detail", box=None, header_style="bold")
        for finding in findings:
            table.add_row(finding.check, MARKS[finding.state], escape(finding.detail))
        out().print(table)
    if any(finding.state == "failed" for finding in findings):
        raise typer.Exit(EXIT_INPUTS)
