"""From files to the index: read, cut into passages, extract facts, store; only what has changed is done again."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus.catalogue import bundled_documents
from corpus.document import Record
from corpus.errors import FileDamaged, FileEmpty, FileForbidden, FileTooLarge, InputError
from index import Entry, Filters, Index
from pipeline.faults import report_fault
from pipeline.inputs import Inputs, find_inputs
from pipeline.metadata import GivenMetadata
from pipeline.passages import make_passages, passage_context
from pipeline.readers import ReadLimits, read
from pipeline.recipe import fingerprint
from pipeline.settings import Settings

State = Literal["added", "replaced", "unchanged", "failed", "fault"]
NOTHING_GIVEN = GivenMetadata()
_CHUNK = 2**20


class Outcome(Record):
    """What became of one input; `error` says why it failed."""

    path: Path
    state: State
    document_id: str | None = None
    title: str | None = None
    passages: int = 0
    facts: dict[str, int] = Field(default_factory=dict)
    findings: tuple[str, ...] = ()
    error: str | None = None
    seconds: float = 0.0


class Fault(Record):
    """remit itself failed on a file: not the file's doing, and never passed over in silence."""

    error: str


class _Job(Record):
    path: Path
    origin: str
    given: GivenMetadata
    fingerprint: str
    limits: ReadLimits


Made = tuple[Entry, float] | InputError | Fault


def ingest(
    paths: Sequence[Path],
    index: Index,
    *,
    settings: Settings,
    given: GivenMetadata = NOTHING_GIVEN,
    started: Callable[[Inputs], None] | None = None,
) -> Iterator[Outcome]:
    """Bring files, folders and globs into the index, yielding an outcome for each as it is finished.

    Each document is stored whole in one transaction before its outcome is yielded: stopping in between loses no
    finished document. A file that cannot be read is an outcome, not an exception.

    Args:
        paths: files, folders (read with all that is below them) or globs.
        index: where to store.
        settings: limits and number of workers.
        given: metadata that is known beforehand; it wins over what the document says and what the catalogue says.
        started: told which inputs were found, before the first is read.
    """
    inputs = find_inputs(paths)
    if started:
        started(inputs)
    for path, error in inputs.failures:
        yield Outcome(path=path, state="failed", error=error)
    jobs: list[_Job] = []
    for path in inputs.files:
        job = _job(path, given, settings.limits)
        if isinstance(job, Outcome):
            yield job
        elif index.store.fingerprint_of(job.origin) == job.fingerprint:
            yield Outcome(path=path, state="unchanged")
        else:
            jobs.append(job)
    yield from _store_all(jobs, index, settings)
    _drop_copies(settings.data, {summary.id for summary in index.store.documents()})
    index.refresh()


def remove_documents(index: Index, folder: Path, names: Sequence[str]) -> list[str]:
    """Remove documents with all that was made of them; returns the names that no document has.

    Args:
        index: where they are.
        folder: the folder of the index, where the copies of files are.
        names: ids or file names; a file name that several documents have removes them all.
    """
    missing = []
    for name in names:
        found = index.store.documents(Filters(documents=(name,)))
        for summary in found:
            index.store.remove(summary.id)
        if not found:
            missing.append(name)
    _drop_copies(folder, {summary.id for summary in index.store.documents()})
    index.refresh()
    return missing


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def kept_copy(folder: Path, document_id: str, file: str) -> Path:
    """Where the copy of a document's file is kept: verification and page pictures go back to it."""
    return folder / "files" / f"{document_id}{Path(file).suffix.lower()}"


def _job(path: Path, given: GivenMetadata, limits: ReadLimits) -> "_Job | Outcome":
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise FileTooLarge(path, reason=f"is {size / 2**20:.0f} MiB; the limit is {limits.max_bytes // 2**20} MiB")
        if size == 0:
            raise FileEmpty(path, reason="is empty", advice="Check that it was downloaded or saved in full.")
        digest = sha256_of(path)
    except PermissionError:
        return _failed(path, FileForbidden(path))
    except OSError as error:
        return _failed(path, InputError(path, reason=f"cannot be read ({error.strerror})"))
    except InputError as error:
        return _failed(path, error)
    known = _merge(_from_catalogue().get(path.resolve(), NOTHING_GIVEN), given)
    return _Job(
        path=path,
        origin=str(path.resolve()),
        given=known,
        limits=limits,
        fingerprint=fingerprint(digest, known.model_dump_json()),
    )


