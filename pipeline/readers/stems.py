"""The stem that a list hangs on: "With this funding we ask systems to:"."""

import re

_LABEL = re.compile(r"^(?:(?:[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Za-z])[.)]|\d{1,2}(?:\.\d{1,3}){1,4}\.?)\s+")
_SENTENCE_START = re.compile(r"[.!?][”’\")]*\s+(?=[A-Z“‘\"(])")
_ANNOUNCES = ("the following", "as follows", "set out below", "listed below")
_OPEN = re.compile(r"(?:\b(?:to|by|how|that|should|must|will|include|including|through|are|is)|[:–—])$")
_USUAL_SENTENCE = 250  # characters
_LONGEST_OPEN = 12  # characters: the last word is looked at, not the whole sentence


def stem_span(text: str) -> tuple[int, int] | None:
    """Where the stem stands in a paragraph or list item that opens a list, or None where it opens none.

    The stem is the last sentence when it ends with a colon or in the middle of a clause ("... are asked to"), or
    announces a list in words ("the following"). Its printed label ("I.") is left out.
    """
    words = text.rstrip()
    last = _last_start(words)
    if not last and (label := _LABEL.match(words)):
        last = label.end()
    is_open = _OPEN.search(words, max(last, len(words) - _LONGEST_OPEN))
    sentence = words[last:].lower()
    return (last, len(words)) if is_open or any(phrase in sentence for phrase in _ANNOUNCES) else None


def _last_start(words: str) -> int:
    """Where the last sentence starts; it is looked for in the last part of the text first."""
    for at in (max(0, len(words) - _USUAL_SENTENCE), 0):
        starts = [match.end() for match in _SENTENCE_START.finditer(words, at)]
        if starts:
            return starts[-1]
    return 0
