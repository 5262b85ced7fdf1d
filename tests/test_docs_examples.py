"""The examples of docs/examples.md and docs/mcp.md run as they stand there, against a server on loopback."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from pydantic import SecretStr
from typer.testing import CliRunner

from api.cli.app import app
from api.mcp import create_server
from index import Index, TinyEncoder
from pipeline.settings import Settings
from tests.served import make_index, served

ROOT = Path(__file__).parent.parent
EXAMPLES = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
MCP = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "corpus" / "samples" / "cancer-bulletin-2024-25.pdf"
WRITTEN = "http://127.0.0.1:8000"
KEY = "a key for the examples"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = make_index(tmp_path_factory.mktemp("examples"), further=[SAMPLE])
    with served(Settings(data=data, uploads=True, api_key=SecretStr(KEY))) as address:
        yield address


def run(command: list[str], folder: Path, **variables: str) -> str:
    """The output of a program; it must end well, and say nothing on standard error."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REMIT")}
    done = subprocess.run(
        command, cwd=folder, env={**environment, **variables}, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def shell(server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which all curl examples ran, one after the other in one shell, and what they printed."""
    if not shutil.which("curl"):
        pytest.skip("curl is not installed: apt install curl")
    folder = tmp_path_factory.mktemp("curl")
    shutil.copy(SAMPLE, folder / "paper.pdf")
    script = "\n".join(["set -euo pipefail", *blocks(EXAMPLES, "sh")])
    return folder, run(["bash", "-c", script.replace(WRITTEN, server)], folder, REMIT_API_KEY=KEY)


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_curl_gets_answers_and_lists(shell: tuple[Path, str]) -> None:
    folder, _ = shell
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert answer["query"] == "62 day cancer standard"
    rows = read_csv(folder / "objectives.csv")
    assert "keep the use of virtual wards above 85% throughout the year" in [row["quote"] for row in rows]
    figures = [json.loads(line) for line in (folder / "figures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"virtual ward beds in use", "Agency spending"} <= {figure["measure"] for figure in figures}


def test_curl_follows_pages_to_the_end(shell: tuple[Path, str], server: str) -> None:
    text, at, rows = (shell[0] / "pages.json").read_text(encoding="utf-8"), 0, []
    while at < len(text):
        page, at = json.JSONDecoder().raw_decode(text, at)
        rows += page
    assert len(rows) > 4
    assert rows == httpx.get(f"{server}/v1/objectives", params={"limit": 1000}).json()


def test_curl_gets_a_picture_and_is_told_what_it_holds(shell: tuple[Path, str]) -> None:
    folder, printed = shell
    assert (folder / "page.png").read_bytes().startswith(b"\x89PNG")
    assert "304" in printed.splitlines()


def test_curl_uploads_and_hears_how_it_ends(shell: tuple[Path, str]) -> None:
    events = re.findall(r"^data: (.*)$", (shell[0] / "events.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    last = json.loads(events[-1])
    assert [file["outcome"] for file in last["files"]] == ["unchanged"]


@pytest.mark.parametrize("example", blocks(EXAMPLES, "python"))
def test_python_examples_run(example: str, server: str, tmp_path: Path) -> None:
    printed = run(
        [sys.executable, "-c", example.replace(WRITTEN, server)], tmp_path, PYTHONPATH=str(ROOT / "notebooks")
    )
    assert "virtual ward" in printed


def test_r_needs_no_package_for_a_table(server: str, tmp_path: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed: apt install r-base-core")
    plain, further = blocks(EXAMPLES, "r")
    assert "library(" not in plain
    assert "above" not in run(["Rscript", "-e", f"invisible(parse(text = {json.dumps(further)}))"], tmp_path)
    assert "virtual ward" in run(["Rscript", "-e", plain.replace(WRITTEN, server)], tmp_path)


@pytest.mark.parametrize("example", blocks(EXAMPLES, "r"))
def test_addresses_and_columns_of_r_exist(example: str, server: str) -> None:
    [(path, query)] = re.findall(r"(/v1/\w+)(\?[^\"]*)?", example)
    asked = {name: value.strip('"') for name, value in re.findall(r"(\w+) = (\"[^\"]+\"|\d+)", _call(example))}
    response = httpx.get(f"{server}{path}{query}", params=asked or None).raise_for_status()
    rows = response.json()["answers"] if asked else list(csv.DictReader(response.text.splitlines()))
    for column in re.findall(r'"(\w+)"', "".join(re.findall(r", c\((.*?)\)\]", example))):
        assert column in rows[0], column


def _call(example: str) -> str:
    """What an example gives to httr2's req_url_query, where it does."""
    return "".join(re.findall(r"req_url_query\((.*?)\) \|>", example))


def test_power_query_asks_for_what_there_is(server: str) -> None:
    [example] = blocks(EXAMPLES, "powerquery")
    [(address, path, query)] = re.findall(
        r'Web\.Contents\("(.*?)", \[RelativePath = "(.*?)", Query = \[(.*?)\]', example
    )
    assert address == WRITTEN
    asked = dict(re.findall(r'(\w+) = "(.*?)"', query))
    response = httpx.get(f"{server}/{path}", params=asked).raise_for_status()
    assert response.headers["content-type"] == "text/csv; charset=utf-8"  # Encoding = 65001
    rows = list(csv.DictReader(response.text.splitlines()))
    [columns] = re.findall(r"SelectColumns\(Rows, \{(.*?)\}\)", example)
    chosen = re.findall(r'"(\w+)"', columns)
    assert set(chosen) <= rows[0].keys()
    for column, kind in re.findall(r'\{"(\w+)", (?:type )?([\w.]+)\}', example):
        assert column in chosen
        readable = {"number": float, "date": _day, "Int64.Type": int}[kind]
        assert [readable(row[column]) for row in rows if row[column]] or column == "page"


def _day(text: str) -> str:
    [day] = re.findall(r"^\d{4}-\d\d-\d\d$", text)
    return str(day)


def test_configurations_for_assistants_are_what_they_take() -> None:
    desktop, editor = map(json.loads, blocks(MCP, "json"))
    [(name, started)] = desktop["mcpServers"].items()
    assert name == "remit"
    assert Path(started["command"]).name == "remit"
    assert CliRunner().invoke(app, [started["args"][0], "--help"]).exit_code == 0
    assert "--data" in started["args"]
    assert editor["servers"]["remit"]["url"] == f"{WRITTEN}/mcp"


def test_every_tool_resource_and_prompt_is_documented() -> None:
    async def names() -> list[Any]:
        async with Client(create_server(lambda: Index.open(Path("none"), encoder=TinyEncoder()))) as client:
            return [
                *(tool.name for tool in (await client.list_tools()).tools),
                *(prompt.name for prompt in (await client.list_prompts()).prompts),
                *(one.uri for one in (await client.list_resources()).resources),
                *(one.uri_template for one in (await client.list_resource_templates()).resource_templates),
            ]

    for name in anyio.run(names):
        assert f"`{name}`" in MCP
