"""The models of the HTTP API. Made by `make client` from the OpenAPI document: not to be edited."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Batch(TypedDict):
    """Questions that are answered one by one, each as `GET /v1/search` answers it, all with the same options."""

    queries: list[str]
    limit: NotRequired[int]
    expand: NotRequired[bool]
    target: NotRequired[bool]
    year: NotRequired[list[str]]
    kind: NotRequired[list[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]]]
    publisher: NotRequired[list[str]]
    body: NotRequired[list[str]]
    document: NotRequired[list[str]]


class BodySummary(TypedDict):
    """A body that rows name."""

    slug: str
    name: str
    codes: list[str]
    type: Literal["national", "icb", "trust", "alliance", "regulator", "government", "generic_group", "other"]
    is_group: bool
    valid_from: NotRequired[str | None]
    valid_to: NotRequired[str | None]
    successor: NotRequired[str | None]
    objectives: int
    figures: int
    mentions: int
    page: str


class Correction(TypedDict):
    """A word of a question and what it was read as."""

    said: str
    read: str


class DocumentLinks(TypedDict):
    """Addresses on this server, from the root; `source` is that of the official publication, where it is known."""

    document: str
    sections: str
    passages: str
    source: str | None


class Expansion(TypedDict):
    """Another name by which a question is searched.

    Attributes:
        said: the words of the question.
        name: the name that was added.
        source: the lexicon, or the documents.
        note: how the lexicon joins the two (acronym, synonym, older, lay, related), or the file that defines them.
    """

    said: str
    name: str
    source: Literal["lexicon", "documents"]
    note: str


class JobFile(TypedDict):
    """One file of a job, and what became of it.

    Attributes:
        file: its name, without a folder.
        bytes: its size.
        sha256: of its bytes.
        media_type: by its first bytes and its name; what the client said it was is not believed.
        state: where it is on its way; `done` also where it could not be read.
        outcome: what it ended as; `unchanged` where a document of the same content was there.
        was_there: whether a document of the same content was in the index when the job first looked.
        document_id: the document it became.
        title: of that document.
        passages: how many the document has.
        facts: how many the document has, by kind.
        findings: what the reader had to repair or could not read, in a sentence each.
        error: why it became no document, and what to do.
        same_name: other documents of the index that have the file's name; they stay.
        seconds: that reading and storing took.
    """

    file: str
    bytes: int
    sha256: str
    media_type: str
    state: Literal["queued", "reading", "storing", "done"]
    outcome: NotRequired[Literal["added", "replaced", "unchanged", "failed", "fault"] | None]
    was_there: NotRequired[bool | None]
    document_id: NotRequired[str | None]
    title: NotRequired[str | None]
    passages: int
    facts: NotRequired[dict[str, int]]
    findings: list[str]
    error: NotRequired[str | None]
    same_name: list[str]
    seconds: float


class JobLinks(TypedDict):
    """Addresses that belong to a job: its own, its events, its page, and the documents it made, in their order."""

    self: str
    events: str
    page: str
    documents: list[str]


class JobStatus(TypedDict):
    """A job, how many come before it, and where else to look.

    Attributes:
        ahead: jobs that are run before it.
        links: addresses.
    """

    id: str
    state: Literal["queued", "running", "done", "failed"]
    created: str
    started: NotRequired[str | None]
    finished: NotRequired[str | None]
    crashes: int
    note: NotRequired[str | None]
    error: NotRequired[str | None]
    revision: int
    files: list[JobFile]
    ahead: int
    links: JobLinks


class Links(TypedDict):
    """Addresses on this server, from the root; `source` is that of the official publication.

    `picture` is there where the document is a PDF, `source` where the publication is known, `passage` where one holds
    the place.
    """

    document: str
    passage: NotRequired[str]
    page: str
    picture: NotRequired[str]
    source: NotRequired[str]


class ListedDocument(TypedDict):
    """A document without its text."""

    id: str
    file: str
    title: str
    publisher: str | None
    published: str | None
    kind: Literal["planning_guidance", "board_paper", "briefing", "news", "other"]
    financial_year: str | None
    planning_year: str | None
    status: Literal["current", "superseded"]
    media_type: str
    source_url: str | None
    licence: str | None
    passages: int
    facts: dict[str, int]
    findings: list[str]
    links: DocumentLinks


class MetricSummary(TypedDict):
    """A metric with all its names in the documents."""

    slug: str
    name: str
    names: list[str]
    objectives: int
    figures: int
    years: list[str]
    registered: bool
    unit: (
        Literal[
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
        | None
    )
    better: str | None
    page: str


class PassageRow(TypedDict):
    """A passage, the unit of search, as it stands in its document."""

    document: str
    document_id: str
    passage_id: str
    title: str
    document_status: Literal["current", "superseded"]
    section: list[str]
    page: int | None
    text: str
    start: int
    end: int
    links: Links


class Preferred(TypedDict):
    """What a query names that ranks documents and rows higher, and leaves none out: a filter does that."""

    years: list[str]
    deadline: NotRequired[str | None]
    bodies: list[str]
    kinds: list[Literal["planning_guidance", "board_paper", "briefing", "news", "other"]]


class RowBody(TypedDict):
    """Who: the words in the text, the canonical name, and the ODS code where there is one."""

    text: str
    name: str
    code: str | None


class RowDeadline(TypedDict):
    """When: the words, the last day meant (the first for `from`; null where no day is meant), and the kind."""

    text: str
    date: str | None
    kind: Literal["by", "during", "at", "from"]


class RowMeasurable(TypedDict):
    """Whether an objective could be measured as it is written, and what is missing."""

    ok: bool
    missing: list[str]


class RowPeriod(TypedDict):
    """The stretch of time that a figure speaks of; `text` is null where it was inferred."""

    text: str | None
    start: str | None
    end: str | None


class RowThreshold(TypedDict):
    """The number inside a metric ("waits over 52 weeks": > 52 week)."""

    op: Literal["<", "<=", ">", ">=", "="]
    value: float
    unit: Literal[
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


class Section(TypedDict):
    """A heading and all that stands under it, its own subsections included.

    `heading` stands without its number; `path` holds the headings from the document's title down to this one, with
    theirs ("2A. Urgent care").
    """

    start: int
    end: int
    id: str
    parent_id: str | None
    level: int
    number: NotRequired[str | None]
    heading: str
    path: list[str]
    page: NotRequired[int | None]


class Why(TypedDict):
    """A passage's rank by words and by meaning, from 1; null where that search did not give it."""

    lexical: int | None
    dense: int | None


