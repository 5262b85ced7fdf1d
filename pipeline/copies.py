"""Copies of the files that were read, kept beside the store: verification and page pictures go back to them."""

import hashlib
import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from corpus.errors import InputError

STALE = 3600  # seconds after which a half-made copy belongs to nobody


def kept_copy(folder: Path, document_id: str, file: str) -> Path:
    """Where the copy of a document's file is kept.

    Args:
        folder: the folder of the index.
        document_id: the document.
        file: its file's name, for the ending.
    """
    return folder / "files" / f"{document_id}{Path(file).suffix.lower()}"


def keep_copy(source: Path, target: Path, *, sha256: str) -> None:
    """Copy under another name, then rename: a copy is whole or not there. A copy that is there stays.

    Raises:
        InputError: the file has gone, or has changed since it was read.
    """
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    try:
        shutil.copyfile(source, partial)
        if sha256_of(partial) != sha256:
            raise InputError(source, "changed while it was read", "Ingest it again.")
        partial.replace(target)
    except OSError as error:
        raise InputError(source, f"could not be copied ({error.strerror})", "Ingest it again.") from error
    finally:
        partial.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_copies(folder: Path, document_ids: Collection[str]) -> None:
    """Remove the copies and pictures of these documents, and half-made copies that a killed run left behind."""
    for file in (folder / "files").glob("*"):
        left_behind = file.suffix == ".part" and time.time() - file.stat().st_mtime > STALE
        if left_behind or file.name.split(".")[0] in document_ids:
            file.unlink(missing_ok=True)
    for document_id in document_ids:
        for picture in (folder / "pictures").glob(f"{document_id}-*.png"):
            picture.unlink(missing_ok=True)
