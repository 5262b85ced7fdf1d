"""`remit corpus`: the catalogue of official publications and bundled documents."""

import typer

from api.cli.console import out, print_json
from api.cli.options import AsJson

app = typer.Typer(help="The catalogue: bundled documents and official publications.", no_args_is_help=True)


@app.callback()
def corpus() -> None:
    """The catalogue: bundled documents and official publications."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show the catalogue."""
    from rich.table import Table

    from corpus.catalogue import load_catalogue

    entries = load_catalogue()
    if as_json:
        for entry in entries:
            print_json(entry.model_dump(mode="json"))
        return
    table = Table("Title", "Publisher", "Published", "Kind", "Year", "Where", box=None, header_style="bold")
    for entry in entries:
        table.add_row(
            entry.title,
            entry.publisher,
            entry.published.isoformat() if entry.published else "",
            entry.kind.replace("_", " "),
            entry.financial_year or "",
            f"bundled: {entry.file}" if entry.file else entry.url,
        )
    out().print(table)
