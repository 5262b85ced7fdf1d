"""Office Open XML packages (ECMA-376, part 2): a zip of XML parts that name each other, read within limits.

Packages of the Strict kind (ISO/IEC 29500) have names of their own for the same things; they are put into the common
ones before a part is parsed.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from corpus.errors import FileDamaged, FileTooLarge
from pipeline.readers.reading import Properties

UNPACKED = 4  # times the limit of a file: what its parts may come to
MOST_XML = 64 * 2**20  # bytes of the parts that are parsed: a thousand pages of text have a tenth of it
CORE = "docProps/core.xml"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_COMMON_NAME = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_BROKEN = (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, EOFError, NotImplementedError, ValueError, OSError)


class Relation(NamedTuple):
    """What a part names another part for (the last word of the relation's type), and that part's name."""

    kind: str
    target: str


class Package:
    """The parts of an open package.

    Args:
        path: the file, for errors.
        archive: the zip.
        max_bytes: the limit of a file; its parts together may come to four times that.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile, max_bytes: int) -> None:
        self.path = path
        self._archive = archive
        self._parts = {_plain(info.filename): info for info in archive.infolist()}
        self._left = MOST_XML
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > UNPACKED * max_bytes:
            raise FileTooLarge(path, f"unpacks to {unpacked / 2**20:,.0f} MB, far more than the limit")
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise FileDamaged(path, "holds parts with a password")

    @property
    def names(self) -> list[str]:
        """The names of all parts, as the file writes them but for slashes."""
        return [info.filename.replace("\\", "/") for info in self._parts.values()]

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _plain(name) in self._parts

    def bytes(self, name: str) -> bytes | None:
        """A part of XML as it is in a common package; None where there is none of that name."""
        info = self._parts.get(_plain(name))
        if info is None:
            return None
        self._left -= info.file_size
        if self._left < 0:
            raise FileTooLarge(self.path, f"holds more than {MOST_XML // 2**20} MB of XML")
        data = self._archive.read(info)
        return _STRICT_NAME.sub(_COMMON_NAME, data) if _STRICT in data else data

    def xml(self, name: str | None) -> Any:
        """The root of a part, parsed without entities and network; None where there is none of that name."""
        data = self.bytes(name) if name else None
        return None if data is None else parsed(self.path, data)

    def main(self, default: str) -> str:
        """The name of the part that everything else hangs on; `default` where the package does not say."""
        named = (r.target for r in self.relations("").values() if r.kind == "officeDocument")
        return next((target for target in named if self.has(target)), default)

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part names, by the id that it uses; nothing where the list is missing or broken."""
        folder, base = posixpath.split(name)
        try:
            root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        except etree.XMLSyntaxError:
            return {}  # the parts that every document has are found by their usual names
        return {} if root is None else dict(_relations(root, folder))

    def named(self, name: str, kind: str, default: str) -> str:
        """The part that another one names for something ("styles"); the usual name where it names none."""
        targets = (r.target for r in self.relations(name).values() if r.kind == kind)
        return next((target for target in targets if self.has(target)), default)


@contextmanager
def open_package(path: Path, *, max_bytes: int, kind: str) -> Iterator[Package]:
    """Open a package; what is wrong with it becomes one error.

    Args:
        path: the file.
        max_bytes: the limit of a file.
        kind: what it is, for errors ("DOCX").

    Raises:
        FileDamaged: a part is missing or no XML. FileTooLarge: it unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield Package(path, archive, max_bytes)
    except PermissionError:
        raise
    except _BROKEN as error:
        raise FileDamaged(path, f"is a damaged {kind} ({error})") from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "_lzma", "lzma"):
            raise FileDamaged(path, f"is a damaged {kind} (its compression is broken)") from error
        raise


def parsed(path: Path, data: bytes) -> Any:
    """The root of a part's XML.

    Raises:
        FileDamaged: it defines entities of its own.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(path, "defines entities of its own, as no word processor does")
    return root


def core_properties(root: Any) -> Properties:
    """What the properties of a package state; the dates when it was made and changed say nothing of its publication."""
    if root is None:
        return Properties()
    dublin = "{http://purl.org/dc/elements/1.1/}"
    return Properties(title=root.findtext(f"{dublin}title"), publisher=root.findtext(f"{dublin}publisher"))


def _relations(root: Any, folder: str) -> Iterator[tuple[str, Relation]]:
    for element in root.iter(f"{RELATIONSHIPS}Relationship"):
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") != "External":
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield element.get("Id", ""), Relation(element.get("Type", "").rpartition("/")[2], name)


def _plain(name: str) -> str:
    """A part's name as it is compared: without case, with plain slashes."""
    return name.replace("\\", "/").lstrip("/").lower()
