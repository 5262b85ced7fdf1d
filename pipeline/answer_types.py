"""What an answer is made of: the same on the command line, over HTTP and on the web pages."""

from typing import Annotated, TypeAlias

from pydantic import Field, SkipValidation, with_config
from typing_extensions import TypedDict

from corpus.document import Record
from corpus.row_types import Day, FigureRow, ObjectiveRow, Offsets, Share
from pipeline.currency import DocumentStatus
from pipeline.links import Links
from pipeline.names import Expansion
from pipeline.question import Preferred
from pipeline.spelling import Correction


class _Standing(TypedDict):
    title: Annotated[str, Field(description="Of the document.")]
    published: Annotated[Day | None, Field(description="The day the document was published.")]
    document_status: Annotated[DocumentStatus, Field(description="Whether later guidance has replaced the document.")]
    relevance: Annotated[Share, Field(description="How well the row answers; comparable within one answer.")]
    links: Links


@with_config(extra="forbid")
class ObjectiveAnswer(ObjectiveRow, _Standing):
    """An objective that answers a question, with what its document is."""


@with_config(extra="forbid")
class FigureAnswer(FigureRow, _Standing):
    """A figure that answers a question, with what its document is."""


AnswerRow: TypeAlias = ObjectiveAnswer | FigureAnswer


@with_config(extra="forbid")
class Why(TypedDict):
    """A passage's rank by words and by meaning, from 1; null where that search did not give it."""

    lexical: int | None
    dense: int | None


class PassageFields(TypedDict):
    """What a passage is, wherever it is shown."""

    document: Annotated[str, Field(description="The file's name without its folder.")]
    document_id: str
    passage_id: str
    title: Annotated[str, Field(description="Of the document.")]
    document_status: Annotated[DocumentStatus, Field(description="Whether later guidance has replaced the document.")]
    section: Annotated[list[str], Field(description="Headings from the document's title down.")]
    page: Annotated[int | None, Field(description="Physical page from 1; null in formats without pages.")]
    text: Annotated[str, Field(description="One passage, at most 1,500 characters, as it stands in the document.")]
    start: Annotated[int, Field(ge=0, description="First code point in the document's text.")]
    end: Annotated[int, Field(ge=0, description="Code point behind the last one.")]


class _Found(TypedDict):
    score: Annotated[float, Field(description="0 to 1; comparable within one answer.")]
    highlights: Annotated[list[Offsets], Field(description="Places of words of the query, in the document's text.")]
    why: Why


class _Leading(TypedDict):
    links: Links


@with_config(extra="forbid")
class PassageRow(PassageFields, _Leading):
    """A passage, the unit of search, as it stands in its document."""


@with_config(extra="forbid")
class HitRow(PassageFields, _Found, _Leading):
    """A passage that was found, with the words that were."""


class Answer(Record):
    """What `remit search --json` and `GET /v1/search` give."""

    query: str = Field(description="As it was asked.")
    read_as: str | None = Field(default=None, description="The query with slips of spelling mended, where there were.")
    corrections: tuple[Correction, ...] = Field(default=(), description="Each word that was read as another one.")
    expanded: tuple[str, ...] = Field(description="Names that were searched for beside the query's own words.")
    expansions: tuple[Expansion, ...] = Field(
        default=(), description="The same, each with the words it stands for and where it comes from."
    )
    preferred: Preferred = Field(
        default=Preferred(), description="What ranks documents and rows higher, without leaving any out."
    )
    no_answer: bool = Field(description="Nothing in the index answers; the hits are then the nearest passages.")
    reasons: tuple[str, ...] = Field(
        default=(),
        description="Why nothing answers, the weightiest first; also which level or year of the query an answer lacks.",
    )
    # made by `ask` and checked by tests: to check each row of each answer again would cost as much as to find it
    answers: SkipValidation[tuple[Annotated[AnswerRow, Field(discriminator="kind")], ...]] = Field(
        description="Objectives and figures, best first."
    )
    hits: SkipValidation[tuple[HitRow, ...]] = Field(description="Passages, best first.")
