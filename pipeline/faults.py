"""When reading a file fails in a way that it should not: the others go on, and what happened is named."""

from pathlib import Path

from corpus.document import printable
from corpus.errors import FileDamaged, FileTooSlow, InputError
from pipeline.readers import ReadLimits
from pipeline.workers import Ending


def report_fault(path: Path, error: Exception) -> str:
    """Log the error that is being handled, with its traceback; returns one line that names the file."""
    import structlog  # 0.1 s, that only a fault costs

    structlog.get_logger().exception("file.fault", path=str(path))
    return f"{printable(str(path))}: remit failed on it ({type(error).__name__}: {error}). Please report this."


def given_up(path: Path, ending: Ending, limits: ReadLimits) -> InputError:
    """The error of a file whose reading ended its process (a crash, or no more memory) or took too long."""
    if ending == "time":
        return FileTooSlow(path, f"took longer than {limits.max_seconds:,} s to read")
    memory = f"{limits.max_memory / 2**20:,.0f} MB"
    return FileDamaged(
        path,
        f"made its reader crash, or take more than {memory} of memory",
        "Save it anew in the program that made it, or raise max_memory_mb in the settings (REMIT_MAX_MEMORY_MB).",
    )
