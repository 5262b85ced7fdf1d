"""Uploads as jobs: what was accepted is read, once, whatever dies on the way."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import StoreBusy, StoreError
from index import Index, Store, TinyEncoder
from pipeline import remove_documents, verify
from pipeline.intake import ingest
from pipeline.jobs import Arrival, Bounds, Job, JobRunner, Queue, QueueFull, Refused, work
from pipeline.jobs.folders import UPLOADS, paths_of, safe_name, sweep
from pipeline.jobs.runner import MOST_CRASHES, crashed
from pipeline.ledger import Ledger
from pipeline.settings import Settings

GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

2A. Urgent and emergency care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year
- eliminate waits of more than 65 weeks by September 2024
"""
NOTE = "# A note\n\nThe board met on 5 May 2024. It agreed to spend £3 million on beds.\n"
BOUNDS = Bounds(files=5, each=2**20, total=2**21)
PATIENCE = 180.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "index")


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are accepted here without a word to the runner."""
    monkeypatch.setattr("pipeline.jobs.runner.POLL", 0.05)


def accept(settings: Settings, files: Mapping[str, str | bytes], *, most: int = 10) -> Job:
    with Arrival(settings.data, BOUNDS) as arrival:
        for name, content in files.items():
            arrival.begin(name)
            arrival.write(content.encode() if isinstance(content, str) else content)
            arrival.end()
        return arrival.accept(Queue(settings.data), most=most)


@contextmanager
def running(settings: Settings) -> Iterator[JobRunner]:
    runner = JobRunner(settings, encoder=TinyEncoder())
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


def seen(settings: Settings, job: Job, what: Callable[[Job], bool]) -> Job:
    """The job as soon as it is so."""
    queue = Queue(settings.data)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = queue.get(job.id)
        assert found is not None
        if what(found):
            return found
        time.sleep(0.005)
    raise AssertionError(f"not seen: {found}")


def run(settings: Settings, job: Job) -> Job:
    with running(settings):
        return seen(settings, job, lambda job: job.ended)


def result(settings: Settings, job: Job) -> list[dict[str, Any]]:
    """What became of the files, without the times."""
    return [file.model_dump(exclude={"seconds"}) for file in job.files]


def left_over(settings: Settings) -> list[str]:
    return [path.name for path in (settings.data / UPLOADS).glob("job_*")]


def test_files_become_documents(settings: Settings) -> None:
    job = run(settings, accept(settings, {"guidance.txt": GUIDANCE, "note.md": NOTE}))
    assert (job.state, job.failures, job.crashes) == ("done", 0, 0)
    guidance, note = job.files
    assert (guidance.outcome, guidance.media_type, guidance.state) == ("added", "text/plain", "done")
    assert guidance.title == "2024/25 priorities and operational planning guidance"
    assert guidance.facts["objective"] >= 2
    assert guidance.passages > 0
    assert note.media_type == "text/markdown"
    assert left_over(settings) == [], "the pipeline keeps its own copy"
    with Store.open(settings.data) as store:
        assert {s.id for s in store.documents()} == {guidance.document_id, note.document_id}
        assert all(s.origin == f"upload:{s.id}" for s in store.documents()), "no path of the machine"
        assert verify(store, settings.data).lost == ()


def test_stages_are_told_in_their_order(settings: Settings) -> None:
    job = accept(settings, {"guidance.txt": GUIDANCE})
    stages = [job.files[0].state]
    with running(settings):
        seen(settings, job, lambda job: stages.append(job.files[0].state) or job.ended)
    order = ["queued", "reading", "storing", "done"]
    assert [order.index(stage) for stage in stages] == sorted(order.index(stage) for stage in stages)


def test_the_same_content_changes_nothing_under_any_name(settings: Settings) -> None:
    with running(settings):
        first = seen(settings, accept(settings, {"guidance.txt": GUIDANCE}), lambda job: job.ended)
        again = seen(settings, accept(settings, {"renamed.txt": GUIDANCE}), lambda job: job.ended)
        twice = seen(settings, accept(settings, {"a.md": NOTE, "b.md": NOTE}), lambda job: job.ended)
    assert [file.outcome for file in again.files] == ["unchanged"]
    assert again.files[0].document_id == first.files[0].document_id
    assert again.files[0].facts == first.files[0].facts, "what the document holds is told all the same"
    assert len({file.document_id for file in twice.files}) == 1
    with Store.open(settings.data) as store:
        assert sorted(s.file for s in store.documents()) == ["a.md", "guidance.txt"]


def test_what_was_ingested_otherwise_is_left_as_it_is(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "guidance.txt").write_text(GUIDANCE)
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([tmp_path / "guidance.txt"], index, settings=settings))
        before = index.store.revision
    job = run(settings, accept(settings, {"guidance.txt": GUIDANCE}))
    assert [file.outcome for file in job.files] == ["unchanged"]
    with Store.open(settings.data) as store:
        assert store.revision == before


def test_a_namesake_replaces_nothing_and_is_told(settings: Settings) -> None:
    with running(settings):
        first = seen(settings, accept(settings, {"note.md": NOTE}), lambda job: job.ended)
        other = seen(settings, accept(settings, {"note.md": NOTE + "\nMore beds.\n"}), lambda job: job.ended)
    assert other.files[0].outcome == "added"
    assert other.files[0].same_name == (first.files[0].document_id,)
    with Index.open(settings.data, encoder=TinyEncoder()) as index:
        assert len(index.store.documents()) == 2
        remove_documents(index, settings.data, [str(first.files[0].document_id)])
    back = run(settings, accept(settings, {"note.md": NOTE}))
    assert back.files[0].outcome == "added", "a document that was removed may come back"


def test_a_bad_file_is_named_without_the_machines_folders_and_the_others_go_on(settings: Settings) -> None:
    job = run(settings, accept(settings, {"cut.pdf": b"%PDF-1.7\nnothing more", "note.md": NOTE}))
    cut, note = job.files
    assert (job.state, job.failures) == ("done", 1)
    assert cut.outcome == "failed"
    assert cut.error is not None
    assert cut.error.startswith("cut.pdf: is a damaged PDF")
    assert str(settings.data) not in job.model_dump_json()
    assert note.outcome == "added"
    assert left_over(settings) == []


BAD_NAMES = [
    ("../../etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("/etc/cron.d/x.txt", "x.txt"),
    ("..", "document"),
    ("", "document"),
    (".htaccess", "htaccess"),
    ("two\nlines.txt", "two\\nlines.txt"),
    ("nul\0byte.txt", "nul\\x00byte.txt"),
    ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ("ü" * 200 + ".md", "ü" * 98 + ".md"),
    ("bad\udcff.txt", "bad\\xff.txt"),
    ("ward – plan (final) v2.docx", "ward – plan (final) v2.docx"),
]


@pytest.mark.parametrize(("given", "kept"), BAD_NAMES)
def test_names_lead_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(kept.encode()) <= 200


def test_an_arrival_is_bounded(settings: Settings) -> None:
    with pytest.raises(Refused, match="larger than 1 MB") as refused:
        accept(settings, {"big.txt": b"x" * (2**20 + 1)})
    assert refused.value.status == 413
    with pytest.raises(Refused, match="larger than 2 MB together"):
        accept(settings, {f"{n}.txt": b"x" * 2**20 for n in range(3)})
    with pytest.raises(Refused, match="More than 5 files"):
        accept(settings, {f"{n}.txt": "x" for n in range(6)})
    with pytest.raises(Refused, match="No file came"):
        accept(settings, {})
    assert left_over(settings) == []


def test_files_of_no_use_are_all_named_and_nothing_is_kept(settings: Settings) -> None:
    bad = {"empty.txt": b"", "table.xlsx": b"\x00\x01\x02" * 99, "fine.txt": GUIDANCE.encode(), "no.pdf": b"a letter"}
    with pytest.raises(Refused) as refused:
        accept(settings, bad)
    assert [name for name, _ in refused.value.files] == ["empty.txt", "table.xlsx", "no.pdf"]
    assert "empty.txt is empty" in str(refused.value)
    assert left_over(settings) == []
    assert Queue(settings.data).recent() == []


def test_the_content_decides_what_a_file_is(settings: Settings) -> None:
    job = accept(settings, {"minutes.txt": b"%PDF-1.7\n", "page.txt": b"<!doctype html><p>A page"})
    assert [file.media_type for file in job.files] == ["application/pdf", "text/html"]


def test_a_full_disk_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("pipeline.jobs.arrival.shutil.disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(Refused, match="disk cannot take the files") as refused:
        accept(settings, {"note.md": NOTE})
    assert refused.value.status == 507
    assert left_over(settings) == []


def test_a_queue_that_cannot_be_written_accepts_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **options: object) -> None:
        raise StoreError("jobs.sqlite: database or disk is full.")

    monkeypatch.setattr(Queue, "add", full)
    with pytest.raises(StoreError):
        accept(settings, {"note.md": NOTE})
    assert left_over(settings) == []


def test_waiting_jobs_are_bounded(settings: Settings) -> None:
    for _ in range(2):
        accept(settings, {"note.md": NOTE}, most=2)
    with pytest.raises(QueueFull, match="2 uploads are waiting"):
        accept(settings, {"note.md": NOTE}, most=2)
    assert len(left_over(settings)) == 2


def test_jobs_that_ended_are_forgotten_in_the_end(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.jobs.queue.KEPT", 3)
    queue = Queue(settings.data)
    jobs = []
    for _ in range(6):
        jobs.append(accept(settings, {"note.md": NOTE}))
        queue.change(jobs[-1].id, lambda job: job.model_copy(update={"state": "done"}))
    waiting = accept(settings, {"note.md": NOTE})
    assert [job.id for job in queue.recent()] == [waiting.id, *(job.id for job in reversed(jobs[3:]))]
    assert sweep(settings.data, queue) == sorted(job.id for job in jobs)


def test_a_ledger_of_another_version_is_refused(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.sqlite", schema="CREATE TABLE t (a)", version=2).writing() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(StoreError, match="another version"), Ledger(tmp_path / "x.sqlite", schema="").reading():
        pass
    (tmp_path / "y.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match=r"y\.sqlite"), Ledger(tmp_path / "y.sqlite", schema="").reading():
        pass


def test_looking_makes_no_file(settings: Settings) -> None:
    queue = Queue(settings.data)
    assert queue.recent() == []
    assert queue.get("job_none") is None
    assert not settings.data.exists()
    assert not queue.exists


def test_a_fault_of_the_runner_does_not_end_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = iter([ZeroDivisionError("by zero"), OSError("no process can be started")])
    run_now = JobRunner._run

    def fail_twice(runner: JobRunner) -> bool:
        for fault in faults:
            raise fault
        return run_now(runner)

    monkeypatch.setattr(JobRunner, "_run", fail_twice)
    assert run(settings, accept(settings, {"note.md": NOTE})).state == "done"


# --- killed -------------------------------------------------------------------------------------------------------

SERVER = """
import sys, time
from pathlib import Path
from index import TinyEncoder
from pipeline.jobs import JobRunner
from pipeline.settings import Settings
if __name__ == "__main__":
    runner = JobRunner(Settings(data=Path(sys.argv[1])), encoder=TinyEncoder())
    runner.start()
    print("started", flush=True)
    time.sleep(600)
