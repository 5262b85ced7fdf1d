"""What a row and its document have of what a question names: a body, a deadline, a level, a year."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from corpus.facts import Fact, Figure, Objective
from extractors.bodies import find_bodies
from index import DocumentSummary, Stated
from pipeline.currency import DocumentStatus
from pipeline.dates import financial_year_of
from pipeline.question import Quantity, Question


def is_of_body(bodies: frozenset[str], document: DocumentSummary, row: Stated) -> bool:
    """Whether a row is of one of the bodies: published by it, or on it by its fields or its words."""
    if not bodies:
        return False
    words = row.words.casefold()
    return is_published_by(bodies, document) or any(f'"{n}"' in row.record or n.casefold() in words for n in bodies)


def is_published_by(bodies: Collection[str], document: DocumentSummary) -> bool:
    """Whether one of the bodies published a document."""
    return bool(bodies and document.publisher and bodies_in(document.publisher).keys() & set(bodies))


def is_due(row: Stated, day: date) -> bool:
    """Whether a row is an objective for that day; the record is read whole only where the day stands in it."""
    if row.kind != "objective" or day.isoformat() not in row.record:
        return False
    fact = row.fact()
    return isinstance(fact, Objective) and fact.deadline is not None and fact.deadline.date == day


def levels_of(fact: Fact) -> frozenset[Quantity]:
    """The levels that a row sets or reports."""
    if not isinstance(fact, Figure | Objective) or fact.unit is None:
        return frozenset()
    return frozenset(Quantity(value, fact.unit) for value in (fact.value, fact.high) if value is not None)


@lru_cache(maxsize=4096)
def bodies_in(text: str) -> Mapping[str, str]:
    """The bodies that a text names, with its words for each; no classes of them ("trusts")."""
    return {m.name: text[m.start : m.end] for m in find_bodies(text) if m.type != "generic_group"}


def in_force(document: DocumentSummary, status: DocumentStatus) -> bool:
    """Whether a document is guidance that nothing has superseded."""
    return document.planning_year is not None and status == "current"


def years_of(fact: Fact, document: DocumentSummary) -> set[str | None]:
    """The financial years that a row is of: its document's, its deadline's and those of its period."""
    days = list[date | None]()
    if isinstance(fact, Objective) and fact.deadline is not None:
        days = [fact.deadline.date]
    if isinstance(fact, Figure) and fact.period is not None:
        days = [fact.period.start, fact.period.end]
    return {document.planning_year, document.financial_year, *(financial_year_of(day) for day in days if day)}


def same_year(question: Question, document: DocumentSummary) -> float:
    """How well a document fits the years of a question, 0 to 1; guidance for a year fits one that names none."""
    if not question.years:
        return 1.0 if document.planning_year else 0.5
    return float(of_year(question, document))


def of_year(question: Question, document: DocumentSummary) -> bool:
    """Whether a document is of a year that the question names."""
    return document.planning_year in question.years or document.financial_year in question.years
