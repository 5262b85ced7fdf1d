"""The integrity report of a document, as a person reads it."""

from collections.abc import Iterator, Sequence

from corpus.document import Document, Span
from corpus.integrity import QUIET_REPAIRS, RepairExample, page_list

AROUND = 40  # characters that are shown before and after a place


def report_lines(document: Document) -> Iterator[str]:
    """What was found, each with its place and its words; nothing for a healthy document."""
    integrity = document.integrity
    for repair in integrity.repairs:
        if repair.rule not in QUIET_REPAIRS:
            yield f"repaired: {repair.count} × {repair.rule}"
            yield from _examples(document, repair.examples)
    if integrity.unrepaired:
        yield f"lost for good: {integrity.unrepaired} characters"
        yield from _examples(document, integrity.unrepaired_examples)
    for column in integrity.empty_columns:
        yield f"empty: {column.cells} cells under “{column.header}”{_place(document, column)}"
    for place in integrity.broken_sentences:
        yield f"breaks off: {_around(document, place)}{_place(document, place)}"
    for m in integrity.mismatches:
        yield f"does not match: “{m.stated}” stated, {m.found} found{_place(document, m)}"
    for gap in integrity.number_gaps:
        yield f"left out: {', '.join(gap.missing)} between {gap.before} and {gap.after}{_place(document, gap)}"
    if integrity.pages_without_text:
        yield f"without text: pages {page_list(integrity.pages_without_text)}"
    for page in integrity.recognised:
        yield f"read by text recognition: page {page.page}, confidence {page.confidence} of 100"


def source_line(document: Document) -> str:
    """The reader, and what the structure was taken from, page by page where that differs."""
    integrity = document.integrity
    if len({pages.signal for pages in integrity.pages}) > 1:
        each = (f"{_pages(pages.first, pages.last)} {pages.signal}" for pages in integrity.pages)
        return f"read as {integrity.reader}: {'; '.join(each)}"
    return f"read as {integrity.reader}: {', '.join(integrity.signals)}"


def _examples(document: Document, examples: Sequence[RepairExample]) -> Iterator[str]:
    for example in examples:
        read = f" read as “{example.text}”" if example.text != example.source else ""
        yield f"  “{example.source}”{read}{_place(document, example)}"


def _around(document: Document, place: Span) -> str:
    text = document.text
    before, after = max(0, place.start - AROUND), place.end + AROUND
    shown = " ".join(text[before:after].split())
    return f"“{'…' if before else ''}{shown}{'…' if after < len(text) else ''}”"


def _place(document: Document, span: Span) -> str:
    """Where a place is: its page, or else its section."""
    page = document.page_of(span.start)
    if page:
        return f" (page {page.number})"
    section = document.section_of(span.start)
    return f" (under “{section.heading}”)"


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first}–{last}"
