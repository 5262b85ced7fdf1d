"""Equations of Office documents (OMML; ECMA-376, part 1, 22.1) as one line of text: "a/b", "x²", "√(n)"."""

from collections.abc import Callable
from typing import Any

from pipeline.readers.office.raised import raised_number

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def equation(element: Any) -> str:
    """The words and signs of an equation, in the order in which they are read."""
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    form = _FORMS.get(tag.removeprefix(M)) if isinstance(tag, str) else None
    return form(element) if form else "".join(equation(child) for child in element)


def _part(element: Any, name: str) -> str:
    found = element.find(f"{M}{name}")
    return equation(found) if found is not None else ""


def _grouped(text: str) -> str:
    """A part of several signs in brackets, so that one line says what two say."""
    return text if text.isalnum() or (text.startswith("(") and text.endswith(")")) else f"({text})"


def _fraction(element: Any) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _power(element: Any) -> str:
    power = _part(element, "sup")
    shown = raised_number(power)
    return _part(element, "e") + (shown if shown != power else f"^{_grouped(power)}")


def _index(element: Any) -> str:
    return f"{_part(element, 'e')}_{_grouped(_part(element, 'sub'))}"


def _root(element: Any) -> str:
    return f"{raised_number(_part(element, 'deg'))}√{_grouped(_part(element, 'e'))}"


def _brackets(element: Any) -> str:
    inner = ", ".join(equation(e) for e in element.iterchildren(f"{M}e"))
    return f"{_sign(element, 'begChr', '(')}{inner}{_sign(element, 'endChr', ')')}"


def _operator(element: Any) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    bounds = f"[{below}..{above}]" if below or above else ""
    return f"{_sign(element, 'chr', '∫')}{bounds} {_part(element, 'e')}"


def _sign(element: Any, name: str, usual: str) -> str:
    found = element.find(f"{element.tag}Pr/{M}{name}")
    return usual if found is None else found.get(f"{M}val", "")


_FORMS: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _power,
    "sSub": _index,
    "rad": _root,
    "d": _brackets,
    "nary": _operator,
}
