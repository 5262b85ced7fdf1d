"""MCP over standard input and output, for a client that starts `remit mcp` itself."""

from threading import Thread

import structlog

from api.mcp.server import create_server
from corpus.errors import RemitError
from index import Index
from pipeline.opening import open_index
from pipeline.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Answer until standard input ends. Standard output carries the protocol and nothing else.

    The model is loaded while the client and the server introduce themselves.

    Raises:
        StoreMissing: nothing has been ingested.
    """
    with open_index(settings) as index:
        warming = Thread(target=_warm_up, args=(index,), name="warming")
        warming.start()
        try:
            create_server(lambda: index, public_url=settings.public_url).run("stdio")
        finally:
            warming.join()


def _warm_up(index: Index) -> None:
    try:
        index.search("warm up", limit=1)
    except RemitError as error:  # a tool that needs it will fail too, and say so to the client
        structlog.get_logger().error("mcp.not_warm", reason=str(error))
