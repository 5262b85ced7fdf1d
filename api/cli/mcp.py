"""`remit mcp`: the index for an assistant, over standard input and output."""

import signal

from api.cli.options import DataFolder, settings


def mcp(data: DataFolder = None) -> None:
    """Serve MCP over standard input and output, for an assistant that starts this command itself."""
    from api.mcp import serve_stdio
    from pipeline.logs import configure_logs

    configure_logs()
    # a thread waits for the next line of standard input and cannot be stopped; nothing is written that could be lost
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve_stdio(settings(data))