def _failed(path: Path, error: InputError | Fault) -> Outcome:
    if isinstance(error, Fault):
        return Outcome(path=path, state="fault", error=error.error)
    return Outcome(path=path, state="failed", error=str(error))


@cache
def _from_catalogue() -> dict[Path, GivenMetadata]:
    names = GivenMetadata.model_fields.keys()
    return {
        entry.path.resolve(): GivenMetadata(
            **{n: getattr(entry, n) for n in names if getattr(entry, n, None) is not None}
        )
        for entry in bundled_documents()
    }


def _merge(below: GivenMetadata, above: GivenMetadata) -> GivenMetadata:
    return below.model_copy(update=above.model_dump(exclude_none=True))


def _store_all(jobs: Sequence[_Job], index: Index, settings: Settings) -> Iterator[Outcome]:
    for job, made in _make_all(jobs, workers=min(settings.workers, len(jobs))):
        begun = time.perf_counter()
        if isinstance(made, InputError | Fault):
            yield _failed(job.path, made)
            continue
        entry, seconds = made
        _keep_copy(job.path, kept_copy(settings.data, entry.document.id, entry.document.file))
        known = index.store.fingerprint_of(job.origin) is not None
        index.add([entry])
        yield _outcome(job.path, entry, known, seconds + time.perf_counter() - begun)


def _outcome(path: Path, entry: Entry, replaced: bool, seconds: float) -> Outcome:
    counts: dict[str, int] = {}
    for fact in entry.facts:
        counts[fact.kind] = counts.get(fact.kind, 0) + 1
    return Outcome(
        path=path,
        state="replaced" if replaced else "added",
        document_id=entry.document.id,
        title=entry.document.title,
        passages=len(entry.passages),
        facts=counts,
        findings=tuple(entry.document.integrity.findings),
        seconds=round(seconds, 3),
    )


def _make_all(jobs: Sequence[_Job], *, workers: int) -> Iterator[tuple[_Job, Made]]:
    if workers < 2:
        yield from ((job, make_entry(job)) for job in jobs)
        return
    with ProcessPoolExecutor(workers, max_tasks_per_child=50) as pool:
        futures = [(job, pool.submit(make_entry, job)) for job in jobs]
        yield from ((job, _result(job, future)) for job, future in futures)


def _result(job: _Job, future: "Future[Made]") -> Made:
    try:
        return future.result()
    except BrokenProcessPool:
        return FileDamaged(job.path, reason="made its reader stop", advice="Ingest it alone to see the cause.")


def make_entry(job: _Job) -> Made:
    """Read one file and make all that the store keeps of it; a file that cannot be read is returned as its error."""
    begun = time.perf_counter()
    try:
        entry = _entry(job)
    except InputError as error:
        return error
    except Exception as error:  # one file's fault must not stop the others; it is reported and logged in full
        return Fault(error=report_fault(job.path, error))
    return entry, time.perf_counter() - begun


def _entry(job: _Job) -> Entry:
    from extractors import extract_facts

    document = read(job.path, given=job.given, limits=job.limits)
    passages = make_passages(document)
    return Entry(
        document=document,
        origin=job.origin,
        fingerprint=job.fingerprint,
        passages=tuple(passages),
        contexts=tuple(passage_context(document, passage) for passage in passages),
        facts=tuple(extract_facts(document)),
    )


def _drop_copies(folder: Path, kept: set[str]) -> None:
    """Remove the copies of documents that have left the store."""
    for file in (folder / "files").glob("doc_*"):
        if file.name.split(".")[0] not in kept:
            file.unlink(missing_ok=True)


def _keep_copy(source: Path, target: Path) -> None:
    """Copy under another name, then rename: a copy is whole or not there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(source, partial)
    partial.replace(target)
