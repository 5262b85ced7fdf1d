"""The documents that are held, and what stands in each, for clients that look before they ask."""

from api.mcp.reading import Part, document_of
from api.mcp.reasons import why_nothing_passes
from api.mcp.results import DocumentHeld, DocumentList, Outline, OutlineSection
from corpus.document import Document
from index import DocumentSummary, Filters, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of

SECTIONS = 400  # of an outline, at most


def list_documents(store: Store, *, filters: Filters, part: Part) -> DocumentList:
    """A part of the documents that pass, by file name."""
    with store.snapshot():
        found, statuses = store.documents(filters), statuses_of(store)
        after = part.offset + part.limit
        return DocumentList(
            total=len(found),
            offset=part.offset,
            next_offset=after if after < len(found) else None,
            reasons=() if found else why_nothing_passes(store, filters) or ("No document passes all the filters.",),
            documents=tuple(held(one, statuses[one.id]) for one in found[part.offset : after]),
        )


def held(summary: DocumentSummary, status: DocumentStatus) -> DocumentHeld:
    """A document as it is listed."""
    return DocumentHeld(
        document_id=summary.id,
        title=summary.title,
        file=summary.file,
        publisher=summary.publisher,
        published=summary.published.isoformat() if summary.published else None,
        kind=summary.kind,
        financial_year=summary.financial_year,
        planning_year=summary.planning_year,
        status=status,
        objectives=summary.facts.get("objective", 0),
        figures=summary.facts.get("figure", 0),
        findings=summary.findings,
        outline=f"remit://documents/{summary.id}",
        publication=summary.source_url,
    )


def outline(store: Store, document_id: str) -> Outline:
    """A document's sections, with the offsets that get_passage takes.

    Raises:
        ToolError: there is no such document.
    """
    with store.snapshot():
        document = document_of(store, document_id)
        return Outline(
            document=held(summaries_of(store)[document_id], statuses_of(store)[document_id]),
            sections=tuple(_sections(document)),
            sections_left_out=max(0, len(document.sections) - SECTIONS),
        )


def _sections(document: Document) -> list[OutlineSection]:
    names = ("level", "number", "heading", "page", "start", "end")
    return [
        OutlineSection(**{name: getattr(section, name) for name in names}) for section in document.sections[:SECTIONS]
    ]
