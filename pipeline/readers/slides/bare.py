"""The words of slides by a simpler way than the reader's: the text elements of the parts, in the order of the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.readers.office.equations import M
from pipeline.readers.office.graphics import GRAPHICS, Graphics
from pipeline.readers.office.packages import Package, R, open_package
from pipeline.readers.slides.deck import MAIN, A, P
from pipeline.readers.slides.texts import squeezed

_NO_LIMIT = 2**40


def bare_slides(path: Path) -> list[str]:
    """For each slide its words, those of its charts and diagrams, and its notes."""
    with open_package(path, max_bytes=_NO_LIMIT, kind="PPTX") as package:
        main = package.main(MAIN)
        root, relations = package.xml(main), package.relations(main)
        ids = root.iter(f"{P}sldId") if root is not None else ()
        targets = [relations.get(one.get(f"{R}id", "")) for one in ids]
        return ["\n".join(_words(package, relation.target)) if relation else "" for relation in targets]


def _words(package: Package, name: str) -> Iterator[str]:
    root = package.xml(name)
    if root is None:
        return
    relations = package.relations(name)
    yield from _paragraphs(root)
    for element in root.iter(*GRAPHICS):
        yield from Graphics(package, relations).read(element).lines
    for relation in relations.values():
        notes = package.xml(relation.target) if relation.kind == "notesSlide" else None
        if notes is not None:
            yield from _paragraphs(notes)


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{A}p"):
        words = ((e.text or "") if e.tag != f"{A}br" else " " for e in paragraph.iter(f"{A}t", f"{A}br", f"{M}t"))
        yield squeezed("".join(words))
