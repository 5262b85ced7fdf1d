"""Every stored quotation is looked for again in its file: not in what the reader made of it, but in the file itself."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from corpus.document import Document, Record
from corpus.errors import InputError
from corpus.facts import FactKind, Mention
from index import DocumentSummary, Store
from index.paging import EveryFact, fact_pages
from pipeline.copies import kept_copy, sha256_of
from pipeline.readers import bare_text
from pipeline.rows import PAGE


class Lost(Record):
    """A quotation that could not be found again, or a file that is not the one that was read."""

    document: str
    document_id: str
    fact_id: str | None
    quote: str | None
    reason: str


class Verified(Record):
    """What was checked, and what was lost."""

    documents: int
    quotations: int
    lost: tuple[Lost, ...]


def verify(store: Store, folder: Path, *, documents: Sequence[DocumentSummary] | None = None) -> Verified:
    """Check every stored document and quotation, or those of a few documents.

    For each document the kept copy of its file must have the bytes that were read, each fact's quotation must follow
    from the words as printed, and those must stand on its page in a bare reading of the file (letters and digits are
    compared, white space and marks are not).

    Args:
        store: the store to check.
        folder: the folder of the index, where the copies of files are.
        documents: only these.
    """
    summaries = store.documents() if documents is None else documents
    lost: list[Lost] = []
    quotations = 0
    for summary in summaries:
        lost += _lost_in(
            store.document(summary.id),
            summary,
            _facts_of(store, summary),
            kept_copy(folder, summary.id, summary.file),
        )
        quotations += sum(summary.facts.values())
    return Verified(documents=len(summaries), quotations=quotations, lost=tuple(lost))


def _facts_of(store: Store, summary: DocumentSummary) -> Iterator[Mention]:
    """The facts of a document, kind by kind; a long one has hundreds of thousands, which are not held together."""
    for kind in get_args(FactKind):
        for page in fact_pages(store, EveryFact(kind=kind, document_id=summary.id), size=PAGE):
            yield from (found.fact for found in page)


def _lost_in(document: Document, summary: DocumentSummary, facts: Iterable[Mention], copy: Path) -> Iterator[Lost]:
    def lost(reason: str, fact: Mention | None = None) -> Lost:
        quote = document.quote(fact) if fact else None
        return Lost(
            document=summary.file,
            document_id=summary.id,
            fact_id=fact.id if fact else None,
            quote=quote,
            reason=reason,
        )

    if not copy.is_file():
        yield lost("the kept copy of the file is gone")
        return
    if sha256_of(copy) != document.sha256:
        yield lost("the kept copy is not the file that was read")
        return
    pages = _bare_pages(copy)
    recognised = {found.page - 1 for found in document.integrity.recognised}
    for fact in facts:
        if fact.end > len(document.text) or fact.start == fact.end:
            yield lost("the place lies outside the text", fact)
        elif not _is_as_printed(document, fact):
            yield lost("the stored words are not those that were read", fact)
        elif recognised.intersection(numbers := _page_numbers(document, fact) or ()):
            continue  # the page shows the words, the file does not hold them
        elif not _stands(letters(document.quote_source(fact)), pages, numbers or None):
            yield lost("the words do not stand in the file", fact)


def _bare_pages(copy: Path) -> list[str]:
    try:
        return [letters(page) for page in bare_text(copy)]
    except InputError:  # none of its pages holds text
        return []


def _is_as_printed(document: Document, fact: Mention) -> bool:
    """Where no repair touches a quotation, it must be what the file holds, letter for letter."""
    repaired = any(edit.start < fact.end and fact.start < edit.end for edit in document.edits)
    return repaired or letters(document.quote(fact)) == letters(document.quote_source(fact))


def _page_numbers(document: Document, fact: Mention) -> range | None:
    first, last = document.page_of(fact.start), document.page_of(max(fact.start, fact.end - 1))
    return range(first.number - 1, last.number) if first and last else None


def _stands(words: str, pages: list[str], numbers: range | None) -> bool:
    if numbers is None:
        return any(words in page for page in pages)
    return words in "".join(pages[number] for number in numbers if number < len(pages))


def letters(text: str) -> str:
    """Letters and digits of a text in one form and case: what two readings of one page must agree on."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
