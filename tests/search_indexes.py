"""Indexes that several modules of tests ask: each is built once in a run, and opened by whoever needs it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from corpus.catalogue import bundled_documents
from corpus.encoder import Encoder
from index import Entry, Index, load_encoder
from pipeline.making import job_of, make_entry
from pipeline.settings import Settings

BUNDLED = tuple(entry.path for entry in bundled_documents())
_BUILT: dict[Sequence[Path], Path] = {}


def open_built(files: Sequence[Path], factory: pytest.TempPathFactory) -> Index:
    """The index over these files, built where this run has not built it yet."""
    if tuple(files) not in _BUILT:
        folder = factory.mktemp("index")
        build(folder, files)
        _BUILT[tuple(files)] = folder
    return open_index(_BUILT[tuple(files)])


def build(folder: Path, files: Sequence[Path]) -> None:
    """An index over files, made in this process, with the encoder that remit has by default."""
    with Index.open(folder, encoder=_encoder(), create=True) as index:
        index.add([_entry(path) for path in files])
        index.refresh()


def open_index(folder: Path) -> Index:
    """An index that was built here."""
    return Index.open(folder, encoder=_encoder())


@cache
def _encoder() -> Encoder | None:
    return load_encoder(Settings().model)


def _entry(path: Path) -> Entry:
    made = make_entry(job_of(path))
    assert isinstance(made, tuple), f"{path.name} was not read: {made}"
    return made[0]
