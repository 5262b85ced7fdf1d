"""What goes into the store and how it is asked for: entries, summaries, filters."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated, NamedTuple, Self

from pydantic import PlainValidator, model_validator

from corpus.definitions import Definition
from corpus.document import Document, DocumentKind, Passage, Record
from corpus.facts import Fact, FactKind, fact_of, pack_facts
from corpus.packed import Packed

EMPTY: Packed[Fact] = pack_facts(())


def _packed(facts: Packed[Fact] | Iterable[Fact]) -> Packed[Fact]:
    return facts if isinstance(facts, Packed) else pack_facts(facts)


PATH = " > "  # between the headings of a context's first line


class Entry(Record):
    """A document with all that was made of it, ready to be kept.

    Attributes:
        document: the document as read.
        origin: the place the file came from, an absolute path or a catalogue address.
        fingerprint: of the bytes, the recipe and the metadata given; equal fingerprints mean nothing to do.
        passages: the units of retrieval, in the order of the text.
        contexts: one a passage: words put in front of it in both indexes and never shown.
        facts: what was extracted, packed, for a long document has hundreds of thousands.
        definitions: what the document says its short forms stand for.
    """

    document: Document
    origin: str
    fingerprint: str
    passages: tuple[Passage, ...]
    contexts: tuple[str, ...]
    facts: Annotated[Packed[Fact], PlainValidator(_packed)] = EMPTY
    definitions: tuple[Definition, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.contexts) != len(self.passages):
            raise ValueError(f"{len(self.passages)} passages need as many contexts, not {len(self.contexts)}")
        return self

    @property
    def indexed_texts(self) -> list[str]:
        """What the encoder reads for each passage: its context and its words."""
        return [
            indexed_text(context, self.document.quote(passage))
            for passage, context in zip(self.passages, self.contexts, strict=True)
        ]


class DocumentSummary(Record):
    """A document in a listing, without its text. `facts` counts its facts by kind."""

    id: str
    file: str
    origin: str
    title: str
    publisher: str | None
    published: date | None
    kind: DocumentKind
    financial_year: str | None
    planning_year: str | None
    media_type: str
    source_url: str | None
    licence: str | None
    passages: int
    facts: dict[str, int]
    findings: tuple[str, ...]


class Excerpt(Record):
    """A passage with what is shown around it: its words, its document's name and the headings above it."""

    passage: Passage
    text: str
    context: str
    file: str
    title: str
    section: tuple[str, ...]


class Stated(NamedTuple):
    """An objective or a figure as it is looked for; `record` is all of it, read only where it is needed.

    `words` are those around it, its own included (corpus/around.py); `heading` stands over it.
    The rest is as in the fact; `metric` is the measure of a figure.
    """

    document_id: str
    id: str
    kind: FactKind
    metric: str
    start: int
    end: int
    words: str
    heading: str
    record: str

    def fact(self) -> Fact:
        """The fact, whole."""
        return fact_of(self.record)


class Explained(Record):
    """A short form with its words, as documents explain it: in how many of them, and the file of the first."""

    short: str
    long: str
    documents: int
    file: str


class EncoderUse(Record):
    """An encoder whose vectors the store holds, and what computed them ("onnxruntime 1.31.1")."""

    name: str
    runtime: str
    dimensions: int


class Filters(Record):
    """Which documents, or rows, are asked for; an empty tuple asks for all. Names match in any case.

    Attributes:
        years: financial years ("2024/25"), of the planning or of the document.
        kinds: kinds of document.
        publishers: names of publishers.
        bodies: documents with a fact that names the body, or rows of that body; a name or an ODS code.
        documents: ids or file names.
    """

    years: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.years, self.kinds, self.publishers, self.bodies, self.documents))


def indexed_text(context: str, text: str) -> str:
    """What the encoder reads of a passage: the nearest heading, the rest of its context, and its words.

    Of a context's first line, the headings from the title down, only the last is read. The ones above it say what the
    whole document is on, make its passages alike, and are left to the words (docs/decisions/0019-fusion.md).
    """
    headings, *rest = context.split("\n")
    return "\n".join(line for line in (headings.rsplit(PATH, 1)[-1], *rest, text) if line)


def text_hash(text: str) -> str:
    """The key under which a text's vectors are kept: 128 bits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
