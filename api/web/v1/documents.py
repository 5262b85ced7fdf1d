"""`/v1/documents`: which there are, and one of them with its sections and passages."""

import datetime
from bisect import bisect_right
from typing import NamedTuple

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import Field

from api.web.problems import PROBLEM
from api.web.state import Shared
from api.web.v1 import examples
from api.web.v1.documented import answered, paged
from api.web.v1.formats import as_json
from api.web.v1.paging import key_of, links
from api.web.v1.parameters import Cursor, DocumentId, Filtered, PageSize, PassageId
from corpus.document import Document, DocumentKind, Record, Section
from index import DocumentSummary, Store
from index.paging import PassageKey, passages_page
from pipeline.answer_rows import passage_row
from pipeline.answer_types import PassageRow
from pipeline.currency import DocumentStatus, statuses_of

MISSING = "There is no document of this id in the index. `/v1/documents` lists those there are."

router = APIRouter(tags=["documents"])


class DocumentKey(NamedTuple):
    """Where a document stands in the list of all."""

    file: str
    id: str


class DocumentLinks(Record):
    """Addresses on this server, from the root; `source` is that of the official publication, where it is known."""

    document: str
    sections: str
    passages: str
    source: str | None


class ListedDocument(Record):
    """A document without its text."""

    id: str
    file: str = Field(description="The file's name without its folder.")
    title: str
    publisher: str | None
    published: datetime.date | None
    kind: DocumentKind
    financial_year: str | None
    planning_year: str | None = Field(description="The year that it plans, where it is guidance for one.")
    status: DocumentStatus = Field(description="Whether later guidance has replaced it.")
    media_type: str
    source_url: str | None = Field(description="Address of the official publication.")
    licence: str | None
    passages: int = Field(description="How many passages it was cut into.")
    facts: dict[str, int] = Field(description="How many rows were extracted, by kind.")
    findings: tuple[str, ...] = Field(description="What could not be read, or had to be repaired, in sentences.")
    links: DocumentLinks


@router.get(
    "/documents",
    summary="List documents",
    response_model=list[ListedDocument],
    responses=paged([examples.DOCUMENT]),
)
def list_documents(
    request: Request, state: Shared, filters: Filtered, limit: PageSize = 100, cursor: Cursor = None
) -> Response:
    """Documents in the index, by file name and id, without their texts; follow the `next` link of the `Link` header."""
    store, after = state.index.store, key_of(cursor, DocumentKey)
    with store.snapshot():
        every, statuses = store.documents(filters.filters), statuses_of(store)
    first = bisect_right(every, after, key=_key) if after else 0
    page = every[first : first + limit]
    following = _key(page[-1]) if first + limit < len(every) else None
    return as_json([_listed(summary, statuses[summary.id]) for summary in page], links(request, following))


@router.get(
    "/documents/{document_id}",
    summary="Get a document",
    response_model=Document,
    responses=answered(examples.WHOLE_DOCUMENT) | {404: PROBLEM},
)
def get_document(state: Shared, document_id: DocumentId) -> Response:
    """One document, whole: text, sections, blocks, pages and integrity. Offsets are code points of `text`."""
    return as_json(_document(state.index.store, document_id))


@router.get(
    "/documents/{document_id}/sections",
    summary="List the sections of a document",
    response_model=list[Section],
    responses=answered([examples.SECTION]) | {404: PROBLEM},
)
def list_sections(state: Shared, document_id: DocumentId) -> Response:
    """The outline of a document: its headings in the order of the text, the title first."""
    return as_json(_document(state.index.store, document_id).sections)


@router.get(
    "/documents/{document_id}/passages",
    summary="List the passages of a document",
    response_model=list[PassageRow],
    responses=paged([examples.PASSAGE]) | {404: PROBLEM},
)
def list_passages(
    request: Request, state: Shared, document_id: DocumentId, limit: PageSize = 100, cursor: Cursor = None
) -> Response:
    """The passages of a document, the units of search, in the order of its text."""
    store = state.index.store
    with store.snapshot():
        _require(store, document_id)
        found = passages_page(store, document_id, after=key_of(cursor, PassageKey), limit=limit + 1)
        rows = [passage_row(store, excerpt) for excerpt in found[:limit]]
    last = found[limit - 1].passage if len(found) > limit else None
    return as_json(rows, links(request, (last.start, last.id) if last else None))


@router.get(
    "/documents/{document_id}/passages/{passage_id}",
    summary="Get a passage",
    response_model=PassageRow,
    responses=answered(examples.PASSAGE) | {404: PROBLEM},
)
def get_passage(state: Shared, document_id: DocumentId, passage_id: PassageId) -> Response:
    """One passage with its words and headings, and where it leads."""
    store = state.index.store
    with store.snapshot():
        found = [one for one in store.excerpts([passage_id]) if one.passage.document_id == document_id]
        if not found:
            raise HTTPException(404, "The document has no passage of this id; its `/passages` lists those it has.")
        return as_json(passage_row(store, found[0]))


def _document(store: Store, document_id: str) -> Document:
    try:
        return store.document(document_id)
    except KeyError:
        raise HTTPException(404, MISSING) from None


def _require(store: Store, document_id: str) -> None:
    if document_id not in statuses_of(store):
        raise HTTPException(404, MISSING)


def _key(summary: DocumentSummary) -> DocumentKey:
    return DocumentKey(summary.file, summary.id)


def _listed(summary: DocumentSummary, status: DocumentStatus) -> ListedDocument:
    home = f"/v1/documents/{summary.id}"
    return ListedDocument(
        **summary.model_dump(exclude={"origin"}),  # the place on the server's disk is nobody else's business
        status=status,
        links=DocumentLinks(
            document=home, sections=f"{home}/sections", passages=f"{home}/passages", source=summary.source_url
        ),
    )
