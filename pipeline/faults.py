"""When remit itself fails on a file: the others go on, and the fault is logged in full and named."""

from pathlib import Path

import structlog

log = structlog.get_logger()


def report_fault(path: Path, error: Exception) -> str:
    """Log the error that is being handled, with its traceback; returns one line that names the file."""
    log.exception("file.fault", path=str(path))
    return f"{path}: remit failed on it ({type(error).__name__}: {error}). Please report this."
