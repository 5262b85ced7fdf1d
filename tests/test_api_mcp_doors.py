"""The two doors of MCP: which hosts and bodies the HTTP one takes, and what stands on standard output."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from pydantic import TypeAdapter, ValidationError

from api.mcp import create_server
from api.mcp.door import security_of
from corpus.errors import ModelError, StoreBusy, StoreError
from index import Index, TinyEncoder
from pipeline.settings import Settings
from tests.mcp_transcript import write
from tests.served import make_index, served

ROOT = Path(__file__).parent.parent
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("mcp_doors"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    settings = Settings(
        data=data,
        mcp_hosts=("remit.example.org",),
        allowed_hosts=("remit.example.org",),
        public_url="https://r.example.org/x",
    )
    with served(settings) as address:
        yield address


@pytest.fixture
def command(data: Path) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable, args=["-m", "tests.served", "mcp", "--data", str(data)], cwd=ROOT
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "remit.example.org"}, 200),
        ({"Host": "attacker.example.com"}, 421),
        ({"Origin": "https://attacker.example.com"}, 403),
    ],
)
def test_only_known_hosts_and_origins_are_answered(server: str, headers: dict[str, str], status: int) -> None:
    assert httpx.post(f"{server}/mcp", json=LIST, headers=HEADERS | headers).status_code == status


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_nobody_waits_on_a_stream_that_says_nothing(server: str, method: str) -> None:
    refused = httpx.request(method, f"{server}/mcp", headers={"Accept": "text/event-stream"}, timeout=5)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_large_body_is_refused(server: str) -> None:
    body = {**LIST, "params": {"x": "y" * 300 * 1024}}
    assert httpx.post(f"{server}/mcp", json=body, headers=HEADERS).status_code == 413


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_clients_of_both_protocols_are_answered(server: str, mode: str) -> None:
    async def total() -> int:
        async with Client(f"{server}/mcp", mode=mode) as client:
            return int(((await client.call_tool("list_documents", {})).structured_content or {})["total"])

    assert anyio.run(total) == 3


def test_links_lead_to_the_public_address(server: str) -> None:
    async def first() -> str:
        async with Client(f"{server}/mcp") as client:
            found = await client.call_tool("list_objectives", {"limit": 1})
            return str((found.structured_content or {})["objectives"][0]["source"]["link"])

    assert anyio.run(first).startswith("https://r.example.org/x/source/doc_")


@pytest.mark.parametrize(
    ("settings", "host", "known"),
    [
        ({}, "127.0.0.1:*", True),
        ({}, "remit.example.org", False),
        ({"host": "10.1.2.3"}, "10.1.2.3:*", True),
        ({"host": "0.0.0.0"}, "0.0.0.0:*", False),  # noqa: S104
        ({"host": "fd00::1"}, "[fd00::1]:*", True),
        ({"mcp_hosts": ("a.example",)}, "a.example", True),
        ({"public_url": "https://b.example/remit"}, "b.example", True),
    ],
)
def test_hosts_come_from_the_settings(settings: dict[str, object], host: str, known: bool) -> None:
    security = security_of(Settings(**settings))
    assert security.enable_dns_rebinding_protection
    assert (host in security.allowed_hosts) is known
    assert (f"https://{host}" in security.allowed_origins) is known


def test_any_host_only_where_it_is_said() -> None:
    assert not security_of(Settings(mcp_hosts=("*",))).enable_dns_rebinding_protection


def test_the_conversation_over_standard_input_and_output(command: StdioServerParameters, tmp_path: Path) -> None:
    file = tmp_path / "transcript.md"

    async def bounded() -> None:
        with anyio.fail_after(120):
            await write(command, file)

    anyio.run(bounded)
    said = file.read_text(encoding="utf-8")
    for expected in (
        "virtual ward utilisation: above 85%",
        "NO ANSWER.",
        "No document of the year 2031/32 is held",
        "'next year' is no financial year",
        "There is no passage of the id 'none'",
        "## resource remit://documents/doc_",
    ):
        assert expected in said


def test_without_a_web_address_a_link_is_a_resource_with_those_words(command: StdioServerParameters) -> None:
    async def both() -> tuple[str, str]:
        async with Client(command) as client:
            found = await client.call_tool("list_objectives", {"limit": 1})
            [row] = (found.structured_content or {})["objectives"]
            words = await client.read_resource(row["source"]["link"])
            return row["quote"], words.contents[0].text

    quote, words = anyio.run(both)
    assert quote == words


def test_standard_output_is_the_protocol_alone_and_its_end_ends_it(data: Path) -> None:
    asked = {**LIST, "method": "ping"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.served", "mcp", "--data", str(data)],
        input=json.dumps(asked) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1]


def test_an_interrupt_ends_it_though_it_waits_for_a_line(data: Path) -> None:
    command = [sys.executable, "-m", "tests.served", "mcp", "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({**LIST, "method": "ping"}) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == -signal.SIGINT


def test_nothing_ingested_is_said_at_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.served", "mcp", "--data", str(tmp_path / "none")]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 2
    assert "remit ingest" in done.stderr
    assert done.stdout == ""


def test_a_slow_search_holds_up_nothing_else(data: Path) -> None:
    begun, may_end = threading.Event(), threading.Event()
    with Index.open(data, encoder=TinyEncoder()) as index:

        def slow_then_index() -> Index:
            if not begun.is_set():
                begun.set()
                assert may_end.wait(30)
            return index

        async def both() -> int:
            async with Client(create_server(slow_then_index)) as client, anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "search_guidance", {"query": "virtual wards"})
                await anyio.to_thread.run_sync(begun.wait)
                other = await client.call_tool("list_documents", {})
                may_end.set()
                return int((other.structured_content or {})["total"])

        assert anyio.run(both) == 3


def _invalid(value: str) -> ValidationError:
    """What pydantic says of a result of ours that does not fit: no fault of the caller."""
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(int).validate_python(value)
    return raised.value


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreBusy("another process"), "The index is being written. Try again in a moment."),
        (StoreError("/srv/secret/remit.sqlite is damaged"), "The index cannot be used at the moment."),
        (ModelError("/srv/secret/model is missing"), "The server's log says why."),
        (_invalid("secret"), "Error executing tool list_documents"),
        (RuntimeError("/srv/secret"), "Error executing tool list_documents"),
    ],
)
def test_a_fault_says_what_to_do_and_no_more(error: Exception, said: str) -> None:
    def broken() -> Index:
        raise error

    async def text() -> str:
        async with Client(create_server(broken)) as client:
            result = await client.call_tool("list_documents", {})
            assert result.is_error
            return str(result.content[0].text)

    told = anyio.run(text)
    assert said in told
    assert "secret" not in told
