"""From files to the index: read, cut into passages, extract facts, store; only what has changed is done again."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus.catalogue import bundled_documents
from corpus.document import Record, content_id
from corpus.errors import FileDamaged, FileEmpty, FileForbidden, FileTooLarge, InputError
from index import Entry, Filters, Index
from pipeline.copies import drop_copies, keep_copy, kept_copy
from pipeline.faults import report_fault
from pipeline.inputs import Inputs, find_inputs
from pipeline.metadata import GivenMetadata
from pipeline.passages import make_passages, passage_context
from pipeline.readers import ReadLimits, read
from pipeline.recipe import fingerprint
from pipeline.settings import Settings
from pipeline.workers import run_all

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
    document_id: str
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
    before = {summary.id for summary in index.store.documents()}
    jobs: list[_Job] = []
    for path in inputs.files:
        job = _job(path, given, settings.limits)
        if isinstance(job, Outcome):
            yield job
        elif index.store.fingerprint_of(job.origin) == job.fingerprint:
            keep_copy(path, kept_copy(settings.data, job.document_id, path.name))
            yield Outcome(path=path, state="unchanged")
        else:
            jobs.append(job)
    yield from _store_all(jobs, index, settings)
    drop_copies(settings.data, before - {summary.id for summary in index.store.documents()})
    index.refresh()


def remove_documents(index: Index, folder: Path, names: Sequence[str]) -> list[str]:
    """Remove documents with all that was made of them; returns the names that no document has.

    Args:
        index: where they are.
        folder: the folder of the index, where the copies of files are.
        names: ids or file names; a file name that several documents have removes them all.
    """
    found = {name: index.store.documents(Filters(documents=(name,))) for name in names}
    removed = {summary.id for summaries in found.values() for summary in summaries}
    for document_id in removed:
        index.store.remove(document_id)
    drop_copies(folder, removed)
    index.refresh()
    return [name for name, summaries in found.items() if not summaries]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


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
        document_id=content_id("doc", digest),
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
    for job, made in run_all(make_entry, jobs, workers=min(settings.workers, len(jobs)), crashed=_stopped):
        begun = time.perf_counter()
        if isinstance(made, InputError | Fault):
            yield _failed(job.path, made)
            continue
        entry, seconds = made
        keep_copy(job.path, kept_copy(settings.data, job.document_id, job.path.name))
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


def _stopped(job: _Job) -> Made:
    return FileDamaged(job.path, reason="made its reader stop", advice="Save it anew in the program that made it.")


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
