"""Copies of the files that were read, kept beside the store: verification and page pictures go back to them."""

import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path

STALE = 3600  # seconds after which a half-made copy belongs to nobody


def kept_copy(folder: Path, document_id: str, file: str) -> Path:
    """Where the copy of a document's file is kept.

    Args:
        folder: the folder of the index.
        document_id: the document.
        file: its file's name, for the ending.
    """
    return folder / "files" / f"{document_id}{Path(file).suffix.lower()}"


def keep_copy(source: Path, target: Path) -> None:
    """Copy under another name, then rename: a copy is whole or not there. A copy that is there stays."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(source, partial)
    partial.replace(target)


def drop_copies(folder: Path, document_ids: Collection[str]) -> None:
    """Remove the copies of these documents, and half-made copies that a killed run left behind."""
    for file in (folder / "files").glob("*"):
        left_behind = file.suffix == ".part" and time.time() - file.stat().st_mtime > STALE
        if left_behind or file.name.split(".")[0] in document_ids:
            file.unlink(missing_ok=True)
