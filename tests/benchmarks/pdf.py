"""How fast PDFs become sections and passages: against their bare text, by their length, and by two workers."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.passages import make_passages
from pipeline.readers import bare_text, read
from pipeline.workers import Bounds, Ending, run_all
from tests.benchmarks.board_pack import write_board_pack
from tests.benchmarks.measure import Measurement, seconds

LENGTHS = (100, 400, 1600)  # pages
RATIO_PAGES = 60
REPEATS = 5
FILES = 24  # for the workers
FILE_PAGES = 40
BOUNDS = Bounds(seconds=300, memory=4 * 2**30)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "files"
KINDS = {  # what is written, by what it is called
    "tagged": {"tagged": True},
    "untagged, no tables": {"tagged": False, "tables": False},
    "untagged, tables": {"tagged": False},
    "tagged, all under one element": {"tagged": True, "flat": True},
}


def run() -> list[Measurement]:
    """Write board packs and read them; real files too, where they stand beside the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        return [*_ratios(room), *_lengths(room), *_workers(room)]


def _ratios(room: Path) -> list[Measurement]:
    found = []
    for kind, options in KINDS.items():
        path = room / "pack.pdf"
        write_board_pack(path, pages=RATIO_PAGES, **options)
        found.append(_ratio(f"{kind}: bare text over reading", [path], f"a pack of {RATIO_PAGES} pages"))
    real = sorted(SHARED.glob("*.pdf"))
    if real:
        found.append(_ratio("shared, tagged: bare text over reading", real, f"{len(real)} files, one core"))
    return found


def _ratio(name: str, paths: list[Path], note: str) -> Measurement:
    """The share of the reading's time that the bare text takes; the two take turns."""
    bare, reading = [], []
    for _ in range(REPEATS):
        bare.append(_seconds(lambda: [bare_text(path) for path in paths]))
        reading.append(_seconds(lambda: [make_passages(read(path)) for path in paths]))
    return Measurement(name, min(bare) / min(reading), "ratio", note)


def _lengths(room: Path) -> list[Measurement]:
    found = []
    for kind, options in KINDS.items():
        for pages in LENGTHS:
            path = room / "pack.pdf"
            write_board_pack(path, pages=pages, **options)
            taken = _seconds(lambda path=path: make_passages(read(path)))  # type: ignore[misc]
            found.append(Measurement(f"{kind}: {pages:,} pages", 1000 * taken / pages, "ms/page", "one core"))
    return found


def _workers(room: Path) -> list[Measurement]:
    """Several files by one worker and by two; the first job of each worker, which starts it, is not counted."""
    paths = [room / f"{i}.pdf" for i in range(FILES)]
    for path in paths:
        write_board_pack(path, pages=FILE_PAGES, tagged=True)
    taken = {workers: _read_by(workers, paths) for workers in (1, 2)}
    note = f"{FILES} packs of {FILE_PAGES} pages, without the start; {os.cpu_count()} cores"
    return [Measurement("two workers over one", taken[1] / taken[2], "times", note)]


def _read_by(workers: int, paths: list[Path]) -> float:
    jobs = [*paths[:workers], *paths]
    done = run_all(_passages_of, jobs, workers=workers, bounds=BOUNDS, given_up=_given_up, recycled_after=len(jobs))
    for _ in range(workers):
        next(done)
    begun = time.perf_counter()
    read_all = sum(1 for _, passages in done if passages)
    if read_all != len(paths):
        raise RuntimeError(f"{len(paths) - read_all} of {len(paths)} files were not read")
    return time.perf_counter() - begun


def _passages_of(path: Path) -> int:
    return len(make_passages(read(path)))


def _given_up(path: Path, ending: Ending) -> int:
    del path, ending
    return 0


def _seconds(work: Callable[[], object]) -> float:
    """Processor time: other work on the machine counts less."""
    return seconds(work)[1]
