"""The life of a large index: cells in the background, changes without a rebuild, compaction, lost files."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from index import Entry, Filters, Index, TinyEncoder, cells, dense, upkeep
from index.derived import DerivedDamaged
from tests.factories import make_entry


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "FLAT", 100)
    monkeypatch.setattr(upkeep, "SMALL", 100)
    monkeypatch.setattr(cells, "RECALL", 2)  # is never reached: all cells are looked into, and what is found is exact


def entry_of(number: int, *, words: str = "says thing", file: str | None = None) -> Entry:
    texts = [f"Document {number} {words} {i} on wards." for i in range(20)]
    return make_entry(texts, file=file or f"{number}.txt", title=f"Title {number}", planning_year="2024/25")


def answers(index: Index, query: str = "document 3 says thing 7") -> list[str]:
    hits = index.search(query, limit=30)
    return [excerpt.text for excerpt in index.store.excerpts([hit.passage.id for hit in hits])]


def cosines(index: Index) -> dict[int, float]:
    """What the vector index gives for all passages, by the store's keys."""
    with index.store.snapshot():
        arms = index._fresh_arms()
    assert arms.dense is not None
    (vector,) = TinyEncoder().encode(["document 3 says thing 7"])
    return dict(arms.dense.search(vector, limit=10_000))


def folder_of(index: Index) -> Path:
    return next((index.store.folder / "derived").glob("dense-*"))


@pytest.fixture
def index(tmp_path: Path, small_is_large: None) -> Index:
    index = Index.open(tmp_path, encoder=TinyEncoder(), create=True)
    index.add([entry_of(i) for i in range(12)])
    index.refresh()
    return index


def wait(index: Index) -> None:
    for thread in threading.enumerate():
        if thread.name == "compaction":
            thread.join()


def test_a_large_index_gets_cells_in_the_background(index: Index) -> None:
    wait(index)
    assert (folder_of(index) / "cells.faiss").exists()
    assert answers(index)[0] == "Document 3 says thing 7 on wards."
    assert not index.compact()
    index.close()


def add(index: Index) -> None:
    index.add([entry_of(30), entry_of(31)])


def replace(index: Index) -> None:
    index.add([entry_of(3, words="now says thing", file="3.txt")])


def remove(index: Index) -> None:
    index.store.remove(index.store.documents(Filters(documents=("3.txt",)))[0].id)


CHANGES = {"add": [add], "replace": [replace], "remove": [remove], "all": [add, replace, remove, add]}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("compacting", [False, True])
def test_a_change_is_searched_without_a_rebuild_and_after_one(
    index: Index, name: str, compacting: bool, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wait(index)
    base = (folder_of(index) / "base.f32").stat().st_ino
    with monkeypatch.context() as patched:
        forbid(patched, "index.dense.Dense.write", "index.lexical.Lexical.write")
        for change in CHANGES[name]:
            change(index)
            answers(index)
    assert (folder_of(index) / "base.f32").stat().st_ino == base
    if compacting:
        monkeypatch.setattr(dense.Dense, "wants_compaction", property(lambda self: True))
        assert index.compact()
        assert (folder_of(index) / "base.f32").stat().st_ino != base
    assert cosines(index) == cosines_in_a_new_index(index, tmp_path_factory.mktemp("new"))
    assert len(index.search("document says thing", limit=1000)) == sum(d.passages for d in index.store.documents())
    index.close()


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an index was made anew")

    for name in names:
        monkeypatch.setattr(name, refuse)


def cosines_in_a_new_index(index: Index, folder: Path) -> dict[int, float]:
    """What a vector index that was made at once from the same store gives."""
    index.store.connections.current.execute("VACUUM INTO ?", (str(folder / "remit.sqlite"),))
    with Index.open(folder, encoder=TinyEncoder()) as new:
        return {key: pytest.approx(cosine, abs=1e-6) for key, cosine in cosines(new).items()}


def test_compaction_while_the_store_moves_on(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    wait(index)
    replace(index)
    index.refresh()
    compact: Callable[..., None] = dense.Dense.compact

    def slow(self: dense.Dense, folder: Path, *, questions: Callable[[], np.ndarray]) -> None:
        compact(self, folder, questions)
        add(index)
        assert "Document 30 says thing 7 on wards." in answers(index, "document 30 says thing 7")

    monkeypatch.setattr(dense.Dense, "compact", slow)
    with monkeypatch.context() as patched:
        patched.setattr(dense.Dense, "wants_compaction", property(lambda self: True))
        assert index.compact()
    assert answers(index, "document 31 says thing 7")[0] == "Document 31 says thing 7 on wards."
    assert answers(index, "document 3 now says thing 7")[0] == "Document 3 now says thing 7 on wards."
    index.close()


def test_what_another_process_made_over_is_opened(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    wait(index)
    before = answers(index)
    with index.store.snapshot():
        arms = index._fresh_arms()
        assert index._fresh_arms() is arms, "nothing has changed"
    with Index.open(index.store.folder, encoder=TinyEncoder()) as other, monkeypatch.context() as patched:
        patched.setattr(dense.Dense, "wants_compaction", property(lambda self: True))
        assert other.compact()
    assert index.store.stamp == arms.stamp
    assert answers(index) == before
    with index.store.snapshot():
        assert index._fresh_arms().dense is not arms.dense
    index.close()


def test_what_was_swept_away_is_not_made_again(index: Index) -> None:
    wait(index)
    with index.store.snapshot():
        arms = index._fresh_arms()
        with Index.open(index.store.folder, encoder=TinyEncoder()) as other:
            add(other)
            other.refresh()
        assert index._fresh_arms() is arms
    index.close()


@pytest.mark.parametrize("error", [DerivedDamaged("no space left"), OSError("no space left")])
def test_a_compaction_that_fails_is_logged_and_tried_again(
    index: Index, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(index)
    before = answers(index)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(upkeep, "wants_compaction", lambda *_: True)
    for _ in range(2):
        with monkeypatch.context() as patched, capture_logs() as logged:
            patched.setattr(upkeep, "compact", fail)
            index.refresh()
            wait(index)
        assert [(entry["event"], entry["log_level"]) for entry in logged] == [("compaction.failed", "error")]
        assert "no space left" in logged[0]["reason"]
    assert answers(index) == before
    index.close()


def test_passages_that_get_their_vectors_later_are_found(tmp_path: Path, small_is_large: None) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([entry_of(i) for i in range(12)])
        index.compact()
        with Index.open(tmp_path, encoder=None) as without:
            without.add([entry_of(40)])
        only = Filters(documents=("40.txt",))
        assert {hit.dense_rank for hit in index.search("thing 7", filters=only)} == {None}
        assert index.encode_missing() == 20
        assert None not in {hit.dense_rank for hit in index.search("thing 7", filters=only)}


@pytest.mark.parametrize("name", ["cells.faiss", "cells.json", "base.f32", "base.npy", "delta.f32", "documents.npy"])
def test_a_lost_file_of_a_large_index_loses_nothing(index: Index, name: str) -> None:
    wait(index)
    add(index)
    before = answers(index)
    folder, path = index.store.folder, folder_of(index) / name
    index.close()
    path.unlink()
    with Index.open(folder, encoder=TinyEncoder()) as opened:
        assert answers(opened) == before
