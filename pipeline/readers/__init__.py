"""Readers: a file in, a Document out. Each format's reader is imported when a file of that format is met."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import Document, Record, Section, content_id, printable
from corpus.errors import FileDamaged, FileEmpty, FileForbidden, InputError
from pipeline.metadata import Evidence, GivenMetadata, document_metadata
from pipeline.readers import sniff

if TYPE_CHECKING:
    from pipeline.builder import Built
    from pipeline.readers.reading import Reading


class ReadLimits(Record):
    """What a file may be at most, and what its reading may take.

    `max_bytes` counts on disk, and the unpacked parts of a DOCX or PPTX together too. `max_seconds` and `max_memory`
    (bytes) hold where a file is read in a process of its own (`pipeline.limited`). `ocr` names Tesseract's languages
    ("eng+cym") for pages without text; empty for none.
    """

    max_bytes: int = 200 * 2**20
    max_pages: int = 5000
    max_seconds: int = 300
    max_memory: int = 4 * 2**30
    ocr: str = "eng"


DEFAULT_LIMITS = ReadLimits()
OCR_SHARE = 0.5  # of the time that a file may take


def read(path: Path, *, given: GivenMetadata | None = None, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
    """The document that a file holds.

    Args:
        path: a PDF, HTML, DOCX, PPTX, Markdown or plain text file; its bytes decide, then its extension.
        given: what is known of it already; wins over what the file says.
        limits: sizes beyond which it is refused.

    Raises:
        InputError: one of its subclasses, where the file cannot be read or holds no text.
    """
    path = Path(path)
    sniff.check_size(path, limits.max_bytes)
    try:
        kind = sniff.sniff(path)
        reading = _reading(path, kind, limits)
        sha256 = _sha256(path)
        document_id = content_id("doc", sha256)
        built = reading.builder.build(document_id=document_id, title=printable(path.stem))
    except InputError:
        raise
    except PermissionError as error:
        raise FileForbidden(path) from error
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror or error})") from error
    except (MemoryError, RecursionError) as error:
        raise FileDamaged(path, "is nested or compressed beyond what can be read") from error
    if not any(char.isalnum() for char in built.text):
        raise FileEmpty(path)
    return _document(path, kind, sha256, reading, built, given or GivenMetadata())


def media_type(path: Path) -> str:
    """The media type of a file, by its first bytes, then by its extension.

    Raises:
        InputError: the file is missing or may not be read, or there is no reader for it.
    """
    path = Path(path)
    sniff.check_size(path, DEFAULT_LIMITS.max_bytes)
    return sniff.sniff(path)


def bare_text(path: Path) -> list[str]:
    """The file's text by another, simpler way than `read`: a page an item, one item where there are no pages.

    `remit verify` looks for quotations here, so that a reader's mistake does not confirm itself.
    """
    path = Path(path)
    kind = media_type(path)
    if kind == sniff.PDF:
        from pipeline.readers.pdf import bare_pages

        return bare_pages(path)
    if kind == sniff.DOCX:
        from pipeline.readers.word import bare_words

        return [bare_words(path)]
    if kind == sniff.PPTX:
        from pipeline.readers.slides import bare_slides

        return bare_slides(path)
    if kind == sniff.HTML:
        from pipeline.readers.web import bare_words as bare_web

        return [bare_web(path.read_bytes())]
    text = sniff.decode(path.read_bytes())
    return text.split("\f") if kind == sniff.PLAIN else [text]  # a form feed starts a page, as `read` has it


def _sha256(path: Path) -> str:
    """The file's digest, without the whole file in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reading(path: Path, kind: str, limits: ReadLimits) -> "Reading":
    if kind == sniff.PDF:
        from pipeline.readers.pdf import Recogniser, read_pdf

        recogniser = Recogniser(limits.ocr, limits.max_seconds * OCR_SHARE)
        return read_pdf(path, max_pages=limits.max_pages, recogniser=recogniser)
    if kind == sniff.DOCX:
        from pipeline.readers.word import read_docx

        return read_docx(path, max_bytes=limits.max_bytes)
    if kind == sniff.PPTX:
        from pipeline.readers.slides import read_pptx

        return read_pptx(path, max_bytes=limits.max_bytes, max_pages=limits.max_pages)
    if kind == sniff.HTML:
        from pipeline.readers.web import read_html

        return read_html(path, path.read_bytes())
    from pipeline.repair import repair

    source = repair(sniff.decode(path.read_bytes()), wrapped=True)
    if kind == sniff.MARKDOWN:
        from pipeline.readers.text.markdown import read_markdown

        return read_markdown(source)
    from pipeline.readers.text.plain import read_plain

    return read_plain(source)


def _document(path: Path, kind: str, sha256: str, reading: "Reading", built: "Built", given: GivenMetadata) -> Document:
    from pipeline.readers.integrity import integrity_of

    properties = reading.properties
    metadata = document_metadata(
        Evidence.model_construct(
            text=built.text,
            sections=built.sections,
            blocks=built.blocks,
            has_title=reading.builder.has_title,
            title=properties.title,
            publisher=properties.publisher,
            published=properties.published,
            source_url=properties.source_url,
            licence=properties.licence,
            article=properties.article,
        ),
        given,
        fallback_title=printable(path.stem),
    )
    return Document(
        id=content_id("doc", sha256),
        sha256=sha256,
        file=printable(path.name),
        media_type=kind,
        text=built.text,
        source_text=built.source_text,
        edits=built.edits,
        pages=built.pages,
        sections=_titled(built, metadata.title),
        blocks=built.blocks,
        integrity=integrity_of(reading, built),
        **{name: getattr(metadata, name) for name in type(metadata).model_fields},
    )


def _titled(built: "Built", title: str) -> tuple[Section, ...]:
    """The sections under the document's title: the root's heading and the first step of each path."""
    if built.sections[0].heading == title:
        return built.sections
    return tuple(
        s.model_copy(update={"path": (title, *s.path[1:])} | ({"heading": title} if s.parent_id is None else {}))
        for s in built.sections
    )
