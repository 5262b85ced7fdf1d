"""What the tools give: rows, passages and documents, each with its words, its place and its links.

Every field that the text does not support is null. The models are the output schemas that clients see, so that each
field says what it holds.
"""

from typing import Annotated, Literal

from pydantic import Field

from corpus.document import DocumentKind, Record
from corpus.facts import (
    BodySource,
    Comparator,
    Deadline,
    Direction,
    FigureStatus,
    Obligation,
    Period,
    Qualifier,
    Statement,
    Unit,
)
from pipeline.currency import DocumentStatus

Confidence = Annotated[
    float,
    Field(ge=0, le=1, description="How likely the row is right as a whole; below 0.7 read its passage before using it"),
]
Quote = Annotated[str, Field(description="The words of the document, exactly: quote these")]


class Source(Record):
    """Where words stand: document, section, page and offsets, and the addresses that show them."""

    document_id: str
    title: str
    publisher: str | None
    published: str | None = Field(description="ISO date of publication")
    status: DocumentStatus = Field(description="superseded: later guidance of the same series is held")
    section: tuple[str, ...] = Field(description="Headings from the document's title down")
    page: int | None = Field(description="Physical page, from 1; null in formats without pages")
    page_label: str | None = Field(description="Page number as printed")
    start: int = Field(description="Offset of the first character in the document's text")
    end: int = Field(description="Offset after the last character")
    link: str = Field(description="Shows these words in their document: give it with the quotation")
    publication: str | None = Field(description="Address of the official publication, where it is known")


class Objective(Record):
    """A target, standard, action or ambition: one row of guidance or of a plan."""

    kind: Literal["objective"] = "objective"
    id: str
    metric: str = Field(description="What is measured, or to be done")
    level: str = Field(description="The level in words, such as 'above 80%'")
    comparator: Comparator
    value: float | None
    high: float | None = Field(description="Upper end of a range")
    unit: Unit | None
    counted: str | None = Field(description="The noun of a count")
    deadline: Deadline | None = Field(description="Only a date that the text gives for this target")
    planning_year: str | None = Field(description="Year that the guidance plans for; this is no deadline")
    body: str | None = Field(description="Who must deliver it")
    bodies: tuple[str, ...] = Field(description="All who are named, where several are")
    body_source: BodySource | None = Field(description="Where the body was read: context is the least certain")
    obligation: Obligation = Field(description="How binding: must is the strongest, ambition the weakest")
    statement: Statement
    applies_to: str | None
    exceptions: str | None
    missing: tuple[str, ...] = Field(description="What it would need to be measurable as it is written")
    quote: Quote
    context: str = Field(description="The words around the quotation")
    confidence: Confidence
    source: Source
    citation: str = Field(description="Quotation, document, section, page and link as one line")


class Figure(Record):
    """A reported or forecast number, or an amount of money."""

    kind: Literal["figure"] = "figure"
    id: str
    measure: str = Field(description="What is counted or measured")
    level: str = Field(description="The number in words, such as '£2.45 billion'")
    value: float
    high: float | None = Field(description="Upper end of a range")
    unit: Unit
    counted: str | None = Field(description="The noun of a count")
    qualifier: Qualifier
    direction: Direction
    period: Period | None = Field(
        description="The stretch of time it speaks of; its text is null where it was inferred"
    )
    body: str | None = Field(description="Whose figure it is")
    status: FigureStatus
    quote: Quote
    context: str = Field(description="The words around the quotation")
    confidence: Confidence
    source: Source
    citation: str = Field(description="Quotation, document, section, page and link as one line")


class Passage(Record):
    """Words of a document as they stand in it."""

    passage_id: str | None = Field(description="Null for a stretch that was asked for by its offsets")
    text: str
    source: Source
    section_start: int = Field(description="Offset where its section begins")
    section_end: int = Field(description="Offset where its section ends: read on with get_passage")
    citation: str = Field(description="Document, section, page and link as one line")


class SearchResult(Record):
    """Rows and passages that answer a question, best first; or why nothing does."""

    query: str
    read_as: str | None = Field(description="The query with slips of spelling mended; null where there were none")
    also_searched: tuple[str, ...] = Field(description="Other names that were searched for too")
    no_answer: bool = Field(description="True: nothing held answers; the passages are then only the nearest ones")
    reasons: tuple[str, ...] = Field(description="Why nothing answers, or what an answer lacks")
    answers: tuple[Annotated[Objective | Figure, Field(discriminator="kind")], ...]
    more_answers: bool = Field(description="There are more: raise limit, or narrow the question")
    passages: tuple[Passage, ...]


class Listing(Record):
    """What every part of a list says: how long the whole is, and how to go on."""

    total: int = Field(description="Rows that pass the filters")
    offset: int
    next_offset: int | None = Field(description="Ask again with this offset for the rows after these; null at the end")
    reasons: tuple[str, ...] = Field(description="Why there are none, where there are none")


class ObjectiveList(Listing):
    """A part of the objectives that pass the filters, in the order of documents and their texts."""

    objectives: tuple[Objective, ...]


class FigureList(Listing):
    """A part of the figures that pass the filters, in the order of documents and their texts."""

    figures: tuple[Figure, ...]


class DocumentHeld(Record):
    """A document of the index."""

    document_id: str
    title: str
    file: str
    publisher: str | None
    published: str | None
    kind: DocumentKind
    financial_year: str | None
    planning_year: str | None
    status: DocumentStatus
    objectives: int
    figures: int
    findings: tuple[str, ...] = Field(description="What the reader had to repair or could not read")
    outline: str = Field(description="Resource with its sections")
    publication: str | None


class DocumentList(Listing):
    """A part of the documents that pass the filters, by file name."""

    documents: tuple[DocumentHeld, ...]


class OutlineSection(Record):
    """A heading of a document; `start` and `end` are what get_passage takes."""

    level: int
    number: str | None
    heading: str
    page: int | None
    start: int
    end: int


class Outline(Record):
    """A document's sections in their order, and what the reader could not read of it."""

    document: DocumentHeld
    sections: tuple[OutlineSection, ...]
    sections_left_out: int
