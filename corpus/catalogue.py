"""Which documents there are: the bundled samples and the official publications, from `catalogue.toml`.

A bundled document has a `file` in `corpus/samples/`; an official publication has a `url`. Each states the least number
of objectives that a reading of it must find: fewer means that the reading went wrong, not that the document has none.
"""

import datetime
import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from corpus.document import DocumentKind, Record
from corpus.errors import CatalogueError

CATALOGUE = Path(__file__).parent / "catalogue.toml"
SAMPLES = Path(__file__).parent / "samples"


class CatalogueEntry(Record):
    """One document of the catalogue.

    `published` is null where the day is not known. `financial_year` ("2024/25") is the year a document falls in or
    speaks of; `planning_year` is set for guidance that plans one. `min_objectives` is the least number of objectives
    expected. `illustrative` marks what was written for remit and is not an NHS publication. `attachment` says that the
    url is a landing page: the document is the first that it links to.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    published: datetime.date | None = None
    kind: DocumentKind
    financial_year: str | None = Field(default=None, pattern=r"^\d{4}/\d{2}$")
    planning_year: str | None = Field(default=None, pattern=r"^\d{4}/\d{2}$")
    url: str | None = Field(default=None, pattern=r"^https?://")
    file: str | None = Field(default=None, pattern=r"^[^/\\]+$")
    licence: str
    min_objectives: int = Field(default=0, ge=0)
    illustrative: bool = False
    attachment: bool = False

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if (self.url is None) == (self.file is None):
            raise ValueError("give either url (an official publication) or file (a bundled document)")
        return self

    @property
    def path(self) -> Path:
        """Where the bundled document stands.

        Raises:
            CatalogueError: the entry is an official publication, which is not bundled.
        """
        if self.file is None:
            raise CatalogueError(f"{self.id} is not bundled. Download it from {self.url}.")
        return SAMPLES / self.file


def load_catalogue(path: Path | None = None) -> list[CatalogueEntry]:
    """All entries, in the order of the file; the catalogue of the package unless another file is given.

    Raises:
        CatalogueError: the file is missing or is no TOML, or an entry cannot be used; names the entry and its key.
    """
    return list(_read(path or CATALOGUE))


def bundled_documents() -> list[CatalogueEntry]:
    """The entries whose documents come with the package."""
    return [entry for entry in load_catalogue() if entry.file is not None]


@cache
def _read(path: Path) -> tuple[CatalogueEntry, ...]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(f"{path}: the catalogue cannot be read ({error.strerror}).") from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path}: the catalogue is no valid TOML: {error}.") from error
    entries = tuple(_entry(path, n, row) for n, row in enumerate(content.get("document", ()), start=1))
    _refuse_doubles(path, entries)
    return entries


def _entry(path: Path, number: int, row: dict[str, object]) -> CatalogueEntry:
    try:
        return CatalogueEntry.model_validate(row)
    except ValidationError as error:
        name = row.get("id", f"document {number}")
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'url, file'}: {e['msg']}" for e in error.errors())
        raise CatalogueError(f"{path}: the entry {name} cannot be used: {faults}.") from error


def _refuse_doubles(path: Path, entries: tuple[CatalogueEntry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise CatalogueError(f"{path}: the entry {entry.id} stands twice; id must be unique.")
        seen.add(entry.id)
