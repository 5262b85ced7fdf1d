"""What the server stands: questions at a rate, during an ingest, a first page, slow clients, many requests, a restart.

    python -m tests.benchmarks.serving --index DIR --only idle ingest --seconds 30

The server runs in a process of its own over a copy of the index, the load generator (load.py) in another, on loopback.
Every scenario is bounded in count and in time. Without --index a small one is made of generated documents.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.benchmarks.load import LIMITS, TOPICS
from tests.benchmarks.measure import Measurement
from tests.benchmarks.serving_process import REMIT, Served, fire, is_done, serving, start_fire, upload

DOCUMENTS = 40  # of the index that is made where none is given
LATENCY = ("p50", "p95", "p99", "max")


def run(*, seconds: float = 10) -> list[Measurement]:
    """Every scenario but the longest, for so many seconds each, over an index of generated documents."""
    return list(measure(("idle", "ingest", "page", "slow", "restart"), seconds=seconds))


def measure(names: Sequence[str], *, seconds: float, index: Path | None = None) -> Iterator[Measurement]:
    """What scenarios measure, as they go, over a copy of an index or over one that is made."""
    with TemporaryDirectory() as room:
        folder = Path(room) / "index"
        _make_index(folder, Path(room)) if index is None else shutil.copytree(index, folder)
        for name in names:
            yield from SCENARIOS[name](folder, Path(room), seconds)


def idle(folder: Path, room: Path, seconds: float) -> list[Measurement]:
    """60 distinct questions a second, with nothing else going on."""
    with serving(folder) as server:
        fire(server, rate=20, seconds=3, seed=1)  # as after any start, caches fill
        return _measured("idle, 60/s", fire(server, rate=60, seconds=seconds, seed=2))


def ingest(folder: Path, room: Path, seconds: float) -> list[Measurement]:
    """30 distinct questions a second, while another process ingests documents, and while uploads are read."""
    with serving(folder, uploads=True) as server:
        fire(server, rate=20, seconds=3, seed=3)
        with _ingesting(folder, room):
            found = _measured("during an ingest, 30/s", fire(server, rate=30, seconds=seconds, seed=4))
        with _uploading(server, room):
            return found + _measured("during uploads, 30/s", fire(server, rate=30, seconds=seconds, seed=5))


def page(folder: Path, room: Path, seconds: float) -> list[Measurement]:
    """The first page after a start, with all it loads."""
    with (
        serving(folder) as server,
        httpx.Client(base_url=server.address, headers={"Accept-Encoding": "gzip"}) as client,
    ):
        began = time.perf_counter()
        answer = client.get("/", params={"q": "what are the virtual ward targets"})
        taken = 1000 * (time.perf_counter() - began)
        loaded = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text)))
        size = sum(_size(client, path) for path in ("/?q=what+are+the+virtual+ward+targets", *loaded))
        return [
            Measurement("alive after", server.alive, "s", "from the start of the process"),
            Measurement("ready after", server.ready, "s", "from the start of the process"),
            Measurement("first page", taken, "ms", "cold, after ready"),
            Measurement("first page, gzip", size / 1024, "KiB", f"with {len(loaded)} files of style and script"),
        ]


def slow(folder: Path, room: Path, seconds: float) -> list[Measurement]:
    """20 questions a second, beside 500 idle connections, 25 slow readers and 25 slow writers."""
    with serving(folder) as server, _held(server, idle=500, slow=25):
        return _measured("500 idle, 50 slow, 20/s", fire(server, rate=20, seconds=seconds, seed=6))


def memory(folder: Path, room: Path, seconds: float, *, requests: int = 50_000) -> list[Measurement]:
    """Memory over many requests; `seconds` is not looked at."""
    with serving(folder) as server:
        found = [_memory(server, "at the start")]
        for part in range(10):
            rate = 55
            fire(server, rate=rate, seconds=requests / 10 / rate, seed=10 + part)
            found.append(_memory(server, f"after {requests // 10 * (part + 1):,} requests"))
        return found


def restart(folder: Path, room: Path, seconds: float) -> list[Measurement]:
    """Stop and start under load; clients try again, and uploads that were accepted are all there afterwards."""
    accepted: list[str] = []
    with serving(folder, uploads=True) as first:
        load = start_fire(first, rate=20, seconds=max(seconds, 8), seed=7, retry=20)
        for number, file in enumerate(write_documents(room / "accepted", 6, seed=77)):
            accepted.append(upload(first, file))
            time.sleep(0.2 * (number < 5))
        first.process.send_signal(signal.SIGTERM)
        first.process.wait(30)
        with serving(folder, uploads=True, port=first.port) as second:
            outcome = json.loads(load.communicate(timeout=120)[0])
            done = sum(is_done(second, job) for job in accepted)
    lost = len(accepted) - done
    return [*_measured("restart, 20/s", outcome), Measurement("accepted uploads lost", lost, "", f"of {len(accepted)}")]


SCENARIOS: dict[str, Callable[[Path, Path, float], list[Measurement]]] = {
    "idle": idle,
    "ingest": ingest,
    "page": page,
    "slow": slow,
    "memory": memory,
    "restart": restart,
}


def write_documents(folder: Path, count: int, *, seed: int) -> list[Path]:
    """Illustrative guidance, each document with words and numbers of its own."""
    draw = random.Random(seed)  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        lines = [f"2025/26 guidance for place {seed}-{number}", "", "Publisher: Example Health Partnership", ""]
        for part in range(8):
            lines += [f"{part + 1}. {draw.choice(TOPICS).capitalize()}", "", "Systems are asked to:"]
            lines += [
                f"- raise {draw.choice(TOPICS)} to {draw.randint(20, 99)}.{draw.randint(0, 9)}% {draw.choice(LIMITS)}"
                for _ in range(6)
            ]
            lines += ["", f"In place {number} we saw {draw.randint(100, 9999)} referrals in May 2024.", ""]
        files.append(folder / f"place-{seed}-{number}.txt")
        files[-1].write_text("\n".join(lines))
    return files


def _make_index(folder: Path, room: Path) -> None:
    written = write_documents(room / "documents", DOCUMENTS, seed=5)
    subprocess.run([REMIT, "--data", folder, "ingest", written[0].parent], check=True, capture_output=True)


def _measured(name: str, found: dict[str, float]) -> list[Measurement]:
    note = f"{found['requests']:.0f} requests at {found['rate']:.1f}/s"
    latency = [Measurement(f"{name}: {part}", found[part], "ms", note) for part in LATENCY]
    return [*latency, Measurement(f"{name}: errors", found["errors"], "", note)]


def _memory(server: Served, when: str) -> Measurement:
    return Measurement("memory", server.process.memory_info().rss / 2**20, "MiB", when)


@contextmanager
def _ingesting(folder: Path, room: Path) -> Iterator[None]:
    """An ingest that goes on and on, of documents that are new each time."""
    script = room / "ingest.sh"
    for number in range(30):
        write_documents(room / f"new-{number}", 5, seed=100 + number)
    script.write_text(f'for n in $(seq 0 29); do "{REMIT}" --data "{folder}" ingest "{room}/new-$n" || exit 1; done\n')
    with subprocess.Popen(
        ["sh", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as work:
        try:
            yield
        finally:
            os.killpg(work.pid, signal.SIGTERM)


@contextmanager
def _uploading(server: Served, room: Path) -> Iterator[None]:
    """Uploads, accepted beforehand, that are read meanwhile."""
    for file in write_documents(room / "uploads", 60, seed=300):
        upload(server, file)
    yield


@contextmanager
def _held(server: Served, *, idle: int, slow: int) -> Iterator[None]:
    """Connections that say nothing, that read a byte a second, and that send a byte a second."""
    command = [sys.executable, "-m", "tests.benchmarks.slow_clients", str(server.port), str(idle), str(slow)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            holder.stdout.readline()
            yield
        finally:
            holder.terminate()


def _size(client: httpx.Client, path: str) -> int:
    with client.stream("GET", path) as answer:
        answer.raise_for_status()
        return sum(len(part) for part in answer.iter_raw())


def main() -> None:
    """Run the scenarios that the command line names, and print what they measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    for found in measure(given.only, seconds=given.seconds, index=given.index):
        sys.stdout.write(f"{found.name:42} {found.value:10.1f} {found.unit:4} {found.note}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
