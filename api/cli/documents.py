"""`remit parse`, `documents`, `remove` and `verify`: what is read, what is kept, and whether it is still true."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import EXIT_INPUTS, complain, err, out, print_json
from api.cli.integrity import report_lines, source_line
from api.cli.options import AsJson, DataFolder, settings


def parse(
    file: Annotated[
        Path, typer.Argument(help="A PDF, HTML, DOCX, PPTX, Markdown or text file.", readable=False, show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Show how a file is read: its outline and its integrity report, or the whole document as JSON."""
    from rich.markup import escape

    from pipeline.limited import read_limited

    document = read_limited(file, limits=settings(None).limits)
    if as_json:
        print_json(document.model_dump(mode="json"))
        return
    for section in document.sections:
        page = f"  [dim]page {section.page}[/dim]" if section.page else ""
        out().print("  " * (section.level - 1) + escape(section.path[-1]) + page, soft_wrap=True)
    err().print(source_line(document), style="dim", markup=False, soft_wrap=True)
    for line in report_lines(document):
        err().print(f"  {line}", style="yellow", markup=False, soft_wrap=True)


def documents(as_json: AsJson = False, data: DataFolder = None) -> None:
    """List the documents in the index."""
    from rich.markup import escape

    from index import Store

    with Store.open(settings(data).data) as store:
        summaries = store.documents()
    if as_json:
        for summary in summaries:
            print_json(summary.model_dump(mode="json"))
        return
    for one in summaries:
        year = one.planning_year or one.financial_year or ""
        kind = one.kind.replace("_", " ")
        counts = [f"{one.facts.get(name, 0)} {name}s" for name in ("objective", "figure")]
        facts = " · ".join(part for part in (one.file, str(one.published or ""), kind, year, *counts) if part)
        out().print(f"[bold]{escape(one.title)}[/bold]\n  [dim]{escape(facts)}[/dim]", soft_wrap=True)


def remove(
    names: Annotated[list[str], typer.Argument(help="Ids or file names, as `remit documents` lists them.")],
    data: DataFolder = None,
) -> None:
    """Remove documents from the index, with all that was made of them."""
    from pipeline import open_index, remove_documents

    chosen = settings(data)
    with open_index(chosen) as index:
        missing = remove_documents(index, chosen.data, names)
    for name in missing:
        complain(f"{name}: no document in the index has this id or file name. `remit documents` lists them.")
    if missing:
        raise typer.Exit(EXIT_INPUTS)


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
