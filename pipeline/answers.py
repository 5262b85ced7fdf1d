"""Rows that answer a question: objectives and figures, ranked by what they are about.

A row is a candidate when its metric is one that the question names or holds all that the question is about, or when it
stands in a document of the best passages. Its relevance is the share of the question's topic that its own words cover
(metric, quotation, lead-in; a heading counts half), each word by how rare it is among metrics, with a share for the
metric itself, for the passage it stands in, and for the financial year asked for. A number of the topic must stand in
the row. What the question names counts over and above that (fits.py): a body, a deadline, a duration; rows of the very
level that it names ("77%") come first. Where no year is asked for, what is superseded counts less than what is current.
A question for targets is answered with those of the year asked for first, those in force before those that are
superseded, those on the very metric first and of these the newest.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpus.document import Record
from corpus.facts import Fact, FactKind
from extractors.metrics import find_metrics
from index import DocumentSummary, Filters, Hit, Stated, Store
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.fits import bodies_in, in_force, is_due, is_of_body, levels_of, of_year, same_year
from pipeline.question import Quantity, Question
from pipeline.support import DAYS
from pipeline.topic import Topic, topic_of
from pipeline.words import content_stems

METRIC_SHARE, TOPIC_SHARE, PASSAGE_SHARE, YEAR_SHARE, KIND_SHARE = 0.35, 0.35, 0.15, 0.1, 0.05
BODY_SHARE, DEADLINE_SHARE, DURATION_SHARE = 0.3, 0.15, 0.1  # over and above, where the question names one
IN_FORCE_SHARE = 0.05  # likewise, of guidance in force, where neither a year nor a figure is asked for
SUPERSEDED = 0.2  # taken from rows of superseded guidance, where no year is asked for and current objectives answer
LEAST_RELEVANCE = 0.4  # without what is over and above
COVERED = 0.5  # of the topic, at least, by the words of a row; its heading counts half
COVERED_WITHOUT_METRIC = 0.75  # where the question names a metric and the row is not on it
PassageScores = Mapping[str, list[tuple[int, int, float]]]  # start, end and score, by document
DOCUMENTS = 8  # documents of the best passages that are looked through for rows, at most


class RankedRow(Record):
    """A row that answers, with its relevance (0 to 1).

    `on_metric` says that it is on the very metric that is asked for; `of_body`, `by_deadline` and `of_level` that it is
    of a body, a deadline or a level (other than a duration) that the question names.
    """

    row: Stated
    relevance: float
    on_metric: bool = False
    of_body: bool = False
    by_deadline: bool = False
    of_level: bool = False

    @property
    def document_id(self) -> str:
        """The document that it points into."""
        return self.row.document_id

    @property
    def fact(self) -> Fact:
        """The objective or the figure, whole."""
        return self.row.fact()


class _Asked(NamedTuple):
    """What rows are compared with: the topic of a question, the bodies it names, and the topic without their names."""

    topic: Topic
    bodies: frozenset[str]
    of_bodies: Topic


def find_answers(question: Question, hits: Sequence[Hit], store: Store, *, filters: Filters) -> list[RankedRow]:
    """The rows that answer a question, best first; none where no row is relevant enough. Call it in a snapshot."""
    near = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:DOCUMENTS]
    best, asked, documents = _passage_scores(hits), _asked(question, store), summaries_of(store)
    statuses = statuses_of(store)
    candidates = _candidates(asked, near, store, filters)
    ranked = (_ranked(asked, documents[row.document_id], row, best) for row in candidates)
    relevant = [row for row in ranked if row is not None]
    less = SUPERSEDED if not question.years and _is_replaced(relevant, statuses) else 0.0
    rows = [_fitted(question, row, documents[i], statuses[i], less=less) for row in relevant for i in [row.document_id]]
    if "objective" in question.wants:
        return _in_force_first(question, rows, documents, statuses)
    return sorted(rows, key=_best_first)


def _asked(question: Question, store: Store) -> _Asked:
    topic, bodies = topic_of(question, store), bodies_in(question.text)
    return _Asked(topic, frozenset(bodies), topic.without(content_stems(" ".join(bodies.values()))))


def _best_first(ranked: RankedRow) -> tuple[bool, float, bool, str, int, str]:
    row = ranked.row
    return not ranked.of_level, -ranked.relevance, row.kind != "objective", row.document_id, row.start, row.id


def _in_force_first(
    question: Question,
    rows: Iterable[RankedRow],
    documents: Mapping[str, DocumentSummary],
    statuses: Mapping[str, DocumentStatus],
) -> list[RankedRow]:
    """Rows of the year asked for first, of the level, of the body; in force, by the deadline, on the metric, newest."""

    def order(row: RankedRow) -> tuple[bool | int, ...]:
        document = documents[row.document_id]
        other_year = bool(question.years) and not of_year(question, document)
        year = document.planning_year or document.financial_year or "0"
        superseded = statuses[row.document_id] == "superseded"
        fits = (not row.of_level, not row.of_body, superseded, not row.by_deadline, not row.on_metric)
        return (other_year, *fits, -int(year[:4]))

    return sorted(sorted(rows, key=_best_first), key=order)


def _candidates(asked: _Asked, near: Sequence[str], store: Store, filters: Filters) -> list[Stated]:
    """Rows on a metric that the question is about, and rows of the documents near to it; each once."""
    kinds: Sequence[FactKind] = ("figure", "objective")
    question = asked.topic.question
    if question.wants == {"objective"}:
        kinds = ("objective",)
    names = dict.fromkeys([*question.metrics, *asked.topic.names(), *asked.of_bodies.names()])
    found: dict[str, Stated] = {}
    for kind in kinds:
        for metric in names:
            found |= {row.id: row for row in store.stated(kind=kind, filters=filters, metric=metric)}
        for document_id in near:
            found |= {row.id: row for row in store.stated(kind=kind, filters=filters, document_id=document_id)}
    return list(found.values())


def _passage_scores(hits: Sequence[Hit]) -> PassageScores:
    scores: dict[str, list[tuple[int, int, float]]] = {}
    highest = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        place = (hit.passage.start, hit.passage.end, max(0.0, hit.score / highest))
        scores.setdefault(hit.passage.document_id, []).append(place)
    return scores


def _score_at(scores: PassageScores, row: Stated) -> float:
    places = scores.get(row.document_id, [])
    return max((score for start, end, score in places if start < row.end and row.start < end), default=0.0)


def _ranked(asked: _Asked, document: DocumentSummary, row: Stated, best: PassageScores) -> RankedRow | None:
    """A row with its relevance; None where that is too little, as it is of most."""
    question = asked.topic.question
    of_body = is_of_body(asked.bodies, document, row)
    topic = asked.of_bodies if of_body else asked.topic
    covered, held = topic.weigh(_stems(row.words), _stems(row.heading))
    metric = _same_metric(question, row)
    least = COVERED_WITHOUT_METRIC if question.metrics else COVERED
    if not (metric or (covered >= least and held)):
        return None
    relevance = round(
        METRIC_SHARE * (metric if question.metrics else covered)
        + TOPIC_SHARE * covered
        + PASSAGE_SHARE * _score_at(best, row)
        + YEAR_SHARE * same_year(question, document)
        + KIND_SHARE * (row.kind in question.wants),
        4,
    )
    if relevance < LEAST_RELEVANCE:
        return None
    on_metric = metric == 1 if question.metrics else covered == 1
    return RankedRow(row=row, relevance=relevance, on_metric=on_metric, of_body=of_body)


def _is_replaced(rows: Sequence[RankedRow], statuses: Mapping[str, DocumentStatus]) -> bool:
    """Whether an objective of a current document is about as relevant as the best row."""
    least = max((row.relevance for row in rows), default=0.0) - SUPERSEDED
    current = (row for row in rows if row.row.kind == "objective" and statuses[row.document_id] == "current")
    return any(row.relevance >= least for row in current)


def _fitted(
    question: Question, ranked: RankedRow, document: DocumentSummary, status: DocumentStatus, *, less: float
) -> RankedRow:
    """A relevant row with what it has of what the question names over and above its topic; at most 1 all the same.

    `less` is taken from it where it is superseded.
    """
    levels = frozenset(one for one in question.quantities if one.unit not in DAYS)
    durations = frozenset(question.quantities) - levels
    own = levels_of(ranked.fact) if question.quantities else frozenset[Quantity]()
    by_deadline = question.deadline is not None and is_due(ranked.row, question.deadline)
    shares = (
        (bool(bodies_in(question.text)), BODY_SHARE, ranked.of_body),
        (question.deadline is not None, DEADLINE_SHARE, by_deadline),
        (bool(durations), DURATION_SHARE, bool(own & durations)),
        (not question.years and "figure" not in question.wants, IN_FORCE_SHARE, in_force(document, status)),
    )
    most = 1 + sum(share for named, share, _ in shares if named)
    relevance = ranked.relevance + sum(share for named, share, held in shares if named and held)
    relevance -= less * (status == "superseded")
    fits = {"by_deadline": by_deadline, "of_level": bool(own & levels)}
    return ranked.model_copy(update={"relevance": round(max(0.0, relevance) / most, 4), **fits})


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
