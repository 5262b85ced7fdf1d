"""What a reader hands over: a filled builder, and what the file says about itself."""

from dataclasses import dataclass, field

from corpus.document import RecognisedPage
from pipeline.builder import Builder


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file's properties say (HTML meta, PDF and DOCX properties), unchecked; `article` is set for news pages."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    source_url: str | None = None
    licence: str | None = None
    article: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that has been read.

    `reader` names the reader, `signals` what its structure was taken from, `page_signals` the same for each page in
    order; `pages_without_text` count from 1.
    """

    builder: Builder
    reader: str
    signals: tuple[str, ...] = ()
    properties: Properties = field(default_factory=Properties)
    pages_without_text: tuple[int, ...] = ()
    recognised: tuple[RecognisedPage, ...] = ()
    page_signals: tuple[str, ...] = ()
