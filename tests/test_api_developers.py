"""The page for developers: what it says holds for the server that shows it."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import anyio
import httpx
import pytest
from mcp import Client
from pydantic import SecretStr

from api.web.pages.developers import ADVICE
from api.web.problems import KINDS
from pipeline.settings import Settings
from tests.served import make_index, served

KEY = "a key for developers"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("developers"))


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    with served(Settings(data=data)) as address:
        yield address


@pytest.fixture(scope="module")
def page(server: str) -> str:
    return httpx.get(f"{server}/developers").raise_for_status().text


def shown(page: str) -> dict[str, str]:
    """The pieces of code of a page, by their names."""
    pieces = re.findall(r"<figcaption>(.*?)</figcaption>\s*<pre[^>]*><code>(.*?)</code></pre>", page, flags=re.DOTALL)
    return {unescape(name): unescape(code) for name, code in pieces}


def test_every_kind_of_problem_is_explained_where_its_type_leads(page: str) -> None:
    assert ADVICE.keys() == KINDS.keys()
    for name, title in KINDS.items():
        [entry] = re.findall(rf'<div id="problem-{name}">(.*?)</div>', page, flags=re.DOTALL)
        assert title in entry
        assert len(re.findall(r"<dd>(.*?)</dd>", entry)[0]) > 30


def test_every_link_leads_somewhere(page: str, server: str) -> None:
    links = {unescape(link) for link in re.findall(r'href="(/[^"]*)"', page)}
    assert {"/v1/objectives?format=csv", "/v1/figures?format=jsonl", "/openapi.json"} <= links
    for link in sorted(links):
        assert httpx.get(f"{server}{link}", follow_redirects=True).status_code == 200, link
    for anchor in re.findall(r'href="#([^"]*)"', page):
        assert f'id="{anchor}"' in page


def test_every_operation_is_listed(page: str, server: str) -> None:
    for path in httpx.get(f"{server}/openapi.json").json()["paths"]:
        if path.startswith("/v1/"):
            assert f"</span> {path}</code>" in page


@pytest.mark.parametrize("name", ["curl: a question", "curl: a list"])
def test_its_curl_commands_run(page: str, name: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed: apt install curl")
    command = shlex.split(shown(page)[name].replace("\\\n", ""))
    done = subprocess.run([*command, "-sS", "--fail-with-body"], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout)


def test_its_row_is_json_with_the_fields_of_rows(page: str, server: str) -> None:
    row = json.loads(shown(page)["An objective (illustrative)"])
    [first] = httpx.get(f"{server}/v1/objectives", params={"limit": 1}).json()
    assert row.keys() <= first.keys()


def test_its_addresses_of_mcp_answer(page: str) -> None:
    configured = json.loads(shown(page)["Configuration, over HTTP"])["servers"]["remit"]

    async def listed() -> int:
        async with Client(configured["url"]) as client:
            return len((await client.list_tools()).tools)

    assert anyio.run(listed) == 5
    assert "headers" not in configured
    assert json.loads(shown(page)["Configuration, on the same machine"])


def test_its_python_runs(page: str) -> None:
    command = [sys.executable, "-c", shown(page)["Python"]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "virtual wards" in done.stdout


def test_where_reading_wants_the_key_the_examples_send_it(data: Path) -> None:
    settings = Settings(data=data, api_key=SecretStr(KEY), proxies=("127.0.0.1",), public_url="https://r.example.org/")
    with served(settings) as address:
        page = httpx.get(f"{address}/developers", headers={"X-API-Key": KEY}).raise_for_status().text
    pieces = shown(page)
    assert "Reading from this server wants its key" in page
    assert 'curl --get "https://r.example.org/v1/search"' in pieces["curl: a question"]
    for name in ("curl: a question", "curl: a list", "Python", "R", "Excel and Power BI: Power Query"):
        assert "Bearer" in pieces[name], name
    headers = json.loads(pieces["Configuration, over HTTP"])["servers"]["remit"]["headers"]
    assert headers == {"Authorization": "Bearer KEY"}
