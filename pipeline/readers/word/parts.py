"""The parts of a DOCX that are read, and the marks of its XML (ECMA-376, part 1, 17)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import FileDamaged
from pipeline.readers import lexicon
from pipeline.readers.office.packages import CORE, Package, Relation

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAIN = "word/document.xml"
RULES = Path(__file__).with_name("word.toml")
_OFF = ("0", "false", "off", "none")
_WRAPPERS = {f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag")}


class Parts(NamedTuple):
    """The roots of the parts; None for those that the file does not have."""

    body: Any
    styles: Any
    numbering: Any
    settings: Any
    footnotes: Any
    endnotes: Any
    core: Any
    relations: dict[str, Relation]


def word_parts(package: Package) -> Parts:
    """The parts that the reader needs.

    Raises:
        FileDamaged: there is no body.
    """
    main = package.main(MAIN)
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise FileDamaged(package.path, "has no body")

    def part(name: str) -> Any:
        return package.xml(package.named(main, name, f"word/{name}.xml"))

    return Parts(
        body=body,
        styles=part("styles"),
        numbering=part("numbering"),
        settings=part("settings"),
        footnotes=part("footnotes"),
        endnotes=part("endnotes"),
        core=package.xml(CORE),
        relations=package.relations(main),
    )


def contents(parent: Any) -> Iterator[Any]:
    """The children of an element, those of what only wraps them instead of it; of alternatives the first."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from contents(child)
        elif child.tag == f"{W}sdt":
            content = control_content(child)
            if content is not None:
                yield from contents(content)
        elif child.tag == f"{MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from contents(chosen)
        else:
            yield child


def alternative(element: Any) -> Any:
    """The first of alternatives, or what stands in for them; None where there is neither."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None and len(choice) else element.find(f"{MC}Fallback")


def control_content(control: Any) -> Any:
    """What a content control holds; None for a prompt that nobody filled in, and for a contents page."""
    properties = control.find(f"{W}sdtPr")
    if properties is not None:
        gallery = value(properties, f"{W}docPartObj/{W}docPartGallery") or ""
        if is_on(properties, f"{W}showingPlcHdr") or gallery.lower() == "table of contents":
            return None
    return control.find(f"{W}sdtContent")


def value(element: Any, path: str) -> str | None:
    """The value of the element at a path, or None."""
    found = element.find(path)
    stated = found.get(f"{W}val") if found is not None else None
    return str(stated) if stated is not None else None


def is_on(element: Any, path: str) -> bool:
    """Whether a property is there and not switched off."""
    return bool(switch(element, path))


def switch(element: Any, path: str) -> bool | None:
    """Whether a property is on or off; None where it is not stated."""
    found = element.find(path)
    return None if found is None else found.get(f"{W}val", "1") not in _OFF


def whole(text: str | None, otherwise: int) -> int:
    """A whole number that is not negative, or what stands for it."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


def rules(name: str) -> frozenset[str]:
    """One list of `word.toml` as a set."""
    return lexicon.words(name, RULES)


@cache
def table(name: str) -> dict[str, Any]:
    """One table of `word.toml`."""
    return dict(lexicon.entries(RULES)[name])
