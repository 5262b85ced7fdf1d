"""`remit serve`: the HTTP API, the web pages and MCP."""

import os
import sys
from typing import Annotated

import typer

from api.cli.console import EXIT_USAGE, complain
from api.cli.options import DataFolder, settings
from pipeline.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default=False)] = None,
    everyone: Annotated[
        bool | None, typer.Option("--open", help="Let everyone who reaches the address read without a key.")
    ] = None,
    uploads: Annotated[bool | None, typer.Option("--uploads", help="Take documents; needs a key.")] = None,
    data: DataFolder = None,
) -> None:
    """Serve the web pages, the HTTP API and MCP.

    The key is never a flag, which others on the machine could see: REMIT_API_KEY, or api_key_file in remit.toml.
    """
    from api.web import create_app
    from api.web.service.serving import listen, run
    from pipeline import open_index
    from pipeline.logs import configure_logs

    configure_logs(as_json=not sys.stderr.isatty())
    chosen = settings(data, host=host, port=port, open=everyone, uploads=uploads)
    app = create_app(chosen)
    open_index(chosen, create=chosen.uploads).close()  # what is wrong with it is said here, in a line
    try:
        listening = listen(chosen.host, chosen.port)
    except OSError as error:
        complain(
            f"{chosen.host}:{chosen.port} cannot be listened on: {os.strerror(error.errno or 0)}. Name another --port."
        )
        raise typer.Exit(EXIT_USAGE) from None
    _announce(chosen, listening.getsockname()[1], app.state.access.key is not None)
    run(app, chosen, listening)


def _announce(chosen: Settings, port: int, has_key: bool) -> None:
    from api.web.service.access import access_of
    from api.web.service.sites import EVERYWHERE

    name = "localhost" if chosen.host in EVERYWHERE else chosen.host
    reading = "with the key" if access_of(chosen).reading else "open to everyone who reaches this address"
    writing = "with the key" if has_key else "by nobody (no key is set)"
    taking = "taken" if chosen.uploads else "off"
    address = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    complain(f"{address} (Ctrl-C stops it)")
    complain(f"reading {reading}; writing {writing}; uploads {taking}")
