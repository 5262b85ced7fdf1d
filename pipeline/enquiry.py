"""The way back: a question is understood, searched, and answered with rows and passages, each with its place."""

from collections.abc import Sequence
from typing import Any

from corpus.document import Document, Record, Span
from corpus.rows import fact_row
from index import Filters, Hit, Index
from index.words import words
from pipeline.answers import RankedRow, find_answers
from pipeline.currency import document_statuses
from pipeline.question import Question, understand
from pipeline.support import supported
from pipeline.words import content_stems

DEPTH = 50  # passages that are looked at for rows, however few are shown
ROW_SHARE = 0.2  # of a row's relevance, added to the score of the passage that it stands in
NO_FILTERS = Filters()


class Answer(Record):
    """What `remit search --json` and `GET /v1/search` give."""

    query: str
    expanded: tuple[str, ...]
    no_answer: bool
    answers: tuple[dict[str, Any], ...]
    hits: tuple[dict[str, Any], ...]


def ask(index: Index, query: str, *, limit: int = 10, filters: Filters = NO_FILTERS) -> Answer:
    """Answer a query from the index.

    Args:
        index: the index, with its encoder.
        query: words as a person types them; a phrase in quotation marks is matched as it stands.
        limit: the most hits, and the most answers.
        filters: only documents (and rows) that pass.
    """
    question = understand(query)
    with index.store.snapshot():  # an ingest beside it changes nothing of what this answer is made of
        return _answer_from(index, question, limit, filters)


def _answer_from(index: Index, question: Question, limit: int, filters: Filters) -> Answer:
    found = index.search(question.text, limit=max(limit, DEPTH), filters=filters, terms=question.expanded)
    answered = supported(question, found, index.store)
    rows = find_answers(question, found, index.store, filters=filters, limit=limit) if answered else []
    found = _answering_first(found, rows)
    documents = {
        i: index.store.document(i)
        for i in {h.passage.document_id for h in found[:limit]} | {r.document_id for r in rows}
    }
    statuses = document_statuses(index.store.documents())
    return Answer(
        query=question.text,
        expanded=question.expanded,
        no_answer=not answered,
        answers=tuple(_answer(documents[row.document_id], row, statuses) for row in rows),
        hits=tuple(_hit(documents[hit.passage.document_id], hit, question) for hit in found[:limit]),
    )


def _answering_first(hits: Sequence[Hit], rows: Sequence[RankedRow]) -> list[Hit]:
    """Hits by their score, with a share for the best row that stands in each: what answers is seen first."""

    def raised(hit: Hit) -> Hit:
        place = hit.passage
        inside = (row.relevance for row in rows if row.document_id == place.document_id and _overlap(row.fact, place))
        return hit.model_copy(update={"score": hit.score + ROW_SHARE * max(inside, default=0.0)})

    return sorted((raised(hit) for hit in hits), key=lambda hit: (-hit.score, hit.passage.id))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _answer(document: Document, row: RankedRow, statuses: dict[str, Any]) -> dict[str, Any]:
    return {
        **fact_row(document, row.fact),
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "document_status": statuses[document.id],
        "relevance": row.relevance,
        "links": _links(document),
    }


def _hit(document: Document, hit: Hit, question: Question) -> dict[str, Any]:
    passage = hit.passage
    page = document.page_of(passage.start)
    return {
        "document": document.file,
        "document_id": document.id,
        "passage_id": passage.id,
        "title": document.title,
        "section": list(document.section(passage.section_id).path),
        "page": page.number if page else None,
        "text": document.quote(passage),
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 4),
        "highlights": [[start, end] for start, end in highlights(document, hit, question)],
        "why": {"lexical": hit.lexical_rank, "dense": hit.dense_rank},
        "links": _links(document),
    }


def highlights(document: Document, hit: Hit, question: Question) -> list[tuple[int, int]]:
    """Ranges of `Document.text` inside a hit whose words the question, or another name for its terms, holds."""
    wanted = question.stems | {part for term in question.expanded for part in content_stems(term)}
    text = document.quote(hit.passage)
    return [(hit.passage.start + t.start, hit.passage.start + t.end) for t in words(text) if t.stem in wanted]


def _links(document: Document) -> dict[str, str]:
    links = {"document": f"/v1/documents/{document.id}"}
    return links | {"source": document.source_url} if document.source_url else links
