"""The derived indexes follow the store: whatever happens to their files, search answers from what the store holds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index import Index, TinyEncoder
from tests.factories import make_entry

TEXTS = ["Virtual ward occupancy stays above 80%.", "Waits end.", "Beds rise in winter."]


def lose(folder: Path) -> None:
    shutil.rmtree(folder)


def cut(folder: Path) -> None:
    for path in largest_files(folder):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(folder: Path) -> None:
    for path in largest_files(folder):
        data = bytearray(path.read_bytes())
        for i in range(0, len(data), 7):
            data[i] ^= 0xFF
        path.write_bytes(bytes(data))


def empty_stamps(folder: Path) -> None:
    for path in folder.glob("*/stamp.json"):
        path.write_text("{")


def lose_stamped_files(folder: Path) -> None:
    for path in largest_files(folder):
        path.unlink()


def largest_files(folder: Path) -> list[Path]:
    return [
        max((path for path in part.iterdir() if path.name != "stamp.json"), key=lambda path: path.stat().st_size)
        for part in folder.iterdir()
        if part.is_dir()
    ]


def answers(folder: Path) -> list[tuple[str, float]]:
    with Index.open(folder, encoder=TinyEncoder()) as index:
        return [(hit.passage.id, hit.score) for hit in index.search("virtual ward occupancy")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(TEXTS)])
        index.refresh()
    return tmp_path


@pytest.mark.parametrize("damage", [lose, cut, scribble, empty_stamps, lose_stamped_files])
def test_damage_is_noticed_when_opening(folder: Path, damage: Callable[[Path], None]) -> None:
    before = answers(folder)
    damage(folder / "derived")
    assert answers(folder) == before


def test_damage_that_the_stamp_does_not_show(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(folder)
    scribble(folder / "derived")
    monkeypatch.setattr("index.derived._is_whole", lambda folder, part: True)
    assert answers(folder) == before


def test_nothing_is_made_again_while_the_store_stays_as_it_is(folder: Path) -> None:
    files = {path: path.stat().st_mtime_ns for path in (folder / "derived").rglob("*.*") if path.suffix != ".lock"}
    answers(folder)
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_a_store_that_moved_on_is_followed_and_old_folders_go(folder: Path) -> None:
    with Index.open(folder, encoder=TinyEncoder()) as index:
        first = {path.name for path in (folder / "derived").glob("*-*")}
        for i in range(3):
            index.add([make_entry([f"Novelty {i} arrives."], file=f"{i}.txt")])
            assert index.store.excerpts([index.search(f"novelty {i}")[0].passage.id])[0].text == f"Novelty {i} arrives."
    now = {path.name for path in (folder / "derived").glob("*-*")}
    assert len(now) == 2
    assert not now & first


def forbid_writing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the lexical index was made anew")

    monkeypatch.setattr("index.lexical.Lexical.write", refuse)


def test_added_documents_are_appended_with_the_scores_of_an_index_made_anew(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [make_entry([f"Ward {i} opens.", "Virtual beds."], file=f"{i}.txt", title=f"Title {i}") for i in range(12)]
    anew = tmp_path_factory.mktemp("anew")
    with Index.open(anew, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(TEXTS), *more])
        index.refresh()
    forbid_writing_anew(monkeypatch)
    with Index.open(folder, encoder=TinyEncoder()) as index:
        for entry in more:
            index.add([entry])
            index.refresh()
    assert answers(folder) == [(name, pytest.approx(score)) for name, score in answers(anew)]


@pytest.mark.parametrize("damage", [lose, cut, scribble])
def test_a_damaged_index_is_not_built_upon(
    folder: Path, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(folder, encoder=TinyEncoder()) as index:
        index.add([make_entry(["Dental access grows."], file="new.txt")])
    damage(folder / "derived")
    monkeypatch.setattr("index.derived._is_whole", lambda folder, part: True)
    assert len(answers(folder)) == 4


def test_a_document_that_left_or_changed_leaves_no_trace(folder: Path) -> None:
    with Index.open(folder, encoder=TinyEncoder()) as index:
        index.add([make_entry(["Virtual ward occupancy falls."])])
        assert [e.text for e in index.store.excerpts([h.passage.id for h in index.search("virtual ward")])] == [
            "Virtual ward occupancy falls."
        ]
        index.store.remove(index.store.documents()[0].id)
        assert index.search("virtual ward") == []


def test_what_was_derived_from_another_store_is_not_taken(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    with Index.open(other, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Quite another text."])])
        shutil.copytree(folder / "derived", other / "derived")
        hits = index.search("virtual ward occupancy")
        assert [e.text for e in index.store.excerpts([h.passage.id for h in hits])] == ["Quite another text."]


def test_a_crash_while_writing_leaves_the_old_or_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(folder)
    shutil.rmtree(folder / "derived")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("index.dense.Dense.write", crash)
        with pytest.raises(KeyboardInterrupt):
            answers(folder)
    assert not list((folder / "derived").glob("dense-*"))
    assert answers(folder) == before


def test_a_store_restored_from_a_copy_is_not_answered_from_what_came_after_the_copy(folder: Path) -> None:
    database = folder / "remit.sqlite"
    copy = database.read_bytes()
    for text in ("Lost virtual ward.", "Other virtual ward."):
        with Index.open(folder, encoder=TinyEncoder()) as index:
            index.add([make_entry([text], file="new.txt")])
            found = [
                e.text for e in index.store.excerpts([h.passage.id for h in index.search("virtual ward", limit=2)])
            ]
            assert text in found
            last = index.store.revision
        if text.startswith("Lost"):
            lost = last
            database.write_bytes(copy)
    assert last == lost


def test_a_disk_that_cannot_be_written_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shutil.rmtree(folder / "derived")
    monkeypatch.setattr("index.lexical.Lexical.write", full)
    with pytest.raises(StoreError, match=r"No space left on device.*free space"):
        answers(folder)
