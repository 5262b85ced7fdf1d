"""The documents: a list of all, and a page for each, with its outline and what its reader should know."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from api.web.pages.source import GONE
from api.web.state import Shared
from api.web.templating import page as shown_page
from api.web.views.document_list import PATH, Listed, list_fields
from api.web.views.provenance import base_address, with_provenance
from api.web.views.source_view import has_picture
from corpus.document import Document, Section
from index import Filters, Store
from index.wanted import Sorting, Wanted
from index.within import Meaning, Named, bodies_in, meanings_in
from pipeline.browse.rows import BrowsedRow, listed_rows
from pipeline.copies import kept_copy
from pipeline.currency import statuses_of, summaries_of
from pipeline.findings import findings_of
from pipeline.pictures import picture_name, picture_version
from pipeline.revisions import once_a_revision

KEY_OBJECTIVES = 6
REMEMBERED = 256  # documents, of what was read for their pages
LONG_OUTLINE = 40  # sections, from which on those below the first level are folded
FORMATS = {
    "application/pdf": "PDF",
    "text/html": "web page",
    "text/markdown": "Markdown",
    "text/plain": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint presentation",
}
router = APIRouter()


class OutlineNode(NamedTuple):
    """A section with those below it."""

    section: Section
    below: list["OutlineNode"]


class _Told(NamedTuple):
    """What is read out of the store for a document's page."""

    objectives: list[BrowsedRow]
    bodies: list[Named]
    meanings: list[Meaning]


@router.get(PATH, response_class=HTMLResponse)
def documents_page(state: Shared, listed: Listed) -> HTMLResponse:
    """The documents that pass the filters."""
    store = state.index.store
    with store.snapshot():
        found, fields = listed.page(store), list_fields(store, listed)
    return shown_page(
        state,
        "documents.html",
        current=PATH,
        path=PATH,
        listed=listed,
        found=found,
        fields=fields,
        removable=listed.removable(),
    )


@router.get(f"{PATH}/{{document_id}}", response_class=HTMLResponse)
def document_page(request: Request, state: Shared, document_id: str) -> HTMLResponse:
    """One document."""
    store = state.index.store
    with store.snapshot():
        try:
            document = store.document(document_id)
        except KeyError:
            raise HTTPException(404, GONE) from None
        told = _told_of(store, document_id)
        shown: dict[str, Any] = {
            "summary": summaries_of(store)[document_id],
            "document_status": statuses_of(store)[document_id],
            "objectives": with_provenance(told.objectives, store, base=base_address(request, state.settings)),
            "bodies": told.bodies,
            "meanings": told.meanings,
        }
    return shown_page(
        state,
        "document.html",
        current=PATH,
        document=document,
        format=FORMATS.get(document.media_type, document.media_type),
        outline=outline_of(document),
        folded=len(document.sections) > LONG_OUTLINE,
        findings=findings_of(document),
        kept_since=_kept_since(state.settings.data, document),
        cover=_cover(document),
        **shown,
    )


def outline_of(document: Document) -> list[OutlineNode]:
    """The sections below the title, each with those below it."""
    nodes = {section.id: OutlineNode(section, []) for section in document.sections}
    top: list[OutlineNode] = []
    for section in document.sections[1:]:
        above = nodes[section.parent_id].below if section.parent_id in nodes else top
        (top if section.parent_id == document.sections[0].id else above).append(nodes[section.id])
    return top


def _told_of(store: Store, document_id: str) -> _Told:
    known = _all_told(store)
    if document_id not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[document_id] = _Told(
            _key_objectives(store, document_id), bodies_in(store, document_id), meanings_in(store, document_id)
        )
    return known[document_id]


@once_a_revision
def _all_told(store: Store) -> dict[str, _Told]:
    return {}  # filled as documents are asked for


def _key_objectives(store: Store, document_id: str) -> list[BrowsedRow]:
    """The targets with a number that are read most surely; objectives of any kind where there are none."""
    here = Filters(documents=(document_id,))
    surest = Sorting(by="confidence", descending=True)
    targets = Wanted(kind="objective", filters=here, statements=("target", "standard"), has_value=True)
    return listed_rows(store, targets, surest, limit=KEY_OBJECTIVES) or listed_rows(
        store, Wanted(kind="objective", filters=here), surest, limit=KEY_OBJECTIVES
    )


def _kept_since(folder: Path, document: Document) -> date | None:
    """The day on which the copy of its file was made; None where there is none."""
    copy = kept_copy(folder, document.id, document.file)
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC).date() if copy.is_file() else None


def _cover(document: Document) -> str | None:
    """The address of the picture of its first page."""
    if not document.pages or not has_picture(document, document.pages[0]):
        return None
    return f"/v1/documents/{document.id}/pages/1.png?v={picture_version(picture_name(document, 1))}"
