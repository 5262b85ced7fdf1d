"""One file, read and cut and searched for facts: all that the store keeps of it, or why there is nothing."""

import time
from functools import cache
from pathlib import Path

from corpus.catalogue import bundled_documents
from corpus.document import Record, content_id, printable
from corpus.errors import FileForbidden, InputError
from corpus.facts import pack_facts
from corpus.own_rules import OwnRules, in_use, put_in_use
from extractors import find_definitions, iter_facts
from index import Entry
from pipeline.copies import sha256_of
from pipeline.downloads.manifest import given_of
from pipeline.faults import report_fault
from pipeline.metadata import GivenMetadata
from pipeline.passages import make_passages, passage_context
from pipeline.readers import DEFAULT_LIMITS, ReadLimits, read
from pipeline.readers.sniff import check_size
from pipeline.recipe import fingerprint

NOTHING_GIVEN = GivenMetadata()


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
