"""Reports of errors in rows and passages, kept with the row as it was, until somebody has looked at them.

They stand in a SQLite file of their own beside the store: they come from people and cannot be made again.
"""

import secrets
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator

from corpus.document import Record, printable
from corpus.errors import RemitError
from corpus.rows import fact_row
from index import Store
from index.within import fact_in
from pipeline.ledger import Ledger

FILE = "reports.sqlite"
MOST = 10_000  # reports that are kept; of more, those that are done give way, and then no other is taken
MOST_WORDS, MOST_CONTACT, MOST_QUOTE = 2000, 200, 5000  # characters
SCHEMA = """
CREATE TABLE reports (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    record TEXT NOT NULL                        -- JSON of the Report
);
CREATE INDEX reports_by_state ON reports (state, sequence)
"""
_DROP_OLDEST_DONE = """
DELETE FROM reports WHERE sequence = (SELECT sequence FROM reports WHERE state = 'done' ORDER BY sequence LIMIT 1)
"""
Wrong = Literal["number", "date", "body", "metric", "obligation", "not_a_target", "missing", "text", "other"]
ReportState = Literal["open", "done"]
WRONG: dict[Wrong, str] = {
    "number": "The number, its unit or its direction",
    "date": "The date or the period",
    "body": "Who must do it",
    "metric": "What it is about",
    "obligation": "How binding it is",
    "not_a_target": "It is no target or figure at all",
    "missing": "Something that stands there is missing",
    "text": "The text is not what the document says",
    "other": "Something else",
}
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS)]


class ReportGiven(Record):
    """What somebody says is wrong, and where.

    Attributes:
        document_id: the document.
        start: first code point of the place in its text.
        end: the one behind the last.
        fact_id: the row, where it is about one.
        wrong: what is wrong, of a list.
        words: what should stand there, or what is wrong, in words.
        contact: how to reach who says so; whoever reviews the report sees it, nobody else.
    """

    document_id: str = Field(max_length=100, examples=["doc_0123456789abcdef"])
    start: int = Field(ge=0, le=2**31)
    end: int = Field(ge=1, le=2**31)
    fact_id: str | None = Field(default=None, max_length=100)
    wrong: Wrong
    words: Words = ""
    contact: str | None = Field(default=None, max_length=MOST_CONTACT)

    @field_validator("words", "contact")
    @classmethod
    def _shown_later(cls, value: str | None) -> str | None:
        """Nothing that would write outside its line in a terminal; lines of words stay lines."""
        if value is None:
            return None
        return "\n".join(printable(line) for line in value.replace("\r\n", "\n").split("\n")).strip()


class Report(ReportGiven):
    """A report with all that is wanted to review it, also when the row has changed since.

    Attributes:
        id: of the report.
        state: `done` when somebody has dealt with it.
        created: when it came.
        document: name of the document's file.
        title: of the document.
        quote: the words of the place.
        row: of the fact, as it was, or null.
        revision: of the index then.
        remit: the version of remit then.
        finished: when it was dealt with.
    """

    id: str
    state: ReportState = "open"
    created: datetime
    document: str
    title: str
    quote: str
    row: dict[str, Any] | None = None
    revision: int
    remit: str
    finished: datetime | None = None


class ReportRefused(RemitError):
    """A report that cannot be kept.

    Args:
        reason: why, in sentences.
        status: the HTTP status that says so.
    """

    def __init__(self, reason: str, status: int) -> None:
        self.status = status
        super().__init__(reason)


class Place(Record):
    """What a report would be about: the words of a place, and the row, where it names one."""

    document: str
    title: str
    quote: str
    row: dict[str, Any] | None


def place_of(store: Store, document_id: str, start: int, end: int, fact_id: str | None) -> Place:
    """What stands at a place.

    Raises:
        ReportRefused: there is no such document, place or row.
    """
    with store.snapshot():
        try:
            document = store.document(document_id)
        except KeyError:
            raise ReportRefused("No document in the index has this id. It may have been replaced.", 404) from None
        if not start < end <= len(document.text):
            raise ReportRefused("The document has no such place. Open the row anew and report it from there.", 404)
        fact = fact_in(store, document_id, fact_id) if fact_id else None
        if fact_id and fact is None:
            raise ReportRefused("The document has no such row now. Open it anew and report it from there.", 404)
    return Place(
        document=document.file,
        title=document.title,
        quote=document.text[start : min(end, start + MOST_QUOTE)],
        row=fact_row(document, fact) if fact else None,
    )


def report_of(given: ReportGiven, store: Store) -> Report:
    """What is kept of a report: what is given, and what it is about as it stands now.

    Raises:
        ReportRefused: there is no such document, place or row.
    """
    with store.snapshot():
        place = place_of(store, given.document_id, given.start, given.end, given.fact_id)
        revision = store.revision
    return Report(
        **given.model_dump(),
        **place.model_dump(),
        id=f"rep_{secrets.token_hex(8)}",
        created=datetime.now(UTC).replace(microsecond=0),
        revision=revision,
        remit=version("remit"),
    )


class Reports:
    """The reports of a folder. May be used by several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder / FILE, schema=SCHEMA)

    def add(self, report: Report, *, most: int = MOST) -> None:
        """Keep a report; it is on the disk when this returns.

        Raises:
            ReportRefused: as many as may be kept are still to be reviewed.
        """
        with self._ledger.writing() as connection:
            kept = connection.execute("SELECT count(*) FROM reports").fetchone()[0]
            if kept >= most and not connection.execute(_DROP_OLDEST_DONE).rowcount:
                raise ReportRefused("So many reports wait for review that no other is taken. Try again later.", 503)
            connection.execute(
                "INSERT INTO reports (id, state, record) VALUES (?, ?, ?)",
                (report.id, report.state, report.model_dump_json()),
            )

    def newest(self, *, state: ReportState | None = None, limit: int = MOST, before: str | None = None) -> list[Report]:
        """Reports, the newest first.

        Args:
            state: only those of this state.
            limit: how many at most.
            before: only those that came before the report of this id.
        """
        query = (
            "SELECT record FROM reports WHERE (? IS NULL OR state = ?)"
            " AND (? IS NULL OR sequence < (SELECT sequence FROM reports WHERE id = ?)) ORDER BY sequence DESC LIMIT ?"
        )
        with self._ledger.reading() as connection:
            rows = connection.execute(query, (state, state, before, before, limit)).fetchall()
        return [Report.model_validate_json(record) for (record,) in rows]

    def finish(self, report_id: str) -> bool:
        """Mark a report as done; False where there is none of this id."""
        with self._ledger.writing() as connection:
            row = connection.execute("SELECT record FROM reports WHERE id = ?", (report_id,)).fetchone()
            if row is None:
                return False
            done = {"state": "done", "finished": datetime.now(UTC).replace(microsecond=0)}
            report = Report.model_validate_json(row[0]).model_copy(update=done)
            connection.execute(
                "UPDATE reports SET state = 'done', record = ? WHERE id = ?", (report.model_dump_json(), report_id)
            )
        return True
