"""From files to the index: what becomes of each input, and what is done again."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import InputError
from index import Index, TinyEncoder
from pipeline.copies import keep_copy, kept_copy
from pipeline.intake import Outcome, ingest
from pipeline.making import Fault, job_of, make_entry
from pipeline.metadata import GivenMetadata
from pipeline.settings import Settings

GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

2A. Urgent and emergency care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year
- eliminate waits of more than 65 weeks by September 2024
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "index")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "guidance.txt").write_text(GUIDANCE)
    (folder / "note.md").write_text("# A note\n\nThe board met on 5 May 2024. It agreed to spend £3 million on beds.\n")
    return folder


def run(paths: list[Path], settings: Settings, **options: object) -> list[Outcome]:
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        return list(ingest(paths, index, settings=settings, **options))  # type: ignore[arg-type]


def states(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path.name: outcome.state for outcome in outcomes}


def test_a_second_run_does_nothing(files: Path, settings: Settings) -> None:
    assert states(run([files], settings)) == {"guidance.txt": "added", "note.md": "added"}
    assert states(run([files], settings)) == {"guidance.txt": "unchanged", "note.md": "unchanged"}


def test_a_changed_file_replaces_its_document(files: Path, settings: Settings) -> None:
    run([files], settings)
    (files / "note.md").write_text("# A note\n\nThe board met again on 6 June 2024 and agreed on nothing at all.\n")
    assert states(run([files], settings)) == {"guidance.txt": "unchanged", "note.md": "replaced"}
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        assert len(index.store.documents()) == 2
        assert not index.search('"£3 million"')
        kept = {kept_copy(settings.data, s.id, s.file) for s in index.store.documents()}
    assert set((settings.data / "files").iterdir()) == kept, "copies of replaced documents are removed"


def test_given_metadata_wins_and_makes_a_new_reading(files: Path, settings: Settings) -> None:
    run([files], settings)
    given = GivenMetadata(publisher="Another body", financial_year="2023/24")
    assert states(run([files / "note.md"], settings, given=given)) == {"note.md": "replaced"}
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        note = next(s for s in index.store.documents() if s.file == "note.md")
    assert (note.publisher, note.financial_year) == ("Another body", "2023/24")


def test_two_workers_make_what_one_makes(files: Path, tmp_path: Path) -> None:
    rows = []
    for workers in (1, 2):
        settings = Settings(data=tmp_path / f"index{workers}", workers=workers)
        run([files], settings)
        with Index.open(settings.data, encoder=TinyEncoder()) as index:
            rows.append([fact.model_dump() for fact in index.store.facts()])
    assert rows[0] == rows[1] != []


BAD = {
    "empty.pdf": (b"", "is empty"),
    "cut.pdf": (b"%PDF-1.7\nnothing more", "damaged"),
    "no-zip.docx": (b"PK\x03\x04 and then nothing of a zip", "damaged"),
    "unknown.xyz": (b"\x00\x01\x02\x03" * 100, "type"),
    "blank.txt": (b" \n\n \n", "no text"),
}


def test_bad_files_are_named_and_the_others_go_on(files: Path, settings: Settings) -> None:
    for name, (content, _) in BAD.items():
        (files / name).write_bytes(content)
    paths = [files / name for name in BAD] + [files / "absent.pdf", files / "note.md"]
    outcomes = run(paths, settings)
    errors = {outcome.path.name: outcome.error or "" for outcome in outcomes}
    for name, (_, words) in BAD.items():
        assert words in errors[name], errors[name]
        assert name in errors[name]
        assert "\n" not in errors[name]
    assert "does not exist" in errors["absent.pdf"]
    assert Counter(o.state for o in outcomes) == {"failed": len(BAD) + 1, "added": 1}
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        assert [s.file for s in index.store.documents()] == ["note.md"]


def test_a_file_over_the_limit_is_refused_unread(files: Path, tmp_path: Path) -> None:
    huge = files / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(300 * 2**20)  # sparse: takes no room
    settings = Settings(data=tmp_path / "index")
    begun = time.perf_counter()
    [outcome] = run([huge], settings)
    assert outcome.state == "failed"
    assert "is 300 MB, the limit is 200 MB" in (outcome.error or "")
    assert time.perf_counter() - begun < 5, "it was read before it was refused"


def test_a_file_without_rights_is_named(files: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pipeline.making.sha256_of", refuse)
    [outcome] = run([files / "note.md"], settings)
    assert "may not be read by this user" in (outcome.error or "")


def test_a_fault_of_remit_is_said_to_be_one(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("pipeline.making.read", fail)
    made = make_entry(job_of(files / "note.md"))
    assert isinstance(made, Fault)
    assert "ZeroDivisionError" in made.error


def test_a_file_that_changes_while_it_is_read_is_named(files: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="changed while it was read"):
        keep_copy(files / "note.md", tmp_path / "index" / "files" / "doc_x.md", sha256="0" * 64)
    with pytest.raises(InputError, match="could not be copied"):
        keep_copy(files / "gone.md", tmp_path / "index" / "files" / "doc_x.md", sha256="0" * 64)
    assert list((tmp_path / "index" / "files").iterdir()) == []


def test_odd_names_are_stored_and_shown_on_one_line(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in (b"bad\xff.txt", b"two\nlines.txt"):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(GUIDANCE + name.hex())
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    outcomes = run([folder], settings)
    assert Counter(o.state for o in outcomes) == {"added": 2, "failed": 1}
    assert not any("\n" in (o.error or "") for o in outcomes)
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        assert [s.file for s in index.store.documents()] == ["bad\\xff.txt", "two\\nlines.txt"]


def test_two_ingests_at_once_lose_no_copy(tmp_path: Path, settings: Settings) -> None:
    folders = []
    for number in range(2):
        folder = tmp_path / f"part{number}"
        folder.mkdir()
        for i in range(6):
            (folder / f"{number}-{i}.txt").write_text(f"{GUIDANCE}\nThis is paper {number}.{i} of the series.\n")
        folders.append(folder)
    command = [sys.executable, "-c", INGEST_FOREVER]
    runs = [subprocess.Popen([*command, str(f), str(settings.data)], stdout=subprocess.DEVNULL) for f in folders]
    assert [process.wait(60) for process in runs] == [0, 0]
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        summaries = index.store.documents()
        assert len(summaries) == 12
        assert all(kept_copy(settings.data, s.id, s.file).is_file() for s in summaries)


INGEST_FOREVER = """
import itertools, sys
from pathlib import Path
from index import Index, TinyEncoder
from pipeline.intake import ingest
from pipeline.settings import Settings
folder, data = Path(sys.argv[1]), Path(sys.argv[2])
settings = Settings(data=data)
with Index.open(data, encoder=TinyEncoder(), create=True) as index:
    for outcome in ingest([folder], index, settings=settings):
        print(outcome.path.name, flush=True)
"""


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_ingest_loses_no_finished_document(tmp_path: Path, settings: Settings, stop: int) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03d}.txt").write_text(GUIDANCE + f"\nDocument {number} has a sentence of its own here.\n")
    command = [sys.executable, "-c", INGEST_FOREVER, str(folder), str(settings.data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    finished = [process.stdout.readline().strip() for _ in range(20)]
    os.kill(process.pid, stop)
    finished += process.stdout.read().split()
    process.wait(30)
    process.stdout.close()

    assert 20 <= len(finished) < 200, "it was to be stopped in the middle"
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        stored = {summary.file for summary in index.store.documents()}
        assert set(finished) <= stored, "a finished document was lost"
        found = index.search("virtual wards", limit=500)
        assert {hit.passage.document_id for hit in found} == {s.id for s in index.store.documents()}
    assert Counter(o.state for o in run([folder], settings))["added"] == 200 - len(stored)
