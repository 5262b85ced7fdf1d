"""What is found in a document: dates, figures, bodies and objectives.

A fact's span is its core words. Where its fields come from elsewhere (the body from the stem of the list, the year
from a column's header), `evidence` holds the spans of each field. A field that the text does not support is null.
Names follow TIMEX3 (dates), schema.org QuantitativeValue (figures) and ODS (organisations).
"""

import datetime
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from corpus.document import Record, Span
from corpus.packed import Packed

Number = Annotated[float, Field(allow_inf_nan=False)]

DateType = Literal["date", "period", "financial_year", "duration", "relative"]
DateRole = Literal["time", "threshold", "frequency", "span", "name", "amount", "availability"]
Precision = Literal["day", "month", "quarter", "half", "season", "year", "range", "century"]
Unit = Literal[
    "percent",
    "percentage_point",
    "GBP",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "per_million",
    "multiple",
    "count",
]
Qualifier = Literal["over", "around", "nearly", "up_to", "none"]
Direction = Literal["increase", "decrease", "level"]
FigureStatus = Literal["reported", "forecast", "money"]
BodyType = Literal["national", "icb", "trust", "alliance", "regulator", "government", "generic_group", "other"]
BodySource = Literal["sentence", "stem", "we", "context"]
Comparator = Literal[">=", "<=", "=", "increase_by", "decrease_by", "eliminate", "deliver", "maintain"]
DeadlineKind = Literal["by", "during", "at", "from"]
Obligation = Literal["must", "asked", "expected", "should", "will", "ambition"]
Statement = Literal["target", "standard", "action", "ambition"]


class Mention(Span):
    """Base of the facts: where it stands, which rule or model made it, and how sure that is (0 to 1)."""

    id: str
    document_id: str
    evidence: dict[str, tuple[Span, ...]] = Field(default_factory=dict)
    rule: str
    confidence: float = Field(ge=0, le=1)


class DateExpression(Mention):
    """A point or stretch of time. `earliest` and `latest` are its first and last day, null where no day is meant.

    `anchor` is the date that a relative expression ("last year") was resolved against.
    """

    kind: Literal["date"] = "date"
    type: DateType
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    precision: Precision | None = None
    role: DateRole = "time"
    anchor: datetime.date | None = None


class Body(Mention):
    """An organisation, a class of organisations, or an organ that acts. `code` is its ODS code."""

    kind: Literal["body"] = "body"
    name: str
    code: str | None = None
    type: BodyType
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    resolved_by: str | None = None


class Period(Record):
    """The stretch of time that a figure speaks of; `text` is null where it was inferred."""

    text: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None


class Figure(Mention):
    """A reported or forecast number, or an amount of money. `high` closes a range; `counted` is the noun of a count."""

    kind: Literal["figure"] = "figure"
    measure: str
    value: Number
    high: Number | None = None
    unit: Unit
    counted: str | None = None
    qualifier: Qualifier = "none"
    direction: Direction = "level"
    period: Period | None = None
    body: str | None = None
    status: FigureStatus = "reported"


class Deadline(Record):
    """When: the words, the last day meant (the first day for `from`), and the kind."""

    text: str
    date: datetime.date | None = None
    kind: DeadlineKind


class Threshold(Record):
    """The number inside a metric ("waits over 52 weeks": > 52 week)."""

    op: Literal["<", "<=", ">", ">=", "="]
    value: Number
    unit: Unit


class BodyName(Record):
    """Who: the words in the text, the canonical name and the ODS code where there is one."""

    text: str
    name: str
    code: str | None = None


class Measurable(Record):
    """Whether an objective could be measured as it is written, and what is missing."""

    ok: bool
    missing: tuple[str, ...] = ()


class Objective(Mention):
    """One atomic target: a metric, a level or a thing to finish, by when, by whom and how binding.

    `planning_year` is the guidance's own year: it is never copied into `deadline`.
    """

    kind: Literal["objective"] = "objective"
    metric: str
    comparator: Comparator
    value: Number | None = None
    high: Number | None = None
    unit: Unit | None = None
    counted: str | None = None
    strict: bool = False
    threshold: Threshold | None = None
    baseline: str | None = None
    deadline: Deadline | None = None
    planning_year: str | None = None
    applies_to: str | None = None
    body: BodyName | None = None
    bodies: tuple[BodyName, ...] = ()
    body_source: BodySource | None = None
    obligation: Obligation
    statement: Statement
    milestone_of: str | None = None
    exceptions: str | None = None
    measurable: Measurable


Fact = Annotated[Objective | Figure | DateExpression | Body, Field(discriminator="kind")]
FactKind = Literal["objective", "figure", "date", "body"]


class Unclaimed(Span):
    """Words with a number, a percentage or a deadline that became no fact, and why."""

    reason: str


_FACT: TypeAdapter[Fact] = TypeAdapter(Fact)


def fact_of(line: bytes | str) -> Fact:
    """The fact that a line of JSON holds, as `model_dump_json` writes it."""
    return _FACT.validate_json(line)


def pack_facts(facts: Iterable[Fact]) -> Packed[Fact]:
    """Facts as little memory holds them."""
    return Packed.of((fact.model_dump_json().encode() for fact in facts), fact_of)
