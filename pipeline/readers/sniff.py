"""What a file is, and whether it may be read at all: by its size, its first bytes, then its extension."""

import os
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

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
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
EXTENSIONS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".dotm": DOCX,
    ".pptx": PPTX,
    ".pptm": PPTX,
    ".ppsx": PPTX,
    ".ppsm": PPTX,
    ".potx": PPTX,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".vtt": PLAIN,
    ".srt": PLAIN,
    "": PLAIN,
}
HEAD = 4096
TYPES = "[Content_Types].xml"
MOST_TYPES = 2**22  # bytes of a package's list of types


class Office(NamedTuple):
    """A kind of Office package: its name, the usual name of its main part, and types that its main part may have."""

    name: str
    main: str
    marks: tuple[bytes, ...]


OFFICE = {
    DOCX: Office(
        "DOCX",
        "word/document.xml",
        (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml", b"ms-word."),
    ),
    PPTX: Office("PPTX", "ppt/presentation.xml", (b"presentationml.presentation.main+xml", b"ms-powerpoint.")),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32-le", b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be",
}  # fmt: skip
_WIDE = {"utf-32-le": (4, (1, 2, 3)), "utf-32-be": (4, (0, 1, 2)), "utf-16-le": (2, (1,)), "utf-16-be": (2, (0,))}
LEAST_ZEROS = 0.7  # of the bytes that are zero where Latin text is written in two or four bytes a character
MOST_LOST = 0.5  # of the characters beyond ASCII may be damaged in a text that is UTF-8 all the same


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
    if promised in OFFICE:
        raise FileDamaged(path, f"is no {OFFICE[promised].name}, in spite of its name: it is not a zip archive")
    if _is_html(head):
        return HTML
    if promised is None or _is_binary(head):
        raise UnknownType(path)
    return promised


def decode(data: bytes) -> str:
    """Text of a file: UTF-8, also where single bytes of it are damaged, UTF-16, UTF-32, else cp1252.

    A byte order mark stays in the text; a damaged byte becomes a replacement character.
    """
    encoding = wide_encoding(data)
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    lost, beyond = text.count("\ufffd"), sum(1 for char in text if char > "\x7f")
    return text if lost <= MOST_LOST * beyond else data.decode("cp1252", errors="replace")


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, by the byte order mark or by the zeros that Latin text leaves in it; else None."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:HEAD]
    for encoding, (width, zeros) in _WIDE.items():
        units = len(head) // width
        if units > 1 and all(head[z : units * width : width].count(0) >= LEAST_ZEROS * units for z in zeros):
            others = [i for i in range(width) if i not in zeros]
            if all(head[i : units * width : width].count(0) == 0 for i in others):
                return encoding
    return None


def _zipped(path: Path) -> str:
    """The kind of an Office package, by where its main part usually stands, then by its list of types."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            found = next((kind for kind, office in OFFICE.items() if office.main in names), None) or _listed(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise FileDamaged(path, f"is a damaged zip archive ({error})") from error
    if found is None:
        raise UnknownType(path)
    return found


def _listed(archive: zipfile.ZipFile) -> str | None:
    """The kind of a package that its list of types tells, where its main part has a name of its own."""
    if TYPES not in archive.namelist() or archive.getinfo(TYPES).file_size > MOST_TYPES:
        return None
    listed = archive.read(TYPES)
    return next((kind for kind, office in OFFICE.items() if any(mark in listed for mark in office.marks)), None)


def _office(path: Path) -> UnknownType | FileEncrypted:
    with path.open("rb") as file:
        start = file.read(2**20)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return FileEncrypted(path)
    return UnknownType(path, "is in an old Office format", "Save it as DOCX, PPTX or PDF and give that.")


def _is_html(head: bytes) -> bool:
    wide = wide_encoding(head)
    if wide:
        head = head.decode(wide, errors="replace").lstrip("\ufeff").encode("utf-8")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start)


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and wide_encoding(head) is None
