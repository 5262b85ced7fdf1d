"""`remit corpus`: the catalogue of official publications and bundled documents, and their download."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import EXIT_INPUTS, EXIT_INTERRUPTED, complain, err, out, print_json
from api.cli.options import AsJson

if TYPE_CHECKING:
    from corpus.catalogue import CatalogueEntry
    from pipeline.downloads.fetching import Fetched

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


@app.command("fetch")
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(help="Ids of the catalogue. Default: all.", show_default=False)
    ] = None,
    to: Annotated[Path, typer.Option(help="Folder to download into.")] = Path("publications"),
    catalogue: Annotated[Path | None, typer.Option(help="Another catalogue, as TOML.", show_default=False)] = None,
    pause: Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one site, at least.")] = 2.0,
    max_mb: Annotated[int, typer.Option(min=1, help="Larger files are refused.")] = 200,
    contact: Annotated[
        str | None, typer.Option(help="Your address, sent along for the sites' owners.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Download official publications; what has changed is kept beside what it replaces."""
    from pipeline.downloads.fetching import fetch_publications
    from pipeline.downloads.politeness import Manners, Visitor

    entries = _chosen(names or [], catalogue)
    outcomes: list[Fetched] = []
    with Visitor(Manners(pause=pause, contact=contact)) as visitor:
        try:
            for outcome in fetch_publications(entries, to, visitor, max_bytes=max_mb * 2**20):
                outcomes.append(outcome)
                _say(outcome, as_json=as_json)
        except KeyboardInterrupt:
            complain("interrupted; what has come is kept, and the next fetch goes on from here.")
            raise typer.Exit(EXIT_INTERRUPTED) from None
    _sum_up(outcomes, to)


def _chosen(names: Sequence[str], catalogue: Path | None) -> "list[CatalogueEntry]":
    from corpus.catalogue import load_catalogue

    official = {entry.id: entry for entry in load_catalogue(catalogue) if entry.url is not None}
    unknown = [name for name in names if name not in official]
    if unknown:
        known = ", ".join(official) or "none"
        raise typer.BadParameter(f"no publication is called {', '.join(unknown)}; there are: {known}")
    return [official[name] for name in names] if names else list(official.values())


def _say(outcome: "Fetched", *, as_json: bool) -> None:
    if as_json:
        print_json(outcome.model_dump(mode="json"))
    if outcome.error:
        complain(f"{outcome.id}: {outcome.error}")
    elif not as_json:
        err().print(f"  {outcome.state:9}  {outcome.path}", markup=False, soft_wrap=True)


def _sum_up(outcomes: "Sequence[Fetched]", folder: Path) -> None:
    counts = {state: sum(o.state == state for o in outcomes) for state in ("new", "changed", "unchanged", "failed")}
    err().print(", ".join(f"{count} {state}" for state, count in counts.items()) + f"; in {folder}.", markup=False)
    if counts["new"] + counts["changed"]:
        err().print(f"Next: remit ingest {folder}", markup=False)
    if counts["failed"]:
        raise typer.Exit(EXIT_INPUTS)
