"""Reading damaged files: no crash of the whole, no hang past the limit, nothing that leaks from one file to the next.

`python -m tests.benchmarks.fuzz --count 2000` prints the table; `--only 17` shows what becomes of one file.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.catalogue import bundled_documents
from corpus.errors import InputError
from pipeline.limited import bounds_of
from pipeline.passages import make_passages
from pipeline.readers import ReadLimits, read
from pipeline.workers import Ending, run_all
from tests.benchmarks.damage import damaged
from tests.benchmarks.measure import Measurement

LIMITS = ReadLimits(max_seconds=60)
CONTROL = -1  # the job that reads whole files, between the damaged ones
CONTROL_EVERY = 24
LIFE = 500  # jobs that a process does: ten times more than otherwise, so that a leak shows
WARM = 4  # controls after which a process has imported what it needs, and holds what it always will
BENCH = 240
BAD = {"fault", "crash", "time"}


class Job(NamedTuple):
    """A damaged file to be read, by its number."""

    number: int
    folder: Path


class Result(NamedTuple):
    """What became of a file: "read", the class of its error, "fault", "crash" or "time".

    `resident` is what its process holds afterwards, `peak` the most that it ever did, in MiB.
    """

    became: str
    detail: str = ""
    seconds: float = 0.0
    process: int = 0
    resident: float = 0.0
    peak: float = 0.0


def jobs(count: int, start: int, folder: Path) -> Iterator[Job]:
    """Damaged files with controls between them."""
    for n in range(count):
        if n % CONTROL_EVERY == 0:
            yield Job(CONTROL, folder)
        yield Job(start + n, folder)
    yield Job(CONTROL, folder)


def work(job: Job) -> Result:
    """Read one file, or whole ones as a control."""
    import os

    import psutil

    begun = time.perf_counter()
    became, detail = ("control", whole_files()) if job.number == CONTROL else _read(job)
    seconds = time.perf_counter() - begun
    resident = psutil.Process().memory_info().rss / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Result(became, detail, seconds, os.getpid(), resident, peak)


def whole_files() -> str:
    """A hash of all that is read in files that are whole: the same in every process, at every time."""
    digest = hashlib.sha256()
    for entry in bundled_documents():
        digest.update(read(entry.path).model_dump_json().encode())
    return digest.hexdigest()


def given_up(job: Job, ending: Ending) -> Result:
    """The result of a file that ends its process, or takes too long."""
    return Result(ending, describe(job.number))


def describe(number: int) -> str:
    """What a damaged file was made from, and how."""
    if number == CONTROL:
        return "whole files"
    made = damaged(number)
    return f"{number}: {made.source}, {made.kind}, {len(made.data):,} bytes"


def results(count: int, *, start: int = 0, seconds: float | None = None) -> Iterator[tuple[Job, Result]]:
    """What becomes of so many files, in one process that is replaced when it must be."""
    end = None if seconds is None else time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        todo = jobs(count, start, Path(folder))
        found = run_all(work, todo, workers=1, bounds=bounds_of(LIMITS), given_up=given_up, recycled_after=LIFE)
        for job, result in found:
            yield job, result
            if end is not None and time.monotonic() > end:
                break


def growth(controls: Sequence[Result]) -> float:
    """The most that a process grew from the control after which it is warm to its last one, in MiB."""
    held: dict[int, list[float]] = {}
    for one in controls:
        held.setdefault(one.process, []).append(one.resident)
    return max((sizes[-1] - sizes[WARM] for sizes in held.values() if len(sizes) > WARM), default=0.0)


def run(count: int = BENCH, *, start: int = 0, seconds: float | None = None) -> list[Measurement]:
    """Read damaged files, and count what became of them."""
    counts: Counter[str] = Counter()
    controls: list[Result] = []
    slowest, peak = (0.0, 0), 0.0
    for job, result in results(count, start=start, seconds=seconds):
        peak = max(peak, result.peak)
        if result.became == "control":
            controls.append(result)
            continue
        counts[result.became] += 1
        slowest = max(slowest, (result.seconds, job.number))
        if result.became in BAD:
            sys.stderr.write(f"{result.became}: {result.detail}\n")
    rows = [(name, float(counts[name]), "files") for name in ("read", "fault", "crash", "time")]
    rows[1:1] = [(name, float(n), "files") for name, n in sorted(counts.items()) if name not in BAD | {"read"}]
    different = len({control.detail for control in controls}) - 1
    rows += [
        ("all", float(counts.total()), "files"),
        ("whole files read between them that differ", float(different), "of " + str(len(controls))),
        (f"slowest ({describe(slowest[1])})", slowest[0], "s"),
        ("peak memory", peak, "MB"),
        ("growth of a process", growth(controls), "MB"),
    ]
    return [Measurement(name=name, value=value, unit=unit) for name, value, unit in rows]


def _read(job: Job) -> tuple[str, str]:
    made = damaged(job.number)
    path = job.folder / f"damaged{made.suffix}"
    path.write_bytes(made.data)
    try:
        make_passages(read(path, limits=LIMITS))
    except InputError as error:
        return type(error).__name__, str(error)
    except MemoryError:
        raise
    except Exception as error:  # what this looks for
        import traceback

        return "fault", f"{describe(job.number)}\n{''.join(traceback.format_exception(error)[-4:])}"
    finally:
        path.unlink()
    return "read", ""


def main() -> int:
    """The table for so many files; the exit code is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="damaged files")
    parser.add_argument("--start", type=int, default=0, help="number of the first")
    parser.add_argument("--seconds", type=float, help="stop after so long")
    parser.add_argument("--only", type=int, help="read the file of this number, and keep it in the working folder")
    given = parser.parse_args()
    if given.only is not None:
        made = damaged(given.only)
        path = Path(f"damaged-{given.only}{made.suffix}")
        path.write_bytes(made.data)
        sys.stdout.write(f"{describe(given.only)}\n{len(read(path, limits=LIMITS).text):,} characters in {path}\n")
        return 0
    found = run(given.count, start=given.start, seconds=given.seconds)
    for one in found:
        sys.stdout.write(f"{one.name:70} {one.value:>10,.4g} {one.unit}\n")
    wrong = {*BAD, "whole files read between them that differ"}
    return int(any(one.value for one in found if one.name in wrong))


if __name__ == "__main__":
    sys.exit(main())
