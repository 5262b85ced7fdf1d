"""Parameters that several operations take, bounded and described once; a name that nobody knows is refused."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from corpus.document import DocumentKind
from index import Filters
from pipeline.question import filters_of

MOST_VALUES, LONGEST, LONGEST_QUERY = 50, 300, 1000
MOST_HITS, MOST_ROWS = 100, 1000
LARGEST = 2**53 - 1  # that every client, and the store, holds as a whole number
YEAR = r"^\s*(FY ?)?20\d\d ?[/–-] ?(20)?\d\d\s*$"

Name = Annotated[str, Query(max_length=LONGEST)]
Year = Annotated[str, Query(pattern=YEAR, max_length=20)]
Years = Annotated[
    Sequence[Year],
    Query(
        max_length=MOST_VALUES,
        description="Financial years: of the planning, or of the document.",
        examples=[["2024/25"]],
    ),
]
Kinds = Annotated[
    Sequence[DocumentKind],
    Query(max_length=MOST_VALUES, description="Kinds of document.", examples=[["planning_guidance"]]),
]
Publishers = Annotated[
    Sequence[Name],
    Query(max_length=MOST_VALUES, description="Publishers, whole names.", examples=[["NHS England"]]),
]
Bodies = Annotated[
    Sequence[Name],
    Query(
        max_length=MOST_VALUES,
        description="Bodies by name or ODS code: rows that name one; documents and passages of documents that do.",
        examples=[["integrated care board"]],
    ),
]
Documents = Annotated[
    Sequence[Name],
    Query(
        max_length=MOST_VALUES,
        description="Documents by id or file name.",
        examples=[["doc_be23e0332fb8e320"]],
    ),
]
Asked = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST_QUERY,
        description="Words, as you would say them; a phrase in quotation marks is matched as it stands.",
        examples=["what are the virtual ward targets"],
    ),
]
Hits = Annotated[int, Query(ge=1, le=MOST_HITS, description="The most hits, and the most answers.")]
Expand = Annotated[bool, Query(description="Search other names of the field too, and mend slips of spelling.")]
Target = Annotated[bool, Query(description="Only passages that hold an objective, and only objectives as answers.")]
PageSize = Annotated[int, Query(ge=1, le=MOST_ROWS, description="The most items on a page.")]
Cursor = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=4000,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Where the page before ended, as its `Link` header gives it; not to be made or read by clients.",
    ),
]
DocumentId = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="A document's id.", examples=["doc_be23e0332fb8e320"]),
]
PassageId = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="A passage's id.", examples=["pas_4482fe6395e2c515"]),
]


class Given(NamedTuple):
    """Filters as a request gives them. Values of one name are alternatives; names narrow each other down."""

    year: Sequence[str]
    kind: Sequence[DocumentKind]
    publisher: Sequence[str]
    body: Sequence[str]
    document: Sequence[str]

    @property
    def filters(self) -> Filters:
        """As the index takes them. It looks names of bodies up: not to be done in the event loop.

        Raises:
            FilterError: 422; a year that is none.
        """
        return filters_of(
            years=self.year, kinds=self.kind, publishers=self.publisher, bodies=self.body, documents=self.document
        )


async def read_filters(  # one that is no coroutine would wait for a thread
    year: Years = (), kind: Kinds = (), publisher: Publishers = (), body: Bodies = (), document: Documents = ()
) -> Given:
    """The filters of a request."""
    return Given(year, kind, publisher, body, document)


Filtered = Annotated[Given, Depends(read_filters)]


async def known_parameters(request: Request) -> None:
    """Refuse a query parameter that the operation does not know: a slip in a filter's name must not widen an answer.

    Raises:
        RequestValidationError: 422; it names the parameters that there are.
    """
    route = request.scope["route"]
    known = query_names(route) if isinstance(route, APIRoute) else frozenset()
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        there = f"There are: {', '.join(sorted(known))}." if known else "There are none here."
        errors = [{"loc": ("query", name), "msg": f"No parameter has this name. {there}"} for name in unknown]
        raise RequestValidationError(errors)


def query_names(route: APIRoute) -> frozenset[str]:
    """The names of the query parameters that a route takes, those of its dependencies too."""
    return frozenset(_names(route.dependant))


def _names(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        model: Any = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (info.alias or name for name, info in model.model_fields.items())
        else:
            yield field.alias
    for dependency in dependant.dependencies:
        yield from _names(dependency)
