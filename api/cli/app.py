"""The `remit` command: its sub-commands, and what an error becomes.

Exit codes: 0 fine; 1 a fault; 2 usage; 3 some inputs failed, and each is named. What a command needs is imported when
it runs, so that `remit --help` answers at once.
"""

import sys
from typing import Annotated

import typer

from api.cli import check, corpus, demo, documents, evaluate, facts, ingest, mcp, reports, search, serve
from api.cli.console import EXIT_INPUTS, EXIT_USAGE, complain
from api.cli.options import DataFolder, chosen
from corpus.errors import FilterError, InputError, ModelError, RemitError, SettingsError, StoreError

EXAMPLES = """
[bold]Start here[/bold]

  remit demo                                        the bundled documents, and a first answer\n
  remit ingest guidance/ board-papers/*.pdf         your own files into the index\n
  remit search "what are the virtual ward targets"  ask\n
  remit extract paper.pdf --format csv > rows.csv   facts straight from a file, without an index\n
  remit serve                                       web page and HTTP API
"""

app = typer.Typer(
    name="remit",
    help="NHS policy documents in; answers and datasets with their exact place in the source out.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def remit(
    data: DataFolder = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """NHS policy documents in; answers and datasets with their exact place in the source out."""
    chosen.data = data
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"remit {installed('remit')}")
        raise typer.Exit


app.command()(demo.demo)
app.command()(ingest.ingest)
app.command()(search.search)
app.command()(documents.parse)
app.command()(documents.documents)
app.command()(documents.remove)
app.command()(facts.extract)
app.command()(facts.objectives)
app.command()(facts.figures)
app.command()(facts.export)
app.command()(evaluate.evaluate)
app.command()(serve.serve)
app.command()(check.check)
app.command()(mcp.mcp)
app.command()(documents.verify)
app.command()(reports.reports)
app.add_typer(corpus.app, name="corpus")


def main() -> None:
    """Run the command line; an error that remit raises on purpose is one line on stderr."""
    chosen.program = True
    try:
        app()
    except (SettingsError, FilterError, StoreError, ModelError) as error:
        complain(str(error))
        sys.exit(EXIT_USAGE)
    except InputError as error:
        complain(str(error))
        sys.exit(EXIT_INPUTS)
    except RemitError as error:
        complain(str(error))
        sys.exit(1)
