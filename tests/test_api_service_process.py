"""`remit serve` and `remit check` as processes: what they refuse, say and leave behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.service import KEY, make_index

REMIT = Path(sys.executable).with_name("remit")


def environment(folder: Path, **variables: str) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    return outside | {"REMIT_DATA": str(folder), **variables}


def remit(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = environment(folder, **variables)
    return subprocess.run([REMIT, *arguments], capture_output=True, text=True, env=environ, timeout=120)


def test_beyond_loopback_it_does_not_start_without_a_key_or_open(tmp_path: Path) -> None:
    refused = remit(make_index(tmp_path), "serve", "--host", "0.0.0.0")  # noqa: S104
    assert refused.returncode == 2
    assert "REMIT_API_KEY" in refused.stderr
    assert "--open" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_index_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    refused = remit(tmp_path / "none", "serve")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "remit ingest" in refused.stderr


def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = remit(make_index(tmp_path), "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "--port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_key_is_no_flag(tmp_path: Path) -> None:
    assert "--api-key" not in remit(tmp_path, "serve", "--help").stdout


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_quietly(tmp_path: Path, ending: signal.Signals) -> None:
    environ = environment(make_index(tmp_path), REMIT_API_KEY=KEY)
    with subprocess.Popen([REMIT, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stderr is not None
        first, second = process.stderr.readline(), process.stderr.readline()
        address = first.split()[1]
        assert "writing with the key" in second
        assert KEY not in first + second
        alive(address)
        process.send_signal(ending)
        rest = process.stderr.read()
        process.wait(30)
    assert "Traceback" not in rest
    assert process.returncode in (0, -ending)


def alive(address: str) -> None:
    for _ in range(400):
        try:
            if httpx.get(f"{address}/livez").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("it does not answer")


@pytest.mark.model
def test_a_sound_installation_is_found_so(tmp_path: Path) -> None:
    folder, file = tmp_path / "index", tmp_path / "guidance.txt"
    file.write_text("2024/25 guidance\n\nPublisher: Example\n\nWe ask systems to raise virtual wards to 80%.\n")
    assert remit(folder, "ingest", str(file)).returncode == 0
    found = remit(folder, "check", "--json")
    states = {one["check"]: one["state"] for one in json.loads(found.stdout)}
    assert found.returncode == 0, found.stdout
    assert states.keys() >= {"python", "packages", "disk", "store", "model", "names", "search", "quotations", "service"}
    assert "failed" not in states.values()


@pytest.mark.model
def test_what_is_not_sound_is_named(tmp_path: Path) -> None:
    folder, file = tmp_path / "index", tmp_path / "guidance.txt"
    file.write_text("2024/25 guidance\n\nPublisher: Example\n\nWe ask systems to raise virtual wards to 80%.\n")
    assert remit(folder, "ingest", str(file)).returncode == 0
    [copy] = [path for path in (folder / "files").rglob("*") if path.is_file()]
    copy.write_text("other words")
    found = remit(folder, "check", "--json", REMIT_HOST="0.0.0.0")  # noqa: S104
    failed = {one["check"]: one["detail"] for one in json.loads(found.stdout) if one["state"] == "failed"}
    assert found.returncode == 3
    assert "kept copy" in failed["quotations"]
    assert "REMIT_API_KEY" in failed["service"]


def test_a_folder_without_an_index_fails_the_check(tmp_path: Path) -> None:
    found = remit(tmp_path / "none", "check")
    assert found.returncode == 3
    assert "remit ingest" in " ".join(found.stdout.split())
