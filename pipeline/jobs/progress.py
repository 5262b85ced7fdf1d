"""What becomes of the files of a job: each stage and outcome that `ingest` tells, told to the queue."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import content_id, printable
from index import DocumentSummary, Index
from pipeline.intake import Outcome, State
from pipeline.jobs.folders import paths_of
from pipeline.jobs.queue import Queue
from pipeline.jobs.records import Job, JobFile

ORIGIN = "upload:"


def origin_of(document_id: str) -> str:
    """The origin of an uploaded document: its content. The same file again is the same; a namesake is another."""
    return f"{ORIGIN}{document_id}"


def looked_up(job: Job, index: Index) -> Job:
    """Say of each file, once, whether its document is there; one that came in otherwise than by upload is left."""
    there = {summary.id: summary for summary in index.store.documents()}
    files = tuple(_looked_up(file, there) for file in job.files)
    return job.model_copy(update={"files": files, "note": None})


def _looked_up(file: JobFile, there: Mapping[str, DocumentSummary]) -> JobFile:
    summary = there.get(_document_id(file))
    known = file if file.was_there is not None else file.model_copy(update={"was_there": summary is not None})
    if file.state == "done" or not known.was_there or not summary or summary.origin.startswith(ORIGIN):
        return known
    ended = {"state": "done", "outcome": "unchanged", **_found(summary, file, there.values())}
    return known.model_copy(update=ended)


class Progress:
    """What becomes of the files of one run of a job. Files of the same content share one outcome."""

    def __init__(self, queue: Queue, data: Path, index: Index, job_id: str) -> None:
        self._queue, self._data, self._index, self._job_id = queue, data, index, job_id
        job = queue.get(job_id)
        assert job is not None  # noqa: S101 (it was changed a moment ago)
        self._files = dict(zip(paths_of(data, job), job.files, strict=True))

    def todo(self) -> list[Path]:
        """The files that have no outcome yet, of several with the same content the first."""
        first: dict[str, Path] = {}
        for path, file in self._files.items():
            if file.state != "done":
                first.setdefault(file.sha256, path)
        return list(first.values())

    def origins(self) -> dict[Path, str]:
        """What each file is known by in the store."""
        return {path: origin_of(_document_id(file)) for path, file in self._files.items()}

    def reading(self, path: Path) -> None:
        """A file is read now."""
        self._put({self._files[path].sha256: {"state": "reading"}})

    def storing(self, path: Path, todo: Sequence[Path]) -> None:
        """A file has been read and is stored now, while the next one is read."""
        states: dict[str, dict[str, Any]] = {self._files[path].sha256: {"state": "storing"}}
        for following in todo[todo.index(path) + 1 :][:1]:
            states[self._files[following].sha256] = {"state": "reading"}
        self._put(states)

    def done(self, outcome: Outcome) -> None:
        """A file has its outcome."""
        file = self._files[outcome.path]
        there = self._index.store.documents()
        summary = next((one for one in there if one.id == _document_id(file)), None)
        told = {"outcome": _outcome(outcome, file), "error": self._error(outcome), "seconds": outcome.seconds}
        known = _found(summary, file, there) if summary and not outcome.error else {}
        self._put({file.sha256: {"state": "done", **told, **known}})

    def _error(self, outcome: Outcome) -> str | None:
        """Why there is no document, with the file's name where the message has its path."""
        if outcome.error is None:
            return None
        error = outcome.error.replace(printable(str(outcome.path)), self._files[outcome.path].file)
        return without_folder(error, self._data)

    def _put(self, updates: dict[str, dict[str, Any]]) -> None:
        def change(job: Job) -> Job:
            files = (
                file.model_copy(update=updates.get(file.sha256, {})) if _waits(file) else file for file in job.files
            )
            return job.model_copy(update={"files": tuple(files)})

        self._queue.change(self._job_id, change)


def _waits(file: JobFile) -> bool:
    return file.state != "done"


def _outcome(outcome: Outcome, file: JobFile) -> State:
    """As it is to the job as a whole: a document that a run before this one stored was added by it."""
    return "added" if outcome.state == "unchanged" and not file.was_there else outcome.state


def _found(summary: DocumentSummary, file: JobFile, there: Collection[DocumentSummary]) -> dict[str, Any]:
    """What the index holds of a file's document."""
    return {
        "document_id": summary.id,
        "title": summary.title,
        "passages": summary.passages,
        "facts": summary.facts,
        "findings": summary.findings,
        "same_name": tuple(one.id for one in there if one.file == file.file and one.id != summary.id),
    }


def _document_id(file: JobFile) -> str:
    return content_id("doc", file.sha256)


def without_folder(message: str, data: Path) -> str:
    """A message that readers of the web pages may see: the machine's folders do not concern them."""
    for folder in (str(data.resolve()), str(data)):
        if folder not in (".", "/"):
            message = message.replace(f"{folder}/", "").replace(folder, "the index")
    return message
