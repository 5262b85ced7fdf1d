"""What a document's targets are read against: its time, its publisher, and the names that it uses again."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from corpus.document import Document
from extractors.bodies import BodyMatch, find_bodies, known_bodies
from extractors.bodies.known import Known
from extractors.dates.context import DateContext, date_context
from extractors.lexicon import lexicon

_PROCEDURE = re.compile(
    r"(?i)\b(?:constitution|standing\s+(?:orders|financial\s+instructions)|terms\s+of\s+reference|scheme\s+of\s+(?:reservation|delegation)|"
    r"code\s+of\s+conduct|articles\s+of\s+association|by-?laws)\b"
)


@dataclass(frozen=True)
class Setting:
    """What a document's targets are read against: its time, and whose board and "we" it is."""

    document: Document
    dates: DateContext
    known: Known
    publisher: BodyMatch | None

    @property
    def spoken(self) -> date | None:
        """The day of publication, where one is stated: a guess at it from the text puts no date into the past."""
        return self.document.published

    @classmethod
    def of(cls, document: Document) -> "Setting":
        """The setting of a document."""
        known = known_bodies(document)
        return cls(document, date_context(document), known, known.publisher)

    @cached_property
    def procedural(self) -> bool:
        """Whether the document rules how a body works (a constitution, standing orders), and sets no targets."""
        return bool(_PROCEDURE.search(self.document.title))

    @property
    def own_plans(self) -> bool:
        """Whether the publisher plans for itself: a trust, a council, a ministry; NHS England guides others."""
        return self.publisher is not None and self.publisher.name not in lexicon("bodies")["guides_others"]["names"]

    def bodies(self, words: str, at: int | None = None) -> list[BodyMatch]:
        """The bodies of some words, "the Trust" among them; `at` is where the words stand in the document."""
        return find_bodies(words, on=self.document.published, known=self.known, at=at)
