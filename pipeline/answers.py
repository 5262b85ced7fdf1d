"""Rows that answer a question: objectives and figures, ranked by what they are about.

A row is a candidate when its metric is one that the question names or holds all that the question is about, or when it
stands in a document of the best passages. Its relevance is the share of the question's topic that its own words cover
(metric, quotation, lead-in; a heading counts half), each word by how rare it is among metrics, with a share for the
metric itself, for the passage it stands in, and for the financial year asked for. A number of the topic must stand in
the row. A question for targets is answered with those of the year asked for first, those in force before those that
are superseded, those on the very metric first and of these the newest.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from corpus.document import Record
from corpus.facts import Fact, FactKind
from extractors.metrics import find_metrics
from index import DocumentSummary, Filters, Hit, Stated, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.question import Question
from pipeline.topic import Topic, topic_of
from pipeline.words import content_stems

METRIC_SHARE, TOPIC_SHARE, PASSAGE_SHARE, YEAR_SHARE, KIND_SHARE = 0.35, 0.35, 0.15, 0.1, 0.05
LEAST_RELEVANCE = 0.4
COVERED = 0.5  # of the topic, at least, by the words of a row
COVERED_WITHOUT_METRIC = 0.75  # where the question names a metric and the row is not on it
DOCUMENTS = 8  # documents of the best passages that are looked through for rows, at most


class RankedRow(Record):
    """A row that answers, with its relevance (0 to 1).

    `on_metric` says that it is on the very metric that is asked for.
    """

    row: Stated
    relevance: float
    on_metric: bool = False

    @property
    def document_id(self) -> str:
        """The document that it points into."""
        return self.row.document_id

    @property
    def fact(self) -> Fact:
        """The objective or the figure, whole."""
        return self.row.fact()


def find_answers(question: Question, hits: Sequence[Hit], store: Store, *, filters: Filters) -> list[RankedRow]:
    """The rows that answer a question, best first; none where no row is relevant enough. Call it in a snapshot."""
    near = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:DOCUMENTS]
    best, topic, documents = _passage_scores(hits), topic_of(question, store), summaries_of(store)
    candidates = _candidates(topic, near, store, filters)
    ranked = (_ranked(topic, documents[row.document_id], row, _score_at(best, row)) for row in candidates)
    rows = [row for row in ranked if row.relevance >= LEAST_RELEVANCE]
    if "objective" in question.wants:
        return _in_force_first(question, rows, documents, statuses_of(store))
    return sorted(rows, key=_best_first)


def _best_first(ranked: RankedRow) -> tuple[float, bool, str, int, str]:
    row = ranked.row
    return -ranked.relevance, row.kind != "objective", row.document_id, row.start, row.id


def _in_force_first(
    question: Question,
    rows: Iterable[RankedRow],
    documents: Mapping[str, DocumentSummary],
    statuses: Mapping[str, DocumentStatus],
) -> list[RankedRow]:
    """Rows of the year asked for first, what is in force before what is not, on the metric, then the newest."""

    def order(row: RankedRow) -> tuple[bool, bool, bool, int]:
        document = documents[row.document_id]
        other_year = bool(question.years) and not _of_year(question, document)
        year = document.planning_year or document.financial_year or "0"
        return other_year, statuses[row.document_id] == "superseded", not row.on_metric, -int(year[:4])

    return sorted(sorted(rows, key=_best_first), key=order)


def _candidates(topic: Topic, near: Sequence[str], store: Store, filters: Filters) -> list[Stated]:
    """Rows on a metric that the question is about, and rows of the documents near to it; each once."""
    kinds: Sequence[FactKind] = ("figure", "objective")
    if topic.question.wants == {"objective"}:
        kinds = ("objective",)
    names = dict.fromkeys([*topic.question.metrics, *topic.names()])
    found: dict[str, Stated] = {}
    for kind in kinds:
        for metric in names:
            found |= {row.id: row for row in store.stated(kind=kind, filters=filters, metric=metric)}
        for document_id in near:
            found |= {row.id: row for row in store.stated(kind=kind, filters=filters, document_id=document_id)}
    return list(found.values())


def _passage_scores(hits: Sequence[Hit]) -> dict[str, list[tuple[int, int, float]]]:
    scores: dict[str, list[tuple[int, int, float]]] = {}
    highest = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        place = (hit.passage.start, hit.passage.end, max(0.0, hit.score / highest))
        scores.setdefault(hit.passage.document_id, []).append(place)
    return scores


def _score_at(scores: Mapping[str, list[tuple[int, int, float]]], row: Stated) -> float:
    places = scores.get(row.document_id, [])
    return max((score for start, end, score in places if start < row.end and row.start < end), default=0.0)


def _ranked(topic: Topic, document: DocumentSummary, row: Stated, passage_score: float) -> RankedRow:
    question = topic.question
    stems = _stems(row.words)
    covered = topic.covered(stems, stems | _stems(row.heading))
    metric = _same_metric(question, row)
    relevance = 0.0
    if metric or covered >= (COVERED_WITHOUT_METRIC if question.metrics else COVERED):
        relevance = (
            METRIC_SHARE * (metric if question.metrics else covered)
            + TOPIC_SHARE * covered
            + PASSAGE_SHARE * passage_score
            + YEAR_SHARE * _same_year(question, document)
            + KIND_SHARE * (row.kind in question.wants)
        )
    on_metric = metric == 1 if question.metrics else covered == 1
    return RankedRow(row=row, relevance=round(relevance, 4), on_metric=on_metric)


@lru_cache(maxsize=65536)
def _stems(text: str) -> frozenset[str]:
    return content_stems(text)


@lru_cache(maxsize=65536)
def _metrics_in(text: str) -> frozenset[str]:
    return frozenset(match.metric.name for match in find_metrics(text))


def _same_metric(question: Question, row: Stated) -> float:
    if not question.metrics:
        return 0.0
    if row.kind == "objective" and row.metric in question.metrics:
        return 1.0
    return 0.8 if _metrics_in(row.words) & set(question.metrics) else 0.0


def _same_year(question: Question, document: DocumentSummary) -> float:
    if not question.years:
        return 1.0 if document.planning_year else 0.5
    return float(_of_year(question, document))


def _of_year(question: Question, document: DocumentSummary) -> bool:
    return document.planning_year in question.years or document.financial_year in question.years
