"""The way back: a question is understood, searched, and answered with rows and passages, each with its place."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus.document import Document, Passage, Record
from corpus.rows import fact_row
from index import DocumentSummary, Excerpt, Filters, Hit, Index, Stated
from index.words import places
from pipeline.answers import RankedRow, find_answers
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.fits import is_published_by, years_of
from pipeline.names import Expansion
from pipeline.question import Preferred, Question, understand
from pipeline.spelling import Correction
from pipeline.support import LEVEL_DEPTH, YEAR_DEPTH, Found, support
from pipeline.words import content_stems

DEPTH = 50  # passages that are looked at for rows, however few are shown
ROW_SHARE = 0.2  # of a row's relevance, added to the score of the passage that it stands in
PREFERRED = 0.05  # added to the score of passages of the year or the kind of document that the question names
MOST = 1 + ROW_SHARE + PREFERRED  # what a score can come to; scores are given as shares of it
ASIDE = 0.6  # of its score is left to a passage of references and the like
NO_FILTERS = Filters()
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASIDES = Path(__file__).parent / "lexicons" / "asides.toml"


class Answer(Record):
    """What `remit search --json` and `GET /v1/search` give.

    Attributes:
        query: as it was asked.
        read_as: the query with slips of spelling mended, null where nothing was; `corrections` says which.
        corrections: each word that was read as another one.
        expanded: the names that were searched for beside the query's own words.
        expansions: the same, each with the words it stands for and where it comes from.
        preferred: what in the query ranks documents and rows higher, without leaving any out.
        no_answer: nothing in the index answers; the hits are then the nearest passages.
        reasons: why nothing answers, in words, the weightiest first; also which level or year of the query an answer
            lacks.
        answers: objectives and figures, best first.
        hits: passages, best first.
    """

    query: str
    read_as: str | None = None
    corrections: tuple[Correction, ...] = ()
    expanded: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    preferred: Preferred = Preferred()
    no_answer: bool
    reasons: tuple[str, ...] = ()
    answers: tuple[dict[str, Any], ...]
    hits: tuple[dict[str, Any], ...]


def ask(index: Index, query: str, *, limit: int = 10, filters: Filters = NO_FILTERS, expand: bool = True) -> Answer:
    """Answer a query from the index.

    Args:
        index: the index, with its encoder.
        query: words as a person types them; a phrase in quotation marks is matched as it stands.
        limit: the most hits, and the most answers.
        filters: only documents (and rows) that pass.
        expand: whether other names of the field are searched for too, and slips of spelling mended.
    """
    with index.store.snapshot():  # an ingest beside it changes nothing of what this answer is made of
        question = understand(_readable(query), index, expand=expand)
        return _answer_from(index, question, limit, filters)


def _readable(query: str) -> str:
    """A query as text that can be kept and sent: half a surrogate pair stands for no character, and becomes a space."""
    return _SURROGATE.sub(" ", query)


def _answer_from(index: Index, question: Question, limit: int, filters: Filters) -> Answer:
    store = index.store
    found = index.search(question.text, limit=max(limit, DEPTH), filters=filters, terms=question.terms)
    rows = find_answers(question, found, store, filters=filters)
    best = store.excerpts([hit.passage.id for hit in found[:LEVEL_DEPTH]])
    known = summaries_of(store)
    near = {i: known[i] for i in {hit.passage.document_id for hit in found[:YEAR_DEPTH]}}
    of_years = (
        {year for row in rows for year in years_of(row.fact, known[row.document_id])} if question.years else set()
    )
    judged = support(question, Found(found, best, near, len(rows), index.spelling(), of_years))
    rows = rows if judged.answered else []
    preferred = {i for i, document in near.items() if _is_preferred(question, document)}
    found, rows = _answering_first(found, rows, best, preferred), rows[:limit]
    documents = {i: store.document(i) for i in {row.document_id for row in rows}}
    excerpts = {excerpt.passage.id: excerpt for excerpt in best}
    further = store.excerpts([hit.passage.id for hit in found[:limit] if hit.passage.id not in excerpts])
    excerpts |= {excerpt.passage.id: excerpt for excerpt in further}
    wanted = question.stems | {part for term in question.expanded for part in content_stems(term)}
    statuses = statuses_of(store)
    return Answer(
        query=question.asked,
        read_as=question.text if question.corrections else None,
        corrections=question.corrections,
        expanded=question.expanded,
        expansions=question.expansions,
        preferred=question.preferred,
        no_answer=not judged.answered,
        reasons=judged.reasons,
        answers=tuple(_answer(documents[row.document_id], row, statuses) for row in rows),
        hits=tuple(
            _hit(known[hit.passage.document_id], excerpts[hit.passage.id], hit, wanted, statuses)
            for hit in found[:limit]
        ),
    )


def _answering_first(
    hits: Sequence[Hit], rows: Sequence[RankedRow], best: Sequence[Excerpt], preferred: Collection[str]
) -> list[Hit]:
    """Hits by their score, with a share for the best row that stands in each: what answers is seen first.

    Documents of the year or the kind that the question names are preferred. Of the best passages, those under a heading
    that only points elsewhere (references) are pushed down.
    """
    asides = {e.passage.id for e in best if e.section and e.section[-1].strip().casefold() in _aside_headings()}

    def raised(hit: Hit) -> Hit:
        place = hit.passage
        inside = (row.relevance for row in rows if row.document_id == place.document_id and _overlap(row.row, place))
        score = hit.score + ROW_SHARE * max(inside, default=0.0) + PREFERRED * (place.document_id in preferred)
        score *= ASIDE if place.id in asides else 1.0
        return hit.model_copy(update={"score": score / MOST})

    return sorted((raised(hit) for hit in hits), key=lambda hit: (-hit.score, hit.passage.id))


def _is_preferred(question: Question, document: DocumentSummary) -> bool:
    """Whether a document is of a year or a kind that the question names, or published by a body that it names."""
    of_year = document.planning_year in question.years or document.financial_year in question.years
    return of_year or document.kind in question.kinds or is_published_by(question.bodies, document)


@cache
def _aside_headings() -> frozenset[str]:
    return frozenset(tomllib.loads(_ASIDES.read_text(encoding="utf-8"))["headings"])


def _overlap(row: Stated, passage: Passage) -> bool:
    return row.start < passage.end and passage.start < row.end


def _answer(document: Document, row: RankedRow, statuses: Mapping[str, DocumentStatus]) -> dict[str, Any]:
    return {
        **fact_row(document, row.fact),
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "document_status": statuses[document.id],
        "relevance": row.relevance,
        "links": _links(document),
    }


def _hit(
    document: DocumentSummary,
    excerpt: Excerpt,
    hit: Hit,
    wanted: Collection[str],
    statuses: Mapping[str, DocumentStatus],
) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": document.file,
        "document_id": document.id,
        "passage_id": passage.id,
        "title": document.title,
        "document_status": statuses[document.id],
        "section": list(excerpt.section),
        "page": passage.page,
        "text": excerpt.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 4),
        "highlights": [[start, end] for start, end in highlights(excerpt, wanted)],
        "why": {"lexical": hit.lexical_rank, "dense": hit.dense_rank},
        "links": _links(document),
    }


def highlights(excerpt: Excerpt, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Ranges of `Document.text` inside a passage whose words have these stems."""
    shift = excerpt.passage.start
    return [(shift + start, shift + end) for start, end in places(excerpt.text, wanted)]


def _links(document: Document | DocumentSummary) -> dict[str, str]:
    links = {"document": f"/v1/documents/{document.id}"}
    return links | {"source": document.source_url} if document.source_url else links
