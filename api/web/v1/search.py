"""`/v1/search`: a question, or a batch of them, answered with rows and passages."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import to_json

from api.web.problems import PROBLEM
from api.web.state import Shared, State
from api.web.v1 import examples
from api.web.v1.documented import answered, json_and_lines
from api.web.v1.formats import MEDIA_TYPES, accepted, as_json
from api.web.v1.parameters import (
    LONGEST,
    LONGEST_QUERY,
    MOST_HITS,
    MOST_VALUES,
    YEAR,
    Asked,
    Expand,
    Filtered,
    Hits,
    Target,
)
from corpus.document import DocumentKind, Record
from index import Filters
from pipeline.enquiry import Answer, ask
from pipeline.question import filters_of

MOST_QUERIES = 50

router = APIRouter(tags=["search"])


def _whole(value: Any) -> Any:
    """To JSON Schema 10.0 is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_Query = Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)]
_Names = Annotated[list[Annotated[str, Field(max_length=LONGEST)]], Field(default_factory=list, max_length=MOST_VALUES)]
_Years = Annotated[
    list[Annotated[str, Field(pattern=YEAR, max_length=20)]], Field(default_factory=list, max_length=MOST_VALUES)
]
_Kinds = Annotated[list[DocumentKind], Field(default_factory=list, max_length=MOST_VALUES)]


class Batch(Record):
    """Questions that are answered one by one, each as `GET /v1/search` answers it, all with the same options."""

    model_config = ConfigDict(strict=True)

    queries: Annotated[list[_Query], Field(min_length=1, max_length=MOST_QUERIES)]
    limit: Annotated[
        int, Field(ge=1, le=MOST_HITS, description="Of hits, and of answers."), BeforeValidator(_whole)
    ] = 10
    expand: bool = True
    target: bool = False
    year: _Years
    kind: _Kinds
    publisher: _Names
    body: _Names
    document: _Names

    @property
    def filters(self) -> Filters:
        """Which documents, and rows, are asked for."""
        return filters_of(
            years=self.year, kinds=self.kind, publishers=self.publisher, bodies=self.body, documents=self.document
        )


@router.get("/search", summary="Answer a question", response_model=Answer, responses=answered(examples.ANSWER))
def search(
    state: Shared, filters: Filtered, q: Asked, limit: Hits = 10, expand: Expand = True, target: Target = False
) -> Response:
    """Rows and passages that answer a question, each with its quotation and place.

    `answers` are objectives and figures, `hits` passages, both best first. Where nothing answers, `no_answer` is true,
    `reasons` say why, and the hits are the nearest passages.
    """
    answer = ask(state.index, q, limit=limit, filters=filters.filters, has_target=target, expand=expand)
    return as_json(answer)


@router.post(
    "/search/batch",
    summary="Answer many questions",
    response_model=list[Answer],
    responses=json_and_lines([examples.ANSWER]) | {400: PROBLEM, 403: PROBLEM, 413: PROBLEM},
)
def search_batch(
    state: Shared, request: Request, batch: Annotated[Batch, Body(openapi_examples=examples.BATCH)]
) -> Response:
    """Answers to at most 50 questions, in their order, each as `GET /v1/search` gives it.

    With `Accept: application/jsonl` each answer is a line of its own, sent as soon as it is there.
    """
    filters = batch.filters  # a wrong one is refused before anything is sent
    answers = (_answer(state, query, batch, filters) for query in batch.queries)
    if accepted(request.headers.get("accept", "")) == "jsonl":
        return StreamingResponse(_lines(answers), media_type=MEDIA_TYPES["jsonl"])
    return as_json(list(answers))


def _answer(state: State, query: str, batch: Batch, filters: Filters) -> Answer:
    return ask(state.index, query, limit=batch.limit, filters=filters, has_target=batch.target, expand=batch.expand)


def _lines(answers: Iterator[Answer]) -> Iterator[bytes]:
    return (to_json(answer) + b"\n" for answer in answers)
