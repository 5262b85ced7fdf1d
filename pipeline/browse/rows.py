"""A page of rows, each with its words, its place and its document, without loading whole documents."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from corpus.facts import Fact, Figure, Objective
from index import DocumentSummary, Store
from index.listing import ListedRow, Sheet
from index.wanted import Sorting, Wanted
from pipeline.currency import statuses_of, summaries_of
from pipeline.dates import financial_year_of
from pipeline.links import links_of
from pipeline.revisions import once_a_revision

BrowsedRow: TypeAlias = dict[str, Any]
Key = TypeVar("Key")
Kept = TypeVar("Kept")
SIZE = 50  # rows of a page
COUNTED = 256  # listings whose number of rows is remembered
FAR, ORDERED = 2000, 8  # rows from which on a listing is sorted whole; such listings that are remembered, 8 bytes a row
_APART = {"kind", "id", "document_id", "start", "end", "evidence", "rule", "confidence"}


class RowsPage(NamedTuple):
    """A page of a listing: its rows, how many rows there are in all, which page this is and how many there are."""

    rows: tuple[BrowsedRow, ...]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        """The number of its first row, from 1; 0 where there is none."""
        return (self.number - 1) * SIZE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def rows_page(store: Store, wanted: Wanted, sorting: Sorting, *, number: int = 1) -> RowsPage:
    """A page of rows, SIZE of them; the last page where there are not as many."""
    with store.snapshot():
        total = _count(store, wanted)
        pages = max(1, -(-total // SIZE))
        number = min(max(1, number), pages)
        keys = _keys(store, wanted, sorting, (number - 1) * SIZE)
        return RowsPage(tuple(browsed_rows(store, keys)), total, number, pages)


def listed_rows(store: Store, wanted: Wanted, sorting: Sorting | None = None, *, limit: int = -1) -> list[BrowsedRow]:
    """The rows of a listing, at most `limit` of them."""
    with store.snapshot():
        return browsed_rows(store, store.listing.keys(wanted, sorting or Sorting(), limit=limit))


def browsed_rows(store: Store, keys: Sequence[int]) -> list[BrowsedRow]:
    """The rows of these keys, in their order, each with what its document is. Call it in a snapshot.

    A row has the fields of docs/rows.md but for those that need its whole document (boxes, prefix, suffix,
    quote_source, evidence), its section is the title and the nearest heading; besides it has `title`, `published`,
    `document_kind`, `year` (as listings sort by it), `document_status` and `links`.
    """
    documents, statuses = summaries_of(store), statuses_of(store)
    return [
        _row(row, documents[row.document_id], statuses[row.document_id], _sheets(store, row.document))
        for row in store.listing.rows(keys)
    ]


def _row(listed: ListedRow, document: DocumentSummary, status: str, sheets: Sequence[Sheet]) -> BrowsedRow:
    fact = listed.fact
    sheet = _sheet_of(sheets, fact.start)
    page = sheet.number if sheet else None
    return {
        "kind": fact.kind,
        "id": fact.id,
        "document": document.file,
        "document_id": document.id,
        "quote": listed.quote,
        "start": fact.start,
        "end": fact.end,
        "page": page,
        "page_label": sheet.label if sheet else None,
        "section": [document.title, *([listed.heading] if listed.heading and listed.heading != document.title else [])],
        **fact.model_dump(mode="json", exclude=_APART),
        "rule": fact.rule,
        "confidence": fact.confidence,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "document_kind": document.kind,
        "year": _year(fact, document),
        "document_status": status,
        "links": links_of(document, fact.start, fact.end, page=page, passage_id=None),
    }


def _year(fact: Fact, document: DocumentSummary) -> str | None:
    """The year that index.wanted.YEAR sorts by: of the guidance, of the deadline or period, or of the document."""
    if isinstance(fact, Objective):
        day = fact.deadline.date if fact.deadline else None
        return fact.planning_year or (financial_year_of(day) if day else document.financial_year)
    day = fact.period.end if isinstance(fact, Figure) and fact.period else None
    return financial_year_of(day) if day else document.financial_year


def _sheet_of(sheets: Sequence[Sheet], offset: int) -> Sheet | None:
    """The page that holds an offset, as `Document.page_of` finds it."""
    return sheets[max(0, bisect_right(sheets, offset, key=lambda sheet: sheet.start) - 1)] if sheets else None


@once_a_revision
def _counts(store: Store) -> dict[Wanted, int]:
    return {}  # filled as it is asked: the pages of a listing ask for the same count again and again


def _count(store: Store, wanted: Wanted) -> int:
    known = _counts(store)
    found = known.get(wanted)
    if found is None:
        found = store.listing.count(wanted)
        _remember(known, wanted, found, most=COUNTED)
    return found


def _keys(store: Store, wanted: Wanted, sorting: Sorting, offset: int) -> Sequence[int]:
    """The keys of a page. One far in would sort all rows up to it: there all are sorted once, and kept."""
    if offset < FAR:
        return store.listing.keys(wanted, sorting, limit=SIZE, offset=offset)
    known = _orders(store)
    found = known.get((wanted, sorting))
    if found is None:
        found = array("q", store.listing.keys(wanted, sorting))
        _remember(known, (wanted, sorting), found, most=ORDERED)
    return found[offset : offset + SIZE]


@once_a_revision
def _orders(store: Store) -> dict[tuple[Wanted, Sorting], "array[int]"]:
    return {}  # filled as far pages are asked for


def _remember(known: dict[Key, Kept], key: Key, value: Kept, *, most: int) -> None:
    if len(known) >= most:
        known.clear()
    known[key] = value


@once_a_revision
def _all_sheets(store: Store) -> dict[int, tuple[Sheet, ...]]:
    return {}  # filled as documents are shown


def _sheets(store: Store, document: int) -> tuple[Sheet, ...]:
    known = _all_sheets(store)
    if document not in known:
        known[document] = store.listing.sheets(document)
    return known[document]
