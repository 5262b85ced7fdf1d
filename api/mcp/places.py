"""Where words stand, as a client is told: the source with its links, the words around, and a citation."""

from collections.abc import Callable

from api import notes
from api.mcp.results import Source
from corpus.document import Document, Span
from index import DocumentSummary
from pipeline.currency import DocumentStatus
from pipeline.places import permalink
from pipeline.wording import day

AROUND = 200  # characters of context to each side of a quotation, at most
QUOTED = 300  # characters of a quotation that a citation repeats

Link = Callable[[Document, Span, str | None], str]  # document, place, id of the row -> the address that shows the words


def web_link(base: str) -> Link:
    """Links to the web pages that stand under an address, with or without a slash at its end."""

    def link(document: Document, span: Span, fact_id: str | None) -> str:
        words = document.quote(span)
        return f"{base.rstrip('/')}{permalink(document.id, words, span.start, span.end, fact_id=fact_id)}"

    return link


def resource_link(document: Document, span: Span, fact_id: str | None) -> str:
    """The words as a resource of this server, where no web address is known."""
    return f"remit://documents/{document.id}/text/{span.start}-{span.end}"


def source_of(document: Document, span: Span, summary: DocumentSummary, status: DocumentStatus, link: str) -> Source:
    """Where a span of a document stands."""
    page = document.page_of(span.start)
    return Source(
        document_id=document.id,
        title=summary.title,
        publisher=summary.publisher,
        published=summary.published.isoformat() if summary.published else None,
        status=status,
        section=document.section_of(span.start).path,
        page=page.number if page else None,
        page_label=page.label if page else None,
        start=span.start,
        end=span.end,
        link=link,
        publication=summary.source_url,
    )


def context_of(document: Document, span: Span) -> str:
    """The words around a span, in its block: whole words, white space as single spaces."""
    block = document.block_at(span.start)
    first, last = (block.start, max(block.end, span.end)) if block else (span.start, span.end)
    start, end = max(first, span.start - AROUND), min(last, span.end + AROUND)
    before, words, after = document.text[start : span.start], document.quote(span), document.text[span.end : end]
    before = before if start == first else f"… {before.partition(' ')[2]}"
    after = after if end == last else f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}{words}{after}".split())


def citation(source: Source, quote: str) -> str:
    """A row to be quoted elsewhere, as the web pages have it."""
    words = quote if len(quote) <= QUOTED else f"{quote[:QUOTED].rpartition(' ')[0]} …"
    return notes.citation({**source.model_dump(), "quote": words, "href": source.link}, "")


def place_in_words(source: Source) -> str:
    """Publisher, title, section, day of publication, page and link of a passage."""
    dated = day(source.published) if source.published else "no date"
    page = notes.place_words(source.model_dump())
    parts = (source.publisher, source.title, *source.section[1:][-1:], dated, page)
    return f"{', '.join(part for part in parts if part)}. {source.link}"
