"""A conversation with remit over MCP, by mcp's own client, written out as it went.

python -m tests.mcp_transcript transcript.md --data .remit      # starts `remit mcp`
python -m tests.mcp_transcript transcript.md --url http://127.0.0.1:8000/mcp
"""

import argparse
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search_guidance", {"query": "what are the virtual ward targets", "limit": 2}),
    ("search_guidance", {"query": "the 31 day zebra standard", "limit": 1}),
    ("list_objectives", {"metric": "agency", "limit": 2}),
    ("list_figures", {"metric": "virtual ward", "limit": 2}),
    ("list_documents", {"kind": "planning_guidance", "limit": 3}),
    ("list_objectives", {"year": "2031/32"}),
    ("list_objectives", {"year": "next year"}),
    ("get_passage", {"passage_id": "none"}),
)
SHOWN = 3000  # characters of a structured result


async def transcript(target: StdioServerParameters | str) -> AsyncIterator[str]:
    """The conversation as Markdown, part by part."""
    async with Client(target) as client:
        server = client.server_info
        yield f"# MCP {client.protocol_version} with {server.name if server else 'a server'}\n"
        yield f"Instructions:\n\n{_quoted(client.instructions or '')}"
        for tool in (await client.list_tools()).tools:
            arguments = ", ".join(tool.input_schema["properties"])
            yield f"- `{tool.name}({arguments})`: {(tool.description or '').partition('.')[0]}."
        for name, arguments in CALLS:
            yield await _called(client, name, arguments)
        found = await client.call_tool("search_guidance", {"query": "virtual wards", "limit": 1})
        [passage] = (found.structured_content or {})["passages"]
        yield await _called(client, "get_passage", {"passage_id": passage["passage_id"]})
        outline = await client.read_resource(f"remit://documents/{passage['source']['document_id']}")
        yield f"\n## resource {outline.contents[0].uri}\n\n{_block(json.loads(outline.contents[0].text))}"


async def _called(client: Client, name: str, arguments: dict[str, Any]) -> str:
    result = await client.call_tool(name, arguments)
    parts = [f"\n## {name}({json.dumps(arguments, ensure_ascii=False)})\n"]
    parts.append("Refused:\n" if result.is_error else "Text:\n")
    parts.append(_quoted(result.content[0].text))
    if result.structured_content is not None:
        parts.append(f"\nStructured:\n\n{_block(result.structured_content)}")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines()) + "\n"


def _block(value: Any) -> str:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    cut = f"\n… ({len(text)} characters)" if len(text) > SHOWN else ""
    return f"```json\n{text[:SHOWN]}{cut}\n```"


async def write(target: StdioServerParameters | str, file: Path) -> None:
    """Write the conversation to a file."""
    parts = [part async for part in transcript(target)]
    file.write_text("\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", help="folder of an index: `remit mcp` is started over it")
    where.add_argument("--url", help="address of /mcp of a server that runs")
    given = parser.parse_args()
    remit = str(Path(sys.executable).with_name("remit"))
    command = StdioServerParameters(command=remit, args=["mcp", "--data", given.data or ""])
    anyio.run(write, given.url or command, given.file)


if __name__ == "__main__":
    main()
