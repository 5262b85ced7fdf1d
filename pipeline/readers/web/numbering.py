"""The numbers of a list's items as a browser prints them: start, type, reversed and value."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.readers.numerals import LARGEST, roman
from pipeline.readers.web.furniture import tag_of

_NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


def numbers(items: list[Any], listing: Any) -> Iterator[str]:
    """The number of each item ("3.", "c.", "iv."), or nothing where the list has none."""
    plain = "list--none" in listing.get("class", "") or _NO_NUMBERS.search(listing.get("style", ""))
    if tag_of(listing) != "ol" or plain:
        yield from ("" for _ in items)
        return
    step = -1 if listing.get("reversed") is not None else 1
    number = _integer(listing.get("start"), len(items) if step < 0 else 1)
    for item in items:
        number = _integer(item.get("value"), number)
        yield f"{written(number, item.get('type') or _type(listing))}."
        number += step


def written(number: int, style: str) -> str:
    """A number as a list of a type prints it: 1, a, A, i or I."""
    if style not in ("a", "A", "i", "I") or not 0 < number <= LARGEST:
        return str(number)
    letters = _letters(number) if style in "aA" else roman(number)
    return letters.upper() if style.isupper() else letters


def _type(listing: Any) -> str:
    named = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", listing.get("style", ""), re.IGNORECASE)
    return _STYLES.get(named[1].lower(), "1") if named else listing.get("type", "1")


def _integer(value: str | None, otherwise: int) -> int:
    match = re.fullmatch(r"\s*(-?\d{1,9})\s*", value or "")
    return int(match[1]) if match else otherwise


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
