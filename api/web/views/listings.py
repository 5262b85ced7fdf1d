"""The address of a listing: which rows it shows, how they are sorted, which page; and what its filters offer."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from api.notes import BINDING
from api.web.state import Filtered, Many
from corpus.document import Record
from corpus.errors import FilterError
from corpus.facts import Direction, FigureStatus, Obligation, Statement
from index import Filters, Store
from index.wanted import ORDERS, ListedKind, Order, Sorting, Wanted
from pipeline.browse.metrics import subject_of, subjects_of
from pipeline.wording import kind_words

_SHORT = (
    "obligation",
    "statement",
    "status",
    "direction",
    "number",
    "deadline",
)  # values that do not say what they are of
_WORDS = {
    "q": "Words",
    "year": "Financial year",
    "kind": "Kind of document",
    "publisher": "Publisher",
    "body": "Body",
    "document": "Document",
    "metric": "Metric",
    "obligation": "How binding",
    "statement": "Statement",
    "status": "Status",
    "direction": "Level or change",
    "number": "Number",
    "deadline": "Date",
}
_VALUES = {**BINDING, "yes": "given", "no": "not given"}


def _named(name: str, value: str, titles: dict[str, str]) -> str:
    """A value that says of itself what it is of."""
    return kind_words(value) if name == "kind" else titles.get(value, value)


class Removable(NamedTuple):
    """A filter that is on: its name and value in words, and the address without it."""

    group: str
    words: str
    href: str


class Listed(Record):
    """A listing as its address has it; `filters` are what the filters of documents and bodies mean.

    Attributes:
        kind: objectives or figures.
        filters: of documents and bodies, as the index takes them.
        q: words that stand around a row.
        given: the other filters as they were written, by their parameter.
        sort: what it is sorted by.
        descending: whether the greatest or latest comes first.
        number: which page.
    """

    kind: ListedKind
    filters: Filters = Filters()
    q: str = ""
    given: tuple[tuple[str, str], ...] = ()
    sort: Order = "document"
    descending: bool = False
    number: int = 1

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a filter."""
        return tuple(value for key, value in self.given if key == name)

    @property
    def sorting(self) -> Sorting:
        """How the index sorts it."""
        return Sorting(by=self.sort, descending=self.descending)

    def wanted(self, store: Store) -> Wanted:
        """The rows that it asks for. A metric stands for all its names. Call it in a snapshot."""
        return Wanted(
            kind=self.kind,
            filters=self.filters,
            names=tuple(name for metric in self.values("metric") for name in _names(store, metric)),
            obligations=self.values("obligation"),
            statements=self.values("statement"),
            statuses=self.values("status"),
            directions=self.values("direction"),
            has_value=_flag(self.values("number")),
            has_deadline=_flag(self.values("deadline")),
            words=tuple(self.q.split()),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its filters, in their order."""
        return ([("q", self.q)] if self.q else []) + list(self.given)

    def address(self, path: str, **changes: Any) -> str:
        """Its address on a page, or that of the same listing with some parts changed; that starts at page 1."""
        changed = self.model_copy(update={"number": 1, **changes}) if changes else self
        pairs = changed.pairs()
        if changed.sort != "document" or changed.descending:
            pairs += [("sort", changed.sort), ("order", "descending" if changed.descending else "ascending")]
        pairs += [("page", str(changed.number))] if changed.number > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def removable(self, path: str, titles: dict[str, str]) -> list[Removable]:
        """The filters that are on, each with the address without it."""
        found = [Removable("Words", f"“{self.q}”", self.address(path, q=""))] if self.q else []
        for name, value in self.given:
            others = tuple(pair for pair in self.given if pair != (name, value))
            words = f"{_WORDS[name]}: {_VALUES.get(value, value)}" if name in _SHORT else _named(name, value, titles)
            found.append(Removable(_WORDS[name], words[:1].upper() + words[1:], self.address(path, given=others)))
        return found

    def address_of_sort(self, path: str, by: Order) -> str:
        """The address of the same rows sorted by a column: the other way round where they are sorted by it already."""
        first = by in ("confidence", "value", "year")  # what is greatest is looked for first
        descending = not self.descending if self.sort == by else first
        return self.address(path, sort=by, descending=descending)

    def aria_sort(self, by: Order) -> str:
        """How a column is sorted, in the words of ARIA."""
        if self.sort != by:
            return "none"
        return "descending" if self.descending else "ascending"


def read_objectives(
    request: Request,
    filters: Filtered,
    metric: Many = None,
    obligation: Many = None,
    statement: Many = None,
    number: Literal["", "yes", "no"] = "",
    deadline: Literal["", "yes", "no"] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Literal["", "document", "metric", "deadline", "year", "value", "confidence", "who"] = "",
    order: Literal["", "ascending", "descending"] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Listed:
    """The listing of objectives that a request asks for."""
    own = (("metric", metric), ("obligation", _known(obligation, "obligation", get_args(Obligation))))
    rest = (("statement", _known(statement, "statement", get_args(Statement))),)
    flags = (("number", [number]), ("deadline", [deadline]))
    return _listed("objective", request, filters, (*own, *rest, *flags), q, sort, order, page)


def read_figures(
    request: Request,
    filters: Filtered,
    metric: Many = None,
    status: Many = None,
    direction: Many = None,
    deadline: Literal["", "yes", "no"] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Literal["", "document", "metric", "deadline", "year", "value", "confidence", "who"] = "",
    order: Literal["", "ascending", "descending"] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Listed:
    """The listing of figures that a request asks for; `deadline` says whether a figure's period is known."""
    own = (("metric", metric), ("status", _known(status, "status", get_args(FigureStatus))))
    rest = (("direction", _known(direction, "direction", get_args(Direction))), ("deadline", [deadline]))
    return _listed("figure", request, filters, (*own, *rest), q, sort, order, page)


Objectives = Annotated[Listed, Depends(read_objectives)]
Figures = Annotated[Listed, Depends(read_figures)]


def _listed(
    kind: ListedKind,
    request: Request,
    filters: Filters,
    own: Iterable[tuple[str, Sequence[str] | None]],
    q: str,
    sort: str,
    order: str,
    page: int,
) -> Listed:
    typed = [(name, request.query_params.getlist(name)) for name in ("year", "kind", "publisher", "body", "document")]
    given = [(name, value) for name, values in (*typed, *own) for value in values or () if value]
    by = next((one for one in ORDERS if one == sort), "document")
    words = " ".join(q.split())
    return Listed(
        kind=kind,
        filters=filters,
        q=words,
        given=tuple(dict.fromkeys(given)),
        sort=by,
        descending=order == "descending",
        number=page,
    )


def _known(values: Sequence[str] | None, name: str, known: Sequence[str]) -> list[str]:
    """The values given, each of which there must be; an empty one is none."""
    given = [value for value in values or () if value]
    for value in given:
        if value not in known:
            raise FilterError(f"{value!r} is no {name}. There are: {', '.join(known)}.")
    return given


def _names(store: Store, metric: str) -> tuple[str, ...]:
    """The names of a metric, by any of them or by its slug; one that no row uses stands for itself."""
    subject = subjects_of(store).get(subject_of(metric))
    return subject.names if subject else (metric,)


def _flag(values: Sequence[str]) -> bool | None:
    return values[0] == "yes" if values else None
