"""The address of a list of documents: which it shows, how they are sorted, which page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from api.web.state import Filtered
from api.web.views.choices import Choice, Field
from api.web.views.listings import Removable
from corpus.document import Record
from index import DocumentSummary, Filters, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.wording import kind_words

PATH = "/documents"
SIZE = 50  # documents of a page
By = Literal["title", "publisher", "kind", "year", "date", "objectives", "figures", "passages", "findings"]
DESCENDING: tuple[By, ...] = ("objectives", "figures", "passages", "findings", "year", "date")  # at first
FILTERS = {"year": "Financial year", "kind": "Kind of document", "publisher": "Publisher", "status": "Status"}


class DocumentRow(NamedTuple):
    """A document in the list, with whether a later one takes its place."""

    summary: DocumentSummary
    status: DocumentStatus

    @property
    def year(self) -> str | None:
        """The year it plans for, else its own."""
        return self.summary.planning_year or self.summary.financial_year


class DocumentsPage(NamedTuple):
    """A page of the list; `total` counts all that pass the filters."""

    rows: list[DocumentRow]
    total: int
    number: int
    pages: int


class DocumentList(Record):
    """A list of documents as its address has it.

    Attributes:
        filters: of documents, as the index takes them.
        q: words of the title or of the file's name.
        given: the filters as they were written, by their parameter.
        sort: what the list is sorted by.
        descending: whether the greatest or latest comes first.
        number: which page.
    """

    filters: Filters = Filters()
    q: str = ""
    given: tuple[tuple[str, str], ...] = ()
    sort: By = "title"
    descending: bool = False
    number: int = 1

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a filter."""
        return tuple(value for key, value in self.given if key == name)

    def page(self, store: Store) -> DocumentsPage:
        """Its page; the last one where there are not as many. Call it in a snapshot."""
        statuses = statuses_of(store)
        wanted, words = self.values("status"), self.q.casefold().split()
        rows = [
            DocumentRow(summary, statuses[summary.id])
            for summary in store.documents(self.filters)
            if (not wanted or statuses[summary.id] in wanted) and _has_words(summary, words)
        ]
        pages = max(1, -(-len(rows) // SIZE))
        number = min(self.number, pages)
        shown = _sorted(rows, self.sort, descending=self.descending)[(number - 1) * SIZE : number * SIZE]
        return DocumentsPage(shown, len(rows), number, pages)

    def address(self, path: str = PATH, **changes: Any) -> str:
        """Its address, or that of the same list with some parts changed; another order starts at page 1."""
        changed = self.model_copy(update={"number": 1, **changes}) if changes else self
        pairs = [("q", changed.q)] if changed.q else []
        pairs += changed.given
        if changed.sort != "title" or changed.descending:
            pairs += [("sort", changed.sort), ("order", "descending" if changed.descending else "ascending")]
        pairs += [("page", str(changed.number))] if changed.number > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def address_of_sort(self, path: str, by: By) -> str:
        """The address of the same documents sorted by a column; the other way round where they are already."""
        descending = not self.descending if self.sort == by else by in DESCENDING
        return self.address(path, sort=by, descending=descending)

    def aria_sort(self, by: By) -> str:
        """How a column is sorted, in the words of ARIA."""
        if self.sort != by:
            return "none"
        return "descending" if self.descending else "ascending"

    def removable(self) -> list[Removable]:
        """The filters that are on, each with the address without it."""
        found = [Removable("Words", f"“{self.q}”", self.address(q=""))] if self.q else []
        for name, value in self.given:
            others = tuple(pair for pair in self.given if pair != (name, value))
            found.append(Removable(FILTERS[name], kind_words(value), self.address(given=others)))
        return found


def read_document_list(
    request: Request,
    filters: Filtered,
    q: Annotated[str, Query(max_length=200)] = "",
    status: Literal["", "current", "superseded"] = "",
    sort: Literal["", By] = "",
    order: Literal["", "ascending", "descending"] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> DocumentList:
    """The list that a request asks for."""
    typed = [(name, value) for name in ("year", "kind", "publisher") for value in request.query_params.getlist(name)]
    given = [(name, value) for name, value in (*typed, ("status", status)) if value]
    return DocumentList(
        filters=filters,
        q=" ".join(q.split()),
        given=tuple(dict.fromkeys(given)),
        sort=sort or "title",
        descending=order == "descending",
        number=page,
    )


Listed = Annotated[DocumentList, Depends(read_document_list)]


def list_fields(store: Store, listed: DocumentList) -> list[Field]:
    """The filters of the list. Call it in a snapshot."""
    documents = summaries_of(store).values()
    years = sorted({y for d in documents for y in (d.planning_year, d.financial_year) if y}, reverse=True)
    kinds: dict[str, str] = {kind: kind_words(kind) for kind in sorted({d.kind for d in documents})}
    publishers = sorted({d.publisher for d in documents if d.publisher}, key=str.casefold)
    offered: dict[str, Mapping[str, str]] = {
        "year": {year: year for year in years},
        "kind": kinds,
        "publisher": {name: name for name in publishers},
        "status": {status: status for status in get_args(DocumentStatus)},
    }
    return [_field(listed, name, choices) for name, choices in offered.items() if choices]


def _field(listed: DocumentList, name: str, choices: Mapping[str, str]) -> Field:
    on = listed.values(name)
    known = {**choices, **{value: value for value in on[:1] if value not in choices}}
    return Field(name, FILTERS[name], tuple(Choice(v, words, v in on[:1]) for v, words in known.items()), on[1:])


def _has_words(summary: DocumentSummary, words: Iterable[str]) -> bool:
    names = f"{summary.title} {summary.file}".casefold()
    return all(word in names for word in words)


def _sorted(rows: list[DocumentRow], by: By, *, descending: bool) -> list[DocumentRow]:
    """Documents by a column, those without it last either way, equals by title."""
    key = _KEYS[by]
    titled = sorted(rows, key=lambda row: (row.summary.title.casefold(), row.summary.id))
    known = [row for row in titled if key(row) is not None]
    return sorted(known, key=key, reverse=descending) + [row for row in titled if key(row) is None]


_KEYS: dict[By, Callable[[DocumentRow], Any]] = {
    "title": lambda row: row.summary.title.casefold(),
    "publisher": lambda row: row.summary.publisher and row.summary.publisher.casefold(),
    "kind": lambda row: row.summary.kind,
    "year": lambda row: row.year,
    "date": lambda row: row.summary.published and date.toordinal(row.summary.published),
    "objectives": lambda row: row.summary.facts.get("objective", 0),
    "figures": lambda row: row.summary.facts.get("figure", 0),
    "passages": lambda row: row.summary.passages,
    "findings": lambda row: len(row.summary.findings),
}
