"""How fast files become documents and facts: against the bare text of the same file, in one run."""

import time
from collections.abc import Callable
from pathlib import Path

from corpus.catalogue import bundled_documents
from extractors import extract_facts
from pipeline.passages import make_passages
from pipeline.readers import bare_text, read
from tests.benchmarks.measure import Measurement

REPEATS = 3


def run() -> list[Measurement]:
    """Read each bundled document, and extract its facts."""
    paths = [entry.path for entry in bundled_documents()]
    measurements = []
    for suffix in sorted({path.suffix for path in paths}):
        measurements += _of_type(suffix, [path for path in paths if path.suffix == suffix])
    return measurements


def _of_type(suffix: str, paths: list[Path]) -> list[Measurement]:
    documents = [read(path) for path in paths]
    characters = sum(len(document.text) for document in documents)
    bare = _fastest(lambda: [bare_text(path) for path in paths])
    reading = _fastest(lambda: [make_passages(read(path)) for path in paths])
    extracting = _fastest(lambda: [extract_facts(document) for document in documents])
    kind = suffix.removeprefix(".")
    return [
        Measurement(
            name=f"{kind}: read and cut", value=characters / reading / 1e6, unit="MB/s", note=f"{len(paths)} files"
        ),
        Measurement(
            name=f"{kind}: bare text over reading", value=bare / reading, unit="ratio", note="time; 1 is the limit"
        ),
        Measurement(name=f"{kind}: extract facts", value=characters / extracting / 1e6, unit="MB/s", note="one core"),
    ]


def _fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)
