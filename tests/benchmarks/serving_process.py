"""A server in a process of its own for the benchmarks, and what is done to it: questions, uploads."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

REMIT = Path(sys.executable).with_name("remit")
KEY = "benchmark-of-the-server"
HERE = "127.0.0.1"


class Served(NamedTuple):
    """A server that runs: its process, its port, and how long it took until it was alive and ready (seconds)."""

    process: psutil.Process
    port: int
    alive: float
    ready: float

    @property
    def address(self) -> str:
        """Of its pages."""
        return f"http://{HERE}:{self.port}"


@contextmanager
def serving(folder: Path, *, uploads: bool = False, port: int = 0) -> Iterator[Served]:
    """A server over an index, from when it is ready; it is stopped afterwards."""
    port = port or _free_port()
    variables = {
        "REMIT_UPLOADS": str(uploads),
        "REMIT_API_KEY": KEY,
        "REMIT_ALLOWED_HOSTS": "",
        "REMIT_MAX_UPLOADS": "500",
    }
    command = [REMIT, "--data", folder, "serve", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(command, env=os.environ | variables, stderr=subprocess.DEVNULL) as process:
        try:
            alive = _wait_for(f"http://{HERE}:{port}/livez") - began
            ready = _wait_for(f"http://{HERE}:{port}/readyz") - began
            yield Served(psutil.Process(process.pid), port, alive, ready)
        finally:
            process.terminate()


def fire(server: Served, *, rate: float, seconds: float, seed: int) -> dict[str, float]:
    """Ask distinct questions at a rate; the summary of load.py."""
    output, _ = start_fire(server, rate=rate, seconds=seconds, seed=seed).communicate(timeout=seconds + 120)
    found: dict[str, float] = json.loads(output)
    return found


def start_fire(server: Served, *, rate: float, seconds: float, seed: int, retry: float = 0) -> "subprocess.Popen[str]":
    """Begin to ask, in a process of its own; for `retry` seconds a request without an answer is made again."""
    given = {"rate": rate, "seconds": seconds, "seed": seed, "retry": retry}
    flags = [part for name, value in given.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "tests.benchmarks.load", HERE, str(server.port), *flags]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def upload(server: Served, file: Path) -> str:
    """The address of the job that an upload has become."""
    files, headers = {"file": (file.name, file.read_bytes())}, {"Authorization": f"Bearer {KEY}"}
    answer = httpx.post(f"{server.address}/v1/documents", files=files, headers=headers, timeout=60)
    answer.raise_for_status()
    return answer.headers["Location"]


def is_done(server: Served, job: str) -> bool:
    """Whether an upload comes to its end, in the index."""
    for _ in range(600):
        answer = httpx.get(f"{server.address}{job}", headers={"Authorization": f"Bearer {KEY}"}, timeout=30)
        if answer.status_code != 200:
            return False
        if answer.json()["state"] not in ("waiting", "running"):
            return bool(answer.json()["state"] == "done")
        time.sleep(0.1)
    return False


def _wait_for(address: str) -> float:
    """When an address answered 200; the clock's time.

    Raises:
        TimeoutError: it did not within a minute.
    """
    for _ in range(3000):
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return time.perf_counter()
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not answer")


def _free_port() -> int:
    with socket.create_server((HERE, 0)) as found:
        return int(found.getsockname()[1])
