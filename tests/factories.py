"""Documents made by hand for tests: a title, a heading, and one paragraph a sentence."""

import hashlib
from collections.abc import Sequence

from corpus.document import Block, Document, Passage, Section, content_id
from corpus.facts import Body, BodyName, Fact, Measurable, Objective
from index import Entry

HEADING = "Operational plan"


def make_document(
    sentences: Sequence[str], *, file: str = "plan.txt", title: str = "A plan", **given: object
) -> Document:
    """A document whose paragraphs are the sentences given, under one heading."""
    text = "\n".join([title, HEADING, *sentences])
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    starts = [len(title) + 1]
    for line in [HEADING, *sentences]:
        starts.append(starts[-1] + len(line) + 1)
    root = Section(id="s0", parent_id=None, level=1, heading=title, path=(title,), start=0, end=len(text))
    under = Section(
        id="s1", parent_id="s0", level=2, heading=HEADING, path=(title, HEADING), start=starts[0], end=len(text)
    )
    blocks = [
        Block(kind="paragraph", section_id="s1", start=start, end=start + len(sentence))
        for start, sentence in zip(starts[1:], sentences, strict=False)
    ]
    fields = {"id": content_id("doc", sha256), "sha256": sha256, "media_type": "text/plain", **given}
    return Document(**fields, file=file, title=title, text=text, sections=(root, under), blocks=tuple(blocks))  # type: ignore[arg-type]


def make_passages(document: Document) -> tuple[Passage, ...]:
    """One passage a paragraph."""
    return tuple(
        Passage(
            id=content_id("psg", document.id, block.start, block.end),
            document_id=document.id,
            section_id=block.section_id,
            start=block.start,
            end=block.end,
        )
        for block in document.blocks
    )


def make_entry(
    sentences: Sequence[str],
    *,
    file: str = "plan.txt",
    origin: str | None = None,
    context: str = "",
    facts: Sequence[Fact] = (),
    **given: object,
) -> Entry:
    """An entry of a made document; its origin is `/corpus/FILE` and its fingerprint the hash of its text."""
    document = make_document(sentences, file=file, **given)
    passages = make_passages(document)
    return Entry(
        document=document,
        origin=origin or f"/corpus/{file}",
        fingerprint=document.sha256,
        passages=passages,
        contexts=(context,) * len(passages),
        facts=tuple(facts),
    )


def make_objective(document_id: str, *, metric: str = "waits", start: int = 0, body: str | None = None) -> Objective:
    """An objective of no particular meaning that names a body."""
    return Objective(
        id=content_id("obj", document_id, metric, start),
        document_id=document_id,
        start=start,
        end=start + 4,
        rule="test",
        confidence=1,
        metric=metric,
        comparator="<=",
        value=4,
        unit="hour",
        obligation="must",
        statement="target",
        planning_year="2024/25",
        body=BodyName(text="the trust", name=body, code="RX1") if body else None,
        measurable=Measurable(ok=True),
    )


def make_body(document_id: str, *, name: str, start: int = 0) -> Body:
    """A mention of a body."""
    return Body(
        id=content_id("bod", document_id, name, start),
        document_id=document_id,
        start=start,
        end=start + 4,
        rule="test",
        confidence=1,
        name=name,
        type="trust",
    )
