"""The memory that long PDFs take (on Linux): whole process, from its start to the passages."""

import multiprocessing
import tempfile
from pathlib import Path

from tests.benchmarks.board_pack import write_board_pack
from tests.benchmarks.measure import Measurement

PAGES = 2000
LIMIT = 500  # MB
KINDS = {
    "tagged": {"tagged": True},
    "tagged, all under one element": {"tagged": True, "flat": True},
    "untagged": {"tagged": False},
    "tagged, pictures": {"tagged": True, "picture": 50_000},
}


def run() -> list[Measurement]:
    """Read board packs of 2,000 pages, each in a process of its own."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.pdf"
        for kind, options in KINDS.items():
            write_board_pack(path, pages=PAGES, **options)
            peak, before, after = _measured(path)
            note = (
                f"limit {LIMIT}; {before:.0f} before reading, {after:.0f} after; file {path.stat().st_size / 1e6:.0f}"
            )
            found.append(Measurement(f"{kind}: peak of {PAGES:,} pages", peak, "MB", note))
    return found


def _measured(path: Path) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_peak, (path,))


def _peak(path: Path) -> tuple[float, float, float]:
    """Megabytes of this process: the most it took, what it took before reading, and with the finished document."""
    from pipeline.passages import make_passages
    from pipeline.readers import read

    before = _taken("VmRSS")
    document = read(path)
    passages = make_passages(document)
    if not passages:
        raise RuntimeError(f"{path} was not read")
    return _taken("VmHWM"), before, _taken("VmRSS")


def _taken(name: str) -> float:
    """A size of this process by its name in Linux; `getrusage` would count the process that started this one too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(name))) * 1024 / 1e6
