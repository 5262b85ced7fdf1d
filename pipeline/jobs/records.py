"""A job and its files, as they are kept and as the API shows them."""

import secrets
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from corpus.document import Record
from pipeline.intake import State as Outcome

JobState = Literal["queued", "running", "done", "failed"]
FileState = Literal["queued", "reading", "storing", "done"]
ENDED: frozenset[JobState] = frozenset({"done", "failed"})


class JobFile(Record):
    """One file of a job, and what became of it.

    Attributes:
        file: its name, without a folder.
        bytes: its size.
        sha256: of its bytes.
        media_type: by its first bytes and its name; what the client said it was is not believed.
        state: where it is on its way; `done` also where it could not be read.
        outcome: what it ended as; `unchanged` where a document of the same content was there.
        was_there: whether a document of the same content was in the index when the job first looked.
        document_id: the document it became.
        title: of that document.
        passages: how many the document has.
        facts: how many the document has, by kind.
        findings: what the reader had to repair or could not read, in a sentence each.
        error: why it became no document, and what to do.
        same_name: other documents of the index that have the file's name; they stay.
        seconds: that reading and storing took.
    """

    file: str
    bytes: int = Field(ge=0)
    sha256: str
    media_type: str
    state: FileState = "queued"
    outcome: Outcome | None = None
    was_there: bool | None = None
    document_id: str | None = None
    title: str | None = None
    passages: int = Field(default=0, ge=0)
    facts: dict[str, int] = Field(default_factory=dict)
    findings: tuple[str, ...] = ()
    error: str | None = None
    same_name: tuple[str, ...] = ()
    seconds: float = Field(default=0.0, ge=0)


class Job(Record):
    """Files that were uploaded together, on their way into the index.

    Attributes:
        id: of the job; it cannot be guessed.
        state: `done` when each file has its outcome, also where that is a failure; `failed` when it was given up.
        created: when it was accepted.
        started: when it was run for the last time.
        finished: when it ended.
        crashes: how often the process that ran it has died.
        note: what it waits for, while it runs.
        error: why it was given up, and what to do.
        revision: grows with each change of the job.
        files: in the order they came in.
    """

    id: str
    state: JobState = "queued"
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    crashes: int = Field(default=0, ge=0)
    note: str | None = None
    error: str | None = None
    revision: int = Field(default=1, ge=1)
    files: tuple[JobFile, ...]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def failures(self) -> int:
        """Files that became no document."""
        return sum(file.outcome in ("failed", "fault") for file in self.files)


def new_id() -> str:
    """An id for a job, of 128 bits by chance."""
    return f"job_{secrets.token_hex(16)}"


def now() -> datetime:
    """The time, to the millisecond."""
    found = datetime.now(UTC)
    return found.replace(microsecond=found.microsecond // 1000 * 1000)
