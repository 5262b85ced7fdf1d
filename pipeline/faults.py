"""When reading a file fails in a way that it should not: the others go on, and what happened is named."""

from pathlib import Path

import structlog

from corpus.document import printable
from corpus.errors import FileDamaged

log = structlog.get_logger()


def report_fault(path: Path, error: Exception) -> str:
    """Log the error that is being handled, with its traceback; returns one line that names the file."""
    log.exception("file.fault", path=str(path))
    return f"{printable(str(path))}: remit failed on it ({type(error).__name__}: {error}). Please report this."


def crash_of(path: Path) -> FileDamaged:
    """The error of a file whose reading ended its process: a library crashed, or the memory allowed was used up."""
    return FileDamaged(path, "made its reader crash", "Save it anew in the program that made it.")
