"""What a document is, and which documents there are: records, errors, shared lexicons, the catalogue and samples."""

from corpus.document import Block, Document, Passage, Section, Span
from corpus.errors import RemitError
from corpus.facts import Body, DateExpression, Fact, Figure, Mention, Objective

__all__ = [
    "Block",
    "Body",
    "DateExpression",
    "Document",
    "Fact",
    "Figure",
    "Mention",
    "Objective",
    "Passage",
    "RemitError",
    "Section",
    "Span",
]
