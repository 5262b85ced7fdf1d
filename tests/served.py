"""A small index, and the application over it on a loopback port, for tests that come in through the doors.

`python -m tests.served ...` is the `remit` command with an encoder that costs nothing: what a test starts as a process
of its own. The documents are illustrative and written for the tests.
"""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.web import create_app
from index import Index, TinyEncoder
from pipeline.intake import ingest
from pipeline.settings import Settings

GUIDANCE = """<!doctype html><html lang="en"><head><title>{year} priorities and operational planning guidance</title>
<meta name="dcterms.publisher" content="NHS England"><meta name="dcterms.issued" content="{day}">
<link rel="canonical" href="https://www.example.org/guidance-{day}"></head><body><main>
<h1>{year} priorities and operational planning guidance</h1>
<h2>1. Urgent and emergency care</h2><p>We ask systems to:</p>
<ul><li>keep the use of virtual wards above {wards}% throughout the year</li>
<li>eliminate waits of more than 65 weeks by September {until}</li></ul>
<h2>2. Use of resources</h2>
<p>Integrated care boards must reduce agency spending to at most {agency}% of the total pay bill by March {end}.</p>
</main></body></html>
"""
PAPER = """# Integrated performance report

Publisher: Fenmarsh Integrated Care Board
Published: 28 November 2024

## 1. Urgent and emergency care

In October 2024, 76.4% of virtual ward beds were in use. Agency spending was £2.45 million in September 2024.
"""
DOCUMENTS = {
    "guidance-2024-25.html": GUIDANCE.format(
        year="2024/25", day="2024-03-27", wards=80, until=2024, agency="3.2", end=2025
    ),
    "guidance-2025-26.html": GUIDANCE.format(
        year="2025/26", day="2025-01-30", wards=85, until=2025, agency="2.8", end=2026
    ),
    "board-paper.md": PAPER,
}
START, STOP = 60, 20  # seconds that a server may take


def make_index(folder: Path, *, further: Sequence[Path] = ()) -> Path:
    """The documents as files in a folder, and their index and that of further files beside them; gives where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(data=folder / "index")
    files = [*(folder / name for name in DOCUMENTS), *further]
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        outcomes = list(ingest(files, index, settings=settings))
    assert not [outcome for outcome in outcomes if outcome.error]
    return settings.data


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The application on a free loopback port, once it is ready; gives its address, without a slash at the end."""
    app = create_app(settings, encoder=TinyEncoder())
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="served")
    thread.start()
    try:
        _wait(server, app)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(STOP)
        listening.close()
        assert not thread.is_alive()


def _wait(server: uvicorn.Server, app: FastAPI) -> None:
    until = time.monotonic() + START
    while not (server.started and app.state.remit.ready):
        assert time.monotonic() < until, "the server did not become ready"
        time.sleep(0.02)


def main() -> None:
    """The `remit` command with the tiny encoder."""
    import pipeline.opening
    from api.cli import main as remit

    pipeline.opening.load_encoder = lambda *given, **options: TinyEncoder()
    remit()


if __name__ == "__main__":
    main()
