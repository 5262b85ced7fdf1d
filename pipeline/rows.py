"""Rows of facts: straight from files, or from the index with filters."""

import json
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SkipValidation

from corpus.document import Document, Record
from corpus.errors import InputError
from corpus.facts import FactKind
from corpus.own_rules import OwnRules, in_use, put_in_use
from corpus.packed import Packed
from corpus.rows import FactRow, fact_row, row_columns
from extractors import facts_by_part, find_unclaimed, iter_facts
from index import Filters, Store
from index.paging import EveryFact, KeyedFact, RowKey, facts_page
from index.wanted import Wanted
from pipeline.faults import given_up, report_fault
from pipeline.inputs import find_inputs
from pipeline.limited import bounds_of
from pipeline.readers import ReadLimits, read
from pipeline.workers import Ending, run_all

Row = dict[str, Any]
PAGE = 500  # rows that are read at a time
NO_ROWS: Packed[Row] = Packed((), 0, json.loads)
UNCLAIMED = ("kind", "document", "reason", "quote", "start", "end", "section")


class FileRows(Record):
    """The rows of one file, or why there are none; a `fault` is remit's doing and not the file's."""

    path: Path
    rows: SkipValidation[Packed[Row]] = NO_ROWS
    error: str | None = None
    fault: bool = False


class RowPage(NamedTuple):
    """Rows, and the key of the last of them where more follow."""

    rows: list[FactRow]
    next: RowKey | None


class _Job(Record):
    path: Path
    limits: ReadLimits
    rules: OwnRules | None
    kinds: tuple[FactKind, ...]
    unclaimed: bool


def extract_rows(
    paths: Sequence[Path],
    *,
    limits: ReadLimits,
    kinds: Collection[FactKind],
    unclaimed: bool = False,
    workers: int = 1,
) -> Iterator[FileRows]:
    """The rows of each file that the paths name, without an index, by the rules that are in use in this process.

    Args:
        paths: files, folders or globs.
        limits: what a file may be at most.
        kinds: which facts.
        unclaimed: instead of facts, the sentences and cells with a number or a deadline that became none, and why.
        workers: processes that read and extract.
    """
    inputs = find_inputs(paths)
    yield from (FileRows(path=path, error=error) for path, error in inputs.failures)
    wanted = {"limits": limits, "rules": in_use(), "kinds": tuple(kinds), "unclaimed": unclaimed}
    jobs = [_Job(path=path, **wanted) for path in inputs.files]
    for _, found in run_all(rows_of_file, jobs, workers=workers, bounds=bounds_of(limits), given_up=_given_up):
        yield found


def unclaimed_rows(document: Document) -> Iterator[Row]:
    """Sentences and cells with a number, a percentage or a deadline that became no fact, with the reason."""
    for part, facts in facts_by_part(document):
        for one in find_unclaimed(document, facts, part=part):
            yield {
                "kind": "unclaimed",
                "document": document.file,
                "reason": one.reason,
                "quote": document.quote(one),
                "start": one.start,
                "end": one.end,
                "section": list(document.section_of(one.start).path),
            }


def columns_of(kinds: Iterable[FactKind]) -> list[str]:
    """The columns of a table that holds rows of these kinds, each once, in order."""
    return list(dict.fromkeys(column for kind in kinds for column in row_columns(kind)))


def stored_rows(store: Store, kind: FactKind, filters: Filters) -> Generator[FactRow, None, None]:
    """The rows of one kind in the index, in the order of documents and of their texts, all of one state of it.

    They are read a page at a time. Close it before the store where it may not be read to its end.
    """
    with store.snapshot():
        for page in row_pages(store, EveryFact(kind=kind, filters=filters)):
            yield from page


def row_pages(
    store: Store, wanted: Wanted | EveryFact, *, after: RowKey | None = None, size: int = PAGE
) -> Iterator[list[FactRow]]:
    """All rows, a page at a time, each of one state of the index; nothing is held open between two pages.

    Args:
        store: where they are.
        wanted: which.
        after: the row that they come after.
        size: of a page.
    """
    found = rows_page(store, wanted, after=after, limit=size)
    while found.rows:
        yield found.rows
        found = rows_page(store, wanted, after=found.next, limit=size) if found.next else RowPage([], None)


def rows_page(store: Store, wanted: Wanted | EveryFact, *, after: RowKey | None = None, limit: int) -> RowPage:
    """The next rows in the order of files, documents and texts; arguments as in `index.paging.facts_page`."""
    with store.snapshot():
        found = facts_page(store, wanted, after=after, limit=limit + 1)
        rows = [_row(store, one) for one in found[:limit]]
    return RowPage(rows, found[limit - 1].key if len(found) > limit else None)


def _row(store: Store, found: KeyedFact) -> FactRow:
    return fact_row(store.document(found.key.document_id), found.fact)


def rows_of_file(job: _Job) -> FileRows:
    """The rows of one file, or why there are none."""
    put_in_use(job.rules)
    try:
        document = read(job.path, limits=job.limits)
        facts = iter_facts(document, kinds=job.kinds)
        rows = unclaimed_rows(document) if job.unclaimed else (fact_row(document, fact) for fact in facts)
        return FileRows(path=job.path, rows=Packed.of((json.dumps(row).encode() for row in rows), json.loads))
    except InputError as error:
        return FileRows(path=job.path, error=str(error))
    except MemoryError:
        raise  # it ends the process: what is left of it would be missing for the next file
    except Exception as error:  # one file's fault must not stop the others; it is reported and logged in full
        return FileRows(path=job.path, error=report_fault(job.path, error), fault=True)


def _given_up(job: _Job, ending: Ending) -> FileRows:
    return FileRows(path=job.path, error=str(given_up(job.path, ending, job.limits)))
