"""The extractors as spaCy components: `import extractors.components` registers their factories.

    import spacy
    import extractors.components

    nlp = spacy.blank("en")
    nlp.add_pipe("remit_dates", config={"published": "2024-03-27"})
    doc = nlp("by the end of the year")
    doc.spans["remit_dates"][0]._.fact.latest

Offsets of a fact are code points of `Doc.text`, as they are of `Document.text`. A component puts spans into
`doc.spans[name of the component]`, labelled with the fact's type, the fact itself in `span._.fact`; a span is widened
to whole tokens, the fact keeps its own offsets. Facts are kept in `doc.user_data` as JSON, so that a Doc with them can
be written to disk and sent between processes.

`CONFIG` (extractors/remit.cfg) is the configuration of a pipeline of all of them:

    config = spacy.util.load_config(CONFIG, overrides={"document.published": "2024-03-27", "paths.rules": "my.toml"})
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

import corpus.document as corpus_document
from corpus.document import Block, Document, DocumentKind, Section, content_id
from corpus.facts import Body, Fact, Mention
from corpus.own_rules import put_in_use
from extractors import extract_bodies, extract_dates, extract_figures, extract_objectives, use_rules

CONFIG = Path(__file__).parent / "remit.cfg"
SETTINGS = {
    "published": None,
    "financial_year": None,
    "planning_year": None,
    "publisher": None,
    "kind": "other",
    "rules": None,
}
_KEPT = "remit."  # before the fact's id, the key of a fact in `doc.user_data`
_FACTS: TypeAdapter[Fact] = TypeAdapter(Fact)


def fact_of(span: Span) -> Fact | None:
    """The fact that a span was made of, None where it was made of none."""
    kept = span.doc.user_data.get(_KEPT + span.id_)
    return _fact(kept) if kept else None


@lru_cache(maxsize=4096)
def _fact(kept: str) -> Fact:
    return _FACTS.validate_json(kept)


if not Span.has_extension("fact"):
    Span.set_extension("fact", getter=fact_of)


class Component:
    """A spaCy component around an extractor.

    Args:
        name: of the component, and of the span group that it fills.
        extract: facts of a document.
        published: day of publication, as ISO text; relative dates are read from it.
        financial_year: the document's own year ("2024/25").
        planning_year: the year it plans for, where it is guidance.
        publisher: whom "we" and "the board" stand for.
        kind: one of the kinds of a `Document`.
        rules: a rule file of one's own (docs/rules.md), in use in the whole process from when the component is made;
            None for the rules that are in use, if any.

    Raises:
        RulesError: the rule file cannot be used.
        ValueError: there is no such kind, or the day is none.
    """

    def __init__(
        self,
        name: str,
        extract: Callable[[Document], Sequence[Mention]],
        *,
        published: str | None,
        financial_year: str | None,
        planning_year: str | None,
        publisher: str | None,
        kind: str,
        rules: str | None,
    ) -> None:
        if kind not in get_args(DocumentKind):
            raise ValueError(f"{kind!r} is no kind of document; give one of {', '.join(get_args(DocumentKind))}")
        self.name = name
        self.extract = extract
        self.published = date.fromisoformat(published) if published else None
        self.financial_year = financial_year
        self.planning_year = planning_year
        self.publisher = publisher
        self.kind: DocumentKind = kind  # type: ignore[assignment]  # checked above
        self.rules = use_rules(rules) if rules else None

    def __call__(self, doc: Doc) -> Doc:
        """Adds the facts of a Doc to `doc.spans`."""
        if self.rules:
            put_in_use(self.rules)  # another pipeline may have put others in use, or this is a worker process
        spans = []
        for fact in self.extract(self.document(doc)) if doc.text.strip() else ():
            span = doc.char_span(fact.start, fact.end, _label(fact), alignment_mode="expand", span_id=fact.id)
            if span is not None:
                doc.user_data[_KEPT + fact.id] = fact.model_dump_json()
                spans.append(span)
        doc.spans[self.name] = SpanGroup(doc, name=self.name, spans=spans)
        return doc

    def document(self, doc: Doc) -> Document:
        """The Doc as a document of one section, its paragraphs and list items read from blank lines and bullets."""
        text = doc.text
        identity = content_id("doc", text)
        title = text.strip().split("\n")[0][:80] or "text"
        return Document(
            id=identity,
            sha256=identity,
            file="doc",
            title=title,
            publisher=self.publisher,
            published=self.published,
            kind=self.kind,
            financial_year=self.financial_year,
            planning_year=self.planning_year,
            media_type="text/plain",
            text=text,
            sections=(
                Section(start=0, end=len(text), id="text", parent_id=None, level=1, heading=title, path=(title,)),
            ),
            blocks=tuple(blocks_of(text)),
        )


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs, parted by blank lines, and bulleted list items, which hang on the paragraph that ends in a colon."""
    stem: corpus_document.Span | None = None
    for mark in re.finditer(
        r"(?:(?<=\n)|\A)[ \t]*(?P<bullet>[•*▪◦-][ \t]+)?(?P<words>\S[^\n]*(?:\n[ \t]*(?![•*▪◦-][ \t])\S[^\n]*)*)", text
    ):
        start, end = mark.start("words"), mark.start("words") + len(mark["words"].rstrip())
        if mark["bullet"]:
            yield Block(start=start, end=end, kind="list_item", section_id="text", lead_in=stem)
        else:
            stem = corpus_document.Span(start=start, end=end) if text[end - 1] == ":" else None
            yield Block(start=start, end=end, kind="paragraph", section_id="text")


def _label(fact: Mention) -> str:
    """The kind of time of a date, the unit of a figure, the type of a body, the statement of an objective."""
    for field in ("statement", "unit", "type"):
        value = getattr(fact, field, None)
        if value:
            return str(value)
    return type(fact).__name__


def extract_organisations(document: Document) -> list[Body]:
    """Only the organisations that the gazetteer does not know, as the entity model finds them."""
    return [body for body in extract_bodies(document) if body.rule == "body.ner"]


EXTRACTORS: dict[str, Callable[[Document], Sequence[Mention]]] = {
    "remit_dates": extract_dates,
    "remit_figures": extract_figures,
    "remit_bodies": extract_bodies,
    "remit_organisations": extract_organisations,
    "remit_objectives": extract_objectives,
}


def _register(factory: str, extract: Callable[[Document], Sequence[Mention]]) -> None:
    def make(
        nlp: Language,
        name: str,
        published: str | None,
        financial_year: str | None,
        planning_year: str | None,
        publisher: str | None,
        kind: str,
        rules: str | None,
    ) -> Component:
        return Component(
            name,
            extract,
            published=published,
            financial_year=financial_year,
            planning_year=planning_year,
            publisher=publisher,
            kind=kind,
            rules=rules,
        )

    Language.factory(factory, default_config=SETTINGS, assigns=["doc.spans"], func=make)


for _factory, _extract in EXTRACTORS.items():
    _register(_factory, _extract)
