"""From files to the index: read, cut into passages, extract facts, store; only what has changed is done again."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus.catalogue import bundled_documents
from corpus.document import Record, content_id, printable
from corpus.errors import FileForbidden, InputError
from corpus.facts import pack_facts
from corpus.own_rules import OwnRules, in_use, put_in_use
from extractors import find_definitions, iter_facts, use_rules
from index import Entry, Filters, Index
from pipeline.copies import drop_copies, keep_copy, kept_copy, sha256_of
from pipeline.downloads.manifest import given_of
from pipeline.faults import given_up, report_fault
from pipeline.inputs import Inputs, find_inputs
from pipeline.limited import bounds_of
from pipeline.metadata import GivenMetadata
from pipeline.passages import make_passages, passage_context
from pipeline.readers import DEFAULT_LIMITS, ReadLimits, read
from pipeline.readers.sniff import check_size
from pipeline.recipe import fingerprint
from pipeline.settings import Settings
from pipeline.workers import Ending, run_all

State = Literal["added", "replaced", "unchanged", "failed", "fault"]
NOTHING_GIVEN = GivenMetadata()


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


class Job(Record):
    """A file to be read, and what the reading depends on."""

    path: Path
    origin: str
    sha256: str
    document_id: str
    given: GivenMetadata
    fingerprint: str
    limits: ReadLimits
    rules: OwnRules | None


Made = tuple[Entry, float] | InputError | Fault


def ingest(
    paths: Sequence[Path],
    index: Index,
    *,
    settings: Settings,
    given: GivenMetadata = NOTHING_GIVEN,
    started: Callable[[Inputs], None] | None = None,
    storing: Callable[[Path], None] | None = None,
    origins: Mapping[Path, str] | None = None,
) -> Iterator[Outcome]:
    """Bring files, folders and globs into the index, yielding an outcome for each as it is finished.

    Each document is stored whole in one transaction before its outcome is yielded: stopping in between loses no
    finished document. A file that cannot be read is an outcome, not an exception.

    Args:
        paths: files, folders (read with all that is below them) or globs.
        index: where to store.
        settings: limits, workers, and the rule file, which is put in use (RulesError where it cannot be).
        given: metadata that is known beforehand; it wins over what the document says and what the catalogue says.
        started: told which inputs were found, before the first is read.
        storing: told which file has been read and is stored now.
        origins: of files that have another one than their path, which may go (uploads).
    """
    if settings.rules:
        use_rules(settings.rules)
    inputs = find_inputs(paths)
    if started:
        started(inputs)
    yield from (Outcome(path=path, state="failed", error=error) for path, error in inputs.failures)
    index.adopt_encoder()
    before = {summary.id: summary.findings for summary in index.store.documents()}
    jobs: list[Job] = []
    for path in inputs.files:
        try:
            job = job_of(path, given=given, limits=settings.limits, origin=(origins or {}).get(path))
        except InputError as error:
            yield _failed(path, error)
            continue
        if index.store.fingerprint_of(job.origin) == job.fingerprint:
            yield _unchanged(job, settings.data, before.get(job.document_id, ()))
        else:
            jobs.append(job)
    yield from _store_all(jobs, index, settings, storing)
    drop_copies(settings.data, before.keys() - {summary.id for summary in index.store.documents()})
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


def job_of(
    path: Path,
    *,
    given: GivenMetadata = NOTHING_GIVEN,
    limits: ReadLimits = DEFAULT_LIMITS,
    origin: str | None = None,
) -> Job:
    """What there is to do for a file.

    Raises:
        InputError: it is missing, empty, too large, no file, or may not be read.
    """
    try:
        check_size(path, limits.max_bytes)
        digest = sha256_of(path)
    except PermissionError as error:
        raise FileForbidden(path) from error
    except OSError as error:
        raise InputError(path, reason=f"cannot be read ({error.strerror})") from error
    known = _merge(_from_catalogue().get(path.resolve()) or given_of(path) or NOTHING_GIVEN, given)
    return Job(
        path=path,
        origin=origin or printable(str(path.resolve())),
        sha256=digest,
        document_id=content_id("doc", digest),
        given=known,
        limits=limits,
        rules=in_use(),
        fingerprint=fingerprint(digest, known.model_dump_json(), limits.ocr),
    )


def _unchanged(job: Job, folder: Path, findings: tuple[str, ...]) -> Outcome:
    """Nothing to do, unless the kept copy has gone; the findings of before still hold."""
    try:
        keep_copy(job.path, kept_copy(folder, job.document_id, job.path.name), sha256=job.sha256)
    except InputError as error:
        return _failed(job.path, error)
    return Outcome(path=job.path, state="unchanged", findings=findings)


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


def _store_all(
    jobs: Sequence[Job], index: Index, settings: Settings, storing: Callable[[Path], None] | None
) -> Iterator[Outcome]:
    bounds = bounds_of(settings.limits)
    for job, made in run_all(make_entry, jobs, workers=settings.workers, bounds=bounds, given_up=_given_up):
        begun = time.perf_counter()
        if isinstance(made, InputError | Fault):
            yield _failed(job.path, made)
            continue
        entry, seconds = made
        if storing:
            storing(job.path)
        try:
            keep_copy(job.path, kept_copy(settings.data, job.document_id, job.path.name), sha256=job.sha256)
        except InputError as error:
            yield _failed(job.path, error)
            continue
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


def _given_up(job: Job, ending: Ending) -> Made:
    return given_up(job.path, ending, job.limits)


def make_entry(job: Job) -> Made:
    """Read one file and make all that the store keeps of it; a file that cannot be read is returned as its error."""
    begun = time.perf_counter()
    try:
        entry = _entry(job)
    except InputError as error:
        return error
    except MemoryError:
        raise  # it ends the process: what is left of it would be missing for the next file
    except Exception as error:  # one file's fault must not stop the others; it is reported and logged in full
        return Fault(error=report_fault(job.path, error))
    return entry, time.perf_counter() - begun


def _entry(job: Job) -> Entry:
    put_in_use(job.rules)
    document = read(job.path, given=job.given, limits=job.limits)
    passages = make_passages(document)
    return Entry(
        document=document,
        origin=job.origin,
        fingerprint=job.fingerprint,
        passages=tuple(passages),
        contexts=tuple(passage_context(document, passage) for passage in passages),
        facts=pack_facts(iter_facts(document)),
        definitions=tuple(find_definitions(document)),
    )
