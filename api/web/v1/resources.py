"""`/v1`: search, rows and documents."""

from contextlib import closing
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from api.web.state import Filtered, Shared
from corpus.document import Document
from corpus.facts import FactKind
from index import DocumentSummary, Filters
from pipeline.enquiry import Answer, ask
from pipeline.rows import stored_rows

router = APIRouter(tags=["v1"])

MOST = 1000
Asked = Annotated[str, Query(min_length=1, max_length=1000, description="Words, as you would say them.")]
Limit = Annotated[int, Query(ge=1, le=100, description="The most hits and the most answers.")]
Expand = Annotated[bool, Query(description="Search other names of the field too, and mend slips of spelling.")]


@router.get("/search")
def search(
    state: Shared,
    filters: Filtered,
    q: Asked,
    limit: Limit = 10,
    expand: Expand = True,
) -> Answer:
    """Rows and passages that answer a question, each with its quotation and place."""
    return ask(state.index, q, limit=limit, filters=filters, expand=expand)


@router.get("/objectives")
def objectives(
    state: Shared,
    filters: Filtered,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """Objectives in the index, in the order of documents and texts."""
    return _rows(state, "objective", filters, offset, limit)


@router.get("/figures")
def figures(
    state: Shared,
    filters: Filtered,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """Reported and forecast figures in the index, in the order of documents and texts."""
    return _rows(state, "figure", filters, offset, limit)


@router.get("/documents")
def documents(state: Shared, filters: Filtered) -> list[DocumentSummary]:
    """The documents of the index, without their texts."""
    return state.index.store.documents(filters)


@router.get("/documents/{document_id}")
def document(state: Shared, document_id: str) -> Document:
    """One document: text, sections, blocks, pages and integrity."""
    try:
        return state.index.store.document(document_id)
    except KeyError:
        raise HTTPException(404, "There is no document of this id in the index.") from None


def _rows(state: Shared, kind: FactKind, filters: Filters, offset: int, limit: int) -> list[dict[str, Any]]:
    with closing(stored_rows(state.index.store, kind, filters)) as rows:
        return list(islice(rows, offset, offset + limit))
