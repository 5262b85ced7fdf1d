"""What the tools read out of the index: answers, lists of rows, passages. Each call sees one state of it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mcp.server.mcpserver.exceptions import ToolError

from api.mcp.given import MOST_WORDS
from api.mcp.places import Link, place_in_words
from api.mcp.reasons import why_no_rows, why_nothing_passes
from api.mcp.results import FigureList, ObjectiveList, Passage, SearchResult
from api.mcp.rows import Library
from api.notes import also_searched, refusal
from corpus.document import Document, Span
from corpus.rows import fact_row
from index import Filters, Index, Store
from index.wanted import Sorting, Wanted
from pipeline import Answer, ask
from pipeline.words import content_stems

UNKNOWN_DOCUMENT = (
    "There is no document of the id {!r} in the index. Take a document_id of a result, or of list_documents."
)
UNKNOWN_PASSAGE = (
    "There is no passage of the id {!r} in the index. Take a passage_id of search_guidance, or ask by document_id, "
    "start and end."
)


class Part(NamedTuple):
    """Which part of a list."""

    offset: int
    limit: int


def search(index: Index, query: str, *, filters: Filters, limit: int, link: Link) -> SearchResult:
    """Rows and passages that answer a question, or why nothing does."""
    with index.store.snapshot():
        answer = ask(index, query, limit=limit + 1, filters=filters)
        library = Library.of(index.store, link)
        rows, hits = answer.answers[:limit], answer.hits[:limit]
        documents = {i: index.store.document(i) for i in {found["document_id"] for found in (*rows, *hits)}}
        return SearchResult(
            query=answer.query,
            read_as=answer.read_as,
            also_searched=tuple(filter(None, [also_searched(answer)])),
            no_answer=answer.no_answer,
            reasons=_reasons(answer, index.store, filters),
            answers=tuple(library.row(documents[row["document_id"]], row) for row in rows),
            more_answers=len(answer.answers) > limit,
            passages=tuple(
                _passage(library, documents[hit["document_id"]], hit["start"], hit["end"], hit["passage_id"])
                for hit in hits
            ),
        )


def list_objectives(store: Store, wanted: Wanted, part: Part, link: Link) -> ObjectiveList:
    """A part of the objectives that are wanted."""
    with store.snapshot():
        library = Library.of(store, link)
        rows = tuple(library.objective(document, row) for document, row in _rows(store, wanted, part))
        return ObjectiveList(**_told(store, wanted, part), objectives=rows)


def list_figures(store: Store, wanted: Wanted, part: Part, link: Link) -> FigureList:
    """A part of the figures that are wanted."""
    with store.snapshot():
        library = Library.of(store, link)
        rows = tuple(library.figure(document, row) for document, row in _rows(store, wanted, part))
        return FigureList(**_told(store, wanted, part), figures=rows)


def forms_of(metric: str | None) -> tuple[str, ...]:
    """What the words of a metric have in any form: "therap" for "therapy" and "therapies"."""
    if not metric:
        return ()
    parts = sorted(stem.removesuffix("i") for stem in content_stems(metric))
    return tuple(parts or metric.split())


def passage_of_id(store: Store, passage_id: str, link: Link) -> Passage:
    """A passage.

    Raises:
        ToolError: there is none of this id.
    """
    with store.snapshot():
        found = store.passages([passage_id])
        if not found:
            raise ToolError(UNKNOWN_PASSAGE.format(passage_id))
        document = store.document(found[0].document_id)
        return _passage(Library.of(store, link), document, found[0].start, found[0].end, passage_id)


def words_at(store: Store, document_id: str, start: int, end: int, link: Link) -> Passage:
    """A stretch of a document; what lies past its end is left out.

    Raises:
        ToolError: there is no such document or stretch, or the stretch is too long.
    """
    with store.snapshot():
        document = document_of(store, document_id)
        if not start < end:
            raise ToolError(f"end ({end}) must lie after start ({start}).")
        if start >= len(document.text):
            raise ToolError(
                f"start ({start}) lies past the end of the document, which has {len(document.text)} characters."
            )
        if end - start > MOST_WORDS:
            raise ToolError(f"{end - start} characters are too many at once: ask for {MOST_WORDS} at most, then go on.")
        return _passage(Library.of(store, link), document, start, min(end, len(document.text)), None)


def document_of(store: Store, document_id: str) -> Document:
    """A document by its id.

    Raises:
        ToolError: there is none.
    """
    try:
        return store.document(document_id)
    except KeyError:
        raise ToolError(UNKNOWN_DOCUMENT.format(document_id)) from None


def _reasons(answer: Answer, store: Store, filters: Filters) -> tuple[str, ...]:
    if not answer.no_answer:
        return answer.reasons
    return (refusal(answer, store, filters), *why_nothing_passes(store, filters))


def _rows(store: Store, wanted: Wanted, part: Part) -> Iterator[tuple[Document, Mapping[str, Any]]]:
    keys = store.listing.keys(wanted, Sorting(), limit=part.limit, offset=part.offset)
    for listed in store.listing.rows(keys):
        document = store.document(listed.document_id)
        yield document, fact_row(document, listed.fact)


def _told(store: Store, wanted: Wanted, part: Part) -> dict[str, Any]:
    total, after = store.listing.count(wanted), part.offset + part.limit
    return {
        "total": total,
        "offset": part.offset,
        "next_offset": after if after < total else None,
        "reasons": () if total else why_no_rows(store, wanted),
    }


def _passage(library: Library, document: Document, start: int, end: int, passage_id: str | None) -> Passage:
    span = Span(start=start, end=end)
    source, section = library.source(document, span), document.section_of(start)
    return Passage(
        passage_id=passage_id,
        text=document.quote(span),
        source=source,
        section_start=section.start,
        section_end=section.end,
        citation=place_in_words(source),
    )
