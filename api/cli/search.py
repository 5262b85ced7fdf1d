"""`remit search`: a question, or a file of them."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import EXIT_USAGE, complain, out, print_json
from api.cli.options import (
    MOST,
    AsJson,
    Bodies,
    DataFolder,
    Documents,
    Expand,
    Kinds,
    Limit,
    Publishers,
    Years,
    settings,
)


def search(
    query: Annotated[str | None, typer.Argument(help="Words, as you would say them.", show_default=False)] = None,
    queries: Annotated[Path | None, typer.Option("--queries", help="A file with a query a line.")] = None,
    limit: Limit = 10,
    year: Years = None,
    kind: Kinds = None,
    publisher: Publishers = None,
    body: Bodies = None,
    document: Documents = None,
    expand: Expand = True,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Answer a question with rows and passages, each with its quotation and place."""
    from corpus.document import printable
    from pipeline import ask, open_index
    from pipeline.enquiry import DEPTH
    from pipeline.question import filters_of

    if (query is None) == (queries is None):
        complain('give a query, or --queries FILE: remit search "what are the virtual ward targets"')
        raise typer.Exit(EXIT_USAGE)
    wanted = filters_of(years=year, kinds=kind, publishers=publisher, bodies=body, documents=document)
    asked = [printable(query)] if query is not None else _read_queries(queries)
    with open_index(settings(data)) as index:
        for one in asked:
            if as_json or queries is not None:
                print_json(ask(index, one, limit=limit, filters=wanted, expand=expand).model_dump(mode="json"))
            else:
                from api.cli.answer import show

                answer = ask(index, one, limit=min(MOST, max(2 * limit, DEPTH)), filters=wanted, expand=expand)
                show(answer, out(), index.store, filters=wanted, limit=limit)


def _read_queries(path: Path | None) -> list[str]:
    from corpus.errors import FileMissing, InputError

    if path is None or not path.is_file():
        raise FileMissing(path or "")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8", "Save it as UTF-8 and give that.") from error
    return [line.strip() for line in text.splitlines() if line.strip()]
