"""Elements of SVG as text, with every value escaped. Lengths are in the units of the view box, rounded to a tenth."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Value = str | float | int | None


def element(name: str, *children: Markup | str, **attributes: Value) -> Markup:
    """An element; `_` in an attribute's name is a hyphen, `class_` is class, and null ones are left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _written(value))
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, inside)  # names of elements hold nothing to escape


def group(children: Iterable[Markup], **attributes: Value) -> Markup:
    """Elements that belong together."""
    return element("g", *children, **attributes)


def polygon(points: Iterable[tuple[float, float]], **attributes: Value) -> Markup:
    """A closed shape."""
    return element("polygon", points=" ".join(f"{_number(x)},{_number(y)}" for x, y in points), **attributes)


def _written(value: Value) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
