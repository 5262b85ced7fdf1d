"""Words of a passage with what matched marked: the whole passage, or the part of it that holds most matches."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

SNIPPET = 420  # characters of a passage that are shown
LEAD = 90  # characters in front of the first match that are kept, at most
_MARK = Markup("<mark>{}</mark>")
_BEGINNING = re.compile(r"(?<=[.!?:;\n]) *(?=\S)")
_ELLIPSIS = "…"


def marked(hit: Mapping[str, Any]) -> Markup:
    """The words of a hit with its highlights in `<mark>`."""
    return _marked(hit, 0, len(hit["text"]))


def snippet(hit: Mapping[str, Any]) -> Markup:
    """The part of a hit's words that holds most highlights, marked; whole where it is short."""
    text = hit["text"]
    if len(text) <= SNIPPET:
        return _marked(hit, 0, len(text))
    start = _beginning(text, _densest(hit))
    end = min(len(text), start + SNIPPET)
    end = end if end == len(text) else max(text.rfind(" ", start, end), start + 1)
    before, after = _ELLIPSIS if start else "", _ELLIPSIS if end < len(text) else ""
    return Markup("{}{}{}").format(before, _marked(hit, start, end), after)


def matched_words(hit: Mapping[str, Any]) -> list[str]:
    """The words of a hit that are highlighted, each once."""
    text, shift = hit["text"], hit["start"]
    words = (text[start - shift : end - shift].lower() for start, end in hit["highlights"])
    return list(dict.fromkeys(words))


def _densest(hit: Mapping[str, Any]) -> int:
    """Where the window begins that holds most highlights, the first of these."""
    starts: list[int] = [start - hit["start"] for start, _ in hit["highlights"]] or [0]
    reach = SNIPPET - LEAD
    return max(starts, key=lambda at: (sum(at <= other < at + reach for other in starts), -at))


def _beginning(text: str, at: int) -> int:
    """The beginning of a sentence or a line not far in front of a place, else of a word."""
    if at <= LEAD:
        return 0
    beginnings = [found.end() for found in _BEGINNING.finditer(text, at - LEAD, at + 1)]
    return min(beginnings) if beginnings else text.find(" ", at - LEAD) + 1


def _marked(hit: Mapping[str, Any], start: int, end: int) -> Markup:
    text, shift = hit["text"], hit["start"]
    pieces, at = [], start
    for first, last in ((first - shift, last - shift) for first, last in hit["highlights"]):
        if start <= first and last <= end:
            pieces += [escape(text[at:first]), _MARK.format(text[first:last])]
            at = last
    return Markup("").join([*pieces, escape(text[at:end])])
