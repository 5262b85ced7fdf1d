"""The base of all records, and a range of a document's text."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """A frozen record; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A half-open range of `Document.text`, in code points."""

    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: [{self.start}, {self.end})")
        return self
