"""Styles of a DOCX: their names, heading levels, lists and looks, inherited from the styles they are based on."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pipeline.readers.word.numbers import indent_of
from pipeline.readers.word.parts import W, rules, switch, table, value, whole

DEEPEST_STYLE = 12  # styles based on styles
USUAL_SIZE = 10.0  # points, where nothing states a size (ECMA-376, part 1, 17.3.2.38)
BODY_TEXT = 9  # the outline level of what is no heading
RANKED = re.compile(r"h([1-6])\b")


class Look(NamedTuple):
    """How words look: size in points, weight, whether underlined, raised, hidden or shown in capitals, their font."""

    size: float = USUAL_SIZE
    bold: bool = False
    underlined: bool = False
    raised: bool = False
    hidden: bool = False
    capitals: bool = False
    font: str = ""


class Styles:
    """The styles of a document.

    Args:
        root: the part of the styles, or None.
    """

    def __init__(self, root: Any) -> None:
        elements = list(root.iter(f"{W}style")) if root is not None else []
        self._styles = {e.get(f"{W}styleId"): e for e in elements}
        self._default = next((e.get(f"{W}styleId") for e in elements if _is_default(e)), None)
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        self._names: dict[str | None, str] = {}
        self._levels: dict[str | None, int | None] = {}

    @property
    def lists(self) -> dict[str, str]:
        """For each style that names a list, that list's id."""
        named = ((i, value(e, f"{W}pPr/{W}numPr/{W}numId")) for i, e in self._styles.items())
        return {i: number for i, number in named if i and number}

    def style_of(self, paragraph: Any) -> str | None:
        """The id of a paragraph's style."""
        return value(paragraph, f"{W}pPr/{W}pStyle") or self._default

    def name_of(self, paragraph: Any) -> str:
        """The name of a paragraph's style in small letters; "" for none. Its id stands in for a style that is lost."""
        return self._name(self.style_of(paragraph))

    def level_of(self, paragraph: Any) -> int | None:
        """The level of a heading, from 1, by the outline level or its style's name; None for other text."""
        style = self.style_of(paragraph)
        if style not in self._levels:
            self._levels[style] = self._style_level(style)
        outline = value(paragraph, f"{W}pPr/{W}outlineLvl")
        if outline is None or _is_of_another_kind(self._name(style)):
            return self._levels[style]
        return _outlined(outline)

    def number_of(self, paragraph: Any) -> tuple[str | None, int | None, str | None]:
        """The list that a paragraph counts in, its level from 0 where it is stated, and the style that names it."""
        list_id = level = named_by = None
        for element in self._chain(paragraph):
            numbers = element.find(f"{W}pPr/{W}numPr")
            if numbers is None:
                continue
            stated = value(numbers, f"{W}ilvl")
            if level is None and stated is not None:
                level = whole(stated, 0)
            list_id = value(numbers, f"{W}numId")
            if list_id is not None:
                named_by = element.get(f"{W}styleId")
                break
        return list_id, level, named_by

    def indent_of(self, paragraph: Any, numbered: float | None) -> float:
        """A paragraph's left indent in points: its own, its list's, its style's."""
        chain = list(self._chain(paragraph))
        own = indent_of(chain[0].find(f"{W}pPr"))
        stated = (own, numbered, *(indent_of(style.find(f"{W}pPr")) for style in chain[1:]))
        return next((indent for indent in stated if indent is not None), 0.0)

    def look(self, paragraph: Any, run: Any) -> Look:
        """How the words of a run look."""
        properties = run.find(f"{W}rPr")
        style = value(properties, f"{W}rStyle") if properties is not None else None
        key = (self.style_of(paragraph), style)
        if key not in self._looks:
            look = _over(Look(), self._defaults)
            for element in reversed([*self._bases(style), *self._bases(key[0])]):
                look = _over(look, element.find(f"{W}rPr"))
            self._looks[key] = look
        return _over(self._looks[key], properties)

    def _name(self, style: str | None) -> str:
        if style not in self._names:
            element = self._styles.get(style)
            name = value(element, f"{W}name") if element is not None else style
            self._names[style] = (name or "").lower()
        return self._names[style]

    def _style_level(self, style: str | None) -> int | None:
        name = self._name(style)
        if _is_of_another_kind(name):
            return None
        for element in self._bases(style):
            level = heading_level(value(element, f"{W}name") or "")
            outline = value(element, f"{W}pPr/{W}outlineLvl")
            if level or outline is not None:
                return level or _outlined(outline)
        lost = heading_level(name) if style not in self._styles else None
        return lost or table("heading_levels").get(_ending(name))

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        yield paragraph
        yield from self._bases(self.style_of(paragraph))

    def _bases(self, name: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        for _ in range(DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, f"{W}basedOn")


@cache
def heading_level(name: str) -> int | None:
    """The level in a style's name ("heading 1", "Heading1Numbered", "Überschrift 2"); None for other names."""
    plain = name.lower()
    if _is_of_another_kind(plain):
        return None
    words = "|".join(sorted(rules("heading_words")))
    match = re.search(rf"(?:{words})[\s_-]*([1-9])(?!\d)", plain) or RANKED.match(plain)
    return int(match[1]) if match else None


def _outlined(level: str | None) -> int | None:
    """The level of a heading by an outline level, which counts from 0."""
    found = whole(level, BODY_TEXT)
    return found + 1 if found < BODY_TEXT else None


@cache
def _is_of_another_kind(name: str) -> bool:
    """Whether a style's name says that it is set for other things than headings of sections ("table heading")."""
    return not rules("no_heading_words").isdisjoint(re.split(r"[\W\d_]+", name))


def _ending(name: str) -> str:
    """The longest known heading's name that a style's name ends in."""
    known = sorted(table("heading_levels"), key=len, reverse=True)
    return next((k for k in known if name == k or name.endswith(f" {k}")), "")


def _over(look: Look, properties: Any) -> Look:
    """A look with what run properties change in it."""
    if properties is None or not len(properties):
        return look
    size = value(properties, f"{W}sz")
    bold, hidden, capitals = (switch(properties, f"{W}{name}") for name in ("b", "vanish", "caps"))
    underline, raised = value(properties, f"{W}u"), value(properties, f"{W}vertAlign")
    fonts = properties.find(f"{W}rFonts")
    font = fonts.get(f"{W}ascii") if fonts is not None else None
    return Look(
        size=whole(size, 0) / 2 or look.size,
        bold=look.bold if bold is None else bold,
        underlined=look.underlined if underline is None else underline != "none",
        raised=look.raised if raised is None else raised == "superscript",
        hidden=look.hidden if hidden is None else hidden,
        capitals=look.capitals if capitals is None else capitals,
        font=font or look.font,
    )


def _is_default(style: Any) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on") and style.get(f"{W}type") == "paragraph"
