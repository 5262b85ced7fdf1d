"""docs/api.md says what is: its examples run against a server, and its tables hold what the API has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.web import create_app
from index import TinyEncoder
from pipeline.settings import Settings
from tests.served import make_index, served

TEXT = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
[SCRIPT] = re.findall(r"^```sh\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [part for part in SCRIPT.split("\n\n") if "curl" in part]
ADDRESS = "REMIT=http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What each example prints."""
    if not shutil.which("curl"):
        pytest.skip("curl is not installed: apt install curl")
    with served(Settings(data=make_index(tmp_path_factory.mktemp("api")))) as address:
        outputs = []
        for command in COMMANDS:
            script = f"REMIT={address}\n{command}"
            done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, timeout=60)
            assert (done.returncode, done.stderr) == (0, ""), f"{command}\n{done.stdout}{done.stderr}"
            outputs.append(done.stdout)
        yield outputs


def test_the_examples_do_what_is_said(printed: list[str]) -> None:
    assert ADDRESS in SCRIPT
    answer, batch, objectives, table, slip = printed
    assert {row["kind"] for row in json.loads(answer)["answers"]} == {"objective"}
    assert [json.loads(line)["query"] for line in batch.splitlines()] == [
        "virtual wards",
        "65 week waits",
        "agency spend",
    ]
    assert {json.loads(line)["obligation"] for line in objectives.splitlines()} == {"must"}
    assert table.startswith("kind,id,document,")
    assert "year" in json.loads(slip)["errors"][0]["detail"]


def test_every_operation_is_named() -> None:
    document = create_app(Settings(data=Path("never opened")), encoder=TinyEncoder()).openapi()
    told = re.sub(r"\{\w+\}", "{}", re.sub(r"`(GET|POST|DELETE) ", "`", TEXT)).replace("?q=", "")
    for path in document["paths"]:
        if path.startswith("/v1/"):
            plain = re.sub(r"\{\w+\}", "{}", path)
            parts = (plain, plain.removeprefix("/v1/documents/{}"))
            assert any(f"`{part}`" in told or f"`{part}?" in told for part in parts), path