"""
RECEIVER = """
import sys, time
from pathlib import Path
from pipeline.jobs import Arrival, Bounds, Queue
arrival = Arrival(Path(sys.argv[1]), Bounds(5, 2**20, 2**21))
arrival.__enter__()
arrival.begin("note.md")
arrival.write(b"# Half of a note")
if sys.argv[2] == "accept":
    arrival.end()
    job = arrival.accept(Queue(Path(sys.argv[1])), most=5)
print(arrival.id, flush=True)
time.sleep(600)
"""


@contextmanager
def process(code: str, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process with the first line it says; it is killed, if it is not by then."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        try:
            yield started, started.stdout.readline().strip()
        finally:
            started.kill()


def papers(count: int) -> dict[str, str]:
    """Files that take a while to read."""
    lines = "".join(f"- reduce waits at site {n} to {n % 90} days by March 2026\n" for n in range(50))
    return {f"paper{n}.txt": f"{GUIDANCE}\nThis is paper {n}.\n\nWe ask systems to:\n{lines}" for n in range(count)}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    settings = Settings(data=tmp_path_factory.mktemp("undisturbed"))
    return result(settings, run(settings, accept(settings, papers(3))))


MOMENTS: dict[str, Callable[[Job], bool]] = {
    "accepted": lambda job: True,
    "running": lambda job: job.state == "running",
    "reading": lambda job: job.files[0].state == "reading",
    "half-way": lambda job: job.files[0].state == "done",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_server_loses_nothing(settings: Settings, moment: str, undisturbed: list[dict[str, Any]]) -> None:
    job = accept(settings, papers(3))
    with process(SERVER, settings.data) as (server, _):
        caught = seen(settings, job, MOMENTS[moment])
        os.kill(server.pid, signal.SIGKILL)
    assert not caught.ended, "it was to be killed before the end"
    done = run(settings, job)
    assert result(settings, done) == undisturbed
    assert (done.state, done.crashes) == ("done", 0), "a server that dies is not the job's doing"
    assert left_over(settings) == []
    with Store.open(settings.data) as store:
        assert len(store.documents()) == 3
        assert verify(store, settings.data).lost == ()


def test_a_killed_job_is_run_again(settings: Settings, undisturbed: list[dict[str, Any]]) -> None:
    job = accept(settings, papers(3))
    with running(settings):
        seen(settings, job, MOMENTS["half-way"])
        os.kill(child(), signal.SIGKILL)
        done = seen(settings, job, lambda job: job.ended)
    assert result(settings, done) == undisturbed
    assert (done.state, done.crashes) == ("done", 1)


def test_a_job_that_keeps_dying_is_given_up_and_the_next_goes_on(settings: Settings) -> None:
    deadly, fine = accept(settings, {"a.md": NOTE}), accept(settings, {"b.md": NOTE})
    with running(settings):
        for crashes in range(MOST_CRASHES):
            seen(settings, deadly, lambda job, n=crashes: job.crashes == n and job.state == "running")  # type: ignore[misc]
            os.kill(child(), signal.SIGKILL)
        ended = seen(settings, deadly, lambda job: job.ended)
        assert seen(settings, fine, lambda job: job.ended).state == "done"
    assert ended.state == "failed"
    assert ended.error is not None
    assert "died 3 times" in ended.error
    assert left_over(settings) == []


def test_a_job_that_is_told_to_end_did_not_die(settings: Settings) -> None:
    job = accept(settings, {"a.md": NOTE})
    assert crashed(job, -signal.SIGTERM).crashes == 0
    assert crashed(job, -signal.SIGSEGV).crashes == 1


def test_a_stopped_server_leaves_the_job_for_the_next(settings: Settings, undisturbed: list[dict[str, Any]]) -> None:
    job = accept(settings, papers(3))
    with running(settings):
        seen(settings, job, MOMENTS["half-way"])
    assert children() == []
    waiting = Queue(settings.data).get(job.id)
    assert waiting is not None
    assert (waiting.state, waiting.crashes) == ("queued", 0)
    assert result(settings, run(settings, job)) == undisturbed


def test_what_was_half_received_is_swept_away_and_what_is_coming_in_is_not(settings: Settings) -> None:
    queue = Queue(settings.data)
    with process(RECEIVER, settings.data, "half") as (receiver, half):
        assert sweep(settings.data, queue) == [], "it is still coming in"
        receiver.kill()
        receiver.wait()
        assert sweep(settings.data, queue) == [half]
    with process(RECEIVER, settings.data, "accept") as (receiver, accepted):
        receiver.kill()
        receiver.wait()
    assert sweep(settings.data, queue) == []
    job = queue.get(accepted)
    assert job is not None
    assert [path.is_file() for path in paths_of(settings.data, job)] == [True]


def test_only_one_server_of_a_folder_runs_jobs(settings: Settings) -> None:
    with process(SERVER, settings.data) as (server, _):
        first = seen(settings, accept(settings, {"a.md": NOTE}), lambda job: job.ended)
        with running(settings) as second:
            assert not second._has_lock()
            server.kill()
            server.wait()
            other = accept(settings, {"b.md": GUIDANCE})
            second.poke()
            assert seen(settings, other, lambda job: job.ended).state == "done"
    assert first.state == "done"


def test_another_process_that_writes_is_waited_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    job, queue = accept(settings, {"note.md": NOTE}), Queue(settings.data)
    notes: list[str | None] = []

    def busy_twice(*given: Any) -> None:
        if len(notes) < 2:
            raise StoreBusy("remit.sqlite: another process is writing.")

    def note_down(seconds: float) -> None:
        found = queue.get(job.id)
        notes.append(found.note if found else None)

    monkeypatch.setattr(work, "_run", busy_twice)
    monkeypatch.setattr("pipeline.jobs.work.time.sleep", note_down)
    work._run_patiently(queue, settings, TinyEncoder(), job.id)
    assert notes == [work.WAITS] * 2
    monkeypatch.setattr(work, "PATIENCE", -1)
    notes.clear()
    with pytest.raises(StoreBusy):
        work._run_patiently(queue, settings, TinyEncoder(), job.id)


def test_a_store_that_cannot_be_used_fails_the_job_in_words(settings: Settings) -> None:
    settings.data.mkdir()
    (settings.data / "remit.sqlite").write_bytes(b"no database " * 100)
    job = run(settings, accept(settings, {"note.md": NOTE}))
    assert job.state == "failed"
    assert "remit.sqlite" in str(job.error)
    assert str(settings.data) not in str(job.error)


def children() -> list[int]:
    """The processes of jobs that run here; others that tests have started are none of them."""
    return [found.pid for found in multiprocessing.active_children() if found.name == "jobs" and found.pid]


def child() -> int:
    """The process of jobs, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := children():
            return found[0]
        time.sleep(0.005)
    raise AssertionError("no job runs")
