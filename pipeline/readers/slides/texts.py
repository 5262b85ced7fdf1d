"""Paragraphs of a slide: their words, levels, bullets and sizes, inherited from layout and master."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.readers.office.equations import M, equation
from pipeline.readers.office.raised import raised_number
from pipeline.readers.slides.deck import A, P

USUAL_SIZE = 18.0  # points
_BULLETS = {f"{A}{name}": name != "buNone" for name in ("buChar", "buAutoNum", "buBlip", "buNone")}
_SPACES = re.compile(r"(?:[ \t\r\n\v\u2028]|_x000[9ABDabd]_)+")  # PowerPoint writes control characters as codes
_FURNITURE = re.compile(r"slidenum|datetime")
_TITLES = ("title", "ctrTitle")


class Paragraph(NamedTuple):
    """A paragraph: its words, its level from 0, whether it has a bullet or number, its size in points."""

    text: str
    level: int
    bulleted: bool
    size: float


class Inherited(NamedTuple):
    """Where a shape's paragraphs take their looks from: lists of styles, the nearest first."""

    styles: tuple[Any, ...]

    def of_level(self, level: int) -> Iterator[Any]:
        """The properties of a level, the nearest first."""
        for style in self.styles:
            found = style.find(f"{A}lvl{min(level, 8) + 1}pPr")
            if found is not None:
                yield found


def squeezed(text: str) -> str:
    """White space made single, line breaks within a paragraph too."""
    return _SPACES.sub(" ", text).strip()


def placeholder_type(shape: Any) -> str | None:
    """The type of a placeholder ("title", "body", "sldNum"); None for a shape of its own."""
    found = None if hasattr(shape, "shapes") else next(shape._element.iter(f"{P}ph"), None)
    return None if found is None else str(found.get("type", "obj"))


def paragraphs(body: Any, inherited: Inherited) -> Iterator[Paragraph]:
    """The paragraphs of a text body that hold words."""
    for element in body.iterchildren(f"{A}p"):
        text = squeezed("".join(_words(element)))
        if not text:
            continue
        properties = element.find(f"{A}pPr")
        stated = properties.get("lvl", "0") if properties is not None else "0"
        level = int(stated) if stated.isdecimal() and len(stated) < 3 else 0
        chain = [*([properties] if properties is not None else []), *inherited.of_level(level)]
        yield Paragraph(text, level, _is_bulleted(chain), _size(element, chain))


def inherited_by(shape: Any, slide: Any, defaults: Any) -> Inherited:
    """The styles that a shape's paragraphs inherit: its own, its layout's, its master's, the presentation's."""
    styles = [shape._element.find(f"{P}txBody/{A}lstStyle")]
    kind = placeholder_type(shape)
    if kind is None:
        return Inherited(tuple(s for s in (*styles, defaults) if s is not None))
    base = shape
    for _ in range(2):  # the layout, the master
        base = getattr(base, "_base_placeholder", None)
        if base is not None:
            styles.append(base._element.find(f"{P}txBody/{A}lstStyle"))
    name = "titleStyle" if kind in _TITLES else "bodyStyle"
    styles.append(slide.slide_layout.slide_master.element.find(f"{P}txStyles/{P}{name}"))
    return Inherited(tuple(s for s in styles if s is not None))


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{A}br":
            yield " "
        elif child.tag == f"{A}r":
            text = child.findtext(f"{A}t") or ""
            properties = child.find(f"{A}rPr")
            baseline = properties.get("baseline", "0") if properties is not None else "0"
            yield raised_number(text) if not baseline.startswith(("-", "0")) else text
        elif child.tag == f"{A}fld" and not _FURNITURE.match(child.get("type", "")):
            yield child.findtext(f"{A}t") or ""
        elif isinstance(child.tag, str) and next(child.iter(f"{M}oMath"), None) is not None:
            yield equation(child)


def _is_bulleted(chain: list[Any]) -> bool:
    for properties in chain:
        for child in properties:
            if child.tag in _BULLETS:
                return _BULLETS[child.tag]
    return False


def _size(element: Any, chain: list[Any]) -> float:
    """The size of the first words, their own or inherited, in points."""
    run = element.find(f"{A}r/{A}rPr")
    stated = [run, *(properties.find(f"{A}defRPr") for properties in chain)]
    sizes = (found.get("sz", "") for found in stated if found is not None)
    return next((int(size) / 100 for size in sizes if size.isdecimal() and 0 < int(size) <= 400_000), USUAL_SIZE)
