"""Lines of an e-mail that quotes another: each starts with ">", and one of nothing else is a blank line."""

import re
from collections.abc import Sequence

from pipeline.readers.text.lines import TextLine

_MARK = re.compile(r"(?:>\s?)+")
_WROTE = re.compile(r"(?i)\b(?:wrote|writes|said|says)\s*:$")
_OPENS = re.compile(r">\s+(?:[A-Z0-9£“\"‘(]|[a-z][^.]{0,200}$)")


def parted_quotes(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without these marks; one below a mark alone, or where a quotation starts or ends, opens a block."""
    kept: list[TextLine] = []
    before, apart = 0, False
    bulleted = _bullets(lines)
    for i, line in enumerate(lines):
        mark = None if i in bulleted else _MARK.match(line.text)
        depth = mark.group().count(">") if mark else 0
        if mark and mark.end() == len(line.text):
            apart = True
            continue
        skip = mark.end() if mark else 0
        blank = line.after_blank or apart or depth != before
        kept.append(line._replace(text=line.text[skip:], start=line.start + skip, after_blank=blank))
        before, apart = depth, False
    return kept


def _bullets(lines: Sequence[TextLine]) -> set[int]:
    """The lines of each run of ">" that is a list: it hangs on a colon, and no line of it runs on from the one above.

    The line over a quoted message ends in a colon too: "On Monday Ann wrote:".
    """
    found: set[int] = set()
    i = 0
    while i < len(lines):
        start = i
        while i < len(lines) and lines[i].text.startswith("> "):
            i += 1
        opened = start > 0 and lines[start - 1].text.endswith(":") and not _WROTE.search(lines[start - 1].text)
        if i - start > 1 and opened and all(_OPENS.match(line.text) for line in lines[start:i]):
            found.update(range(start, i))
        i = max(i, start + 1)
    return found
