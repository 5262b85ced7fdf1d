"""MCP: what an assistant may ask of the index, over HTTP (`/mcp`) and over standard input and output (`remit mcp`)."""

from api.mcp.door import McpDoor
from api.mcp.server import create_server
from api.mcp.stdio import serve_stdio

__all__ = ["McpDoor", "create_server", "serve_stdio"]
