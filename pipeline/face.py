"""The labelled fields on a document's face: "Publisher: NHS England", one a line, several a line, or in table cells.

The labels are data: `[labels]` of `metadata.toml`, by the field they name; those under `other` only end a value.
"""

import re
from functools import cache, lru_cache

from pipeline.cues import cues

_MARK = r"[ \t]*(?::|\||\n)[ \t]*"  # a colon, a cell's border, or the end of a line that is the label alone


def face_fields(text: str) -> dict[str, list[str]]:
    """The values of each field that is labelled in a text, in its order.

    Args:
        text: the first lines of a document.
    """
    found: dict[str, list[str]] = {}
    for label, value in _values(text):
        found.setdefault(_fields()[label], []).append(value)
    return found


def labelled_dates(text: str) -> list[str]:
    """The values of labels that name the date of publication, those of the better labels first."""
    ranks = {
        label: rank for rank, label in enumerate(label for label, field in _fields().items() if field == "published")
    }
    dated = [(ranks[label], i, value) for i, (label, value) in enumerate(_values(text)) if label in ranks]
    return [value for _, _, value in sorted(dated)]


@lru_cache(maxsize=4)  # the same first lines are asked for several fields
def _values(text: str) -> list[tuple[str, str]]:
    """Each label that is found, with its value."""
    marks = [m for m in _labelled().finditer(text) if _opens_value(text, m)]
    ends = [*(m.start() for m in marks[1:]), len(text)] if marks else []
    values = []
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end() : end].split("\n", 1)[0].strip(" \t|·;")
        if value:
            values.append((_key(mark["label"]), value))
    return values


def is_field_line(text: str) -> bool:
    """Whether a line is a known label with its value, and so no heading."""
    label, colon, value = text.partition(":")
    return bool(colon and value.strip()) and _key(label) in _fields()


def _opens_value(text: str, match: re.Match[str]) -> bool:
    """A label stands at the start of a line, or after another field's value and a capital."""
    at_start = match.start() == 0 or text[match.start() - 1] == "\n"
    if "\n" in match.group()[len(match["label"]) :]:
        return at_start
    return at_start or (match["label"][0].isupper() and ":" in match.group())


@cache
def _fields() -> dict[str, str]:
    return {label: field for field, names in cues()["labels"].items() for label in names}


@cache
def _labelled() -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in sorted(_fields(), key=len, reverse=True))
    return re.compile(rf"(?<!\S)(?P<label>{names}){_MARK}", re.IGNORECASE)


def _key(label: str) -> str:
    return " ".join(label.casefold().split())
