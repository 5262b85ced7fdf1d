"""Rows and passages as the pages show them: from which version of which document, where they lead, how to cite them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from api.notes import citation
from index import DocumentSummary, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.places import permalink
from pipeline.settings import Settings

Shown = dict[str, Any]


def with_provenance(rows: Iterable[Mapping[str, Any]], store: Store, *, base: str = "") -> list[Shown]:
    """Rows of facts or passages, each with what the macros of `templates/macros` show of it. Call it in a snapshot.

    Added are: `title`, `publisher`, `published` (ISO), `document_status`, `document_kind`, `official` (the address of
    the publication, or None), `href` (the place in its document, the permalink), `report` (where an error is reported)
    and `citation` (text to copy).

    Args:
        rows: of `corpus.rows.fact_row`, of an answer, or its hits.
        store: that holds their documents.
        base: the address of the pages, in front of the permalink of a citation (`base_address`).
    """
    documents, statuses = summaries_of(store), statuses_of(store)
    return [_shown(row, documents[i], statuses[i], base) for row in rows for i in [row["document_id"]]]


def base_address(request: Request, settings: Settings) -> str:
    """The address of the pages as others reach them, without a slash at its end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def report_address(row: Mapping[str, Any]) -> str:
    """Where an error in a row, or in a passage, is reported."""
    place = {"document_id": row["document_id"], "start": row["start"], "end": row["end"]}
    return f"/report?{urlencode(place | ({'fact_id': row['id']} if 'id' in row else {}))}"


def _shown(row: Mapping[str, Any], document: DocumentSummary, status: DocumentStatus, base: str) -> Shown:
    shown = {
        **row,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "document_status": status,
        "document_kind": document.kind,
        "official": document.source_url,
        "href": permalink(document.id, _words(row), row["start"], row["end"], fact_id=row.get("id")),
        "report": report_address(row),
    }
    return shown | {"citation": citation(shown, base)}


def _words(row: Mapping[str, Any]) -> str:
    return str(row.get("quote") or row["text"])
