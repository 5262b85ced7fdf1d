"""Opens a PPTX: python-pptx is given a regular copy of the parts that are read, without pictures and broken relations.

Show and template files, macro files, Strict packages and lists with dangling entries come out the same.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.exc import PythonPptxError
from pptx.package import Package as PptxPackage
from pptx.presentation import Presentation

from corpus.errors import FileDamaged
from pipeline.readers.office.equations import M
from pipeline.readers.office.packages import CORE, Package, Relation, core_properties, open_package, parsed
from pipeline.readers.reading import Properties

MAIN = "ppt/presentation.xml"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."


class _Kind(NamedTuple):
    """A kind of part: its content type, and its root."""

    content_type: str
    root: str


_KINDS = {
    "officeDocument": _Kind(f"{_TYPE}presentation.main+xml", f"{P}presentation"),
    "slide": _Kind(f"{_TYPE}slide+xml", f"{P}sld"),
    "slideLayout": _Kind(f"{_TYPE}slideLayout+xml", f"{P}sldLayout"),
    "slideMaster": _Kind(f"{_TYPE}slideMaster+xml", f"{P}sldMaster"),
    "notesSlide": _Kind(f"{_TYPE}notesSlide+xml", f"{P}notes"),
}


class Deck(NamedTuple):
    """An open presentation; `package` has its charts and diagrams."""

    presentation: Presentation
    package: Package
    properties: Properties

    @property
    def slides(self) -> list[Any]:
        """The slides in their order; None for one whose part is missing."""
        ids = self.presentation.element.sldIdLst
        return [_related(self.presentation, one.rId) for one in ids] if ids is not None else []


@contextmanager
def open_deck(path: Path, *, max_bytes: int) -> Iterator[Deck]:
    """Open a PPTX.

    Args:
        path: the file.
        max_bytes: the limit of a file; its parts together may come to four times that.

    Raises:
        FileDamaged: a part is missing or no XML. FileTooLarge: it unpacks to too much.
    """
    with open_package(path, max_bytes=max_bytes, kind="PPTX") as package:
        main = package.main(MAIN)
        if package.xml(main) is None:
            raise FileDamaged(path, "has no presentation in it")
        try:
            copy = PptxPackage.open(io.BytesIO(_regular(package, main)))
            yield Deck(copy.presentation_part.presentation, package, core_properties(package.xml(CORE)))
        except PythonPptxError as error:
            raise FileDamaged(path, f"is a damaged PPTX ({error})") from error


def _related(presentation: Presentation, relation_id: str) -> Any:
    try:
        return presentation.part.related_slide(relation_id)
    except KeyError:
        return None


def _regular(package: Package, main: str) -> bytes:
    """The parts that are read as a package of their own."""
    buffer = io.BytesIO()
    kinds: dict[str, str] = {}
    waiting = [("officeDocument", main)]
    with zipfile.ZipFile(buffer, "w") as copy:
        copy.writestr("_rels/.rels", _relations({"rId1": Relation("officeDocument", main)}))
        while waiting:
            kind, name = waiting.pop()
            data = package.bytes(name) if name not in kinds else None
            if data is None:
                continue
            root = parsed(package.path, data)
            if root.tag != _KINDS[kind].root:
                raise FileDamaged(package.path, f"is a damaged PPTX ({name} is no {kind})")
            kinds[name] = kind
            named = {i: r for i, r in package.relations(name).items() if r.kind in _KINDS and package.has(r.target)}
            waiting += [(r.kind, r.target) for r in named.values()]
            folder, _, base = name.rpartition("/")
            copy.writestr(name, _without_alternatives(root))
            copy.writestr(f"{folder}/_rels/{base}.rels", _relations(named))
        copy.writestr("[Content_Types].xml", _content_types(kinds))
    return buffer.getvalue()


def _without_alternatives(root: Any) -> bytes:
    """The part with one of all alternatives: the first where it says something, else what stands in for it."""
    for element in list(root.iter(f"{MC}AlternateContent")):
        choice, fallback = element.find(f"{MC}Choice"), element.find(f"{MC}Fallback")
        says = choice is not None and any(True for _ in choice.iter(f"{A}t", f"{M}t", f"{P}graphicFrame"))
        chosen = choice if says or fallback is None else fallback
        parent = element.getparent()
        if parent is None:
            continue
        at = parent.index(element)
        parent[at : at + 1] = list(chosen) if chosen is not None else []
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations(named: dict[str, Relation]) -> str:
    entries = "".join(
        f"<Relationship Id={quoteattr(i)} Type={quoteattr(_OFFICE + r.kind)} Target={quoteattr('/' + r.target)}/>"
        for i, r in named.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{entries}</Relationships>'


def _content_types(kinds: dict[str, str]) -> str:
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    entries = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(_KINDS[kind].content_type)}/>"
        for name, kind in kinds.items()
    )
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{_PACKAGE}content-types">{default}{entries}</Types>'
