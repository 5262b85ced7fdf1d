"""Rows that answer a question: objectives and figures, ranked by what they are about.

A row is a candidate when it stands in a passage that was found, or when its metric is one that the question names.
Its relevance is the share of the question's topic that its own words cover (metric, quotation, lead-in, heading), with
a share for the metric itself, for the passage it stands in, and for the financial year asked for.
"""

from collections.abc import Iterable, Mapping, Sequence

from corpus.document import Document, Record
from corpus.facts import Fact, FactKind, Figure, Objective
from extractors.metrics import find_metrics
from index import Filters, Hit, Store
from pipeline.question import Question
from pipeline.words import content_stems

Answerable = Objective | Figure

METRIC_SHARE, TOPIC_SHARE, PASSAGE_SHARE, YEAR_SHARE, KIND_SHARE = 0.35, 0.35, 0.15, 0.1, 0.05
LEAST_RELEVANCE = 0.4
COVERED = 0.5  # of the topic, at least, by the words of a row
COVERED_WITHOUT_METRIC = 0.75  # where the question names a metric and the row is not on it
_PLACES = 8  # documents of the best hits that are looked through for rows


class RankedRow(Record):
    """A fact that answers, with its document and its relevance (0 to 1)."""

    document_id: str
    fact: Answerable
    relevance: float


def find_answers(
    question: Question, hits: Sequence[Hit], store: Store, *, filters: Filters, limit: int
) -> list[RankedRow]:
    """The rows that answer a question, best first; none where no row is relevant enough."""
    near = list(dict.fromkeys(hit.passage.document_id for hit in hits[:_PLACES]))
    best = _passage_scores(hits)
    documents: dict[str, Document] = {}
    rows: list[RankedRow] = []
    for fact in _candidates(question, near, store, filters):
        if fact.document_id not in documents:
            documents[fact.document_id] = store.document(fact.document_id)
        relevance = _relevance(question, documents[fact.document_id], fact, _score_at(best, fact))
        if relevance >= LEAST_RELEVANCE:
            rows.append(RankedRow(document_id=fact.document_id, fact=fact, relevance=round(relevance, 4)))
    return sorted(rows, key=_best_first)[:limit]


def _best_first(row: RankedRow) -> tuple[float, bool, str, int, str]:
    return -row.relevance, row.fact.kind != "objective", row.document_id, row.fact.start, row.fact.id


def _candidates(question: Question, near: Sequence[str], store: Store, filters: Filters) -> list[Answerable]:
    """Rows on a metric that the question names, and rows of the documents near to it; each once."""
    kinds: Sequence[FactKind] = ("objective",) if question.wants == {"objective"} else ("figure", "objective")
    found: dict[str, Answerable] = {}
    for kind in kinds:
        for metric in question.metrics:
            found |= _answerable(store.facts(kind=kind, filters=filters, metric=metric))
        for document_id in near:
            found |= _answerable(store.facts(kind=kind, filters=filters, document_id=document_id))
    return list(found.values())


def _answerable(facts: Iterable[Fact]) -> dict[str, Answerable]:
    return {fact.id: fact for fact in facts if isinstance(fact, Objective | Figure)}


def _passage_scores(hits: Sequence[Hit]) -> dict[str, list[tuple[int, int, float]]]:
    scores: dict[str, list[tuple[int, int, float]]] = {}
    highest = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        place = (hit.passage.start, hit.passage.end, max(0.0, hit.score / highest))
        scores.setdefault(hit.passage.document_id, []).append(place)
    return scores


def _score_at(scores: Mapping[str, list[tuple[int, int, float]]], fact: Answerable) -> float:
    places = scores.get(fact.document_id, [])
    return max((score for start, end, score in places if start < fact.end and fact.start < end), default=0.0)


def _relevance(question: Question, document: Document, fact: Answerable, passage_score: float) -> float:
    words = _row_words(document, fact)
    covered = len(question.topic & content_stems(words)) / max(1, len(question.topic))
    metric = _same_metric(question, fact, words)
    if not metric and covered < (COVERED_WITHOUT_METRIC if question.metrics else COVERED):
        return 0.0
    return (
        METRIC_SHARE * (metric if question.metrics else covered)
        + TOPIC_SHARE * covered
        + PASSAGE_SHARE * passage_score
        + YEAR_SHARE * _same_year(question, document)
        + KIND_SHARE * (fact.kind in question.wants)
    )


def _row_words(document: Document, fact: Answerable) -> str:
    block = document.block_at(fact.start)
    lead_in = document.quote(block.lead_in) if block and block.lead_in else ""
    name = fact.metric if isinstance(fact, Objective) else fact.measure
    return " ".join((name, document.quote(fact), lead_in, document.section_of(fact.start).heading))


def _same_metric(question: Question, fact: Answerable, words: str) -> float:
    if isinstance(fact, Objective) and fact.metric in question.metrics:
        return 1.0
    found = {match.metric.name for match in find_metrics(words)}
    return 0.8 if found & set(question.metrics) else 0.0


def _same_year(question: Question, document: Document) -> float:
    if not question.years:
        return 1.0 if document.planning_year else 0.5
    return float(document.planning_year in question.years or document.financial_year in question.years)
