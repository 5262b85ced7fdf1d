"""The stem that a list hangs on: "With this funding we ask systems to:"."""

import re

_LABEL = re.compile(r"^(?:[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Za-z])[.)]\s+")
_SENTENCE_START = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[A-Z“‘\"(])")
_ANNOUNCES = re.compile(r"\b(?:the following|as follows|set out below|listed below)\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:\b(?:to|by|how|that|should|must|will|include|including|through|are|is)|[:–—])$")


def stem_span(text: str) -> tuple[int, int] | None:
    """Where the stem stands in a paragraph or list item that opens a list, or None where it opens none.

    The stem is the last sentence when it ends with a colon or in the middle of a clause ("... are asked to"), or
    announces a list in words ("the following"). Its printed label ("I.") is left out.
    """
    words = text.rstrip()
    starts = [0, *(m.end() for m in _SENTENCE_START.finditer(words))]
    last = starts[-1]
    if not last and (label := _LABEL.match(words)):
        last = label.end()
    elif len(starts) > 1 and _LABEL.fullmatch(words[:last].lstrip()):
        last = starts[-1]
    sentence = words[last:]
    if _OPEN.search(sentence) or _ANNOUNCES.search(sentence):
        return last, len(words)
    return None