class FigureAnswer(TypedDict):
    """A figure that answers a question, with what its document is."""

    kind: Literal["figure"]
    id: str
    document: str
    document_id: str
    quote: str
    quote_source: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    page_label: str | None
    boxes: list[list[float]] | None
    section: list[str]
    evidence: dict[str, list[list[int]]]
    measure: str
    value: float
    high: float | None
    unit: Literal[
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
    counted: str | None
    qualifier: Literal["over", "around", "nearly", "up_to", "none"]
    direction: Literal["increase", "decrease", "level"]
    period: RowPeriod | None
    body: str | None
    status: Literal["reported", "forecast", "money"]
    rule: str
    confidence: float
    title: str
    published: str | None
    document_status: Literal["current", "superseded"]
    relevance: float
    links: Links


class FigureRow(TypedDict):
    """A reported or forecast number, or an amount of money."""

    kind: Literal["figure"]
    id: str
    document: str
    document_id: str
    quote: str
    quote_source: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    page_label: str | None
    boxes: list[list[float]] | None
    section: list[str]
    evidence: dict[str, list[list[int]]]
    measure: str
    value: float
    high: float | None
    unit: Literal[
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
    counted: str | None
    qualifier: Literal["over", "around", "nearly", "up_to", "none"]
    direction: Literal["increase", "decrease", "level"]
    period: RowPeriod | None
    body: str | None
    status: Literal["reported", "forecast", "money"]
    rule: str
    confidence: float


class HitRow(TypedDict):
    """A passage that was found, with the words that were."""

    document: str
    document_id: str
    passage_id: str
    title: str
    document_status: Literal["current", "superseded"]
    section: list[str]
    page: int | None
    text: str
    start: int
    end: int
    score: float
    highlights: list[list[int]]
    why: Why
    links: Links


class ObjectiveAnswer(TypedDict):
    """An objective that answers a question, with what its document is."""

    kind: Literal["objective"]
    id: str
    document: str
    document_id: str
    quote: str
    quote_source: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    page_label: str | None
    boxes: list[list[float]] | None
    section: list[str]
    evidence: dict[str, list[list[int]]]
    metric: str
    comparator: Literal[">=", "<=", "=", "increase_by", "decrease_by", "eliminate", "deliver", "maintain"]
    value: float | None
    high: float | None
    unit: (
        Literal[
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
        | None
    )
    counted: str | None
    strict: bool
    threshold: RowThreshold | None
    baseline: str | None
    deadline: RowDeadline | None
    planning_year: str | None
    applies_to: str | None
    body: RowBody | None
    bodies: list[RowBody]
    body_source: Literal["sentence", "stem", "we", "context"] | None
    obligation: Literal["must", "asked", "expected", "should", "will", "ambition"]
    statement: Literal["target", "standard", "action", "ambition"]
    milestone_of: str | None
    exceptions: str | None
    measurable: RowMeasurable
    rule: str
    confidence: float
    title: str
    published: str | None
    document_status: Literal["current", "superseded"]
    relevance: float
    links: Links


class ObjectiveRow(TypedDict):
    """One atomic target: a metric, a level or a thing to finish, by when, by whom and how binding."""

    kind: Literal["objective"]
    id: str
    document: str
    document_id: str
    quote: str
    quote_source: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    page_label: str | None
    boxes: list[list[float]] | None
    section: list[str]
    evidence: dict[str, list[list[int]]]
    metric: str
    comparator: Literal[">=", "<=", "=", "increase_by", "decrease_by", "eliminate", "deliver", "maintain"]
    value: float | None
    high: float | None
    unit: (
        Literal[
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
        | None
    )
    counted: str | None
    strict: bool
    threshold: RowThreshold | None
    baseline: str | None
    deadline: RowDeadline | None
    planning_year: str | None
    applies_to: str | None
    body: RowBody | None
    bodies: list[RowBody]
    body_source: Literal["sentence", "stem", "we", "context"] | None
    obligation: Literal["must", "asked", "expected", "should", "will", "ambition"]
    statement: Literal["target", "standard", "action", "ambition"]
    milestone_of: str | None
    exceptions: str | None
    measurable: RowMeasurable
    rule: str
    confidence: float


class Answer(TypedDict):
    """What `remit search --json` and `GET /v1/search` give."""

    query: str
    read_as: NotRequired[str | None]
    corrections: list[Correction]
    expanded: list[str]
    expansions: list[Expansion]
    preferred: Preferred
    no_answer: bool
    reasons: list[str]
    answers: list[ObjectiveAnswer | FigureAnswer]
    hits: list[HitRow]
