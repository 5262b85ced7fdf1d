"""From files to the index: read, cut into passages, extract facts, store; only what has changed is done again."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus.document import Record
from corpus.errors import InputError
from extractors import use_rules
from index import Entry, Filters, Index
from pipeline.copies import drop_copies, keep_copy, kept_copy
from pipeline.faults import given_up
from pipeline.inputs import Inputs, find_inputs
from pipeline.limited import bounds_of
from pipeline.making import NOTHING_GIVEN, Fault, Job, Made, job_of, make_entry
from pipeline.metadata import GivenMetadata
from pipeline.settings import Settings
from pipeline.workers import Ending, run_all

State = Literal["added", "replaced", "unchanged", "failed", "fault"]


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
