"""Files that several revisions of a derived folder share."""

import shutil
from pathlib import Path


def link(source: Path, target: Path) -> None:
    """One more name for a file that never changes; a copy where the file system has no links."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy(source, target)
