"""What the tools take: each argument with its meaning, its bounds and examples, as clients see them."""

from typing import Annotated

from pydantic import Field

from corpus.document import DocumentKind
from corpus.facts import FigureStatus, Obligation, Statement

MOST_FOUND, MOST_ROWS, MOST_WORDS = 20, 50, 6000  # answers or passages; rows of a list; characters of a passage

Query = Annotated[
    str,
    Field(
        min_length=1,
        max_length=1000,
        description="The question in plain words; a phrase in quotation marks is matched as it stands",
        examples=["what are the virtual ward targets", "agency spend limit 2024/25"],
    ),
]
Year = Annotated[
    str | None,
    Field(
        max_length=20,
        description="Only documents of this financial year (April to March)",
        examples=["2024/25"],
    ),
]
Kind = Annotated[DocumentKind | None, Field(description="Only documents of this kind", examples=["planning_guidance"])]
Publisher = Annotated[
    str | None,
    Field(max_length=200, description="Only documents of this publisher, by its name", examples=["NHS England"]),
]
Body = Annotated[
    str | None,
    Field(
        max_length=200,
        description="Only what concerns this organisation or class of organisations: name, acronym or ODS code",
        examples=["integrated care boards", "RRK"],
    ),
]
DocumentName = Annotated[
    str | None, Field(max_length=300, description="Only this document: its document_id or its file name")
]
Metric = Annotated[
    str | None,
    Field(
        max_length=200,
        description="Only rows that have all these words, in any form, in their metric, quotation or lead-in",
        examples=["virtual ward", "agency"],
    ),
]
HowBinding = Annotated[Obligation | None, Field(description="Only objectives that are this binding", examples=["must"])]
StatedAs = Annotated[
    Statement | None,
    Field(description="Only targets (with a level), standards, actions (to be done) or ambitions", examples=["target"]),
]
Told = Annotated[
    FigureStatus | None,
    Field(description="Only reported or forecast figures, or amounts of money", examples=["reported"]),
]
Found = Annotated[int, Field(ge=1, le=MOST_FOUND, description="The most answers, and the most passages")]
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS, description="The most rows at once; go on with next_offset")]
Offset = Annotated[
    int, Field(ge=0, le=10**9, description="Rows to leave out at the front: next_offset of the part before")
]
PassageId = Annotated[
    str | None, Field(max_length=100, description="passage_id of a search result; or give document_id, start and end")
]
DocumentId = Annotated[str | None, Field(max_length=100, description="document_id of a result")]
Start = Annotated[int | None, Field(ge=0, le=10**9, description="Offset of the first character in the document's text")]
End = Annotated[
    int | None,
    Field(ge=1, le=10**9, description=f"Offset after the last character, at most {MOST_WORDS} characters after start"),
]
