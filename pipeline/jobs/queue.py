"""The jobs of a folder, in a SQLite file of their own: the store is made from documents alone, these are not.

A job is one record (JSON), changed as a whole in one transaction; its state stands in a column too.
"""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from corpus.errors import RemitError
from pipeline.jobs.records import ENDED, Job, now
from pipeline.ledger import Ledger

FILE = "jobs.sqlite"
KEPT = 500  # jobs that have ended and are still shown
SCHEMA = """
CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    record TEXT NOT NULL                        -- JSON of the Job
);
CREATE INDEX jobs_by_state ON jobs (state, sequence)
"""
_ENDED = json.dumps(sorted(ENDED))


class QueueFull(RemitError):
    """As many uploads wait as may."""


class Queue:
    """The jobs in `jobs.sqlite` of a folder. May be used by several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder / FILE, schema=SCHEMA)

    @property
    def exists(self) -> bool:
        """Whether a job was ever accepted here."""
        return self._ledger.path.is_file()

    def add(self, job: Job, *, most: int) -> None:
        """Keep a job; when this returns, it is on the disk.

        Args:
            job: that was accepted.
            most: jobs that may wait at once.

        Raises:
            QueueFull: so many wait already.
        """
        with self._ledger.writing() as connection:
            self._refuse_beyond(connection, most)
            connection.execute(
                "INSERT INTO jobs (id, state, record) VALUES (?, ?, ?)", (job.id, job.state, job.model_dump_json())
            )
            connection.execute(
                "DELETE FROM jobs WHERE state IN (SELECT value FROM json_each(?)) AND sequence <= (SELECT sequence"
                " FROM jobs WHERE state IN (SELECT value FROM json_each(?)) ORDER BY sequence DESC LIMIT 1 OFFSET ?)",
                (_ENDED, _ENDED, KEPT),
            )

    def refuse_beyond(self, most: int) -> None:
        """Refuse before anything is received.

        Raises:
            QueueFull: so many jobs wait already.
        """
        with self._ledger.reading() as connection:
            self._refuse_beyond(connection, most)

    def get(self, job_id: str) -> Job | None:
        """A job; None where there is none."""
        with self._ledger.reading() as connection:
            row = connection.execute("SELECT record FROM jobs WHERE id = ?", (job_id,)).fetchone()
        return Job.model_validate_json(row[0]) if row else None

    def recent(self, *, limit: int = 50) -> list[Job]:
        """The newest jobs, the newest first."""
        with self._ledger.reading() as connection:
            rows = connection.execute("SELECT record FROM jobs ORDER BY sequence DESC LIMIT ?", (limit,)).fetchall()
        return [Job.model_validate_json(record) for (record,) in rows]

    def unended(self) -> set[str]:
        """The ids of jobs whose files are still wanted."""
        query = "SELECT id FROM jobs WHERE state NOT IN (SELECT value FROM json_each(?))"
        with self._ledger.reading() as connection:
            return {job_id for (job_id,) in connection.execute(query, (_ENDED,))}

    def ahead(self, job_id: str) -> int:
        """How many jobs come before a job that waits."""
        query = (
            "SELECT count(*) FROM jobs WHERE state NOT IN (SELECT value FROM json_each(?))"
            " AND sequence < (SELECT sequence FROM jobs WHERE id = ?)"
        )
        with self._ledger.reading() as connection:
            return int(connection.execute(query, (_ENDED, job_id)).fetchone()[0])

    def claim(self) -> Job | None:
        """The oldest job that has not ended, now running; None where all have.

        Only the one process that runs jobs may call it, and only between two of them: a job that is said to be running
        then was left by a process that died.
        """
        if not self.unended():
            return None
        query = "SELECT record FROM jobs WHERE state NOT IN (SELECT value FROM json_each(?)) ORDER BY sequence LIMIT 1"
        with self._ledger.writing() as connection:
            [record] = connection.execute(query, (_ENDED,)).fetchone()
            job = requeued(Job.model_validate_json(record))
            return _put(connection, job.model_copy(update={"state": "running", "started": now()}))

    def running(self) -> list[Job]:
        """The jobs that are said to be running."""
        with self._ledger.reading() as connection:
            rows = connection.execute("SELECT record FROM jobs WHERE state = 'running'").fetchall()
        return [Job.model_validate_json(record) for (record,) in rows]

    def change(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Change a job as a whole.

        Args:
            job_id: the job.
            change: from the job as it stands to the job as it shall be.

        Raises:
            KeyError: there is no such job.
        """
        with self._ledger.writing() as connection:
            row = connection.execute("SELECT record FROM jobs WHERE id = ?", (job_id,)).fetchone()
            if not row:
                raise KeyError(job_id)
            return _put(connection, change(Job.model_validate_json(row[0])))

    @staticmethod
    def _refuse_beyond(connection: sqlite3.Connection, most: int) -> None:
        waiting = connection.execute("SELECT count(*) FROM jobs WHERE state = 'queued'").fetchone()[0]
        if waiting >= most:
            raise QueueFull(f"{waiting} uploads are waiting already. Try again when some of them have been read.")


def requeued(job: Job) -> Job:
    """The job as it waits for another run; what was finished is found unchanged then."""
    files = tuple(f if f.state == "done" else f.model_copy(update={"state": "queued"}) for f in job.files)
    return job.model_copy(update={"state": "queued", "files": files, "note": None})


def _put(connection: sqlite3.Connection, job: Job) -> Job:
    changed = job.model_copy(update={"revision": job.revision + 1})
    connection.execute(
        "UPDATE jobs SET state = ?, record = ? WHERE id = ?", (changed.state, changed.model_dump_json(), changed.id)
    )
    return changed
