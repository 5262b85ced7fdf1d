"""The address of a search: everything that a page shows stands in it, in one order, so that it can be kept and sent."""

from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from api.web.state import Filtered
from corpus.document import Record
from index import Filters
from pipeline.facets import FACETS, FacetName
from pipeline.question import filters_of
from pipeline.wording import kind_words

LIMITS = (10, 25, 50, 100)  # answers and passages of a page
WORDS: dict[FacetName, str] = {
    "year": "Financial year",
    "kind": "Kind of document",
    "publisher": "Publisher",
    "body": "Body that is named",
    "document": "Document",
}


class Removable(NamedTuple):
    """A filter that is on: its group, its value in words, and the address of the same search without it."""

    group: str
    words: str
    href: str
    without: "Search"


class Search(Record):
    """A search as its address has it. The filters are those of the address, each once; `chosen` is what they mean.

    Attributes:
        q: the question.
        year, kind, publisher, body, document: filters, by their facet.
        target: only what states a target.
        view: answers as cards or as a table.
        expand: whether other names are searched too.
        limit: how many answers and passages at most.
    """

    q: str = ""
    year: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    target: bool = False
    view: Literal["cards", "table"] = "cards"
    expand: bool = True
    limit: int = LIMITS[0]

    @property
    def chosen(self) -> Filters:
        """The filters as the index takes them."""
        return filters_of(**{FACETS[name]: getattr(self, name) for name in FACETS})

    @property
    def filtered(self) -> int:
        """How many filters are on."""
        return sum(len(getattr(self, name)) for name in FACETS) + self.target

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address, in their order; what is as usual is left out."""
        found = [("q", self.q)] if self.q else []
        found += [(name, value) for name in FACETS for value in getattr(self, name)]
        found += [("target", "yes")] if self.target else []
        found += [("view", self.view)] if self.view != "cards" else []
        found += [] if self.expand else [("expand", "false")]
        return [*found, ("limit", str(self.limit))] if self.limit != LIMITS[0] else found

    def address(self, path: str = "/", **changes: object) -> str:
        """Its address, or that of the same search with some parts changed."""
        changed = self.model_copy(update=changes) if changes else self
        query = urlencode(changed.pairs())
        return f"{path}?{query}" if query else path

    def without(self, name: str, value: str) -> "Search":
        """The same search without one value of a filter."""
        if name == "target":
            return self.model_copy(update={"target": False})
        return self.model_copy(update={name: tuple(one for one in getattr(self, name) if one != value)})

    def without_filters(self) -> "Search":
        """The same search in all documents."""
        return self.model_copy(update={**dict.fromkeys(FACETS, ()), "target": False})

    def removable(self, titles: dict[str, str]) -> list[Removable]:
        """The filters that are on, in the order of the address; documents by their titles, where those are known."""
        named = [(name, value) for name in FACETS for value in getattr(self, name)]
        found = []
        for name, value in named:
            other = self.without(name, value)
            words = kind_words(value) if name == "kind" else titles.get(value, value)
            found.append(Removable(WORDS[name], words[:1].upper() + words[1:], other.address(), other))
        if self.target:
            other = self.without("target", "yes")
            found.append(Removable("Target", "States a target", other.address(), other))
        return found


def read_search(
    request: Request,
    filters: Filtered,
    q: Annotated[str, Query(max_length=1000)] = "",
    target: Annotated[Literal["", "yes"], Query(description="`yes`: only what states a target.")] = "",
    view: Annotated[Literal["", "cards", "table"], Query(description="Answers as cards or as a table.")] = "",
    expand: bool = True,
    limit: Annotated[int, Query(ge=1, le=LIMITS[-1])] = LIMITS[0],
) -> Search:
    """The search that a request asks for. Bodies are taken as they were written: filters know their other names too."""
    bodies = [name for name in request.query_params.getlist("body") if name]
    values = {name: getattr(filters, FACETS[name]) for name in FACETS} | {"body": bodies}
    return Search(
        q=" ".join(q.split()),
        **{name: tuple(dict.fromkeys(value)) for name, value in values.items()},
        target=target == "yes",
        view=view or "cards",
        expand=expand,
        limit=limit,
    )


Searched = Annotated[Search, Depends(read_search)]
