"""What has been downloaded into a folder: every version of every publication, with its hash and its place."""

import datetime
import json
import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.document import Record
from corpus.errors import DownloadError
from pipeline.metadata import GivenMetadata

MANIFEST = "publications.json"


class Version(Record):
    """A publication as it was on a day. `file` is relative to the folder; `etag`, `last_modified` are the server's."""

    file: str
    url: str
    fetched: datetime.datetime
    sha256: str
    bytes: int
    media_type: str
    etag: str | None = None
    last_modified: str | None = None


class Publication(Record):
    """A publication and its versions, the newest last."""

    id: str
    given: GivenMetadata
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The version that was fetched last."""
        return self.versions[-1]


class Manifest(Record):
    """The publications of a folder, by id."""

    publications: dict[str, Publication] = Field(default_factory=dict)

    def with_version(self, name: str, given: GivenMetadata, version: Version, moved: str | None) -> "Manifest":
        """The manifest with one more version; `moved` is where the file of the one before stands now."""
        known = self.publications.get(name)
        before = known.versions if known else ()
        if before and moved:
            before = (*before[:-1], before[-1].model_copy(update={"file": moved}))
        publication = Publication(id=name, given=given, versions=(*before, version))
        return Manifest(publications={**self.publications, name: publication})


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where nothing has been downloaded yet.

    Raises:
        DownloadError: it is not one that remit wrote.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise DownloadError(
            str(path), f"cannot be used ({type(error).__name__})", "Mend it or move it away."
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it whole or not at all."""
    path = folder / MANIFEST
    draft = path.with_suffix(".json.part")
    draft.write_text(json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n", "utf-8")
    os.replace(draft, path)


def given_of(path: Path) -> GivenMetadata | None:
    """What the catalogue says of a downloaded file, or None where it was not downloaded by remit."""
    manifest = path.parent / MANIFEST
    try:
        changed = manifest.stat().st_mtime_ns
    except OSError:
        return None
    return _by_file(path.parent, changed).get(path.name)


@lru_cache(maxsize=32)
def _by_file(folder: Path, changed: int) -> dict[str, GivenMetadata]:
    """By file name; read again when the manifest's time of change is another."""
    try:
        manifest = read_manifest(folder)
    except DownloadError:  # a file of that name which is not remit's says nothing of its neighbours
        return {}
    return {p.newest.file: p.given for p in manifest.publications.values()}
