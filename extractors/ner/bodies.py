"""Rows of organisations that only the model knows, unresolved: their words are their name."""

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus.document import Document, content_id
from corpus.facts import Body
from extractors.ner.predict import (
    Range,
    UnknownOrganisation,
    everyday_words,
    has_body_word,
    is_known_thing,
    type_of,
    unknown_organisations,
)

CONFIDENCE = 0.6
_WORD = re.compile(r"[a-z]+")
_SMALL = re.compile(r"(?<![\w’'-])[a-z]+(?!\w)")
_ACRONYM = re.compile(r"\s*\((?:the\s+)?[“‘\"']?(?P<short>[A-Z][A-Za-z&]{1,9})[”’\"']?\)")


def unknown_bodies(
    document: Document, stretches: Sequence[Range], claimed: Sequence[Sequence[Range]], acronyms: dict[str, str]
) -> list[Body]:
    """Organisations that no rule has claimed, one for each stretch and wording, in the order of the text.

    An acronym that the text gives in brackets after such a name stands for it wherever it stands in these stretches,
    and in those read after them.

    Args:
        document: a document that has been read.
        stretches: its sentences, headings and cells.
        claimed: for each stretch the ranges of the bodies that rules found, counted from its start.
        acronyms: those known from stretches before, and their names; those given here are added.
    """
    texts = [document.text[start:end] for start, end in stretches]
    names = _no_everyday_words(document, texts, unknown_organisations(texts, claimed))
    for short, name in _acronyms(texts, names).items():
        acronyms.setdefault(short, name)
    found: list[Body] = []
    for (shift, _), text, ranges, organisations in zip(stretches, texts, claimed, names, strict=True):
        rows = [(o, _plain(text[o.start : o.end])) for o in organisations]
        rows += _in_short(text, acronyms, [*ranges, *((o.start, o.end) for o in organisations)])
        wordings = {text[o.start : o.end]: (o, name) for o, name in reversed(rows)}
        found += [_body(document, shift, o, name) for o, name in wordings.values()]
    return sorted(found, key=lambda body: body.start)


def _no_everyday_words(
    document: Document, texts: Sequence[str], names: Sequence[Sequence[UnknownOrganisation]]
) -> list[list[UnknownOrganisation]]:
    """The names without those that only put capitals on words that the document also writes small ("Home First")."""
    kept: list[list[UnknownOrganisation]] = []
    small: frozenset[str] | None = None
    for text, organisations in zip(texts, names, strict=True):
        kept.append([])
        for organisation in organisations:
            name = text[organisation.start : organisation.end]
            if not has_body_word(name):
                small = small or everyday_words().union(_SMALL.findall(document.text))
                if small.issuperset(_WORD.findall(name.lower())):
                    continue
            kept[-1].append(organisation)
    return kept


def _acronyms(texts: Sequence[str], names: Sequence[Sequence[UnknownOrganisation]]) -> dict[str, str]:
    """Acronyms that stand in brackets after a name and begin with its letter, and the names."""
    found: dict[str, str] = {}
    for text, organisations in zip(texts, names, strict=True):
        for organisation in organisations:
            mark = _ACRONYM.match(text, organisation.end)
            if mark and mark["short"][0] == text[organisation.start] and _is_acronym(mark["short"]):
                found.setdefault(mark["short"], _plain(text[organisation.start : organisation.end]))
    return found


def _is_acronym(short: str) -> bool:
    return short[1:] != short[1:].lower() and not is_known_thing(short)


def _in_short(
    text: str, acronyms: Mapping[str, str], taken: Sequence[Range]
) -> Iterator[tuple[UnknownOrganisation, str]]:
    if not acronyms:
        return
    for mark in re.finditer(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, acronyms))})(?![\w&-])", text):
        if all(mark.end() <= start or end <= mark.start() for start, end in taken):
            name = acronyms[mark.group()]
            yield UnknownOrganisation(mark.start(), mark.end(), type_of(name)), name


def _plain(words: str) -> str:
    return " ".join(words.split())


def _body(document: Document, shift: int, organisation: UnknownOrganisation, name: str) -> Body:
    start, end = organisation.start + shift, organisation.end + shift
    return Body(
        id=content_id("body", document.id, start, end, name),
        document_id=document.id,
        start=start,
        end=end,
        name=name,
        type=organisation.type,
        resolved_by="model",
        rule="body.ner",
        confidence=CONFIDENCE,
    )
