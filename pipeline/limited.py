"""Reading a file within limits of time and memory, in a process of its own."""

from pathlib import Path

from corpus.document import Document, Record
from corpus.errors import InputError
from corpus.own_rules import OwnRules, in_use, put_in_use
from pipeline.faults import given_up
from pipeline.metadata import GivenMetadata
from pipeline.readers import DEFAULT_LIMITS, ReadLimits, read
from pipeline.workers import Bounds, Ending, run_one


class _Job(Record):
    path: Path
    given: GivenMetadata | None
    limits: ReadLimits
    rules: OwnRules | None


def read_limited(path: Path, *, given: GivenMetadata | None = None, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
    """The document that a file holds, as `pipeline.readers.read`, whatever the file may do to its reader.

    Args:
        path: the file.
        given: what is known of it already; wins over what the file says.
        limits: sizes, seconds and memory beyond which it is given up.

    Raises:
        InputError: it cannot be read, makes its reader crash, or takes more time or memory than it may.
    """
    job = _Job(path=Path(path), given=given, limits=limits, rules=in_use())
    found = run_one(_read, job, bounds=bounds_of(limits), given_up=_given_up)
    if isinstance(found, InputError):
        raise found
    return found


def bounds_of(limits: ReadLimits) -> Bounds:
    """What a process that reads may take."""
    return Bounds(seconds=limits.max_seconds, memory=limits.max_memory)


def _read(job: _Job) -> Document | InputError:
    put_in_use(job.rules)  # they may name publishers
    try:
        return read(job.path, given=job.given, limits=job.limits)
    except InputError as error:
        return error


def _given_up(job: _Job, ending: Ending) -> InputError:
    return given_up(job.path, ending, job.limits)
