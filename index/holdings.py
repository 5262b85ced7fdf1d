"""Which documents a derived folder holds, and how that differs from what the store has now."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

FILE = "documents.npy"
# `tag` tells two puttings under one key apart, after a store was restored from a copy; `rows` of its `passages` are
# in the folder, which are fewer where passages have no vector yet.
DOCUMENT = np.dtype([("key", "<i8"), ("tag", "<i8"), ("passages", "<i8"), ("rows", "<i8")])
Documents = npt.NDArray[Any]  # of DOCUMENT
NOTHING: Documents = np.empty(0, dtype=DOCUMENT)


class Difference(NamedTuple):
    """What makes a folder's holding that of the store: documents to take out, and keys of documents to put in."""

    gone: Documents
    added: list[int]


def documents(rows: Iterable[tuple[int, int, int, int]]) -> Documents:
    """A holding of documents given as (key, tag, passages, rows)."""
    return np.array(list(rows), dtype=DOCUMENT)


def counted(held: Documents, column: npt.NDArray[np.int64]) -> Documents:
    """A holding with the number of rows that each document has in a column of documents' keys."""
    keys, counts = np.unique(column, return_counts=True)
    rows = dict(zip(keys.tolist(), counts.tolist(), strict=True))
    found = held.copy()
    found["rows"] = [rows.get(key, 0) for key in held["key"].tolist()]
    return found


def difference(held: Documents, store: Sequence[tuple[int, int]]) -> Difference:
    """How a holding differs from the documents (key, tag) that the store has.

    A document of which not every passage has a row is taken out and put in again: the rest may be there now.
    """
    now = set(store)
    complete = held["passages"] == held["rows"]
    known = [(key, tag) in now for key, tag in held[["key", "tag"]].tolist()]
    kept = complete & np.array(known, dtype=bool)
    there = set(held["key"][kept].tolist())
    return Difference(held[~kept], [key for key, _ in store if key not in there])


def save(folder: Path, held: Documents, *, file: str = FILE) -> None:
    """Keep a holding in a folder."""
    np.save(folder / file, held)


def load(folder: Path, *, file: str = FILE) -> Documents:
    """The holding of a folder.

    Raises:
        ValueError: the file is none.
    """
    found: Documents = np.load(folder / file)
    if found.dtype != DOCUMENT:
        raise ValueError(f"{folder / file} holds no documents")
    return found
