"""From catalogue entries to files: what is new is added, what has changed is kept beside what it replaces."""

import datetime
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from corpus.catalogue import CatalogueEntry
from corpus.document import Record
from corpus.errors import DownloadError, InputError
from pipeline.downloads.attachments import first_attachment
from pipeline.downloads.manifest import Manifest, Version, read_manifest, write_manifest
from pipeline.downloads.politeness import Visitor
from pipeline.downloads.transfer import Received, receive
from pipeline.metadata import GivenMetadata
from pipeline.readers import read
from pipeline.readers.sniff import HTML

EARLIER = ".earlier"  # folder of versions that were replaced: hidden, so that an ingest of the folder passes it over
PARTS = ".parts"
State = Literal["new", "changed", "unchanged", "failed"]


class Fetched(Record):
    """What became of one catalogue entry; `error` says why it failed."""

    id: str
    state: State
    url: str
    path: Path | None = None
    sha256: str | None = None
    bytes: int | None = None
    error: str | None = None


def fetch_publications(
    entries: Sequence[CatalogueEntry], folder: Path, visitor: Visitor, *, max_bytes: int
) -> Iterator[Fetched]:
    """Download the entries' publications into a folder, yielding what became of each.

    `folder/ID.pdf` is always the newest version; what it replaces is kept in `folder/.earlier`. The manifest is
    written after each file: stopping in between loses nothing, and the next run goes on where this one stopped.

    Args:
        entries: of the catalogue, with a url.
        folder: where to; made if need be.
        visitor: the client.
        max_bytes: larger files are refused.

    Raises:
        DownloadError: the folder's manifest cannot be used.
    """
    manifest = read_manifest(folder)
    (folder / PARTS).mkdir(parents=True, exist_ok=True)
    for entry in entries:
        try:
            manifest, fetched = _fetch(entry, folder, visitor, manifest, max_bytes)
        except (DownloadError, InputError) as error:
            fetched = Fetched(id=entry.id, state="failed", url=entry.url or "", error=str(error))
        except OSError as error:
            reason = f"{folder}: cannot be written ({error.strerror})"
            fetched = Fetched(id=entry.id, state="failed", url=entry.url or "", error=reason)
        yield fetched


def _fetch(
    entry: CatalogueEntry, folder: Path, visitor: Visitor, manifest: Manifest, max_bytes: int
) -> tuple[Manifest, Fetched]:
    known = manifest.publications.get(entry.id)
    newest = known.newest if known and (folder / known.newest.file).exists() else None
    part = folder / PARTS / f"{entry.id}.part"
    address = entry.url or ""
    if entry.attachment:
        page = receive(visitor, address, part.with_suffix(".page.part"), max_bytes=max_bytes)
        address = _attachment(page, address)
    unless = _conditions(newest) if newest and newest.url == address else {}
    received = receive(visitor, address, part, max_bytes=max_bytes, unless=unless)
    if received is None and newest:
        return manifest, _as_fetched(entry, "unchanged", folder, newest)
    if received is None:
        raise DownloadError(address, "is said to be unchanged, but was never downloaded", "Try again.")
    if newest and _is_same(received, folder / newest.file, newest):
        received.path.unlink()
        return manifest, _as_fetched(entry, "unchanged", folder, newest)
    moved = _set_aside(entry.id, folder, newest) if newest else None
    version = _kept(entry.id, folder, received, address)
    manifest = manifest.with_version(entry.id, _given(entry), version, moved)
    write_manifest(folder, manifest)
    return manifest, _as_fetched(entry, "changed" if newest else "new", folder, version)


def _attachment(page: Received | None, address: str) -> str:
    if page is None:
        raise DownloadError(address, "did not answer with a page", "Try again.")
    try:
        return first_attachment(page.path.read_bytes(), page.url)
    finally:
        page.path.unlink()


def _conditions(newest: Version) -> dict[str, str]:
    asked = {"If-None-Match": newest.etag, "If-Modified-Since": newest.last_modified}
    return {name: value for name, value in asked.items() if value}


def _is_same(received: Received, before: Path, version: Version) -> bool:
    """Whether nothing changed: the bytes, or of a web page its words (what stands around them changes each day)."""
    if _sha256(received.path) == version.sha256:
        return True
    if received.media_type != HTML or version.media_type != HTML:
        return False
    return read(received.path).text == read(before).text


def _set_aside(name: str, folder: Path, version: Version) -> str:
    """Move a version that is replaced among the earlier ones; returns its new place in the folder."""
    before = folder / version.file
    earlier = folder / EARLIER / f"{name}-{version.fetched:%Y-%m-%d}-{version.sha256[:8]}{before.suffix}"
    earlier.parent.mkdir(exist_ok=True)
    os.replace(before, earlier)
    return earlier.relative_to(folder).as_posix()


def _kept(name: str, folder: Path, received: Received, address: str) -> Version:
    target = folder / f"{name}{received.suffix}"
    digest, size = _sha256(received.path), received.path.stat().st_size
    os.replace(received.path, target)
    return Version(
        file=target.name,
        url=address,
        fetched=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        sha256=digest,
        bytes=size,
        media_type=received.media_type,
        etag=received.etag,
        last_modified=received.last_modified,
    )


def _given(entry: CatalogueEntry) -> GivenMetadata:
    values = {name: getattr(entry, name, None) for name in GivenMetadata.model_fields}
    return GivenMetadata(**{**{n: v for n, v in values.items() if v is not None}, "source_url": entry.url})


def _as_fetched(entry: CatalogueEntry, state: State, folder: Path, version: Version) -> Fetched:
    return Fetched(
        id=entry.id,
        state=state,
        url=version.url,
        path=folder / version.file,
        sha256=version.sha256,
        bytes=version.bytes,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
