"""The way back: a question is understood, searched, and answered with rows and passages, each with its place."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from corpus.document import Passage
from corpus.facts import FactKind
from index import DocumentSummary, Excerpt, Filters, Hit, Index, Stated
from pipeline.answer_rows import answer_rows, hit_rows
from pipeline.answer_types import Answer
from pipeline.answers import RankedRow, find_answers
from pipeline.currency import summaries_of
from pipeline.fits import is_published_by, years_of
from pipeline.question import Question, understand
from pipeline.support import LEVEL_DEPTH, YEAR_DEPTH, Found, support
from pipeline.words import content_stems

__all__ = ["DEPTH", "Answer", "ask"]

DEPTH = 50  # passages that are looked at for rows, however few are shown
ROW_SHARE = 0.2  # of a row's relevance, added to the score of the passage that it stands in
PREFERRED = 0.05  # added to the score of passages of the year or the kind of document that the question names
MOST = 1 + ROW_SHARE + PREFERRED  # what a score can come to; scores are given as shares of it
ASIDE = 0.6  # of its score is left to a passage of references and the like
NO_FILTERS = Filters()
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASIDES = Path(__file__).parent / "lexicons" / "asides.toml"


def ask(
    index: Index,
    query: str,
    *,
    limit: int = 10,
    filters: Filters = NO_FILTERS,
    has_target: bool = False,
    expand: bool = True,
) -> Answer:
    """Answer a query from the index.

    Args:
        index: the index, with its encoder.
        query: words as a person types them; a phrase in quotation marks is matched as it stands.
        limit: the most hits, and the most answers.
        filters: only documents (and rows) that pass.
        has_target: only passages in which an objective stands, and no figures among the answers.
        expand: whether other names of the field are searched for too, and slips of spelling mended.
    """
    with index.store.snapshot():  # an ingest beside it changes nothing of what this answer is made of
        question = understand(_readable(query), index, expand=expand)
        found = _found(index, question, limit, filters, has_target=has_target)
        rows = find_answers(question, found, index.store, filters=filters)
        return _answer_from(index, question, found, [r for r in rows if _is_wanted(r, has_target)], limit)


def _readable(query: str) -> str:
    """A query as text that can be kept and sent: half a surrogate pair stands for no character, and becomes a space."""
    return _SURROGATE.sub(" ", query)


def _found(index: Index, question: Question, limit: int, filters: Filters, *, has_target: bool) -> list[Hit]:
    holding: FactKind | None = "objective" if has_target else None
    depth = max(limit, DEPTH)
    return index.search(question.text, limit=depth, filters=filters, terms=question.terms, holding=holding)


def _is_wanted(row: RankedRow, has_target: bool) -> bool:
    return row.row.kind == "objective" or not has_target


def _answer_from(
    index: Index, question: Question, found: Sequence[Hit], rows: Sequence[RankedRow], limit: int
) -> Answer:
    store = index.store
    best = store.excerpts([hit.passage.id for hit in found[:LEVEL_DEPTH]])
    known = summaries_of(store)
    near = {i: known[i] for i in {hit.passage.document_id for hit in found[:YEAR_DEPTH]}}
    judged = support(
        question, Found(found, best, near, len(rows), index.spelling(), _years_covered(question, rows, known))
    )
    preferred = {i for i, document in near.items() if _is_preferred(question, document)}
    rows = rows if judged.answered else []
    found = _answering_first(found, rows, best, preferred, limit=limit)
    return Answer(
        query=question.asked,
        read_as=question.text if question.corrections else None,
        corrections=question.corrections,
        expanded=question.expanded,
        expansions=question.expansions,
        preferred=question.preferred,
        no_answer=not judged.answered,
        reasons=judged.reasons,
        answers=answer_rows(store, rows[:limit]),
        hits=hit_rows(store, found, best, _stems_marked(question)),
    )


def _years_covered(
    question: Question, rows: Iterable[RankedRow], known: Mapping[str, DocumentSummary]
) -> set[str | None]:
    """The years that the rows are of, where the question names one."""
    if not question.years:
        return set()
    return {year for row in rows for year in years_of(row.fact, known[row.document_id])}


def _stems_marked(question: Question) -> frozenset[str]:
    """The stems of the words that are marked in passages: those of the query and of what was searched beside it."""
    return question.stems | {part for term in question.expanded for part in content_stems(term)}


def _answering_first(
    hits: Sequence[Hit], rows: Sequence[RankedRow], best: Sequence[Excerpt], preferred: Collection[str], *, limit: int
) -> list[Hit]:
    """Hits by their score, with a share for the best row that stands in each: what answers is seen first.

    Documents of the year or the kind that the question names are preferred. Of the best passages, those under a heading
    that only points elsewhere (references) are pushed down.
    """
    asides = {e.passage.id for e in best if e.section and e.section[-1].strip().casefold() in _aside_headings()}

    def raised(hit: Hit) -> float:
        place = hit.passage
        inside = (row.relevance for row in by_document.get(place.document_id, ()) if _overlap(row.row, place))
        score = hit.score + ROW_SHARE * max(inside, default=0.0) + PREFERRED * (place.document_id in preferred)
        return score * (ASIDE if place.id in asides else 1.0) / MOST

    by_document: dict[str, list[RankedRow]] = {}
    for row in rows:
        by_document.setdefault(row.document_id, []).append(row)
    scored = [(raised(hit), hit) for hit in hits]
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.id))
    return [hit.model_copy(update={"score": score}) for score, hit in scored[:limit]]


def _is_preferred(question: Question, document: DocumentSummary) -> bool:
    """Whether a document is of a year or a kind that the question names, or published by a body that it names."""
    of_year = document.planning_year in question.years or document.financial_year in question.years
    return of_year or document.kind in question.kinds or is_published_by(question.bodies, document)


@cache
def _aside_headings() -> frozenset[str]:
    return frozenset(tomllib.loads(_ASIDES.read_text(encoding="utf-8"))["headings"])


def _overlap(row: Stated, passage: Passage) -> bool:
    return row.start < passage.end and passage.start < row.end
