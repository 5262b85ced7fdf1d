"""The columns of the rows: their names, their order, their types and what they mean, said once (docs/rows.md).

Rows are plain dicts, ready for JSON; these types describe them to type checkers, to JSON Schema and to the HTTP API.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, WithJsonSchema, with_config
from typing_extensions import TypedDict

from corpus.facts import (
    BodySource,
    BodyType,
    Comparator,
    DateRole,
    DateType,
    DeadlineKind,
    Direction,
    FactKind,
    FigureStatus,
    Obligation,
    Precision,
    Qualifier,
    Statement,
    Unit,
)

CONTEXT = 32  # code points of prefix and suffix, as W3C Web Annotation's TextQuoteSelector has them

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]
_Number = Annotated[int | float, WithJsonSchema({"type": "number"})]  # the page is a whole number, the rest are points
PageBox = Annotated[list[_Number], Field(min_length=5, max_length=5)]
Share = Annotated[float, Field(ge=0, le=1)]


@with_config(extra="forbid")
class RowDeadline(TypedDict):
    """When: the words, the last day meant (the first for `from`; null where no day is meant), and the kind."""

    text: str
    date: Day | None
    kind: DeadlineKind


@with_config(extra="forbid")
class RowThreshold(TypedDict):
    """The number inside a metric ("waits over 52 weeks": > 52 week)."""

    op: Literal["<", "<=", ">", ">=", "="]
    value: float
    unit: Unit


@with_config(extra="forbid")
class RowBody(TypedDict):
    """Who: the words in the text, the canonical name, and the ODS code where there is one."""

    text: str
    name: str
    code: str | None


@with_config(extra="forbid")
class RowPeriod(TypedDict):
    """The stretch of time that a figure speaks of; `text` is null where it was inferred."""

    text: str | None
    start: Day | None
    end: Day | None


@with_config(extra="forbid")
class RowMeasurable(TypedDict):
    """Whether an objective could be measured as it is written, and what is missing."""

    ok: bool
    missing: list[str]


class _Place(TypedDict):
    id: Annotated[str, Field(description="Stable: made from content, the same on every machine.")]
    document: Annotated[str, Field(description="The file's name without its folder.")]
    document_id: str
    quote: Annotated[str, Field(description="The words, as repaired: `text[start:end]` of the document.")]
    quote_source: Annotated[str, Field(description="The words as they stand in the file.")]
    prefix: Annotated[str, Field(description="Up to 32 characters before the quotation.")]
    suffix: Annotated[str, Field(description="Up to 32 characters behind the quotation.")]
    start: Annotated[int, Field(ge=0, description="First code point in the document's text.")]
    end: Annotated[int, Field(ge=0, description="Code point behind the last one.")]
    page: Annotated[int | None, Field(description="Physical page from 1; null in formats without pages.")]
    page_label: Annotated[str | None, Field(description="What is printed on the page as its number.")]
    boxes: Annotated[
        list[PageBox] | None,
        Field(description="[page, x0, top, x1, bottom] in points from the page's top left corner."),
    ]
    section: Annotated[list[str], Field(description="Headings from the document's title down.")]
    evidence: Annotated[dict[str, list[Offsets]], Field(description="For each field, the places it comes from.")]


class _Made(TypedDict):
    rule: Annotated[str, Field(description="The rule or model that made the row.")]
    confidence: Annotated[Share, Field(description="How likely the row is to be right, fitted on annotated documents.")]


class _ObjectiveKind(TypedDict):
    kind: Literal["objective"]


class _ObjectiveFields(TypedDict):
    metric: Annotated[str, Field(description="What is measured, with its population.")]
    comparator: Comparator
    value: float | None
    high: Annotated[float | None, Field(description="Closes a range.")]
    unit: Unit | None
    counted: Annotated[str | None, Field(description="The noun of a count.")]
    strict: Annotated[bool, Field(description="The text says over, above or below, not at least or at most.")]
    threshold: RowThreshold | None
    baseline: Annotated[str | None, Field(description="The reference level, in words.")]
    deadline: RowDeadline | None
    planning_year: Annotated[str | None, Field(description="The guidance's own year, never copied into the deadline.")]
    applies_to: Annotated[str | None, Field(description="Where it holds.")]
    body: Annotated[RowBody | None, Field(description="Who must deliver it; the first of several.")]
    bodies: list[RowBody]
    body_source: Annotated[BodySource | None, Field(description="Where the body was read.")]
    obligation: Annotated[Obligation, Field(description="How binding it is.")]
    statement: Statement
    milestone_of: Annotated[str | None, Field(description="The id of the objective that this is a step towards.")]
    exceptions: Annotated[str | None, Field(description="Carve-outs, verbatim.")]
    measurable: RowMeasurable


@with_config(extra="forbid")
class ObjectiveRow(_ObjectiveKind, _Place, _ObjectiveFields, _Made):
    """One atomic target: a metric, a level or a thing to finish, by when, by whom and how binding."""


class _FigureKind(TypedDict):
    kind: Literal["figure"]


class _FigureFields(TypedDict):
    measure: Annotated[str, Field(description="What was counted or measured.")]
    value: float
    high: Annotated[float | None, Field(description="Closes a range.")]
    unit: Unit
    counted: Annotated[str | None, Field(description="The noun of a count.")]
    qualifier: Qualifier
    direction: Direction
    period: RowPeriod | None
    body: Annotated[str | None, Field(description="The name of the body it speaks of.")]
    status: FigureStatus


@with_config(extra="forbid")
class FigureRow(_FigureKind, _Place, _FigureFields, _Made):
    """A reported or forecast number, or an amount of money."""


class _DateKind(TypedDict):
    kind: Literal["date"]


class _DateFields(TypedDict):
    type: DateType
    earliest: Annotated[Day | None, Field(description="First day; null where no day is meant.")]
    latest: Annotated[Day | None, Field(description="Last day; null where no day is meant.")]
    precision: Precision | None
    role: DateRole
    anchor: Annotated[Day | None, Field(description="The date that a relative expression was resolved against.")]


@with_config(extra="forbid")
class DateRow(_DateKind, _Place, _DateFields, _Made):
    """A point or stretch of time."""


class _BodyKind(TypedDict):
    kind: Literal["body"]


class _BodyFields(TypedDict):
    name: str
    code: Annotated[str | None, Field(description="The ODS code.")]
    type: BodyType
    valid_from: Day | None
    valid_to: Day | None
    resolved_by: Annotated[str | None, Field(description="How the name was found.")]


@with_config(extra="forbid")
class BodyRow(_BodyKind, _Place, _BodyFields, _Made):
    """An organisation, a class of organisations, or an organ that acts."""


FactRow: TypeAlias = ObjectiveRow | FigureRow | DateRow | BodyRow
AnyRow: TypeAlias = Annotated[FactRow, Field(discriminator="kind")]
ROWS: dict[FactKind, type[Any]] = {"objective": ObjectiveRow, "figure": FigureRow, "date": DateRow, "body": BodyRow}
