"""What a reader of a document should know of its reading, in words and each with its places: the integrity report."""

from collections.abc import Iterator, Sequence

from corpus.document import Document, Edit, Record, Span
from corpus.integrity import MUCH, QUIET_REPAIRS, RepairExample, page_list

AROUND = 40  # characters shown before and after a place where words are missing


class Found(Record):
    """A place of a finding, with the words there; `source` is what the file holds, where it differs."""

    start: int
    end: int
    words: str
    source: str | None = None


class Finding(Record):
    """One thing to know: in words, with the places it speaks of, and the pages where it is about whole ones.

    `here` says it of one place or a few, where `words` count all.
    """

    words: str
    here: str
    places: tuple[Found, ...] = ()
    pages: tuple[int, ...] = ()


def findings_of(document: Document) -> list[Finding]:
    """All that is worth knowing of a document, repairs with their first places; nothing for a clean one."""
    return [*_repairs(document), *_others(document)]


def findings_within(document: Document, start: int, end: int) -> list[Finding]:
    """What is worth knowing of `text[start:end]`: what was repaired, and findings with a place or a page there."""
    numbers = {page.number for page in document.pages if page.start < end and page.end > start}
    near = _repairs_within(document, start, end)
    for finding in _others(document):
        places = tuple(place for place in finding.places if place.start < end and place.end > start)
        if places or numbers.intersection(finding.pages):
            near.append(finding.model_copy(update={"places": places}))
    return near


def repaired_within(document: Document, start: int, end: int) -> bool:
    """Whether words of a range were read otherwise than printed, typography aside."""
    return bool(_edits_within(document, start, end))


def _edits_within(document: Document, start: int, end: int) -> list[Edit]:
    return [e for e in document.edits if e.start < end and e.end > start and e.rule not in QUIET_REPAIRS]


def _repairs_within(document: Document, start: int, end: int) -> list[Finding]:
    by_rule: dict[str, list[Found]] = {}
    for edit in _edits_within(document, start, end):
        by_rule.setdefault(edit.rule, []).append(_as_printed(document, edit))
    found = []
    for rule, places in by_rule.items():
        words = f"Repaired {len(places)} times: {rule}." if places[1:] else f"Repaired: {rule}."
        found.append(Finding(words=words, here=words, places=tuple(places)))
    return found


def _as_printed(document: Document, edit: Edit) -> Found:
    source = document.source_text or ""
    printed = source[edit.source_start : edit.source_end]
    return Found(start=edit.start, end=edit.end, words=document.text[edit.start : edit.end], source=printed)


def _repairs(document: Document) -> Iterator[Finding]:
    for repair in document.integrity.repairs:
        if repair.rule not in QUIET_REPAIRS:
            count = "once" if repair.count == 1 else f"{repair.count:,} times"
            words = f"Repaired {count}: {repair.rule}."
            yield Finding(words=words, here=words, places=_examples(repair.examples))


def _others(document: Document) -> Iterator[Finding]:
    yield from _losses(document)
    yield from _gaps(document)
    yield from _pages(document)


def _losses(document: Document) -> Iterator[Finding]:
    integrity = document.integrity
    if integrity.unrepaired:
        share = f", {integrity.unrepaired_share:.0%} of the text" if integrity.unrepaired_share >= MUCH else ""
        verb = "character is" if integrity.unrepaired == 1 else "characters are"
        yield Finding(
            words=f"{integrity.unrepaired:,} {verb} lost for good{share}.",
            here="Characters are lost for good.",
            places=_examples(integrity.unrepaired_examples),
        )
    for column in integrity.empty_columns:
        cells = "cell" if column.cells == 1 else "cells"
        verb = "is" if column.cells == 1 else "are"
        words = f"{column.cells} {cells} under “{column.header}” {verb} empty: no row was made of them."
        yield Finding(words=words, here=words, places=(_found(column, column.header),))


def _gaps(document: Document) -> Iterator[Finding]:
    broken = document.integrity.broken_sentences
    if broken:
        advice = "words are missing. Compare with the original."
        here = f"A sentence breaks off: {advice}"
        places = tuple(_found(span, _around(document, span)) for span in broken)
        words = here if len(broken) == 1 else f"{len(broken)} sentences break off: {advice}"
        yield Finding(words=words, here=here, places=places)
    for m in document.integrity.mismatches:
        words = f"The text states “{m.stated}”; {m.found} found."
        yield Finding(words=words, here=words, places=(_found(m, _around(document, m)),))
    for gap in document.integrity.number_gaps:
        words = f"Headings go from {gap.before} to {gap.after}: {', '.join(gap.missing)} left out."
        yield Finding(words=words, here=words, places=(_found(gap, _around(document, gap)),))


def _pages(document: Document) -> Iterator[Finding]:
    integrity = document.integrity
    if integrity.pages_without_text:
        pages = integrity.pages_without_text
        words = f"Without text: {'page' if len(pages) == 1 else 'pages'} {page_list(pages)}."
        yield Finding(words=words, here="A page without text.", pages=pages)
    if integrity.recognised:
        pages = tuple(page.page for page in integrity.recognised)
        sure = round(sum(page.confidence for page in integrity.recognised) / len(pages))
        advice = f"{sure}% sure. Check numbers against the page."
        yield Finding(
            words=f"Read by text recognition: {'page' if len(pages) == 1 else 'pages'} {page_list(pages)}, {advice}",
            here=f"Read by text recognition, {advice}",
            pages=pages,
        )


def _examples(examples: Sequence[RepairExample]) -> tuple[Found, ...]:
    return tuple(Found(start=e.start, end=e.end, words=e.text, source=e.source) for e in examples)


def _found(span: Span, words: str) -> Found:
    return Found(start=span.start, end=span.end, words=words)


def _around(document: Document, span: Span) -> str:
    text = document.text
    before, after = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    shown = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{shown}{'…' if after < len(text) else ''}"
