"""Rows and passages that answer, each with what its document is and where it leads. Call these in a snapshot."""

from collections.abc import Collection, Iterable, Sequence
from typing import cast

from corpus.document import Document
from corpus.facts import Figure, Objective
from corpus.rows import fact_row
from index import DocumentSummary, Excerpt, Hit, Store
from index.paging import passages_at
from index.words import places
from pipeline.answer_types import AnswerRow, HitRow, PassageFields, PassageRow
from pipeline.answers import RankedRow
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.links import Links, links_of


def answer_rows(store: Store, ranked: Sequence[RankedRow]) -> tuple[AnswerRow, ...]:
    """The rows of a ranking, complete in themselves."""
    documents = {i: store.document(i) for i in {row.document_id for row in ranked}}
    passages = passages_at(store, [(row.document_id, row.row.start) for row in ranked])
    known, statuses = summaries_of(store), statuses_of(store)
    return tuple(
        _answer(documents[i], row, known[i], statuses[i], passage)
        for row, passage in zip(ranked, passages, strict=True)
        for i in [row.document_id]
    )


def hit_rows(store: Store, hits: Sequence[Hit], read: Iterable[Excerpt], wanted: Collection[str]) -> tuple[HitRow, ...]:
    """The passages of a search with their words.

    Args:
        store: that was searched.
        hits: in their order.
        read: passages whose words have been read already.
        wanted: stems whose words are marked.
    """
    excerpts = {excerpt.passage.id: excerpt for excerpt in read}
    further = store.excerpts([hit.passage.id for hit in hits if hit.passage.id not in excerpts])
    excerpts |= {excerpt.passage.id: excerpt for excerpt in further}
    return tuple(_hit(store, excerpts[hit.passage.id], hit, wanted) for hit in hits)


def _answer(
    document: Document,
    ranked: RankedRow,
    summary: DocumentSummary,
    status: DocumentStatus,
    passage_id: str | None,
) -> AnswerRow:
    fact = ranked.fact
    assert isinstance(fact, Objective | Figure)  # noqa: S101 (nothing else answers)
    row = fact_row(document, fact)
    links = links_of(summary, row["start"], row["end"], page=row["page"], passage_id=passage_id)
    standing = {
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "document_status": status,
        "relevance": ranked.relevance,
        "links": links,
    }
    return cast("AnswerRow", {**row, **standing})  # a test holds answers against their types


def passage_row(store: Store, excerpt: Excerpt) -> PassageRow:
    """A passage with what its document is and where it leads."""
    return {**_passage(store, excerpt), "links": _links(store, excerpt)}


def _hit(store: Store, excerpt: Excerpt, hit: Hit, wanted: Collection[str]) -> HitRow:
    return {
        **_passage(store, excerpt),
        "score": round(hit.score, 4),
        "highlights": [[start, end] for start, end in highlights(excerpt, wanted)],
        "why": {"lexical": hit.lexical_rank, "dense": hit.dense_rank},
        "links": _links(store, excerpt),
    }


def _passage(store: Store, excerpt: Excerpt) -> PassageFields:
    passage = excerpt.passage
    return {
        "document": excerpt.file,
        "document_id": passage.document_id,
        "passage_id": passage.id,
        "title": excerpt.title,
        "document_status": statuses_of(store)[passage.document_id],
        "section": list(excerpt.section),
        "page": passage.page,
        "text": excerpt.text,
        "start": passage.start,
        "end": passage.end,
    }


def _links(store: Store, excerpt: Excerpt) -> Links:
    passage = excerpt.passage
    document = summaries_of(store)[passage.document_id]
    return links_of(document, passage.start, passage.end, page=passage.page, passage_id=passage.id)


def highlights(excerpt: Excerpt, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Ranges of `Document.text` inside a passage whose words have these stems."""
    shift = excerpt.passage.start
    return [(shift + start, shift + end) for start, end in places(excerpt.text, wanted)]
