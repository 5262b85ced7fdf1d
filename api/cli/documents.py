"""`remit parse` and `remit verify`: one document as it was read, and all quotations checked against their files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import EXIT_INPUTS, complain, err, out, print_json, print_lines
from api.cli.options import AsJson, DataFolder, settings


def parse(
    file: Annotated[Path, typer.Argument(help="A PDF, HTML, DOCX, Markdown or text file.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show how a file is read: its outline, or the whole document as JSON."""
    from pipeline import read
    from pipeline.settings import load_settings

    document = read(file, limits=load_settings().limits)
    if as_json:
        print_lines([json.dumps(document.model_dump(mode="json"), ensure_ascii=False)])
        return
    for section in document.sections:
        page = f"  [dim]page {section.page}[/dim]" if section.page else ""
        out().print("  " * (section.level - 1) + section.heading.replace("[", r"\["), end=page + "\n")
    for finding in document.integrity.findings:
        err().print(f"  {finding}", style="yellow", markup=False)


def verify(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Find every stored quotation again in its file; exit 3 where one is lost."""
    from index import Store
    from pipeline import verify as check

    folder = settings(data).data
    with Store.open(folder) as store:
        result = check(store, folder)
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        for lost in result.lost:
            complain(f"{lost.document}: {lost.reason}" + (f": “{lost.quote}”" if lost.quote else ""))
        err().print(f"{result.quotations} quotations in {result.documents} documents; {len(result.lost)} lost.")
    if result.lost:
        raise typer.Exit(EXIT_INPUTS)
