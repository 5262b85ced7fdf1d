"""One file over HTTP: taken up where it broke off, bounded in size, its type checked against its bytes."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import httpx

from corpus.errors import DownloadError, InputError
from pipeline.downloads.politeness import BUSY, Visitor
from pipeline.readers import media_type
from pipeline.readers.sniff import EXTENSIONS

UNSURE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
ALIASES = {
    "application/xhtml+xml": "text/html",
    "text/x-markdown": "text/markdown",
    "application/x-pdf": "application/pdf",
}
SUFFIXES = {kind: suffix for suffix, kind in reversed(EXTENSIONS.items()) if suffix}


class Received(NamedTuple):
    """A file that has come whole; `suffix` fits its type. The other fields are the server's."""

    path: Path
    url: str
    media_type: str
    suffix: str
    etag: str | None
    last_modified: str | None


def receive(
    visitor: Visitor, url: str, part: Path, *, max_bytes: int, unless: Mapping[str, str] | None = None
) -> Received | None:
    """Download a file; None where the server says that it has not changed.

    Args:
        visitor: the client.
        url: the address.
        part: where the file grows; what stands there from a broken transfer is continued.
        max_bytes: a larger file is refused.
        unless: headers of a conditional request (If-None-Match, If-Modified-Since).

    Raises:
        DownloadError: it cannot be had, is too large, or is not what the server says or what remit reads.
    """
    response: httpx.Response | None = None
    for attempt in range(visitor.attempts):
        last = attempt + 1 == visitor.attempts
        try:
            with visitor.get(url, _headers(part, unless or {})) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return None
                if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and not last:
                    _forget(part)
                    continue
                if response.status_code not in BUSY or last:
                    return _taken(response, url, part, max_bytes)
            visitor.wait(attempt, response)
        except httpx.RequestError as error:
            if last:
                raise DownloadError(url, _reason(error), "Try again later.") from error
            visitor.wait(attempt)
    raise DownloadError(url, "cannot be continued where it broke off", "Try again later.")


def _taken(response: httpx.Response, url: str, part: Path, max_bytes: int) -> Received:
    if not response.is_success:
        raise DownloadError(
            url, f"is answered with {response.status_code} {response.reason_phrase}", "Check the address."
        )
    said = _said_type(response)
    if said not in UNSURE and said not in SUFFIXES:
        raise DownloadError(url, f"is of a type that remit does not read ({said})", "Give the address of the document.")
    _write(response, url, part, max_bytes)
    suffix = SUFFIXES.get(said, "") or Path(response.url.path).suffix.lower()
    whole = part.with_name(part.name.removesuffix(".part") + ".whole" + suffix)
    os.replace(part, whole)
    _forget(part)
    return _checked(whole, response, said, suffix)


def _write(response: httpx.Response, url: str, part: Path, max_bytes: int) -> None:
    """The body into the part file: added to it where the server goes on, else from the start."""
    goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
    size = _size(part) if goes_on else 0
    if goes_on and not response.headers.get("Content-Range", "").startswith(f"bytes {size}-"):
        _forget(part)
        raise DownloadError(url, "is continued at another place than asked for", "Try again.")
    if not goes_on:
        _remember(part, response)
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and size + int(announced) > max_bytes:
        raise _too_large(url, part, max_bytes)
    with part.open("ab" if goes_on else "wb") as file:
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > max_bytes:
                raise _too_large(url, part, max_bytes)
            file.write(chunk)


def _checked(whole: Path, response: httpx.Response, said: str, suffix: str) -> Received:
    try:
        found = media_type(whole)
    except InputError as error:
        whole.unlink()
        raise DownloadError(str(response.url), f"is no document: {error.reason}", "Look at it in a browser.") from error
    if said not in UNSURE and found != said:
        whole.unlink()
        raise DownloadError(str(response.url), f"is said to be {said} and is {found}", "Look at it in a browser.")
    return Received(
        path=whole,
        url=str(response.url),
        media_type=found,
        suffix=suffix if EXTENSIONS.get(suffix) == found else SUFFIXES[found],
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
    )


def _said_type(response: httpx.Response) -> str:
    said: str = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return ALIASES.get(said, said)


def _too_large(url: str, part: Path, max_bytes: int) -> DownloadError:
    _forget(part)
    return DownloadError(url, f"is larger than the limit of {max_bytes / 2**20:,.0f} MB", "Raise --max-mb.")


def _reason(error: httpx.RequestError) -> str:
    what = "cannot be reached" if isinstance(error, httpx.TransportError) else "sends what cannot be unpacked"
    return f"{what} ({str(error) or type(error).__name__})"


# ---- what has come so far


def _headers(part: Path, unless: Mapping[str, str]) -> dict[str, str]:
    """Ask for the rest of a broken transfer, provided that the file is still the same; else for the whole."""
    validator = _validator(part)
    if validator and (size := _size(part)):
        return {"Range": f"bytes={size}-", "If-Range": validator}
    return dict(unless)


def _remember(part: Path, response: httpx.Response) -> None:
    """Keep what says later that the file is still the same: a strong tag, else its date (RFC 9110, 13.1.5)."""
    tag, day = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    validator = tag if tag and not tag.startswith("W/") else day
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    _note(part).write_text("" if encoded else validator, encoding="utf-8")


def _validator(part: Path) -> str:
    try:
        return _note(part).read_text(encoding="utf-8")
    except OSError:
        return ""


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)
