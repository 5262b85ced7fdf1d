"""What the source page shows: a place in its document, with the rows that were found there and what to know of it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from corpus.document import Document, Page, Section
from corpus.errors import PlaceError
from corpus.facts import Fact, FactKind, Mention
from corpus.rows import fact_row
from index import DocumentSummary, Store
from index.within import fact_in, facts_between
from pipeline.currency import DocumentStatus, statuses_of, summaries_of
from pipeline.findings import Finding, findings_within, repaired_within
from pipeline.pictures import Rectangle, picture_name, picture_version, rectangles
from pipeline.places import Mark, Part, Place, find_place, marks_of, parts_at, parts_of, permalink
from pipeline.shown import Shown, shown_text

FOUND: tuple[FactKind, ...] = ("objective", "figure")
MOST_ROWS = 40  # that are listed beside a place; a table may hold hundreds of figures


class Asked(NamedTuple):
    """What an address asks for: a page, a part, an offset, a row or a range; the first that is given counts."""

    start: int | None = None
    end: int | None = None
    quote: str | None = None
    fact: str | None = None
    page: int | None = None
    part: int | None = None
    at: int | None = None


class PartView(NamedTuple):
    """A page or a section as it is shown.

    `picture` is the address of its picture, where there may be one, `drawn` that of one with the marks drawn in.
    """

    part: Part
    text: list[Shown]
    rectangles: list[Rectangle] = []  # noqa: RUF012 (a tuple's default, never written)
    picture: str | None = None
    drawn: str | None = None


class Source(NamedTuple):
    """A place in its document, with what stands beside it.

    `place` is None where an address names a page or a part, and nothing on it.
    """

    document: Document
    summary: DocumentSummary
    status: DocumentStatus
    place: Place | None
    fact: Mention | None
    marks: list[Mark]
    parts: list[Part]
    shown: list[PartView]
    facts: list[Fact]
    findings: list[Finding]
    printed: str | None

    @property
    def section(self) -> Section:
        """The innermost section at the place, or at the first of what is shown."""
        return self.document.section_of(self.place.start if self.place else self.shown[0].part.start)

    def heading_of(self, part: Part) -> str:
        """The heading under which a part begins."""
        return self.document.section_of(part.start).heading

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that lead there, below the title."""
        return self.section.path[1:]

    @property
    def before(self) -> Part | None:
        """The part before what is shown."""
        number = self.shown[0].part.number
        return self.parts[number - 2] if number > 1 else None

    @property
    def after(self) -> Part | None:
        """The part after what is shown."""
        number = self.shown[-1].part.number
        return self.parts[number] if number < len(self.parts) else None

    @property
    def runs_on(self) -> bool:
        """Whether the place ends after what is shown."""
        return self.place is not None and self.place.end > self.shown[-1].part.end

    def rows(self) -> list[dict[str, Any]]:
        """The rows of what is shown, with the address of each (`place`), and `here` where they stand at the place.

        Of more than MOST_ROWS, those at the place and then targets go before others.
        """
        first = sorted(self.facts, key=lambda fact: (not self._is_here(fact), fact.kind == "figure"))[:MOST_ROWS]
        return [
            {**fact_row(self.document, fact), "here": self._is_here(fact), "place": place_of(self.document, fact)}
            for fact in sorted(first, key=lambda fact: (fact.start, fact.end, fact.id))
        ]

    def _is_here(self, fact: Fact) -> bool:
        if self.fact is not None:
            return fact.id == self.fact.id
        return self.place is not None and fact.start < self.place.end and self.place.start < fact.end


def place_of(document: Document, fact: Mention) -> str:
    """The address of a row in its document, its evidence marked too."""
    return permalink(document.id, document.quote(fact), fact.start, fact.end, fact_id=fact.id)


def source_of(store: Store, document_id: str, asked: Asked) -> Source:
    """The source view of an address.

    Raises:
        KeyError: there is no such document.
        PlaceError: the address names no place of it.
    """
    with store.snapshot():
        document = store.document(document_id)
        fact = _fact(store, document_id, asked.fact)
        parts = parts_of(document)
        place = _place(document, asked, fact)
        wanted = parts_at(parts, place.start, place.end) if place else [_part(document, parts, asked)]
        start, end = wanted[0].start, wanted[-1].end
        marks = marks_of(place, fact) if place else []
        found = [f for kind in FOUND for f in facts_between(store, document_id, kind, start, end)]
        return Source(
            document=document,
            summary=summaries_of(store)[document_id],
            status=statuses_of(store)[document_id],
            place=place,
            fact=fact,
            marks=marks,
            parts=parts,
            shown=[_view(document, part, marks, place, fact) for part in wanted],
            facts=sorted(found, key=lambda f: (f.start, f.end, f.id)),
            findings=findings_within(document, start, end),
            printed=_printed(document, place) if place else None,
        )


def _fact(store: Store, document_id: str, fact_id: str | None) -> Fact | None:
    return fact_in(store, document_id, fact_id) if fact_id else None  # a row of an earlier reading is not there


def _place(document: Document, asked: Asked, fact: Mention | None) -> Place | None:
    if asked.start is not None and asked.end is not None:
        return find_place(document, asked.start, asked.end, asked.quote)
    if asked.fact is not None:
        if fact is None:
            raise PlaceError("The document has no row of this id, as it is read now.")
        return Place(start=fact.start, end=fact.end)
    return None


def _part(document: Document, parts: list[Part], asked: Asked) -> Part:
    """The part that an address names; the first where it names none."""
    if asked.at is not None:
        if asked.at > len(document.text):
            raise PlaceError(f"The text of the document ends at {len(document.text):,}, before {asked.at:,}.")
        return parts_at(parts, asked.at, asked.at + 1)[0]
    if asked.page is not None and not document.pages:
        raise PlaceError("The document has no pages: it is shown in sections.")
    number = asked.page or asked.part or 1
    if number > len(parts):
        raise PlaceError(f"There is no {'page' if document.pages else 'part'} {number:,}: there are {len(parts):,}.")
    return parts[number - 1]


def _view(document: Document, part: Part, marks: list[Mark], place: Place | None, fact: Mention | None) -> PartView:
    text = shown_text(document, part.start, part.end, marks)
    if part.page is None or not has_picture(document, part.page):
        return PartView(part, text)
    address = f"/v1/documents/{document.id}/pages/{part.number}.png"
    plain = f"{address}?v={picture_version(picture_name(document, part.number))}"
    named = {"start": place.start, "end": place.end} | ({"fact": fact.id} if fact else {}) if place else {}
    return PartView(
        part, text, rectangles(document, part.number, marks), plain, f"{address}?{urlencode(named)}" if named else plain
    )


def has_picture(document: Document, page: Page) -> bool:
    """Whether a page may be drawn: that of a PDF, which has a size."""
    return document.media_type == "application/pdf" and page.width > 0 and page.height > 0


def _printed(document: Document, place: Place) -> str | None:
    """The words of a place as the file has them, where they were read otherwise, typography aside."""
    if not repaired_within(document, place.start, place.end) or document.source_text is None:
        return None
    start, end = document.source_span(place.start, place.end)
    return document.source_text[start:end]
