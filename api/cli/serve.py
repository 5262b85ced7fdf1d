"""`remit serve`: the HTTP API and web pages."""

from typing import Annotated

import typer

from api.cli.console import err
from api.cli.options import DataFolder, settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default=False)] = None,
    data: DataFolder = None,
) -> None:
    """Serve the web page and the HTTP API."""
    import uvicorn

    from api.web import create_app
    from pipeline.logs import configure_logs

    configure_logs()

    chosen = settings(data, host=host, port=port)
    err().print(f"remit: open http://{chosen.host}:{chosen.port} (Ctrl-C stops it)")
    uvicorn.run(create_app(chosen), host=chosen.host, port=chosen.port, log_level="warning")
