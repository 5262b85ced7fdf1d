"""What a file is, and whether it may be read at all: by its size, its first bytes, then its extension."""

import os
import zipfile
from pathlib import Path

from corpus.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileForbidden,
    FileMissing,
    FileTooLarge,
    InputError,
    UnknownType,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
EXTENSIONS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
    "": PLAIN,
}
HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def check_size(path: Path, max_bytes: int) -> int:
    """The file's size in bytes, before anything of it is read.

    Raises:
        FileMissing, FileForbidden, FileEmpty, FileTooLarge, UnknownType: it cannot or may not be read.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise FileMissing(path) from None
    except PermissionError:
        raise FileForbidden(path) from None
    except OSError as error:  # a loop of links, a name that is too long
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    if not path.is_file():
        raise UnknownType(path, "is no file")
    if not size:
        raise FileEmpty(path, "is empty", "Download it again.")
    if size > max_bytes:
        raise FileTooLarge(path, f"is {size / 2**20:,.0f} MB, the limit is {max_bytes / 2**20:,.0f} MB")
    if not os.access(path, os.R_OK):
        raise FileForbidden(path)
    return size


def sniff(path: Path) -> str:
    """The media type, by the first bytes, then by the extension.

    Raises:
        UnknownType: no reader for it. FileDamaged: the extension promises what the bytes do not keep.
        FileEncrypted: an Office file with a password.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    promised = EXTENSIONS.get(path.suffix.lower())
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_OLE):
        raise _office(path)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if promised == PDF:
        raise FileDamaged(path, "is no PDF, in spite of its name")
    if promised == DOCX:
        raise FileDamaged(path, "is no DOCX, in spite of its name: it is not a zip archive")
    if _is_html(head):
        return HTML
    if promised is None or _is_binary(head):
        raise UnknownType(path)
    return promised


def decode(data: bytes) -> str:
    """Text of a file: UTF-8, UTF-16 where a mark says so, else cp1252. A byte order mark stays in the text."""
    encoding = _BYTE_ORDER_MARKS.get(data[:2])
    if encoding:
        return data.decode("utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileDamaged(path, f"is a damaged zip archive ({error})") from error
    if "word/document.xml" in names:
        return DOCX
    raise UnknownType(path)


def _office(path: Path) -> UnknownType | FileEncrypted:
    with path.open("rb") as file:
        start = file.read(2**20)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return FileEncrypted(path)
    return UnknownType(path, "is in an old Office format", "Save it as DOCX or PDF and give that.")


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start)


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and head[:2] not in _BYTE_ORDER_MARKS
